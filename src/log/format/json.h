// A strict JSON document as plain values: what report.json is read through. Inside log/format only.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"

namespace writ::log {

struct JsonMember;

struct Json {
  enum class Type : std::uint8_t { null, boolean, integer, number, string, array, object };
  Type type = Type::null;
  std::string text;           // a string's value; the spelling of a number or boolean
  std::uint64_t integer = 0;  // 0 .. 10^15 - 1
  std::vector<JsonMember> members;
  std::vector<Json> items;

  const Json* find(std::string_view name) const;
};

struct JsonMember {
  std::string name;
  Json value;
};

/// UTF-8 without BOM, no duplicate members anywhere, numbers are integers of 15 digits at most, but for what stands
/// inside the top-level member `free_member`. At most 32 levels.
base::Result<Json> parse_json(std::string_view text, std::string_view free_member);
std::string format_json(const Json& json);

}  // namespace writ::log
