#include "intake/normal.h"

#include <doctest/doctest.h>

#include "intake/selectors.h"

using namespace writ;
using namespace writ::intake;

TEST_CASE("a phone number in any spelling becomes E.164") {
  CHECK(*normal_phone("+49 30 901820", "", "v") == "+4930901820");
  CHECK(*normal_phone("030/901820", "DE", "v") == "+4930901820");
  CHECK(*normal_phone("(202) 555-0143", "US", "v") == "+12025550143");
  CHECK(*normal_phone("+1 202 555 0143", "DE", "v") == "+12025550143");
  CHECK(*normal_phone("+79031234567", "", "v") == "+79031234567");
}

TEST_CASE("a national number without a country is refused, and so is what cannot be a number") {
  for (const char* bad : {"030 901820", "4930901820", "", "+", "+49", "+999 123456", "+1 800 FLOWERS",
                          "call +49 30 901820", "+49 30 9018200000000000"}) {
    const auto number = normal_phone(bad, "", "selectors[0].value");
    REQUIRE_FALSE_MESSAGE(number.has_value(), bad);
    CHECK(number.error().field == "selectors[0].value");
    CHECK(number.error().value == bad);
  }
  CHECK_FALSE(normal_phone("030 901820", "EU", "v"));
  CHECK_FALSE(normal_phone("030 901820", "UK", "v"));
}

TEST_CASE("a number is judged by its length, not by the numbering plan of the year our library was made") {
  CHECK(*normal_phone("+1 999 999 9999", "", "v") == "+19999999999");
}

TEST_CASE("addresses are spelled as RFC 5952 sections 4 and 5 say") {
  // The RFC's own examples.
  CHECK(*normal_address("2001:0db8:0000:0000:0001:0000:0000:0001", "v") == "2001:db8::1:0:0:1");
  CHECK(*normal_address("2001:db8:0:0:0:0:2:1", "v") == "2001:db8::2:1");
  CHECK(*normal_address("2001:db8:0:1:1:1:1:1", "v") == "2001:db8:0:1:1:1:1:1");
  CHECK(*normal_address("2001:0:0:1:0:0:0:1", "v") == "2001:0:0:1::1");
  CHECK(*normal_address("2001:DB8:0:0:AAAA::1", "v") == "2001:db8::aaaa:0:0:1");  // the first of two equal runs
  CHECK(*normal_address("::", "v") == "::");
  CHECK(*normal_address("::1", "v") == "::1");
  CHECK(*normal_address("fe80::", "v") == "fe80::");
  CHECK(*normal_address("::ffff:203.0.113.31", "v") == "203.0.113.31");
  CHECK(*normal_address("::FFFF:cb00:711f", "v") == "203.0.113.31");
  CHECK(*normal_address("203.0.113.31", "v") == "203.0.113.31");
}

TEST_CASE("what names more or less than one address is refused") {
  for (const char* bad : {"203.0.113.33:5555", "203.0.113.0/24", "203.0.113", "203.0.113.256", "203.0.113.031",
                          "fe80::1%eth0", "[::1]", "not-an-ip", "", "1::2::3"}) {
    CHECK_FALSE_MESSAGE(normal_address(bad, "v").has_value(), bad);
  }
}

TEST_CASE("a mail domain is lower-case ASCII and the local part is kept") {
  CHECK(*normal_mail("Alice.B@EXAMPLE.org", "v") == "Alice.B@example.org");
  CHECK(*normal_mail("a@B\u00FCcher.example", "v") == "a@xn--bcher-kva.example");
  for (const char* bad : {"alice", "@example.org", "a@", "a b@example.org", "a@b@example.org", "a@exa mple.org",
                          "a@-x-.org", "<a@example.org>"}) {
    CHECK_FALSE_MESSAGE(normal_mail(bad, "v").has_value(), bad);
  }
}

TEST_CASE("user names lose white space at the ends and are in NFC, so that two spellings are one name") {
  CHECK(*normal_name("  @alice:example.org\u00A0", "v") == "@alice:example.org");
  CHECK(*normal_name("Zoe\u0308", "v") == "Zo\u00EB");
  CHECK(*normal_name("Alice", "v") == "Alice");
  CHECK_FALSE(normal_name(" \u3000 ", "v"));
}

namespace {
base::Result<std::vector<legal::Selector>> read(const char* text, bool realtime = false) {
  return read_selectors(nlohmann::json::parse(text), {*base::parse_time("2024-03-01T12:00:00Z"), realtime});
}
}  // namespace

TEST_CASE("an address needs a window of at most 24 hours") {
  CHECK(
      read(R"([{"kind":"ip_address","value":"192.0.2.1","from":"2024-02-01T00:00:00Z","to":"2024-02-02T00:00:00Z"}])"));
  CHECK(read(R"([{"kind":"ip_address","value":"192.0.2.1"}])").error().field == "selectors[0].from");
  CHECK(read(R"([{"kind":"ip_address","value":"192.0.2.1","from":"2024-02-01T00:00:00Z"}])").error().field ==
        "selectors[0].to");
  CHECK(read(R"([{"kind":"ip_address","value":"192.0.2.1","from":"2024-02-01T00:00:00Z","to":"2024-02-02T00:00:01Z"}])")
            .error()
            .field == "selectors[0].to");
  CHECK(read(R"([{"kind":"user_id","value":"1","from":"2023-01-01T00:00:00Z","to":"2024-02-02T00:00:01Z"}])"));
  CHECK(read(R"([{"kind":"user_id","value":"1","from":"2024-02-01T00:00:00Z","to":"2024-02-01T00:00:00Z"}])")
            .error()
            .field == "selectors[0].to");
  CHECK(read(R"([{"kind":"user_id","value":"1","from":"2024-02-01","to":"2024-02-02T00:00:00Z"}])").error().value ==
        "2024-02-01");
}

TEST_CASE("stored data cannot lie wholly after the request, data to come may") {
  const char* later = R"([{"kind":"user_id","value":"1","from":"2024-04-01T00:00:00Z","to":"2024-04-02T00:00:00Z"}])";
  CHECK(read(later).error().field == "selectors[0].from");
  CHECK(read(later, true));
}

TEST_CASE("ports stand beside addresses and countries beside phone numbers") {
  CHECK(read(R"([{"kind":"user_id","value":"1","port":80}])").error().field == "selectors[0].port");
  CHECK(read(R"([{"kind":"user_id","value":"1","country":"DE"}])").error().field == "selectors[0].country");
  CHECK(read(R"([{"kind":"phone_number","value":"030 901820","country":"DE"}])")->front().value == "+4930901820");
  for (const char* port : {"0", "65536", "-1", "\"80\""}) {
    const std::string text =
        R"([{"kind":"ip_address","value":"192.0.2.1","from":"2024-02-01T00:00:00Z","to":"2024-02-02T00:00:00Z","port":)" +
        std::string(port) + "}]";
    CHECK(read(text.c_str()).error().field == "selectors[0].port");
  }
}

TEST_CASE("one account asked for in two spellings is named as a repetition") {
  const auto error =
      read(
          R"([{"kind":"phone_number","value":"+49 30 901820"},{"kind":"phone_number","value":"030 901820","country":"DE"}])")
          .error();
  CHECK(error.field == "selectors[1].value");
  CHECK(read(R"([{"kind":"user_id","value":"1"},{"kind":"user_name","value":"1"}])"));
}
