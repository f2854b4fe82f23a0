// What is not one case: finding by identifier, policies, holdings.
#include "app/identifiers.h"
#include "casework/rows.h"
#include "desk/parts.h"
#include "faces/desk_case.h"
#include "policy/profile.h"

namespace writ::faces {

using namespace page;

namespace {

constexpr std::size_t found_max = 200;

http::Response find_page(Call& call, const Faults& faults, const Html& found) {
  const Locale& t = words(call);
  const FormWords form = form_words(t);
  const Html form_part = text_field({.field = {.name = "identifier",
                                               .label = t.text("desk.find.identifier"),
                                               .hint = t.text("desk.find.identifier_hint"),
                                               .value = call.form.text("identifier"),
                                               .error = error_of(faults, "identifier")},
                                     .width = 30,
                                     .spellcheck = false,
                                     .direction_ltr = true},
                                    form) +
                         textarea_field({.field = {.name = "reason",
                                                   .label = t.text("desk.find.reason"),
                                                   .hint = t.text("desk.find.reason_hint"),
                                                   .value = call.form.text("reason"),
                                                   .error = error_of(faults, "reason")},
                                         .rows = 2},
                                        form) +
                         submit_button(t.text("desk.find.button"));
  return page_of(call,
                 {.title = t.text("desk.find.title"),
                  .main = error_summary(faults, form) + h1(t.html("desk.find.head")) + p(t.html("desk.find.lead")) +
                          form_element({.action = "/desk/find", .csrf = call.form_key}, form_part) + found,
                  .status = faults.empty() ? 200U : 422U});
}

http::Response find_form(Call& call) { return find_page(call, {}, {}); }

http::Response find(Call& call) {
  const std::string identifier_text = call.form.trimmed("identifier");
  const std::string reason = call.form.trimmed("reason");
  const Locale& t = words(call);
  Faults faults;
  if (identifier_text.empty()) faults.push_back({"identifier", t.text("desk.find.identifier_fault")});
  if (reason.empty()) faults.push_back({"reason", t.text("desk.find.reason_fault")});
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
              row ? ", " + desk::state_words(t, row->state) + ", " + row->agency : std::string());
  });
  return find_page(call, {},
                   h2(t.html("desk.cases", {{"n", refs->size()}})) +
                       (list.empty() ? p(t.html("desk.find.none")) : ul(cls("govuk-list"), list)));
}

http::Response policies(Call& call) {
  const auto list = call.deployment().casework->policies();
  if (!list) return error_page(call, list.error());
  const Locale& t = words(call);
  Html main = h1(t.html("desk.policies.title"));
  for (std::size_t i = list->size(); i-- > 0;) {
    const policy::Policy& one = (*list)[i];
    main += h2(one.title()) + p(t.html("desk.policies.line", {{"day", desk::day_words(t, one.effective())},
                                                              {"id", code_identifier(one.id())},
                                                              {"n", one.rule_count()},
                                                              {"source", one.source()}}));
    const auto findings = one.lint();
    main += p(!findings           ? t.html("desk.policies.too_large")
              : findings->empty() ? t.html("desk.policies.proven")
                                  : t.html("desk.policies.lint", {{"message", findings->front().message}}));
    if (i > 0) {
      const auto sentences = policy::diff((*list)[i - 1], one);
      if (sentences)
        main += details_part(t.text("desk.policies.changed", {{"id", (*list)[i - 1].id()}}),
                             ul(cls("govuk-list govuk-list--bullet"),
                                each(*sentences, [](const std::string& line) { return li(line); })));
    }
    main += details_part(t.text("desk.policies.file"), pre(cls("w-text"), one.text()));
  }
  return page_of(call, {.title = t.text("desk.policies.title"), .main = main});
}

http::Response holdings(Call& call) {
  const auto profile = policy::parse_profile(call.deployment().settings.profile, "state/profile.toml");
  if (!profile) return error_page(call, profile.error());
  const Locale& t = words(call);
  Html rows;
  for (const auto& [category, kept] : profile->categories) {
    rows += tr(th(attr("scope", "row"), desk::word_of(t, "category", category)),
               td(t.html(kept.held ? Key("desk.holdings.is_held") : Key("desk.holdings.not_held"))),
               td(kept.retention_days ? t.html("desk.holdings.days", {{"n", *kept.retention_days}})
                  : kept.held         ? t.html("desk.holdings.no_limit")
                                      : Html()),
               td(kept.reason));
  }
  const Html heads =
      desk::heading_row(t, {"desk.holdings.category", "desk.holdings.held", "desk.holdings.long", "desk.holdings.why"});
  return page_of(call,
                 {.title = t.text("desk.holdings.title"),
                  .main = h1(t.html("desk.holdings.title")) + table(cls("govuk-table"), thead(heads), tbody(rows))});
}

}  // namespace

std::vector<Route> desk_book_routes() {
  return {{"GET", "/desk/find", case_roles(), find_form},
          {"POST", "/desk/find", case_roles(), find},
          {"GET", "/desk/policies", case_roles(), policies},
          {"GET", "/desk/holdings", case_roles(), holdings}};
}

}  // namespace writ::faces
