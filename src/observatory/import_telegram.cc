// Te-k/telegram-transparency: alpha-3 code -> list of { from, to, requests, users }. Telegram publishes requests that
// it fulfilled and the users affected; periods overlap (quarter, half-year, nine months, year), so nothing is added up
// here.
#include <algorithm>
#include <unordered_set>

#include "legal/countries.h"
#include "observatory/json_family.h"

namespace writ::observatory {

namespace {

constexpr std::string_view repeated_country = "the country has a list already; only its first is read";

bool is_alpha3(std::string_view name) {
  return name.size() == 3 && std::ranges::all_of(name, [](char c) { return c >= 'A' && c <= 'Z'; });
}

/// `20240131` or `2024-01-31`.
std::optional<base::Day> day_of(const JsonNode* node) {
  if (node == nullptr || !node->is(JsonNode::Kind::string)) return std::nullopt;
  std::string text = node->text;
  if (text.size() == 8) text = text.substr(0, 4) + "-" + text.substr(4, 2) + "-" + text.substr(6, 2);
  return base::parse_day(text);
}

void read_period(const JsonNode& entry, RecordSink& sink) {
  const JsonNode* from = entry.find("from");
  const JsonNode* to = entry.find("to");
  const auto first = day_of(from), last = day_of(to);
  if (!first) return sink.refuse("from", from != nullptr ? shown(*from) : "", "is a day, YYYYMMDD");
  if (!last) return sink.refuse("to", to != nullptr ? shown(*to) : "", "is a day, YYYYMMDD");
  if (*last < *first) return sink.refuse("to", to->text, rule::days_order);
  sink.set_period({*first, *last});
}

void read_count(const JsonNode& entry, std::string_view member, std::string_view measure, RecordSink& sink) {
  const JsonNode* node = entry.find(member);
  if (node == nullptr) return sink.refuse(member, "", "this member is missing");
  sink.figure(measure, member, shown(*node), count_of(*node));
}

void read_entry(const JsonNode& entry, const legal::Country* country, std::string_view code, RecordSink& sink) {
  if (country == nullptr) sink.refuse(code, code, rule::unknown_country);
  if (!entry.is(JsonNode::Kind::object))
    return sink.refuse(code, shown(entry), "is an object of from, to, requests and users");
  if (!entry.complete) return sink.refuse(code, "", rule::incomplete);
  if (const std::string* name = entry.repeated_name()) return sink.refuse(*name, *name, rule::repeated_member);
  if (country != nullptr) sink.set_country(country->alpha2);
  read_period(entry, sink);
  read_count(entry, "requests", "requests_fulfilled", sink);
  read_count(entry, "users", "accounts", sink);
}

}  // namespace

bool telegram_json(const JsonNode& root, Import& import) {
  bool any_list = false;
  for (std::size_t i = 0; i < root.items.size() && root.is(JsonNode::Kind::object); ++i) {
    any_list = any_list || (is_alpha3(root.names[i]) && root.items[i].is(JsonNode::Kind::array));
  }
  if (!any_list) return false;
  import.family = "telegram";
  RecordSink sink(import, "telegram");
  std::unordered_set<std::string_view> seen;
  std::uint64_t record = 0;
  for (std::size_t i = 0; i < root.items.size(); ++i) {
    const std::string& code = root.names[i];
    const JsonNode& list = root.items[i];
    if (!list.is(JsonNode::Kind::array)) {
      sink.begin(list.line, ++record);
      sink.refuse(code, shown(list), "is a list of periods");
      sink.end();
      continue;
    }
    const bool first = seen.insert(code).second;
    const legal::Country* country = legal::find_country_by_alpha3(code);
    for (const JsonNode& entry : list.items) {
      sink.begin(entry.line, ++record);
      if (!first) sink.refuse(code, code, repeated_country);
      read_entry(entry, country, code, sink);
      sink.end();
    }
  }
  return true;
}

bool read_json_family(const JsonNode& root, Import& import) {
  return github_json(root, import) || apple_json(root, import) || telegram_json(root, import);
}

base::Result<std::vector<std::string>> texts(const JsonNode& root, std::string_view member) {
  const JsonNode* list = root.find(member);
  if (list == nullptr || !list->is(JsonNode::Kind::array)) {
    return base::invalid(std::string(member), "", "this list is missing");
  }
  std::vector<std::string> out;
  for (const JsonNode& item : list->items) {
    if (!item.is(JsonNode::Kind::string)) return base::invalid(std::string(member), shown(item), "is a list of names");
    out.push_back(item.text);
  }
  return out;
}

void refuse_document(Import& import, std::uint64_t line, const base::Error& error) {
  import.refused = true;
  import.findings.push_back({Severity::refused, import.file, line, 0, error.field, shortened(error.value), error.rule});
}

}  // namespace writ::observatory
