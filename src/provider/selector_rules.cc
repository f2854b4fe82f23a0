#include "provider/selector_rules.h"

#include <algorithm>
#include <charconv>
#include <utility>

#include "provider/phone.h"

namespace writ::provider {

namespace {

using legal::SelectorKind;

/// Matrix's limit of a user id and XMPP's of a JID part are smaller; nothing longer is a name anywhere.
constexpr std::size_t name_bytes_max = 1023;
/// RFC 5321 4.5.3.1: 254 characters fit into a path.
constexpr std::size_t email_bytes_max = 254;

base::Result<> check_name(const std::string& value) {
  if (value.empty() || value.size() > name_bytes_max) {
    return base::invalid("selector.value", value, "must have 1 to " + std::to_string(name_bytes_max) + " bytes");
  }
  const bool control =
      std::any_of(value.begin(), value.end(), [](char c) { return static_cast<unsigned char>(c) < 0x20 || c == 0x7f; });
  if (control) return base::invalid("selector.value", value, "must not contain control characters");
  return {};
}

base::Result<> check_email(const std::string& value) {
  const auto at = value.rfind('@');
  if (at == std::string::npos || at == 0 || at + 1 == value.size() || value.size() > email_bytes_max) {
    return base::invalid(
        "selector.value", value,
        "an e-mail address is written name@domain, at most " + std::to_string(email_bytes_max) + " bytes");
  }
  return {};
}

base::Result<> check_shared(const legal::Selector& selector, const StoredAddress& address, bool ports,
                            const SelectorRules& rules) {
  if (!rules.shared_addresses.contains(address.canonical)) return {};
  if (!selector.port) {
    return base::invalid(
        "selector.port", "",
        "the address is shared by many customers of a carrier (CGNAT): it is asked with the source port");
  }
  if (!ports) {
    return base::invalid(
        "selector.value", selector.value,
        "is shared by many customers of a carrier (CGNAT), and no source port is kept here: it singles "
        "nobody out");
  }
  return {};
}

base::Result<> check_address(const legal::Selector& selector, const std::optional<legal::Window>& window, bool ports,
                             const SelectorRules& rules) {
  const auto address = parse_stored_address(selector.value);
  if (!address) return base::invalid("selector.value", selector.value, "is not an IP address");
  if (address->kind != AddressClass::user) {
    return base::invalid("selector.value", selector.value,
                         "a " + std::string(name_of(address->kind)) + " address names no user");
  }
  if (rules.own_addresses.contains(address->canonical)) {
    return base::invalid("selector.value", selector.value, "is the operator's own address and names no user");
  }
  if (!window)
    return base::invalid("selector.window", "", "an IP address is asked with a time window: addresses change hands");
  if (window->to - window->from > rules.address_window_max) {
    return base::invalid(
        "selector.window", base::format_time(window->from) + "/" + base::format_time(window->to),
        "an IP address is asked for " + std::to_string(rules.address_window_max.count() / 3600) + " hours at most");
  }
  return check_shared(selector, *address, ports, rules);
}

bool same_bits(const AddressOctets& a, const AddressOctets& b, int bits) {
  const auto whole = static_cast<std::ptrdiff_t>(bits / 8);
  if (!std::equal(a.begin(), a.begin() + whole, b.begin())) return false;
  if (bits % 8 == 0) return true;
  const int mask = 0xff << (8 - bits % 8);
  return ((a[static_cast<std::size_t>(whole)] ^ b[static_cast<std::size_t>(whole)]) & mask) == 0;
}

}  // namespace

base::Result<AddressRanges> AddressRanges::parse(const std::string& field, const std::vector<std::string>& ranges) {
  AddressRanges parsed;
  for (std::size_t i = 0; i < ranges.size(); ++i) {
    const std::string& text = ranges[i];
    const auto wrong = [&](std::string rule) {
      return base::invalid(field + "[" + std::to_string(i) + "]", text, std::move(rule));
    };
    const auto slash = text.find('/');
    const auto octets = address_octets(text.substr(0, slash));
    if (!octets) return wrong("is not an address range, written 203.0.113.0/24 or 2001:db8::/32");
    const bool four = text.find(':') == std::string::npos;
    int bits = four ? 32 : 128;
    if (slash != std::string::npos) {
      const char* end = text.data() + text.size();
      const auto [last, error] = std::from_chars(text.data() + slash + 1, end, bits);
      if (error != std::errc() || last != end || bits < 0 || bits > (four ? 32 : 128))
        return wrong("has no prefix length of 0 to " + std::string(four ? "32" : "128") + " after the slash");
    }
    parsed.ranges_.push_back({*octets, bits + (four ? 96 : 0)});
  }
  return parsed;
}

bool AddressRanges::contains(const std::string& address) const {
  const auto octets = address_octets(address);
  return octets && std::any_of(ranges_.begin(), ranges_.end(),
                               [&](const Range& range) { return same_bits(*octets, range.prefix, range.bits); });
}

base::Result<std::optional<legal::Window>> window_of(const Question& question) {
  std::optional<legal::Window> window = question.window;
  if (question.selector.window) {
    const legal::Window& other = *question.selector.window;
    window = window ? legal::Window{std::max(window->from, other.from), std::min(window->to, other.to)} : other;
  }
  if (!window) return window;
  const std::string value = base::format_time(window->from) + "/" + base::format_time(window->to);
  if (window->from >= window->to) return base::invalid("selector.window", value, "must begin before it ends");
  if (window->from > question.as_of) {
    return base::invalid("selector.window", value,
                         "begins after the time of the record, " + base::format_time(question.as_of));
  }
  return window;
}

base::Result<> check_selector(const legal::Selector& selector, const std::optional<legal::Window>& window, bool ports,
                              const SelectorRules& rules) {
  switch (selector.kind) {
    case SelectorKind::user_id:
    case SelectorKind::user_name:
      return check_name(selector.value);
    case SelectorKind::email:
      return check_email(selector.value);
    case SelectorKind::phone_number:
      if (is_e164(selector.value)) return {};
      return base::invalid(
          "selector.value", selector.value,
          "a phone number is asked in E.164: + and country code; without its country it names several");
    case SelectorKind::ip_address:
      return check_address(selector, window, ports, rules);
  }
  std::unreachable();
}

}  // namespace writ::provider
