// Writing generated text so that the code of an emitter reads like its output.
#pragma once

#include <initializer_list>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace schemac::codegen {

/// Collects text. Every line is indented by the scopes that are open.
class Printer {
 public:
  using Variables = std::initializer_list<std::pair<std::string_view, std::string_view>>;

  /// Appends `text`, each `$name$` replaced by its variable; `$$` is a dollar. A name that is not among them is a
  /// mistake of the emitter: std::logic_error.
  void print(std::string_view text, Variables variables = {});

  /// Appends `text` and a line end, whatever `text` holds.
  void line(std::string_view text);

  /// A documentation comment of as many `///` lines as it takes; nothing for an empty text.
  void doc(std::string_view text);

  /// `head`, the texts between braces, `tail`: on one line where it fits, else one text a line.
  void list(std::string_view head, const std::vector<std::string>& items, std::string_view tail);

  /// `head(parameters)tail`, the parameters below each other's beginning where they do not fit on one line.
  void call(std::string_view head, const std::vector<std::string>& parameters, std::string_view tail);

  /// Initialisers of members between braces: on one line, on one line of their own, or each below the first.
  void braced(std::string_view head, const std::vector<std::string>& items, std::string_view tail);

  /// Deeper by `spaces` while it lives.
  class Scope {
   public:
    Scope(Printer& printer, std::size_t spaces) : printer_(printer), spaces_(spaces) { printer_.indent_ += spaces_; }
    ~Scope() { printer_.indent_ -= spaces_; }
    Scope(const Scope&) = delete;
    Scope& operator=(const Scope&) = delete;

   private:
    Printer& printer_;
    std::size_t spaces_;
  };
  Scope indented(std::size_t spaces = 2) { return {*this, spaces}; }

  std::string take() { return std::move(out_); }

 private:
  void append(std::string_view text);

  std::string out_;
  std::size_t indent_ = 0;
};

/// The width that generated code keeps to.
inline constexpr std::size_t kLineWidth = 120;

/// `text` broken at spaces into lines of at most `width` characters; its own line ends are kept.
std::vector<std::string> wrapped(std::string_view text, std::size_t width);

/// `text` as a C++ raw string literal, with a delimiter that it does not hold.
std::string raw_literal(std::string_view text);

/// `text` as a C++ string literal.
std::string literal(std::string_view text);

}  // namespace schemac::codegen
