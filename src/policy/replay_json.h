// Inside the room: members of a JSON object as simdjson reads it, with errors that name the path. Only the readers of
// replay lines include this.
#pragma once

#include <simdjson.h>

#include <array>
#include <string>
#include <string_view>

#include "base/result.h"

namespace writ::policy {

using JsonElement = simdjson::dom::element;

std::unexpected<base::Error> json_fault(std::string_view path, const JsonElement& value, std::string rule);
/// A member that stands twice, or that the format does not know.
base::Result<> json_repeated(std::string_view path);
base::Result<> json_unknown(std::string_view path, const JsonElement& value);

base::Result<simdjson::dom::object> json_object(std::string_view path, const JsonElement& value);
base::Result<std::string_view> json_text(std::string_view path, const JsonElement& value, std::size_t bytes_max);
base::Result<bool> json_bool(std::string_view path, const JsonElement& value);

/// Which members of a list of at most 32 names were seen.
template <std::size_t size>
class SeenMembers {
  static_assert(size <= 32);

 public:
  explicit constexpr SeenMembers(const std::array<std::string_view, size>& names) : names_(&names) {}

  /// Position of the name; `size` if it is none of them. Sets `twice` if it was seen before. Members mostly stand in
  /// the order of the format, so the search begins after the last one found.
  std::size_t see(std::string_view name, bool& twice) {
    for (std::size_t k = 0; k < size; ++k) {
      const std::size_t i = next_ + k < size ? next_ + k : next_ + k - size;
      if ((*names_)[i] != name) continue;
      twice = has(i);
      seen_ |= std::uint32_t{1} << i;
      next_ = i + 1 < size ? i + 1 : 0;
      return i;
    }
    return size;
  }
  bool has(std::size_t position) const { return (seen_ >> position & 1U) != 0; }

 private:
  const std::array<std::string_view, size>* names_;
  std::uint32_t seen_ = 0;
  std::size_t next_ = 0;
};

}  // namespace writ::policy
