// /others/surge/: how large the surge of 2024 was, what could explain it, and what published figures cannot tell.
#include "report/page_surge.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "page/number.h"
#include "report/components.h"

namespace writ::report {

using namespace page;
using namespace std::chrono_literals;
using observatory::Observation;
using observatory::Surge;

namespace {

// The event that the case is about: section 8.3 of Telegram's privacy policy changed (policies/telegram-2024-09.toml).
// The figures all come from the tables.
constexpr base::Day event{2024y / std::chrono::September / 24};
constexpr std::string_view platform = "telegram";
constexpr std::string_view country = "US";

std::uint64_t whole(std::int64_t count) { return static_cast<std::uint64_t>(count); }

/// Telegram's figures alone: a platform's observations stand together.
std::span<const Observation> figures_of_platform(const Others& others) {
  const auto own = std::ranges::equal_range(others.observations, platform, {},
                                            [](const Observation& one) { return std::string_view(one.platform); });
  return {own.begin(), own.end()};
}

/// nullopt if there are no figures of the country on both sides of the event.
std::optional<SurgeCase> read_table(const Others& others) {
  SurgeCase out;
  observatory::SurgeOptions options;
  options.platform = platform;
  options.event = event;
  auto table = observatory::surges(figures_of_platform(others), options);
  if (!table) return std::nullopt;
  out.table = *std::move(table);
  const auto at = std::ranges::find(out.table.countries, country, &Surge::country);
  if (at == out.table.countries.end() || at->before.periods.empty() || at->after.periods.empty()) return std::nullopt;
  out.us = &*at;
  return out;
}

base::Result<> add_figures(const Others& others, SurgeCase& out) {
  for (const Observation& one : figures_of_platform(others)) {
    if (one.country != country || one.figure.status != observatory::Status::reported) continue;
    if (one.measure == "requests_fulfilled") out.requests.emplace(one.period, &one);
    if (one.measure == "accounts") out.users.emplace(one.period, &one);
  }
  TRY(out.elsewhere, observatory::displacement(others.observations, {.country = std::string(country), .event = event}));
  return {};
}

std::string side_words(const SurgeCase& surge, const observatory::Side& side) {
  const auto users = users_in(surge, side);
  return number(whole(side.count)) + " requests" + (users ? " / " + number(whole(*users)) + " users" : "") + " in " +
         number(static_cast<std::uint64_t>(side.days)) + " days";
}

std::string year_words(const SurgeCase& surge) {
  const std::chrono::year year = std::chrono::year_month_day(event).year();
  const base::Period whole_year{base::Day(year / std::chrono::January / 1),
                                base::Day(year / std::chrono::December / 31)};
  const auto requests = surge.requests.find(whole_year), users = surge.users.find(whole_year);
  if (requests == surge.requests.end() || users == surge.users.end()) return "";
  return "; the year was published as " + number(whole(*requests->second->figure.low)) + " / " +
         number(whole(*users->second->figure.low));
}

Html opening(const SurgeCase& surge) {
  const Surge& us = *surge.us;
  Html out = h1("The surge: Telegram and " + country_in_sentence(country) + ", " +
                std::to_string(static_cast<int>(std::chrono::year_month_day(event).year())));
  out += p(cls("w-lead"), "Before the change of policy: ", strong(side_words(surge, us.before)),
           ". After it: ", strong(side_words(surge, us.after)), year_words(surge), ". That is ",
           strong(decimal(us.before.per_30_days())), " against ", strong(decimal(us.after.per_30_days())),
           " requests per 30 days.");
  out += p(cls("w-label"),
           "Published by Telegram, collected by volunteers, CC BY 4.0. Fulfilled requests only: how many were received "
           "is not published.");
  return out;
}

Html statistics(const SurgeCase& surge) {
  const Surge& us = *surge.us;
  Html out = h2("How large is the ratio, honestly?");
  if (!us.untested.empty()) return out + p("No ratio: ", us.untested, ".");
  out +=
      p("The rates stand ", strong(std::isinf(us.ratio.ratio) ? std::string("infinite") : decimal(us.ratio.ratio)),
        " to 1; the exact ", number(static_cast<std::uint64_t>(std::lround(surge.table.options.level * 100))),
        " % interval (Clopper and Pearson, conditional on the sum) is ",
        strong(factor_words(us.ratio.low) + " to " + factor_words(us.ratio.high)), ", ",
        em("if requests arrive independently, which they do not fully, so read it as the narrowest honest range"), ".");
  out +=
      p("How far from independent? ", us.dispersion_pooled ? "All countries' counts together" : "This country's counts",
        " vary ", factor_words(us.dispersion_used),
        " times as much as independent ones would around their mean before and after (",
        number(whole(us.dispersion_pooled ? surge.table.dispersion_degrees : us.own.degrees)),
        " degrees of freedom; the fall since is part of it). With that the interval is ",
        factor_words(us.ratio_dispersed.low), " to ", factor_words(us.ratio_dispersed.high),
        "; it would hold 1, no change at all, only from ", factor_words(us.dispersion_to_one), " times on.");
  if (us.change)
    out += p("A search that is not told the date, over the ", number(us.searched.size()),
             " published periods, puts the change at ", strong(day_in_words(us.change_day)), " (p ",
             probability_words(us.change->p_value), us.change->exact ? "" : " at most", ", corrected for the search; ",
             probability_words(us.change_p_holm), " after Holm's correction over ", number(surge.table.searched),
             " countries). Published periods are long: between two of their boundaries no search can see.");
  const auto before = users_in(surge, us.before), after = users_in(surge, us.after);
  if (before && after && us.before.count > 0 && us.after.count > 0)
    out +=
        p("No interval is given for users: they come in groups, ",
          decimal(static_cast<double>(*before) / static_cast<double>(us.before.count)), " to a request before, then ",
          decimal(static_cast<double>(*after) / static_cast<double>(us.after.count)), ".");
  if (us.before.days_beyond + us.after.days_beyond > 0)
    out += p(cls("w-note"), number(static_cast<std::uint64_t>(us.before.days_beyond + us.after.days_beyond)),
             " of the ", number(static_cast<std::uint64_t>(us.before.days)),
             " days counted as before lie after the change: the periods were published so. It can only make the ratio "
             "look smaller.");
  return out;
}

/// The periods since, in words: "576, 457, 339 and 334 in 2025, 110 in 2026 (January to March)".
Html sequel(const SurgeCase& surge) {
  std::map<int, std::vector<const observatory::SurgePeriod*>> by_year;
  for (const observatory::SurgePeriod& one : surge.us->searched)
    if (one.period.first > surge.us->after.periods.back().period.last)
      by_year[static_cast<int>(std::chrono::year_month_day(one.period.first).year())].push_back(&one);
  if (by_year.empty()) return {};
  std::vector<std::string> years;
  for (const auto& [year, periods] : by_year) {
    std::vector<std::string> counts;
    for (const observatory::SurgePeriod* one : periods) counts.push_back(number(whole(one->count)));
    const bool part = base::Period{periods.front()->period.first, periods.back()->period.last}.days() < 365;
    years.push_back(
        joined(counts) + " in " +
        (part ? period_in_words({periods.front()->period.first, periods.back()->period.last}) : std::to_string(year)));
  }
  return h2("The sequel that most reports leave out") +
         p("Requests fulfilled in the published periods since: ", strong(joined(years)), ".");
}

Html explanations() {
  return h2("What could explain it") +
         ul(li(strong("The policy changed."),
               " Until then data was given in terrorism cases only; since then for any crime that violates the terms."),
            li(strong("More requests came."),
               " A service that answers is asked more often. Only fulfilled requests are published, so the figures "
               "cannot show it."),
            li(strong("Requests were handled faster."), " Requests of before may have been answered after."),
            li(strong("The counting changed."),
               " What is one request, and in which period it counts, is not published.")) +
         h2("What this cannot tell") +
         ul(li("How many requests were received or refused: neither is published."),
            li("Which of the four it was, or how much of each: every one of them would look the same in these "
               "figures."),
            li("Whether the figures are right: nobody outside can recompute them."),
            li("Anything of countries that nobody reported: the volunteers collect what users of a country were "
               "shown."));
}

Html method(const SurgeCase& surge) {
  return p(cls("w-small"), "All countries with a published figure: ", number(surge.table.countries.size()),
           "; with figures on both sides: ", number(surge.table.tested),
           ". p: exact, two-sided, of equal rates, corrected for all countries in the column (Holm 1979, valid "
           "whatever the dependence). Dispersion: how many times as much as independent counts the published ones "
           "vary; \u201call\u201d where a country has fewer than ",
           number(whole(observatory::dispersion_degrees_min)),
           " degrees of freedom and all countries together give it (", factor_words(surge.table.dispersion_pooled),
           " on ", number(whole(surge.table.dispersion_degrees)),
           "). An asterisk: a period that was not published, a published one less a published part of it.");
}

Html page_main(const SiteData& site, const Others& others, const Here& here, const SurgeCase& surge) {
  Html out = opening(surge);
  out +=
      element("figure", cls("w-chart-box"),
              figcaption("2024 at true widths: a bar is as wide as its period and as high as its count per 30 days. "
                         "Published by Telegram, collected by volunteers, CC BY 4.0."),
              div(cls("w-wide"), surge_chart(surge, true, 720)), div(cls("w-narrow"), surge_chart(surge, true, 360)));
  out += statistics(surge) + sequel(surge);
  out += element(
      "figure", cls("w-chart-box"),
      figcaption("All published periods. Published by Telegram, collected by volunteers, CC BY 4.0."),
      div(cls("w-wide"), surge_chart(surge, false, 720)), div(cls("w-narrow"), surge_chart(surge, false, 360)),
      details(flag("open"), summary("Table of the chart"), surge_periods_table(others, here, surge)),
      file_links(here, {{"CSV", "others/surge.csv"}, {"JSON", "others/surge.json"}, {"SVG", "others/surge.svg"}}));
  out += explanations() + surge_beside(site, here, surge);
  out += h2("The same weeks on other platforms") + surge_elsewhere(others, here, surge);
  out += h2("All countries") + method(surge) + surge_countries_table(others, here, surge) +
         file_links(here, {{"CSV", "others/surge/countries.csv"}, {"JSON", "others/surge/countries.json"}});
  out += p("The same at a shell, from the tables of this site:") +
         command(
             "writ observatory import data/*.csv --db observatory.db\n"
             "writ observatory surge --db observatory.db --event " +
             base::format_day(event) +
             "\n"
             "writ observatory displacement --db observatory.db --country " +
             std::string(country) + " --event " + base::format_day(event));
  return out + attributions(here, others.platforms());
}

}  // namespace

std::string factor_words(double value) {
  if (std::isinf(value)) return "infinite";
  if (value >= 1e6) return "more than a million";  // such an end says only that there is none
  if (value >= 100) return number(static_cast<std::uint64_t>(std::lround(value)));
  return value >= 10 ? decimal(value) : fmt::format("{:.2f}", value);
}

std::string probability_words(double value) {
  if (value < 1e-4) return "less than 0.0001";
  const auto digits = static_cast<int>(std::lround(value * 1e4));
  std::string text = std::to_string(digits);
  text.insert(0, text.size() < 5 ? 5 - text.size() : 0, '0');
  return text.insert(text.size() - 4, ".");
}

std::optional<std::int64_t> users_in(const SurgeCase& surge, const observatory::Side& side) {
  std::int64_t sum = 0;
  for (const observatory::SurgePeriod& one : side.periods) {
    const auto users = surge.users.find(one.period);
    if (users == surge.users.end()) return std::nullopt;
    sum += *users->second->figure.low;
  }
  return sum;
}

bool has_surge(const Others& others) { return read_table(others).has_value(); }

base::Result<SiteFiles> surge_pages(const SiteData& site, const Others& others) {
  std::optional<SurgeCase> found = read_table(others);
  if (!found) return SiteFiles{};
  SurgeCase& surge = *found;
  TRY_VOID(add_figures(others, surge));
  const Here here("others/surge/index.html");
  SiteFiles out = surge_files(surge);
  out.push_back(
      page_file(site, here,
                {.title = "The surge of 2024",
                 .description = "How large it was, what could explain it, and what published figures cannot tell.",
                 .above = {{"Latest", "index.html"}, {"Other platforms", "others/index.html"}},
                 .main = page_main(site, others, here, surge)}));
  return out;
}

}  // namespace writ::report
