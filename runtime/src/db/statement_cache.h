// Prepared statements by their text, the least recently used dropped beyond a bound.
#pragma once

#include <list>
#include <string>
#include <string_view>
#include <unordered_map>
#include <utility>

namespace schemac::db {

/// `Statement` is owned: dropping it releases what the server or library holds.
template <class Statement>
class StatementCache {
 public:
  /// The statement of this text; made by `prepare()` where it is not there.
  template <class Prepare>
  Statement& get(std::string_view sql, Prepare prepare) {
    if (const auto found = by_text_.find(sql); found != by_text_.end()) {
      entries_.splice(entries_.begin(), entries_, found->second);
      return found->second->second;
    }
    entries_.emplace_front(std::string(sql), prepare());
    by_text_.emplace(entries_.front().first, entries_.begin());
    if (entries_.size() > kCapacity) {
      by_text_.erase(entries_.back().first);
      entries_.pop_back();
    }
    return entries_.front().second;
  }

  void erase(std::string_view sql) {
    const auto found = by_text_.find(sql);
    if (found == by_text_.end()) return;
    const auto entry = found->second;
    by_text_.erase(found);
    entries_.erase(entry);
  }

 private:
  static constexpr std::size_t kCapacity = 256;
  std::list<std::pair<std::string, Statement>> entries_;
  std::unordered_map<std::string_view, typename std::list<std::pair<std::string, Statement>>::iterator> by_text_;
};

}  // namespace schemac::db
