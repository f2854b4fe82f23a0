#include "observatory/read_findings.h"

#include <charconv>

#include "observatory/csv_reader.h"

namespace writ::observatory {

namespace {

constexpr std::size_t columns = 7;  // severity, source_file, source_line, record, column, value, rule

base::Error broken(std::string_view name, std::uint64_t line, std::string_view value, std::string rule) {
  return {base::Errc::corrupt, std::string(name) + ":" + std::to_string(line), shortened(value), std::move(rule)};
}

/// Empty = 0, as written.
std::optional<std::uint64_t> number(const std::string& text) {
  std::uint64_t value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (text.empty()) return 0;
  if (error != std::errc() || end != text.data() + text.size()) return std::nullopt;
  return value;
}

}  // namespace

base::Result<std::vector<Finding>> read_findings(ByteSource& bytes, std::string_view name) {
  DecodedSource decoded(bytes);
  CsvReader reader(decoded);
  std::vector<Finding> out;
  CsvRow row;
  for (bool header = true;; header = false) {
    TRY(const bool more, reader.next(row));
    if (!more) return out;
    if (row.fault) return std::unexpected(broken(name, row.line, row.fault->value, row.fault->rule));
    if (row.fields.size() != columns)
      return std::unexpected(broken(name, row.line, std::to_string(row.fields.size()), "a row has seven fields"));
    if (header) continue;
    const auto severity = severity_of(row.fields[0]);
    const auto line = number(row.fields[2]), record = number(row.fields[3]);
    if (!severity) return std::unexpected(broken(name, row.line, row.fields[0], "severity is refused, defect or note"));
    if (!line || !record)
      return std::unexpected(
          broken(name, row.line, row.fields[line ? 3 : 2], "source_line and record are whole numbers or empty"));
    out.push_back({*severity, row.fields[1], *line, *record, row.fields[4], row.fields[5], row.fields[6]});
  }
}

}  // namespace writ::observatory
