#include <algorithm>

#include "legal/codes.h"
#include "legal/countries.h"
#include "legal/vocabulary.h"
#include "report/charts.h"
#include "report/components.h"
#include "report/pages.h"
#include "report/rule_words.h"
#include "report/sorting.h"

namespace writ::report {

using namespace page;

namespace {

// More columns than these do not fit a page; the files have every period.
constexpr std::size_t columns_max = 4;

struct Span {
  std::string label;
  const Counts* counts;
};

/// The latest periods, and all of them together where there are several.
std::vector<Span> spans_of(const SiteData& site, const std::string& country) {
  std::vector<Span> spans;
  const std::size_t first = site.periods.size() > columns_max ? site.periods.size() - columns_max : 0;
  for (std::size_t i = first; i < site.periods.size(); ++i)
    spans.push_back(
        {period_in_words(site.periods[i].period(), site.locale()), &site.of(site.periods[i].tables, country)});
  if (site.periods.size() > 1)
    spans.push_back({site.locale().text("country.all_periods"), &site.of(site.all, country)});
  return spans;
}

Grid over_spans(const std::string& id, std::string caption, std::string what, const std::vector<Span>& spans) {
  Grid made{.id = id,
            .caption = std::move(caption),
            .columns = {{std::move(what)}},
            .stacked = spans.size() > 2,
            .even = true};
  for (const Span& span : spans) made.columns.push_back({span.label, true});
  return made;
}

template <class Value>
void add_row(Grid& made, Html name, const std::vector<Span>& spans, Value value) {
  std::vector<Html> row = {std::move(name)};
  for (const Span& span : spans) row.push_back(value(*span.counts));
  made.rows.push_back(std::move(row));
}

/// Counts of one dimension in each span: every code that has a row in any of them.
Html dimension(const Here& here, const std::vector<Span>& spans, const Breakdown& shape, Codes Counts::* member) {
  const Locale& t = Locale::of(here.language());
  Codes sum;
  for (const Span& span : spans)
    for (const auto& [code, count] : span.counts->*member) sum[code] += count;
  std::erase_if(sum, [](const auto& code) { return code.second == 0; });
  if (sum.empty())
    return p(id(shape.id), cls("w-empty"), t("grid.empty", {{"what", shape.caption}, {"none", t.text("grid.none")}}));
  Grid made = over_spans(shape.id, shape.caption, shape.what, spans);
  std::vector<std::pair<std::string, std::uint64_t>> order(sum.begin(), sum.end());
  sort_keeping_ties(order, [](const auto& a, const auto& b) { return a.second > b.second; });
  for (const auto& row : order)
    add_row(made, label_of(shape.words, row.first, t), spans, [&](const Counts& counts) {
      const auto found = (counts.*member).find(row.first);
      return cell_number(found == (counts.*member).end() ? 0 : found->second, t);
    });
  return grid(here, made);
}

/// Columns on a screen: a Chinese sign is as wide as two letters.
std::size_t columns_of(std::string_view text) {
  std::size_t columns = 0;
  for (const char c : text) {
    const auto byte = static_cast<unsigned char>(c);
    if ((byte & 0xC0) != 0x80) columns += byte >= 0xE3 && byte <= 0xE9 ? 2 : 1;
  }
  return columns;
}

std::string padded(std::string text, std::size_t width) {
  const std::size_t columns = columns_of(text);
  return columns < width ? std::string(width - columns, ' ') + text : text;
}

/// What was given here: "phone number and/or IP address".
std::string given_in_words(const Counts& counts, const Locale& t) {
  std::vector<std::string> codes;
  for (const auto& [code, count] : counts.data_disclosed)
    if (count > 0) codes.push_back(code);
  std::ranges::reverse(codes);
  return codes.empty() ? t.text("card.no_data") : categories_in_words(codes, t, true);
}

/// The short form, as text to copy.
std::string card(const SiteData& site, const std::string& country) {
  struct Line {
    std::string span, requests, users;
  };
  const Locale& t = site.locale();
  std::vector<Line> lines;
  const auto add = [&](const base::Period& period, const Counts& counts) {
    lines.push_back({period_in_words(period, t), t.text("card.requests", {{"n", counts.fulfilled}}),
                     t.text("card.users", {{"n", counts.users_affected}})});
  };
  for (const PeriodData& one : site.periods) add(one.period(), site.of(one.tables, country));
  for (const Year& year : site.years)
    if (year.parts.size() > 1) add(year.period, site.of(year.tables, country));
  // Two short lines each: the text must fit a telephone.
  std::size_t requests_width = 0;
  std::size_t users_width = 0;
  for (const Line& line : lines) {
    requests_width = std::max(requests_width, columns_of(line.requests));
    users_width = std::max(users_width, columns_of(line.users));
  }
  const Counts& all = site.of(site.all, country);
  std::string text = country_name(country, t) + "\n" + t.text("card.head", {{"data", given_in_words(all, t)}}) + "\n\n";
  for (const Line& line : lines)
    text += line.span + "\n  " + padded(line.requests, requests_width) + "  " + padded(line.users, users_width) + "\n";
  text += "\n";
  for (const policy::Policy& one : site.policies)
    if (all.policy.contains(one.id()))
      text += t.text("card.policy", {{"day", day_in_words(one.effective(), t)}}) + "\n  " +
              text_of_policy(one.title(), t) + "\n";
  text += t.text("card.next", {{"day", day_in_words(site.periods.back().bundle.published.next_report, t)}}) + "\n";
  std::string label = site.label_in_words();  // on two lines, so that the text fits a telephone
  if (const std::size_t dot = label.find(". "); dot != std::string::npos) label.replace(dot, 2, ".\n");
  return label.empty() ? text : text + label + "\n";
}

Html outcomes(const Here& here, const std::vector<Span>& spans) {
  const Locale& t = Locale::of(here.language());
  Grid made = over_spans("received", t.text("country.received_fulfilled"), t.text("column.measure"), spans);
  const auto measure = [&](Key label, std::uint64_t Counts::* member) {
    add_row(made, t(label), spans, [&t, member](const Counts& counts) { return cell_number(counts.*member, t); });
  };
  measure("column.received", &Counts::requests);
  measure("column.fulfilled", &Counts::fulfilled);
  measure("figure.users", &Counts::users_affected);
  measure("country.packages", &Counts::disclosures);
  for (const legal::Word& word : decided_outcomes())
    add_row(made, label_of(decided_outcomes(), word.code, t), spans,
            [&](const Counts& counts) { return cell_number(counts.outcome_of(word.code), t); });
  measure("country.pending_at_close", &Counts::pending);
  measure("column.preservations", &Counts::preservations);
  add_row(made, t("country.emergencies"), spans, [&](const Counts& counts) {
    const auto found = counts.emergency.find("1");
    return cell_number(found == counts.emergency.end() ? 0 : found->second, t);
  });
  add_row(made, t("country.median_days"), spans,
          [&](const Counts& counts) { return cell_days(counts.median_days_doubled(), t); });
  return grid(here, made);
}

/// Requests of this country that a later report coded anew: what changed, and the report that says so.
Html corrections_of(const SiteData& site, const Here& here, const std::string& country) {
  const Locale& t = site.locale();
  Html items;
  for (const PeriodData& one : site.periods)
    for (const log::Restated& restated : one.bundle.published.restated) {
      const auto request =
          std::ranges::find_if(site.all.cases, [&](const Case& c) { return c.body_root == restated.request; });
      if (request == site.all.cases.end() || request->country != country) continue;
      items += li(t("corrections.item", {{"index", request->index},
                                         {"what", restated_field(restated.position, t)},
                                         {"value", element("bdi", restated.value)}}),
                  " ",
                  here.link("reports/" + one.name() + "/index.html#corrections",
                            t.text("corrections.report_of", {{"period", period_in_words(one.period(), t)}})));
    }
  return h2(t("report.corrections")) + (items.empty() ? p(t("corrections.none_of_country")) : ul(items));
}

Html what_became(const SiteData& site, const Here& here, const std::vector<Span>& spans) {
  const Locale& t = site.locale();
  Html out = h2(t("country.what_became")) + p(cls("w-small"), decided_note(t));
  if (spans.size() > 1) out += p(cls("w-small"), t("country.no_sum"));
  out += outcomes(here, spans);
  out += dimension(here, spans, {"grounds", t.text("grounds.caption"), t.text("column.ground"), legal::grounds(), ""},
                   &Counts::ground);
  return out + dimension(here, spans, {"policies", t.text("country.decided_under"), t.text("nav.policy"), {}, ""},
                         &Counts::policy);
}

Html country_main(const SiteData& site, const Here& here, const std::string& country) {
  const Locale& t = site.locale();
  const std::vector<Span> spans = spans_of(site, country);
  Html main = h1(country_name(country, t));
  main += p(cls("w-lead"), finding(country, site.measured(country), t));
  main += div(cls("w-copy"), pre(cls("w-card"), id("card"), attr("tabindex", "0"), attr("role", "region"),
                                 attr("aria-label", t.text("card.label")), attr("data-copy", t.text("card.copy")),
                                 attr("data-copied", t.text("card.copied")), card(site, country)));
  main += h2(t("chart.over_periods")) + chart_section(site, here, country);
  main += what_became(site, here, spans);
  main += h2(t("report.served"));
  main += dimension(
      here, spans, {"instruments", t.text("report.instruments"), t.text("column.instrument"), legal::instruments(), ""},
      &Counts::instrument);
  main +=
      dimension(here, spans, {"offences", t.text("report.offences"), t.text("column.offence"), legal::offences(), ""},
                &Counts::offence);
  main +=
      dimension(here, spans,
                {"emergency-states", t.text("report.emergency_states"), t.text("column.state"), decided_outcomes(), ""},
                &Counts::emergency_state);
  main += h2(t("report.given"));
  main += dimension(here, spans,
                    {"data", t.text("report.packages_by_data"), t.text("column.data"), legal::categories(), ""},
                    &Counts::data_disclosed);
  main += dimension(here, spans, {"notices", t.text("report.notices"), t.text("column.notice"), notice_states(), ""},
                    &Counts::notice);
  main += corrections_of(site, here, country);
  return main + p(t("country.onward", {{"countries", here.href_to("countries/index.html")},
                                       {"data", here.href_to("data/index.html")},
                                       {"verify", here.href_to("verify/index.html")}}));
}

Html empty_main(const SiteData& site, const std::string& country) {
  const Locale& t = site.locale();
  Html main = h1(country_name(country, t));
  if (site.periods.empty()) return main + p(cls("w-lead"), t("finding.none"));
  return main +
         p(cls("w-lead"), t("country.nothing_since", {{"first", day_in_words(site.periods.front().period().first, t)},
                                                      {"place", country_in_sentence(country, t)},
                                                      {"last", day_in_words(site.periods.back().period().last, t)}}));
}

}  // namespace

SiteFiles country_pages(const SiteData& site) {
  const Locale& t = site.locale();
  SiteFiles out;
  for (const legal::Country& country : legal::countries()) {
    const std::string alpha2(country.alpha2);
    const Here here = site.here("countries/" + country_slug(alpha2) + "/index.html");
    const bool rows = site.all.countries.contains(alpha2);
    out.push_back(
        page_file(site, here,
                  {.title = country_name(alpha2, t),
                   .description = "",
                   .above = {{t.text("nav.latest"), "index.html"}, {t.text("nav.countries"), "countries/index.html"}},
                   .main = rows ? country_main(site, here, alpha2) : empty_main(site, alpha2)}));
    if (!rows) continue;
    for (auto& file : chart_files(site, alpha2)) out.push_back(std::move(file));
  }
  return out;
}

}  // namespace writ::report
