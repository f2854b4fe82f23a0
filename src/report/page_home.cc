#include <algorithm>
#include <cmath>

#include "page/number.h"
#include "report/charts.h"
#include "report/components.h"
#include "report/pages.h"
#include "report/rule_words.h"
#include "report/sorting.h"

namespace writ::report {

using namespace page;

namespace {

constexpr std::size_t top_countries = 10;

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
  const PeriodData& now = site.periods.back();
  const PeriodData* before = site.periods.size() > 1 ? &site.periods[site.periods.size() - 2] : nullptr;
  const Counts& counts = now.tables.all;
  const auto figure = [&](const char* label, const char* definition, std::uint64_t value, std::uint64_t value_before) {
    return Figure{label, definition, value, "All countries, " + period_in_words(now.period()),
                  before == nullptr ? "" : change_in_words(value_before, value, before->period())};
  };
  const Counts none;
  const Counts& then = before == nullptr ? none : before->tables.all;
  return {figure("Requests received", "received", counts.requests, then.requests),
          figure("Requests fulfilled", "fulfilled", counts.fulfilled, then.fulfilled),
          figure("Users affected", "users", counts.users_affected, then.users_affected),
          figure("Refused or nothing to give", "refused", counts.nothing_given(), then.nothing_given())};
}

Html top_table(const SiteData& site, const Here& here) {
  const PeriodData& now = site.periods.back();
  std::vector<std::string> order = site.countries();
  sort_keeping_ties(order, [&](const std::string& a, const std::string& b) {
    return site.of(now.tables, a).fulfilled > site.of(now.tables, b).fulfilled;
  });
  std::erase_if(order, [&](const std::string& country) { return site.of(now.tables, country).requests == 0; });
  if (order.size() > top_countries) order.resize(top_countries);
  Grid made{.id = "top",
            .caption = "Countries with the most fulfilled requests, " + period_in_words(now.period()),
            .columns = {{"Country"}, {"Received", true}, {"Fulfilled", true}, {"Users", true}},
            .stacked = false};
  for (const std::string& country : order) {
    const Counts& counts = site.of(now.tables, country);
    made.rows.push_back({country_link(here, country), cell_number(counts.requests), cell_number(counts.fulfilled),
                         cell_number(counts.users_affected)});
  }
  return grid(here, made) + fulfilled_note(here) + p(here.link("countries/index.html", "All countries"));
}

Html policy_change(const SiteData& site, const Here& here) {
  if (site.policies.empty()) return {};
  const policy::Policy& now = site.policies.back();
  Html out =
      p(strong(here.link(site.policy_page(now.id()), now.title())), ", effective ", day_in_words(now.effective()), ".");
  if (site.policies.size() < 2) return h2("Policy") + out;
  const policy::Policy& before = site.policies[site.policies.size() - 2];
  if (const auto changes = policy::diff(before, now); changes && !changes->empty()) {
    const std::size_t shown = std::min<std::size_t>(changes->size(), 4);
    out += ul(cls("w-plain w-diff"),
              each(std::vector<std::string>(changes->begin(), changes->begin() + static_cast<std::ptrdiff_t>(shown)),
                   [](const std::string& sentence) {
                     const ChangeInWords change = change_in_words(sentence);
                     return li(strong(change.subject),
                               change.was.empty() ? Html() : p(em("Was"), " ", without_brackets(change.was)),
                               change.now.empty() ? Html() : p(em("Now"), " ", without_brackets(change.now)));
                   }));
    out += p(here.link("policy/index.html", "Every change, with rules and grounds"));
  }
  return h2("What changed in the policy") + out;
}

}  // namespace

std::pair<std::string, std::string> home_page(const SiteData& site) {
  const Here here("index.html");
  if (site.periods.empty())
    return page_file(
        site, here,
        {.title = "No period has closed yet",
         .description = "",
         .above = {},
         .main =
             h1("No period has closed yet.") +
             p(cls("w-lead"),
               site.options.log_since ? "The log has run since " + day_in_words(*site.options.log_since) + ". "
                                      : std::string(),
               "The first report appears here when its period has closed.") +
             p("Until then: ", here.link("policy/index.html", "the rules in force"), ", ",
               here.link("holdings/index.html", "what is held"), ", ", here.link("method/index.html", "how we count"),
               " and ", here.link("log/checkpoint", "the log's latest checkpoint"),
               ": keep a copy, and later you can check that the log only grew.")});
  const std::string country = most_changed(site);
  const PeriodData& now = site.periods.back();
  const std::string found = finding(country, site.measured(country));
  Html main = h1(found);
  main += p(cls("w-lead"), during(now.period()), " ", site.options.provider_name, " received ",
            counted(now.tables.all.requests, "legal request", "legal requests"), " for user data and fulfilled ",
            number(now.tables.all.fulfilled), ". Each figure can be recomputed from a public log. ",
            here.link("reports/" + now.name() + "/index.html", "Read the whole report"), ".");
  const std::vector<Figure> shown = headline(site);
  main += figures(here, shown);
  main += h2(country == "all" ? Html("Over the periods") : Html(country_name(country) + " over the periods"));
  main += chart_section(site, here, country);
  main += verify_box(site, here);
  main += div(cls("w-columns"), section(h2("Top countries"), top_table(site, here)),
              section(policy_change(site, here), h2("Next report"),
                      p("Due by ", strong(day_in_words(now.bundle.published.next_report)), ". ",
                        here.link("feed.atom", "Atom feed"), " of reports and policies.")));
  return page_file(site, here, {.title = found, .description = found, .above = {}, .main = std::move(main)});
}

}  // namespace writ::report
