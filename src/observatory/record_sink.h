// One record of a file at a time: all of its figures go into the table, or none and the reason.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "observatory/cell.h"
#include "observatory/json_reader.h"
#include "observatory/table.h"

namespace writ::observatory {

class RecordSink {
 public:
  RecordSink(Import& import, std::string_view platform) : import_(import), platform_(platform) {}

  void begin(std::uint64_t line, std::uint64_t record);
  /// The first reason refuses the record; further ones are named beside it.
  void refuse(std::string_view column, std::string_view value, std::string_view rule);
  void defect(std::string_view column, std::string_view value, std::string_view rule);
  /// Adds a figure, or refuses the record if the cell is none.
  void figure(std::string_view measure, std::string_view column, std::string_view value,
              const std::expected<Figure, std::string>& parsed);
  /// Of the figures that follow.
  void set_country(std::string_view alpha2) { country_ = alpha2; }
  void set_period(base::Period period) { period_ = period; }
  bool refused() const { return refused_; }
  /// Whether the next figures belong to another platform or file (our own table says so row by row).
  Observation& last() { return pending_.back(); }
  void end();

  /// A finding that an earlier import made of another file, as it stands.
  void quote(Finding finding) { findings_.push_back(std::move(finding)); }

  /// About the file as a whole, at a line or at none.
  void note(std::uint64_t line, std::string_view column, std::string_view value, std::string_view rule);

 private:
  void find(Severity severity, std::string_view column, std::string_view value, std::string_view rule);

  Import& import_;
  std::string platform_;
  std::uint64_t line_ = 0;
  std::uint64_t record_ = 0;
  std::string country_;
  base::Period period_{};
  std::vector<Observation> pending_;
  std::vector<Finding> findings_;
  bool refused_ = false;
};

/// A count or a percentage of a JSON value; null is not reported.
std::expected<Figure, std::string> count_of(const JsonNode& node);
std::expected<Figure, std::string> percent_of(const JsonNode& node);
/// A value as it is shown in a finding.
std::string shown(const JsonNode& node);

/// First and last day of `half` 1 or 2; `text` `H1`, `H2`, nullopt if neither.
base::Period half_year(int year, int half);
base::Period whole_year(int year);
/// A year of four digits from 1990 to 2100: published reports begin in 2009.
std::optional<int> parse_year(std::string_view text);

namespace rule {
inline constexpr std::string_view unknown_country = "is no country of ISO 3166-1 (nor EU or XK)";
inline constexpr std::string_view repeated_member = "a member stands once in an object (RFC 8259 section 4)";
inline constexpr std::string_view days_order = "the first day is not after the last";
inline constexpr std::string_view measure_name = "a measure has 1 to 128 characters, made of a-z, 0-9, _ and .";
inline constexpr std::string_view incomplete = "the document breaks inside this record";
}  // namespace rule

}  // namespace writ::observatory
