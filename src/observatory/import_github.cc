// GitHub's transparency data as krMaynard/transparency-report-api collects it: named columns, one row for each figure,
// `count_low` and `count_high` equal unless it is a band.
#include <algorithm>
#include <array>

#include "observatory/country_names.h"
#include "observatory/json_family.h"

namespace writ::observatory {

namespace {

constexpr std::array<std::string_view, 9> needed{"year",     "period", "dataset",   "government", "iso2",
                                                 "category", "metric", "count_low", "count_high"};
enum At : std::size_t { year, period, dataset, government, iso2, category, metric, count_low, count_high };

class GithubRows {
 public:
  GithubRows(std::array<std::size_t, needed.size()> at, std::size_t width) : at_(at), width_(width) {}

  void read(const JsonNode& row, RecordSink& sink) const {
    if (!row.is(JsonNode::Kind::array)) return sink.refuse("rows", shown(row), "a row is a list of values");
    if (!row.complete) return sink.refuse("rows", "", rule::incomplete);
    if (row.items.size() != width_) {
      return sink.refuse("rows", std::to_string(row.items.size()) + " values, " + std::to_string(width_) + " columns",
                         "a row has as many values as there are columns");
    }
    for (const At text : {period, dataset, government, iso2, category, metric}) {
      const JsonNode& value = row.items[at_[text]];
      if (!value.is(JsonNode::Kind::string)) return sink.refuse(needed[text], shown(value), "is a text");
    }
    read_period(row, sink);
    read_country(row, sink);
    const std::string measure = measure_of(row);
    if (!is_measure(measure)) return sink.refuse("dataset", text_of(row, dataset), "the dataset is named");
    const JsonNode& low = row.items[at_[count_low]];
    const JsonNode& high = row.items[at_[count_high]];
    const auto floor = count_of(low), ceiling = count_of(high);
    if (!floor) return sink.refuse("count_low", shown(low), floor.error());
    if (!ceiling) return sink.refuse("count_high", shown(high), ceiling.error());
    sink.figure(measure, "count_low", shown(low) + "-" + shown(high), band(*floor, *ceiling));
  }

 private:
  const std::string& text_of(const JsonNode& row, At column) const { return row.items[at_[column]].text; }

  void read_period(const JsonNode& row, RecordSink& sink) const {
    const auto of_year = parse_year(row.items[at_[year]].text);
    if (!of_year) return sink.refuse("year", shown(row.items[at_[year]]), "is a year from 1990 to 2100");
    const std::string& part = text_of(row, period);
    if (part.empty()) return sink.set_period(whole_year(*of_year));
    if (part == "Jan-Jun") return sink.set_period(half_year(*of_year, 1));
    if (part == "Jul-Dec") return sink.set_period(half_year(*of_year, 2));
    sink.refuse("period", part, "is empty (the year), Jan-Jun or Jul-Dec: which days this means is not said");
  }

  void read_country(const JsonNode& row, RecordSink& sink) const {
    const std::string& name = text_of(row, government);
    const std::string& alpha2 = text_of(row, iso2);
    if (name.empty() && alpha2.empty()) return sink.set_country("");
    const legal::Country* by_name = country_by_name(name);
    const legal::Country* country = alpha2.empty() ? by_name : legal::find_country(alpha2);
    if (country == nullptr) {
      return alpha2.empty() ? sink.refuse("government", name, rule::unknown_country)
                            : sink.refuse("iso2", alpha2, rule::unknown_country);
    }
    if (by_name != nullptr && by_name != country) {
      sink.defect("government", name, "the name and the code are of two countries; the code is used");
    }
    sink.set_country(country->alpha2);
  }

  std::string measure_of(const JsonNode& row) const {
    const std::string set = slug(text_of(row, dataset)), kind = slug(text_of(row, category)),
                      what = slug(text_of(row, metric));
    const std::string suffix = kind.empty() ? "" : "." + kind;
    if (set == "user_info_requests" && what == "received") return "requests_received" + suffix;
    if (set == "user_info_requests" && what == "disclosed") return "requests_fulfilled" + suffix;
    if (set == "user_info_accounts_affected") return "accounts";
    if (set == "cross_border_data_requests") return "requests_received.cross_border";
    if (set == "national_security") return (kind == "affected_accounts" ? "accounts." : "requests_received.") + set;
    return set + suffix + (what == "count" || what.empty() ? "" : "." + what);
  }

  std::array<std::size_t, needed.size()> at_;
  std::size_t width_;
};

}  // namespace

bool github_json(const JsonNode& root, Import& import) {
  if (root.find("columns") == nullptr || root.find("rows") == nullptr) return false;
  import.family = "github";
  if (const std::string* name = root.repeated_name()) {
    refuse_document(import, root.line, {base::Errc::invalid, *name, *name, std::string(rule::repeated_member)});
    return true;
  }
  const auto names = texts(root, "columns");
  const JsonNode& rows = *root.find("rows");
  if (!names) return refuse_document(import, root.line, names.error()), true;
  std::array<std::size_t, needed.size()> at{};
  for (std::size_t i = 0; i < needed.size(); ++i) {
    const auto found = std::ranges::find(*names, needed[i]);
    if (found == names->end()) {
      refuse_document(import, root.line,
                      {base::Errc::invalid, "columns", std::string(needed[i]), "this column is missing"});
      return true;
    }
    at[i] = static_cast<std::size_t>(found - names->begin());
  }
  RecordSink sink(import, "github");
  const GithubRows reader(at, names->size());
  for (std::size_t i = 0; i < rows.items.size(); ++i) {
    sink.begin(rows.items[i].line, i + 1);
    reader.read(rows.items[i], sink);
    sink.end();
  }
  return true;
}

}  // namespace writ::observatory
