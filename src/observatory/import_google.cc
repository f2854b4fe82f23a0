// Google's exports: requests by half-year, country and legal process; diplomatic requests; national-security bands. The
// fields are defined in the README.txt that comes with them.
#include "observatory/country_names.h"
#include "observatory/csv_family.h"

namespace writ::observatory {

namespace {

constexpr std::string_view zero_beside_requests =
    "0 beside requests above 0: may stand for not published, as it does in 2009 and 2010";
constexpr std::string_view blank_count = "is blank: kept as not reported, not as zero";

/// The half-year that ends on this day.
std::optional<base::Period> half_year_ending(std::string_view text) {
  const auto day = base::parse_day(trimmed(text));
  if (!day) return std::nullopt;
  const int year = static_cast<int>(std::chrono::year_month_day(*day).year());
  for (const int half : {1, 2}) {
    if (half_year(year, half).last == *day) return half_year(year, half);
  }
  return std::nullopt;
}

void read_period(RecordSink& sink, std::string_view column, std::string_view text) {
  if (const auto period = half_year_ending(text)) return sink.set_period(*period);
  sink.refuse(column, text, "a half-year ends on 30 June or 31 December (YYYY-MM-DD)");
}

/// By the code; by the name where there is no code. The two must not name two countries.
void read_country(RecordSink& sink, std::string_view name, std::string_view alpha2) {
  const legal::Country* by_code = legal::find_country(trimmed(alpha2));
  const legal::Country* by_name = country_by_name(name);
  if (trimmed(alpha2).empty()) by_code = by_name;
  if (by_code == nullptr) {
    return trimmed(alpha2).empty() ? sink.refuse("Country/Region", name, rule::unknown_country)
                                   : sink.refuse("CLDR Territory Code", alpha2, rule::unknown_country);
  }
  if (by_name != nullptr && by_name != by_code) {
    sink.defect("Country/Region", name, "the name and the code are of two countries; the code is used");
  }
  sink.set_country(by_code->alpha2);
}

class GlobalRequests final : public CsvFamily {
 public:
  explicit GlobalRequests(std::vector<std::size_t> columns) : at_(std::move(columns)) {}
  static constexpr auto names = {std::string_view("Period Ending"),
                                 std::string_view("Country/Region"),
                                 std::string_view("CLDR Territory Code"),
                                 std::string_view("Legal Process"),
                                 std::string_view("User Data Requests"),
                                 std::string_view("Percentage disclosed"),
                                 std::string_view("Accounts")};
  std::string_view family() const override { return "google"; }
  std::string_view platform() const override { return "google"; }

  void row(const CsvRow& row, RecordSink& sink) override {
    const auto cell = [&](std::size_t i) -> const std::string& { return row.fields[at_[i]]; };
    read_period(sink, "Period Ending", cell(0));
    read_country(sink, cell(1), cell(2));
    const std::string process = slug(cell(3));
    if (process.empty()) sink.refuse("Legal Process", cell(3), "the legal process is named");
    // `All` until 2014-06-30, one row for each process since; the sum is not published and not made here.
    const std::string suffix = process == "all" ? "" : "." + process;
    const auto requests = parse_count(cell(4)), accounts = parse_count(cell(6));
    sink.figure("requests_received" + suffix, "User Data Requests", cell(4), requests);
    sink.figure("percent_fulfilled" + suffix, "Percentage disclosed", cell(5), parse_percent(cell(5)));
    sink.figure("accounts" + suffix, "Accounts", cell(6), accounts);
    if (!requests || !accounts) return;
    if (requests->status == Status::not_reported) sink.defect("User Data Requests", cell(4), blank_count);
    if (accounts->status == Status::not_reported) sink.defect("Accounts", cell(6), blank_count);
    if (requests->low.value_or(0) > 0 && accounts->low == 0) sink.defect("Accounts", cell(6), zero_beside_requests);
  }

 private:
  std::vector<std::size_t> at_;
};

class DiplomaticRequests final : public CsvFamily {
 public:
  explicit DiplomaticRequests(std::vector<std::size_t> columns) : at_(std::move(columns)) {}
  std::string_view family() const override { return "google"; }
  std::string_view platform() const override { return "google"; }
  void row(const CsvRow& row, RecordSink& sink) override {
    const auto cell = [&](std::size_t i) -> const std::string& { return row.fields[at_[i]]; };
    read_period(sink, "Period Ending", cell(0));
    read_country(sink, cell(1), cell(2));
    sink.figure("requests_received.diplomatic", "User Data Diplomatic Legal requests", cell(3), parse_count(cell(3)));
  }

 private:
  std::vector<std::size_t> at_;
};

/// Bands in two columns each; of the United States by the file's own definition.
class NationalSecurity final : public CsvFamily {
 public:
  NationalSecurity(std::vector<std::size_t> columns, std::string process)
      : at_(std::move(columns)), process_(std::move(process)) {}
  std::string_view family() const override { return "google"; }
  std::string_view platform() const override { return "google"; }
  void row(const CsvRow& row, RecordSink& sink) override {
    const auto cell = [&](std::size_t i) -> const std::string& { return row.fields[at_[i]]; };
    read_period(sink, "Reporting period ending date", cell(0));
    sink.set_country("US");
    put(sink, "requests_received." + process_, "Number of requests (range)", cell(1), cell(2));
    put(sink, "accounts." + process_, "Number of accounts (range)", cell(3), cell(4));
  }

 private:
  static void put(RecordSink& sink, const std::string& measure, std::string_view column, const std::string& min,
                  const std::string& max) {
    const auto low = parse_count(min), high = parse_count(max);
    const auto both = !low ? low : !high ? high : band(*low, *high);
    sink.figure(measure, column, min + "-" + max, both);
  }

  std::vector<std::size_t> at_;
  std::string process_;
};

FamilyOfHeader national_security(const Header& header, std::string_view file) {
  std::string process;
  if (file.find("nsl") != file.npos) process = "national_security_letters";
  if (file.find("fisa-content") != file.npos) process = "fisa_content";
  if (file.find("fisa-non-content") != file.npos) process = "fisa_non_content";
  if (process.empty()) {
    return base::invalid("file name", std::string(file),
                         "says which process the figures are of: nsl, fisa-content or fisa-non-content");
  }
  TRY(auto at, columns(header, {"Reporting period ending date", "Number of requests (range MIN)",
                                "Number of requests (range MAX)", "Number of accounts (range MIN)",
                                "Number of accounts (range MAX)"}));
  return std::make_unique<NationalSecurity>(std::move(at), std::move(process));
}

}  // namespace

FamilyOfHeader google_csv(const Header& header, std::string_view file) {
  if (header.has("Reporting period ending date")) return national_security(header, file);
  if (!header.has("Period Ending")) return nullptr;
  if (header.has("Product")) {
    return base::invalid("header", "Product",
                         "figures about Google's enterprise customers are of other accounts and are not read");
  }
  if (header.has("User Data Diplomatic Legal requests")) {
    const std::string_view name =
        header.has("Country/Region of Origin") ? "Country/Region of Origin" : "Country/Region";
    TRY(auto at,
        columns(header, {"Period Ending", name, "CLDR Territory Code", "User Data Diplomatic Legal requests"}));
    return std::make_unique<DiplomaticRequests>(std::move(at));
  }
  TRY(auto at, columns(header, GlobalRequests::names));
  return std::make_unique<GlobalRequests>(std::move(at));
}

}  // namespace writ::observatory
