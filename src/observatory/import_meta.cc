// Meta's half-year files: one row for each country, 48, 49 or 52 columns, blanks for the processes of the United States
// elsewhere. The period stands in the file's name only.
#include <algorithm>
#include <array>

#include "observatory/country_names.h"
#include "observatory/csv_family.h"

namespace writ::observatory {

namespace {

struct KnownColumn {
  std::string_view name;
  std::string_view measure;
};
constexpr auto known_columns = std::to_array<KnownColumn>({
    {"Total Requests", "requests_received"},
    {"Number of Requests Where Some Data Produced", "requests_fulfilled"},
    {"Total Requests Accounts", "accounts"},
    {"Total Requests Percentage", "percent_fulfilled"},
    {"Legal Process Request Total", "requests_received.legal_process"},
    {"Legal Number of Requests Where Some Data Produced", "requests_fulfilled.legal_process"},
    {"Legal Process Request Total Accounts", "accounts.legal_process"},
    {"Legal Process Request Total Percentage", "percent_fulfilled.legal_process"},
    {"Emergency Request Total", "requests_received.emergency"},
    {"ER Number of Requests Where Some Data Produced", "requests_fulfilled.emergency"},
    {"Emergency Request Total Accounts", "accounts.emergency"},
    {"Emergency Request Total Percentage", "percent_fulfilled.emergency"},
    {"Preservation Requests", "requests_received.preservation"},
    {"Preservation Accounts Preserved", "accounts.preservation"},
    {"Content Restricted", "content_restricted"},
    {"Takedown reports", "takedown_reports"},
    {"Internet Disruptions", "internet_disruptions"},
    {"Percent Witheld", "percent_withheld"},
});

/// `Subpoena`, `Subpoena Accounts`, `Subpoena Percentage`: a process that has its accounts or its percentage beside it.
std::string measure_of(const Header& header, const std::string& name) {
  for (const KnownColumn& known : known_columns) {
    if (header.find(known.name) == header.find(name)) return std::string(known.measure);
  }
  constexpr std::string_view accounts = " Accounts", percentage = " Percentage";
  if (name.ends_with(accounts)) {
    const std::string process = name.substr(0, name.size() - accounts.size());
    return header.has(process) ? "accounts." + slug(process) : "";
  }
  if (name.ends_with(percentage)) {
    const std::string process = name.substr(0, name.size() - percentage.size());
    return header.has(process) ? "percent_fulfilled." + slug(process) : "";
  }
  const bool process = header.has(name + std::string(accounts)) || header.has(name + std::string(percentage));
  return process ? "requests_received." + slug(name) : "";
}

class MetaReport final : public CsvFamily {
 public:
  MetaReport(const Header& header, base::Period period)
      : header_(header), period_(period), country_(*header.find("Country")) {
    for (std::size_t i = 0; i < header_.names().size(); ++i) {
      measures_.push_back(i == country_ ? "" : measure_of(header_, header_.names()[i]));
    }
  }
  std::string_view family() const override { return "meta"; }
  std::string_view platform() const override { return "meta"; }

  void row(const CsvRow& row, RecordSink& sink) override {
    const std::string_view name = trimmed(row.fields[country_]);
    const legal::Country* country = country_by_name(name);
    if (name.empty()) {
      sink.refuse("Country", name, "the country is blank");
    } else if (country == nullptr) {
      sink.refuse("Country", name, rule::unknown_country);
    } else {
      sink.set_country(country->alpha2);
    }
    sink.set_period(period_);
    for (std::size_t i = 0; i < row.fields.size(); ++i) {
      if (measures_[i].empty()) continue;
      const std::string& cell = row.fields[i];
      const bool percent = measures_[i].starts_with("percent_");
      sink.figure(measures_[i], header_.names()[i], cell, percent ? parse_percent(cell) : parse_count(cell));
      if (!percent) remember_form(row.line, cell);
    }
  }

  void finish(RecordSink& sink) override {
    for (std::size_t i = 0; i < measures_.size(); ++i) {
      if (measures_[i].empty() && i != country_)
        sink.note(1, header_.names()[i], "", "this column is not known and was not read");
    }
    if (plain_line_ == 0 || grouped_line_ == 0) return;
    sink.note(std::max(plain_line_, grouped_line_), "", "",
              "thousands are written with a separator (first in line " + std::to_string(grouped_line_) +
                  ") and without (first in line " + std::to_string(plain_line_) + ")");
  }

 private:
  void remember_form(std::uint64_t line, std::string_view cell) {
    if (cell.size() < 4) return;
    std::uint64_t& first = cell.find(',') == cell.npos ? plain_line_ : grouped_line_;
    if (first == 0) first = line;
  }

  Header header_;
  base::Period period_;
  std::size_t country_;
  std::vector<std::string> measures_;  // by column; empty = not read
  std::uint64_t plain_line_ = 0;       // of the first `1200`
  std::uint64_t grouped_line_ = 0;     // of the first `1,200`
};

/// `2019_H2` anywhere in the name.
std::optional<base::Period> period_in(std::string_view file) {
  for (std::size_t i = 0; i + 7 <= file.size(); ++i) {
    const auto year = parse_year(file.substr(i, 4));
    const std::string_view half = file.substr(i + 4, 3);
    if (year && (half == "_H1" || half == "_H2")) return half_year(*year, half.back() - '0');
  }
  return std::nullopt;
}

}  // namespace

FamilyOfHeader meta_csv(const Header& header, std::string_view file) {
  if (!header.has("Country") || !header.has("Total Requests")) return nullptr;
  const auto period = period_in(file);
  if (!period)
    return base::invalid("file name", std::string(file), "says the half-year, as 2019_H2: the file itself does not");
  return std::make_unique<MetaReport>(header, *period);
}

}  // namespace writ::observatory
