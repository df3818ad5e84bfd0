// HTML pages from templates: what is put in is escaped unless the template says that it is HTML already.
#pragma once

#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace schemac::html {

/// `& < > " '` as entities: safe in text and inside quoted attributes.
std::string escaped(std::string_view text);

/// `url` where it is safe behind href or src: http, https, mailto, or without a scheme; "#" otherwise.
std::string safe_url(std::string_view url);

/// What a template is filled with: texts, and lists of further data.
struct Data {
  std::map<std::string, std::string, std::less<>> texts = {};
  std::map<std::string, std::vector<Data>, std::less<>> lists = {};
};

/// `{{name}}` is the text, escaped; `{{{name}}}` the text as HTML; `{{#list}}…{{/list}}` repeats for each element of a
/// list, or stands once where a text of that name is not empty; `{{^list}}…{{/list}}` stands where it is empty. Names
/// not found in an element are looked up in the data around it.
class Template {
 public:
  /// Throws std::invalid_argument where a section or a tag is not closed.
  explicit Template(std::string_view source);
  ~Template();
  Template(Template&&) noexcept;

  std::string render(const Data& data) const;

 private:
  struct Node;
  std::unique_ptr<Node> root_;
};

}  // namespace schemac::html
