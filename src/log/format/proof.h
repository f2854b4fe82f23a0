// C2SP tlog-proof@v1: an inclusion proof with its signed checkpoint in one file.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/bytes.h"
#include "base/result.h"

namespace writ::log {

struct Proof {
  std::optional<std::string> extra;  // raw bytes; not authenticated by anything
  std::uint64_t index = 0;
  std::vector<base::Hash> hashes;  // leaf's sibling first
  std::string checkpoint;          // the signed note, verbatim
};

std::string format_proof(const Proof& proof);
/// Does not look inside the checkpoint.
base::Result<Proof> parse_proof(std::string_view text);

}  // namespace writ::log
