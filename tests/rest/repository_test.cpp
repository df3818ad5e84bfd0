// Generated code (tests/golden/codegen, built as it is) against each engine, on tables that schemac itself made.
#include <gtest/gtest.h>

#include "dialect/dialects.h"
#include "diff/diff.h"
#include "golden/codegen/danish_pages.h"
#include "golden/codegen/page_marks.h"
#include "golden/codegen/pages.h"
#include "golden/codegen/users.h"
#include "golden/codegen/v1.h"
#include "plan/plan.h"
#include "rest/http_client.h"
#include "schemac/app/app.h"
#include "support/database.h"
#include "unit/codegen/sample_catalog.h"

namespace schemac::test {
namespace {

namespace model = sample::model;
using model::pages::columns::language;
using model::pages::columns::rank;
using model::pages::columns::title;
using schemac::Decimal;

db::PoolOptions one_connection() { return {.max_connections = 2}; }

class Repository : public EveryEngine {
 protected:
  Repository() : scratch_(GetParam()), database_(must_parse_url(scratch_.url()), one_connection()) {
    const auto& dialect = dialect::get(GetParam());
    diag::Diagnostics diagnostics;
    const catalog::Catalog from;
    const auto to = dialect.lower(sample_catalog(), diagnostics);
    const auto changes = must(diff::diff({from, to, {}}));
    for (const auto& statement : plan::make_plan({dialect, from, to, changes, {}}).statements)
      must(scratch_.connection().execute(statement.sql));
  }

  static model::NewPage page(const std::string& name) {
    model::NewPage row;
    row.title = name;
    row.url = "https://" + name;
    row.content = "about " + name;
    return row;
  }

  TestDatabase scratch_;
  db::Database database_;
};

TEST_P(Repository, InsertsAndFinds) {
  const auto lease = database_.acquire();
  auto& connection = *lease;
  const auto user = model::users::insert(connection, {.username = "ann", .email = "a@b.c", .password = "x"});
  auto row = page("a");
  row.language = model::Language::danish;
  row.author_id = user.id;
  row.last_updated = parse_timestamp("2026-11-21T10:30:05.25Z");
  row.rank = Decimal{"12.50"};
  row.data = Json{R"({"a":1})"};
  row.tags = JsonArray{R"(["x","y"])"};
  row.class_ = Uuid{"123e4567-e89b-12d3-a456-426614174000"};
  row.day = *parse_date("2026-02-28");
  row.time = *parse_time_of_day("10:30:05.5");
  row.octets = Bytes{std::string("\0\xff", 2)};
  row.ratio = 0.1;
  row.small = std::int16_t{-3};
  const auto inserted = model::pages::insert(connection, row);
  EXPECT_EQ(inserted.language, model::Language::danish);
  EXPECT_EQ(inserted.author_id, user.id);
  EXPECT_EQ(inserted.last_updated, row.last_updated);
  EXPECT_EQ(inserted.rank, Decimal{"12.5"});
  EXPECT_TRUE(inserted.visible) << "the default";
  EXPECT_EQ(inserted.class_, row.class_);
  EXPECT_EQ(inserted.day, row.day);
  EXPECT_EQ(inserted.time, row.time);
  EXPECT_EQ(inserted.octets, row.octets);
  EXPECT_EQ(inserted.ratio, 0.1);
  EXPECT_EQ(inserted.small, -3);
  const auto age = std::chrono::system_clock::now() - inserted.created_at;
  EXPECT_LT(age, std::chrono::minutes(5));
  EXPECT_GT(age, -std::chrono::minutes(5));
  EXPECT_EQ(model::pages::find(connection, inserted.id), inserted);
  EXPECT_EQ(model::pages::find_by_url(connection, "https://a"), inserted);
  EXPECT_EQ(model::pages::find_by_language_title(connection, model::Language::danish, "a"), inserted);
  EXPECT_EQ(model::pages::find(connection, 99), std::nullopt);
}

TEST_P(Repository, ListsByTypedFilters) {
  const auto lease = database_.acquire();
  auto& connection = *lease;
  for (const auto* name : {"a", "b", "c"}) {
    auto row = page(name);
    row.rank = Decimal{std::string(name) == "b" ? "100" : "9.5"};
    if (*name == 'c') row.language = model::Language::danish;
    model::pages::insert(connection, row);
  }
  const auto names = [&](const schemac::model::ListOptions& options) {
    std::string out;
    for (const auto& found : model::pages::list(connection, options)) out += found.title;
    return out;
  };
  EXPECT_EQ(names({.filter = language == model::Language::en, .order = {title.desc()}}), "ba");
  EXPECT_EQ(names({.filter = rank > Decimal{"9.50"}}), "b");
  EXPECT_EQ(names({.filter = title.in({"a", "c"}) && !(title == "a")}), "c");
  EXPECT_EQ(
      names({.filter = model::pages::columns::last_updated.is_null(), .order = {title.asc()}, .limit = 1, .offset = 1}),
      "b");
  EXPECT_EQ(model::pages::count(connection, title.like("%")), 3);
}

TEST_P(Repository, PatchesAndErases) {
  const auto lease = database_.acquire();
  auto& connection = *lease;
  auto row = page("a");
  row.day = *parse_date("2026-01-01");
  const auto inserted = model::pages::insert(connection, row);
  model::PagePatch patch;
  patch.day = std::nullopt;
  patch.title = "b";
  EXPECT_TRUE(model::pages::update(connection, inserted.id, patch));
  auto expected = inserted;
  expected.day = std::nullopt;
  expected.title = "b";
  const auto updated = model::pages::find(connection, inserted.id);
  ASSERT_TRUE(updated && updated->last_updated) << "the time of the update";
  EXPECT_LT(std::chrono::system_clock::now() - *updated->last_updated, std::chrono::minutes(5));
  expected.last_updated = updated->last_updated;
  EXPECT_EQ(updated, expected);
  EXPECT_FALSE(model::pages::update(connection, 99, patch));
  const auto mark = model::page_marks::insert(connection, {.page_id = inserted.id, .word = "w"});
  EXPECT_EQ(mark.weight, 1);
  EXPECT_EQ(model::page_marks::find(connection, inserted.id, "w"), mark);
  EXPECT_TRUE(model::pages::erase(connection, inserted.id));
  EXPECT_EQ(model::page_marks::count(connection), 0) << "the delete cascades";
  EXPECT_FALSE(model::pages::erase(connection, inserted.id));
}

TEST_P(Repository, ReadsViews) {
  namespace danish = model::danish_pages;
  const auto lease = database_.acquire();
  auto& connection = *lease;
  for (const auto* name : {"a", "b", "c", "d"}) {
    auto row = page(name);
    row.rank = Decimal{*name == 'b' ? "7.25" : "1"};
    row.language = *name == 'a' ? model::Language::en : model::Language::danish;
    row.visible = *name != 'd';
    if (*name == 'c') row.last_updated = parse_timestamp("2026-11-21T10:30:05.25Z");
    model::pages::insert(connection, row);
  }
  const auto found = danish::list(connection, {.order = {danish::columns::name.desc()}});
  ASSERT_EQ(found.size(), 2U);
  EXPECT_EQ(found.front().name, "c");
  EXPECT_EQ(found.front().last_updated, parse_timestamp("2026-11-21T10:30:05.25Z"));
  EXPECT_EQ(found.back().language, model::Language::danish);
  EXPECT_EQ(found.back().rank, Decimal{"7.25"});
  EXPECT_EQ(danish::list(connection, {.filter = danish::columns::rank > Decimal{"2"}}).size(), 1U);
  EXPECT_EQ(danish::count(connection, danish::columns::last_updated.is_null()), 1);
}

TEST_P(Repository, RunsTransactions) {
  const auto lease = database_.acquire();
  auto& connection = *lease;
  EXPECT_THROW(db::transaction(connection,
                               [&] {
                                 model::pages::insert(connection, page("a"));
                                 model::pages::insert(connection, page("a"));
                               }),
               db::Error);
  EXPECT_EQ(model::pages::count(connection), 0);
  db::transaction(connection, [&] { model::pages::insert(connection, page("a")); });
  EXPECT_EQ(model::pages::count(connection), 1);
}

TEST_P(Repository, ServesItsApi) {
  app::Settings settings;
  settings.database = database_.url();
  settings.server.port = 0;
  settings.workers = settings.pool.max_connections = 2;
  settings.access_log = false;
  app::App app(settings);
  model::V1 api(app.database(), [](const http::Request&) { return rest::Caller{"1", {"member"}}; });
  api.mount(app.router(), "/v1");
  app.start();
  const auto send = [&](std::string_view method, std::string_view target, std::string_view body = "") {
    return request(app.port(), method, target, body);
  };
  const auto created = send("POST", "/v1/pages", R"({"title":"a","url":"u","content":"c"})");
  EXPECT_EQ(created.status, 201) << created.body;
  EXPECT_EQ(created.header("Location"), "/v1/pages/1");
  EXPECT_EQ(send("GET", "/v1/pages/1?select=id,title,language,rank,visible,tags").body,
            R"({"id":1,"title":"a","language":"en","rank":0.00,"visible":true,"tags":[]})");
  EXPECT_EQ(send("GET", "/v1/users").body, "[]");
  EXPECT_EQ(send("GET", "/v1/danish").body, "[]");
  EXPECT_EQ(send("POST", "/v1/pages", R"({"title":"d","url":"d","content":"d","language":"da","rank":1.5})").status,
            201);
  EXPECT_EQ(send("GET", "/v1/danish?name=eq.d&order=rank.desc").body,
            R"([{"id":2,"name":"d","language":"da","rank":1.50,"last_updated":null}])");
  EXPECT_EQ(send("POST", "/v1/danish", "{}").status, 405);
  EXPECT_EQ(send("GET", "/v1/danish/2").status, 404) << "a view has no key";
  EXPECT_EQ(send("POST", "/v1/users", "{}").status, 405);
  const auto twice = send("POST", "/v1/pages", R"({"title":"b","url":"u","content":"c"})");
  EXPECT_EQ(twice.status, 409);
  EXPECT_NE(twice.body.find(R"("constraint":"pages_url_key")"), std::string::npos) << twice.body;
  const auto ranked = send("PATCH", "/v1/pages/1", R"({"rank":100.51})");
  EXPECT_EQ(ranked.status, 422);
  EXPECT_NE(ranked.body.find(R"("constraint":"pages_rank_check")"), std::string::npos) << ranked.body;
  const auto old = send("PATCH", "/v1/pages/1", R"({"title":"\"old\""})");
  EXPECT_EQ(old.status, 200) << old.body;
  const auto hidden = send("PATCH", "/v1/pages/1", R"({"visible":false})");
  EXPECT_EQ(hidden.status, 422) << "a check over columns that the request does not name is the engine's to judge";
  EXPECT_NE(hidden.body.find(R"("constraint":"fresh")"), std::string::npos) << hidden.body;
  EXPECT_EQ(send("PUT", "/v1/marks/1/word", R"({})").body, R"({"page_id":1,"word":"word","weight":1})");
  EXPECT_EQ(
      send("PUT", "/v1/pages/1?select=title,language,visible,rank,tags", R"({"title":"n","url":"v","content":"c"})")
          .body,
      R"({"title":"n","language":"en","visible":true,"rank":0.00,"tags":[]})");
}

TEST_P(Repository, NestsTransactions) {
  const auto lease = database_.acquire();
  auto& connection = *lease;
  const auto insert = [&](const char* name) { model::pages::insert(connection, page(name)); };
  const auto titles = [&] {
    std::string out;
    for (const auto& found : model::pages::list(connection, {.order = {title.asc()}})) out += found.title;
    return out;
  };
  EXPECT_THROW(db::transaction(connection,
                               [&] {
                                 insert("a");
                                 db::transaction(connection, [&] { insert("b"); });
                                 throw std::runtime_error("after the inner one is done");
                               }),
               std::runtime_error);
  EXPECT_EQ(titles(), "") << "the inner one stands only if the outer one does";
  db::transaction(connection, [&] {
    insert("c");
    EXPECT_THROW(db::transaction(connection,
                                 [&] {
                                   insert("d");
                                   insert("c");  // the url is taken
                                 }),
                 db::Error);
    db::transaction(connection, [&] { db::transaction(connection, [&] { insert("e"); }); });
  });
  EXPECT_EQ(titles(), "ce") << "an error within is taken back by itself";
  EXPECT_FALSE(connection.in_transaction());
}

TEST_P(Repository, RefusesAValueThatIsNoLabel) {
  const auto lease = database_.acquire();
  auto row = page("a");
  row.language = static_cast<model::Language>(77);
  EXPECT_THROW(model::pages::insert(*lease, row), std::out_of_range);
}

SCHEMAC_ON_EVERY_ENGINE(Repository);

}  // namespace
}  // namespace schemac::test
