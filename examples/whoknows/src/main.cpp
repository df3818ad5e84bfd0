#include <cstdio>
#include <exception>

#include "service.h"

int main() {
  try {
    const auto environment = schemac::app::Environment::load();
    schemac::app::App app(schemac::app::read_settings(environment));
    schemac::auth::SessionOptions options;
    options.secure = environment.flag("COOKIE_SECURE", false);
    const whoknows::Service service(app, schemac::auth::Sessions({environment.get("SESSION_SECRET")}, options));
    return app.run();
  } catch (const std::exception& error) {
    std::fprintf(stderr, "whoknows: %s\n", error.what());
    return 1;
  }
}
