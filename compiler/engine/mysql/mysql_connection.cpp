// MySQL and MariaDB over Connector/C++.
#include <cppconn/exception.h>
#include <cppconn/resultset.h>
#include <cppconn/resultset_metadata.h>
#include <cppconn/statement.h>
#include <mysql_connection.h>
#include <mysql_driver.h>

#include "base/hash.h"
#include "base/text.h"
#include "engine/drivers.h"
#include "engine/mysql/client_files.h"
#include "engine/script.h"

namespace schemac::engine {

namespace {

ErrorKind kind_of(int number, std::string_view sqlstate) {
  switch (number) {
    case 1205:
    case 1213:
    case 3572:
      return ErrorKind::busy;  // lock wait timeout, deadlock, NOWAIT
    case 1317:
    case 1969:
    case 3024:
      return ErrorKind::timeout;
    case 1290:
    case 1792:
    case 1836:
    case 3100:
      return ErrorKind::read_only;
    case 3:  // Error writing file
    case 1021:
    case 1114:  // The table is full
      return ErrorKind::storage;
    case 2006:
    case 2013:
    case 2055:
    case 1053:
    case 1927:
    case 4031:
      return ErrorKind::connection_lost;
    case 3819:
    case 4025:
      return ErrorKind::constraint;  // a CHECK, which MySQL files under HY000
    default:
      return sqlstate.starts_with("23") ? ErrorKind::constraint : ErrorKind::statement;
  }
}

std::string std_string(const sql::SQLString& text) { return {text.c_str(), text.length()}; }

Rows rows_of(sql::ResultSet& result) {
  Rows rows;
  auto* columns = result.getMetaData();
  const unsigned count = columns->getColumnCount();
  for (unsigned i = 1; i <= count; ++i) rows.columns.push_back(std_string(columns->getColumnLabel(i)));
  while (result.next()) {
    auto& values = rows.rows.emplace_back();
    values.reserve(count);
    for (unsigned i = 1; i <= count; ++i)
      values.push_back(result.isNull(i) ? Value{} : Value(std_string(result.getString(i))));
  }
  return rows;
}

class MysqlConnection final : public Connection {
 public:
  MysqlConnection(const DatabaseUrl& url, std::unique_ptr<sql::Connection> connection)
      : Connection(DialectId::mysql, url), connection_(std::move(connection)) {}

  /// What holds for the whole session: UTF-8, UTC, strict writing, and names quoted in backticks where they are
  /// printed.
  Outcome<Rows> prepare_session(bool read_only) {
    auto version = run("SELECT VERSION()", {});
    if (!version) return version;
    version_ = parse_version(version->rows[0][0].value_or(""));
    dialect_ = version_.text.find("MariaDB") != std::string::npos ? DialectId::mariadb : DialectId::mysql;
    auto done =
        run("SET SESSION time_zone = '+00:00', sql_mode = 'ONLY_FULL_GROUP_BY,STRICT_TRANS_TABLES,NO_ZERO_IN_DATE,"
            "NO_ZERO_DATE,ERROR_FOR_DIVISION_BY_ZERO,NO_ENGINE_SUBSTITUTION'",
            {});
    if (done && dialect_ == DialectId::mysql) done = run("SET SESSION information_schema_stats_expiry = 0", {});
    if (done && read_only) done = run("SET SESSION TRANSACTION READ ONLY", {});
    return done;
  }

  std::vector<std::string> warnings() override {
    std::vector<std::string> found;
    if (auto rows = run("SHOW WARNINGS", {}))
      for (const auto& row : *rows)
        if (row[0] != "Note") found.push_back(row[2].value_or(""));
    return found;
  }

  void close() override { connection_.reset(); }  // the driver's own close() keeps the session open

 private:
  Outcome<Rows> run(std::string_view sql, const std::vector<Value>& params) override {
    if (!connection_) return tl::unexpected(make_error(ErrorKind::connection_lost, "it was closed", sql));
    try {
      return execute_now(params.empty() ? std::string(sql) : with_params(sql, params));
    } catch (const sql::SQLException& error) {
      const int number = error.getErrorCode();
      const bool lost = connection_->isClosed();
      EngineError failed =
          make_error(lost ? ErrorKind::connection_lost : kind_of(number, error.getSQLState()), error.what(), sql);
      failed.sqlstate = error.getSQLState();
      failed.number = number;
      return tl::unexpected(std::move(failed));
    } catch (const std::exception& error) {
      return tl::unexpected(make_error(ErrorKind::statement, error.what(), sql));
    }
  }

  Rows execute_now(const std::string& sql) {
    const std::unique_ptr<sql::Statement> statement(connection_->createStatement());
    Rows rows;
    bool has_rows = statement->execute(sql);
    for (bool first = true; has_rows || first; first = false) {  // a CALL may bring several results; the first is ours
      if (has_rows) {
        const std::unique_ptr<sql::ResultSet> result(statement->getResultSet());
        if (first) rows = rows_of(*result);
      } else {
        rows.affected = statement->getUpdateCount();
      }
      has_rows = statement->getMoreResults();
    }
    return rows;
  }

  /// `sql` with its placeholders filled in. The text protocol is used throughout, since this driver's prepared
  /// statements cannot read JSON, GEOMETRY and VECTOR and lose digits of DOUBLE.
  std::string with_params(std::string_view sql, const std::vector<Value>& params) {
    auto& session = dynamic_cast<sql::mysql::MySQL_Connection&>(*connection_);
    std::string filled;
    std::size_t from = 0, next = 0;
    for (const std::size_t at : placeholders(dialect_, sql)) {
      filled += sql.substr(from, at - from);
      from = at + 1;
      const Value& value = params.at(next++);
      filled += value ? "'" + std_string(session.escapeString(*value)) + "'" : "NULL";
    }
    if (next != params.size()) throw std::invalid_argument("the statement has fewer placeholders than values");
    return filled += sql.substr(from);
  }

  /// GET_LOCK is the server's, not the database's, and takes 64 characters at most.
  std::string lock_name(const std::string& name) const {
    return "schemac " + sha256(url_.database + "\n" + name).substr(0, 40);
  }
  Outcome<bool> ask_lock(const std::string& sql) {
    auto answer = run(sql, {});
    if (!answer) return tl::unexpected(std::move(answer.error()));
    return answer->rows[0][0] == "1";
  }
  Outcome<bool> lock_now(const std::string& name) override {
    return ask_lock("SELECT GET_LOCK('" + lock_name(name) + "', 0)");
  }
  Outcome<bool> unlock_now(const std::string& name) override {
    return ask_lock("SELECT RELEASE_LOCK('" + lock_name(name) + "')");
  }

  std::unique_ptr<sql::Connection> connection_;
};

/// Fills in what stands after '?' in the URL.
void apply_url_options(const DatabaseUrl& url, sql::ConnectOptionsMap& properties) {
  for (const auto& [key, value] : url.options) {
    if (key == "socket")
      properties["hostName"] = "unix://" + value;
    else if (key == "ssl")
      properties["sslEnforce"] = value != "false" && value != "0";
    else if (key == "ssl-ca")
      properties["sslCA"] = value, properties["sslVerify"] = true;
  }
}

diag::Diagnostic connect_error(const DatabaseUrl& url, const std::string& user, int number, const std::string& reason) {
  const std::string_view product = url.engine == Engine::mysql ? "MySQL" : "MariaDB";
  switch (number) {
    case 1044:
    case 1045:
    case 1698:
      return diag::make(diag::Code::SC8004, product, user, reason)
          .with_help("the password is taken from the URL, from MYSQL_PWD or from [client] in ~/.my.cnf");
    case 1049:
      return diag::make(diag::Code::SC8003, url.database, url.redacted())
          .with_help(fmt::format("make it first: CREATE DATABASE `{}`", url.database));
    default:
      return diag::make(diag::Code::SC8002, url.redacted(), reason);
  }
}

}  // namespace

Result<std::unique_ptr<Connection>> open_mysql(const DatabaseUrl& url, const OpenOptions& options) {
  if (url.database.empty()) return failure(diag::Code::SC8002, url.redacted(), "the URL names no database");
  const ClientDefaults defaults = client_defaults();
  const std::string user = !url.user.empty() ? url.user : defaults.user;
  sql::ConnectOptionsMap properties;
  properties["hostName"] =
      fmt::format("tcp://{}:{}", url.host.empty() ? "127.0.0.1" : url.host, url.port.value_or(3306));
  properties["userName"] = user;
  properties["password"] = !url.password.empty() ? url.password : defaults.password;
  properties["schema"] = url.database;
  properties["OPT_CHARSET_NAME"] = "utf8mb4";
  properties["OPT_CONNECT_TIMEOUT"] = static_cast<int>(std::max<long>(1, options.connect_timeout.count() / 1000));
  apply_url_options(url, properties);
  try {
    auto* driver = sql::mysql::get_mysql_driver_instance();
    auto opened = std::make_unique<MysqlConnection>(url, std::unique_ptr<sql::Connection>(driver->connect(properties)));
    if (auto prepared = opened->prepare_session(options.read_only); !prepared)
      return failure(diag::Code::SC8002, url.redacted(), prepared.error().message);
    return opened;
  } catch (const sql::SQLException& error) {
    return failure(connect_error(url, user, error.getErrorCode(), error.what()));
  }
}

}  // namespace schemac::engine
