#include <libpq-fe.h>
#include <poll.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <utility>
#include <vector>

#include "../driver.h"
#include "../statement_cache.h"

namespace schemac::db {

namespace {

struct ClearResult {
  void operator()(PGresult* result) const { PQclear(result); }
};
struct Finish {
  void operator()(PGconn* connection) const { PQfinish(connection); }
};
using Result = std::unique_ptr<PGresult, ClearResult>;

/// By SQLSTATE (PostgreSQL documentation, appendix A).
ErrorKind kind_of(std::string_view state) {
  if (state == "23505") return ErrorKind::unique;
  if (state == "23503" || state == "23001") return ErrorKind::foreign_key;
  if (state == "23514") return ErrorKind::check;
  if (state == "23502") return ErrorKind::not_null;
  if (state == "40001" || state == "40P01") return ErrorKind::serialization;
  if (state == "55P03") return ErrorKind::busy;
  if (state == "57014") return ErrorKind::timeout;
  if (state == "42501") return ErrorKind::permission;
  if (state == "42P01" || state == "42703") return ErrorKind::missing_object;
  if (state.starts_with("22")) return ErrorKind::invalid_value;
  if (state.starts_with("08") || state.starts_with("57P") || state.starts_with("53")) return ErrorKind::connection;
  return ErrorKind::other;
}

std::string field_of(const PGresult* result, int field) {
  const char* text = PQresultErrorField(result, field);
  return text == nullptr ? "" : text;
}

/// Parameters as libpq takes them: text, and octets as they are.
class Parameters {
 public:
  explicit Parameters(std::span<const Value> values) {
    storage_.reserve(values.size());  // what texts_ points to must stay where it is
    for (const auto& value : values) add(value);
  }

  int count() const { return static_cast<int>(texts_.size()); }
  const char* const* texts() const { return texts_.data(); }
  const int* lengths() const { return lengths_.data(); }
  const int* formats() const { return formats_.data(); }

 private:
  void add(const Value& value) {
    if (const auto* text = std::get_if<std::string>(&value)) return add_text(*text);
    if (const auto* bytes = std::get_if<Bytes>(&value)) return push(bytes->data.data(), bytes->data.size(), 1);
    if (is_null(value)) return push(nullptr, 0, 0);
    std::array<char, 32> digits{};
    auto* const first = digits.data();
    auto* const last = first + digits.size();
    if (const auto* number = std::get_if<std::int64_t>(&value))
      storage_.emplace_back(first, std::to_chars(first, last, *number).ptr);
    else if (const auto* floating = std::get_if<double>(&value))
      storage_.emplace_back(first, std::to_chars(first, last, *floating).ptr);
    else
      storage_.emplace_back(std::get<bool>(value) ? "t" : "f");
    push(storage_.back().c_str(), storage_.back().size(), 0);
  }

  /// libpq would end it at U+0000 without a word.
  void add_text(const std::string& text) {
    if (text.find('\0') != text.npos)
      throw Error({.kind = ErrorKind::invalid_value, .message = "PostgreSQL keeps no U+0000 in text"});
    push(text.c_str(), text.size(), 0);
  }

  void push(const char* text, std::size_t length, int format) {
    texts_.push_back(text);
    lengths_.push_back(static_cast<int>(length));
    formats_.push_back(format);
  }

  std::vector<std::string> storage_;
  std::vector<const char*> texts_;
  std::vector<int> lengths_;
  std::vector<int> formats_;  // 0 text, 1 binary
};

/// Results come whole, as text.
class PostgresRows : public Rows {
 public:
  explicit PostgresRows(Result result) : result_(std::move(result)), count_(PQntuples(result_.get())) {}

  bool next() override { return ++row_ < count_; }
  bool is_null(int column) const override { return PQgetisnull(result_.get(), row_, column) != 0; }
  bool boolean(int column) const override { return text(column) == "t"; }
  std::int64_t integer(int column) const override { return parsed<std::int64_t>(column); }
  double floating(int column) const override { return parsed<double>(column); }
  std::string_view text(int column) const override {
    return {PQgetvalue(result_.get(), row_, column),
            static_cast<std::size_t>(PQgetlength(result_.get(), row_, column))};
  }

  /// bytea comes as \x and hexadecimal digits.
  std::string bytes(int column) const override {
    const auto digits = text(column);
    std::string octets;
    for (std::size_t i = 2; i + 1 < digits.size(); i += 2) {
      unsigned octet = 0;
      std::from_chars(digits.data() + i, digits.data() + i + 2, octet, 16);
      octets += static_cast<char>(octet);
    }
    return octets;
  }

 private:
  template <class Number>
  Number parsed(int column) const {
    const auto digits = text(column);
    Number number{};
    std::from_chars(digits.data(), digits.data() + digits.size(), number);
    return number;
  }

  Result result_;
  int count_;
  int row_ = -1;
};

/// A statement kept by the server under a name; dropping it frees it there.
class Prepared {
 public:
  Prepared(PGconn* connection, std::string name) : connection_(connection), name_(std::move(name)) {}
  Prepared(Prepared&& other) noexcept
      : connection_(std::exchange(other.connection_, nullptr)), name_(std::move(other.name_)) {}
  Prepared& operator=(Prepared&&) = delete;
  ~Prepared() {
    if (connection_ != nullptr && PQstatus(connection_) == CONNECTION_OK)
      Result(PQexec(connection_, ("DEALLOCATE " + name_).c_str()));
  }
  const char* name() const { return name_.c_str(); }

 private:
  PGconn* connection_;
  std::string name_;
};

class PostgresConnection : public Connection {
 public:
  PostgresConnection(const DatabaseUrl& url, const PoolOptions& options) {
    connect(url, options);
    PQsetNoticeProcessor(
        connection_.get(), [](void*, const char*) {}, nullptr);
    // Results in the one form that is read here, whatever the server's configuration says.
    run("SET TIME ZONE 'UTC'; SET DateStyle TO 'ISO'; SET bytea_output TO 'hex'; SET extra_float_digits TO 1; "
        "SET standard_conforming_strings TO on; SET statement_timeout TO " +
        std::to_string(options.statement_timeout.count()));
  }
  Engine engine() const override { return Engine::postgres; }

  std::unique_ptr<Rows> query(std::string_view sql, std::span<const Value> values) override {
    return std::make_unique<PostgresRows>(perform(sql, values));
  }

  std::int64_t execute(std::string_view sql, std::span<const Value> values) override {
    const auto result = perform(sql, values);
    const std::string_view count = PQcmdTuples(result.get());
    std::int64_t number = 0;
    std::from_chars(count.data(), count.data() + count.size(), number);
    return number;
  }

  /// PostgreSQL returns what it made: ask with RETURNING.
  std::int64_t last_insert_id() const override { return 0; }

  void begin(TransactionMode) override { run("BEGIN"); }
  void commit() override { run("COMMIT"); }
  void control(const std::string& sql) override { run(sql); }
  void rollback() override { run("ROLLBACK"); }

  /// Between statements the server has nothing to say, unless that it closes the connection.
  bool usable() const override {
    if (PQtransactionStatus(connection_.get()) != PQTRANS_IDLE) return false;
    pollfd socket{PQsocket(connection_.get()), POLLIN, 0};
    if (poll(&socket, 1, 0) == 0) return true;
    return PQconsumeInput(connection_.get()) != 0 && PQstatus(connection_.get()) == CONNECTION_OK;
  }

 private:
  void connect(const DatabaseUrl& url, const PoolOptions& options) {
    std::vector<std::pair<std::string, std::string>> settings = {
        {"dbname", url.database},
        {"client_encoding", "UTF8"},
        {"fallback_application_name", "schemac"},
        {"connect_timeout", std::to_string(std::max<long>(2, options.connect_timeout.count() / 1000))},
    };
    if (!url.host.empty()) settings.emplace_back("host", url.host);
    if (url.port) settings.emplace_back("port", std::to_string(*url.port));
    if (!url.user.empty()) settings.emplace_back("user", url.user);
    if (!url.password.empty()) settings.emplace_back("password", url.password);
    for (const auto& [name, value] : url.options) settings.emplace_back(name, value);
    std::vector<const char*> names, values;
    for (const auto& [name, value] : settings) {
      names.push_back(name.c_str());
      values.push_back(value.c_str());
    }
    names.push_back(nullptr);
    values.push_back(nullptr);
    connection_.reset(PQconnectdbParams(names.data(), values.data(), 0));
    if (PQstatus(connection_.get()) == CONNECTION_OK) return;
    throw Error({.kind = ErrorKind::connection,
                 .message = "cannot connect to " + url.redacted() + ": " + PQerrorMessage(connection_.get())});
  }

  [[noreturn]] void fail(const PGresult* result) const {
    ErrorDetail detail;
    detail.sqlstate = field_of(result, PG_DIAG_SQLSTATE);
    const bool broken = PQstatus(connection_.get()) != CONNECTION_OK;
    detail.kind = broken ? ErrorKind::connection : kind_of(detail.sqlstate);
    detail.message = result == nullptr ? PQerrorMessage(connection_.get()) : PQresultErrorMessage(result);
    detail.constraint = field_of(result, PG_DIAG_CONSTRAINT_NAME);
    detail.table = field_of(result, PG_DIAG_TABLE_NAME);
    detail.column = field_of(result, PG_DIAG_COLUMN_NAME);
    throw Error(std::move(detail));
  }

  Result checked(PGresult* raw) const {
    Result result(raw);
    const auto status = PQresultStatus(raw);
    if (status != PGRES_COMMAND_OK && status != PGRES_TUPLES_OK) fail(raw);
    return result;
  }

  void run(const std::string& sql) { checked(PQexec(connection_.get(), sql.c_str())); }

  Result perform(std::string_view sql, std::span<const Value> values) {
    const Parameters parameters(values);
    auto result = execute_prepared(sql, parameters);
    if (!is_stale_plan(result.get())) return checked(result.release());
    // A migration changed the table since the statement was prepared: prepare it anew.
    statements_.erase(sql);
    if (PQtransactionStatus(connection_.get()) == PQTRANS_IDLE)
      return checked(execute_prepared(sql, parameters).release());
    throw Error({.kind = ErrorKind::serialization,  // the transaction has failed: all of it is run again
                 .message = PQresultErrorMessage(result.get()),
                 .sqlstate = field_of(result.get(), PG_DIAG_SQLSTATE)});
  }

  Result execute_prepared(std::string_view sql, const Parameters& parameters) {
    const auto& statement = statements_.get(sql, [&] {
      auto name = "s" + std::to_string(++prepared_);
      checked(PQprepare(connection_.get(), name.c_str(), std::string(sql).c_str(), 0, nullptr));
      return Prepared(connection_.get(), std::move(name));
    });
    return Result(PQexecPrepared(connection_.get(), statement.name(), parameters.count(), parameters.texts(),
                                 parameters.lengths(), parameters.formats(), 0));
  }

  /// "cached plan must not change result type", told by where the server says it: its words are translated.
  static bool is_stale_plan(const PGresult* result) {
    return field_of(result, PG_DIAG_SQLSTATE) == "0A000" &&
           field_of(result, PG_DIAG_SOURCE_FUNCTION) == "RevalidateCachedQuery";
  }

  std::unique_ptr<PGconn, Finish> connection_;
  StatementCache<Prepared> statements_;  // dies before the connection that holds them
  unsigned long prepared_ = 0;
};

}  // namespace

std::unique_ptr<Connection> connect_postgres(const DatabaseUrl& url, const PoolOptions& options) {
  return std::make_unique<PostgresConnection>(url, options);
}

}  // namespace schemac::db
