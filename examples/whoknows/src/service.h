// The service: pages, API and the generated resources on one router.
#pragma once

#include "accounts.h"
#include "generated/v1.h"
#include "schemac/app/app.h"

namespace whoknows {

class Service {
 public:
  /// Adds its routes to the app's router, and must outlive the app's running.
  Service(schemac::app::App& app, schemac::auth::Sessions sessions);

 private:
  void add_pages(schemac::http::Router& router);
  void add_api(schemac::http::Router& router);

  schemac::http::Response search_results(const schemac::http::Request& request);
  schemac::http::Response answer_login(schemac::http::Request& request);
  schemac::http::Response answer_register(schemac::http::Request& request);
  schemac::http::Response answer_logout(schemac::http::Request& request);

  schemac::db::Database& database_;
  Accounts accounts_;
  model::V1 resources_;
};

}  // namespace whoknows
