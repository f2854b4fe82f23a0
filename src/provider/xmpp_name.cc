#include "provider/xmpp_name.h"

#include <algorithm>

namespace writ::provider::xmpp {

namespace {

constexpr std::size_t local_part_bytes_max = 1023;  // RFC 7622 section 3.3
constexpr std::string_view excluded = "\"&'/:<>@ ";

char lower(char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; }

}  // namespace

std::string local_part(std::string_view name) {
  std::string local(name.substr(0, name.find('@')));
  std::transform(local.begin(), local.end(), local.begin(), lower);
  return local;
}

base::Result<> check_selector(const legal::Selector& selector, std::string_view domain) {
  if (selector.kind != legal::SelectorKind::user_id && selector.kind != legal::SelectorKind::user_name) return {};
  const std::string& value = selector.value;
  const auto at = value.find('@');
  if (selector.kind == legal::SelectorKind::user_id && at == std::string::npos)
    return base::invalid("selector.value", value, "a user id is written name@domain");
  const std::string local = local_part(value);
  const bool fits =
      !local.empty() && local.size() <= local_part_bytes_max && std::none_of(local.begin(), local.end(), [](char c) {
        return static_cast<unsigned char>(c) < 0x20 || c == 0x7f || excluded.find(c) != std::string_view::npos;
      });
  if (!fits) return base::invalid("selector.value", value, "is not a name of RFC 7622, section 3.3");
  if (at != std::string::npos && std::string_view(value).substr(at + 1) != domain)
    return base::invalid("selector.value", value, "is of another server: this one serves " + std::string(domain));
  return {};
}

}  // namespace writ::provider::xmpp
