#include <doctest/doctest.h>

#include <nlohmann/json.hpp>

#include "crypto/native_host.h"
#include "intake/intake.h"

using namespace writ;
using nlohmann::json;

namespace {

const base::Time received_at = *base::parse_time("2024-03-01T12:00:00Z");

json whole_request() {
  return json::parse(R"({"schema":"writ-request/v1","country":"US","instrument":"court_order","offence":"terrorism",
    "data_sought":["phone_number","ip_address"],"emergency":false,"mode":"stored",
    "selectors":[{"kind":"user_name","value":"alice"},
                 {"kind":"ip_address","value":"203.0.113.9","from":"2024-02-01T00:00:00Z","to":"2024-02-01T06:00:00Z","port":40000}],
    "agency":"Example Bureau","officer":"officer@bureau.example","file_number":"F-1",
    "nonce":"0000000000000000000000000000000000000000000000000000000000000001",
    "facts":{"suspect_confirmed":true,"valid_order":false},
    "secrecy":{"kind":"ordered","court":"District Court","until":"2024-09-01"}})");
}

base::Result<legal::Request> parse(const json& document) { return intake::parse_request(document.dump(), received_at); }

/// The error of the whole request with one change.
template <class Change>
base::Error error_after(Change change) {
  json document = whole_request();
  change(document);
  const auto request = parse(document);
  REQUIRE_FALSE(request);
  CHECK(request.error().code == base::Errc::invalid);
  CHECK_FALSE(request.error().rule.empty());
  return request.error();
}

base::Error error_of(const std::string& text) {
  const auto request = intake::parse_request(text, received_at);
  REQUIRE_FALSE(request);
  return request.error();
}

}  // namespace

TEST_CASE("every member of a request arrives where the law's words have a place") {
  const auto request = parse(whole_request());
  REQUIRE_MESSAGE(request, request.error().message());
  CHECK(request->country == "US");
  CHECK(request->instrument == "court_order");
  CHECK(request->offence == "terrorism");
  CHECK(request->data_sought == legal::CodeSet{"ip_address", "phone_number"});
  CHECK(request->selectors.size() == 2);
  CHECK(request->selectors[1].window->to == *base::parse_time("2024-02-01T06:00:00Z"));
  CHECK(request->selectors[1].port == 40000);
  CHECK(request->agency == "Example Bureau");
  CHECK(request->officer == "officer@bureau.example");
  CHECK(request->file_number == "F-1");
  CHECK((*request->nonce)[31] == 1);
  CHECK(request->declared.at("suspect_confirmed") == legal::Fact::yes);
  CHECK(request->declared.at("valid_order") == legal::Fact::no);
  CHECK(request->secrecy.kind == legal::Secrecy::Kind::ordered);
  CHECK(request->secrecy.court == "District Court");
  CHECK(request->secrecy.until == base::parse_day("2024-09-01"));
}

TEST_CASE("what a requester leaves out is not invented") {
  const auto request = intake::parse_request(
      R"({"schema":"writ-request/v1","country":"DE","instrument":"mlat","selectors":[{"kind":"user_id","value":"1"}],"agency":"A","officer":"o@a.de"})",
      received_at);
  REQUIRE(request);
  CHECK(request->offence == "not_stated");
  CHECK(request->data_sought.empty());
  CHECK_FALSE(request->emergency);
  CHECK_FALSE(request->realtime);
  CHECK_FALSE(request->nonce);
  CHECK(request->declared.empty());
  CHECK(request->secrecy.kind == legal::Secrecy::Kind::none);
}

TEST_CASE("the document is the SHA-256 of exactly the bytes sent, unless a file's hash is named") {
  const std::string text = whole_request().dump(2);
  CHECK(intake::parse_request(text, received_at)->document == crypto::sha256(text));
  CHECK(intake::parse_request(text + "\n", received_at)->document == crypto::sha256(text + "\n"));
  json document = whole_request();
  document["document_sha256"] = std::string(64, 'a');
  CHECK(base::to_hex(parse(document)->document) == std::string(64, 'a'));
}

TEST_CASE("a member that is not known is refused at every level") {
  CHECK(error_after([](json& d) { d["priority"] = 1; }).field == "priority");
  CHECK(error_after([](json& d) { d["selectors"][1]["note"] = "x"; }).field == "selectors[1].note");
  CHECK(error_after([](json& d) { d["secrecy"]["judge"] = "x"; }).field == "secrecy.judge");
}

TEST_CASE("a member that stands twice is refused, so that no two readers see two requests") {
  CHECK(error_of(R"({"country":"US","country":"DE"})").field == "country");
  const auto error =
      error_of(R"({"selectors":[{"kind":"user_id","value":"1"},{"kind":"user_id","value":"2","value":"3"}]})");
  CHECK(error.field == "selectors[1].value");
}

TEST_CASE("required members are named when they are absent") {
  for (const char* name : {"schema", "country", "instrument", "selectors", "agency", "officer"}) {
    CHECK(error_after([&](json& d) { d.erase(name); }).field == name);
  }
}

TEST_CASE("a wrong value is named with its path and the rule it breaks") {
  const auto check = [](const char* field, const char* value, auto change) {
    const base::Error error = error_after(change);
    CHECK(error.field == field);
    CHECK(error.value == value);
  };
  check("schema", "writ-request/v2", [](json& d) { d["schema"] = "writ-request/v2"; });
  check("country", "UK", [](json& d) { d["country"] = "UK"; });
  check("country", "us", [](json& d) { d["country"] = "us"; });
  check("instrument", "letter", [](json& d) { d["instrument"] = "letter"; });
  check("offence", "theft", [](json& d) { d["offence"] = "theft"; });
  check("data_sought[1]", "content", [](json& d) { d["data_sought"][1] = "content"; });
  check("data_sought[1]", "phone_number", [](json& d) { d["data_sought"][1] = "phone_number"; });
  check("data_sought", "\"phone_number\"", [](json& d) { d["data_sought"] = "phone_number"; });
  check("emergency", "1", [](json& d) { d["emergency"] = 1; });
  check("mode", "live", [](json& d) { d["mode"] = "live"; });
  check("selectors", "", [](json& d) { d["selectors"] = json::array(); });
  check("selectors", "1001 elements", [](json& d) { d["selectors"] = json(1001, d["selectors"][0]); });
  check("selectors[0].kind", "name", [](json& d) { d["selectors"][0]["kind"] = "name"; });
  check("selectors[0]", "7", [](json& d) { d["selectors"][0] = 7; });
  check("officer", "nobody", [](json& d) { d["officer"] = "nobody"; });
  check("agency", "", [](json& d) { d["agency"] = ""; });
  check("agency", "a\tb", [](json& d) { d["agency"] = "a\tb"; });
  check("file_number", "null", [](json& d) { d["file_number"] = nullptr; });
  check("nonce", "12", [](json& d) { d["nonce"] = "12"; });
  check("document_sha256", "AB", [](json& d) { d["document_sha256"] = "AB"; });
  check("facts.valid_order", "\"yes\"", [](json& d) { d["facts"]["valid_order"] = "yes"; });
  check("facts", "Valid", [](json& d) { d["facts"] = {{"Valid", true}}; });
  check("secrecy.kind", "gag", [](json& d) { d["secrecy"]["kind"] = "gag"; });
  check("secrecy.until", "2024-02-30", [](json& d) { d["secrecy"]["until"] = "2024-02-30"; });
  check("secrecy.court", "", [](json& d) { d["secrecy"].erase("court"); });
  check("secrecy.court", "C", [](json& d) { d["secrecy"] = {{"kind", "asked"}, {"court", "C"}}; });
}

TEST_CASE("text that is not one JSON object of bounded size and depth is refused without an exception") {
  CHECK(error_of("").rule.find("JSON") != std::string::npos);
  CHECK(error_of("[]").field == "body");
  CHECK(error_of("{} {}").field.starts_with("byte"));
  CHECK(error_of(R"({"agency":")"
                 "\xff"
                 R"("})")
            .field.starts_with("byte"));
  CHECK(error_of("\xEF\xBB\xBF{}").rule.find("byte order mark") != std::string::npos);
  CHECK(error_of(R"({"port":1.5})").field == "port");
  CHECK(error_of(R"({"port":1e999})").field.starts_with("byte"));
  CHECK(error_of(R"({"facts":[[[[[[[[[1]]]]]]]]]})").rule.find("levels") != std::string::npos);
  CHECK(error_of(std::string((std::size_t{1} << 20) + 1, ' ')).rule.find("bytes") != std::string::npos);
  std::string many = R"({"facts":[1)";
  for (int i = 0; i < 20'000; ++i) many += ",1";
  CHECK(error_of(many + "]}").rule.find("values") != std::string::npos);
}

TEST_CASE("a batch names every bad line and gives no request") {
  const std::string good = whole_request().dump();
  json bad = whole_request();
  bad["country"] = "EL";
  const auto requests = intake::parse_requests(good + "\n" + bad.dump() + "\n\n" + good + "\n{", received_at);
  REQUIRE_FALSE(requests);
  REQUIRE(requests.error().size() == 3);
  CHECK(requests.error()[0].line == 2);
  CHECK(requests.error()[0].error.field == "country");
  CHECK(requests.error()[1].line == 3);
  CHECK(requests.error()[2].line == 5);
}

TEST_CASE("a batch of good lines gives one request a line, with or without a last line feed") {
  const std::string line = whole_request().dump();
  CHECK(intake::parse_requests(line + "\n" + line, received_at)->size() == 2);
  const auto requests = intake::parse_requests(line + "\n" + line + "\n", received_at);
  REQUIRE(requests);
  CHECK(requests->size() == 2);
  CHECK((*requests)[1].document == crypto::sha256(line));
  CHECK_FALSE(intake::parse_requests("", received_at));
}
