// tests/corpus/known.txt: the cases that do not pass yet, each with the stage at which it ends. A case that is not in
// it must pass; one that is in it and passes, or ends otherwise, must be taken out or changed, so that the list is
// true.
#pragma once

#include <filesystem>
#include <map>
#include <string>

namespace schemac::corpus {

/// By case: "refused SC7010", "failed plan".
using Expectations = std::map<std::string, std::string>;

/// Lines "case: outcome"; `#` begins a comment.
Expectations read_expectations(const std::filesystem::path& file);

/// Writes those of `all`, with the comments that head the file kept.
void write_expectations(const std::filesystem::path& file, const Expectations& all);

}  // namespace schemac::corpus
