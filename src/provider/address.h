// Addresses as a server stored them, in any spelling, and whose address they can be. Pure.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace writ::provider {

/// Whether an address can be a user's. Everything but `user` is never reported as one.
enum class AddressClass : std::uint8_t {
  user,
  loopback,     // 127.0.0.0/8, ::1: the server itself, a proxy that sends no header, Tor's virtual addresses
  private_use,  // RFC 1918, RFC 4193
  shared,       // 100.64.0.0/10 (RFC 6598): the inside of a carrier's NAT
  link_local,   // 169.254.0.0/16, fe80::/10
  tor_pseudo,   // HiddenServiceExportCircuitID fc00:dead:beef:4dad::/64, OnionCat fd87:d87e:eb43::/48
  special,      // unspecified, multicast, reserved (RFC 6890). Not the documentation ranges: samples use them
};
/// "loopback", "private", ...: for notes.
std::string_view name_of(AddressClass kind);

struct StoredAddress {
  std::string canonical;              // RFC 5952; an IPv4-mapped address as IPv4
  std::optional<std::uint16_t> port;  // when the server stored one
  AddressClass kind = AddressClass::user;
};

/// Longer than any spelling of an address with zone, brackets and port; the rest of a longer text is never looked at.
constexpr std::size_t stored_address_bytes_max = 128;

/// Reads `203.0.113.7`, `203.0.113.7:5555`, `2001:DB8:0:0::B`, `::ffff:203.0.113.7`, `[2001:db8::b]:443`,
/// `fe80::1%eth0`, with blanks around. nullopt = not an address (also octets with leading zeros, which readers take for
/// octal or not).
std::optional<StoredAddress> parse_stored_address(std::string_view stored);

/// 16 octets, IPv4 as ::ffff:a.b.c.d. nullopt = not an address without port and zone.
using AddressOctets = std::array<std::uint8_t, 16>;
std::optional<AddressOctets> address_octets(std::string_view text);

}  // namespace writ::provider
