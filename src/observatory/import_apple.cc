// Apple's figures as krMaynard/transparency-report-api collects them: `rows` of [period, country, request type, one
// value for each of `measures`], the first three as places in the lists of that name; `ns_rows` of [period, country,
// kind, requests from, to, accounts from, to].
#include <algorithm>
#include <set>

#include "observatory/country_names.h"
#include "observatory/json_family.h"

namespace writ::observatory {

namespace {

constexpr std::size_t keys = 3;
constexpr std::size_t ns_values = 7;

struct Lists {
  std::vector<std::string> measures;
  std::vector<std::string> periods;
  std::vector<std::string> countries;
  std::vector<std::string> request_types;
};

base::Result<Lists> lists_of(const JsonNode& root) {
  Lists lists;
  TRY(lists.measures, texts(root, "measures"));
  TRY(lists.periods, texts(root, "periods"));
  TRY(lists.countries, texts(root, "countries"));
  TRY(lists.request_types, texts(root, "request_types"));
  return lists;
}

/// The text that the value is the place of; nullptr if it is none (refused then).
const std::string* named(const JsonNode& value, const std::vector<std::string>& list, std::string_view column,
                         RecordSink& sink) {
  if (value.is(JsonNode::Kind::integer) && value.integer >= 0 &&
      static_cast<std::size_t>(value.integer) < list.size()) {
    return &list[static_cast<std::size_t>(value.integer)];
  }
  sink.refuse(column, shown(value), "is a place in the list of " + std::string(column));
  return nullptr;
}

/// `2013 H1`
void read_period(const JsonNode& value, const Lists& lists, RecordSink& sink) {
  const std::string* text = named(value, lists.periods, "periods", sink);
  if (text == nullptr) return;
  const auto year = parse_year(text->substr(0, 4));
  const std::string half = text->size() > 4 ? text->substr(4) : "";
  if (!year || (half != " H1" && half != " H2")) return sink.refuse("periods", *text, "is a half-year, as 2013 H1");
  sink.set_period(half_year(*year, half.back() - '0'));
}

void read_country(const JsonNode& value, const Lists& lists, RecordSink& sink) {
  const std::string* name = named(value, lists.countries, "countries", sink);
  if (name == nullptr) return;
  const legal::Country* country = country_by_name(*name);
  if (country == nullptr) return sink.refuse("countries", *name, rule::unknown_country);
  sink.set_country(country->alpha2);
}

bool is_row(const JsonNode& row, std::size_t width, RecordSink& sink) {
  if (!row.is(JsonNode::Kind::array)) {
    sink.refuse("rows", shown(row), "a row is a list of values");
  } else if (!row.complete) {
    sink.refuse("rows", "", rule::incomplete);
  } else if (row.items.size() != width) {
    sink.refuse("rows", std::to_string(row.items.size()) + " values",
                "a row has a period, a country, a kind and a value for each measure");
  } else {
    return true;
  }
  return false;
}

std::string measure_of(const std::string& measure, const std::string& type) {
  const std::string name = slug(measure), kind = slug(type);
  if (name == "requests_data_provided") return "requests_fulfilled." + kind;
  if (name == "pct_data_provided") return "percent_fulfilled." + kind;
  if (name == "items_specified" && kind == "account") return "accounts.account";
  return name + "." + kind;
}

class AppleRows {
 public:
  AppleRows(const Lists& lists, const JsonNode& rows) : lists_(lists) {
    for (const JsonNode& row : rows.items) {
      if (row.items.size() != keys + lists_.measures.size()) continue;
      for (std::size_t i = 0; i < lists_.measures.size(); ++i) {
        if (!row.items[keys + i].is(JsonNode::Kind::null)) asked_.insert({row.items[2].integer, i});
      }
    }
  }

  void read(const JsonNode& row, RecordSink& sink) const {
    if (!is_row(row, keys + lists_.measures.size(), sink)) return;
    read_period(row.items[0], lists_, sink);
    read_country(row.items[1], lists_, sink);
    const std::string* type = named(row.items[2], lists_.request_types, "request_types", sink);
    if (type == nullptr) return;
    for (std::size_t i = 0; i < lists_.measures.size(); ++i) {
      // null: not reported, if anybody's row of this type has a value there; else the report has no such column.
      if (!asked_.contains({row.items[2].integer, i})) continue;
      const JsonNode& value = row.items[keys + i];
      const std::string measure = measure_of(lists_.measures[i], *type);
      sink.figure(measure, lists_.measures[i], shown(value),
                  measure.starts_with("percent_") ? percent_of(value) : count_of(value));
    }
  }

 private:
  const Lists& lists_;
  std::set<std::pair<std::int64_t, std::size_t>> asked_;  // request type, measure
};

void read_national_security(const JsonNode& row, const Lists& lists, RecordSink& sink) {
  if (!is_row(row, ns_values, sink)) return;
  read_period(row.items[0], lists, sink);
  read_country(row.items[1], lists, sink);
  const std::string kind = slug(row.items[2].text);
  if (!row.items[2].is(JsonNode::Kind::string) || kind.empty())
    return sink.refuse("ns_rows", shown(row.items[2]), "the kind of process is named");
  const std::string process = kind == "national_security" ? kind : "national_security_" + kind;
  const auto put = [&](const std::string& measure, std::string_view column, const JsonNode& from, const JsonNode& to) {
    const auto low = count_of(from), high = count_of(to);
    sink.figure(measure + process, column, shown(from) + "-" + shown(to),
                !low    ? low
                : !high ? high
                        : band(*low, *high));
  };
  put("requests_received.", "requests", row.items[3], row.items[4]);
  put("accounts.", "accounts", row.items[5], row.items[6]);
}

}  // namespace

bool apple_json(const JsonNode& root, Import& import) {
  const JsonNode* rows = root.find("rows");
  if (rows == nullptr || root.find("measures") == nullptr || root.find("periods") == nullptr) return false;
  import.family = "apple";
  if (const std::string* name = root.repeated_name()) {
    refuse_document(import, root.line, {base::Errc::invalid, *name, *name, std::string(rule::repeated_member)});
    return true;
  }
  const auto lists = lists_of(root);
  if (!lists) return refuse_document(import, root.line, lists.error()), true;
  RecordSink sink(import, "apple");
  const AppleRows reader(*lists, *rows);
  std::uint64_t record = 0;
  for (const JsonNode& row : rows->items) {
    sink.begin(row.line, ++record);
    reader.read(row, sink);
    sink.end();
  }
  if (const JsonNode* national_security = root.find("ns_rows")) {
    for (const JsonNode& row : national_security->items) {
      sink.begin(row.line, ++record);  // counted on from the rows
      read_national_security(row, *lists, sink);
      sink.end();
    }
  }
  return true;
}

}  // namespace writ::observatory
