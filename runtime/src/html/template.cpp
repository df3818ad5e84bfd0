#include "schemac/html/template.h"

#include <stdexcept>

namespace schemac::html {

std::string escaped(std::string_view text) {
  std::string out;
  out.reserve(text.size());
  for (const char c : text) switch (c) {
      case '&':
        out += "&amp;";
        break;
      case '<':
        out += "&lt;";
        break;
      case '>':
        out += "&gt;";
        break;
      case '"':
        out += "&quot;";
        break;
      case '\'':
        out += "&#39;";
        break;
      default:
        out += c;
    }
  return out;
}

std::string safe_url(std::string_view url) {
  const auto colon = url.find(':');
  const bool has_scheme = colon != url.npos && url.find_first_of("/?#") > colon;
  if (!has_scheme) return std::string(url);
  std::string scheme(url.substr(0, colon));
  for (char& c : scheme)
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c + 32);
  return scheme == "http" || scheme == "https" || scheme == "mailto" ? std::string(url) : "#";
}

struct Template::Node {
  enum class Kind { text, value, html, section, inverted };
  Kind kind = Kind::section;
  std::string text = {};  // of a text node; else the name
  std::vector<Node> children = {};
};

namespace {

/// The data that a name is looked up in, innermost last.
using Scopes = std::vector<const Data*>;

template <class Node>
class Parser {
 public:
  explicit Parser(std::string_view source) : rest_(source) {}

  /// Reads nodes up to `{{/name}}`, or to the end for the whole template.
  void parse(Node& parent, std::string_view name) {
    while (!rest_.empty()) {
      const auto open = rest_.find("{{");
      if (open != 0) {
        parent.children.push_back({Node::Kind::text, std::string(rest_.substr(0, open))});
        rest_.remove_prefix(open == rest_.npos ? rest_.size() : open);
        continue;
      }
      if (rest_.starts_with("{{{")) {
        parent.children.push_back({Node::Kind::html, tag("{{{", "}}}")});
        continue;
      }
      const auto inside = tag("{{", "}}");
      if (inside.starts_with('/')) {
        if (inside.substr(1) != name) throw std::invalid_argument("{{" + inside + "}} closes nothing that is open");
        return;
      }
      add(parent, inside);
    }
    if (!name.empty()) throw std::invalid_argument("the section {{#" + std::string(name) + "}} is not closed");
  }

 private:
  void add(Node& parent, const std::string& inside) {
    const bool section = inside.starts_with('#'), inverted = inside.starts_with('^');
    if (!section && !inverted) {
      parent.children.push_back({Node::Kind::value, inside});
      return;
    }
    Node child{section ? Node::Kind::section : Node::Kind::inverted, inside.substr(1)};
    parse(child, child.text);
    parent.children.push_back(std::move(child));
  }

  std::string tag(std::string_view open, std::string_view close) {
    const auto end = rest_.find(close, open.size());
    if (end == rest_.npos) throw std::invalid_argument("a tag is not closed: " + std::string(rest_.substr(0, 20)));
    std::string inside(rest_.substr(open.size(), end - open.size()));
    rest_.remove_prefix(end + close.size());
    return inside;
  }

  std::string_view rest_;
};

std::string_view text_of(const Scopes& scopes, const std::string& name) {
  for (auto scope = scopes.rbegin(); scope != scopes.rend(); ++scope)
    if (const auto found = (*scope)->texts.find(name); found != (*scope)->texts.end()) return found->second;
  return {};
}

const std::vector<Data>* list_of(const Scopes& scopes, const std::string& name) {
  for (auto scope = scopes.rbegin(); scope != scopes.rend(); ++scope)
    if (const auto found = (*scope)->lists.find(name); found != (*scope)->lists.end()) return &found->second;
  return nullptr;
}

/// No list and no text of this name, or an empty one.
bool is_empty(const Scopes& scopes, const std::string& name) {
  const auto* list = list_of(scopes, name);
  return list != nullptr ? list->empty() : text_of(scopes, name).empty();
}

template <class Node>
void render_nodes(const std::vector<Node>& nodes, Scopes& scopes, std::string& out);

template <class Node>
void render_section(const Node& node, Scopes& scopes, std::string& out) {
  const auto* list = list_of(scopes, node.text);
  if (list == nullptr) return render_nodes(node.children, scopes, out);
  for (const auto& element : *list) {
    scopes.push_back(&element);
    render_nodes(node.children, scopes, out);
    scopes.pop_back();
  }
}

template <class Node>
void render_nodes(const std::vector<Node>& nodes, Scopes& scopes, std::string& out) {
  for (const auto& node : nodes) switch (node.kind) {
      case Node::Kind::text:
        out += node.text;
        break;
      case Node::Kind::value:
        out += escaped(text_of(scopes, node.text));
        break;
      case Node::Kind::html:
        out += text_of(scopes, node.text);
        break;
      case Node::Kind::section:
        if (!is_empty(scopes, node.text)) render_section(node, scopes, out);
        break;
      case Node::Kind::inverted:
        if (is_empty(scopes, node.text)) render_nodes(node.children, scopes, out);
        break;
    }
}

}  // namespace

Template::Template(std::string_view source) : root_(std::make_unique<Node>()) {
  Parser<Node>(source).parse(*root_, "");
}
Template::~Template() = default;
Template::Template(Template&&) noexcept = default;

std::string Template::render(const Data& data) const {
  std::string out;
  Scopes scopes = {&data};
  render_nodes(root_->children, scopes, out);
  return out;
}

}  // namespace schemac::html
