// What is not one case: finding by identifier, policies, holdings.
#include "app/identifiers.h"
#include "casework/rows.h"
#include "faces/desk_case.h"
#include "page/number.h"
#include "page/parts.h"
#include "policy/profile.h"

namespace writ::faces {

using namespace page;

namespace {

constexpr std::size_t found_max = 200;

http::Response find_page(Call& call, const Faults& faults, const Html& found) {
  const Html form_part =
      text_field(
          {.field = {.name = "identifier",
                     .label = "Identifier",
                     .hint = "User id, user name, +33612345678, e-mail or IP address, as it stands in a request.",
                     .value = call.form.text("identifier"),
                     .error = error_of(faults, "identifier")},
           .width = 30,
           .spellcheck = false,
           .direction_ltr = true}) +
      textarea_field({.field = {.name = "reason",
                                .label = "Why you look",
                                .hint = "It is kept, with your name and the time.",
                                .value = call.form.text("reason"),
                                .error = error_of(faults, "reason")},
                      .rows = 2}) +
      submit_button("Find cases");
  return page_of(call, {.title = "Find",
                        .main = error_summary(faults) + h1("Find cases by identifier") +
                                p("This looks in the requests, never in the messenger.") +
                                form_element({.action = "/desk/find", .csrf = call.form_key}, form_part) + found,
                        .status = faults.empty() ? 200U : 422U});
}

http::Response find_form(Call& call) { return find_page(call, {}, {}); }

http::Response find(Call& call) {
  const std::string identifier_text = call.form.trimmed("identifier");
  const std::string reason = call.form.trimmed("reason");
  Faults faults;
  if (identifier_text.empty()) faults.push_back({"identifier", "Write the identifier to look for."});
  if (reason.empty()) faults.push_back({"reason", "Write why you look: it is kept."});
  if (!faults.empty()) return find_page(call, faults, {});
  // On file before anything is shown.
  const auto noted = store_of(call).audit(call.person().id, "found_by_identifier", "", reason);
  if (!noted) return error_page(call, noted.error());
  const auto refs = app::cases_with(call.deployment(), identifier_text, found_max);
  if (!refs) return error_page(call, refs.error());
  const casework::CaseRows rows(call.deployment().db);
  const Html list = each(*refs, [&](const std::string& ref) {
    const auto row = rows.find(ref);
    return li(a(href("/desk/cases/" + ref), ref),
              row ? ", " + desk::state_words(row->state) + ", " + row->agency : std::string());
  });
  return find_page(
      call, {},
      h2(number(refs->size()) + " cases") + (list.empty() ? p("No request names it.") : ul(cls("govuk-list"), list)));
}

http::Response policies(Call& call) {
  const auto list = call.deployment().casework->policies();
  if (!list) return error_page(call, list.error());
  Html main = h1("Policies");
  for (std::size_t i = list->size(); i-- > 0;) {
    const policy::Policy& one = (*list)[i];
    main += h2(one.title()) + p("From " + desk::day_words(one.effective()) + ", ", code_identifier(one.id()),
                                ", " + std::to_string(one.rule_count()) + " rules. Source: " + one.source());
    const auto findings = one.lint();
    main += p(!findings           ? "Too large to be proven."
              : findings->empty() ? "Proven: every combination is decided by exactly one rule."
                                  : "Lint: " + findings->front().message);
    if (i > 0) {
      const auto sentences = policy::diff((*list)[i - 1], one);
      if (sentences)
        main += details_part("What changed from " + (*list)[i - 1].id(),
                             ul(cls("govuk-list govuk-list--bullet"),
                                each(*sentences, [](const std::string& line) { return li(line); })));
    }
    main += details_part("The file", pre(cls("w-text"), one.text()));
  }
  return page_of(call, {.title = "Policies", .main = main});
}

http::Response holdings(Call& call) {
  const auto profile = policy::parse_profile(call.deployment().settings.profile, "state/profile.toml");
  if (!profile) return error_page(call, profile.error());
  Html rows;
  for (const auto& [category, kept] : profile->categories) {
    rows += tr(th(attr("scope", "row"), desk::label_of(legal::categories(), category)),
               td(kept.held ? "held" : "not held by design"),
               td(kept.retention_days ? std::to_string(*kept.retention_days) + " days"
                                      : std::string(kept.held ? "no limit stated" : "")),
               td(kept.reason));
  }
  return page_of(call, {.title = "Holdings",
                        .main = h1("Holdings") +
                                table(cls("govuk-table"),
                                      thead(tr(th(attr("scope", "col"), "Category"), th(attr("scope", "col"), "Held"),
                                               th(attr("scope", "col"), "How long"), th(attr("scope", "col"), "Why"))),
                                      tbody(rows))});
}

}  // namespace

std::vector<Route> desk_book_routes() {
  return {{"GET", "/desk/find", case_roles(), find_form},
          {"POST", "/desk/find", case_roles(), find},
          {"GET", "/desk/policies", case_roles(), policies},
          {"GET", "/desk/holdings", case_roles(), holdings}};
}

}  // namespace writ::faces
