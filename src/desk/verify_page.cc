// What intake establishes, each item with the evidence it rests on.
#include <algorithm>

#include "casework/emergency.h"
#include "desk/case_pages.h"
#include "desk/parts.h"
#include "page/parts.h"

namespace writ::desk {

using namespace page;

namespace {

struct Item {
  const char* code;
  Key title;
  Key hint;
};
constexpr Item ordinary_items[] = {
    {"mail", "case.check.mail", "case.check.mail_hint"},
    {"registry", "case.check.registry", "case.check.registry_hint"},
    {"signatory", "case.check.signatory", "case.check.signatory_hint"},
    {"citation", "case.check.citation", "case.check.citation_hint"},
    {"duplicate", "case.check.duplicate", "case.check.duplicate_hint"},
};
constexpr Item emergency_items[] = {
    {casework::second_channel, "case.check.second_channel", "case.check.second_channel_hint"},
    {casework::least_data, "case.check.least", "case.check.least_hint"},
    {"history", "case.check.history", "case.check.history_hint"},
};

Html status_of(const CasePage& page, const Item& item) {
  const Locale& t = page.t;
  const auto made = std::ranges::find(page.file.checks, item.code, &casework::CheckMade::item);
  if (made == page.file.checks.end()) return tag(t.text("case.check.not_started"), Tone::neutral);
  const bool yes = made->result == "yes", no = made->result == "no";
  const legal::Fact result = yes ? legal::Fact::yes : no ? legal::Fact::no : legal::Fact::unknown;
  return tag(fact_words(t, result), yes  ? Tone::good
                                    : no ? Tone::bad
                                         : Tone::warn) +
         Html(" ") +
         t.html("case.check.made",
                {{"evidence", made->evidence}, {"name", page.names(made->by)}, {"time", time_words(t, made->at)}});
}

Html item_part(const CasePage& page, const Item& item) {
  const Locale& t = page.t;
  const std::string code = item.code;
  const bool retry = page.value("item") == code;
  const Html inside = hidden_field("item", code) +
                      radio_field({.field = {.name = "result-" + code,
                                             .label = t.text("case.check.result"),
                                             .value = retry ? page.value("result-" + code) : "",
                                             .error = retry ? error_of(page.faults, "result-" + code) : ""},
                                   .options = result_options(t),
                                   .inline_row = true,
                                   .small = true},
                                  form_words(t)) +
                      textarea_field({.field = {.name = "evidence-" + code,
                                                .label = t.text("case.check.evidence"),
                                                .hint = t.text(item.hint),
                                                .value = retry ? page.value("evidence-" + code) : "",
                                                .error = retry ? error_of(page.faults, "evidence-" + code) : ""},
                                      .rows = 2},
                                     form_words(t)) +
                      submit_button(t.text("case.check.record"), ButtonKind::secondary);
  return li(cls("w-check"), h3(t.html(item.title)), p(status_of(page, item)),
            details_part(t.text("case.check.record_title"),
                         form_element({.action = page.url("/check"), .csrf = page.csrf}, inside), retry));
}

Html numbers_field(const CasePage& page, const VerifyExtras& extras) {
  std::vector<Option> numbers;
  for (const VerifyExtras::Number& one : extras.directory)
    numbers.push_back({.value = one.number, .label = one.number, .hint = one.whose});
  return radio_field(
      {.field = {.name = "number",
                 .label = page.t.text("case.call.number"),
                 .value = extras.directory.size() == 1 ? extras.directory.front().number : page.value("number"),
                 .error = error_of(page.faults, "number")},
       .options = numbers,
       .small = true},
      form_words(page.t));
}

Html call_words(const CasePage& page, const casework::CallMade& call) {
  const Locale& t = page.t;
  return t.html(call.reached ? Key("case.call.reached_made") : Key("case.call.unreached_made"),
                {{"who", call.answered_by},
                 {"number", identifier(call.number)},
                 {"time", time_words(t, call.at)},
                 {"name", page.names(call.by)},
                 {"said", call.said}});
}

Html calls_part(const CasePage& page, const VerifyExtras& extras) {
  const Locale& t = page.t;
  Html made = each(page.file.calls, [&](const casework::CallMade& call) { return li(call_words(page, call)); });
  Html out = h3(t.html("case.call.title"));
  out += p(t.html(page.file.calls.empty() ? Key("case.call.hidden") : Key("case.call.so_far")));
  if (!made.empty()) out += ul(cls("govuk-list govuk-list--bullet"), made);
  if (extras.directory.empty()) return out + p(t.html("case.call.no_number", {{"a", Href{extras.add_url}}}));
  const Html inside =
      numbers_field(page, extras) +
      radio_field(
          {.field = {.name = "reached",
                     .label = t.text("case.call.reached"),
                     .hint = t.text("case.call.reached_hint"),
                     .value = page.value("reached"),
                     .error = error_of(page.faults, "reached")},
           .options = {{.value = "yes", .label = t.text("case.yes")}, {.value = "no", .label = t.text("case.no")}},
           .inline_row = true,
           .small = true},
          form_words(t)) +
      text_field({.field = {.name = "answered-by",
                            .label = t.text("case.call.answered_by"),
                            .value = page.value("answered-by"),
                            .error = error_of(page.faults, "answered-by")},
                  .width = 30},
                 form_words(t)) +
      textarea_field({.field = {.name = "said",
                                .label = t.text("case.call.said"),
                                .value = page.value("said"),
                                .error = error_of(page.faults, "said")},
                      .rows = 3},
                     form_words(t)) +
      submit_button(t.text("case.call.record"), ButtonKind::secondary);
  const bool retry = page.typed.contains("said");
  return section(out, details_part(t.text("case.call.record_title"),
                                   form_element({.action = page.url("/call"), .csrf = page.csrf}, inside),
                                   retry || page.file.request.emergency));
}

Html officer_words(const Locale& t, const VerifyExtras& extras) {
  if (extras.officer_name.empty()) return t.html("case.who.unknown");
  return t.html(extras.officer_known ? Key("case.who.vetted") : Key("case.who.other_agency"),
                {{"name", extras.officer_name}, {"agency", extras.officer_agency}});
}

Html context_part(const CasePage& page, const VerifyExtras& extras) {
  const Locale& t = page.t;
  const legal::Request& request = page.file.request;
  const Html before =
      each(extras.earlier, [](const std::string& ref) { return a(href("/desk/cases/" + ref), ref) + Html(" "); });
  return summary_list(
      {{t.text("case.label.officer"), officer_words(t, extras)},
       {t.text("case.who.claims"),
        t.html("case.agency_country", {{"agency", request.agency}, {"country", t.country(request.country)}})},
       {t.text("case.who.before"), before.empty() ? t.html("case.who.before_no") : before}});
}

}  // namespace

Html verify_page(const CasePage& page, const VerifyExtras& extras) {
  const Locale& t = page.t;
  Html items = each(ordinary_items, [&](const Item& item) { return item_part(page, item); });
  if (page.file.request.emergency)
    items += each(emergency_items, [&](const Item& item) { return item_part(page, item); });
  std::map<std::string, std::string> typed = page.typed;
  for (const auto& [name, fact] : page.file.facts)
    typed.try_emplace("fact-" + name, fact == legal::Fact::yes ? "yes" : fact == legal::Fact::no ? "no" : "unknown");
  std::vector<Option> offences = options_of(t, "offence", legal::offences());
  const std::string declared = word_of(t, "offence", page.file.request.offence);
  offences.insert(offences.begin(), {.value = "", .label = t.text("case.verify.as_declared", {{"offence", declared}})});
  const Html facts = case_form(page, "/verify",
                               fact_questions(t, facts_of(t, page.policy, page.file), typed, page.faults) +
                                   select_field({.field = {.name = "offence",
                                                           .label = t.text("case.verify.offence"),
                                                           .hint = t.text("case.verify.offence_hint"),
                                                           .value = page.value("offence")},
                                                 .options = offences,
                                                 .first_empty = false},
                                                form_words(t)) +
                                   submit_button(t.text("case.verify.save")));
  return case_head(page, "/verify", t.text("case.verify.title", {{"ref", page.file.ref}})) +
         div(cls("w-two"),
             section(cls("w-pane"), h2(t.html("case.pane.document")), document_pane(page), request_summary(page)),
             section(cls("w-pane"), h2(t.html("case.verify.who")), context_part(page, extras),
                     ol(cls("w-checks"), items), calls_part(page, extras), h2(t.html("case.verify.says")), facts));
}

}  // namespace writ::desk
