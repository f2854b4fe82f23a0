// The tidy-long table of what platforms published: one row for each figure, as published, never repaired.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/time.h"

namespace writ::observatory {

enum class Status : std::uint8_t {
  reported,      // low = high, zero included
  not_reported,  // the cell is there and empty: neither end
  banded,        // low to high, both included; without high the band is open
};
std::string_view code(Status status);
std::optional<Status> status_of(std::string_view code);

/// What one cell says. Zero, not reported, banded and open stay four different things.
struct Figure {
  Status status = Status::not_reported;
  std::optional<std::int64_t> low;
  std::optional<std::int64_t> high;
  bool operator==(const Figure&) const = default;
};
inline Figure exactly(std::int64_t count) { return {Status::reported, count, count}; }

struct Observation {
  std::string platform;  // code of platforms()
  std::string country;   // alpha-2; empty = the platform's figure for all countries together
  base::Period period;
  /// `requests_received`, `requests_fulfilled`, `accounts`, or further codes: a base measure and `.` and the legal
  /// process ("requests_received.search_warrants"), or a code of the platform's own.
  std::string measure;
  Figure figure;
  std::string source_file;        // name without folders
  std::uint64_t source_line = 0;  // from 1
  /// Which record of the file, from 1: a JSON file often is one line. 0 = not known (read from our own table).
  std::uint64_t source_record = 0;
  bool operator==(const Observation&) const = default;
};

enum class Severity : std::uint8_t {
  refused,  // the row (or the file) is not in the table
  defect,   // in the table as published, but something does not agree
  note,     // how the file is written; nothing is lost
};
std::string_view code(Severity severity);
std::optional<Severity> severity_of(std::string_view code);

/// One thing that a reader of the file should know.
struct Finding {
  Severity severity = Severity::refused;
  std::string file;
  std::uint64_t line = 0;    // 0 = the file as a whole
  std::uint64_t record = 0;  // 0 = none or not known
  std::string column;        // column or member; empty = the row as a whole
  std::string value;         // as published, cut to value_bytes_max
  std::string rule;          // a sentence
  bool operator==(const Finding&) const = default;

  /// `file:line (record n): column: "value": rule`
  std::string message() const;
};
inline constexpr std::size_t value_bytes_max = 80;
/// Cut at a character, with an ellipsis.
std::string shortened(std::string_view value);

/// Family of findings.csv, whose findings are of other files.
inline constexpr std::string_view findings_family = "findings";

/// What one file gave.
struct Import {
  std::string file;
  std::string family;  // "telegram", ... "tidy", "findings" (our own tables); empty = not recognised
  std::vector<Observation> observations;
  std::vector<Finding> findings;
  std::uint64_t rows_read = 0;
  std::uint64_t rows_refused = 0;
  std::map<std::string, std::uint64_t> refused_by_rule;
  bool refused = false;  // nothing of the file could be read; the last finding says why
};

/// Whose figures they are; `attribution` must stand wherever they are shown.
struct Platform {
  std::string_view code;
  std::string_view name;
  std::string_view publisher_url;
  std::string_view collected_from;
  std::string_view licence;      // SPDX code, or "facts" where only figures were taken
  std::string_view attribution;  // one sentence
};
std::span<const Platform> platforms();
const Platform* find_platform(std::string_view code);

/// `[a-z0-9_.]+`, what a measure may be called.
bool is_measure(std::string_view text);
/// "Emergency Disclosure Requests" -> "emergency_disclosure_requests": ASCII letters and digits, the rest one `_`.
std::string slug(std::string_view text);

}  // namespace writ::observatory
