#include "service.h"

#include "schemac/http/problem.h"
#include "schemac/json/value.h"
#include "schemac/json/writer.h"
#include "schemac/query/row.h"
#include "search.h"
#include "views.h"

namespace whoknows {

namespace {

using schemac::http::Fields;
using schemac::http::Request;
using schemac::http::Response;

/// Pages load nothing but what this service serves.
Response page(std::string html, int status = 200) {
  auto response = Response::html(std::move(html), status);
  response.header("Content-Security-Policy", "default-src 'self'; frame-ancestors 'none'");
  response.header("X-Content-Type-Options", "nosniff");
  response.header("Cache-Control", "no-store");
  return response;
}

/// The API's answer to forms: `{"statusCode": 200, "message": "…"}`.
Response message(int status, std::string_view text) {
  std::string body;
  schemac::json::Writer(body).begin_object().key("statusCode").integer(status).key("message").string(text).end_object();
  return Response::json(std::move(body), status);
}

/// A browser that sent a form wants a page; everyone else wants JSON.
bool wants_page(const Request& request) { return request.header("Accept").find("text/html") != std::string_view::npos; }

/// The fields of a form, or of a JSON object with strings.
Fields form_of(const Request& request) {
  if (request.media_type() != "application/json") {
    auto fields = schemac::http::parse_urlencoded(request.body);
    schemac::http::require_text(fields);
    return fields;
  }
  const auto parsed = schemac::json::parse(request.body);
  const auto* value = std::get_if<schemac::json::Value>(&parsed);
  if (value == nullptr || value->object() == nullptr)
    throw schemac::http::bad_request("The body must be a JSON object.");
  Fields fields;
  for (const auto& [name, member] : *value->object())
    if (const auto* text = member.string()) fields.emplace_back(name, *text);
  schemac::http::require_text(fields);
  return fields;
}

std::string value_of(const Fields& form, std::string_view name) {
  for (const auto& [key, value] : form)
    if (key == name) return value;
  return "";
}

/// A form that another site's page sends carries that site as its origin. The cookie is SameSite=Lax, too; this also
/// keeps a stranger from logging somebody in as someone else.
void require_own_origin(const Request& request) {
  const auto origin = request.header("Origin");
  const auto scheme = origin.find("://");
  if (origin.empty() || (scheme != origin.npos && origin.substr(scheme + 3) == request.header("Host"))) return;
  throw schemac::http::Problem{.status = 403, .code = "foreign-origin", .detail = "This form comes from another site."};
}

/// `language=` as the client spells it; English where it says nothing. Throws Problem for one that is not there.
model::Language language_of(const Request& request) {
  auto language = model::Language::en;
  const auto text = request.query_value("language");
  if (text && !text->empty() && !parse(*text, language))
    throw schemac::http::invalid({{"language", "not-a-label", "language must be one of en, da.", ""}});
  return language;
}

std::string query_of(const Request& request) { return std::string(request.query_value("q").value_or("")); }

}  // namespace

Service::Service(schemac::app::App& app, schemac::auth::Sessions sessions)
    : database_(app.database()),
      accounts_(app.database(), std::move(sessions)),
      resources_(app.database(), [this](const Request& request) { return accounts_.caller_of(request); }) {
  add_pages(app.router());
  add_api(app.router());
  resources_.mount(app.router(), "/v1");
}

void Service::add_pages(schemac::http::Router& router) {
  router.get("/", [this](Request& request) {
    const auto user = accounts_.user_of(request);
    const auto connection = database_.acquire();
    const auto query = query_of(request);
    const auto language = language_of(request);
    return page(search_page({user, ""}, query, language, search(*connection, query, language)));
  });
  router.get("/about", [this](Request& request) { return page(about_page({accounts_.user_of(request), ""})); });
  router.get("/login", [this](Request& request) {
    const auto user = accounts_.user_of(request);
    if (user) return Response::redirect("/");
    const bool registered = request.query_value("registered").has_value();
    return page(login_page({user, registered ? "You were successfully registered and can log in now" : ""}, ""));
  });
  router.get("/register", [this](Request& request) {
    const auto user = accounts_.user_of(request);
    return user ? Response::redirect("/") : page(register_page({user, ""}, "", ""));
  });
  router.otherwise([](Request& request) -> Response {
    if (!wants_page(request)) throw schemac::http::not_found("There is nothing at " + request.path + ".");
    return page(missing_page({}), 404);
  });
  router.get("/static/style.css", [](Request&) {
    auto response = Response::text(std::string(stylesheet()));
    response.headers = {{"Content-Type", "text/css; charset=utf-8"}, {"Cache-Control", "max-age=3600"}};
    return response;
  });
}

void Service::add_api(schemac::http::Router& router) {
  router.get("/api/search", [this](Request& request) { return search_results(request); });
  router.post("/api/login", [this](Request& request) { return answer_login(request); });
  router.post("/api/register", [this](Request& request) { return answer_register(request); });
  router.post("/api/logout", [this](Request& request) { return answer_logout(request); });
  router.get("/api/logout", [this](Request& request) { return answer_logout(request); });
}

Response Service::search_results(const Request& request) {
  if (!request.query_value("q")) throw schemac::http::invalid({{"q", "required", "q is required.", ""}});
  const auto connection = database_.acquire();
  std::string body;
  schemac::json::Writer writer(body);
  writer.begin_object().key("data").begin_array();
  for (const auto& found : search(*connection, query_of(request), language_of(request))) {
    writer.begin_object().key("id").integer(found.id).key("title").string(found.title).key("url").string(found.url);
    writer.key("language").string(to_string(found.language)).key("last_updated");
    if (found.last_updated) {
      std::string instant;
      schemac::append_iso(instant, *found.last_updated, "+00:00");
      writer.string(instant);
    } else {
      writer.null();
    }
    writer.key("content").string(found.content).end_object();
  }
  writer.end_array().end_object();
  return Response::json(std::move(body));
}

Response Service::answer_login(Request& request) {
  require_own_origin(request);
  const auto form = form_of(request);
  const auto outcome = accounts_.log_in(form);
  if (!outcome.user)
    return wants_page(request)
               ? page(login_page({std::nullopt, outcome.message}, value_of(form, "username")), outcome.status)
               : message(outcome.status, outcome.message);
  auto response = wants_page(request) ? Response::redirect("/") : message(200, outcome.message);
  response.header("Set-Cookie", accounts_.open_session(*outcome.user));
  return response;
}

Response Service::answer_register(Request& request) {
  require_own_origin(request);
  const auto form = form_of(request);
  const auto outcome = accounts_.register_user(form);
  if (!wants_page(request)) return message(outcome.status, outcome.message);
  if (outcome.user) return Response::redirect("/login?registered");
  const Frame frame{std::nullopt, outcome.message};
  return page(register_page(frame, value_of(form, "username"), value_of(form, "email")), outcome.status);
}

Response Service::answer_logout(Request& request) {
  auto response = wants_page(request) ? Response::redirect("/") : message(200, "You were logged out");
  response.header("Set-Cookie", accounts_.close_session());
  return response;
}

}  // namespace whoknows
