// C2SP tlog-checkpoint v1.0.0: the text of a signed tree head. A counted log has no extension lines.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "base/bytes.h"
#include "base/result.h"

namespace writ::log {

struct Checkpoint {
  std::string origin;
  std::uint64_t size = 0;
  base::Hash root{};
  bool operator==(const Checkpoint&) const = default;
};

/// "origin\nsize\nbase64(root)\n"
std::string format_checkpoint(const Checkpoint& checkpoint);
/// The text of a note, not the note. invalid names what is wrong, extension lines included.
base::Result<Checkpoint> parse_checkpoint(std::string_view text);

/// An origin that ends in `/test` is a test log.
inline bool is_test_origin(std::string_view origin) { return origin.ends_with("/test"); }

}  // namespace writ::log
