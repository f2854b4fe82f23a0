#include "legal/request.h"

#include <array>

namespace writ::legal {

namespace {
constexpr std::array<std::string_view, 5> names = {"user_id", "user_name", "phone_number", "email", "ip_address"};
}

std::string_view name_of(SelectorKind kind) { return names[static_cast<std::size_t>(kind)]; }

std::optional<SelectorKind> selector_kind(std::string_view name) {
  for (std::size_t i = 0; i < names.size(); ++i) {
    if (names[i] == name) return static_cast<SelectorKind>(i);
  }
  return std::nullopt;
}

}  // namespace writ::legal
