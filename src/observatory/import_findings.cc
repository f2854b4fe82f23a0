// findings.csv, as export writes it: what was found in the publishers' files, so that who has only our tables knows it
// too.
#include <charconv>

#include "observatory/csv_family.h"

namespace writ::observatory {

namespace {

constexpr auto finding_names = {std::string_view("severity"),    std::string_view("source_file"),
                                std::string_view("source_line"), std::string_view("record"),
                                std::string_view("column"),      std::string_view("value"),
                                std::string_view("rule")};

/// Empty = none, which is 0.
std::optional<std::uint64_t> place(const std::string& text) {
  std::uint64_t value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (text.empty()) return 0;
  if (error != std::errc() || end != text.data() + text.size()) return std::nullopt;
  return value;
}

class FindingsTable final : public CsvFamily {
 public:
  explicit FindingsTable(std::vector<std::size_t> columns) : at_(std::move(columns)) {}
  std::string_view family() const override { return findings_family; }
  std::string_view platform() const override { return ""; }

  void row(const CsvRow& row, RecordSink& sink) override {
    const auto cell = [&](std::size_t i) -> const std::string& { return row.fields[at_[i]]; };
    const auto severity = severity_of(cell(0));
    const auto line = place(cell(2)), record = place(cell(3));
    if (!severity) sink.refuse("severity", cell(0), "is refused, defect or note");
    if (cell(1).empty()) sink.refuse("source_file", cell(1), "the source is named beside each finding");
    if (!line) sink.refuse("source_line", cell(2), "is a line from 1, or empty");
    if (!record) sink.refuse("record", cell(3), "is a record from 1, or empty");
    if (!sink.refused()) sink.quote({*severity, cell(1), *line, *record, cell(4), shortened(cell(5)), cell(6)});
  }

 private:
  std::vector<std::size_t> at_;
};

}  // namespace

FamilyOfHeader findings_csv(const Header& header) {
  if (!header.has("severity") || !header.has("rule")) return nullptr;
  TRY(auto at, columns(header, finding_names));
  return std::make_unique<FindingsTable>(std::move(at));
}

}  // namespace writ::observatory
