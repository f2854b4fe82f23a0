#include "log/format/checkpoint.h"

#include <algorithm>
#include <optional>

#include "log/format/decimal.h"

namespace writ::log {

std::string format_checkpoint(const Checkpoint& checkpoint) {
  return checkpoint.origin + "\n" + std::to_string(checkpoint.size) + "\n" + base::to_base64(checkpoint.root) + "\n";
}

base::Result<Checkpoint> parse_checkpoint(std::string_view text) {
  const auto refuse = [&](const char* rule) { return base::invalid("checkpoint", std::string(text), rule); };
  if (std::count(text.begin(), text.end(), '\n') != 3 || !text.ends_with('\n')) {
    return refuse("is not exactly three lines: origin, size, root (extension lines are not allowed)");
  }
  const std::size_t first = text.find('\n');
  const std::size_t second = text.find('\n', first + 1);
  const auto size = parse_decimal(text.substr(first + 1, second - first - 1));
  const auto root = base::bytes_from_base64(text.substr(second + 1, text.size() - second - 2));
  if (first == 0) return refuse("has an empty origin");
  if (!size) return refuse("has a size that is not a decimal number below 2^63");
  if (!root || root->size() != 32) return refuse("has a root that is not base64 of 32 bytes");
  Checkpoint checkpoint{std::string(text.substr(0, first)), *size, {}};
  std::copy(root->begin(), root->end(), checkpoint.root.begin());
  return checkpoint;
}

}  // namespace writ::log
