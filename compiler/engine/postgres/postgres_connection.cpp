// PostgreSQL over libpqxx.
#include <pqxx/pqxx>

#include "base/hash.h"
#include "base/text.h"
#include "engine/drivers.h"

namespace schemac::engine {

namespace {

/// Keeps what the server warns of; what it merely notes is dropped.
class WarningCollector : public pqxx::errorhandler {
 public:
  explicit WarningCollector(pqxx::connection_base& connection) : pqxx::errorhandler(connection) {}
  bool operator()(const char message[]) noexcept override {
    const std::string_view said = text::trim(message);
    if (said.starts_with("WARNING:")) warnings.emplace_back(text::trim(said.substr(8)));
    return false;  // no other handler is asked
  }
  std::vector<std::string> warnings;
};

ErrorKind kind_of(std::string_view sqlstate) {
  if (sqlstate.starts_with("08") || sqlstate == "57P01" || sqlstate == "57P02" || sqlstate == "57P03")
    return ErrorKind::connection_lost;
  if (sqlstate.starts_with("23")) return ErrorKind::constraint;
  if (sqlstate == "55P03" || sqlstate == "55006" || sqlstate.starts_with("40")) return ErrorKind::busy;
  if (sqlstate == "57014") return ErrorKind::timeout;
  if (sqlstate == "25006") return ErrorKind::read_only;
  if (sqlstate == "53100" || sqlstate == "58030") return ErrorKind::storage;
  return ErrorKind::statement;
}

/// A 64-bit key for the advisory lock `name`: the first half of its digest, as a signed number.
std::string advisory_key(const std::string& name) {
  const std::string digest = sha256("schemac lock " + name);
  return std::to_string(static_cast<std::int64_t>(std::stoull(digest.substr(0, 16), nullptr, 16)));
}

Rows rows_of(const pqxx::result& result) {
  Rows rows;
  rows.affected = result.affected_rows();
  for (pqxx::row::size_type i = 0; i < result.columns(); ++i) rows.columns.emplace_back(result.column_name(i));
  rows.rows.reserve(result.size());
  for (const pqxx::row& row : result) {
    auto& values = rows.rows.emplace_back();
    values.reserve(row.size());
    for (const pqxx::field& field : row)
      values.push_back(field.is_null() ? Value{} : Value(std::string(field.c_str(), field.size())));
  }
  return rows;
}

class PostgresConnection final : public Connection {
 public:
  PostgresConnection(const DatabaseUrl& url, std::unique_ptr<pqxx::connection> connection)
      : Connection(DialectId::postgres, url), connection_(std::move(connection)), collector_(*connection_) {}

  /// What holds for the whole session: text is UTF-8, and what the server prints does not hang on its settings.
  Outcome<Rows> prepare_session(bool read_only) {
    for (const char* setting :
         {"SET client_min_messages = warning", "SET search_path = public", "SET TimeZone = 'UTC'",
          "SET DateStyle = 'ISO'", "SET IntervalStyle = 'postgres'", "SET standard_conforming_strings = on",
          "SET xmloption = content", "SET row_security = off",
          // compiling the long queries over the catalogs takes longer than running them
          "SET jit = off"})
      if (auto done = run(setting, {}); !done) return done;
    if (read_only)
      if (auto done = run("SET default_transaction_read_only = on", {}); !done) return done;
    auto version = run("SHOW server_version", {});
    if (version) version_ = parse_version(version->rows[0][0].value_or(""));
    return version;
  }

  std::vector<std::string> warnings() override { return collector_.warnings; }

  void close() override { connection_->disconnect(); }

 private:
  Outcome<Rows> run(std::string_view sql, const std::vector<Value>& params) override {
    const auto fails = [&](std::string_view sqlstate, ErrorKind kind, std::string message) {
      EngineError error =
          make_error(connection_->is_open() ? kind : ErrorKind::connection_lost, std::move(message), sql);
      error.sqlstate = sqlstate;
      if (error.message.starts_with("ERROR:")) error.message = text::trim(error.message.substr(6));
      return tl::unexpected(std::move(error));
    };
    if (!connection_->is_open()) return fails("", ErrorKind::connection_lost, "it is closed");  // never opened anew
    collector_.warnings.clear();
    try {
      return execute_now(std::string(sql), params);
    } catch (const pqxx::sql_error& error) {
      return fails(error.sqlstate(), kind_of(error.sqlstate()), error.what());
    } catch (const pqxx::deadlock_detected& error) {
      return fails("40P01", ErrorKind::busy, error.what());
    } catch (const pqxx::transaction_rollback& error) {
      return fails("40001", ErrorKind::busy, error.what());
    } catch (const pqxx::broken_connection& error) {
      return fails("", ErrorKind::connection_lost, error.what());
    } catch (const std::exception& error) {
      return fails("", ErrorKind::statement, error.what());
    }
  }

  Rows execute_now(const std::string& sql, const std::vector<Value>& params) {
    pqxx::nontransaction session(*connection_);
    if (params.empty()) return rows_of(session.exec(sql));
    std::vector<const char*> values;  // null pointers stand for NULL
    values.reserve(params.size());
    for (const Value& param : params) values.push_back(param ? param->c_str() : nullptr);
    return rows_of(session.exec_params(sql, pqxx::prepare::make_dynamic_params(values)));
  }

  Outcome<bool> ask_lock(const char* function, const std::string& name) {
    auto answer = run("SELECT " + std::string(function) + "(" + advisory_key(name) + ")", {});
    if (!answer) return tl::unexpected(std::move(answer.error()));
    return answer->rows[0][0] == "t";
  }
  Outcome<bool> lock_now(const std::string& name) override { return ask_lock("pg_try_advisory_lock", name); }
  Outcome<bool> unlock_now(const std::string& name) override { return ask_lock("pg_advisory_unlock", name); }

  std::unique_ptr<pqxx::connection> connection_;
  WarningCollector collector_;  // after the connection: it leaves it first
};

/// `key='value' …` for libpq, quoted as libpq unquotes it.
std::string conninfo(const DatabaseUrl& url, const OpenOptions& options) {
  std::string info = "client_encoding='UTF8' application_name='schemac'";
  const auto add = [&](const std::string& key, const std::string& value) {
    if (value.empty()) return;
    info += " " + key + "='" + text::replace_all(text::replace_all(value, "\\", "\\\\"), "'", "\\'") + "'";
  };
  add("host", url.host);
  add("port", url.port ? std::to_string(*url.port) : "");
  add("user", url.user);
  add("password", url.password);
  add("dbname", url.database);
  if (!url.options.contains("connect_timeout"))
    add("connect_timeout", std::to_string(std::max<long>(2, options.connect_timeout.count() / 1000)));
  for (const auto& [key, value] : url.options) add(key, value);
  return info;
}

diag::Diagnostic connect_error(const DatabaseUrl& url, const std::string& said) {
  const std::string reason(text::trim(said));
  const auto says = [&](std::string_view words) { return reason.find(words) != reason.npos; };
  if (says("database \"") && says("does not exist"))
    return diag::make(diag::Code::SC8003, url.database, url.redacted())
        .with_help("make it first: createdb " + url.database);
  if (says("password authentication failed") || says("no password supplied") || says("role \"") ||
      says("authentication failed"))
    return diag::make(diag::Code::SC8004, "PostgreSQL", url.user, reason)
        .with_help("the password is taken from the URL, from PGPASSWORD or from ~/.pgpass");
  return diag::make(diag::Code::SC8002, url.redacted(), reason);
}

}  // namespace

Result<std::unique_ptr<Connection>> open_postgres(const DatabaseUrl& url, const OpenOptions& options) {
  try {
    auto opened = std::make_unique<PostgresConnection>(url, std::make_unique<pqxx::connection>(conninfo(url, options)));
    if (auto prepared = opened->prepare_session(options.read_only); !prepared)
      return failure(diag::Code::SC8002, url.redacted(), prepared.error().message);
    return opened;
  } catch (const std::exception& error) {
    return failure(connect_error(url, error.what()));
  }
}

}  // namespace schemac::engine
