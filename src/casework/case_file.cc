#include "casework/case_file.h"

#include <array>

namespace writ::casework {

namespace {
constexpr std::array<std::string_view, 12> names = {"received", "verified",  "clarification", "drafted",
                                                    "approved", "delivered", "acknowledged",  "refused",
                                                    "no_data",  "withdrawn", "duplicate",     "not_authentic"};
}

std::string_view name_of(State state) { return names[static_cast<std::size_t>(state)]; }

std::optional<State> state_of(std::string_view name) {
  for (std::size_t i = 0; i < names.size(); ++i) {
    if (names[i] == name) return static_cast<State>(i);
  }
  return std::nullopt;
}

}  // namespace writ::casework
