#include <doctest/doctest.h>

#include "http/router.h"

using namespace writ::http;

namespace {

RouteTable table() {
  RouteTable routes;
  routes.add("POST", "/requests");
  routes.add("GET", "/cases/{ref}");
  routes.add("GET", "/cases/{ref}/receipt");
  routes.add("PUT", "/cases/{ref}");
  return routes;
}

}  // namespace

TEST_CASE("a pattern takes one segment for each parameter") {
  const auto routes = table();
  const auto match = routes.find("GET", "/cases/WR-1/receipt");
  REQUIRE(match);
  CHECK(match->index == 2);
  CHECK(match->params == Params{{"ref", "WR-1"}});
  CHECK(routes.find("PUT", "/cases/x")->index == 3);
}

TEST_CASE("HEAD is answered where GET is") { CHECK(table().find("HEAD", "/cases/x")->index == 1); }

TEST_CASE("an address that no pattern matches is 404") {
  for (const char* path :
       {"/", "/cases", "/cases/", "/cases/a/", "/cases/a/b", "/cases/a/receipt/", "/requests/", "/Requests", "*", ""}) {
    CAPTURE(path);
    const auto match = table().find("GET", path);
    REQUIRE_FALSE(match);
    CHECK(match.error().status == 404);
  }
}

TEST_CASE("a method that an address does not take is 405 and names those that it takes") {
  const auto match = table().find("DELETE", "/cases/x");
  REQUIRE_FALSE(match);
  CHECK(match.error().status == 405);
  CHECK(match.error().headers.at("Allow") == "GET, HEAD, OPTIONS, PUT");
  CHECK(table().find("HEAD", "/requests").error().status == 405);
  const auto options = table().find("OPTIONS", "/requests");
  REQUIRE_FALSE(options);
  CHECK(options.error().status == 204);
  CHECK(options.error().headers.at("Allow") == "OPTIONS, POST");
}
