#include <gtest/gtest.h>

#include <future>

#include "schemac/auth/password.h"
#include "schemac/auth/session.h"
#include "schemac/html/template.h"
#include "schemac/http/problem.h"

namespace schemac {
namespace {

using auth::Sessions;
using namespace std::chrono_literals;

constexpr auth::PasswordCost kCheap{.memory_kib = 64, .passes = 1};

TEST(Password, VerifiesItsOwnHashes) {
  auth::PasswordHasher hasher(kCheap);
  const auto hash = hasher.hash("correct horse");
  EXPECT_TRUE(hash.starts_with("$argon2id$v=19$m=64,t=1,p=1$")) << hash;
  EXPECT_TRUE(hasher.verify("correct horse", hash));
  EXPECT_FALSE(hasher.verify("correct horsf", hash));
  EXPECT_FALSE(hasher.verify("correct horse", "5f4dcc3b5aa765d61d8327deb882cf99"));
  EXPECT_NE(hash, hasher.hash("correct horse")) << "each has a salt of its own";
}

TEST(Password, RefusesRatherThanPileUp) {
  auth::PasswordHasher hasher({.memory_kib = 65536, .passes = 4}, 1, 0);
  const auto hash = hasher.hash("x");
  std::vector<std::future<int>> calls;
  for (int i = 0; i < 6; ++i)
    calls.push_back(std::async(std::launch::async, [&] {
      try {
        return hasher.verify("x", hash) ? 200 : 401;
      } catch (const http::Problem& problem) {
        return problem.status;
      }
    }));
  int refused = 0, done = 0;
  for (auto& call : calls) (call.get() == 503 ? refused : done) += 1;
  EXPECT_GE(done, 1);
  EXPECT_GE(refused, 1);
}

class SessionTest : public testing::Test {
 protected:
  static http::Request carrying(const std::string& set_cookie) {
    http::Request request;
    request.headers = {{"Cookie", set_cookie.substr(0, set_cookie.find(';'))}};
    return request;
  }
  const std::string secret_ = std::string(32, 'k');
  const Sessions::Clock::time_point now_ = Sessions::Clock::now();
};

TEST_F(SessionTest, CarriesASubject) {
  const Sessions sessions({secret_}, {.lifetime = 60s});
  const auto cookie = sessions.open("user.7;x", now_);
  EXPECT_TRUE(cookie.ends_with("; Path=/; Max-Age=60; HttpOnly; SameSite=Lax")) << cookie;
  EXPECT_EQ(sessions.subject(carrying(cookie), now_ + 59s), "user.7;x");
  EXPECT_EQ(sessions.subject(carrying(cookie), now_ + 61s), std::nullopt);
  EXPECT_EQ(sessions.subject(carrying(sessions.close()), now_), std::nullopt);
}

TEST_F(SessionTest, NoticesForgery) {
  const Sessions sessions({secret_}), others({std::string(32, 'x')});
  auto cookie = sessions.open("7", now_);
  EXPECT_EQ(others.subject(carrying(cookie), now_), std::nullopt);
  cookie[cookie.find(".7.") + 1] = '8';
  EXPECT_EQ(sessions.subject(carrying(cookie), now_), std::nullopt);
}

TEST_F(SessionTest, AcceptsTheFormerSecret) {
  const auto cookie = Sessions({secret_}).open("7", now_);
  EXPECT_EQ(Sessions({std::string(32, 'n'), secret_}).subject(carrying(cookie), now_), "7");
  EXPECT_THROW(Sessions({"short"}), std::runtime_error);
}

TEST(Template, EscapesAndRepeats) {
  const html::Template page(
      "<h1>{{title}}</h1>{{#rows}}<p class=\"{{kind}}\">{{name}} {{title}}</p>{{/rows}}{{^rows}}none{{/rows}}{{{raw}}}"
      "{{#user}}hi {{user}}{{/user}}");
  html::Data data;
  data.texts = {{"title", "<a & 'b'>"}, {"raw", "<br>"}, {"kind", "\"x"}};
  data.lists["rows"] = {{{{"name", "1"}}, {}}, {{{"name", "2"}, {"title", "own"}}, {}}};
  EXPECT_EQ(page.render(data),
            "<h1>&lt;a &amp; &#39;b&#39;&gt;</h1><p class=\"&quot;x\">1 &lt;a &amp; &#39;b&#39;&gt;</p>"
            "<p class=\"&quot;x\">2 own</p><br>");
  data.lists["rows"].clear();
  data.texts["user"] = "me";
  EXPECT_EQ(page.render(data), "<h1>&lt;a &amp; &#39;b&#39;&gt;</h1>none<br>hi me");
}

TEST(Template, RefusesWhatIsNotClosed) {
  EXPECT_THROW(html::Template("{{#a}}"), std::invalid_argument);
  EXPECT_THROW(html::Template("{{a"), std::invalid_argument);
  EXPECT_THROW(html::Template("{{/a}}"), std::invalid_argument);
}

TEST(Html, LetsNoScriptThrough) {
  EXPECT_EQ(html::safe_url("javascript:alert(1)"), "#");
  EXPECT_EQ(html::safe_url("JavaScript:alert(1)"), "#");
  EXPECT_EQ(html::safe_url("https://a.b/c?d=e:f"), "https://a.b/c?d=e:f");
  EXPECT_EQ(html::safe_url("/a:b"), "/a:b");
}

}  // namespace
}  // namespace schemac
