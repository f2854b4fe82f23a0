// What a page says of an officer's delivery key: which it is and how long it is good.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "base/result.h"
#include "base/time.h"

namespace writ::crypto {

struct KeyFacts {
  bool certificate = false;         // else OpenPGP
  std::string fingerprint;          // hex without spaces: of OpenPGP its own, of a certificate SHA-256 of the DER
  std::optional<base::Time> until;  // nullopt: no end
};

/// Of a key that check_recipient_key() takes; invalid if it is none.
base::Result<KeyFacts> key_facts(std::string_view key, base::Time at);

/// In groups of four, upper case: as people compare them.
std::string grouped_fingerprint(std::string_view hex);

}  // namespace writ::crypto
