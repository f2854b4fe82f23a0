#include "portal/steps.h"

#include <algorithm>

#include "legal/vocabulary.h"

namespace writ::portal {

using namespace page;

namespace {

using Errors = std::vector<FieldError>;
using Check = void (*)(const Locale&, const DraftView&, Errors&);

constexpr std::string_view authority_fields[] = {"agency", "department", "signatory", "signatory_office"};
constexpr std::string_view instrument_fields[] = {"instrument", "legal_basis",  "file_number",
                                                  "signed-day", "signed-month", "signed-year"};
constexpr std::string_view offence_fields[] = {"offence"};
constexpr std::string_view accounts_fields[] = {"phones", "phone_country", "user_names", "user_ids",
                                                "emails", "addresses",     "zone",       "csv"};
constexpr std::string_view data_fields[] = {"data_sought"};
constexpr std::string_view secrecy_fields[] = {"secrecy", "court", "until-day", "until-month", "until-year"};
constexpr std::string_view delivery_fields[] = {"key_ok", "colleagues"};
constexpr std::string_view emergency_fields[] = {
    "agency", "danger",        "to_whom",    "when",     "why_now", "data_sought", "supervisor", "process",
    "phones", "phone_country", "user_names", "user_ids", "emails",  "addresses",   "zone",       "csv"};

constexpr Step ordinary[] = {{"document", {}},
                             {"authority", authority_fields},
                             {"instrument", instrument_fields},
                             {"offence", offence_fields},
                             {"accounts", accounts_fields},
                             {"data", data_fields},
                             {"secrecy", secrecy_fields},
                             {"delivery", delivery_fields}};
constexpr Step emergency[] = {{"emergency", emergency_fields}};

constexpr std::size_t agency_bytes_max = 200;  // as intake has it
constexpr std::size_t line_bytes_max = 200;
constexpr std::size_t file_number_bytes_max = 120;
constexpr std::size_t words_bytes_max = 4'000;  // a page of plain words
constexpr std::size_t colleagues_max = 5;       // casework/officer_rows.h

std::string trimmed(const std::string& text) {
  const auto from = text.find_first_not_of(" \t\r\n");
  return from == std::string::npos ? std::string() : text.substr(from, text.find_last_not_of(" \t\r\n") - from + 1);
}

/// Required, and no longer than `most`.
void text_fault(const Locale& t, const DraftView& draft, const std::string& name, std::size_t most, bool required,
                Errors& errors) {
  const std::string value = trimmed(draft.field(name));
  const std::string label = coded(t, "portal.label.", name);
  if (required && value.empty()) errors.push_back({name, t.text("portal.fault.empty", {{"label", label}})});
  if (value.size() > most)
    errors.push_back({name, t.text("portal.fault.long", {{"label", label}, {"n", value.size()}, {"most", most}})});
}

void choice_fault(const Locale& t, const DraftView& draft, const std::string& name,
                  const std::vector<std::string>& codes, Errors& errors) {
  if (std::ranges::find(codes, draft.field(name)) != codes.end()) return;
  errors.push_back({name, t.text("portal.fault.choose", {{"label", coded(t, "portal.label.", name)}})});
}

void check_document(const Locale& t, const DraftView& draft, Errors& errors) {
  if (draft.documents.empty()) errors.push_back({"document", t.text("portal.fault.no_document")});
}

void check_authority(const Locale& t, const DraftView& draft, Errors& errors) {
  text_fault(t, draft, "agency", agency_bytes_max, true, errors);
  text_fault(t, draft, "department", line_bytes_max, false, errors);
  text_fault(t, draft, "signatory", line_bytes_max, true, errors);
  choice_fault(t, draft, "signatory_office", {"judge", "prosecutor", "police", "other"}, errors);
}

bool any_date_typed(const Fields& fields, const std::string& name) {
  for (const char* part : {"-day", "-month", "-year"}) {
    if (!field_of(fields, name + part).empty()) return true;
  }
  return false;
}

void date_fault(const Locale& t, const DraftView& draft, const std::string& name, bool required, Errors& errors) {
  const std::string label = coded(t, "portal.label.", name);
  if (!any_date_typed(draft.fields, name)) {
    if (required) errors.push_back({name, t.text("portal.fault.empty", {{"label", label}})});
  } else if (!typed_day(draft.fields, name)) {
    errors.push_back({name, t.text("portal.fault.date", {{"label", label}})});
  }
}

void check_instrument(const Locale& t, const DraftView& draft, Errors& errors) {
  choice_fault(t, draft, "instrument", instruments_of(draft.road), errors);
  text_fault(t, draft, "legal_basis", line_bytes_max, true, errors);
  text_fault(t, draft, "file_number", file_number_bytes_max, true, errors);
  date_fault(t, draft, "signed", true, errors);
  const auto day = typed_day(draft.fields, "signed");
  if (day && *day > base::day_of(draft.now)) errors.push_back({"signed", t.text("portal.fault.signed_later")});
}

void check_offence(const Locale& t, const DraftView& draft, Errors& errors) {
  std::vector<std::string> codes;
  for (const legal::Word& word : legal::offences()) codes.emplace_back(word.code);
  choice_fault(t, draft, "offence", codes, errors);
}

void check_accounts(const Locale& t, const DraftView& draft, Errors& errors) {
  errors.insert(errors.end(), draft.accounts.errors.begin(), draft.accounts.errors.end());
  if (draft.accounts.errors.empty() && draft.accounts.selectors.empty())
    errors.push_back({"phones", t.text("portal.fault.no_account")});
}

void check_data(const Locale& t, const DraftView& draft, Errors& errors) {
  if (data_sought(draft).empty()) errors.push_back({"data_sought", t.text("portal.fault.no_data")});
}

void check_secrecy(const Locale& t, const DraftView& draft, Errors& errors) {
  choice_fault(t, draft, "secrecy", {"none", "asked", "ordered"}, errors);
  const bool ordered = draft.field("secrecy") == "ordered";
  if (ordered) text_fault(t, draft, "court", line_bytes_max, true, errors);
  if (draft.field("secrecy") != "none") date_fault(t, draft, "until", false, errors);
  const auto until = typed_day(draft.fields, "until");
  if (until && draft.field("secrecy") != "none" && *until < base::day_of(draft.now))
    errors.push_back({"until", t.text("portal.fault.until_past")});
}

void check_delivery(const Locale& t, const DraftView& draft, Errors& errors) {
  if (!draft.officer.key.present)
    errors.push_back({"key_ok", t.text("portal.fault.no_key")});
  else if (!draft.officer.key.problem.empty())
    errors.push_back({"key_ok", t.text("portal.fault.bad_key")});
  else if (draft.field("key_ok") != "yes")
    errors.push_back({"key_ok", t.text("portal.fault.key_unconfirmed")});
  const auto colleagues = colleagues_of(draft.fields);
  if (colleagues.size() > colleagues_max)
    errors.push_back({"colleagues", t.text("portal.fault.colleagues", {{"n", colleagues.size()}})});
  std::size_t line = 0;
  for (const std::string& one : colleagues) {
    ++line;
    const auto at = one.find('@');
    if (at == std::string::npos || at == 0 || at + 1 == one.size() || one.find_first_of(" ,;") != std::string::npos)
      errors.push_back({"colleagues", t.text("portal.fault.colleague", {{"line", line}, {"value", one}})});
  }
}

void check_emergency(const Locale& t, const DraftView& draft, Errors& errors) {
  text_fault(t, draft, "agency", agency_bytes_max, true, errors);
  for (const char* name : {"danger", "to_whom", "when", "why_now"})
    text_fault(t, draft, name, words_bytes_max, true, errors);
  check_data(t, draft, errors);
  check_accounts(t, draft, errors);
  text_fault(t, draft, "supervisor", line_bytes_max, true, errors);
  if (draft.field("process") != "yes") errors.push_back({"process", t.text("portal.fault.process")});
}

Check check_of(std::string_view slug) {
  if (slug == "document") return check_document;
  if (slug == "authority") return check_authority;
  if (slug == "instrument") return check_instrument;
  if (slug == "offence") return check_offence;
  if (slug == "accounts") return check_accounts;
  if (slug == "data") return check_data;
  if (slug == "secrecy") return check_secrecy;
  if (slug == "delivery") return check_delivery;
  return check_emergency;
}

std::vector<std::string> lines_of(const std::string& text) {
  std::vector<std::string> lines;
  for (std::size_t at = 0; at <= text.size();) {
    const std::size_t end = std::min(text.find('\n', at), text.size());
    if (std::string line = trimmed(text.substr(at, end - at)); !line.empty()) lines.push_back(std::move(line));
    at = end + 1;
  }
  return lines;
}

}  // namespace

std::span<const Step> steps_of(std::string_view road) {
  if (road == "emergency") return emergency;
  return ordinary;
}

const Step* find_step(std::string_view road, std::string_view slug) {
  const auto steps = steps_of(road);
  const auto found = std::ranges::find(steps, slug, &Step::slug);
  return found == steps.end() ? nullptr : &*found;
}

const Step* step_after(std::string_view road, std::string_view slug) {
  const Step* step = find_step(road, slug);
  const auto steps = steps_of(road);
  return step == nullptr || step == &steps.back() ? nullptr : step + 1;
}

Errors faults_of(const Locale& t, const DraftView& draft, std::string_view slug) {
  Errors errors;
  check_of(slug)(t, draft, errors);
  return errors;
}

Progress progress_of(const Locale& t, const DraftView& draft, std::string_view slug) {
  const Step* step = find_step(draft.road, slug);
  if (step == nullptr) return Progress::not_started;
  if (faults_of(t, draft, slug).empty()) return Progress::done;
  // Filled in for the officer: says nothing of where somebody began.
  constexpr std::string_view given[] = {"agency", "zone", "phone_country"};
  const bool typed = std::ranges::any_of(step->fields, [&](std::string_view name) {
    return std::ranges::find(given, name) == std::end(given) && !draft.field(std::string(name)).empty();
  });
  return typed ? Progress::started : Progress::not_started;
}

std::vector<std::string> instruments_of(std::string_view road) {
  std::vector<std::string> codes;
  for (const legal::Word& word : legal::instruments()) {
    if (word.code == legal::emergency_instrument) continue;
    if (legal::is_preservation(word.code) == (road == "preserve")) codes.emplace_back(word.code);
  }
  return codes;
}

std::vector<std::string> data_sought(const DraftView& draft) {
  std::vector<std::string> codes;
  const std::string chosen = "," + draft.field("data_sought") + ",";
  for (const CategoryLine& one : draft.categories) {
    if (one.held && chosen.find("," + one.code + ",") != std::string::npos) codes.push_back(one.code);
  }
  return codes;
}

std::optional<base::Day> typed_day(const Fields& fields, const std::string& name) {
  const auto padded = [&](const char* part, std::size_t width) {
    std::string text = trimmed(field_of(fields, name + part));
    return text.size() < width && !text.empty() ? std::string(width - text.size(), '0') + text : text;
  };
  return base::parse_day(padded("-year", 4) + "-" + padded("-month", 2) + "-" + padded("-day", 2));
}

std::vector<std::string> colleagues_of(const Fields& fields) { return lines_of(field_of(fields, "colleagues")); }

}  // namespace writ::portal
