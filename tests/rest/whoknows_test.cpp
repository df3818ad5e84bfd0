// The example service on each engine: its migrations are applied by schemac itself, then people use it over HTTP.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cstdlib>
#include <optional>

#include "rest/http_client.h"
#include "src/service.h"
#include "support/database.h"

namespace schemac::test {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::Not;

constexpr auto kSecret = "an example's secret, long enough to sign with";

class Whoknows : public EveryEngine {
 protected:
  Whoknows() : database_(GetParam()) {
    const auto applied = std::string(SCHEMAC_BINARY) + " --project " + WHOKNOWS_SOURCE + " apply --url '" +
                         database_.url() + "' >/dev/null";
    if (std::system(applied.c_str()) != 0) throw std::runtime_error("this failed: " + applied);
    app::Settings settings;
    settings.database = must_parse_url(database_.url());
    settings.server.port = 0;
    settings.workers = settings.pool.max_connections = 4;
    settings.access_log = false;
    app_.emplace(settings);
    service_.emplace(*app_, auth::Sessions({kSecret}));
    app_->start();
  }

  ~Whoknows() override { app_->stop(); }

  Answer send(std::string_view method, std::string_view target, std::string_view body = "", http::Fields headers = {}) {
    if (!cookie_.empty()) headers.emplace_back("Cookie", cookie_);
    return request(app_->port(), method, target, body, headers);
  }
  Answer get(std::string_view target) { return send("GET", target); }
  Answer post(std::string_view target, std::string_view form, http::Fields headers = {}) {
    headers.emplace_back("Content-Type", "application/x-www-form-urlencoded");
    return send("POST", target, form, headers);
  }

  void log_in() {
    ASSERT_EQ(post("/api/register", "username=ann&email=ann%40x.dk&password=s3cret&password2=s3cret").status, 200);
    const auto answer = post("/api/login", "username=ann&password=s3cret");
    ASSERT_EQ(answer.status, 200) << answer.body;
    const auto cookie = answer.header("Set-Cookie");
    EXPECT_THAT(cookie, HasSubstr("HttpOnly; SameSite=Lax"));
    cookie_ = cookie.substr(0, cookie.find(';'));
  }

  /// The titles that the search finds, in its order.
  std::vector<std::string> found(const std::string& query) {
    const auto body = get("/api/search?q=" + query).body;
    std::vector<std::string> titles;
    for (auto at = body.find("\"title\":\""); at != std::string::npos; at = body.find("\"title\":\"", at + 1)) {
      const auto start = at + 9;
      titles.push_back(body.substr(start, body.find('"', start) - start));
    }
    return titles;
  }

  TestDatabase database_;
  std::optional<app::App> app_;
  std::optional<whoknows::Service> service_;
  std::string cookie_;
};

TEST_P(Whoknows, Searches) {
  EXPECT_THAT(found("fortran"), ElementsAre("Fortran"));
  EXPECT_THAT(found("virtual%20machine"), ElementsAre("Java"));
  EXPECT_THAT(found("fortran&language=da"), ElementsAre("Fortran (dansk)"));
  EXPECT_THAT(found("matla"), ElementsAre("MATLAB")) << "a part of a word";
  EXPECT_THAT(found("nothingatall"), ElementsAre());
  EXPECT_THAT(found("100%25%20_"), ElementsAre()) << "wildcards are plain text";
  EXPECT_THAT(found("\"%20OR%20'1'='1"), Not(testing::SizeIs(5)));
  EXPECT_EQ(get("/api/search").status, 422);
  EXPECT_EQ(get("/api/search?q=x&language=fr").status, 422);
}

TEST_P(Whoknows, FindsWhatIsWrittenAndNoLongerWhatIsGone) {
  log_in();
  const auto created =
      send("POST", "/v1/pages", R"({"title":"Zig","url":"https://ziglang.org","content":"A language with comptime."})");
  ASSERT_EQ(created.status, 201) << created.body;
  const auto location = created.header("Location");
  EXPECT_THAT(found("comptime"), ElementsAre("Zig"));
  EXPECT_EQ(send("PATCH", location, R"({"content":"A language with allocators."})").status, 200);
  EXPECT_THAT(found("comptime"), ElementsAre());
  EXPECT_THAT(found("allocators"), ElementsAre("Zig"));
  EXPECT_EQ(send("DELETE", location).status, 204);
  EXPECT_THAT(found("allocators"), ElementsAre());
}

TEST_P(Whoknows, RegistersAndLogsIn) {
  EXPECT_THAT(post("/api/register", "username=&email=a@b&password=x").body, HasSubstr("You have to enter a username"));
  EXPECT_THAT(post("/api/register", "username=a&email=nonsense&password=x").body, HasSubstr("a valid email address"));
  EXPECT_THAT(post("/api/register", "username=a&email=a@b&password=x&password2=y").body, HasSubstr("do not match"));
  log_in();
  const auto again = post("/api/register", "username=ann&email=other%40x.dk&password=x");
  EXPECT_EQ(again.status, 409);
  EXPECT_THAT(again.body, HasSubstr("The username is already taken"));
  EXPECT_THAT(post("/api/register", "username=bob&email=ann%40x.dk&password=x").body, HasSubstr("already registered"));
  EXPECT_THAT(get("/").body, HasSubstr("<span id=\"user\""));
  cookie_.clear();
  const auto wrong = post("/api/login", "username=ann&password=wrong");
  const auto stranger = post("/api/login", "username=nobody&password=wrong");
  EXPECT_EQ(wrong.status, 401);
  EXPECT_EQ(wrong.body, stranger.body);
  EXPECT_EQ(
      send("POST", "/api/login", R"({"username":"ann","password":"s3cret"})", {{"Content-Type", "application/json"}})
          .status,
      200);
}

TEST_P(Whoknows, KeepsNoPassword) {
  log_in();
  db::Database database(must_parse_url(database_.url()));
  const auto user = whoknows::model::users::find_by_username(*database.acquire(), "ann");
  ASSERT_TRUE(user);
  EXPECT_TRUE(user->pw_hash.starts_with("$argon2id$")) << user->pw_hash;
  EXPECT_EQ(get("/v1/users").body, R"([{"id":1,"username":"ann"}])");
}

TEST_P(Whoknows, ServesPages) {
  EXPECT_THAT(get("/?q=fortran").body,
              HasSubstr("<a class=\"search-result-title\" href=\"https://en.wikipedia.org/wiki/Fortran\">Fortran</a>"));
  EXPECT_THAT(get("/?q=%3Cscript%3E").body, Not(HasSubstr("<script>")));
  EXPECT_THAT(get("/about").body, HasSubstr("<h1>About</h1>"));
  EXPECT_THAT(get("/login").body, HasSubstr("action=\"/api/login\""));
  EXPECT_THAT(get("/register").body, HasSubstr("action=\"/api/register\""));
  EXPECT_EQ(get("/static/style.css").header("Content-Type"), "text/css; charset=utf-8");
  const auto nowhere = get("/nowhere");
  EXPECT_EQ(nowhere.status, 404);
  EXPECT_EQ(nowhere.header("Content-Type"), "application/problem+json");
  const auto page = send("GET", "/nowhere", "", {{"Accept", "text/html,*/*;q=0.8"}});
  EXPECT_EQ(page.status, 404);
  EXPECT_THAT(page.body, HasSubstr("There is no page at this address"));
}

TEST_P(Whoknows, TakesOnlyText) {
  for (const auto* target : {"/api/search?q=%ff", "/api/search?q=a%00b", "/?q=%ff", "/%ff", "/static/%ff"}) {
    const auto answer = get(target);
    EXPECT_EQ(answer.status, 400) << target;
    EXPECT_EQ(answer.header("Content-Type"), "application/problem+json") << target;
  }
  EXPECT_EQ(post("/api/register", "username=%ff&email=a%40b&password=x").status, 400);
  EXPECT_EQ(post("/api/register", "username=a%00b&email=a%40b&password=x").status, 400);
  const http::Fields json = {{"Content-Type", "application/json"}};
  EXPECT_EQ(send("POST", "/api/login", R"({"username":"a\u0000","password":"x"})", json).status, 400);
  EXPECT_EQ(send("POST", "/api/login", R"({"username":)", json).status, 400);
  EXPECT_EQ(send("POST", "/api/login", R"(["username"])", json).status, 400);
}

TEST_P(Whoknows, ServesNoFiles) {
  for (const auto* target : {"/static/../../../etc/passwd", "/static/%2e%2e%2f%2e%2e%2fetc%2fpasswd", "/static/",
                             "/static/nothing.css", "/../whoknows.db"})
    EXPECT_EQ(get(target).status, 404) << target;
}

TEST_P(Whoknows, LeadsABrowserThroughItsForms) {
  const http::Fields browser = {{"Accept", "text/html"}};
  const auto refused = post("/api/register", "username=ann&email=x&password=p", browser);
  EXPECT_EQ(refused.status, 422);
  EXPECT_THAT(refused.body, HasSubstr("value=\"ann\""));
  EXPECT_EQ(post("/api/register", "username=ann&email=a%40b&password=p", browser).header("Location"),
            "/login?registered");
  const auto in = post("/api/login", "username=ann&password=p", browser);
  EXPECT_EQ(in.status, 303);
  EXPECT_EQ(in.header("Location"), "/");
  EXPECT_EQ(post("/api/login", "username=ann&password=p", {{"Origin", "https://evil.example"}}).status, 403);
  EXPECT_THAT(post("/api/logout", "", browser).header("Set-Cookie"), HasSubstr("session=; Path=/; Max-Age=0"));
}

TEST_P(Whoknows, LetsOnlyMembersWrite) {
  EXPECT_EQ(send("POST", "/v1/pages", R"({"title":"x","url":"y","content":"z"})").status, 401);
  EXPECT_EQ(get("/v1/users").status, 401);
  EXPECT_EQ(get("/v1/pages?select=title&order=title&limit=1").body, R"([{"title":"Fortran"}])");
  cookie_ = "session=9999999999.1.forged";
  EXPECT_EQ(get("/v1/users").status, 401);
}

SCHEMAC_ON_EVERY_ENGINE(Whoknows);

}  // namespace
}  // namespace schemac::test
