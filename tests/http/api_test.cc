#include <doctest/doctest.h>

#include <nlohmann/json.hpp>
#include <set>

#include "fake_backend.h"
#include "http/openapi.h"
#include "intake/intake.h"

using namespace writ;
using namespace writ::http;
using nlohmann::json;

namespace {

struct Fixture {
  base::ManualClock clock{*base::parse_time("2026-03-01T12:00:00Z")};
  FakeBackend backend;
  Api api{backend, clock};

  Response call(std::string method, std::string path, const std::string& token, std::string body = "",
                const std::string& type = "application/json") const {
    Request request{std::move(method), std::move(path), {}, {}, std::move(body)};
    if (!token.empty()) request.headers["authorization"] = "Bearer " + token;
    if (!request.body.empty()) request.headers["content-type"] = type;
    return api.handle(request);
  }
  Response post(const std::string& token, std::string body, const std::string& type = "application/json") const {
    return call("POST", "/api/v1/requests", token, std::move(body), type);
  }
};

/// The example with another nonce, or with none for 0.
std::string request_json(unsigned nonce, const std::string& country = "US") {
  json request = json::parse(example_request());
  request["country"] = country;
  request.erase("nonce");
  if (nonce > 0) request["nonce"] = std::string(62, '0') + std::to_string(10 + nonce);
  return request.dump();
}

}  // namespace

TEST_CASE_FIXTURE(Fixture, "a request is kept, and its sender gets a reference, a promise and where to look") {
  const Response response = post("alice-token", request_json(1));
  CHECK(response.status == 201);
  CHECK(response.content_type == "application/json");
  CHECK(response.headers.at("Location") == "/api/v1/cases/WR-2026-10000");
  CHECK(response.headers.at("Cache-Control") == "no-store");
  const json body = json::parse(response.body);
  CHECK(body["ref"] == "WR-2026-10000");
  CHECK(body["promise"] == "promise of WR-2026-10000\n");
  CHECK(body["promise_opening"] == "{\"origin\":\"x/test\"}");
  CHECK(body["receipt"] == "/api/v1/cases/WR-2026-10000/receipt");
}

TEST_CASE_FIXTURE(Fixture, "without a token nothing under /api answers, not even which addresses exist") {
  for (const char* path :
       {"/api", "/api/", "/api/v1/requests", "/api/v1/cases/WR-2026-10000", "/api/v1/reports", "/api/nothing"}) {
    for (const char* method : {"GET", "POST", "HEAD", "OPTIONS", "DELETE"}) {
      const Response none = call(method, path, "");
      CHECK(none.status == 401);
      CHECK(none.headers.at("WWW-Authenticate") == "Bearer realm=\"writ\"");
      const Response wrong = call(method, path, "guess");
      CHECK(wrong.status == 401);
      CHECK(wrong.headers.at("WWW-Authenticate") == "Bearer realm=\"writ\", error=\"invalid_token\"");
      CHECK(wrong.body.find("guess") == std::string::npos);
    }
  }
  CHECK(call("GET", "/healthz", "").status == 200);
  CHECK(call("GET", "/openapi.json", "").status == 200);
}

TEST_CASE_FIXTURE(Fixture, "the scheme is Bearer in any case, and no other, and a huge token is not looked up") {
  Request request{"GET", "/api/v1/reports", {}, {{"authorization", "bEaReR  staff-token "}}, ""};
  CHECK(api.handle(request).status == 200);
  const auto lookups = backend.authentications;
  for (const std::string& field : {std::string("Basic staff-token"), std::string("staff-token"), std::string("Bearer "),
                                   "Bearer " + std::string(5000, 'a')}) {
    request.headers["authorization"] = field;
    CHECK(api.handle(request).status == 401);
  }
  CHECK(backend.authentications == lookups);
}

TEST_CASE_FIXTURE(Fixture, "a bad request names field, value and rule, and nothing is kept") {
  const Response response = post("alice-token", request_json(1, "UK"));
  CHECK(response.status == 422);
  CHECK(response.content_type == "application/problem+json");
  const json body = json::parse(response.body);
  CHECK(body["field"] == "country");
  CHECK(body["value"] == "UK");
  CHECK(body["rule"].get<std::string>().find("GB") != std::string::npos);
  CHECK(post("alice-token", "{").status == 422);
  CHECK(backend.case_count() == 0);
}

TEST_CASE_FIXTURE(Fixture, "a batch is kept whole") {
  const Response response =
      post("service-token", request_json(1) + "\n" + request_json(2) + "\n", "application/x-ndjson");
  CHECK(response.status == 201);
  CHECK_FALSE(response.headers.contains("Location"));
  const json body = json::parse(response.body);
  CHECK(body["accepted"].size() == 2);
  CHECK(body["accepted"][1]["ref"] == "WR-2026-10001");
}

TEST_CASE_FIXTURE(Fixture, "a batch with bad lines names each of them and keeps nothing") {
  const std::string batch = request_json(1) + "\n" + request_json(2, "XX") + "\n{}\n" + request_json(3) + "\n";
  const Response response = post("service-token", batch, "application/x-ndjson");
  CHECK(response.status == 422);
  const json body = json::parse(response.body);
  REQUIRE(body["errors"].size() == 2);
  CHECK(body["errors"][0]["line"] == 2);
  CHECK(body["errors"][0]["field"] == "country");
  CHECK(body["errors"][1]["line"] == 3);
  CHECK(backend.case_count() == 0);
}

TEST_CASE_FIXTURE(Fixture, "a nonce used before is a conflict that names the earlier case, to its own sender only") {
  CHECK(post("alice-token", request_json(7)).status == 201);
  const Response again = post("alice-token", request_json(7));
  CHECK(again.status == 409);
  const json body = json::parse(again.body);
  CHECK(body["field"] == "nonce");
  CHECK(body["reference"] == "WR-2026-10000");
  CHECK(body["location"] == "/api/v1/cases/WR-2026-10000");
  CHECK(post("bob-token", request_json(7)).status == 201);
  const Response batch = post("alice-token", request_json(8) + "\n" + request_json(7) + "\n", "application/x-ndjson");
  CHECK(batch.status == 409);
  CHECK(json::parse(batch.body)["line"] == 2);
  CHECK(backend.case_count() == 2);
}

TEST_CASE_FIXTURE(Fixture, "a nonce that stands twice in a batch is no conflict with a case: both lines are named") {
  const std::string batch = request_json(7) + "\n" + request_json(8) + "\n" + request_json(7) + "\n";
  const Response response = post("alice-token", batch, "application/x-ndjson");
  CHECK(response.status == 422);
  const json body = json::parse(response.body);
  CHECK_FALSE(body.contains("reference"));
  REQUIRE(body["errors"].size() == 2);
  CHECK(body["errors_total"] == 2);
  const json nonce = json::parse(request_json(7))["nonce"];
  for (const auto& [at, line, other] : {std::tuple{0UL, 1, "line 3"}, std::tuple{1UL, 3, "line 1"}}) {
    CHECK(body["errors"][at]["line"] == line);
    CHECK(body["errors"][at]["field"] == "nonce");
    CHECK(body["errors"][at]["value"] == nonce);
    CHECK(body["errors"][at]["rule"].get<std::string>().find(other) != std::string::npos);
  }
  CHECK(backend.case_count() == 0);
}

TEST_CASE_FIXTURE(Fixture, "problems of HTTP name the field, its value and the rule too, but never a token") {
  const json no_token = json::parse(call("GET", "/api/v1/reports", "guess").body);
  CHECK(no_token["field"] == "authorization");
  CHECK(no_token["value"] == "");
  CHECK(no_token["rule"].is_string());
  const json type = json::parse(post("alice-token", request_json(0), "text/plain").body);
  CHECK(type["field"] == "content-type");
  CHECK(type["value"] == "text/plain");
  CHECK(type["rule"].get<std::string>().find("application/x-ndjson") != std::string::npos);
  const json method = json::parse(call("DELETE", "/api/v1/reports", "alice-token").body);
  CHECK(method["field"] == "method");
  CHECK(method["value"] == "DELETE");
  CHECK(method["rule"] == "is one of GET, HEAD, OPTIONS");
  const json large = json::parse(post("alice-token", std::string((1 << 20) + 1, ' ')).body);
  CHECK(large["field"] == "body");
  CHECK(large["value"] == "1048577 bytes");
  const json empty = json::parse(post("alice-token", "[]").body);
  CHECK(empty["field"] == "body");
}

TEST_CASE_FIXTURE(Fixture, "only JSON and JSON Lines in UTF-8 are taken, and not compressed") {
  for (const char* type :
       {"text/plain", "application/xml", "application/x-www-form-urlencoded", "multipart/form-data; boundary=x",
        "application/json; charset=latin1", "application/jsonp", ""}) {
    CAPTURE(type);
    const Response response = post("alice-token", request_json(0), type);
    CHECK(response.status == 415);
    CHECK(response.headers.at("Accept") == "application/json, application/x-ndjson");
  }
  for (const char* type :
       {"application/json", "Application/JSON ; Charset=UTF-8", "application/json;charset=\"utf-8\""}) {
    CAPTURE(type);
    CHECK(post("alice-token", request_json(0), type).status == 201);
  }
  Request packed{"POST", "/api/v1/requests", {}, {{"authorization", "Bearer alice-token"}}, "x"};
  packed.headers["content-type"] = "application/json";
  packed.headers["content-encoding"] = "gzip";
  CHECK(api.handle(packed).status == 415);
}

TEST_CASE_FIXTURE(Fixture, "who may not send requests is told so") {
  CHECK(post("barred-token", request_json(0)).status == 403);
}

TEST_CASE_FIXTURE(Fixture, "officers see their own cases, staff all, and another's case looks like none") {
  post("alice-token", request_json(0));
  CHECK(call("GET", "/api/v1/cases/WR-2026-10000", "alice-token").status == 200);
  CHECK(call("GET", "/api/v1/cases/WR-2026-10000", "staff-token").status == 200);
  for (const char* tail : {"", "/receipt"}) {
    Response other = call("GET", std::string("/api/v1/cases/WR-2026-10000") + tail, "bob-token");
    Response none = call("GET", std::string("/api/v1/cases/WR-2026-99999") + tail, "bob-token");
    CHECK(other.status == 404);
    CHECK(none.status == 404);
    CHECK(other.headers == none.headers);
    const auto at = none.body.find("99999");
    REQUIRE(at != std::string::npos);
    CHECK(other.body == none.body.replace(at, 5, "10000"));  // the address that was asked is the only difference
  }
}

TEST_CASE_FIXTURE(Fixture, "a receipt is a list of files, or one of them byte for byte") {
  post("alice-token", request_json(0));
  const Response all = call("GET", "/api/v1/cases/WR-2026-10000/receipt", "alice-token");
  CHECK(json::parse(all.body)["files"][2] ==
        json{{"folder", "decision-1"}, {"name", "receipt.tlog-proof"}, {"content", "c2sp.org/tlog-proof@v1\n"}});
  Request request{"GET",
                  "/api/v1/cases/WR-2026-10000/receipt",
                  {{"file", "decision-1/receipt.tlog-proof"}},
                  {{"authorization", "Bearer alice-token"}},
                  ""};
  const Response one = api.handle(request);
  CHECK(one.body == "c2sp.org/tlog-proof@v1\n");
  CHECK(one.content_type == "text/plain; charset=utf-8");
  request.query["file"] = "promise.opening.json";
  CHECK(api.handle(request).content_type == "application/json");
  request.query["file"] = "receipt.tlog-proof";
  const Response early = api.handle(request);
  CHECK(early.status == 404);
  CHECK(json::parse(early.body)["rule"].get<std::string>().find("next tick") != std::string::npos);
}

TEST_CASE_FIXTURE(Fixture, "reports are listed and read by their period") {
  const json list = json::parse(call("GET", "/api/v1/reports", "alice-token").body);
  CHECK(list["reports"][0]["report"] == "/api/v1/reports/2024-01-01_2024-09-30");
  CHECK(list["reports"][0]["bundle"] == "/bundles/2024-01-01_2024-09-30/");
  CHECK(call("GET", "/api/v1/reports/2024-01-01_2024-09-30", "alice-token").body ==
        "{\"schema\":\"writ-report/v1\"}\n");
  CHECK(call("GET", "/api/v1/reports/2025-01-01_2025-09-30", "alice-token").status == 404);
  for (const char* bad : {"2024", "2024-01-01", "2024-09-30_2024-01-01", "2024-02-30_2024-03-01", "_"}) {
    CAPTURE(bad);
    const Response response = call("GET", std::string("/api/v1/reports/") + bad, "alice-token");
    CHECK(response.status == 422);
    CHECK(json::parse(response.body)["value"] == bad);
  }
}

TEST_CASE_FIXTURE(Fixture, "when the store cannot be read the answer is 503, not 401") {
  backend.broken = base::Error{base::Errc::unavailable, "store", "", "locked"};
  CHECK(call("GET", "/api/v1/reports", "staff-token").status == 503);
  backend.broken = base::Error{base::Errc::corrupt, "store", "", "bad row"};
  CHECK(call("GET", "/api/v1/reports", "staff-token").status == 500);
}

TEST_CASE_FIXTURE(Fixture,
                  "the OpenAPI document has exactly the routes that are served, and each refusal that they give") {
  const json document = json::parse(call("GET", "/openapi.json", "").body);
  CHECK(document["openapi"] == "3.1.0");
  std::set<std::string> described, served;
  for (const auto& [path, item] : document["paths"].items()) {
    for (const auto& [method, operation] : item.items()) {
      if (method == "parameters") continue;
      described.insert(method + " " + path);
      CHECK(operation["responses"].contains("default"));
      const bool is_public = operation.contains("security") && operation["security"].empty();
      CHECK(is_public == !path.starts_with("/api/"));
      if (!is_public) CHECK(operation["responses"].contains("401"));
    }
  }
  for (const Route& route : api.routes()) {
    std::string method = route.method;
    for (char& c : method) c = static_cast<char>(std::tolower(c));
    served.insert(method + " " + route.pattern);
  }
  CHECK(described == served);
  CHECK(document["components"]["securitySchemes"]["bearer"]["scheme"] == "bearer");
}

namespace {
void collect_references(const json& node, std::set<std::string>& out) {
  if (node.is_object() && node.contains("$ref")) out.insert(node["$ref"].get<std::string>().substr(1));
  if (!node.is_structured()) return;
  for (const auto& child : node) collect_references(child, out);
}
}  // namespace

TEST_CASE("every reference of the OpenAPI document leads somewhere, and no schema is left unused") {
  const json document = json::parse(openapi_document());
  std::set<std::string> references;
  collect_references(document, references);
  for (const std::string& reference : references) {
    CAPTURE(reference);
    CHECK(document.contains(json::json_pointer(reference)));
  }
  for (const char* group : {"schemas", "responses"}) {
    for (const auto& [name, value] : document["components"][group].items()) {
      CAPTURE(name);
      CHECK(references.contains(std::string("/components/") + group + "/" + name));
    }
  }
}

TEST_CASE("the request schema has the members that intake takes: what it writes, and no other") {
  const auto received = *base::parse_time("2026-03-01T12:00:00Z");
  const auto example = intake::parse_request(example_request(), received);
  REQUIRE(example);
  const json document = json::parse(openapi_document());
  const json& schema = document["components"]["schemas"]["Request"];
  const json written = json::parse(intake::to_json(*example));
  for (const auto& [name, value] : written.items()) {
    CAPTURE(name);
    CHECK(schema["properties"].contains(name));
  }
  for (const auto& [name, value] : schema["properties"].items()) {
    CAPTURE(name);
    CHECK(written.contains(name));
  }
  for (const auto& name : schema["required"]) {
    json without = json::parse(example_request());
    without.erase(name.get<std::string>());
    CAPTURE(name.get<std::string>());
    CHECK_FALSE(intake::parse_request(without.dump(), received));
  }
  json crowded = json::parse(example_request());
  const std::size_t most = schema["properties"]["selectors"]["maxItems"];
  crowded["selectors"] = json::array();
  for (std::size_t i = 0; i < most; ++i)
    crowded["selectors"].push_back({{"kind", "user_name"}, {"value", "u" + std::to_string(i)}});
  CHECK(intake::parse_request(crowded.dump(), received));
  crowded["selectors"].push_back({{"kind", "user_name"}, {"value", "last"}});
  CHECK_FALSE(intake::parse_request(crowded.dump(), received));
}
