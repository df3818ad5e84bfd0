#include "engine/scratch.h"

#include <fmt/format.h>
#include <unistd.h>

#include <cstdlib>
#include <random>

namespace schemac::engine {

namespace fs = std::filesystem;

Result<Scratch> Scratch::make(DialectId dialect, const std::optional<DatabaseUrl>& server) {
  Scratch out;
  if (dialect == DialectId::sqlite) {
    std::string pattern = fs::temp_directory_path() / "schemac.XXXXXX";
    if (!::mkdtemp(pattern.data())) return failure(diag::Code::SC4004, pattern, "a temporary folder cannot be made");
    out.database_ = pattern;
    out.url_.database = pattern + "/scratch.db";
  } else {
    if (!server) {
      auto started = ThrowawayServer::start(dialect);
      if (!started) return failure(std::move(started.error()));
      out.server_.emplace(std::move(*started));
    }
    out.url_ = server ? *server : out.server_->url();
    auto administration = open(out.url_);
    if (!administration) return failure(std::move(administration.error()));
    if ((*administration)->dialect() != dialect)
      return failure(diag::Code::SC4014, to_string((*administration)->dialect()), to_string(dialect));
    // process ids repeat: in containers that share the server, or where one that was killed left its database behind
    const std::string name = fmt::format("_schemac_scratch_{}_{:08x}", ::getpid(), std::random_device()());
    if (auto made = (*administration)->execute("CREATE DATABASE " + name); !made)
      return failure(std::move(made.error()));
    out.administration_ = std::move(*administration);
    out.database_ = name;
    out.url_.database = name;
  }
  if (auto connected = out.reconnect(); !connected) return failure(std::move(connected.error()));
  return out;
}

Result<void> Scratch::reconnect() {
  OpenOptions options;
  options.create = true;
  options.unknown_names_are_texts = true;  // it is someone's SQL, which SQLite took
  auto connection = open(url_, options);
  if (!connection) return failure(std::move(connection.error()));
  connection_ = std::move(*connection);
  return {};
}

Scratch::~Scratch() {
  if (database_.empty()) return;
  connection_.reset();
  std::error_code ignored;
  if (administration_)
    (void)administration_->execute("DROP DATABASE IF EXISTS " + database_);
  else
    fs::remove_all(database_, ignored);
}

}  // namespace schemac::engine
