#include "fault/passing_connection.h"

#include <fmt/format.h>

#include <csignal>

#include "base/text.h"

namespace schemac::test {

namespace {

bool only_reads(std::string_view sql) {
  const std::string start = text::to_lower(sql.substr(0, 64));
  return start.starts_with("select") || start.starts_with("show") || start.starts_with("with") ||
         (start.starts_with("pragma") && start.find('=') == start.npos);
}

}  // namespace

PassingConnection::PassingConnection(std::unique_ptr<engine::Connection> inner, int survived)
    : Connection(inner->dialect(), inner->url()), inner_(std::move(inner)), left_(survived) {
  version_ = inner_->server_version();
}

template <class T>
PassingConnection::Outcome<T> PassingConnection::passed_on(Result<T> result) const {
  if (result) return std::move(*result);
  return tl::unexpected(inner_->last_error().value());
}

PassingConnection::Outcome<engine::Rows> PassingConnection::pass(std::string_view sql,
                                                                 const std::vector<engine::Value>& params) {
  return passed_on(inner_->query(sql, params));
}

PassingConnection::Outcome<engine::Rows> PassingConnection::run(std::string_view sql,
                                                                const std::vector<engine::Value>& params) {
  return !only_reads(sql) && left_-- == 0 ? struck(sql, params) : pass(sql, params);
}

PassingConnection::Outcome<bool> PassingConnection::lock_now(const std::string& name) {
  return passed_on(inner_->try_lock(name, std::chrono::milliseconds::zero()));
}

PassingConnection::Outcome<bool> PassingConnection::unlock_now(const std::string& name) {
  auto unlocked = inner_->unlock(name);
  if (!unlocked) return tl::unexpected(inner_->last_error().value());
  return true;
}

KillingConnection::Outcome<engine::Rows> KillingConnection::struck(std::string_view,
                                                                   const std::vector<engine::Value>&) {
  ::raise(SIGKILL);
  return tl::unexpected(make_error(engine::ErrorKind::connection_lost, "it is dead", ""));
}

CutConnection::CutConnection(std::unique_ptr<engine::Connection> inner, int survived, When when,
                             engine::Connection& server)
    : PassingConnection(std::move(inner), survived), when_(when), server_(server) {
  const bool postgres = dialect() == DialectId::postgres;
  session_ = query_value(postgres ? "SELECT pg_backend_pid()" : "SELECT connection_id()").value().value();
}

CutConnection::Outcome<engine::Rows> CutConnection::struck(std::string_view sql,
                                                           const std::vector<engine::Value>& params) {
  if (when_ == When::after) (void)pass(sql, params);
  const bool postgres = dialect() == DialectId::postgres;
  was_cut_ = server_
                 .query(postgres ? fmt::format("SELECT pg_terminate_backend({}, 5000)", session_)
                                 : fmt::format("KILL {}", session_))
                 .has_value();
  if (when_ == When::before) return pass(sql, params);
  return tl::unexpected(make_error(engine::ErrorKind::connection_lost, "the session ended", sql));
}

}  // namespace schemac::test
