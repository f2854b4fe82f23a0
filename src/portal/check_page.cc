#include "legal/vocabulary.h"
#include "page/parts.h"
#include "portal/draft_pages.h"

namespace writ::portal {

using namespace page;

namespace {

std::string kind_words(const Locale& t, legal::SelectorKind kind) {
  return coded(t, "portal.kind.", std::string(legal::name_of(kind)));
}

Html selector_line(const Locale& t, const legal::Selector& one) {
  Html out = span(kind_words(t, one.kind) + ": ") + identifier(one.value);
  if (one.window)
    out += Html(", ") + identifier(base::format_time(one.window->from) + " - " + base::format_time(one.window->to));
  if (one.port) out += Html(", ") + t.html("portal.check.port", {{"port", std::to_string(*one.port)}});
  return out;
}

Html accounts_value(const Locale& t, const DraftView& draft) {
  const Html list = ul(cls("govuk-list"), each(draft.accounts.selectors,
                                               [&](const legal::Selector& one) { return li(selector_line(t, one)); }));
  const std::size_t n = draft.accounts.selectors.size();
  constexpr std::size_t shown_open = 10;
  const std::string count = t.text("portal.check.accounts", {{"n", n}});
  return n <= shown_open ? Html(count) + list : details_part(count, list);
}

Html data_value(const Locale& t, const DraftView& draft) {
  std::vector<std::string> words;
  for (const std::string& code : data_sought(draft)) words.push_back(word_of(t, "category", code));
  return t.list(words);
}

SummaryRow row(const Context& context, const DraftView& draft, const std::string& label_key, Html value,
               std::string_view slug) {
  const Locale& t = context.t;
  const std::string label = coded(t, "portal.label.", label_key);
  return {.key = label,
          .value = std::move(value),
          .actions = {{.label = t.text("portal.check.change"), .about = label, .url = draft.url(std::string(slug))}}};
}

std::string date_words(const Locale& t, const DraftView& draft, const std::string& name) {
  const auto day = typed_day(draft.fields, name);
  return day ? t.day(*day) : t.text("portal.check.no_date");
}

std::vector<SummaryRow> emergency_rows(const Context& context, const DraftView& draft) {
  std::vector<SummaryRow> rows;
  for (const char* name : {"agency", "danger", "to_whom", "when", "why_now"})
    rows.push_back(row(context, draft, name, draft.field(name), "emergency"));
  rows.push_back(row(context, draft, "data_sought", data_value(context.t, draft), "emergency"));
  rows.push_back(row(context, draft, "accounts", accounts_value(context.t, draft), "emergency"));
  rows.push_back(row(context, draft, "supervisor", draft.field("supervisor"), "emergency"));
  return rows;
}

Html documents_value(const DraftView& draft) {
  return each(draft.documents, [](const DocumentLine& one) { return p(one.name, br(), grouped_hash(one.sha256)); });
}

/// Nothing, where the step was not begun.
Html secrecy_value(const Locale& t, const DraftView& draft) {
  if (draft.field("secrecy").empty()) return {};
  Html out = coded(t, "portal.secrecy.", draft.field("secrecy"));
  if (draft.field("secrecy") == "ordered") out += Html(", " + draft.field("court"));
  if (draft.field("secrecy") != "none")
    out += Html(", ") + t.html("portal.check.until", {{"day", date_words(t, draft, "until")}});
  return out;
}

std::string signatory_value(const Locale& t, const DraftView& draft) {
  const std::string& name = draft.field("signatory");
  const std::string& office = draft.field("signatory_office");
  if (office.empty()) return name;
  return name + (name.empty() ? "" : ", ") + coded(t, "portal.office.", office);
}

Html colleagues_value(const Locale& t, const DraftView& draft) {
  const auto list = colleagues_of(draft.fields);
  if (list.empty()) return t.html("portal.check.nobody");
  return each(list, [](const std::string& one) { return div(identifier(one)); });
}

std::vector<SummaryRow> ordinary_rows(const Context& context, const DraftView& draft) {
  const Locale& t = context.t;
  const auto add = [&](const char* label, Html value, const char* slug) {
    return row(context, draft, label, std::move(value), slug);
  };
  return {add("document", documents_value(draft), "document"),
          add("agency", draft.field("agency"), "authority"),
          add("signatory", signatory_value(t, draft), "authority"),
          add("instrument", word_of(t, "instrument", draft.field("instrument")), "instrument"),
          add("legal_basis", draft.field("legal_basis"), "instrument"),
          add("file_number", identifier(draft.field("file_number")), "instrument"),
          add("signed", date_words(t, draft, "signed"), "instrument"),
          add("offence", word_of(t, "offence", draft.field("offence")), "offence"),
          add("accounts", accounts_value(t, draft), "accounts"),
          add("data_sought", data_value(t, draft), "data"),
          add("secrecy", secrecy_value(t, draft), "secrecy"),
          add("delivery", identifier(draft.officer.email), "delivery"),
          add("colleagues", colleagues_value(t, draft), "delivery")};
}

/// Exactly what the entry opens after the period closed, in the codes that it has (counted-log.md section 2, request).
Html public_part(const Context& context, const DraftView& draft) {
  const Locale& t = context.t;
  const bool emergency = draft.road == "emergency";
  std::string asked;
  for (const std::string& code : data_sought(draft)) asked += (asked.empty() ? "" : ",") + code;
  const auto coded_row = [&](const char* key, const std::string& value) {
    return SummaryRow{.key = coded(t, "portal.public.", key), .value = code_identifier(value)};
  };
  return summary_list(
      {coded_row("country", draft.officer.country),
       coded_row("instrument", emergency ? std::string(legal::emergency_instrument) : draft.field("instrument")),
       coded_row("offence", emergency ? "not_stated" : draft.field("offence")), coded_row("data_sought", asked),
       coded_row("emergency", emergency ? "1" : "0"), coded_row("mode", "stored"),
       coded_row("selectors", std::to_string(draft.accounts.selectors.size()))});
}

Html nonce_part(const Context& context) {
  const Locale& t = context.t;
  return details_part(t.text("portal.nonce.title"),
                      p(cls("portal-nonce-server"), t.html("portal.nonce.server")) +
                          p(cls("portal-nonce-browser"), flag("hidden"), t.html("portal.nonce.browser")) +
                          text_field({.field = {.name = "nonce",
                                                .label = t.text("portal.label.nonce"),
                                                .hint = t.text("portal.hint.nonce"),
                                                .value = "",
                                                .error = context.error("nonce")},
                                      .autocomplete = "off",
                                      .spellcheck = false,
                                      .direction_ltr = true,
                                      .max_length = 64},
                                     form_words(t)));
}

}  // namespace

Html check_page(const Context& context, const DraftView& draft) {
  const Locale& t = context.t;
  const bool emergency = draft.road == "emergency";
  const Html declaration = checkbox_field(
      {.field = {.name = "declaration",
                 .label = t.text("portal.label.declaration"),
                 .error = context.error("declaration")},
       .options = {{.value = "yes",
                    .label = t.text(emergency ? Key("portal.check.declare_emergency") : Key("portal.check.declare"))}}},
      form_words(t));
  return error_summary(context.errors, form_words(t)) + h1(t.html("portal.check.title")) +
         p(cls("w-lead"), t.html("portal.check.lead")) +
         summary_list(emergency ? emergency_rows(context, draft) : ordinary_rows(context, draft)) +
         h2(t.html("portal.check.public")) + p(t.html("portal.check.public_text")) + public_part(context, draft) +
         h2(t.html("portal.check.never")) + p(t.html("portal.check.never_text")) +
         form_element({.action = draft.url("send"), .csrf = context.csrf, .id = "send"},
                      nonce_part(context) + declaration + submit_button(t.text("portal.check.send"))) +
         p(cls("govuk-hint"), t.html("portal.check.once"));
}

}  // namespace writ::portal
