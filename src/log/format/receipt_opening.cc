#include <algorithm>

#include "log/format/grammar.h"
#include "log/format/note.h"
#include "log/format/opening.h"
#include "log/format/scanner.h"

namespace writ::log {

namespace {
constexpr std::string_view promise_header = "writ-promise/v1\n";
constexpr std::string_view hex_digits = "0123456789abcdef";

base::Result<ReceiptOpening> refuse(const char* rule) { return base::invalid("receipt opening", "", rule); }

std::string escaped(std::string_view text) {
  std::string out = "\"";
  for (const char c : text) {
    const auto byte = static_cast<unsigned char>(c);
    if (c == '"' || c == '\\') {
      out += '\\';
      out += c;
    } else if (byte < 0x20) {
      out += "\\u00";
      out += hex_digits[byte >> 4];
      out += hex_digits[byte & 15];
    } else {
      out += c;
    }
  }
  return out + "\"";
}

int hex_value(char c) {
  if (c >= 'a' && c <= 'f') return c - 'a' + 10;
  if (c >= 'A' && c <= 'F') return c - 'A' + 10;
  return c >= '0' && c <= '9' ? c - '0' : -1;
}

void append_code_point(std::string& out, int point) {
  if (point < 0x80) {
    out += static_cast<char>(point);
  } else {
    out += static_cast<char>(0xC0 | point >> 6);
    out += static_cast<char>(0x80 | (point & 0x3F));
  }
}

/// One of `\"`, `\\`, `\u00XX`, the backslash still to be read.
bool take_escape(Scanner& scan, std::string& out) {
  const std::string_view rest = scan.rest();
  if (rest.starts_with("\\\"") || rest.starts_with("\\\\")) {
    out += rest[1];
    scan.skip(2);
    return true;
  }
  if (!rest.starts_with("\\u00") || rest.size() < 6) return false;
  const int high = hex_value(rest[4]);
  const int low = hex_value(rest[5]);
  if (high < 0 || low < 0) return false;
  append_code_point(out, high * 16 + low);
  scan.skip(6);
  return true;
}

bool quoted_text(Scanner& scan, std::string& out) {
  if (!scan.literal("\"")) return false;
  while (!scan.done() && scan.rest()[0] != '"') {
    const char c = scan.rest()[0];
    if (static_cast<unsigned char>(c) < 0x20) return false;
    if (c == '\\') {
      if (!take_escape(scan, out)) return false;
    } else {
      out += c;
      scan.skip(1);
    }
  }
  return scan.literal("\"");
}

/// Private values: HASH with `0x`, all else as it stands.
base::Result<> decode_private(Kind kind, Values& values) {
  for (int i = 0; i < 8; ++i) {
    std::string& value = values[static_cast<std::size_t>(i)];
    if (!is_hash_position(kind, i) || value.empty()) continue;
    const auto hash = value.starts_with("0x") ? base::hash_from_hex(std::string_view(value).substr(2)) : std::nullopt;
    if (!hash)
      return base::invalid("position " + std::to_string(i), value, "is not a HASH: 0x and 64 lower-case hex digits");
    value = hash_value(*hash);
  }
  return {};
}
}  // namespace

std::string format_receipt_opening(const ReceiptOpening& opening) {
  std::string out = "{\"origin\":" + escaped(opening.origin);
  if (opening.index) out += ",\"index\":" + std::to_string(*opening.index);
  out += ",\"salts\":[";
  for (std::size_t i = 0; i < 16; ++i) out += (i > 0 ? ",\"" : "\"") + base::to_hex(opening.salts[i]) + "\"";
  out += "],\"values\":[";
  const auto kind = kind_of(opening.public_values[0]);
  for (int i = 0; i < 8; ++i) {
    const std::string& value = opening.private_values[static_cast<std::size_t>(i)];
    const bool is_hash = kind && is_hash_position(*kind, i) && !value.empty();
    out += escaped(is_hash ? "0x" + base::to_hex(base::view(value)) : value) + ",";
  }
  const auto spelled = spell_values(opening.public_values);
  for (std::size_t i = 0; i < 8; ++i) out += (i > 0 ? "," : "") + escaped(spelled[i]);
  return out + "]}\n";
}

base::Result<ReceiptOpening> parse_receipt_opening(const base::Host& host, std::string_view text) {
  if (text.ends_with('\n')) text.remove_suffix(1);
  Scanner scan(text);
  ReceiptOpening opening;
  if (!scan.literal("{\"origin\":") || !quoted_text(scan, opening.origin))
    return refuse("does not begin with {\"origin\":\"...\"");
  if (scan.literal(",\"index\":")) {
    opening.index = scan.number();
    if (!opening.index) return refuse("has an index that is not an INT");
  }
  if (!scan.literal(",\"salts\":[")) return refuse("has no salts");
  for (std::size_t i = 0; i < 16; ++i) {
    if ((i > 0 && !scan.literal(",")) || !scan.quoted_hash(opening.salts[i]))
      return refuse("has not sixteen salts of 64 lower-case hex digits");
  }
  if (!scan.literal("],\"values\":[")) return refuse("has no values after its sixteen salts");
  std::array<std::string, 8> spelled;
  for (std::size_t i = 0; i < 16; ++i) {
    std::string& value = i < 8 ? opening.private_values[i] : spelled[i - 8];
    if ((i > 0 && !scan.literal(",")) || !quoted_text(scan, value)) return refuse("has not sixteen values");
  }
  if (!scan.literal("]}") || !scan.done()) return refuse("has something after its sixteen values");
  TRY(opening.public_values, decode_values(spelled));
  const Kind kind = *kind_of(opening.public_values[0]);
  TRY_VOID(decode_private(kind, opening.private_values));
  TRY_VOID(check_private_values(host, kind, opening.private_values));
  return opening;
}

ReceiptOpening receipt_opening(const base::Host& host, std::string origin, std::optional<std::uint64_t> index,
                               const SealedEntry& sealed) {
  ReceiptOpening opening{std::move(origin), index, {}, sealed.draft.private_values, sealed.draft.public_values};
  std::copy(sealed.private_salts.begin(), sealed.private_salts.end(), opening.salts.begin());
  for (std::uint8_t position = 8; position < 16; ++position)
    opening.salts[position] = public_salt(host, sealed.seed, position);
  return opening;
}

base::Hash receipt_body_root(const base::Host& host, const ReceiptOpening& opening) {
  std::array<base::Hash, 8> hidden;
  std::array<base::Hash, 8> shown;
  for (std::uint8_t i = 0; i < 8; ++i) {
    const auto position = static_cast<std::uint8_t>(i + 8);
    hidden[i] = field_leaf(host, i, opening.salts[i], opening.private_values[i]);
    shown[i] = field_leaf(host, position, opening.salts[position], opening.public_values[i]);
  }
  return body_root(host, root_of_eight(host, hidden), root_of_eight(host, shown));
}

std::string format_promise(const Promise& promise) {
  return std::string(promise_header) + promise.origin + "\n" + base::to_hex(promise.body_root) + "\n" +
         base::format_time(promise.time) + "\n";
}

base::Result<Promise> parse_promise(std::string_view text) {
  const auto no = [&](const char* rule) { return base::invalid("promise", std::string(text), rule); };
  if (!text.starts_with(promise_header)) return no("does not begin with writ-promise/v1");
  if (std::count(text.begin(), text.end(), '\n') != 4 || !text.ends_with('\n')) return no("is not four lines");
  std::string_view rest = text.substr(promise_header.size());
  const std::size_t first = rest.find('\n');
  const std::size_t second = rest.find('\n', first + 1);
  const auto root = base::hash_from_hex(rest.substr(first + 1, second - first - 1));
  const auto time = base::parse_time(rest.substr(second + 1, rest.size() - second - 2));
  if (!is_key_name(rest.substr(0, first))) return no("has an origin that is not a key name");
  if (!root) return no("has a body_root that is not 64 lower-case hex digits");
  if (!time) return no("has no TIME");
  return Promise{std::string(rest.substr(0, first)), *root, *time};
}

}  // namespace writ::log
