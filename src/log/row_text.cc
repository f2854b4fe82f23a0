#include "log/row_text.h"

namespace writ::log {

std::string receipt_text(const base::Host& host, const std::string& origin, std::optional<std::uint64_t> index,
                         const base::Hash& seed, const Values& public_values, const PrivatePart& part) {
  ReceiptOpening opening{origin, index, {}, part.values, public_values};
  for (std::size_t i = 0; i < 8; ++i) {
    opening.salts[i] = part.salts[i];
    opening.salts[8 + i] = public_salt(host, seed, static_cast<std::uint8_t>(8 + i));
  }
  return format_receipt_opening(opening);
}

std::string open_text(std::uint64_t index, const OpeningSecret& secret, const Values& public_values) {
  return format_line(OpenLine{index, secret.private_root, secret.seed, spell_values(public_values)}) + "\n";
}

}  // namespace writ::log
