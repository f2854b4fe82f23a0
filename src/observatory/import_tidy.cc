// Our own table, as export writes it: what a stranger's clone has.
#include "observatory/csv_family.h"

#include <charconv>

#include "legal/countries.h"

namespace writ::observatory {

namespace {

constexpr auto tidy_names = {std::string_view("platform"),     std::string_view("country"),
                             std::string_view("period_start"), std::string_view("period_end"),
                             std::string_view("measure"),      std::string_view("low"),
                             std::string_view("high"),         std::string_view("status"),
                             std::string_view("source_file"),  std::string_view("source_line")};

std::optional<std::int64_t> plain_number(std::string_view text) {
  std::int64_t value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (text.empty() || error != std::errc() || end != text.data() + text.size() || value < 0 || value > count_max)
    return std::nullopt;
  return value;
}

/// The status and the two ends say the same.
bool agree(const Figure& figure) {
  switch (figure.status) {
    case Status::reported:
      return figure.low && figure.low == figure.high;
    case Status::not_reported:
      return !figure.low && !figure.high;
    case Status::banded:
      return figure.low && (!figure.high || *figure.low < *figure.high);
  }
  return false;
}

class TidyTable final : public CsvFamily {
 public:
  explicit TidyTable(std::vector<std::size_t> columns) : at_(std::move(columns)) {}
  std::string_view family() const override { return "tidy"; }
  std::string_view platform() const override { return ""; }

  void row(const CsvRow& row, RecordSink& sink) override {
    const auto cell = [&](std::size_t i) -> const std::string& { return row.fields[at_[i]]; };
    if (find_platform(cell(0)) == nullptr) sink.refuse("platform", cell(0), "is no platform that we know");
    if (!cell(1).empty() && legal::find_country(cell(1)) == nullptr)
      sink.refuse("country", cell(1), rule::unknown_country);
    sink.set_country(cell(1));
    read_period(cell(2), cell(3), sink);
    if (!is_measure(cell(4))) sink.refuse("measure", cell(4), rule::measure_name);
    const auto status = status_of(cell(7));
    if (!status) sink.refuse("status", cell(7), "is reported, not_reported or banded");
    const Figure figure{status.value_or(Status::reported), end_of("low", cell(5), sink), end_of("high", cell(6), sink)};
    if (cell(8).empty()) sink.refuse("source_file", cell(8), "the source is named beside each row");
    const auto line = plain_number(cell(9));
    if (!line || *line == 0) sink.refuse("source_line", cell(9), "is a line from 1");
    if (sink.refused()) return;
    if (!agree(figure)) return sink.refuse("status", cell(7), "low and high do not fit the status");
    sink.figure(cell(4), "low", cell(5), figure);
    Observation& kept = sink.last();
    kept.platform = cell(0);
    kept.source_file = cell(8);
    kept.source_line = static_cast<std::uint64_t>(*line);
    kept.source_record = 0;
  }

 private:
  static void read_period(const std::string& first, const std::string& last, RecordSink& sink) {
    const auto begin = base::parse_day(first), end = base::parse_day(last);
    if (!begin) return sink.refuse("period_start", first, "is a day, YYYY-MM-DD");
    if (!end) return sink.refuse("period_end", last, "is a day, YYYY-MM-DD");
    if (*end < *begin) return sink.refuse("period_end", last, rule::days_order);
    sink.set_period({*begin, *end});
  }

  static std::optional<std::int64_t> end_of(std::string_view column, const std::string& text, RecordSink& sink) {
    if (text.empty()) return std::nullopt;
    const auto value = plain_number(text);
    if (!value) sink.refuse(column, text, "is a whole number, not negative, without separators, or empty");
    return value;
  }

  std::vector<std::size_t> at_;
};

}  // namespace

FamilyOfHeader tidy_csv(const Header& header) {
  if (!header.has("platform") || !header.has("measure")) return nullptr;
  TRY(auto at, columns(header, tidy_names));
  return std::make_unique<TidyTable>(std::move(at));
}

}  // namespace writ::observatory
