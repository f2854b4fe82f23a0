#include <algorithm>
#include <cmath>

#include "report/charts.h"
#include "report/components.h"
#include "report/pages.h"
#include "report/rule_words.h"
#include "report/sorting.h"

namespace writ::report {

using namespace page;

namespace {

constexpr std::size_t top_countries = 10;
constexpr std::size_t changes_shown_max = 4;

/// The country whose fulfilled requests per day changed most from the period before to the last one; `all` before there
/// are two periods or if nothing changed.
std::string most_changed(const SiteData& site) {
  if (site.periods.size() < 2) return "all";
  const PeriodData& now = site.periods.back();
  const PeriodData& before = site.periods[site.periods.size() - 2];
  std::string found = "all";
  double largest = 0;
  for (const std::string& country : site.countries()) {
    if (country == country_not_shown) continue;
    const double change =
        std::fabs(static_cast<double>(site.of(now.tables, country).fulfilled) / now.period().days() -
                  static_cast<double>(site.of(before.tables, country).fulfilled) / before.period().days());
    if (change > largest) {
      largest = change;
      found = country;
    }
  }
  return found;
}

std::vector<Figure> headline(const SiteData& site) {
  const Locale& t = site.locale();
  const PeriodData& now = site.periods.back();
  const PeriodData* before = site.periods.size() > 1 ? &site.periods[site.periods.size() - 2] : nullptr;
  const Counts& counts = now.tables.all;
  const std::string span = t.text("site.all_countries_in", {{"period", period_in_words(now.period(), t)}});
  const auto figure = [&](Key label, const char* definition, std::uint64_t value, std::uint64_t value_before) {
    return Figure{t.text(label), definition, value, span,
                  before == nullptr ? "" : change_in_words(value_before, value, before->period(), t)};
  };
  const Counts none;
  const Counts& then = before == nullptr ? none : before->tables.all;
  return {figure("figure.received", "received", counts.requests, then.requests),
          figure("figure.fulfilled", "fulfilled", counts.fulfilled, then.fulfilled),
          figure("figure.users", "users", counts.users_affected, then.users_affected),
          figure("figure.refused", "refused", counts.nothing_given(), then.nothing_given())};
}

Html top_table(const SiteData& site, const Here& here) {
  const Locale& t = site.locale();
  const PeriodData& now = site.periods.back();
  std::vector<std::string> order = site.countries();
  sort_keeping_ties(order, [&](const std::string& a, const std::string& b) {
    return site.of(now.tables, a).fulfilled > site.of(now.tables, b).fulfilled;
  });
  std::erase_if(order, [&](const std::string& country) { return site.of(now.tables, country).requests == 0; });
  if (order.size() > top_countries) order.resize(top_countries);
  Grid made{.id = "top",
            .caption = t.text("home.top_caption", {{"period", period_in_words(now.period(), t)}}),
            .columns = {{t.text("column.country")},
                        {t.text("column.received"), true},
                        {t.text("column.fulfilled"), true},
                        {t.text("column.users"), true}},
            .stacked = false};
  for (const std::string& country : order) {
    const Counts& counts = site.of(now.tables, country);
    made.rows.push_back({country_link(here, country), cell_number(counts.requests, t), cell_number(counts.fulfilled, t),
                         cell_number(counts.users_affected, t)});
  }
  return grid(here, made) + fulfilled_note(here) + p(here.link("countries/index.html", t.text("site.all_countries")));
}

Html policy_change(const SiteData& site, const Here& here) {
  const Locale& t = site.locale();
  if (site.policies.empty()) return {};
  const policy::Policy& now = site.policies.back();
  Html out = p(strong(here.link(site.policy_page(now.id()), text_of_policy(now.title(), t))), ", ",
               t("policy.effective", {{"day", day_in_words(now.effective(), t)}}));
  if (site.policies.size() < 2) return h2(t("nav.policy")) + out;
  const policy::Policy& before = site.policies[site.policies.size() - 2];
  if (const auto changes = policy::differences(before, now); changes && !changes->empty()) {
    out += changes_list(*changes, before, now, Detail::outcome, t, changes_shown_max);
    out += p(here.link("policy/index.html", t.text("home.every_change")));
  }
  return h2(t("home.what_changed")) + out;
}

/// Before the first close.
Html nothing_yet(const SiteData& site, const Here& here) {
  const Locale& t = site.locale();
  return h1(t("finding.none")) +
         p(cls("w-lead"),
           site.options.log_since ? t("home.log_since", {{"day", day_in_words(*site.options.log_since, t)}}) + " "
                                  : Html(),
           t("home.first_report")) +
         p(t("home.until_then", {{"policy", here.href_to("policy/index.html")},
                                 {"holdings", here.href_to("holdings/index.html")},
                                 {"method", here.href_to("method/index.html")},
                                 {"checkpoint", here.href_to("log/checkpoint")}}));
}

}  // namespace

std::pair<std::string, std::string> home_page(const SiteData& site) {
  const Locale& t = site.locale();
  const Here here = site.here("index.html");
  if (site.periods.empty())
    return page_file(
        site, here, {.title = t.text("finding.none"), .description = "", .above = {}, .main = nothing_yet(site, here)});
  const std::string country = most_changed(site);
  const PeriodData& now = site.periods.back();
  const std::string found = finding(country, site.measured(country), t);
  Html main = h1(found);
  main += p(cls("w-lead"), t("home.lead", {{"during", during(now.period(), t)},
                                           {"provider", site.options.provider_name},
                                           {"n", now.tables.all.requests},
                                           {"fulfilled", now.tables.all.fulfilled},
                                           {"report", here.href_to("reports/" + now.name() + "/index.html")}}));
  const std::vector<Figure> shown = headline(site);
  main += figures(here, shown);
  main += h2(country == "all" ? t("chart.over_periods")
                              : t("chart.over_periods_of", {{"place", country_name(country, t)}}));
  main += chart_section(site, here, country);
  main += verify_box(site, here);
  main += div(cls("w-columns"), section(h2(t("home.top")), top_table(site, here)),
              section(policy_change(site, here), h2(t("home.next_report")),
                      p(t("home.due", {{"day", strong(day_in_words(now.bundle.published.next_report, t))},
                                       {"atom", here.href_to("feed.atom")},
                                       {"json", here.href_to("feed.json")}}))));
  return page_file(site, here, {.title = found, .description = found, .above = {}, .main = std::move(main)});
}

}  // namespace writ::report
