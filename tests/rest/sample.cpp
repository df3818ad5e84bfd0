#include "rest/sample.h"

#include <array>

namespace schemac::test {

namespace {

using namespace std::string_view_literals;
using query::Column;
using query::Constraint;
using query::ConstraintKind;
using query::Type;
using rest::Operation;
using rest::Permission;

constexpr std::array kId = {"id"sv};
constexpr std::array kName = {"name"sv};
constexpr std::array kAuthorId = {"author_id"sv};
constexpr std::array kMood = {"sad"sv, "fine"sv, "glad"sv};
constexpr std::array kMarkKey = {"note_id"sv, "word"sv};
constexpr std::array kNoteId = {"note_id"sv};

constexpr std::array kAuthorColumns = {
    Column{.name = "id", .type = Type::int64, .identity = true},
    Column{.name = "name", .type = Type::text, .max_length = 20},
    Column{.name = "secret", .type = Type::text, .nullable = true, .hidden = true},
};

query::Truth name_is_not_blank(const query::Record& row) {
  return query::greater(query::length(row["name"]), query::number("0"));
}

constexpr std::array kAuthorConstraints = {
    Constraint{.name = "authors_pkey", .kind = ConstraintKind::primary_key, .columns = kId},
    Constraint{.name = "authors_name_key", .kind = ConstraintKind::unique, .columns = kName},
    Constraint{.name = "name_not_blank", .kind = ConstraintKind::check, .columns = kName, .check = name_is_not_blank},
};

constexpr std::array kNoteColumns = {
    Column{.name = "id", .type = Type::int64, .identity = true},
    Column{.name = "author_id", .type = Type::int64, .nullable = true},
    Column{.name = "title", .type = Type::text, .max_length = 30},
    Column{.name = "mood", .type = Type::enumeration, .has_default = true, .labels = kMood, .sqlite_default = "'fine'"},
    Column{.name = "done", .type = Type::boolean, .has_default = true, .sqlite_default = "0"},
    Column{.name = "small", .type = Type::int16, .nullable = true},
    Column{.name = "big", .type = Type::int64, .nullable = true},
    Column{.name = "price", .type = Type::decimal, .nullable = true, .precision = 20, .scale = 2},
    Column{.name = "ratio", .type = Type::float64, .nullable = true},
    Column{.name = "octets", .type = Type::bytes, .nullable = true},
    Column{.name = "day", .type = Type::date, .nullable = true},
    Column{.name = "at", .type = Type::timestamptz, .nullable = true},
    Column{.name = "data", .type = Type::json, .nullable = true},
    Column{.name = "tags", .type = Type::text, .array = true, .nullable = true},
};

constexpr std::array kNoteConstraints = {
    Constraint{.name = "notes_author_id_fkey",
               .kind = ConstraintKind::foreign_key,
               .columns = kAuthorId,
               .referenced_table = "authors",
               .referenced_columns = kId},
};

constexpr std::array kMarkColumns = {
    Column{.name = "note_id", .type = Type::int64},
    Column{.name = "word", .type = Type::text, .max_length = 20},
    Column{.name = "weight", .type = Type::int32, .has_default = true, .sqlite_default = "1"},
};
constexpr std::array kMarkConstraints = {
    Constraint{.name = "marks_pkey", .kind = ConstraintKind::primary_key, .columns = kMarkKey},
    Constraint{.name = "marks_note_id_fkey",
               .kind = ConstraintKind::foreign_key,
               .columns = kNoteId,
               .referenced_table = "notes",
               .referenced_columns = kId},
};

constexpr std::array kAnyone = {
    Permission{Operation::read, "anyone"},
    Permission{Operation::create, "anyone"},
    Permission{Operation::update, "anyone"},
    Permission{Operation::erase, "anyone"},
};
constexpr std::array kMembersWrite = {
    Permission{Operation::read, "anyone"},
    Permission{Operation::create, "member"},
    Permission{Operation::update, "member"},
};

}  // namespace

const query::Table kAuthors = {"authors", kAuthorColumns, kId, kAuthorConstraints};
const query::Table kNotes = {"notes", kNoteColumns, kId, kNoteConstraints};
const query::Table kMarks = {"marks", kMarkColumns, kMarkKey, kMarkConstraints};
constexpr std::array kAnyoneWrites = {
    Permission{Operation::create, "anyone"},
    Permission{Operation::update, "anyone"},
    Permission{Operation::erase, "anyone"},
};
const rest::Exposure kDropboxExposure = {&kNotes, "dropbox", {}, kAnyoneWrites};
const rest::Exposure kAuthorsExposure = {&kAuthors, "authors", {}, kMembersWrite};
const rest::Exposure kNotesExposure = {&kNotes, "notes", {}, kAnyone};
const rest::Exposure kMarksExposure = {&kMarks, "marks", {}, kAnyone};

std::string sample_schema(DialectId engine) {
  switch (engine) {
    case DialectId::sqlite:
      return R"(
CREATE TABLE authors (id integer PRIMARY KEY AUTOINCREMENT, name text NOT NULL UNIQUE, secret text, CHECK (length(name) > 0));
CREATE TABLE notes (id integer PRIMARY KEY AUTOINCREMENT, author_id bigint REFERENCES authors (id), title text NOT NULL,
  mood text NOT NULL DEFAULT 'fine', done boolean NOT NULL DEFAULT 0, small smallint, big bigint, price text, ratio double,
  octets blob, day date, at timestamptz, data json_text, tags json_text);
CREATE TABLE marks (note_id bigint NOT NULL REFERENCES notes (id) ON DELETE RESTRICT, word text NOT NULL, weight integer NOT NULL DEFAULT 1,
  PRIMARY KEY (note_id, word));
)";
    case DialectId::postgres:
      return R"(
CREATE TABLE authors (id bigint GENERATED BY DEFAULT AS IDENTITY PRIMARY KEY, name varchar(20) NOT NULL, secret text,
  CONSTRAINT authors_name_key UNIQUE (name), CONSTRAINT name_not_blank CHECK (length(name) > 0));
CREATE TYPE mood AS ENUM ('sad', 'fine', 'glad');
CREATE TABLE notes (id bigint GENERATED BY DEFAULT AS IDENTITY PRIMARY KEY,
  author_id bigint CONSTRAINT notes_author_id_fkey REFERENCES authors (id), title varchar(30) NOT NULL,
  mood mood NOT NULL DEFAULT 'fine', done boolean NOT NULL DEFAULT false, small smallint, big bigint, price numeric(20,2),
  ratio double precision, octets bytea, day date, at timestamptz, data jsonb, tags text[]);
CREATE TABLE marks (note_id bigint NOT NULL CONSTRAINT marks_note_id_fkey REFERENCES notes (id) ON DELETE RESTRICT, word varchar(20) NOT NULL,
  weight integer NOT NULL DEFAULT 1, CONSTRAINT marks_pkey PRIMARY KEY (note_id, word));
)";
    case DialectId::mysql:
    case DialectId::mariadb:
      break;
  }
  const std::string collation = engine == DialectId::mysql ? "utf8mb4_0900_bin" : "utf8mb4_nopad_bin";
  const auto options = " DEFAULT CHARSET utf8mb4 COLLATE " + collation + ";\n";
  return R"(
CREATE TABLE authors (id bigint AUTO_INCREMENT PRIMARY KEY, name varchar(20) NOT NULL, secret text,
  CONSTRAINT authors_name_key UNIQUE (name), CONSTRAINT name_not_blank CHECK (char_length(name) > 0)))" +
         options + R"(
CREATE TABLE notes (id bigint AUTO_INCREMENT PRIMARY KEY, author_id bigint, title varchar(30) NOT NULL,
  mood enum('sad', 'fine', 'glad') NOT NULL DEFAULT 'fine', done boolean NOT NULL DEFAULT false, small smallint, big bigint,
  price decimal(20,2), ratio double, octets longblob, day date, at datetime(6), data json, tags json,
  CONSTRAINT notes_author_id_fkey FOREIGN KEY (author_id) REFERENCES authors (id)))" +
         options + R"(
CREATE TABLE marks (note_id bigint NOT NULL, word varchar(20) NOT NULL, weight int NOT NULL DEFAULT 1,
  CONSTRAINT marks_pkey PRIMARY KEY (note_id, word),
  CONSTRAINT marks_note_id_fkey FOREIGN KEY (note_id) REFERENCES notes (id) ON DELETE RESTRICT))" +
         options;
}

}  // namespace schemac::test
