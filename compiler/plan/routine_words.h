// What PostgreSQL notes that a routine is made of: the types in its head, and all that a parsed body or the default of
// a parameter speaks of. A body that is text is read when it runs.
#pragma once

#include <set>
#include <string>

#include "catalog/objects.h"

namespace schemac::plan {

struct RoutineWords {
  std::set<std::string> types;   // of its parameters and its result
  std::set<std::string> parsed;  // BEGIN ATOMIC … END, RETURN …, defaults
};

RoutineWords words_of(const catalog::Routine& routine);

/// The words and operators of a text, each once; a quoted name as a whole, and its parts.
void words_of(const std::string& text, std::set<std::string>& out);

}  // namespace schemac::plan
