// The REST surface, end to end over HTTP, with one and the same expectation for every engine.
#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <future>
#include <optional>

#include "rest/http_client.h"
#include "rest/sample.h"
#include "schemac/app/app.h"
#include "schemac/http/problem.h"
#include "support/database.h"

namespace schemac::test {
namespace {

using testing::HasSubstr;

std::optional<rest::Caller> caller_of(const http::Request& request) {
  const auto role = request.header("X-Role");
  if (role.empty()) return std::nullopt;
  return rest::Caller{"1", {std::string(role)}};
}

class Resource : public EveryEngine {
 protected:
  Resource() : database_(GetParam()) {
    database_.run(sample_schema(GetParam()));
    app::Settings settings;
    settings.database = must_parse_url(database_.url());
    settings.server.port = 0;
    settings.server.loops = 1;
    settings.workers = settings.pool.max_connections = 4;
    settings.access_log = false;
    app_.emplace(settings);
    authors_.emplace(app_->database(), kAuthorsExposure, caller_of);
    notes_.emplace(app_->database(), kNotesExposure);
    marks_.emplace(app_->database(), kMarksExposure);
    authors_->mount(app_->router(), "");
    notes_->mount(app_->router(), "");
    marks_->mount(app_->router(), "/v1");
    dropbox_.emplace(app_->database(), kDropboxExposure);
    dropbox_->mount(app_->router(), "");
    app_->start();
  }

  ~Resource() override { app_.reset(); }

  Answer send(std::string_view method, std::string_view target, std::string_view body = "",
              const http::Fields& headers = {}) {
    return request(app_->port(), method, target, body, headers);
  }
  Answer get(std::string_view target, const http::Fields& headers = {}) { return send("GET", target, "", headers); }

  /// Three notes: a (sad, 1.50), b (glad, 10.00), c (fine, null).
  void add_notes() {
    const auto answer = send("POST", "/notes",
                             R"([{"title":"a","mood":"sad","price":1.5,"done":true,"at":"2026-01-01T00:00:00Z"},
                                 {"title":"b","mood":"glad","price":"10.00","at":"2026-01-02T03:04:05.25+02:00"},
                                 {"title":"c"}])");
    ASSERT_EQ(answer.status, 201) << answer.body;
  }

  /// The titles that a query gives, in its order: "ab".
  std::string titles(std::string_view query) {
    const auto answer = get("/notes?select=title&" + std::string(query));
    EXPECT_EQ(answer.status, 200) << query << ": " << answer.body;
    std::string out;
    for (std::size_t i = 0; i + 1 < answer.body.size(); ++i)
      if (answer.body.substr(i).starts_with(R"("title":")")) out += answer.body[i + 9];
    return out;
  }

  TestDatabase database_;
  std::optional<app::App> app_;
  std::optional<rest::Resource> authors_, notes_, marks_, dropbox_;
};

TEST_P(Resource, CreatesReadsAndErases) {
  const auto created = send("POST", "/notes", R"({"title":"first"})");
  EXPECT_EQ(created.status, 201);
  EXPECT_EQ(created.header("Location"), "/notes/1");
  EXPECT_EQ(created.body, "");
  const auto read = get("/notes/1");
  EXPECT_EQ(read.status, 200);
  EXPECT_EQ(
      read.body,
      R"({"id":1,"author_id":null,"title":"first","mood":"fine","done":false,"small":null,"big":null,"price":null,)"
      R"("ratio":null,"octets":null,"day":null,"at":null,"data":null,"tags":null})");
  EXPECT_EQ(send("DELETE", "/notes/1").status, 204);
  EXPECT_EQ(get("/notes/1").status, 404);
  EXPECT_EQ(send("DELETE", "/notes/1").status, 404);
}

TEST_P(Resource, RefusesWhatItWouldOtherwisePassOver) {
  const auto with = [&](const std::string& method, const std::string& path, const std::string& name,
                        const std::string& value) {
    return send(method, path, R"({"title":"first"})", {{name, value}}).status;
  };
  EXPECT_EQ(with("POST", "/notes", "Prefer", "return=minimal, resolution=merge-duplicates"), 400);
  EXPECT_EQ(with("PUT", "/notes/1", "If-None-Match", "*"), 400);
  EXPECT_EQ(with("PATCH", "/notes/1", "If-Match", "\"a\""), 400);
  EXPECT_EQ(get("/notes").body, "[]");
  add_notes();
  for (const std::string part : {"limit=1", "offset=1", "order=title"}) {
    EXPECT_EQ(send("DELETE", "/notes?title=neq.x&" + part).status, 400) << part;
    EXPECT_EQ(send("PATCH", "/notes?title=neq.x&" + part, R"({"done":true})").status, 400) << part;
  }
  EXPECT_EQ(send("DELETE", "/notes?title=neq.x", "", {{"Range", "0-0"}}).status, 400);
  EXPECT_EQ(send("DELETE", "/notes/1?title=eq.b").status, 400);
  EXPECT_EQ(send("PATCH", "/notes/1?title=eq.b", R"({"title":"z"})").status, 400);
  EXPECT_EQ(send("PUT", "/notes/1?title=eq.b", R"({"title":"z"})").status, 400);
  EXPECT_EQ(send("POST", "/notes?on_conflict=title", R"({"title":"z"})").status, 400);
  EXPECT_EQ(get("/notes/1?title=eq.b").status, 400);
  EXPECT_EQ(titles(""), "abc");
}

TEST_P(Resource, WritesNothingWhereOneRowWasAskedForAndMoreAreFound) {
  add_notes();
  const http::Fields one = {{"Accept", "application/vnd.pgrst.object+json"}, {"Prefer", "return=representation"}};
  EXPECT_EQ(send("DELETE", "/notes?title=neq.c", "", one).status, 406);
  EXPECT_EQ(send("PATCH", "/notes?title=neq.c", R"({"title":"z"})", one).status, 406);
  EXPECT_EQ(send("POST", "/notes", R"([{"title":"x"},{"title":"y"}])", one).status, 406);
  EXPECT_EQ(titles(""), "abc");
  EXPECT_EQ(send("DELETE", "/notes?title=eq.b&select=title", "", one).body, R"({"title":"b"})");
  EXPECT_EQ(titles(""), "ac");
}

TEST_P(Resource, KeepsToTheYearsThatEveryEngineHas) {
  for (const char* at : {"9999-12-31T23:59:59-02:00", "0001-01-01T00:00:00+02:00", "0000-06-01T00:00:00Z"})
    EXPECT_THAT(send("POST", "/notes", fmt::format(R"({{"title":"x","at":"{}"}})", at)).body,
                HasSubstr(R"("field":"at","code":"type")"));
  EXPECT_EQ(send("POST", "/notes", R"({"title":"x","day":"0000-01-01"})").status, 422);
  EXPECT_EQ(send("POST", "/notes?select=at", R"({"title":"x","at":"9999-12-31T21:59:59-02:00"})",
                 {{"Prefer", "return=representation"}})
                .body,
            R"([{"at":"9999-12-31T23:59:59+00:00"}])");
}

TEST_P(Resource, GivesTheSameBytesForEveryType) {
  const auto created =
      send("POST", "/notes",
           R"({"title":"Ægir \"quoted\" 😀","mood":"glad","done":true,"small":-32768,"big":9223372036854775807,
                                "price":123456789012345678.90,"ratio":0.1,"octets":"\\x00ff41","day":"2026-02-28",
                                "at":"2026-11-21T12:30:05.120+02:00","data":{"b":[1,2.50],"a":null},"tags":["x","y \"z\"",null]})",
           {{"Prefer", "return=representation"}});
  EXPECT_EQ(created.status, 201);
  EXPECT_EQ(
      created.body,
      R"([{"id":1,"author_id":null,"title":"Ægir \"quoted\" 😀","mood":"glad","done":true,"small":-32768,)"
      R"("big":9223372036854775807,"price":123456789012345678.90,"ratio":0.1,"octets":"\\x00ff41","day":"2026-02-28",)"
      R"("at":"2026-11-21T10:30:05.12+00:00","data":{"a":null,"b":[1,2.5]},"tags":["x","y \"z\"",null]}])");
}

TEST_P(Resource, FiltersByEveryOperator) {
  add_notes();
  EXPECT_EQ(titles("title=eq.a"), "a");
  EXPECT_EQ(titles("title=neq.a"), "bc");
  EXPECT_EQ(titles("price=gt.1.5"), "b");
  EXPECT_EQ(titles("price=gte.1.5"), "ab");
  EXPECT_EQ(titles("price=lt.9.999"), "a");
  EXPECT_EQ(titles("price=lte.1.50"), "a");
  EXPECT_EQ(titles("price=eq.10"), "b");
  EXPECT_EQ(titles("price=in.(1.5,10)"), "ab");
  EXPECT_EQ(titles("title=in.(a,\"c\")"), "ac");
  EXPECT_EQ(titles("title=in.()"), "");
  EXPECT_EQ(titles("price=is.null"), "c");
  EXPECT_EQ(titles("price=not.is.null"), "ab");
  EXPECT_EQ(titles("price=is.not_null"), "ab");
  EXPECT_EQ(titles("price=not.is.not_null"), "c");
  EXPECT_EQ(titles("or=(price.is.not_null,title.eq.c)"), "abc");
  EXPECT_EQ(titles("done=is.true"), "a");
  EXPECT_EQ(titles("done=is.false"), "bc");
  EXPECT_EQ(titles("done=eq.true"), "a");
  EXPECT_EQ(titles("title=like.A*"), "");
  EXPECT_EQ(titles("title=ilike.A*"), "a");
  EXPECT_EQ(titles("title=not.like.a*"), "bc");
  EXPECT_EQ(titles("mood=gt.sad"), "bc");
  EXPECT_EQ(titles("mood=lte.fine"), "ac");
  EXPECT_EQ(titles("at=gt.2026-01-01T00:00:00Z"), "b");
  EXPECT_EQ(titles("at=eq.2026-01-02T01:04:05.25Z"), "b");
  EXPECT_EQ(titles("id=eq.1&title=eq.b"), "");
  EXPECT_EQ(titles("or=(title.eq.a,and(price.gt.5,done.is.false))"), "ab");
  EXPECT_EQ(titles("not.or=(title.eq.a,title.eq.b)"), "c");
  EXPECT_EQ(titles("and=(title.in.(a,b),title.not.eq.a)"), "b");
}

TEST_P(Resource, OrdersWithNullsInOnePlace) {
  add_notes();
  EXPECT_EQ(titles("order=price"), "abc");
  EXPECT_EQ(titles("order=price.desc"), "cba");
  EXPECT_EQ(titles("order=price.asc.nullsfirst"), "cab");
  EXPECT_EQ(titles("order=price.desc.nullslast"), "bac");
  EXPECT_EQ(titles("order=mood.desc,id"), "bca");
  EXPECT_EQ(titles("order=id.desc&limit=2"), "cb");
  EXPECT_EQ(titles("offset=1"), "bc");
  EXPECT_EQ(titles("limit=1&offset=1"), "b");
}

TEST_P(Resource, SelectsAndRenames) {
  add_notes();
  EXPECT_EQ(get("/notes?select=name:title,price&id=eq.1").body, R"([{"name":"a","price":1.50}])");
  EXPECT_EQ(get("/notes/2?select=title").body, R"({"title":"b"})");
  const auto one = get("/notes?select=id&id=eq.1", {{"Accept", "application/vnd.pgrst.object+json"}});
  EXPECT_EQ(one.body, R"({"id":1})");
  EXPECT_EQ(get("/notes", {{"Accept", "application/vnd.pgrst.object+json"}}).status, 406);
}

TEST_P(Resource, CountsAndRanges) {
  add_notes();
  const auto counted = get("/notes?limit=2", {{"Prefer", "count=exact"}});
  EXPECT_EQ(counted.status, 206);
  EXPECT_EQ(counted.header("Content-Range"), "0-1/3");
  EXPECT_EQ(get("/notes").header("Content-Range"), "0-2/*");
  EXPECT_EQ(get("/notes?id=eq.9", {{"Prefer", "count=exact"}}).header("Content-Range"), "*/0");
  EXPECT_EQ(get("/notes", {{"Range", "1-1"}}).header("Content-Range"), "1-1/*");
  EXPECT_EQ(get("/notes?offset=5", {{"Prefer", "count=exact"}}).status, 416);
}

TEST_P(Resource, PatchTellsMissingFromNull) {
  add_notes();
  const auto patched = send("PATCH", "/notes/1", R"({"price":null})");
  EXPECT_EQ(patched.status, 200);
  EXPECT_THAT(patched.body, HasSubstr(R"("mood":"sad")"));
  EXPECT_THAT(patched.body, HasSubstr(R"("price":null)"));
  EXPECT_EQ(send("PATCH", "/notes/1", R"({"title":null})").status, 422);
  EXPECT_EQ(send("PATCH", "/notes/9", R"({"title":"x"})").status, 404);
  EXPECT_EQ(send("PATCH", "/notes/1", R"({"title":"a"})", {{"Prefer", "return=minimal"}}).status, 204);
}

TEST_P(Resource, PutReplacesTheWholeRowOrCreatesIt) {
  add_notes();
  const auto replaced = send("PUT", "/notes/1?select=id,title,mood,price", R"({"title":"new"})");
  EXPECT_EQ(replaced.status, 200);
  EXPECT_EQ(replaced.body, R"({"id":1,"title":"new","mood":"fine","price":null})");
  const auto created = send("PUT", "/v1/marks/1/a%2Fb", R"({"weight":5})");
  EXPECT_EQ(created.status, 201);
  EXPECT_EQ(created.header("Location"), "/v1/marks/1/a%2Fb");
  EXPECT_EQ(created.body, R"({"note_id":1,"word":"a/b","weight":5})");
  EXPECT_EQ(send("PUT", "/v1/marks/1/a%2Fb", "{}").body, R"({"note_id":1,"word":"a/b","weight":1})");
  EXPECT_EQ(send("PUT", "/v1/marks/1/a", R"({"word":"b"})").status, 422);
}

TEST_P(Resource, PutsOneRowHoweverManyPutItAtOnce) {
  add_notes();
  for (int round = 0; round < 10; ++round) {
    const std::string path = "/v1/marks/1/w" + std::to_string(round);
    std::vector<std::future<int>> answers;
    for (int client = 0; client < 4; ++client)
      answers.push_back(std::async(std::launch::async, [&] { return send("PUT", path, R"({"weight":5})").status; }));
    int created = 0;
    for (auto& answer : answers) {
      const int status = answer.get();
      EXPECT_TRUE(status == 200 || status == 201) << status;
      created += status == 201 ? 1 : 0;
    }
    EXPECT_EQ(created, 1);
  }
}

TEST_P(Resource, ChangesAndErasesWhatAFilterFinds) {
  add_notes();
  const auto changed = send("PATCH", "/notes?price=not.is.null&select=title,done", R"({"done":true,"price":null})",
                            {{"Prefer", "return=representation"}});
  EXPECT_EQ(changed.status, 200);
  EXPECT_EQ(changed.body, R"([{"title":"a","done":true},{"title":"b","done":true}])");
  EXPECT_EQ(send("PATCH", "/notes", R"({"done":true})").status, 400);
  EXPECT_EQ(send("DELETE", "/notes").status, 400);
  EXPECT_EQ(send("DELETE", "/notes?title=eq.a&select=id", "", {{"Prefer", "return=representation"}}).body,
            R"([{"id":1}])");
  EXPECT_EQ(send("DELETE", "/notes?title=eq.b").status, 204);
  EXPECT_EQ(titles(""), "c");
}

TEST_P(Resource, BulkInsertIsAllOrNothing) {
  EXPECT_EQ(send("POST", "/notes", R"([{"title":"a"},{"title":"b","author_id":77}])").status, 409);
  EXPECT_EQ(get("/notes").body, "[]");
}

TEST_P(Resource, ValidatesBeforeTheDatabaseIsAsked) {
  const auto answer =
      send("POST", "/notes", R"({"mood":"angry","small":40000,"price":"1.005","at":"soon","done":"yes","no_such":1})");
  EXPECT_EQ(answer.status, 422);
  EXPECT_EQ(answer.header("Content-Type"), "application/problem+json");
  EXPECT_THAT(answer.body,
              HasSubstr(R"({"field":"mood","code":"not-a-label","detail":"mood must be one of sad, fine, glad."})"));
  EXPECT_THAT(answer.body, HasSubstr(R"("field":"small","code":"out-of-range")"));
  EXPECT_THAT(answer.body, HasSubstr(R"("field":"price","code":"out-of-range")"));
  EXPECT_THAT(answer.body, HasSubstr(R"("field":"at","code":"type")"));
  EXPECT_THAT(answer.body, HasSubstr(R"("field":"done","code":"type")"));
  EXPECT_THAT(answer.body, HasSubstr(R"("field":"no_such","code":"unknown")"));
  EXPECT_THAT(answer.body, HasSubstr(R"("field":"title","code":"required")"));
}

TEST_P(Resource, NamesTheConstraintThatTheDatabaseHolds) {
  const http::Fields member = {{"X-Role", "member"}};
  EXPECT_EQ(send("POST", "/authors", R"({"name":"Ann","secret":"s3"})", member).status, 201);
  const auto twice = send("POST", "/authors", R"({"name":"Ann"})", member);
  EXPECT_EQ(twice.status, 409);
  EXPECT_EQ(twice.body,
            R"({"type":"urn:schemac:problem:unique-violation","title":"Conflict","status":409,)"
            R"("detail":"A row of authors with this name exists already.","code":"unique-violation",)"
            R"("message":"A row of authors with this name exists already.","constraint":"authors_name_key",)"
            R"("errors":[{"field":"name","code":"unique","detail":"A row of authors with this name exists already.",)"
            R"("constraint":"authors_name_key"}]})");
  const auto blank = send("POST", "/authors", R"({"name":""})", member);
  EXPECT_EQ(blank.status, 422);
  EXPECT_THAT(blank.body, HasSubstr(R"("field":"name","code":"check")"));
  EXPECT_THAT(blank.body, HasSubstr(R"("constraint":"name_not_blank")"));
  const auto missing = send("POST", "/notes", R"({"title":"x","author_id":5})");
  EXPECT_EQ(missing.status, 409);
  EXPECT_THAT(missing.body, HasSubstr(R"("code":"foreign-key-violation")"));
  EXPECT_THAT(missing.body, HasSubstr(R"("constraint":"notes_author_id_fkey")"));
  EXPECT_THAT(missing.body, HasSubstr(R"("field":"author_id")"));
}

TEST_P(Resource, KeepsARowThatOthersReferTo) {
  add_notes();
  EXPECT_EQ(send("PUT", "/v1/marks/1/a", "{}").status, 201);
  const auto kept = send("DELETE", "/notes/1");
  EXPECT_EQ(kept.status, 409);
  EXPECT_THAT(kept.body, HasSubstr(R"("code":"foreign-key-violation")"));
  EXPECT_EQ(titles(""), "abc");
}

TEST_P(Resource, HidesAndGuards) {
  const http::Fields member = {{"X-Role", "member"}};
  EXPECT_EQ(send("POST", "/authors", R"({"name":"Ann"})").status, 401);
  EXPECT_EQ(send("POST", "/authors", R"({"name":"Ann"})", {{"X-Role", "guest"}}).status, 403);
  EXPECT_EQ(send("POST", "/authors", R"({"name":"Ann","secret":"s"})", member).status, 201);
  EXPECT_EQ(get("/authors").body, R"([{"id":1,"name":"Ann"}])");
  EXPECT_EQ(get("/authors?secret=eq.s").status, 400);
  EXPECT_EQ(get("/authors?select=secret").status, 400);
  EXPECT_EQ(get("/authors?order=secret").status, 400);
  EXPECT_EQ(send("DELETE", "/authors/1").status, 405);
}

TEST_P(Resource, ShowsNothingToWhoMayOnlyWrite) {
  const http::Fields shown = {{"Prefer", "return=representation"}};
  EXPECT_EQ(send("POST", "/dropbox", R"({"title":"a"})").status, 201);
  EXPECT_EQ(send("POST", "/dropbox", R"({"title":"x"})", shown).status, 401);
  EXPECT_EQ(send("PATCH", "/dropbox/1", R"({"title":"b"})").status, 204);
  EXPECT_EQ(send("PATCH", "/dropbox/1", "{}").status, 204);
  EXPECT_EQ(send("PATCH", "/dropbox/1", "{}", shown).status, 401);
  EXPECT_EQ(send("PATCH", "/dropbox?title=like.b*", R"({"title":"c"})").status, 401);
  EXPECT_EQ(send("DELETE", "/dropbox?title=like.b*").status, 401);
  EXPECT_EQ(titles(""), "b");
  EXPECT_EQ(send("DELETE", "/dropbox/1").status, 204);
}

TEST_P(Resource, AnswersInJsonWhateverTheDatabaseHolds) {
  const bool is_sqlite = GetParam() == DialectId::sqlite;
  if (!is_sqlite && GetParam() != DialectId::postgres) {
    EXPECT_ANY_THROW(database_.run("INSERT INTO notes (title, price) VALUES ('a', 'NaN')"));
    return;
  }
  database_.run(is_sqlite ? "INSERT INTO notes (title, price) VALUES ('a', 'dear'), ('b', '3.3000000000000003')"
                          : "INSERT INTO notes (title, price) VALUES ('a', 'NaN'), ('b', 3.3)");
  EXPECT_EQ(get("/notes?select=price&order=title").body,
            is_sqlite ? R"([{"price":"dear"},{"price":3.30}])" : R"([{"price":null},{"price":3.30}])");
}

TEST_P(Resource, RefusesWhatItDoesNotUnderstand) {
  EXPECT_EQ(get("/notes?foo=eq.1").status, 400);
  EXPECT_EQ(get("/notes?title=a").status, 400);
  EXPECT_EQ(get("/notes?title=fts.a").status, 400);
  EXPECT_EQ(get("/notes?id=eq.x").status, 400);
  EXPECT_EQ(get("/notes?or=(title.eq.a").status, 400);
  EXPECT_EQ(get("/notes?limit=-1").status, 400);
  EXPECT_EQ(get("/notes?order=title.up").status, 400);
  EXPECT_EQ(get("/notes?select=id,title,id").status, 400);
  EXPECT_EQ(get("/notes?select=*,x:id,x:title").status, 400);
  EXPECT_EQ(get("/notes?title=eq.%ff").status, 400);
  EXPECT_EQ(get("/notes?title=eq.a%00").status, 400);
  EXPECT_EQ(get("/notes?or=" + std::string(3000, '(') + "id.eq.1" + std::string(3000, ')')).status, 400);
  EXPECT_EQ(get("/notes", {{"Range", "5-2"}}).status, 416);
  EXPECT_EQ(get("/notes", {{"Range", "0-9223372036854775807"}}).status, 200);
  EXPECT_EQ(get("/notes", {{"Range", "0-99999999999999999999"}}).status, 200);
  EXPECT_EQ(get("/notes?offset=9223372036854775807&limit=9223372036854775807").body, "[]");
  EXPECT_EQ(get("/notes/../authors").status, 404);
  EXPECT_EQ(get("/notes/99999999999999999999").status, 404);
  EXPECT_EQ(send("BREW", "/notes").status, 405);
  EXPECT_EQ(send("POST", "/notes", "{\"title\":\"\xff\"}").status, 400);
  EXPECT_EQ(send("POST", "/notes", R"({"title":"a\u0000b"})").status, 422);
  EXPECT_EQ(send("POST", "/notes", R"({"title":"a","title":"b"})").status, 400);
  EXPECT_EQ(send("POST", "/notes", std::string(100'000, '[')).status, 400);
  EXPECT_EQ(send("POST", "/notes", "").status, 400);
  EXPECT_EQ(get("/notes/x").status, 404);
  EXPECT_EQ(send("POST", "/notes", "{").status, 400);
  EXPECT_EQ(send("POST", "/notes", "[1]").status, 400);
  EXPECT_EQ(send("POST", "/notes", "title=a", {{"Content-Type", "application/x-www-form-urlencoded"}}).status, 415);
}

TEST_P(Resource, BindsEveryValue) {
  ASSERT_EQ(send("POST", "/notes", R"({"title":"x'); DROP TABLE notes --"})").status, 201);
  EXPECT_EQ(get("/notes?select=id&title=eq.x'%29%3B%20DROP%20TABLE%20notes%20--").body, R"([{"id":1}])");
  EXPECT_EQ(get("/notes?select=id&title=eq.'%20OR%20'1'='1").body, "[]");
}

TEST_P(Resource, AnswersReady) {
  EXPECT_EQ(get("/live").status, 200);
  EXPECT_EQ(get("/ready").status, 200);
}

/// What an application may put in a generated resource's place.
class Signed : public rest::Resource {
 public:
  using rest::Resource::Resource;

 protected:
  void before_write(rest::Call&, rest::Operation, rest::Input& row) override {
    for (const auto& assignment : row)
      if (assignment.value == db::Value(std::string("forbidden")))
        throw http::invalid({{"title", "forbidden", "title is forbidden.", ""}});
    row.push_back({*table().find("data"), std::string(R"({"signed":true})")});
  }
  http::Response erase(rest::Call&) override { return http::Response::text("kept", 200); }
};

TEST_P(Resource, LetsAnApplicationOverride) {
  Signed notes(app_->database(), kNotesExposure);
  http::Router router;
  notes.mount(router, "");
  const auto send = [&](std::string method, std::string path, std::string body) {
    http::Request sent;
    sent.method = std::move(method);
    sent.path = std::move(path);
    sent.body = std::move(body);
    try {
      return router.handle(sent);
    } catch (const http::Problem& problem) {
      return problem.response();
    }
  };
  EXPECT_EQ(send("POST", "/notes", R"({"title":"a"})").status, 201);
  EXPECT_THAT(send("GET", "/notes/1", "").body, HasSubstr(R"("data":{"signed":true})"));
  EXPECT_EQ(send("POST", "/notes", R"({"title":"forbidden"})").status, 422);
  EXPECT_EQ(send("DELETE", "/notes/1", "").body, "kept");
}

SCHEMAC_ON_EVERY_ENGINE(Resource);

}  // namespace
}  // namespace schemac::test
