#include "views.h"

#include "schemac/base/utf8.h"
#include "schemac/html/template.h"

namespace whoknows {

namespace {

using schemac::html::Data;
using schemac::html::Template;

constexpr std::string_view kStylesheet = R"(
* { box-sizing: border-box; }
body { margin: 0; font: 16px/1.5 system-ui, sans-serif; color: #222; background: #fafafa; }
header { display: flex; gap: 1.5rem; align-items: baseline; padding: .8rem 1.5rem; background: #1f4e5f; }
header a { color: #fff; text-decoration: none; }
header .brand { font-size: 1.3rem; font-weight: 700; }
header nav { margin-left: auto; display: flex; gap: 1rem; }
header span { color: #fff; }
header form { display: inline; }
header button { padding: 0; border: 0; background: none; color: #fff; font: inherit; cursor: pointer; }
main { max-width: 46rem; margin: 2rem auto; padding: 0 1rem; }
a { color: #1f4e5f; }
h2 a { text-decoration: none; }
h2 a:hover { text-decoration: underline; }
:focus-visible { outline: 2px solid #d98324; outline-offset: 1px; }
.welcome { margin: 14vh 0 1.5rem; text-align: center; }
.welcome h1 { margin: 0; font-size: 2.6rem; color: #1f4e5f; }
.message { padding: .6rem 1rem; border-left: 4px solid #d98324; background: #fdf1e1; }
form.search { display: flex; gap: .5rem; }
form.search input { flex: 1; min-width: 0; }
input, select, main button { padding: .55rem .7rem; border: 1px solid #aaa; border-radius: 4px; font: inherit; background: #fff; }
main button { border-color: #1f4e5f; background: #1f4e5f; color: #fff; cursor: pointer; }
form.fields { display: grid; gap: .8rem; max-width: 22rem; }
form.fields label { display: grid; gap: .2rem; }
article { margin: 1.5rem 0; }
article h2 { margin: 0; font-size: 1.15rem; }
article p { margin: .2rem 0; }
article .url { color: #4a7c59; font-size: .9rem; overflow-wrap: anywhere; }
)";

constexpr std::string_view kFrame = R"(<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>{{title}} – ¿Who Knows?</title>
<link rel="stylesheet" href="/static/style.css">
</head>
<body>
<header>
<a class="brand" href="/">¿Who Knows?</a>
<a href="/about">About</a>
<nav>{{#user}}<span id="user">{{user}}</span>
<form method="post" action="/api/logout"><button id="nav-logout">Log out</button></form>{{/user}}
{{^user}}<a id="nav-login" href="/login">Log in</a><a id="nav-register" href="/register">Register</a>{{/user}}</nav>
</header>
<main>
{{#message}}<p class="message" role="status">{{message}}</p>{{/message}}
{{{content}}}
</main>
</body>
</html>
)";

constexpr std::string_view kSearch = R"({{^searched}}<div class="welcome">
<h1>¿Who Knows?</h1>
<p>Ask about programming languages, in English or Danish.</p>
</div>
{{/searched}}<form class="search" action="/" role="search">
<input id="search-input" name="q" value="{{query}}" placeholder="Search..." aria-label="Search for" autofocus>
<select name="language" aria-label="Language">
<option value="en"{{#en}} selected{{/en}}>English</option>
<option value="da"{{#da}} selected{{/da}}>Dansk</option>
</select>
<button id="search-button">Search</button>
</form>
<section id="results">
{{#results}}<article>
<h2><a class="search-result-title" href="{{url}}">{{title}}</a></h2>
<p class="url">{{url}}</p>
<p class="search-result-description">{{description}}</p>
</article>
{{/results}}{{#searched}}{{^results}}<p>Nobody knows: no page was found.</p>{{/results}}{{/searched}}
</section>
)";

constexpr std::string_view kAbout = R"(<h1>About</h1>
<p>¿Who Knows? is a search engine. Its schema, migrations, models and REST resources are made by schemac.</p>
)";

constexpr std::string_view kMissing = R"(<h1>Nobody knows</h1>
<p>There is no page at this address. <a href="/">Search for what you were looking for.</a></p>
)";

constexpr std::string_view kLogin = R"(<h1>Log in</h1>
<form class="fields" method="post" action="/api/login">
<label>Username <input name="username" value="{{username}}" autocomplete="username" required></label>
<label>Password <input name="password" type="password" autocomplete="current-password" required></label>
<button id="login-button">Log in</button>
</form>
)";

constexpr std::string_view kRegister = R"(<h1>Register</h1>
<form class="fields" method="post" action="/api/register">
<label>Username <input name="username" value="{{username}}" maxlength="64" autocomplete="username" required></label>
<label>E-mail <input name="email" type="email" value="{{email}}" maxlength="255" autocomplete="email" required></label>
<label>Password <input name="password" type="password" autocomplete="new-password" required></label>
<label>Password again <input name="password2" type="password" autocomplete="new-password" required></label>
<button id="register-button">Register</button>
</form>
)";

constexpr std::size_t kDescriptionLength = 240;

std::string framed(const Frame& frame, std::string title, std::string content) {
  static const Template page(kFrame);
  Data data;
  data.texts = {{"title", std::move(title)}, {"content", std::move(content)}, {"message", frame.message}};
  if (frame.user) data.texts["user"] = frame.user->username;
  return page.render(data);
}

/// The first characters of a text, cut between code points.
std::string beginning(const std::string& text) {
  std::size_t length = 0;
  for (std::size_t count = 0; length < text.size() && count < kDescriptionLength; ++count)
    length += std::max<std::size_t>(1, schemac::utf8_sequence_length(std::string_view(text).substr(length)));
  return length < text.size() ? text.substr(0, length) + "…" : text;
}

}  // namespace

std::string search_page(const Frame& frame, const std::string& query, model::Language language,
                        const std::vector<model::Page>& results) {
  static const Template search(kSearch);
  Data data;
  data.texts = {{"query", query}, {"searched", query}, {std::string(to_string(language)), "selected"}};
  auto& list = data.lists["results"];
  for (const auto& page : results)
    list.push_back({{{"title", page.title},
                     {"url", schemac::html::safe_url(page.url)},
                     {"description", beginning(page.content)}}});
  return framed(frame, query.empty() ? "Search" : query, search.render(data));
}

std::string about_page(const Frame& frame) { return framed(frame, "About", std::string(kAbout)); }

std::string missing_page(const Frame& frame) { return framed(frame, "Not found", std::string(kMissing)); }

std::string login_page(const Frame& frame, const std::string& username) {
  static const Template login(kLogin);
  return framed(frame, "Log in", login.render({{{"username", username}}}));
}

std::string register_page(const Frame& frame, const std::string& username, const std::string& email) {
  static const Template page(kRegister);
  return framed(frame, "Register", page.render({{{"username", username}, {"email", email}}}));
}

std::string_view stylesheet() { return kStylesheet; }

}  // namespace whoknows
