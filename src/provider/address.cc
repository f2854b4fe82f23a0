#include "provider/address.h"

#include <arpa/inet.h>

#include <algorithm>
#include <charconv>
#include <cstring>
#include <utility>

namespace writ::provider {

namespace {

using Octets = AddressOctets;

struct Range {
  Octets prefix;
  int bits;
  AddressClass kind;
};

/// IPv4 addresses are compared as ::ffff:a.b.c.d, hence 96 more bits.
constexpr Range v4(std::uint8_t a, std::uint8_t b, std::uint8_t c, int bits, AddressClass kind) {
  return {{0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xff, 0xff, a, b, c, 0}, 96 + bits, kind};
}

using enum AddressClass;
constexpr Range ranges[] = {
    v4(127, 0, 0, 8, loopback),
    v4(10, 0, 0, 8, private_use),
    v4(172, 16, 0, 12, private_use),
    v4(192, 168, 0, 16, private_use),
    v4(100, 64, 0, 10, shared),
    v4(169, 254, 0, 16, link_local),
    v4(0, 0, 0, 8, special),
    v4(192, 0, 0, 24, special),   // IETF protocol assignments
    v4(198, 18, 0, 15, special),  // benchmarks (RFC 2544)
    v4(224, 0, 0, 3, special),    // multicast, reserved, broadcast
    {{0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1}, 128, loopback},
    {{0xfc, 0x00, 0xde, 0xad, 0xbe, 0xef, 0x4d, 0xad}, 64, tor_pseudo},  // before fc00::/7, which holds both
    {{0xfd, 0x87, 0xd8, 0x7e, 0xeb, 0x43}, 48, tor_pseudo},
    {{0xfc}, 7, private_use},
    {{0xfe, 0x80}, 10, link_local},
    {{0xfe, 0xc0}, 10, private_use},  // site-local, deprecated
    {{0xff}, 8, special},
    {{0x01, 0x00}, 64, special},  // discard-only (RFC 6666)
    {{}, 96, special},            // unspecified and IPv4-compatible, deprecated
};

bool within(const Octets& octets, const Range& range) {
  const auto whole = static_cast<std::size_t>(range.bits / 8);
  if (!std::equal(octets.begin(), octets.begin() + static_cast<std::ptrdiff_t>(whole), range.prefix.begin()))
    return false;
  const int rest = range.bits % 8;
  if (rest == 0) return true;
  const int mask = 0xff << (8 - rest);
  return ((octets[whole] ^ range.prefix[whole]) & mask) == 0;
}

AddressClass class_of(const Octets& octets) {
  const auto found =
      std::find_if(std::begin(ranges), std::end(ranges), [&](const Range& range) { return within(octets, range); });
  return found == std::end(ranges) ? user : found->kind;
}

std::optional<std::uint16_t> parse_port(std::string_view text) {
  std::uint16_t port = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), port);
  if (error != std::errc() || end != text.data() + text.size() || port == 0) return std::nullopt;
  return port;
}

std::string_view trim(std::string_view text) {
  constexpr std::string_view blanks = " \t\r\n";
  const auto first = text.find_first_not_of(blanks);
  if (first == std::string_view::npos) return {};
  return text.substr(first, text.find_last_not_of(blanks) - first + 1);
}

/// Splits a port off. False: brackets or port are broken.
bool split_port(std::string_view& text, std::optional<std::uint16_t>& port) {
  std::string_view rest;
  if (text.starts_with('[')) {
    const auto close = text.find(']');
    if (close == std::string_view::npos) return false;
    rest = text.substr(close + 1);
    text = text.substr(1, close - 1);
    if (text.find(':') == std::string_view::npos) return false;  // brackets are for IPv6 (RFC 3986 3.2.2)
  } else if (std::count(text.begin(), text.end(), ':') == 1) {
    const auto colon = text.find(':');
    rest = text.substr(colon);
    text = text.substr(0, colon);
  }
  if (rest.empty()) return true;
  if (!rest.starts_with(':')) return false;
  port = parse_port(rest.substr(1));
  return port.has_value();
}

bool is_mapped(const Octets& octets) {
  constexpr Octets prefix{0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xff, 0xff};
  return std::equal(prefix.begin(), prefix.begin() + 12, octets.begin());
}

std::string spell(const Octets& octets) {
  char text[INET6_ADDRSTRLEN] = {};
  const bool four = is_mapped(octets);
  inet_ntop(four ? AF_INET : AF_INET6, octets.data() + (four ? 12 : 0), text, sizeof text);
  return text;
}

}  // namespace

std::string_view name_of(AddressClass kind) {
  switch (kind) {
    case user:
      return "user";
    case loopback:
      return "loopback";
    case private_use:
      return "private";
    case shared:
      return "shared by a carrier";
    case link_local:
      return "link-local";
    case tor_pseudo:
      return "Tor pseudo-address";
    case special:
      return "special-purpose";
  }
  std::unreachable();
}

std::optional<AddressOctets> address_octets(std::string_view text) {
  const std::string zero_ended(text);
  if (zero_ended.find('\0') != std::string::npos) return std::nullopt;
  AddressOctets octets{};
  if (text.find(':') != std::string_view::npos) {
    return inet_pton(AF_INET6, zero_ended.c_str(), octets.data()) == 1 ? std::optional(octets) : std::nullopt;
  }
  octets[10] = octets[11] = 0xff;
  return inet_pton(AF_INET, zero_ended.c_str(), octets.data() + 12) == 1 ? std::optional(octets) : std::nullopt;
}

std::optional<StoredAddress> parse_stored_address(std::string_view stored) {
  if (stored.size() > stored_address_bytes_max) return std::nullopt;
  std::string_view text = trim(stored);
  StoredAddress address;
  if (!split_port(text, address.port)) return std::nullopt;
  // A zone (RFC 4007) names an interface of the server, so it says nothing about the user.
  if (const auto zone = text.find('%'); zone != std::string_view::npos && text.find(':') < zone)
    text = text.substr(0, zone);
  const auto octets = address_octets(text);
  if (!octets) return std::nullopt;
  address.canonical = spell(*octets);
  address.kind = class_of(*octets);
  return address;
}

}  // namespace writ::provider
