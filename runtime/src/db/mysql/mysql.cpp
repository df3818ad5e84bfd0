#include <errmsg.h>
#include <mysql.h>
#include <poll.h>

#include <algorithm>
#include <deque>
#include <vector>

#include "../driver.h"
#include "../statement_cache.h"
#include "mysql_error.h"
#include "mysql_rows.h"

namespace schemac::db {

namespace {

struct Close {
  void operator()(MYSQL* handle) const { mysql_close(handle); }
};
struct CloseStatement {
  void operator()(MYSQL_STMT* statement) const { mysql_stmt_close(statement); }
};
using Statement = std::unique_ptr<MYSQL_STMT, CloseStatement>;

/// The parameters of one execution, in the binary protocol's own types.
class Parameters {
 public:
  explicit Parameters(std::span<const Value> values) : binds_(values.size()) {
    for (std::size_t i = 0; i < values.size(); ++i) bind(binds_[i], values[i]);
  }
  MYSQL_BIND* data() { return binds_.data(); }

 private:
  void bind(MYSQL_BIND& target, const Value& value) {
    if (const auto* text = std::get_if<std::string>(&value)) return octets(target, MYSQL_TYPE_STRING, *text);
    if (const auto* bytes = std::get_if<Bytes>(&value)) return octets(target, MYSQL_TYPE_BLOB, bytes->data);
    if (const auto* number = std::get_if<double>(&value)) {
      target.buffer_type = MYSQL_TYPE_DOUBLE;
      target.buffer = &doubles_.emplace_back(*number);
    } else if (const auto* integer = std::get_if<std::int64_t>(&value)) {
      target.buffer_type = MYSQL_TYPE_LONGLONG;
      target.buffer = &integers_.emplace_back(*integer);
    } else if (const auto* truth = std::get_if<bool>(&value)) {
      target.buffer_type = MYSQL_TYPE_LONGLONG;
      target.buffer = &integers_.emplace_back(*truth ? 1 : 0);
    } else {
      target.buffer_type = MYSQL_TYPE_NULL;
    }
  }

  static void octets(MYSQL_BIND& target, enum_field_types type, const std::string& data) {
    target.buffer_type = type;
    target.buffer = const_cast<char*>(data.data());  // the library only reads it
    target.buffer_length = data.size();
  }

  std::vector<MYSQL_BIND> binds_;
  std::deque<std::int64_t> integers_;  // deques: elements stay where they are
  std::deque<double> doubles_;
};

unsigned whole_seconds(std::chrono::milliseconds time) {
  return static_cast<unsigned>(std::max<long>(1, (time.count() + 999) / 1000));
}

class MysqlConnection : public Connection {
 public:
  MysqlConnection(const DatabaseUrl& url, const PoolOptions& options) : engine_(url.engine) {
    handle_.reset(mysql_init(nullptr));
    connect(url, options);
    // What SQL means must not depend on the server's configuration: instants in UTC, bad values refused instead of
    // bent, 0 a number like others, || concatenates. Double quotes stay strings, as the servers have it: names are
    // quoted with backticks.
    run("SET SESSION time_zone = '+00:00', sql_mode = 'STRICT_ALL_TABLES,NO_ZERO_DATE,NO_ZERO_IN_DATE,"
        "ERROR_FOR_DIVISION_BY_ZERO,NO_ENGINE_SUBSTITUTION,NO_AUTO_VALUE_ON_ZERO,ONLY_FULL_GROUP_BY,PIPES_AS_CONCAT'");
    run("SET SESSION TRANSACTION ISOLATION LEVEL READ COMMITTED");
    limit_statements(options.statement_timeout);
  }

  Engine engine() const override { return engine_; }

  std::unique_ptr<Rows> query(std::string_view sql, std::span<const Value> values) override {
    return std::make_unique<MysqlRows>(perform(sql, values));
  }

  std::int64_t execute(std::string_view sql, std::span<const Value> values) override {
    auto* statement = perform(sql, values);
    last_insert_id_ = static_cast<std::int64_t>(mysql_stmt_insert_id(statement));
    return static_cast<std::int64_t>(mysql_stmt_affected_rows(statement));
  }

  std::int64_t last_insert_id() const override { return last_insert_id_; }

  void begin(TransactionMode) override {
    run("START TRANSACTION");
    in_transaction_ = true;
  }
  void commit() override {
    run("COMMIT");
    in_transaction_ = false;
  }
  void control(const std::string& sql) override { run(sql); }
  void rollback() override {
    run("ROLLBACK");
    in_transaction_ = false;
  }

  /// Between statements the server has nothing to say, unless that it closes the connection.
  bool usable() const override {
    if (broken_ || in_transaction_) return false;
    pollfd socket{static_cast<int>(mysql_get_socket(handle_.get())), POLLIN, 0};
    return poll(&socket, 1, 0) == 0;
  }

 private:
  void connect(const DatabaseUrl& url, const PoolOptions& options) {
    const unsigned connect_time = whole_seconds(options.connect_timeout);
    const unsigned statement_time = whole_seconds(options.statement_timeout) + 1;  // the server's own limit comes first
    mysql_optionsv(handle_.get(), MYSQL_OPT_CONNECT_TIMEOUT, &connect_time);
    mysql_optionsv(handle_.get(), MYSQL_OPT_READ_TIMEOUT, &statement_time);
    mysql_optionsv(handle_.get(), MYSQL_OPT_WRITE_TIMEOUT, &statement_time);
    mysql_optionsv(handle_.get(), MYSQL_SET_CHARSET_NAME, "utf8mb4");
    demand_tls_where_asked(url);
    const auto socket = url.options.find("socket");
    // CLIENT_FOUND_ROWS: an update counts the rows that it found, as on the other engines, not those that it changed.
    const auto* connected =
        mysql_real_connect(handle_.get(), url.host.empty() ? nullptr : url.host.c_str(), url.user.c_str(),
                           url.password.c_str(), url.database.c_str(), static_cast<unsigned>(url.port.value_or(0)),
                           socket == url.options.end() ? nullptr : socket->second.c_str(), CLIENT_FOUND_ROWS);
    if (connected != nullptr) return;
    throw Error({.kind = ErrorKind::connection,
                 .message = "cannot connect to " + url.redacted() + ": " + mysql_error(handle_.get())});
  }

  /// `?ssl=true` demands an encrypted connection, `?ssl-ca=FILE` also a certificate that the file's authorities signed;
  /// as schemac itself reads them.
  void demand_tls_where_asked(const DatabaseUrl& url) {
    my_bool on = 1;
    for (const auto& [name, value] : url.options) {
      if (name == "ssl" && value != "false" && value != "0") {
        mysql_optionsv(handle_.get(), MYSQL_OPT_SSL_ENFORCE, &on);
      } else if (name == "ssl-ca") {
        mysql_optionsv(handle_.get(), MYSQL_OPT_SSL_ENFORCE, &on);
        mysql_optionsv(handle_.get(), MYSQL_OPT_SSL_CA, value.c_str());
        mysql_optionsv(handle_.get(), MYSQL_OPT_SSL_VERIFY_SERVER_CERT, &on);
      }
    }
  }

  void limit_statements(std::chrono::milliseconds limit) {
    if (engine_ == Engine::mysql)
      run("SET SESSION MAX_EXECUTION_TIME = " + std::to_string(limit.count()));
    else
      run("SET SESSION max_statement_time = " + std::to_string(static_cast<double>(limit.count()) / 1000));
  }

  void note_breakage(unsigned error) {
    if (error == CR_SERVER_GONE_ERROR || error == CR_SERVER_LOST || error == CR_COMMANDS_OUT_OF_SYNC) broken_ = true;
  }

  void run(const std::string& sql) {
    if (mysql_real_query(handle_.get(), sql.data(), sql.size()) == 0) return;
    note_breakage(mysql_errno(handle_.get()));
    throw Error(
        describe_mysql_error(mysql_errno(handle_.get()), mysql_sqlstate(handle_.get()), mysql_error(handle_.get())));
  }

  MYSQL_STMT* perform(std::string_view sql, std::span<const Value> values) {
    auto* statement = prepared(sql);
    Parameters parameters(values);
    if (!values.empty() && mysql_stmt_bind_param(statement, parameters.data()) != 0) fail(statement);
    if (mysql_stmt_execute(statement) != 0) {
      note_breakage(mysql_stmt_errno(statement));
      fail(statement);
    }
    return statement;
  }

  MYSQL_STMT* prepared(std::string_view sql) {
    const auto prepare = [&] {
      Statement made(mysql_stmt_init(handle_.get()));
      if (mysql_stmt_prepare(made.get(), sql.data(), sql.size()) != 0) {
        note_breakage(mysql_stmt_errno(made.get()));
        fail(made.get());
      }
      return made;
    };
    return statements_.get(sql, prepare).get();
  }

  Engine engine_;
  std::unique_ptr<MYSQL, Close> handle_;
  StatementCache<Statement> statements_;  // dies before the handle that holds them
  std::int64_t last_insert_id_ = 0;
  bool in_transaction_ = false;
  bool broken_ = false;
};

/// The library keeps something for each thread that uses it.
struct LibraryThread {
  LibraryThread() { mysql_thread_init(); }
  ~LibraryThread() { mysql_thread_end(); }
};

}  // namespace

std::unique_ptr<Connection> connect_mysql(const DatabaseUrl& url, const PoolOptions& options) {
  thread_local const LibraryThread registered;
  return std::make_unique<MysqlConnection>(url, options);
}

}  // namespace schemac::db
