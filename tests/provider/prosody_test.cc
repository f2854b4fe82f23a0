#include "provider/prosody_store.h"

#include <doctest/doctest.h>

using namespace writ::provider::prosody;

TEST_CASE("a file of mod_lastlog2 is read as data, and nothing else is") {
  const auto events = parse_lua(
      "return {\n\t[\"logout\"] = {\n\t\t[\"timestamp\"] = 1795577676;\n\t\t[\"ip\"] = "
      "\"203.0.113.10\";\n\t};\n\t[\"login\"] = {\n\t\t[\"timestamp\"] = 1795577674;\n\t};\n};\n");
  REQUIRE(events);
  CHECK(events->size() == 2);
  CHECK(events->at("logout").ip == "203.0.113.10");
  CHECK(writ::base::unix_seconds(events->at("login").at) == 1795577674);
  CHECK(events->at("login").ip.empty());
  for (const char* other :
       {"", "return", "return {", "return { [\"login\"] = os.execute(\"id\"); };",
        "return { [\"login\"] = { [\"timestamp\"] = x; }; };", "return { [\"login\"] = { [\"ip\"] = \"a\\\"b\"; }; };",
        "return { login = {} }", "return {}; os.exit()"})
    CHECK_MESSAGE(!parse_lua(other), other);
  CHECK(parse_lua("return {\n};\n")->empty());
}

TEST_CASE("names of files are Prosody's, there and back") {
  CHECK(file_name("writ.test") == "writ%2etest");
  CHECK(file_name("bo%b-x") == "bo%25b%2dx");
  CHECK(from_file_name("bo%25b%2dx") == "bo%b-x");
  CHECK(!from_file_name("a%2"));
  CHECK(!from_file_name("a%zz"));
}

TEST_CASE("a value of the SQL storage is read as JSON") {
  CHECK(parse_json(R"({"timestamp":1795577681,"ip":"127.0.0.1"})")->ip == "127.0.0.1");
  CHECK(parse_json(R"({"timestamp":1795577681})")->ip.empty());
  CHECK(!parse_json(R"({"ip":"127.0.0.1"})"));
  CHECK(!parse_json("[]"));
}
