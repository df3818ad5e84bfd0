#include "mysql_error.h"

#include <errmsg.h>
#include <mysqld_error.h>

#include <algorithm>

namespace schemac::db {

namespace {

// Numbers that differ between the two servers, or that MariaDB's header lacks.
constexpr unsigned kMysqlCheckViolated = 3819, kMariadbCheckViolated = 4025, kMysqlQueryTimeout = 3024,
                   kMariadbStatementTimeout = 1969, kLockNowait = 3572;

ErrorKind kind_of(unsigned number) {
  switch (number) {
    case ER_DUP_ENTRY:
    case ER_DUP_ENTRY_WITH_KEY_NAME:
      return ErrorKind::unique;
    case ER_NO_REFERENCED_ROW:
    case ER_NO_REFERENCED_ROW_2:
    case ER_ROW_IS_REFERENCED:
    case ER_ROW_IS_REFERENCED_2:
      return ErrorKind::foreign_key;
    case kMysqlCheckViolated:
    case kMariadbCheckViolated:
      return ErrorKind::check;
    case ER_BAD_NULL_ERROR:
    case ER_NO_DEFAULT_FOR_FIELD:
      return ErrorKind::not_null;
    case ER_DATA_TOO_LONG:
    case ER_WARN_DATA_OUT_OF_RANGE:
    case ER_TRUNCATED_WRONG_VALUE:
    case ER_TRUNCATED_WRONG_VALUE_FOR_FIELD:
    case WARN_DATA_TRUNCATED:
      return ErrorKind::invalid_value;
    case ER_LOCK_DEADLOCK:
      return ErrorKind::serialization;
    case ER_LOCK_WAIT_TIMEOUT:
    case kLockNowait:
      return ErrorKind::busy;
    case kMysqlQueryTimeout:
    case kMariadbStatementTimeout:
      return ErrorKind::timeout;
    case ER_TABLEACCESS_DENIED_ERROR:
    case ER_COLUMNACCESS_DENIED_ERROR:
      return ErrorKind::permission;
    case ER_NO_SUCH_TABLE:
    case ER_BAD_FIELD_ERROR:
      return ErrorKind::missing_object;
    case CR_SERVER_GONE_ERROR:
    case CR_SERVER_LOST:
    case ER_SERVER_SHUTDOWN:
    case ER_CON_COUNT_ERROR:
      return ErrorKind::connection;
    default:
      return ErrorKind::other;
  }
}

/// What stands between the last `before` and the next `close`; empty where `before` does not occur.
std::string between(std::string_view text, std::string_view before, char close) {
  const auto at = text.rfind(before);
  if (at == text.npos) return "";
  const auto rest = text.substr(at + before.size());
  return std::string(rest.substr(0, rest.find(close)));
}

}  // namespace

ErrorDetail describe_mysql_error(unsigned number, std::string_view sqlstate, std::string message) {
  ErrorDetail detail{.kind = kind_of(number), .message = std::move(message), .sqlstate = std::string(sqlstate)};
  const std::string_view text = detail.message;
  switch (detail.kind) {
    case ErrorKind::unique:  // Duplicate entry 'x' for key 'users.email' (MySQL), 'email' (MariaDB)
      detail.constraint = between(text, "for key '", '\'');
      if (const auto dot = detail.constraint.find('.'); dot != std::string::npos) detail.constraint.erase(0, dot + 1);
      break;
    case ErrorKind::foreign_key:  // … a foreign key constraint fails (`db`.`t`, CONSTRAINT `name` FOREIGN KEY …
      detail.constraint = between(text, ", CONSTRAINT `", '`');
      break;
    case ErrorKind::check:  // Check constraint 'name' is violated. / CONSTRAINT `name` failed for `db`.`t`
      detail.constraint =
          number == kMysqlCheckViolated ? between(text, "constraint '", '\'') : between(text, "CONSTRAINT `", '`');
      break;
    case ErrorKind::not_null:  // Column 'name' cannot be null / Field 'name' doesn't have a default value
    case ErrorKind::invalid_value:
      detail.column = between(text, text.starts_with("Field") ? "Field '" : "olumn '", '\'');
      break;
    default:
      break;
  }
  return detail;
}

}  // namespace schemac::db
