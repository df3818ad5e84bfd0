// Results of prepared statements over MySQL's binary protocol.
#pragma once

#include <mysql.h>

#include <array>
#include <vector>

#include "schemac/db/connection.h"

namespace schemac::db {

/// Holds the whole result on the client. The statement must outlive it.
class MysqlRows : public Rows {
 public:
  explicit MysqlRows(MYSQL_STMT* statement);
  ~MysqlRows() override;
  MysqlRows(const MysqlRows&) = delete;
  MysqlRows& operator=(const MysqlRows&) = delete;

  bool next() override;
  bool is_null(int column) const override;
  bool boolean(int column) const override;
  std::int64_t integer(int column) const override;
  double floating(int column) const override;
  std::string_view text(int column) const override;
  std::string bytes(int column) const override;

 private:
  /// One column: integers and floating point numbers are fetched as such, all else as text.
  struct Cell {
    enum_field_types type = MYSQL_TYPE_STRING;
    std::int64_t integer = 0;
    double floating = 0;
    std::vector<char> buffer;
    unsigned long length = 0;
    my_bool null = 0;
    my_bool truncated = 0;
  };

  static void prepare(Cell& cell, MYSQL_BIND& bind, enum_field_types type);
  void fetch_again(unsigned column);
  const Cell& cell(int column) const { return cells_[static_cast<std::size_t>(column)]; }

  MYSQL_STMT* statement_;
  std::vector<Cell> cells_;
  std::vector<MYSQL_BIND> binds_;
  mutable std::array<char, 32> digits_{};  // of a number asked for as text
};

[[noreturn]] void fail(MYSQL_STMT* statement);

}  // namespace schemac::db
