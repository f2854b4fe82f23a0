#include <doctest/doctest.h>

#include "http/server.h"
#include "http/wire.h"

using namespace writ;
using namespace writ::http;

namespace {
const base::Time now = *base::parse_time("1994-11-06T08:49:37Z");
}

TEST_CASE("a date is written as RFC 9110 section 5.6.7 shows it") {
  CHECK(http_date(now) == "Sun, 06 Nov 1994 08:49:37 GMT");
}

TEST_CASE("a value cannot forge another field of the response") {
  Response response;
  response.headers["Location"] = "/a\r\nSet-Cookie: b";
  const auto head = response_head(response, true, now);
  REQUIRE_FALSE(head);
  CHECK(head.error().field == "Location");
}

TEST_CASE("an answer without a body says nothing of its length, HEAD says that of GET") {
  Response response;
  response.body = "1234";
  CHECK(response_head(response, true, now)->find("Content-Length: 4\r\n") != std::string::npos);
  CHECK(has_body(response, "GET"));
  CHECK_FALSE(has_body(response, "HEAD"));
  response.status = 304;
  CHECK(response_head(response, true, now)->find("Content-Length") == std::string::npos);
  CHECK_FALSE(has_body(response, "GET"));
}

TEST_CASE("the server listens on loopback and nowhere else") {
  const auto handler = [](const Request&) { return Response{}; };
  for (const char* address :
       {"0.0.0.0", "192.0.2.1", "::", "::ffff:127.0.0.1", "localhost", "", "127.0.0.1 ", "128.0.0.1"}) {
    CAPTURE(address);
    const auto server = Server::listen(address, 0, {}, handler);
    REQUIRE_FALSE(server);
    CHECK(server.error().code == base::Errc::invalid);
    CHECK(server.error().value == address);
  }
  const auto first = Server::listen("127.0.0.2", 0, {}, handler);
  REQUIRE(first);
  const auto second = Server::listen("127.0.0.2", (*first)->port(), {}, handler);
  REQUIRE_FALSE(second);
  CHECK(second.error().code == base::Errc::unavailable);
}

TEST_CASE("a limit that would refuse everything is refused itself") {
  ServerLimits limits;
  limits.threads = 0;
  CHECK_FALSE(Server::listen("127.0.0.1", 0, limits, [](const Request&) { return Response{}; }));
}

TEST_CASE("a server that is stopped before it runs returns at once") {
  const auto server = Server::listen("127.0.0.1", 0, {}, [](const Request&) { return Response{}; });
  REQUIRE(server);
  (*server)->stop();
  (*server)->run();
}
