// The lines that open entries: openings.jsonl, references.jsonl, report.opening.json (counted-log.md section 5) and the
// opening of a receipt (section 4). A line is exactly the bytes of its template: no spaces, no other order, no escapes.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <variant>

#include "base/bytes.h"
#include "base/host.h"
#include "base/result.h"
#include "base/time.h"
#include "log/format/entry.h"

namespace writ::log {

/// `{"index":n,"private_root":"hex","seed":"hex","values":["...",8]}`. `values` as spelled in JSON (HASH with `0x`).
struct OpenLine {
  std::uint64_t index = 0;
  base::Hash private_root{};
  base::Hash seed{};
  std::array<std::string, 8> values;
};

/// `{"index":n,"private_root":"hex","salt8":"hex","siblings":["hex","hex","hex"]}`: a request whose row is not shown.
struct HeldLine {
  std::uint64_t index = 0;
  base::Hash private_root{};
  base::Hash salt8{};
  std::array<base::Hash, 3> siblings{};  // leaf to root
};

using Line = std::variant<OpenLine, HeldLine>;

/// Without LF.
std::string format_line(const OpenLine& line);
std::string format_line(const HeldLine& line);
/// A whole line without its LF. Says nothing about kinds and values: decode_values does.
base::Result<Line> parse_line(std::string_view line);

/// Committed values as JSON spells them, and back. `decode_values` checks kind and grammar.
std::array<std::string, 8> spell_values(const Values& public_values);
base::Result<Values> decode_values(const std::array<std::string, 8>& spelled);

OpenLine open_line(std::uint64_t index, const SealedEntry& sealed);
HeldLine held_line(const base::Host& host, std::uint64_t index, const SealedEntry& sealed);

/// What the log holds if the line opens it; `values` decoded.
base::Hash opened_body_root(const base::Host& host, const OpenLine& line, const Values& values);
base::Hash held_body_root(const base::Host& host, const HeldLine& line);

/// `{"origin":"...","index":n,"salts":[16],"values":[16]}`; without `index` it is the opening of a promise.
struct ReceiptOpening {
  std::string origin;
  std::optional<std::uint64_t> index;
  std::array<base::Hash, 16> salts{};
  Values private_values;
  Values public_values;
};

/// With LF. Control characters, `"` and `\` of TEXT are escaped.
std::string format_receipt_opening(const ReceiptOpening& opening);
/// One line with or without its LF. Checks kind and grammar of every value.
base::Result<ReceiptOpening> parse_receipt_opening(const base::Host& host, std::string_view text);
ReceiptOpening receipt_opening(const base::Host& host, std::string origin, std::optional<std::uint64_t> index,
                               const SealedEntry& sealed);
base::Hash receipt_body_root(const base::Host& host, const ReceiptOpening& opening);

/// `writ-promise/v1\n<origin>\n<hex body_root>\n<TIME>\n`: the text of a promise note.
struct Promise {
  std::string origin;
  base::Hash body_root{};
  base::Time time;
};
std::string format_promise(const Promise& promise);
base::Result<Promise> parse_promise(std::string_view text);

}  // namespace writ::log
