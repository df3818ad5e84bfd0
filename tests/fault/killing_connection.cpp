#include "fault/killing_connection.h"

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

KillingConnection::KillingConnection(std::unique_ptr<engine::Connection> inner, int survived)
    : Connection(inner->dialect(), inner->url()), inner_(std::move(inner)), left_(survived) {
  version_ = inner_->server_version();
}

template <class T>
KillingConnection::Outcome<T> KillingConnection::passed_on(Result<T> result) const {
  if (result) return std::move(*result);
  return tl::unexpected(inner_->last_error().value());
}

KillingConnection::Outcome<engine::Rows> KillingConnection::run(std::string_view sql,
                                                                const std::vector<engine::Value>& params) {
  if (!only_reads(sql) && left_-- == 0) ::raise(SIGKILL);
  return passed_on(inner_->query(sql, params));
}

KillingConnection::Outcome<bool> KillingConnection::lock_now(const std::string& name) {
  return passed_on(inner_->try_lock(name, std::chrono::milliseconds::zero()));
}

KillingConnection::Outcome<bool> KillingConnection::unlock_now(const std::string& name) {
  auto unlocked = inner_->unlock(name);
  if (!unlocked) return tl::unexpected(inner_->last_error().value());
  return true;
}

}  // namespace schemac::test
