#include "log/receipt_text.h"

#include <cstdio>

#include "log/format/grammar.h"

namespace writ::log {

namespace {

/// TEXT with the escapes that section 4 allows: \" \\ \u00XX.
std::string json_text(std::string_view text) {
  std::string out = "\"";
  for (const char c : text) {
    if (c == '"' || c == '\\') {
      out += '\\';
      out += c;
    } else if (static_cast<unsigned char>(c) < 0x20) {
      char escape[8];
      std::snprintf(escape, sizeof escape, "\\u%04x", static_cast<unsigned>(c));
      out += escape;
    } else {
      out += c;
    }
  }
  return out + "\"";
}

std::string value_text(Kind kind, int position, const std::string& value) {
  if (value.empty() || !is_hash_position(kind, position)) return json_text(value);
  return "\"0x" + base::to_hex(base::view(value)) + "\"";
}

}  // namespace

std::string receipt_line(const base::Host& host, const std::string& origin, std::optional<std::uint64_t> index, const base::Hash& seed,
                         const Values& public_values, const PrivatePart& part) {
  const auto kind = kind_of(public_values[0]);
  CHECK_INVARIANT(kind.has_value());
  std::string salts, values;
  for (int position = 0; position < 16; ++position) {
    const auto i = static_cast<std::size_t>(position % 8);
    const bool is_private = position < 8;
    const base::Hash salt = is_private ? part.salts[i] : public_salt(host, seed, static_cast<std::uint8_t>(position));
    const char* comma = position == 0 ? "" : ",";
    salts += comma + ("\"" + base::to_hex(salt) + "\"");
    values += comma + value_text(*kind, position, is_private ? part.values[i] : public_values[i]);
  }
  std::string line = "{\"origin\":" + json_text(origin);
  if (index) line += ",\"index\":" + std::to_string(*index);
  return line + ",\"salts\":[" + salts + "],\"values\":[" + values + "]}\n";
}

}  // namespace writ::log
