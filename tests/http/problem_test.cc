#include <doctest/doctest.h>

#include <nlohmann/json.hpp>

#include "http/problem.h"

using namespace writ;
using namespace writ::http;
using nlohmann::json;

TEST_CASE("a fault becomes a problem with field, value and rule") {
  const Response response = problem({base::Errc::invalid, "selectors[2].value", "+49", "is E.164"}, "/api/v1/requests");
  CHECK(response.status == 422);
  CHECK(response.content_type == "application/problem+json");
  const auto body = json::parse(response.body);
  CHECK(body["type"] == "urn:writ:problem:invalid");
  CHECK(body["status"] == 422);
  CHECK(body["instance"] == "/api/v1/requests");
  CHECK(body["field"] == "selectors[2].value");
  CHECK(body["value"] == "+49");
  CHECK(body["rule"] == "is E.164");
  CHECK(body["title"].is_string());
  CHECK(body["detail"].is_string());
}

TEST_CASE("each kind of error has its status") {
  CHECK(status_of(base::Errc::invalid) == 422);
  CHECK(status_of(base::Errc::not_found) == 404);
  CHECK(status_of(base::Errc::conflict) == 409);
  CHECK(status_of(base::Errc::denied) == 403);
  CHECK(status_of(base::Errc::unavailable) == 503);
  CHECK(status_of(base::Errc::corrupt) == 500);
}

TEST_CASE("our own faults show neither file names nor reasons, and say when to come back") {
  const Response response = problem({base::Errc::unavailable, "state/keys.db", "secret", "disk I/O error"}, "/a");
  CHECK(response.status == 503);
  CHECK(response.headers.at("Retry-After") == "1");
  for (const char* hidden : {"keys.db", "secret", "disk"}) CHECK(response.body.find(hidden) == std::string::npos);
}

TEST_CASE("a value is cut to 80 bytes between two characters, and bytes that are not UTF-8 do not break the JSON") {
  const std::string euros = std::string(79, 'a') + "\xE2\x82\xAC";
  const auto body = json::parse(problem({base::Errc::invalid, "f", euros, "r"}, "").body);
  CHECK(body["value"] == std::string(79, 'a'));
  CHECK_FALSE(body.contains("instance"));
  CHECK(json::parse(problem({base::Errc::invalid, "f", "\xFF\xC3", "r"}, "").body)["value"].is_string());
}

TEST_CASE("the bad lines of a batch are named, a hundred of them at most, and all are counted") {
  std::vector<intake::LineError> faults;
  for (std::size_t i = 1; i <= 150; ++i) faults.push_back({i, {base::Errc::invalid, "country", "ZZ", "is a country"}});
  const auto body = json::parse(problem(faults, "/api/v1/requests").body);
  CHECK(body["errors"].size() == 100);
  CHECK(body["errors_total"] == 150);
  CHECK(body["errors"][1] == json{{"line", 2}, {"field", "country"}, {"value", "ZZ"}, {"rule", "is a country"}});
}
