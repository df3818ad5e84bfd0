// A resource described by hand, as generated code would describe it: authors, and notes with a column of every type.
#pragma once

#include <string>

#include "base/dialect_id.h"
#include "schemac/rest/resource.h"

namespace schemac::test {

extern const query::Table kAuthors;
extern const query::Table kNotes;
extern const query::Table kMarks;  // with a key of two columns
extern const rest::Exposure kAuthorsExposure, kNotesExposure, kMarksExposure, kDropboxExposure;

/// The tables as a script.
std::string sample_schema(DialectId engine);

}  // namespace schemac::test
