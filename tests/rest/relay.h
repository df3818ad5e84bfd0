// Stands between a program and a server's socket, so that a test can take the server away and bring it back.
#pragma once

#include <filesystem>
#include <map>
#include <mutex>
#include <thread>

namespace schemac::test {

/// Listens on `path` and passes on, byte for byte, to and from the socket `target`.
class Relay {
 public:
  Relay(std::filesystem::path path, std::filesystem::path target);
  ~Relay();
  Relay(const Relay&) = delete;
  Relay& operator=(const Relay&) = delete;

  /// Cuts every connection, in the middle of whatever they carry, and refuses new ones.
  void cut();
  void restore();

 private:
  void listen();
  void close_all();
  void run();
  void accept_one();
  bool pass_on(int from, int to);

  std::filesystem::path path_, target_;
  std::mutex mutex_;
  int listener_ = -1;
  std::map<int, int> peers_;  // both directions of each connection
  bool ending_ = false;
  std::thread thread_;
};

}  // namespace schemac::test
