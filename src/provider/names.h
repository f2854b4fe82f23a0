// User names as servers compare them. ICU.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace writ::provider {

enum class Folding : std::uint8_t {
  exact,    // byte for byte
  ascii,    // A-Z as a-z (Matrix localparts, Telegram names)
  nfc,      // Unicode normalization form C, case kept
  unicode,  // NFKC with case folding (UTS 31 NFKC_Casefold), as PRECIS UsernameCaseMapped nearly does (RFC 8265)
};
std::string_view name_of(Folding folding);
std::optional<Folding> folding(std::string_view name);

/// nullopt: not UTF-8, or nothing is left of it.
std::optional<std::string> fold_name(Folding folding, std::string_view name);

}  // namespace writ::provider
