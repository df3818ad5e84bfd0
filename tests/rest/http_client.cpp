#include "rest/http_client.h"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

#include <array>
#include <stdexcept>

namespace schemac::test {

std::string Answer::header(std::string_view name) const {
  for (const auto& [key, value] : headers)
    if (http::equals_ignoring_case(key, name)) return value;
  return "";
}

Client::Client(std::uint16_t port) : socket_(::socket(AF_INET, SOCK_STREAM, 0)) {
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_port = htons(port);
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  const timeval patience{10, 0};
  setsockopt(socket_, SOL_SOCKET, SO_RCVTIMEO, &patience, sizeof patience);
  if (connect(socket_, reinterpret_cast<const sockaddr*>(&address), sizeof address) != 0) {
    close(socket_);
    throw std::runtime_error("cannot connect to port " + std::to_string(port));
  }
}

Client::~Client() { close(socket_); }

void Client::write(std::string_view octets) {
  while (!octets.empty()) {
    const auto sent = ::send(socket_, octets.data(), octets.size(), MSG_NOSIGNAL);
    if (sent <= 0) throw std::runtime_error("the server does not read");
    octets.remove_prefix(static_cast<std::size_t>(sent));
  }
}

bool Client::fill() {
  std::array<char, 16384> chunk{};
  const auto got = recv(socket_, chunk.data(), chunk.size(), 0);
  if (got < 0) throw std::runtime_error("nothing came from the server within ten seconds");
  buffer_.append(chunk.data(), static_cast<std::size_t>(got));
  return got > 0;
}

Answer Client::read(bool head) {
  std::size_t end = 0;
  while ((end = buffer_.find("\r\n\r\n")) == std::string::npos)
    if (!fill()) throw std::runtime_error("the server closed the connection without an answer");
  Answer answer;
  std::string_view lines = std::string_view(buffer_).substr(0, end);
  answer.status = std::stoi(std::string(lines.substr(9, 3)));
  while (true) {
    const auto next = lines.find("\r\n");
    if (next == lines.npos) break;
    lines.remove_prefix(next + 2);
    const auto line = lines.substr(0, lines.find("\r\n"));
    const auto colon = line.find(": ");
    answer.headers.emplace_back(line.substr(0, colon), line.substr(colon + 2));
  }
  const auto length_text = answer.header("Content-Length");
  const std::size_t length = head || length_text.empty() ? 0 : std::stoul(length_text);
  while (buffer_.size() < end + 4 + length)
    if (!fill()) throw std::runtime_error("the answer's body is cut short");
  answer.body = buffer_.substr(end + 4, length);
  buffer_.erase(0, end + 4 + length);
  answer.closed = answer.header("Connection") == "close";
  return answer;
}

bool Client::at_end() { return buffer_.empty() && !fill(); }

Answer Client::send(std::string_view method, std::string_view target, std::string_view body,
                    const http::Fields& headers) {
  std::string text = std::string(method) + " " + std::string(target) + " HTTP/1.1\r\nHost: localhost\r\n";
  for (const auto& [name, value] : headers) text += name + ": " + value + "\r\n";
  if (!body.empty()) text += "Content-Length: " + std::to_string(body.size()) + "\r\n";
  text += "\r\n" + std::string(body);
  write(text);
  return read(method == "HEAD");
}

Answer request(std::uint16_t port, std::string_view method, std::string_view target, std::string_view body,
               const http::Fields& headers) {
  return Client(port).send(method, target, body, headers);
}

}  // namespace schemac::test
