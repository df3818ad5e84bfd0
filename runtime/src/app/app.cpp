#include "schemac/app/app.h"

#include <pthread.h>
#include <signal.h>
#include <unistd.h>

#include <atomic>
#include <chrono>
#include <exception>

#include "log.h"
#include "schemac/http/problem.h"
#include "schemac/rest/database_problem.h"
#include "workers.h"

namespace schemac::app {

namespace {

constexpr std::size_t kWaitingPerWorker = 128;
constexpr std::string_view kLive = "/live";

http::Problem unavailable(std::string detail) {
  return {.status = 503, .code = "unavailable", .detail = std::move(detail)};
}

http::Response live(http::Request&) { return http::Response::json(R"({"status":"live"})"); }

/// SIGTERM and SIGINT are taken by a waiting thread, not by a handler. Blocked before any other thread starts, so that
/// all of them inherit it.
sigset_t block_stop_signals() {
  sigset_t signals;
  sigemptyset(&signals);
  sigaddset(&signals, SIGTERM);
  sigaddset(&signals, SIGINT);
  pthread_sigmask(SIG_BLOCK, &signals, nullptr);
  signal(SIGPIPE, SIG_IGN);
  return signals;
}

}  // namespace

class App::Impl {
 public:
  explicit Impl(Settings settings) : settings_(std::move(settings)), database_(settings_.database, settings_.pool) {
    router_.get(std::string(kLive), live);
    router_.get("/ready", [this](http::Request& request) { return ready(request); });
  }

  ~Impl() { stop(); }

  void start() {
    log_.emplace(STDOUT_FILENO);
    workers_.emplace(settings_.workers, settings_.workers * kWaitingPerWorker);
    http::AccessLog access;
    if (settings_.access_log) access = [this](const http::Access& entry) { log_->access(entry); };
    server_.emplace(
        settings_.server,
        [this](http::Request request, http::Reply reply) { dispatch(std::move(request), std::move(reply)); },
        std::move(access));
    server_->start();
  }

  void stop() {
    if (!server_) return;
    server_->stop();
    workers_.reset();  // before the server: a late answer still finds it
    server_.reset();
    log_.reset();
  }

  int run() {
    const auto signals = block_stop_signals();
    start();
    log_->message("info", "listening on " + settings_.server.address + ":" + std::to_string(server_->port()) +
                              ", database " + settings_.database.redacted());
    int received = 0;
    sigwait(&signals, &received);
    log_->message("info", "stopping");
    stop();
    return 0;
  }

  Settings settings_;
  db::Database database_;
  http::Router router_;
  std::optional<Log> log_;
  std::optional<http::Server> server_;
  std::optional<Workers> workers_;

 private:
  void dispatch(http::Request request, http::Reply reply) {
    if (request.path == kLive) return reply(answer(request));  // also while every worker waits for the database
    auto shared = std::make_shared<http::Reply>(std::move(reply));
    const bool taken =
        workers_->post([this, request = std::move(request), shared]() mutable { (*shared)(answer(request)); });
    if (!taken) (*shared)(unavailable("Too many requests are waiting; try again.").response());
  }

  http::Response answer(http::Request& request) {
    try {
      return router_.handle(request);
    } catch (const http::Problem& problem) {
      return problem.response();
    } catch (const db::Error& error) {
      const auto away = rest::unavailable(error);
      if (!away || outage_log_due()) log_failure(request, error);
      if (away) return away->response();
    } catch (const std::exception& error) {
      log_failure(request, error);
    }
    return http::Problem{
        .status = 500, .code = "internal-error", .detail = "The server could not carry out the request."}
        .response();
  }

  http::Response ready(const http::Request& request) {
    try {
      const auto connection = database_.acquire();
      connection->query("SELECT 1", {})->next();
      return http::Response::json(R"({"status":"ready"})");
    } catch (const db::Error& error) {
      if (outage_log_due()) log_failure(request, error);
      return unavailable("The database does not answer.").response();
    }
  }

  /// While the database is away every request says so; a line a second is enough to read.
  bool outage_log_due() {
    const auto now = std::chrono::steady_clock::now().time_since_epoch().count();
    auto last = outage_logged_.load();
    constexpr auto kSecond = std::chrono::steady_clock::duration(std::chrono::seconds(1)).count();
    return now - last >= kSecond && outage_logged_.compare_exchange_strong(last, now);
  }

  void log_failure(const http::Request& request, const std::exception& error) {
    log_->message("error", request.method + " " + request.path + ": " + error.what());
  }

  std::atomic<std::chrono::steady_clock::rep> outage_logged_{0};
};

App::App(Settings settings) : impl_(std::make_unique<Impl>(std::move(settings))) {}
App::~App() = default;
http::Router& App::router() { return impl_->router_; }
db::Database& App::database() { return impl_->database_; }
void App::start() { impl_->start(); }
std::uint16_t App::port() const { return impl_->server_->port(); }
void App::stop() { impl_->stop(); }
int App::run() { return impl_->run(); }

}  // namespace schemac::app
