// JSON (RFC 8259) with the line of every value, every member in its order and duplicates kept, and as much of a broken
// document as stands before the break.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "observatory/byte_source.h"

namespace writ::observatory {

/// The largest file known is 0.5 MB. What is read stands in memory at about twenty times its size.
inline constexpr std::size_t json_bytes_max = std::size_t{16} << 20;
inline constexpr std::size_t json_depth_max = 16;

struct JsonNode {
  enum class Kind : std::uint8_t { null, boolean, integer, real, string, array, object };
  Kind kind = Kind::null;
  bool complete = true;            // false: the document broke inside this array or object
  std::uint64_t line = 0;          // where the value begins
  std::int64_t integer = 0;        // of an integer
  std::string text;                // of a string; of a number as it is spelt
  std::vector<JsonNode> items;     // of an array; of an object its values
  std::vector<std::string> names;  // of an object: the names of `items`, duplicates included

  bool is(Kind wanted) const { return kind == wanted; }
  /// The first member of this name; nullptr if there is none.
  const JsonNode* find(std::string_view name) const;
  /// A name that stands twice; nullptr if none does.
  const std::string* repeated_name() const;
};

struct JsonDocument {
  JsonNode root;
  struct Fault {
    std::uint64_t line = 0;
    std::string value;
    std::string rule;
  };
  std::optional<Fault> fault;  // reading stopped here
};

/// unavailable if the source fails; broken text is a fault of the document.
base::Result<JsonDocument> read_json(ByteSource& bytes);

}  // namespace writ::observatory
