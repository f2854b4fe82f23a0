#include "log/format/proof.h"

#include <algorithm>

#include "log/format/decimal.h"

namespace writ::log {

namespace {
constexpr std::string_view header = "c2sp.org/tlog-proof@v1\n";
constexpr std::size_t path_hashes_max = 63;  // a tree has fewer than 2^63 leaves

/// The next line without its LF; nullopt if none is left that ends in one.
std::optional<std::string_view> take_line(std::string_view& text) {
  const std::size_t end = text.find('\n');
  if (end == std::string_view::npos) return std::nullopt;
  const std::string_view line = text.substr(0, end);
  text.remove_prefix(end + 1);
  return line;
}
}  // namespace

std::string format_proof(const Proof& proof) {
  std::string text(header);
  if (proof.extra) text += "extra " + base::to_base64(base::view(*proof.extra)) + "\n";
  text += "index " + std::to_string(proof.index) + "\n";
  for (const base::Hash& hash : proof.hashes) text += base::to_base64(hash) + "\n";
  return text + "\n" + proof.checkpoint;
}

base::Result<Proof> parse_proof(std::string_view text) {
  const auto refuse = [](std::string_view value, const char* rule) {
    return base::invalid("proof", std::string(value), rule);
  };
  if (!text.starts_with(header))
    return refuse(text.substr(0, text.find('\n')), "does not begin with c2sp.org/tlog-proof@v1");
  text.remove_prefix(header.size());
  Proof proof;
  auto line = take_line(text);
  if (line && line->starts_with("extra ")) {
    const auto extra = base::bytes_from_base64(line->substr(6));
    if (!extra) return refuse(*line, "has extra data that is not base64");
    proof.extra = std::string(base::text(*extra));
    line = take_line(text);
  }
  const auto index = line && line->starts_with("index ") ? parse_decimal(line->substr(6)) : std::nullopt;
  if (!index) return refuse(line.value_or(""), "has no index line: index and a decimal number");
  proof.index = *index;
  for (line = take_line(text); line && !line->empty(); line = take_line(text)) {
    const auto bytes = base::bytes_from_base64(*line);
    if (!bytes || bytes->size() != 32) return refuse(*line, "has a path line that is not base64 of 32 bytes");
    if (proof.hashes.size() == path_hashes_max) return refuse(*line, "has more than 63 path lines");
    std::copy(bytes->begin(), bytes->end(), proof.hashes.emplace_back().begin());
  }
  if (!line || text.empty()) return refuse("", "has no empty line and checkpoint after its path");
  proof.checkpoint = std::string(text);
  return proof;
}

}  // namespace writ::log
