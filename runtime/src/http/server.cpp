// The only file that sees Boost.Asio and Beast.
#include "schemac/http/server.h"

#include <algorithm>
#include <array>
#include <atomic>
#include <boost/asio/dispatch.hpp>
#include <boost/asio/executor_work_guard.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/write.hpp>
#include <boost/beast/core.hpp>
#include <boost/beast/http.hpp>
#include <charconv>
#include <ctime>
#include <optional>
#include <thread>
#include <unordered_set>
#include <utility>  // Boost 1.74's Asio needs it before its own headers in C++20
#include <vector>

#include "schemac/http/problem.h"

namespace schemac::http {

namespace {

namespace asio = boost::asio;
namespace beast = boost::beast;
using asio::ip::tcp;
using beast::error_code;
using Clock = std::chrono::steady_clock;
using ReusePort = asio::detail::socket_option::boolean<SOL_SOCKET, SO_REUSEPORT>;

constexpr std::size_t kMostDiscarded = std::size_t{16} * 1024 * 1024;  // of what a peer sends behind its answer
constexpr std::string_view kContinue = "HTTP/1.1 100 Continue\r\n\r\n";

void append_number(std::string& out, std::size_t number) {
  std::array<char, 24> digits{};
  out.append(digits.data(), std::to_chars(digits.data(), digits.data() + digits.size(), number).ptr);
}

/// "Sat, 21 Nov 2026 10:30:05 GMT", made once a second.
const std::string& http_date() {
  thread_local std::time_t made_at = -1;
  thread_local std::string text;
  const auto now = std::time(nullptr);
  if (now != made_at) {
    std::tm fields{};
    gmtime_r(&now, &fields);
    std::array<char, 40> buffer{};
    text.assign(buffer.data(), std::strftime(buffer.data(), buffer.size(), "%a, %d %b %Y %H:%M:%S GMT", &fields));
    made_at = now;
  }
  return text;
}

/// The status line and headers of `response`, body excluded. A line break inside a header would end it and begin
/// another: such a header is dropped.
std::string head_of(const Response& response, bool keep_alive) {
  std::string head;
  head.reserve(256);
  head += "HTTP/1.1 ";
  append_number(head, static_cast<std::size_t>(response.status));
  head.append(" ").append(reason_phrase(response.status)).append("\r\nDate: ").append(http_date());
  for (const auto& [name, value] : response.headers)
    if (name.find_first_of("\r\n:") == name.npos && value.find_first_of("\r\n") == value.npos)
      head.append("\r\n").append(name).append(": ").append(value);
  if (response.status != 204 && response.status != 304) {
    head += "\r\nContent-Length: ";
    append_number(head, response.body.size());
  }
  head += keep_alive ? "\r\n\r\n" : "\r\nConnection: close\r\n\r\n";
  return head;
}

/// "http://host/pages?limit=1", which a client of a proxy sends, means "/pages?limit=1".
std::string_view origin_form(std::string_view target) {
  const auto scheme = target.find("://");
  if (target.starts_with('/') || scheme == target.npos) return target;
  const auto path = target.find('/', scheme + 3);
  return path == target.npos ? "/" : target.substr(path);
}

Problem make(int status, std::string code, std::string detail) {
  return {.status = status, .code = std::move(code), .detail = std::move(detail)};
}

/// What a parser lets through and RFC 9112 does not: an HTTP/1.1 request names its host once (3.2), and of transfer
/// codings there is `chunked` here (6.1), which says how long the body is, so that nothing else may (6.3).
template <class Message>
std::optional<Problem> misframed(const Message& message) {
  using beast::http::field;
  const auto hosts = message.count(field::host);
  if (hosts > 1 || (hosts == 0 && message.version() >= 11))
    return make(400, "malformed-request", "The request must name its host, once.");
  const auto coding = message[field::transfer_encoding];
  if (coding.empty()) return std::nullopt;
  if (message.count(field::content_length) > 0)
    return make(400, "malformed-request", "The request gives both a Content-Length and a Transfer-Encoding.");
  if (message.count(field::transfer_encoding) > 1 || !beast::iequals(coding, "chunked"))
    return make(501, "transfer-coding", "Of transfer codings only 'chunked' is understood.");
  return std::nullopt;
}

Problem problem_of(error_code error) {
  namespace http = beast::http;
  if (error == http::error::header_limit) return make(431, "headers-too-large", "The request's headers are too large.");
  if (error == http::error::body_limit) return make(413, "body-too-large", "The request's body is too large.");
  return make(400, "malformed-request", "The request is not well-formed HTTP/1.1.");
}

class Session;

/// One event loop with its thread, its listening socket and its connections.
struct Loop {
  std::unordered_set<Session*> sessions;  // before the context: the last of them die with it
  asio::io_context context{1};
  asio::executor_work_guard<asio::io_context::executor_type> work{
      context.get_executor()};  // runs while a handler thinks
  std::optional<tcp::acceptor> acceptor;
  std::thread thread;
};

/// What all connections share.
struct Shared {
  Limits limits;
  Dispatch dispatch;
  AccessLog log;
  std::atomic<bool> stopping{false};
  std::atomic<std::size_t> connections{0};
};

/// One connection, from accept to close; lives on its loop's thread.
class Session : public std::enable_shared_from_this<Session> {
 public:
  Session(tcp::socket socket, Loop& loop, Shared& shared) : stream_(std::move(socket)), loop_(loop), shared_(shared) {
    loop_.sessions.insert(this);
    ++shared_.connections;
    error_code ignored;
    stream_.socket().set_option(tcp::no_delay(true), ignored);
    const auto peer = stream_.socket().remote_endpoint(ignored);
    remote_ = peer.address().to_string();
  }

  /// Whoever lets go of it last, a worker perhaps, it ends on its loop's thread.
  static std::shared_ptr<Session> make(tcp::socket socket, Loop& loop, Shared& shared) {
    return {new Session(std::move(socket), loop, shared),
            [&loop](Session* session) { asio::dispatch(loop.context, [last = std::unique_ptr<Session>(session)] {}); }};
  }

  ~Session() {
    loop_.sessions.erase(this);
    --shared_.connections;
  }

  Session(const Session&) = delete;
  Session& operator=(const Session&) = delete;

  void start() {
    if (shared_.connections > shared_.limits.connections) {
      keep_alive_ = false;
      return respond(
          Problem{.status = 503, .code = "too-many-connections", .detail = "The server has too many connections."}
              .response());
    }
    wait_for_request();
  }

  /// Closes the connection if it is between requests; otherwise it closes after its answer.
  void drain() {
    if (idle_) close();
  }

  void close() {
    error_code ignored;
    stream_.socket().shutdown(tcp::socket::shutdown_both, ignored);
    stream_.close();
  }

 private:
  using Parser = beast::http::request_parser<beast::http::string_body>;

  /// The idle time runs until the first byte of a request, the header time from there.
  void wait_for_request() {
    parser_.emplace();
    parser_->header_limit(static_cast<std::uint32_t>(shared_.limits.header_bytes));
    parser_->body_limit(shared_.limits.body_bytes);
    pass_over_empty_line();
    if (buffer_.size() > 0) return read_header();
    if (shared_.stopping) return close();
    idle_ = true;
    stream_.expires_after(shared_.limits.idle_time);
    stream_.async_read_some(buffer_.prepare(4096), [self = shared_from_this()](error_code error, std::size_t count) {
      self->idle_ = false;
      if (error) return self->close();
      self->buffer_.commit(count);
      self->wait_for_request();
    });
  }

  /// Some clients end a body with one (RFC 9112, section 2.2).
  void pass_over_empty_line() {
    const std::string_view bytes(static_cast<const char*>(buffer_.cdata().data()), buffer_.size());
    if (bytes.starts_with("\r\n")) buffer_.consume(2);
  }

  void read_header() {
    started_ = Clock::now();
    stream_.expires_after(shared_.limits.header_time);
    beast::http::async_read_header(stream_, buffer_, *parser_,
                                   [self = shared_from_this()](error_code error, std::size_t) {
                                     if (error) return self->fail(error);
                                     self->read_body();
                                   });
  }

  void read_body() {
    const auto& message = parser_->get();
    if (const auto problem = misframed(message)) return refuse(*problem);
    if (const auto length = parser_->content_length(); length && *length > shared_.limits.body_bytes)
      return fail(beast::http::error::body_limit);
    stream_.expires_after(shared_.limits.body_time);
    if (!parser_->is_done() && beast::iequals(message[beast::http::field::expect], "100-continue")) {
      asio::async_write(stream_, asio::buffer(kContinue), [self = shared_from_this()](error_code error, std::size_t) {
        if (error) return self->close();
        self->finish_body();
      });
      return;
    }
    finish_body();
  }

  void finish_body() {
    beast::http::async_read(stream_, buffer_, *parser_, [self = shared_from_this()](error_code error, std::size_t) {
      if (error) return self->fail(error);
      self->dispatch();
    });
  }

  void dispatch() {
    auto message = parser_->release();
    keep_alive_ = message.keep_alive();
    Request request;
    request.method = std::string(message.method_string());
    request.target = std::string(message.target());
    const auto target = origin_form(request.target);
    const auto question = target.find('?');
    request.path = std::string(target.substr(0, question));
    if (question != target.npos) request.query = parse_urlencoded(target.substr(question + 1));
    for (const auto& field : message) request.headers.emplace_back(field.name_string(), field.value());
    request.body = std::move(message.body());
    request.remote = remote_;
    head_request_ = request.method == "HEAD";
    remember(request);
    if (!request.path.starts_with('/') && request.target != "*") {
      keep_alive_ = false;
      return respond(bad_request("The request's target is not a path.").response());
    }
    stream_.expires_never();
    shared_.dispatch(std::move(request), [self = shared_from_this()](Response response) {
      auto& context = self->loop_.context;
      asio::dispatch(context, [self, response = std::move(response)]() mutable { self->respond(std::move(response)); });
    });
  }

  void remember(const Request& request) {
    if (!shared_.log) return;
    access_.method = request.method;
    access_.target = request.target;
    access_.remote = request.remote;
    access_.user_agent = request.header("User-Agent");
  }

  void respond(Response response) {
    if (shared_.stopping) keep_alive_ = false;
    head_ = head_of(response, keep_alive_);
    body_ = std::move(response.body);
    access_.status = response.status;
    access_.bytes = body_.size();
    if (head_request_) body_.clear();
    stream_.expires_after(shared_.limits.write_time);
    const std::array<asio::const_buffer, 2> parts = {asio::buffer(head_), asio::buffer(body_)};
    asio::async_write(stream_, parts,
                      [self = shared_from_this()](error_code error, std::size_t) { self->written(error); });
  }

  void written(error_code error) {
    if (shared_.log && !access_.method.empty()) {
      access_.duration = std::chrono::duration_cast<std::chrono::microseconds>(Clock::now() - started_);
      shared_.log(access_);
    }
    if (error) return close();
    if (keep_alive_) return wait_for_request();
    linger();
  }

  /// Tells the peer that nothing more comes, then reads what it still sends for a while: closing with unread bytes
  /// would reset the connection, and the peer might never see the answer.
  void linger() {
    error_code ignored;
    stream_.socket().shutdown(tcp::socket::shutdown_send, ignored);
    stream_.expires_after(std::chrono::seconds(1));
    discard();
  }

  void discard() {
    buffer_.clear();
    stream_.async_read_some(buffer_.prepare(4096), [self = shared_from_this()](error_code error, std::size_t count) {
      self->lingered_ += count;
      if (error || self->shared_.stopping || self->lingered_ > kMostDiscarded) return self->close();
      self->discard();
    });
  }

  void fail(error_code error) {
    if (error == beast::http::error::end_of_stream || error == asio::error::connection_reset ||
        error == asio::error::eof || error == asio::error::operation_aborted)
      return close();
    if (error == beast::error::timeout || error == beast::http::error::partial_message) return close();
    refuse(problem_of(error));
  }

  /// Where the next request begins is not known: the connection ends.
  void refuse(const Problem& problem) {
    keep_alive_ = false;
    access_.method = "-";
    access_.target = "-";
    access_.remote = remote_;
    respond(problem.response());
  }

  beast::tcp_stream stream_;
  Loop& loop_;
  Shared& shared_;
  beast::flat_buffer buffer_;
  std::optional<Parser> parser_;
  std::string remote_, head_, body_;
  Access access_;
  Clock::time_point started_{};
  std::size_t lingered_ = 0;
  bool keep_alive_ = false;
  bool head_request_ = false;
  bool idle_ = false;
};

}  // namespace

class Server::Impl {
 public:
  Impl(ServerOptions options, Dispatch dispatch, AccessLog log) : options_(std::move(options)) {
    shared_.limits = options_.limits;
    shared_.dispatch = std::move(dispatch);
    shared_.log = std::move(log);
  }

  void start() {
    const std::size_t cores = std::max(1U, std::thread::hardware_concurrency());
    const std::size_t count = options_.loops > 0 ? options_.loops : cores;
    expect_free_port();
    for (std::size_t i = 0; i < count; ++i) {
      auto loop = std::make_unique<Loop>();
      listen(*loop);
      loops_.push_back(std::move(loop));
    }
    for (auto& loop : loops_) {
      accept(*loop);
      loop->thread = std::thread([&context = loop->context] { context.run(); });
    }
  }

  std::uint16_t port() const { return port_; }

  void stop() {
    if (shared_.stopping.exchange(true)) return;
    for (auto& loop : loops_)
      asio::post(loop->context, [&loop = *loop] {
        error_code ignored;
        loop.acceptor->close(ignored);
        const std::vector<Session*> open(loop.sessions.begin(), loop.sessions.end());
        for (auto* session : open) session->drain();
      });
    const auto deadline = Clock::now() + options_.limits.drain_time;
    while (shared_.connections > 0 && Clock::now() < deadline)
      std::this_thread::sleep_for(std::chrono::milliseconds(5));
    for (auto& loop : loops_) loop->context.stop();
    for (auto& loop : loops_)
      if (loop->thread.joinable()) loop->thread.join();
  }

 private:
  tcp::endpoint endpoint() const {
    error_code error;
    asio::io_context context;
    const auto found = tcp::resolver(context).resolve(options_.address, "", error);
    if (error || found.empty())
      throw std::runtime_error("'" + options_.address + "' is no address of this machine: " + error.message());
    return {found.begin()->endpoint().address(), port_ != 0 ? port_ : options_.port};
  }

  [[noreturn]] void fail_to_listen(error_code error) const {
    throw std::runtime_error("cannot listen on " + options_.address + " port " + std::to_string(options_.port) + ": " +
                             error.message());
  }

  /// The loops share the port, and would share it with another process too: a socket that does not share finds out.
  void expect_free_port() const {
    asio::io_context context;
    tcp::acceptor probe(context);
    probe.open(endpoint().protocol());
    probe.set_option(tcp::acceptor::reuse_address(true));
    error_code error;
    probe.bind(endpoint(), error);
    if (error) fail_to_listen(error);
  }

  void listen(Loop& loop) {
    error_code error;
    auto& acceptor = loop.acceptor.emplace(loop.context);
    acceptor.open(endpoint().protocol());
    acceptor.set_option(tcp::acceptor::reuse_address(true));
    acceptor.set_option(ReusePort(true));
    acceptor.bind(endpoint(), error);
    if (!error) acceptor.listen(1024, error);
    if (error) fail_to_listen(error);
    port_ = acceptor.local_endpoint().port();
  }

  void accept(Loop& loop) {
    loop.acceptor->async_accept([this, &loop](error_code error, tcp::socket socket) {
      if (shared_.stopping || error == asio::error::operation_aborted) return;
      if (!error) Session::make(std::move(socket), loop, shared_)->start();
      if (error == asio::error::no_descriptors) return accept_later(loop);
      accept(loop);
    });
  }

  /// Out of file descriptors: trying again at once would only spin.
  void accept_later(Loop& loop) {
    auto timer = std::make_shared<asio::steady_timer>(loop.context, std::chrono::milliseconds(50));
    timer->async_wait([this, &loop, timer](error_code) {
      if (!shared_.stopping) accept(loop);
    });
  }

  ServerOptions options_;
  Shared shared_;
  std::vector<std::unique_ptr<Loop>> loops_;
  std::uint16_t port_ = 0;
};

Server::Server(ServerOptions options, Dispatch dispatch, AccessLog log)
    : impl_(std::make_unique<Impl>(std::move(options), std::move(dispatch), std::move(log))) {}

Server::~Server() { impl_->stop(); }

void Server::start() { impl_->start(); }
std::uint16_t Server::port() const { return impl_->port(); }
void Server::stop() { impl_->stop(); }

}  // namespace schemac::http
