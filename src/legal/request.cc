#include "legal/request.h"

#include <array>

namespace writ::legal {

namespace {
constexpr std::array<std::string_view, 5> names = {"user_id", "user_name", "phone_number", "email", "ip_address"};
constexpr std::array<std::string_view, 3> secrecy_names = {"none", "asked", "ordered"};
}  // namespace

std::string_view name_of(SelectorKind kind) { return names[static_cast<std::size_t>(kind)]; }

std::optional<SelectorKind> selector_kind(std::string_view name) {
  for (std::size_t i = 0; i < names.size(); ++i) {
    if (names[i] == name) return static_cast<SelectorKind>(i);
  }
  return std::nullopt;
}

std::string_view name_of(Secrecy::Kind kind) { return secrecy_names[static_cast<std::size_t>(kind)]; }

std::optional<Secrecy::Kind> secrecy_kind(std::string_view name) {
  for (std::size_t i = 0; i < secrecy_names.size(); ++i) {
    if (secrecy_names[i] == name) return static_cast<Secrecy::Kind>(i);
  }
  return std::nullopt;
}

}  // namespace writ::legal
