#include "log/format/opening.h"

#include "log/format/grammar.h"
#include "log/format/scanner.h"
#include "log/format/tree.h"

namespace writ::log {

namespace {
base::Result<Line> refuse(std::string_view line, const char* rule) {
  return base::invalid("opening line", std::string(line), rule);
}

std::string quoted(const base::Hash& hash) { return "\"" + base::to_hex(hash) + "\""; }

base::Result<Line> parse_open(Scanner scan, OpenLine line, std::string_view whole) {
  if (!scan.quoted_hash(line.seed) || !scan.literal(",\"values\":["))
    return refuse(whole, "has no seed of 64 hex digits and values");
  for (std::size_t i = 0; i < 8; ++i) {
    if ((i > 0 && !scan.literal(",")) || !scan.quoted_plain(line.values[i]))
      return refuse(whole, "has not eight plain values");
  }
  if (!scan.literal("]}") || !scan.done()) return refuse(whole, "has something after its eight values");
  return line;
}

base::Result<Line> parse_held(Scanner scan, HeldLine line, std::string_view whole) {
  if (!scan.quoted_hash(line.salt8) || !scan.literal(",\"siblings\":["))
    return refuse(whole, "has no salt8 of 64 hex digits and siblings");
  for (std::size_t i = 0; i < 3; ++i) {
    if ((i > 0 && !scan.literal(",")) || !scan.quoted_hash(line.siblings[i]))
      return refuse(whole, "has not three siblings of 64 hex digits");
  }
  if (!scan.literal("]}") || !scan.done()) return refuse(whole, "has something after its siblings");
  return line;
}
}  // namespace

std::string format_line(const OpenLine& line) {
  std::string out = "{\"index\":" + std::to_string(line.index) + ",\"private_root\":" + quoted(line.private_root) +
                    ",\"seed\":" + quoted(line.seed) + ",\"values\":[";
  for (std::size_t i = 0; i < 8; ++i) {
    if (i > 0) out += ',';
    out += '"';
    out += line.values[i];
    out += '"';
  }
  return out + "]}";
}

std::string format_line(const HeldLine& line) {
  return "{\"index\":" + std::to_string(line.index) + ",\"private_root\":" + quoted(line.private_root) +
         ",\"salt8\":" + quoted(line.salt8) + ",\"siblings\":[" + quoted(line.siblings[0]) + "," +
         quoted(line.siblings[1]) + "," + quoted(line.siblings[2]) + "]}";
}

base::Result<Line> parse_line(std::string_view line) {
  Scanner scan(line);
  if (!scan.literal("{\"index\":")) return refuse(line, "does not begin with {\"index\":");
  const auto index = scan.number();
  base::Hash private_root;
  if (!index) return refuse(line, "has an index that is not an INT");
  if (!scan.literal(",\"private_root\":") || !scan.quoted_hash(private_root))
    return refuse(line, "has no private_root of 64 hex digits");
  if (scan.literal(",\"seed\":")) return parse_open(scan, {*index, private_root, {}, {}}, line);
  if (scan.literal(",\"salt8\":")) return parse_held(scan, {*index, private_root, {}, {}}, line);
  return refuse(line, "has neither a seed nor a salt8");
}

std::array<std::string, 8> spell_values(const Values& public_values) {
  std::array<std::string, 8> spelled = public_values;
  const auto kind = kind_of(public_values[0]);
  for (int i = 0; kind && i < 8; ++i) {
    std::string& value = spelled[static_cast<std::size_t>(i)];
    if (is_hash_position(*kind, i + 8) && !value.empty()) value = "0x" + base::to_hex(base::view(value));
  }
  return spelled;
}

base::Result<Values> decode_values(const std::array<std::string, 8>& spelled) {
  const auto kind = kind_of(spelled[0]);
  if (!kind) return base::invalid("position 8", spelled[0], "is not a kind of entry");
  Values values = spelled;
  for (int i = 0; i < 8; ++i) {
    std::string& value = values[static_cast<std::size_t>(i)];
    if (!is_hash_position(*kind, i + 8) || value.empty()) continue;
    base::Hash hash;
    if (value.size() != 66 || !value.starts_with("0x") || !Scanner::decode_hash(value.data() + 2, hash)) {
      return base::invalid("position " + std::to_string(i + 8), value,
                           "is not a HASH: 0x and 64 lower-case hex digits");
    }
    value.assign(base::text(hash));
  }
  TRY_VOID(check_public_values(values));
  return values;
}

OpenLine open_line(std::uint64_t index, const SealedEntry& sealed) {
  return {index, sealed.private_root, sealed.seed, spell_values(sealed.draft.public_values)};
}

HeldLine held_line(const base::Host& host, std::uint64_t index, const SealedEntry& sealed) {
  std::array<base::Hash, 8> leaves;
  HeldLine line{index, sealed.private_root, public_salt(host, sealed.seed, 8), {}};
  for (std::uint8_t i = 0; i < 8; ++i) {
    const auto position = static_cast<std::uint8_t>(i + 8);
    leaves[i] = field_leaf(host, position, public_salt(host, sealed.seed, position), sealed.draft.public_values[i]);
  }
  line.siblings[0] = leaves[1];
  line.siblings[1] = node_hash(host, leaves[2], leaves[3]);
  line.siblings[2] = node_hash(host, node_hash(host, leaves[4], leaves[5]), node_hash(host, leaves[6], leaves[7]));
  return line;
}

base::Hash opened_body_root(const base::Host& host, const OpenLine& line, const Values& values) {
  return body_root(host, line.private_root, public_root(host, line.seed, values));
}

base::Hash held_body_root(const base::Host& host, const HeldLine& line) {
  base::Hash hash = field_leaf(host, 8, line.salt8, name_of(Kind::request));
  for (const base::Hash& sibling : line.siblings) hash = node_hash(host, hash, sibling);
  return body_root(host, line.private_root, hash);
}

}  // namespace writ::log
