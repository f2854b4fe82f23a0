// History, authority, and the page for two people at one case.
#include <algorithm>

#include "desk/case_pages.h"
#include "page/parts.h"

namespace writ::desk {

using namespace page;

namespace {

Html items(const std::vector<HistoryRow>& rows) {
  std::vector<TimelineItem> list;
  for (const HistoryRow& row : rows) {
    Html body = row.words.empty() ? Html() : p(row.words);
    if (!row.log_index.empty()) body += p(cls("govuk-body-s"), row.log_index);
    list.push_back({.title = row.what,
                    .time_words = time_words(row.at),
                    .time_iso = base::format_time(row.at),
                    .who = row.who,
                    .body = body});
  }
  return timeline(list);
}

/// A coding that is found wrong after the decision: never changed, but logged anew.
Html recode_form(const CasePage& page) {
  if (!casework::may_be_recoded(page.file.state) || !(page.has_role("intake") || page.has_role("publisher"))) return {};
  const Html inside =
      p("A report that is published stays as it is. The next one lists this case as restated, and the feeds say so.") +
      select_field({.field = {.name = "offence",
                              .label = "Offence group as the document says it",
                              .value = page.value("offence"),
                              .error = error_of(page.faults, "offence")},
                    .options = options_of(legal::offences())}) +
      textarea_field({.field = {.name = "why",
                                .label = "What shows it",
                                .value = page.value("why"),
                                .error = error_of(page.faults, "why")},
                      .rows = 3}) +
      submit_button("Log the other coding", ButtonKind::secondary);
  return details_part("The offence group is coded wrongly", case_form(page, "/recode", inside), !page.faults.empty());
}

}  // namespace

Html history_page(const CasePage& page, const std::vector<HistoryRow>& rows, std::size_t skip) {
  skip = std::min(skip, rows.size());
  const std::size_t last = std::min(rows.size(), skip + history_rows);
  const auto at = [&](std::size_t from) { return page.url("/history?from=" + std::to_string(from)); };
  const std::vector<HistoryRow> shown(rows.begin() + static_cast<std::ptrdiff_t>(skip),
                                      rows.begin() + static_cast<std::ptrdiff_t>(last));
  Html out = case_head(page, "/history", "History of " + page.file.ref) + recode_form(page) + items(shown);
  if (rows.size() <= history_rows) return out;
  return out + pagination({.previous_url = skip == 0 ? "" : at(skip - std::min(skip, history_rows)),
                           .next_url = last == rows.size() ? "" : at(last),
                           .shown = std::to_string(skip + 1) + "-" + std::to_string(last) + " of " +
                                    std::to_string(rows.size()) + ", newest first"});
}

Html authority_page(const CasePage& page, const AuthorityView& view) {
  const legal::Request& request = page.file.request;
  Html out = case_head(page, "/authority", request.agency);
  out += summary_list({{"Country", Html(country_name(request.country))}, {"Standing", Html(view.standing)}});
  out += h2("Outcomes so far");
  out += table(cls("govuk-table"), thead(tr(th(attr("scope", "col"), "State"), th(attr("scope", "col"), "Cases"))),
               tbody(each(view.outcomes, [](const auto& one) {
                 return tr(th(attr("scope", "row"), one.first), td(cls("w-number"), std::to_string(one.second)));
               })));
  out += h2("Latest cases") + ul(cls("govuk-list"), each(view.cases, [](const auto& one) {
                                   return li(a(href("/desk/cases/" + one.first), one.first), ", " + one.second);
                                 }));
  out += h2("Other names at the same mailbox domain");
  out += view.other_names.empty()
             ? p("None.")
             : ul(cls("govuk-list"), each(view.other_names, [](const std::string& one) { return li(one); }));
  out += h2("Calls on this case");
  return out + (view.calls.empty()
                    ? p("None.")
                    : ul(cls("govuk-list"), each(view.calls, [](const std::string& one) { return li(one); })));
}

Html clash_page(const CasePage& page, const std::string& action,
                const std::vector<std::pair<std::string, std::string>>& typed, const std::vector<HistoryRow>& since) {
  Html fields;
  Html shown;
  for (const auto& [name, value] : typed) {
    if (name == "csrf" || name == "version" || name == "code") continue;
    fields += hidden_field(name, value);
    if (!value.empty())
      shown += div(cls("govuk-summary-list__row"), dt(cls("govuk-summary-list__key"), name),
                   dd(cls("govuk-summary-list__value"), value));
  }
  Html out =
      h1("This case moved while you worked on it") + p("What you sent was not done. Nothing of it is lost: here is "
                                                       "what you sent, and what happened since you opened the page.");
  out += div(cls("w-two"), section(h2("What you sent"), dl(cls("govuk-summary-list"), shown)),
             section(h2("What happened since"),
                     since.empty() ? p("This very form was taken already: it is not done twice.") : items(since)));
  out += p(a(href(page.url()), "Look at the case as it is now"));
  if (since.empty()) return out;
  return out + form_element({.action = action, .csrf = page.csrf},
                            version_field(page) + fields +
                                submit_button("Send mine on the case as it is now", ButtonKind::warning));
}

}  // namespace writ::desk
