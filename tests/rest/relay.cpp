#include "rest/relay.h"

#include <poll.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#include <array>
#include <stdexcept>
#include <vector>

namespace schemac::test {

namespace {

sockaddr_un address_of(const std::filesystem::path& path) {
  sockaddr_un address{};
  address.sun_family = AF_UNIX;
  const std::string& text = path.native();
  if (text.size() >= sizeof address.sun_path) throw std::runtime_error("too long for a socket: " + text);
  text.copy(address.sun_path, text.size());  // the zero behind it is there already
  return address;
}

}  // namespace

Relay::Relay(std::filesystem::path path, std::filesystem::path target)
    : path_(std::move(path)), target_(std::move(target)) {
  listen();
  thread_ = std::thread([this] { run(); });
}

Relay::~Relay() {
  {
    const std::lock_guard lock(mutex_);
    ending_ = true;
    close_all();
  }
  thread_.join();
}

void Relay::cut() {
  const std::lock_guard lock(mutex_);
  close_all();
}

void Relay::restore() {
  const std::lock_guard lock(mutex_);
  listen();
}

void Relay::listen() {
  std::filesystem::remove(path_);
  const auto address = address_of(path_);
  listener_ = socket(AF_UNIX, SOCK_STREAM | SOCK_NONBLOCK, 0);
  if (bind(listener_, reinterpret_cast<const sockaddr*>(&address), sizeof address) != 0 || ::listen(listener_, 64) != 0)
    throw std::runtime_error("cannot listen on " + path_.string());
}

void Relay::close_all() {
  if (listener_ != -1) close(listener_);
  listener_ = -1;
  std::filesystem::remove(path_);
  for (const auto& [descriptor, peer] : peers_) {
    shutdown(descriptor, SHUT_RDWR);  // while the thread polls it, closing alone would not end it
    close(descriptor);
  }
  peers_.clear();
}

void Relay::run() {
  while (true) {
    std::vector<pollfd> waiting;
    {
      const std::lock_guard lock(mutex_);
      if (ending_) return;
      if (listener_ != -1) waiting.push_back({listener_, POLLIN, 0});
      for (const auto& [descriptor, peer] : peers_) waiting.push_back({descriptor, POLLIN, 0});
    }
    poll(waiting.data(), waiting.size(), 5);  // short: a cut changes what there is to wait for
    const std::lock_guard lock(mutex_);
    for (const auto& entry : waiting) {
      if (entry.revents == 0) continue;
      if (entry.fd == listener_) {
        accept_one();
      } else if (const auto found = peers_.find(entry.fd); found != peers_.end() && !pass_on(entry.fd, found->second)) {
        const auto peer = found->second;
        close(entry.fd);
        close(peer);
        peers_.erase(entry.fd);
        peers_.erase(peer);
      }
    }
  }
}

void Relay::accept_one() {
  const int client = accept(listener_, nullptr, nullptr);
  if (client == -1) return;
  const auto address = address_of(target_);
  const int server = socket(AF_UNIX, SOCK_STREAM, 0);
  if (connect(server, reinterpret_cast<const sockaddr*>(&address), sizeof address) != 0) {
    close(client);
    close(server);
    return;
  }
  peers_[client] = server;
  peers_[server] = client;
}

/// False where either end has closed.
bool Relay::pass_on(int from, int to) {
  std::array<char, 16384> chunk{};
  const auto got = recv(from, chunk.data(), chunk.size(), MSG_DONTWAIT);
  if (got < 0) return errno == EAGAIN || errno == EINTR;
  for (ssize_t sent = 0; sent < got;) {
    const auto some = send(to, chunk.data() + sent, static_cast<std::size_t>(got - sent), MSG_NOSIGNAL);
    if (some <= 0) return false;
    sent += some;
  }
  return got > 0;
}

}  // namespace schemac::test
