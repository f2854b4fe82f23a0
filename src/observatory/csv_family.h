// What the importers of CSV files have in common.
#pragma once

#include <expected>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "observatory/csv_reader.h"
#include "observatory/record_sink.h"

namespace writ::observatory {

/// Names of the columns, in any order; upper and lower case and blanks at the ends make no difference.
class Header {
 public:
  explicit Header(const std::vector<std::string>& names);
  std::optional<std::size_t> find(std::string_view name) const;
  bool has(std::string_view name) const { return find(name).has_value(); }
  const std::vector<std::string>& names() const { return names_; }
  /// A name that stands twice; empty if none does.
  std::string_view repeated() const;

 private:
  std::vector<std::string> names_;  // trimmed, as spelt
  std::vector<std::string> lowered_;
};

class CsvFamily {
 public:
  virtual ~CsvFamily() = default;
  virtual std::string_view family() const = 0;
  virtual std::string_view platform() const = 0;
  /// The record is begun and has as many fields as the header.
  virtual void row(const CsvRow& row, RecordSink& sink) = 0;
  /// After the last row.
  virtual void finish(RecordSink&) {}
};

/// nullptr: the header is not of this family. An error: it is, and the file cannot be used (column, value, rule).
using FamilyOfHeader = base::Result<std::unique_ptr<CsvFamily>>;
FamilyOfHeader google_csv(const Header& header, std::string_view file);
FamilyOfHeader meta_csv(const Header& header, std::string_view file);
FamilyOfHeader tidy_csv(const Header& header);
FamilyOfHeader findings_csv(const Header& header);

/// Several columns at once; the error names the one that is missing.
base::Result<std::vector<std::size_t>> columns(const Header& header, const std::vector<std::string_view>& names);

}  // namespace writ::observatory
