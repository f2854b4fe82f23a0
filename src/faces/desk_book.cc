// What is not one case: finding by identifier, policies, holdings, the log, and the close of a period.
#include "app/identifiers.h"
#include "app/publish.h"
#include "app/schedule.h"
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

struct PeriodState {
  base::Period period;
  bool published = false;
  bool staged = false;
};

std::vector<PeriodState> periods_of(Call& call) {
  app::Deployment& deployment = call.deployment();
  std::vector<PeriodState> list;
  base::Period period = deployment.settings.first_period;
  // Every period that has begun, and no more than a century of quarters.
  for (int i = 0; i < 400 && base::Time(period.first) <= deployment.clock.now(); ++i) {
    const std::string name = base::period_name(period);
    list.push_back({period, deployment.files.exists(deployment.layout.bundles() / name),
                    deployment.files.exists(deployment.layout.state() / "staged" / name)});
    period = app::next_period(period);
  }
  return list;
}

std::string period_words(const PeriodState& state, base::Time now) {
  if (state.published) return "published";
  if (state.staged)
    return "made, waits for its entry in the log; then the stranger's verifier must say verified before it is "
           "published";
  if (state.period.end() > now) return "open, closes " + desk::time_words(state.period.end());
  return "closed, the report is not made yet";
}

http::Response close_list(Call& call) {
  const base::Time now = call.deployment().clock.now();
  const Html rows = each(periods_of(call), [&](const PeriodState& one) {
    return li(a(href("/desk/close/" + base::period_name(one.period)), base::format_period(one.period)),
              ": " + period_words(one, now));
  });
  return page_of(call, {.title = "Close", .main = h1("Periods") + ul(cls("govuk-list"), rows)});
}

std::int64_t pending_in(Call& call, const base::Period& period) {
  const casework::CaseRows rows(call.deployment().db);
  std::int64_t open = 0;
  for (const char* state : {"received", "verified", "clarification", "drafted", "approved"}) {
    const auto count =
        rows.count({.state = state, .received_from = base::Time(period.first), .received_to = period.end()});
    open += count.value_or(0);
  }
  return open;
}

http::Response close_page(Call& call, const Html& verdict) {
  const auto period = [&]() -> std::optional<PeriodState> {
    for (const PeriodState& one : periods_of(call)) {
      if (base::period_name(one.period) == call.param("period")) return one;
    }
    return std::nullopt;
  }();
  if (!period) return not_found(call);
  const std::string received = http::encode_query({{"received-from", base::format_day(period->period.first)},
                                                   {"received-to", base::format_day(period->period.last)}});
  const Html done = tag(period->published ? "done" : "not yet", period->published ? Tone::good : Tone::neutral);
  std::vector<Task> tasks = {
      {.title = "Pending cases",
       .url = "/desk/inbox/all?" + received,
       .hint = number(static_cast<std::uint64_t>(pending_in(call, period->period))) +
               " are undecided and will count as pending",
       .status = Html("listed")},
      {.title = "Closed in the log",
       .hint = "At " + desk::time_words(period->period.end()) + ", by the tick of that day",
       .status = tag(period->period.end() <= call.deployment().clock.now() ? "done" : "not yet", Tone::neutral)},
      {.title = "Report made",
       .hint = "Tables and openings of every entry; its hash is an entry of the log",
       .status = tag(period->staged || period->published ? "done" : "not yet", Tone::neutral)},
      {.title = "The stranger's verifier",
       .hint = "It runs on the built bundle with all that were published before; unless it says verified, nothing is "
               "put in place",
       .status = done},
      {.title = "Published",
       .hint = "Later mistakes are recoded and listed as restated in the next report; the bundle stays",
       .status = done}};
  Html main = h1("Close of " + base::format_period(period->period)) + verdict + task_list(tasks);
  if (period->published || period->staged)
    main += form_element({.action = "/desk/close/" + base::period_name(period->period), .csrf = call.form_key},
                         submit_button("Run the stranger's verifier now", ButtonKind::secondary));
  return page_of(call, {.title = "Close", .main = main, .breadcrumbs = {{"Periods", "/desk/close"}}});
}

http::Response close_period(Call& call) { return close_page(call, {}); }

http::Response verify_period(Call& call) {
  const auto said = app::verify_published(call.deployment());
  if (!said) return error_page(call, said.error());
  const bool good = said->verified;
  const Html answer =
      good ? notification_banner("Verified", p("Every published report follows from the public log."), true)
           : warning_text(Html("These figures do not match the log. Nothing more is published until this is settled."));
  return close_page(call, answer + pre(cls("w-text"), said->text));
}

}  // namespace

std::vector<Route> desk_book_routes() {
  return {{"GET", "/desk/find", case_roles(), find_form},
          {"POST", "/desk/find", case_roles(), find},
          {"GET", "/desk/policies", case_roles(), policies},
          {"GET", "/desk/holdings", case_roles(), holdings},
          {"GET", "/desk/close", roles({"publisher", "auditor"}), close_list},
          {"GET", "/desk/close/{period}", roles({"publisher", "auditor"}), close_period},
          {"POST", "/desk/close/{period}", roles({"publisher"}), verify_period}};
}

}  // namespace writ::faces
