// Raw objects that columns are of, or take their values from: domains, composite and range types, sequences. They are
// altered in place, and go into quarantine like enums, since columns there may be of them.
#pragma once

#include "dialect/postgres/postgres.h"

namespace schemac::dialect::postgres {

/// The statements of an object in SQL, without the semicolons between them.
std::vector<std::string> statements_of(const std::string& sql);

/// "domain", "type", "sequence" or "collation", and the name that it has there; no word for anything else.
std::pair<std::string, QName> kind_and_name(const catalog::RawObject& object);

RawKind raw_kind(const catalog::RawObject& object);

/// A domain with checks that are not valid takes more than its own statement.
Statements create_raw(const catalog::RawObject& object, const std::string& what);
Statements quarantine_type(const Dialect& d, const catalog::RawObject& object, const Quarantine& quarantine);
Statements restore_type(const Dialect& d, const catalog::RawObject& object, const Quarantine& quarantine);
Statements alter_type(const Dialect& d, const catalog::Alter<catalog::RawObject>& change, const Both& both,
                      const Quarantine& quarantine);

/// Another type takes the old one's place in each column that is of it.
Statements swap_type(const Dialect& d, const catalog::Alter<catalog::RawObject>& change, const Both& both,
                     const Quarantine& quarantine);

/// Whether a composite type has not all attributes that it had.
bool loses_parts(const catalog::Alter<catalog::RawObject>& change);

/// A domain without the clauses that may call a function, which can go while the domain is kept.
catalog::RawObject calling_nothing(const catalog::RawObject& type);

/// Rows that a domain's new clauses do not allow.
std::vector<Guard> domain_guards(const Dialect& d, const catalog::Alter<catalog::RawObject>& change, const Both& both);

}  // namespace schemac::dialect::postgres
