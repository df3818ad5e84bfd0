// The server on its own, over real sockets: limits, malformed requests, keep-alive and graceful stop.
#include "schemac/http/server.h"

#include <gtest/gtest.h>

#include <atomic>
#include <future>
#include <optional>
#include <thread>

#include "rest/http_client.h"

namespace schemac::test {
namespace {

using namespace std::chrono_literals;

class ServerTest : public testing::Test {
 protected:
  void start(http::Limits limits = {}) {
    http::ServerOptions options;
    options.port = 0;
    options.loops = 2;
    options.limits = limits;
    server_.emplace(
        options,
        [this](const http::Request& request, http::Reply reply) {
          ++handled_;
          if (request.path == "/slow") {
            slow_ = std::thread([reply = std::move(reply)] {
              std::this_thread::sleep_for(300ms);
              reply(http::Response::text("slow"));
            });
            return;
          }
          if (request.path == "/split")
            return reply(std::move(http::Response::text("x").header("X", "a\r\nInjected: 1")));
          reply(http::Response::text(request.method + " " + request.path + " " + request.body));
        },
        [this](const http::Access& access) { last_access_ = access.status; });
    server_->start();
  }

  ~ServerTest() override {
    if (slow_.joinable()) slow_.join();
  }

  /// Sends octets as they are and reads the status that comes back.
  int status_of(std::string_view octets) {
    Client client(server_->port());
    client.write(octets);
    return client.read().status;
  }

  std::atomic<int> handled_{0}, last_access_{0};
  std::thread slow_;
  std::optional<http::Server> server_;
};

TEST_F(ServerTest, KeepsConnectionsAlive) {
  start();
  Client client(server_->port());
  EXPECT_EQ(client.send("GET", "/a").body, "GET /a ");
  EXPECT_EQ(client.send("POST", "/b", "body").body, "POST /b body");
  const auto last = client.send("GET", "/c", "", {{"Connection", "close"}});
  EXPECT_TRUE(last.closed);
  EXPECT_TRUE(client.at_end());
  EXPECT_EQ(last_access_, 200);
}

TEST_F(ServerTest, AnswersPipelinedRequestsInOrder) {
  start();
  Client client(server_->port());
  client.write("GET /1 HTTP/1.1\r\nHost: x\r\n\r\nGET /2 HTTP/1.1\r\nHost: x\r\n\r\n");
  EXPECT_EQ(client.read().body, "GET /1 ");
  EXPECT_EQ(client.read().body, "GET /2 ");
}

TEST_F(ServerTest, PassesOverAnEmptyLineBeforeARequest) {
  start();
  Client client(server_->port());
  client.write("\r\nGET /1 HTTP/1.1\r\nHost: x\r\n\r\n\r\nGET /2 HTTP/1.1\r\nHost: x\r\n\r\n\r\n");
  EXPECT_EQ(client.read().body, "GET /1 ");
  EXPECT_EQ(client.read().body, "GET /2 ");
  client.write("GET /3 HTTP/1.1\r\nHost: x\r\n\r\n");
  EXPECT_EQ(client.read().body, "GET /3 ");
}

TEST_F(ServerTest, TakesTheTargetThatAProxysClientSends) {
  start();
  EXPECT_EQ(request(server_->port(), "GET", "http://example.org/a?b=1").body, "GET /a ");
  EXPECT_EQ(request(server_->port(), "GET", "http://example.org").body, "GET / ");
  EXPECT_EQ(request(server_->port(), "GET", "a").status, 400);
}

TEST_F(ServerTest, AnswersHeadWithoutABody) {
  start();
  const auto answer = request(server_->port(), "HEAD", "/a");
  EXPECT_EQ(answer.header("Content-Length"), "8");
  EXPECT_EQ(answer.body, "");
}

TEST_F(ServerTest, RefusesSmuggling) {
  start();
  EXPECT_EQ(status_of("POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 4\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n"),
            400);
  EXPECT_EQ(status_of("POST / HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\nContent-Length: 4\r\n\r\n0\r\n\r\n"),
            400);
  EXPECT_EQ(status_of("POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 4\r\nContent-Length: 5\r\n\r\nabcd"), 400);
  EXPECT_EQ(status_of("POST / HTTP/1.1\r\nHost: x\r\nContent-Length: -1\r\n\r\n"), 400);
  EXPECT_EQ(status_of("POST / HTTP/1.1\r\nHost: x\r\nContent-Length : 4\r\n\r\nabcd"), 400);
  EXPECT_EQ(status_of("POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 4\r\nTransfer-Encoding: identity\r\n\r\nabcd"),
            400);
  EXPECT_EQ(status_of("POST / HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: gzip, chunked\r\n\r\n0\r\n\r\n"), 501);
  EXPECT_EQ(status_of("GET / HTTP/1.1\r\n\r\n"), 400) << "no host";
  EXPECT_EQ(status_of("GET / HTTP/1.1\r\nHost: a\r\nHost: b\r\n\r\n"), 400);
  EXPECT_EQ(status_of("nonsense\r\n\r\n"), 400);
  EXPECT_EQ(handled_, 0) << "none of them reached a handler";
}

TEST_F(ServerTest, WantsNoHostOfHttp10) {
  start();
  EXPECT_EQ(status_of("GET /a HTTP/1.0\r\n\r\n"), 200);
}

TEST_F(ServerTest, ListensOnANameOfThisMachine) {
  http::ServerOptions options;
  options.address = "localhost";
  options.port = 0;
  server_.emplace(options, [](const http::Request&, http::Reply reply) { reply(http::Response::text("here")); });
  server_->start();
  EXPECT_GT(server_->port(), 0);
  options.address = "no such name";
  http::Server nowhere(options, [](const http::Request&, http::Reply) {});
  EXPECT_THROW(nowhere.start(), std::runtime_error);
}

TEST_F(ServerTest, ReadsChunkedBodies) {
  start();
  Client client(server_->port());
  client.write("POST / HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n2\r\nde\r\n0\r\n\r\n");
  EXPECT_EQ(client.read().body, "POST / abcde");
}

TEST_F(ServerTest, WaitsToBeToldToContinue) {
  start();
  Client client(server_->port());
  client.write("POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 2\r\nExpect: 100-continue\r\n\r\n");
  EXPECT_EQ(client.read().status, 100);
  client.write("ab");
  EXPECT_EQ(client.read().body, "POST / ab");
}

TEST_F(ServerTest, LimitsHeadersAndBodies) {
  http::Limits limits;
  limits.header_bytes = 1000;
  limits.body_bytes = 10;
  start(limits);
  EXPECT_EQ(status_of("GET / HTTP/1.1\r\nHost: x\r\nA: " + std::string(2000, 'a') + "\r\n\r\n"), 431);
  EXPECT_EQ(request(server_->port(), "POST", "/", "12345678901").status, 413);
  EXPECT_EQ(request(server_->port(), "POST", "/", "1234567890").status, 200);
  Client client(server_->port());
  client.write("POST / HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\nb\r\n12345678901\r\n0\r\n\r\n");
  EXPECT_EQ(client.read().status, 413);
}

TEST_F(ServerTest, LimitsConnections) {
  http::Limits limits;
  limits.connections = 2;
  start(limits);
  Client first(server_->port()), second(server_->port());
  EXPECT_EQ(first.send("GET", "/a").status, 200);
  EXPECT_EQ(second.send("GET", "/a").status, 200);
  Client third(server_->port());
  EXPECT_EQ(third.read().status, 503);
}

TEST_F(ServerTest, ClosesSlowAndIdleConnections) {
  http::Limits limits;
  limits.header_time = 100ms;
  limits.body_time = 100ms;
  limits.idle_time = 100ms;
  start(limits);
  Client headers(server_->port()), body(server_->port()), idle(server_->port());
  headers.write("GET / HTTP/1.1\r\nHost");
  body.write("POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 5\r\n\r\nab");
  const auto started = std::chrono::steady_clock::now();
  EXPECT_TRUE(headers.at_end());
  EXPECT_TRUE(body.at_end());
  EXPECT_TRUE(idle.at_end());
  EXPECT_LT(std::chrono::steady_clock::now() - started, 5s);
}

TEST_F(ServerTest, LetsNoHeaderBeInjected) {
  start();
  const auto answer = request(server_->port(), "GET", "/split");
  EXPECT_EQ(answer.status, 200);
  EXPECT_EQ(answer.header("Injected"), "");
}

TEST_F(ServerTest, FinishesWhatIsUnderWayWhenItStops) {
  start();
  const auto port = server_->port();
  Client idle(port), busy(port);
  EXPECT_EQ(idle.send("GET", "/a").status, 200);
  busy.write("GET /slow HTTP/1.1\r\nHost: x\r\n\r\n");
  while (handled_ < 2) std::this_thread::sleep_for(1ms);
  auto stopped = std::async(std::launch::async, [this] { server_->stop(); });
  const auto answer = busy.read();
  EXPECT_EQ(answer.body, "slow");
  EXPECT_TRUE(answer.closed);
  EXPECT_TRUE(idle.at_end());
  stopped.get();
  EXPECT_THROW(Client{port}, std::runtime_error);
}

TEST_F(ServerTest, SaysWhenThePortIsTaken) {
  start();
  http::ServerOptions options;
  options.port = server_->port();
  http::Server second(options, [](const http::Request&, const http::Reply&) {});
  EXPECT_THROW(second.start(), std::runtime_error);
}

}  // namespace
}  // namespace schemac::test
