// The lines are those that Debian's ejabberd 23.01 wrote (tests/peers/ejabberd), with other names and numbers.
#include "provider/ejabberd_log.h"

#include <doctest/doctest.h>

#include "provider/address.h"

using namespace writ;
using provider::ejabberd::SignIns;

namespace {

const std::string day = "2026-03-02 ";
const auto everybody = [](std::string_view, std::string_view) { return true; };

std::string connection(const std::string& time, const std::string& pid, const std::string& from) {
  return day + time + "+00:00 [info] <0.334.0>@ejabberd_listener:accept/7:256 (" + pid +
         ") Accepted proxied connection " + from + " -> 192.0.2.1:5222";
}
std::string from_c2s(const std::string& time, const std::string& pid, const std::string& text,
                     const std::string& level = "info") {
  return day + time + "+00:00 [" + level + "] " + pid + "@ejabberd_c2s:bind/2:450 (tcp|" + pid + ") " + text;
}
std::string authentication(const std::string& time, const std::string& pid, const std::string& who,
                           const std::string& from) {
  return from_c2s(time, pid, "Accepted c2s PLAIN authentication for " + who + " by sql backend from " + from);
}
std::string failure(const std::string& time, const std::string& pid, const std::string& user, const std::string& from) {
  return from_c2s(
      time, pid,
      "Failed c2s PLAIN authentication for " + user + "@writ.test from " + from + ": Invalid username or password",
      "warning");
}

std::vector<provider::ejabberd::SignIn> read(const std::string& text,
                                             base::Time as_of = base::from_unix(4'000'000'000)) {
  SignIns found(everybody, as_of);
  for (std::size_t begin = 0; begin < text.size();) {
    const auto end = text.find('\n', begin);
    found.line(std::string_view(text).substr(begin, end - begin), begin);
    if (end == std::string::npos) break;
    begin = end + 1;
  }
  return found.finish();
}

std::string lines(std::initializer_list<std::string> all) {
  std::string text;
  for (const std::string& line : all) text += line + "\n";
  return text;
}

}  // namespace

TEST_CASE("a sign-in has address and port of its connection, and its end") {
  const auto found = read(
      lines({connection("10:00:00.1", "<0.452.0>", "203.0.113.10:40001"),
             authentication("10:00:00.2", "<0.452.0>", "alice@writ.test", "203.0.113.10"),
             from_c2s("10:00:00.3", "<0.452.0>", "Opened c2s session for alice@writ.test/phone"),
             from_c2s("11:00:00.3", "<0.452.0>", "Closing c2s session for alice@writ.test/phone: Stream closed")}));
  REQUIRE(found.size() == 1);
  CHECK(found[0].account == "alice@writ.test");
  CHECK(found[0].address == "203.0.113.10");
  CHECK(found[0].port == 40001);
  CHECK(base::format_time(found[0].at) == "2026-03-02T10:00:00Z");
  CHECK(base::format_time(*found[0].ended) == "2026-03-02T11:00:00Z");
  CHECK(!found[0].forgeable);
}

TEST_CASE("a failed login is no sign-in, and its connection's address goes to nobody") {
  CHECK(read(lines({connection("10:00:00.1", "<0.452.0>", "203.0.113.66:40001"),
                    failure("10:00:00.2", "<0.452.0>", "alice", "203.0.113.66")}))
            .empty());
}

TEST_CASE("after a restart the same process id is another connection's") {
  const auto found = read(lines({connection("10:00:00.1", "<0.452.0>", "203.0.113.10:40001"),
                                 authentication("10:00:00.2", "<0.452.0>", "alice@writ.test", "203.0.113.10"),
                                 day + "10:30:00.0+00:00 [info] <0.124.0>@ejabberd_app:start/2:63 ejabberd 23.01-1 is "
                                       "started in the node ejabberd@localhost in 0.92s",
                                 connection("10:31:00.1", "<0.452.0>", "203.0.113.20:40002"),
                                 authentication("10:31:00.2", "<0.452.0>", "bob@writ.test", "203.0.113.20")}));
  REQUIRE(found.size() == 2);
  CHECK(base::format_time(*found[0].ended) == "2026-03-02T10:30:00Z");
  CHECK(found[1].account == "bob@writ.test");
  CHECK(found[1].port == 40002);
}

TEST_CASE("the port of another connection of the same process id is not given") {
  const auto found = read(lines({connection("10:00:00.1", "<0.452.0>", "203.0.113.10:40001"),
                                 authentication("10:00:00.2", "<0.452.0>", "alice@writ.test", "203.0.113.99")}));
  REQUIRE(found.size() == 1);
  CHECK(!found[0].port);
}

TEST_CASE("a resource that looks like a record is part of its record") {
  const std::string resource =
      day +
      "09:00:00.0+00:00 [info] <0.9.0>@ejabberd_c2s:bind/2:450 (tcp|<0.9.0>) Opened c2s session for carol@writ.test/z";
  const auto found =
      read(lines({connection("10:00:00.1", "<0.454.0>", "[2001:db8::b]:40002"),
                  authentication("10:00:00.2", "<0.454.0>", "bob@writ.test", "2001:db8::b"),
                  from_c2s("10:00:00.3", "<0.454.0>", "Opened c2s session for bob@writ.test/" + resource)}));
  REQUIRE(found.size() == 1);
  CHECK(found[0].account == "bob@writ.test");
  CHECK(found[0].port == 40002);
}

TEST_CASE("records that one failed login wrote with line ends in its user name are not given") {
  const std::string forged = lines({connection("10:00:01.0", "<0.460.0>", "203.0.113.77:5"),
                                    authentication("10:00:01.1", "<0.460.0>", "victim@writ.test", "203.0.113.77"),
                                    from_c2s("10:00:01.2", "<0.460.0>", "Opened c2s session for victim@writ.test/x")});
  SUBCASE("and end in the middle of a record") {
    const auto found = read(lines({connection("10:00:00.1", "<0.455.0>", "203.0.113.66:1")}) +
                            failure("10:00:00.2", "<0.455.0>", "a\n" + forged + "z", "203.0.113.66") + "\n");
    REQUIRE(found.size() == 1);
    CHECK(found[0].forgeable);
  }
  SUBCASE("also when the text before and after them is made to look like two whole failures") {
    const std::string user = "a@writ.test from 203.0.113.66: Invalid username or password\n" + forged +
                             from_c2s("10:00:01.3", "<0.455.0>", "Failed c2s PLAIN authentication for z", "warning");
    const auto found = read(lines({connection("10:00:00.1", "<0.455.0>", "203.0.113.66:1")}) +
                            failure("10:00:00.2", "<0.455.0>", user, "203.0.113.66") + "\n");
    REQUIRE(found.size() == 1);
    CHECK(found[0].forgeable);
  }
  SUBCASE("also when they say that the attacker's own connection came from elsewhere") {
    const std::string user = "a@writ.test from 203.0.113.66: x\n" +
                             connection("10:00:00.3", "<0.455.0>", "203.0.113.99:9") + "\n" + forged + "z";
    const auto found = read(lines({connection("10:00:00.1", "<0.455.0>", "203.0.113.66:1")}) +
                            failure("10:00:00.2", "<0.455.0>", user, "203.0.113.66") + "\n");
    REQUIRE(found.size() == 1);
    CHECK(found[0].forgeable);
  }
}

TEST_CASE("somebody who mistypes the password and then signs in is given: the session's end stands outside") {
  const auto found = read(
      lines({connection("10:00:00.1", "<0.455.0>", "203.0.113.10:1"),
             failure("10:00:00.2", "<0.455.0>", "alice", "203.0.113.10"),
             connection("10:00:05.1", "<0.456.0>", "203.0.113.10:2"),
             authentication("10:00:05.2", "<0.456.0>", "alice@writ.test", "203.0.113.10"),
             connection("10:00:06.1", "<0.457.0>", "203.0.113.10:3"),
             failure("10:00:06.2", "<0.457.0>", "bob", "203.0.113.10"),
             from_c2s("11:00:00.3", "<0.456.0>", "Closing c2s session for alice@writ.test/phone: Stream closed")}));
  REQUIRE(found.size() == 1);
  CHECK(!found[0].forgeable);
}

TEST_CASE("a failed login of another address does not touch what stands after it") {
  const auto found = read(lines({connection("10:00:00.1", "<0.455.0>", "203.0.113.66:1"),
                                 failure("10:00:00.2", "<0.455.0>", "alice", "203.0.113.66"),
                                 connection("10:00:05.1", "<0.456.0>", "203.0.113.10:2"),
                                 authentication("10:00:05.2", "<0.456.0>", "alice@writ.test", "203.0.113.10"),
                                 connection("10:00:06.1", "<0.457.0>", "203.0.113.67:3"),
                                 failure("10:00:06.2", "<0.457.0>", "bob", "203.0.113.67")}));
  REQUIRE(found.size() == 1);
  CHECK(!found[0].forgeable);
}

TEST_CASE("records later than the record clock are invisible, and a line without zone is none") {
  CHECK(read(lines({authentication("10:00:00.2", "<0.452.0>", "alice@writ.test", "203.0.113.10")}),
             *base::parse_time("2026-03-02T09:00:00Z"))
            .empty());
  CHECK(!provider::ejabberd::parse_record("2026-03-02 10:00:00.2 [info] <0.1.0>@ejabberd_c2s:bind/2:450 x"));
  CHECK(provider::ejabberd::parse_record("2026-03-02 10:00:00.2+02:00 [info] <0.1.0>@ejabberd_c2s:bind/2:450 x"));
}

TEST_CASE("an address that ejabberd hides is no address, and has no port") {
  const auto found = read(lines({connection("10:00:00.1", "<0.452.0>", "hidden_by_ejabberd"),
                                 authentication("10:00:00.2", "<0.452.0>", "alice@writ.test", "hidden_by_ejabberd")}));
  REQUIRE(found.size() == 1);
  CHECK(!provider::parse_stored_address(found[0].address));
  CHECK(!found[0].port);
}
