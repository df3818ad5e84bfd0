#include <gtest/gtest.h>

#include "schemac/http/problem.h"
#include "schemac/http/router.h"

namespace schemac::http {
namespace {

Handler says(std::string text) {
  return [text = std::move(text)](Request& request) {
    return Response::text(text + (request.path_parameters.empty() ? "" : ":" + request.path_parameters.front().second));
  };
}

class RouterTest : public testing::Test {
 protected:
  RouterTest() {
    router_.get("/", says("home"));
    router_.get("/pages", says("list"));
    router_.post("/pages", says("create"));
    router_.get("/pages/{key}", says("item"));
    router_.get("/pages/about", says("about"));
    router_.get("/pages/{key}/links", says("links"));
  }

  Response send(std::string method, std::string path) {
    Request request;
    request.method = std::move(method);
    request.path = std::move(path);
    return router_.handle(request);
  }

  Router router_;
};

TEST_F(RouterTest, FindsStaticAndParameterPaths) {
  EXPECT_EQ(send("GET", "/").body, "home");
  EXPECT_EQ(send("GET", "/pages").body, "list");
  EXPECT_EQ(send("POST", "/pages").body, "create");
  EXPECT_EQ(send("GET", "/pages/about").body, "about");
  EXPECT_EQ(send("GET", "/pages/7").body, "item:7");
  EXPECT_EQ(send("GET", "/pages/about/links").body, "links:about");
}

TEST_F(RouterTest, DecodesParametersOnly) {
  EXPECT_EQ(send("GET", "/pages/a%2Fb%20c").body, "item:a/b c");
  EXPECT_EQ(send("GET", "/pages/a/b").status, 404);
  EXPECT_EQ(send("GET", "/pages/").status, 404);
}

TEST_F(RouterTest, AnswersMethodsThatAreNotThere) {
  const auto answer = send("DELETE", "/pages");
  EXPECT_EQ(answer.status, 405);
  EXPECT_EQ(answer.headers.back(), (Fields::value_type{"Allow", "GET, POST, HEAD, OPTIONS"}));
  EXPECT_EQ(send("OPTIONS", "/pages").status, 204);
  EXPECT_EQ(send("HEAD", "/pages").body, "list");
  EXPECT_EQ(send("GET", "/nothing").status, 404);
}

TEST_F(RouterTest, LetsAnApplicationOverride) {
  router_.get("/pages", says("mine"));
  EXPECT_EQ(send("GET", "/pages").body, "mine");
}

TEST_F(RouterTest, LetsAnApplicationAnswerWhereNothingIs) {
  router_.otherwise([](Request&) { return Response::html("nobody knows", 404); });
  EXPECT_EQ(send("GET", "/nothing").body, "nobody knows");
  EXPECT_EQ(send("DELETE", "/pages").status, 405) << "this path exists";
}

TEST_F(RouterTest, TakesOnlyTextInPathsAndQueries) {
  EXPECT_EQ(send("GET", "/pages/%ff").status, 400);
  EXPECT_EQ(send("GET", "/pages/\xff").status, 400);
  EXPECT_EQ(send("GET", "/pages/a%00").status, 400);
  Request request;
  request.method = "GET";
  request.path = "/pages";
  request.query = {{"title", "eq.\xc3\xa6"}};
  EXPECT_EQ(router_.handle(request).status, 200);
  request.query = {{"title", "eq.\xc3"}};
  EXPECT_THROW(router_.handle(request), Problem);
  request.query = {{std::string("a\0b", 3), "x"}};
  EXPECT_THROW(router_.handle(request), Problem);
}

TEST(Message, ReadsFormsAndCookies) {
  EXPECT_EQ(parse_urlencoded("a=1&b=x+y%26z&&c"), (Fields{{"a", "1"}, {"b", "x y&z"}, {"c", ""}}));
  Request request;
  request.headers = {{"COOKIE", "a=1; session=x=y"}, {"content-type", "Text/HTML; charset=x"}};
  EXPECT_EQ(request.cookie("session"), "x=y");
  EXPECT_EQ(request.cookie("ession"), std::nullopt);
  EXPECT_EQ(request.media_type(), "text/html");
}

}  // namespace
}  // namespace schemac::http
