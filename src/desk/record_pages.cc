// History, authority, and the page for two people at one case.
#include <algorithm>

#include "desk/case_pages.h"
#include "page/parts.h"

namespace writ::desk {

using namespace page;

namespace {

Html items(const Locale& t, const std::vector<HistoryRow>& rows) {
  std::vector<TimelineItem> list;
  for (const HistoryRow& row : rows) {
    Html body = row.words.empty() ? Html() : p(row.words);
    if (!row.log_index.empty()) body += p(cls("govuk-body-s"), row.log_index);
    list.push_back({.title = row.what,
                    .time_words = time_words(t, row.at),
                    .time_iso = base::format_time(row.at),
                    .who = row.who,
                    .body = body});
  }
  return timeline(list);
}

Html lines(const Locale& t, const std::vector<std::string>& list) {
  if (list.empty()) return p(t.html("case.authority.none"));
  return ul(cls("govuk-list"), each(list, [](const std::string& one) { return li(one); }));
}

/// A coding that is found wrong after the decision: never changed, but logged anew.
Html recode_form(const CasePage& page) {
  if (!casework::may_be_recoded(page.file.state) || !(page.has_role("intake") || page.has_role("publisher"))) return {};
  const Locale& t = page.t;
  const Html inside = p(t.html("case.recode.lead")) +
                      select_field({.field = {.name = "offence",
                                              .label = t.text("case.verify.offence"),
                                              .value = page.value("offence"),
                                              .error = error_of(page.faults, "offence")},
                                    .options = options_of(t, "offence", legal::offences())},
                                   form_words(t)) +
                      textarea_field({.field = {.name = "why",
                                                .label = t.text("case.recode.why"),
                                                .value = page.value("why"),
                                                .error = error_of(page.faults, "why")},
                                      .rows = 3},
                                     form_words(t)) +
                      submit_button(t.text("case.recode.button"), ButtonKind::secondary);
  return details_part(t.text("case.recode.title"), case_form(page, "/recode", inside), !page.faults.empty());
}

}  // namespace

Html history_page(const CasePage& page, const std::vector<HistoryRow>& rows, std::size_t skip) {
  skip = std::min(skip, rows.size());
  const std::size_t last = std::min(rows.size(), skip + history_rows);
  const auto at = [&](std::size_t from) { return page.url("/history?from=" + std::to_string(from)); };
  const std::vector<HistoryRow> shown(rows.begin() + static_cast<std::ptrdiff_t>(skip),
                                      rows.begin() + static_cast<std::ptrdiff_t>(last));
  const Locale& t = page.t;
  Html out = case_head(page, "/history", t.text("case.history.title", {{"ref", page.file.ref}})) + recode_form(page) +
             items(t, shown);
  if (rows.size() <= history_rows) return out;
  return out + pagination(paging(
                   t, skip == 0 ? "" : at(skip - std::min(skip, history_rows)), last == rows.size() ? "" : at(last),
                   t.text("case.history.shown", {{"first", skip + 1}, {"last", last}, {"n", rows.size()}})));
}

Html authority_page(const CasePage& page, const AuthorityView& view) {
  const Locale& t = page.t;
  const legal::Request& request = page.file.request;
  Html out = case_head(page, "/authority", request.agency);
  out += summary_list({{t.text("case.authority.country"), Html(t.country(request.country))},
                       {t.text("case.authority.standing"), Html(view.standing)}});
  out += h2(t.html("case.authority.outcomes"));
  out += table(cls("govuk-table"),
               thead(tr(th(attr("scope", "col"), t.html("case.authority.state")),
                        th(attr("scope", "col"), t.html("case.authority.cases")))),
               tbody(each(view.outcomes, [](const auto& one) {
                 return tr(th(attr("scope", "row"), one.first), td(cls("w-number"), std::to_string(one.second)));
               })));
  out += h2(t.html("case.authority.latest")) +
         ul(cls("govuk-list"), each(view.cases, [&](const auto& one) {
              return li(t.html("case.authority.case",
                               {{"ref", a(href("/desk/cases/" + one.first), one.first)}, {"state", one.second}}));
            }));
  return out + h2(t.html("case.authority.other_names")) + lines(t, view.other_names) +
         h2(t.html("case.authority.calls")) + lines(t, view.calls);
}

Html clash_page(const CasePage& page, const std::string& action,
                const std::vector<std::pair<std::string, std::string>>& typed, const std::vector<HistoryRow>& since) {
  const Locale& t = page.t;
  Html fields;
  Html shown;
  for (const auto& [name, value] : typed) {
    if (name == "csrf" || name == "version" || name == "code") continue;
    fields += hidden_field(name, value);
    if (!value.empty())
      shown += div(cls("govuk-summary-list__row"), dt(cls("govuk-summary-list__key"), name),
                   dd(cls("govuk-summary-list__value"), value));
  }
  Html out = h1(t.html("case.clash.title")) + p(t.html("case.clash.lead"));
  out += div(cls("w-two"), section(h2(t.html("case.clash.sent")), dl(cls("govuk-summary-list"), shown)),
             section(h2(t.html("case.clash.since")), since.empty() ? p(t.html("case.clash.twice")) : items(t, since)));
  out += p(a(href(page.url()), t.html("case.clash.look")));
  if (since.empty()) return out;
  return out +
         form_element({.action = action, .csrf = page.csrf},
                      version_field(page) + fields + submit_button(t.text("case.clash.send"), ButtonKind::warning));
}

}  // namespace writ::desk
