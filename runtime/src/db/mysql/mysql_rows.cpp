#include "mysql_rows.h"

#include <charconv>
#include <memory>

#include "mysql_error.h"

namespace schemac::db {

namespace {

constexpr std::size_t kFirstBuffer = 256;  // longer values are fetched a second time

struct FreeResult {
  void operator()(MYSQL_RES* result) const { mysql_free_result(result); }
};

template <class Number>
Number parsed(std::string_view text) {
  Number number{};
  std::from_chars(text.data(), text.data() + text.size(), number);
  return number;
}

}  // namespace

void fail(MYSQL_STMT* statement) {
  throw Error(
      describe_mysql_error(mysql_stmt_errno(statement), mysql_stmt_sqlstate(statement), mysql_stmt_error(statement)));
}

MysqlRows::MysqlRows(MYSQL_STMT* statement) : statement_(statement) {
  const std::unique_ptr<MYSQL_RES, FreeResult> metadata(mysql_stmt_result_metadata(statement));
  if (!metadata) fail(statement);
  const auto count = mysql_num_fields(metadata.get());
  const auto* fields = mysql_fetch_fields(metadata.get());
  if (mysql_stmt_store_result(statement) != 0) fail(statement);
  cells_.resize(count);
  binds_.resize(count);
  for (unsigned i = 0; i < count; ++i) prepare(cells_[i], binds_[i], fields[i].type);
  if (mysql_stmt_bind_result(statement, binds_.data()) != 0) fail(statement);
}

MysqlRows::~MysqlRows() { mysql_stmt_free_result(statement_); }

void MysqlRows::prepare(Cell& cell, MYSQL_BIND& bind, enum_field_types type) {
  switch (type) {
    case MYSQL_TYPE_TINY:
    case MYSQL_TYPE_SHORT:
    case MYSQL_TYPE_INT24:
    case MYSQL_TYPE_LONG:
    case MYSQL_TYPE_YEAR:
    case MYSQL_TYPE_LONGLONG:
      cell.type = MYSQL_TYPE_LONGLONG;
      bind.buffer = &cell.integer;
      break;
    case MYSQL_TYPE_FLOAT:
    case MYSQL_TYPE_DOUBLE:
      cell.type = MYSQL_TYPE_DOUBLE;
      bind.buffer = &cell.floating;
      break;
    default:
      cell.type = MYSQL_TYPE_STRING;
      cell.buffer.resize(kFirstBuffer);
      bind.buffer = cell.buffer.data();
      bind.buffer_length = cell.buffer.size();
      break;
  }
  bind.buffer_type = cell.type;
  bind.is_null = &cell.null;
  bind.length = &cell.length;
  bind.error = &cell.truncated;
}

bool MysqlRows::next() {
  const int fetched = mysql_stmt_fetch(statement_);
  if (fetched == MYSQL_NO_DATA) return false;
  if (fetched == 1) fail(statement_);
  for (unsigned i = 0; i < cells_.size(); ++i) {
    const auto& cell = cells_[i];
    if (cell.null == 0 && cell.type == MYSQL_TYPE_STRING && cell.length > cell.buffer.size()) fetch_again(i);
  }
  return true;
}

/// The value was longer than its buffer: makes room, which the next rows keep.
void MysqlRows::fetch_again(unsigned column) {
  auto& cell = cells_[column];
  cell.buffer.resize(cell.length);
  binds_[column].buffer = cell.buffer.data();
  binds_[column].buffer_length = cell.buffer.size();
  if (mysql_stmt_fetch_column(statement_, &binds_[column], column, 0) != 0) fail(statement_);
  if (mysql_stmt_bind_result(statement_, binds_.data()) != 0) fail(statement_);
}

bool MysqlRows::is_null(int column) const { return cell(column).null != 0; }

bool MysqlRows::boolean(int column) const { return integer(column) != 0; }

std::int64_t MysqlRows::integer(int column) const {
  const auto& source = cell(column);
  if (source.type == MYSQL_TYPE_LONGLONG) return source.integer;
  if (source.type == MYSQL_TYPE_DOUBLE) return static_cast<std::int64_t>(source.floating);
  return parsed<std::int64_t>({source.buffer.data(), source.length});
}

double MysqlRows::floating(int column) const {
  const auto& source = cell(column);
  if (source.type == MYSQL_TYPE_DOUBLE) return source.floating;
  if (source.type == MYSQL_TYPE_LONGLONG) return static_cast<double>(source.integer);
  return parsed<double>({source.buffer.data(), source.length});
}

std::string_view MysqlRows::text(int column) const {
  const auto& source = cell(column);
  auto* const first = digits_.data();
  auto* const last = first + digits_.size();
  if (source.type == MYSQL_TYPE_LONGLONG) return {first, std::to_chars(first, last, source.integer).ptr};
  if (source.type == MYSQL_TYPE_DOUBLE) return {first, std::to_chars(first, last, source.floating).ptr};
  return {source.buffer.data(), source.length};
}

std::string MysqlRows::bytes(int column) const { return std::string(text(column)); }

}  // namespace schemac::db
