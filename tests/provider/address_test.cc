#include "provider/address.h"

#include <doctest/doctest.h>

using namespace writ::provider;

namespace {
std::string canonical(std::string_view stored) {
  const auto address = parse_stored_address(stored);
  return address ? address->canonical : "";
}
AddressClass class_of(std::string_view stored) {
  const auto address = parse_stored_address(stored);
  REQUIRE(address);
  return address->kind;
}
}  // namespace

TEST_CASE("every spelling that a server stores verbatim is read as the one address of RFC 5952") {
  CHECK(canonical("203.0.113.7") == "203.0.113.7");
  CHECK(canonical("::ffff:203.0.113.31") == "203.0.113.31");
  CHECK(canonical("::FFFF:cb00:711f") == "203.0.113.31");
  CHECK(canonical("2001:DB8:0:0::B") == "2001:db8::b");
  CHECK(canonical("2001:0db8:0000:0000:0001:0000:0000:0001") == "2001:db8::1:0:0:1");  // RFC 5952 4.2.3: the first run
  CHECK(canonical("2001:db8:0:1:1:1:1:1") == "2001:db8:0:1:1:1:1:1");  // RFC 5952 4.2.2: one group stays
  CHECK(canonical(" 203.0.113.7\t") == "203.0.113.7");
  CHECK(canonical("fe80::1%eth0") == "fe80::1");
}

TEST_CASE("a port that was stored with the address is kept apart from it") {
  CHECK(canonical("203.0.113.33:5555") == "203.0.113.33");
  CHECK(parse_stored_address("203.0.113.33:5555")->port == 5555);
  CHECK(canonical("[2001:db8::1]:443") == "2001:db8::1");
  CHECK(parse_stored_address("[2001:db8::1]:443")->port == 443);
  CHECK_FALSE(parse_stored_address("[2001:db8::1]")->port);
  CHECK(canonical("2001:db8::1:5555") == "2001:db8::1:5555");  // without brackets it is one address
}

TEST_CASE("what is not an address is not guessed at") {
  for (const char* stored :
       {"", "not-an-ip", "203.0.113", "203.0.113.256", "203.0.113.007", "203.0.113.7:", "203.0.113.7:0",
        "203.0.113.7:65536", "203.0.113.7:x", "[203.0.113.7]:80", "[2001:db8::1", "[2001:db8::1]x", "2001:db8::1::2",
        "hidden_by_ejabberd", "203.0.113.7, 192.0.2.1", "%eth0", ":", "[]", "[]:1"}) {
    CHECK_MESSAGE(canonical(stored).empty(), stored);
  }
  CHECK_FALSE(parse_stored_address(std::string(200, ' ') + "203.0.113.7"));
  CHECK_FALSE(parse_stored_address(std::string_view("203.0.113.7\0", 12)));
}

TEST_CASE("loopback, private, shared, Tor and special addresses are told from a user's") {
  CHECK(class_of("203.0.113.7") == AddressClass::user);
  CHECK(class_of("2001:db8::1") == AddressClass::user);
  CHECK(class_of("127.0.0.1") == AddressClass::loopback);
  CHECK(class_of("127.192.0.9") == AddressClass::loopback);
  CHECK(class_of("::1") == AddressClass::loopback);
  CHECK(class_of("::ffff:10.0.0.1") == AddressClass::private_use);
  CHECK(class_of("172.16.0.1") == AddressClass::private_use);
  CHECK(class_of("172.32.0.1") == AddressClass::user);
  CHECK(class_of("192.168.1.1") == AddressClass::private_use);
  CHECK(class_of("fd00::1") == AddressClass::private_use);
  CHECK(class_of("100.64.0.1") == AddressClass::shared);
  CHECK(class_of("100.128.0.1") == AddressClass::user);
  CHECK(class_of("169.254.1.1") == AddressClass::link_local);
  CHECK(class_of("febf::1") == AddressClass::link_local);
  CHECK(class_of("fc00:dead:beef:4dad::ff:1") == AddressClass::tor_pseudo);
  CHECK(class_of("fd87:d87e:eb43::1") == AddressClass::tor_pseudo);
  CHECK(class_of("0.0.0.0") == AddressClass::special);
  CHECK(class_of("255.255.255.255") == AddressClass::special);
  CHECK(class_of("::") == AddressClass::special);
  CHECK(class_of("ff02::1") == AddressClass::special);
}
