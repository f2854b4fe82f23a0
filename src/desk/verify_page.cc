// What intake establishes, each item with the evidence it rests on.
#include <algorithm>

#include "casework/emergency.h"
#include "desk/case_pages.h"
#include "page/parts.h"

namespace writ::desk {

using namespace page;

namespace {

struct Item {
  const char* code;
  const char* title;
  const char* hint;
};
constexpr Item ordinary_items[] = {
    {"mail", "Authentication of the mail or sign-in", "Kept as evidence; never enough alone."},
    {"registry", "The authority stands in the registry", "Which registry, and the entry."},
    {"signatory", "The person who signed exists and holds this office", "Where you looked."},
    {"citation", "The law that is cited exists in the issuing country", "The provision, and where it was read."},
    {"duplicate", "Not received before", "Compare with the cases named above."},
};
constexpr Item emergency_items[] = {
    {casework::second_channel, "Confirmed by a second channel", "Which one, and by whom."},
    {casework::least_data, "What is asked is the least that helps", "What else would do."},
    {"history", "The officer's history and sign-in show nothing unusual", "What you compared."},
};

Html item_part(const CasePage& page, const Item& item) {
  const auto made = std::ranges::find(page.file.checks, item.code, &casework::CheckMade::item);
  Html status = tag("not started", Tone::neutral);
  if (made != page.file.checks.end()) {
    const Tone tone = made->result == "yes" ? Tone::good : made->result == "no" ? Tone::bad : Tone::warn;
    const std::string result = made->result == "cannot_tell" ? "cannot tell" : made->result;
    status = tag(result, tone) +
             Html(" " + made->evidence + " (" + page.names(made->by) + ", " + time_words(made->at) + ")");
  }
  const std::string code = item.code;
  const bool retry = page.value("item") == code;
  const Html inside = hidden_field("item", code) +
                      radio_field({.field = {.name = "result-" + code,
                                             .label = "Result",
                                             .value = retry ? page.value("result-" + code) : "",
                                             .error = retry ? error_of(page.faults, "result-" + code) : ""},
                                   .options = {{.value = "yes", .label = "Yes"},
                                               {.value = "no", .label = "No"},
                                               {.value = "cannot_tell", .label = "Cannot tell"}},
                                   .inline_row = true,
                                   .small = true}) +
                      textarea_field({.field = {.name = "evidence-" + code,
                                                .label = "Evidence",
                                                .hint = item.hint,
                                                .value = retry ? page.value("evidence-" + code) : "",
                                                .error = retry ? error_of(page.faults, "evidence-" + code) : ""},
                                      .rows = 2}) +
                      submit_button("Record", ButtonKind::secondary);
  return li(cls("w-check"), h3(item.title), p(status),
            details_part("Record what you found",
                         form_element({.action = page.url("/check"), .csrf = page.csrf}, inside), retry));
}

Html numbers_field(const CasePage& page, const VerifyExtras& extras) {
  std::vector<Option> numbers;
  for (const VerifyExtras::Number& one : extras.directory)
    numbers.push_back({.value = one.number, .label = one.number, .hint = one.whose});
  return radio_field(
      {.field = {.name = "number",
                 .label = "Number called",
                 .value = extras.directory.size() == 1 ? extras.directory.front().number : page.value("number"),
                 .error = error_of(page.faults, "number")},
       .options = numbers,
       .small = true});
}

Html calls_part(const CasePage& page, const VerifyExtras& extras) {
  Html made = each(page.file.calls, [&](const casework::CallMade& call) {
    return li((call.reached ? "Reached " + call.answered_by : std::string("Nobody reached")) + " on " + call.number +
              ", " + time_words(call.at) + ", by " + page.names(call.by) + ": " + call.said);
  });
  Html out = h3("Call back on a number of our own directory");
  out += p(page.file.calls.empty() ? "The numbers in the request, if there are any, are not shown before a call is "
                                     "recorded: we do not use numbers sent with a request."
                                   : "Calls so far:");
  if (!made.empty()) out += ul(cls("govuk-list govuk-list--bullet"), made);
  if (extras.directory.empty())
    return out +
           p("Our directory has no number for this authority yet. Find one that does not come from the request, then ",
             a(href(extras.add_url), "add it to the directory"), ".");
  const Html inside = numbers_field(page, extras) +
                      radio_field({.field = {.name = "reached",
                                             .label = "Was somebody reached?",
                                             .hint = "Not reached is not verified, never \"assume yes\".",
                                             .value = page.value("reached"),
                                             .error = error_of(page.faults, "reached")},
                                   .options = {{.value = "yes", .label = "Yes"}, {.value = "no", .label = "No"}},
                                   .inline_row = true,
                                   .small = true}) +
                      text_field({.field = {.name = "answered-by",
                                            .label = "Who answered",
                                            .value = page.value("answered-by"),
                                            .error = error_of(page.faults, "answered-by")},
                                  .width = 30}) +
                      textarea_field({.field = {.name = "said",
                                                .label = "What was said, in your own words",
                                                .value = page.value("said"),
                                                .error = error_of(page.faults, "said")},
                                      .rows = 3}) +
                      submit_button("Record the call", ButtonKind::secondary);
  const bool retry = page.typed.contains("said");
  return section(out,
                 details_part("Record a call", form_element({.action = page.url("/call"), .csrf = page.csrf}, inside),
                              retry || page.file.request.emergency));
}

Html context_part(const CasePage& page, const VerifyExtras& extras) {
  std::vector<SummaryRow> rows = {
      {"Officer", Html(extras.officer_known ? "vetted and signed in here, " + extras.officer_since
                       : extras.officer_since.empty()
                           ? std::string("not a person known here")
                           : "known here " + extras.officer_since + ": not of the authority that is named")},
      {"Claims to be", Html(page.file.request.agency + " (" + country_name(page.file.request.country) + ")")}};
  if (extras.earlier.empty()) {
    rows.push_back({"Same document or accounts before", Html("no")});
  } else {
    rows.push_back({"Same document or accounts before", each(extras.earlier, [](const std::string& ref) {
                      return a(href("/desk/cases/" + ref), ref) + Html(" ");
                    })});
  }
  return summary_list(rows);
}

}  // namespace

Html verify_page(const CasePage& page, const VerifyExtras& extras) {
  Html items = each(ordinary_items, [&](const Item& item) { return item_part(page, item); });
  if (page.file.request.emergency)
    items += each(emergency_items, [&](const Item& item) { return item_part(page, item); });
  std::map<std::string, std::string> typed = page.typed;
  for (const auto& [name, fact] : page.file.facts)
    typed.try_emplace("fact-" + name, fact == legal::Fact::yes ? "yes" : fact == legal::Fact::no ? "no" : "unknown");
  std::vector<Option> offences = options_of(legal::offences());
  offences.insert(offences.begin(),
                  {.value = "", .label = "As declared: " + label_of(legal::offences(), page.file.request.offence)});
  const Html facts =
      case_form(page, "/verify",
                fact_questions(facts_of(page.policy, page.file), typed, page.faults) +
                    select_field({.field = {.name = "offence",
                                            .label = "Offence group as the document says it",
                                            .hint = "Only if it differs; it is logged as a recode with the decision.",
                                            .value = page.value("offence")},
                                  .options = offences,
                                  .first_empty = false}) +
                    submit_button("Save the facts"));
  return case_head(page, "/verify", "Verify " + page.file.ref) +
         div(cls("w-two"), section(cls("w-pane"), h2("Document"), document_pane(page), request_summary(page)),
             section(cls("w-pane"), h2("Who asks"), context_part(page, extras), ol(cls("w-checks"), items),
                     calls_part(page, extras), h2("What the document says"), facts));
}

}  // namespace writ::desk
