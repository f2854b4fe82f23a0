#include <algorithm>
#include <initializer_list>

#include "disclosure/tables.h"
#include "disclosure/words.h"

namespace writ::disclosure {

namespace {

bool is_phone_number(std::string_view text) {
  return text.size() > 1 && text.front() == '+' && text.size() <= 16 &&  // E.164: at most 15 digits
         std::all_of(text.begin() + 1, text.end(), [](char c) { return c >= '0' && c <= '9'; });
}

void add_row(std::string& csv, std::initializer_list<std::string_view> fields) {
  bool first = true;
  for (const std::string_view field : fields) {
    if (!first) csv += ',';
    first = false;
    csv += csv_field(field);
  }
  csv += "\r\n";
}

/// What all rows of one selector begin with.
struct Place {
  std::string case_ref;
  std::string_view selector_kind;
  std::string selector;
  std::string synthetic;
};

void add_category(std::string& csv, const Place& place, const std::string& account, const std::string& category,
                  const provider::CategoryAnswer& answer) {
  const std::string_view holding = provider::code_of(answer.holding);
  if (answer.data.empty()) {
    add_row(csv, {place.case_ref, place.selector_kind, place.selector, account, category, holding, "", "", "", "", "",
                  answer.note, place.synthetic});
  }
  for (const provider::Datum& datum : answer.data) {
    const std::string at = datum.at ? base::format_time(*datum.at) : "";
    const std::string port = datum.port ? std::to_string(*datum.port) : "";
    add_row(csv, {place.case_ref, place.selector_kind, place.selector, account, category, holding, datum.value, at,
                  datum.time_meaning, port, datum.as_stored, answer.note, place.synthetic});
  }
}

}  // namespace

std::string csv_field(std::string_view text) {
  std::string field(text);
  constexpr std::string_view run_by_spreadsheets = "=+-@\t\r";
  if (!field.empty() && run_by_spreadsheets.find(field.front()) != std::string_view::npos && !is_phone_number(field)) {
    field.insert(field.begin(), '\'');
  }
  if (field.find_first_of("\",\r\n") == std::string::npos) return field;
  std::string quoted = "\"";
  for (const char c : field) {
    if (c == '"') quoted += '"';
    quoted += c;
  }
  return quoted + '"';
}

std::string disclosure_csv(const CaseFacts& facts, const Content& content) {
  std::string csv;
  add_row(csv, {"case", "selector_kind", "selector", "account", "category", "holding", "value", "at", "at_meaning",
                "port", "as_stored", "note", "synthetic"});
  for (const provider::Answer& answer : content.answers) {
    const Place place{facts.case_ref, legal::name_of(answer.selector.kind), answer.selector.value,
                      facts.synthetic ? "synthetic" : ""};
    if (answer.accounts.empty()) {
      add_row(csv, {place.case_ref, place.selector_kind, place.selector, "", "", "", "", "", "", "", "",
                    answer.account_note, place.synthetic});
    }
    for (const provider::AccountAnswer& account : answer.accounts) {
      for (const auto& [category, held] : account.categories) add_category(csv, place, account.account, category, held);
    }
  }
  return csv;
}

}  // namespace writ::disclosure
