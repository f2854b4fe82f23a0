// /others/surge/: how large the surge of 2024 was, what could explain it, and what published figures cannot tell.
#include "report/page_surge.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

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

/// "1.50" with the language's decimal mark.
std::string with_mark(std::string text, const Locale& t) {
  const std::string mark = t.decimal(0.5).substr(1, t.decimal(0.5).size() - 2);
  return text.replace(text.find('.'), 1, mark);
}

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

std::string side_words(const SurgeCase& surge, const observatory::Side& side, const Locale& t) {
  const auto users = users_in(surge, side);
  const auto days = static_cast<std::uint64_t>(side.days);
  if (!users) return t.text("surge.side", {{"requests", whole(side.count)}, {"days", days}});
  return t.text("surge.side_users", {{"requests", whole(side.count)}, {"users", whole(*users)}, {"days", days}});
}

/// "; the year was published as 900 / 2,253", or nothing.
std::string year_words(const SurgeCase& surge, const Locale& t) {
  const std::chrono::year year = std::chrono::year_month_day(event).year();
  const base::Period whole_year{base::Day(year / std::chrono::January / 1),
                                base::Day(year / std::chrono::December / 31)};
  const auto requests = surge.requests.find(whole_year), users = surge.users.find(whole_year);
  if (requests == surge.requests.end() || users == surge.users.end()) return "";
  return t.text("surge.year",
                {{"requests", whole(*requests->second->figure.low)}, {"users", whole(*users->second->figure.low)}});
}

Html opening(const SurgeCase& surge, const Locale& t) {
  const Surge& us = *surge.us;
  Html out =
      h1(t("surge.heading", {{"country", country_in_sentence(country, t)},
                             {"year", std::to_string(static_cast<int>(std::chrono::year_month_day(event).year()))}}));
  out += p(cls("w-lead"), t("surge.lead", {{"before", strong(side_words(surge, us.before, t))},
                                           {"after", strong(side_words(surge, us.after, t))},
                                           {"year", year_words(surge, t)},
                                           {"rate_before", strong(t.decimal(us.before.per_30_days()))},
                                           {"rate_after", strong(t.decimal(us.after.per_30_days()))}}));
  out += p(cls("w-label"), t("surge.credit"), " ", t("surge.fulfilled_only"));
  return out;
}

Html ratio(const SurgeCase& surge, const Locale& t) {
  const Surge& us = *surge.us;
  const std::string ratio = std::isinf(us.ratio.ratio) ? t.text("surge.infinite") : t.decimal(us.ratio.ratio);
  return p(t("surge.ratio", {{"ratio", strong(ratio)},
                             {"level", static_cast<std::uint64_t>(std::lround(surge.table.options.level * 100))},
                             {"low", strong(factor_words(us.ratio.low, t))},
                             {"high", strong(factor_words(us.ratio.high, t))}}));
}

Html dispersion(const SurgeCase& surge, const Locale& t) {
  const Surge& us = *surge.us;
  const std::int64_t degrees = us.dispersion_pooled ? surge.table.dispersion_degrees : us.own.degrees;
  return p(t("surge.dispersion",
             {{"whose", t.text(us.dispersion_pooled ? Key("surge.all_counts") : Key("surge.own_counts"))},
              {"factor", factor_words(us.dispersion_used, t)},
              {"degrees", whole(degrees)},
              {"low", factor_words(us.ratio_dispersed.low, t)},
              {"high", factor_words(us.ratio_dispersed.high, t)},
              {"to_one", factor_words(us.dispersion_to_one, t)}}));
}

Html search(const SurgeCase& surge, const Locale& t) {
  const Surge& us = *surge.us;
  if (!us.change) return {};
  const std::string p_value = probability_words(us.change->p_value, t);
  return p(t("surge.search", {{"periods", us.searched.size()},
                              {"day", strong(day_in_words(us.change_day, t))},
                              {"p", us.change->exact ? p_value : t.text("surge.p_at_most", {{"p", p_value}})},
                              {"holm", probability_words(us.change_p_holm, t)},
                              {"countries", surge.table.searched}}));
}

Html statistics(const SurgeCase& surge, const Locale& t) {
  const Surge& us = *surge.us;
  Html out = h2(t("surge.how_large"));
  if (!us.untested.empty()) return out + p(t("surge.no_ratio", {{"why", untested_words(us, t)}}));
  out += ratio(surge, t) + dispersion(surge, t) + search(surge, t);
  const auto before = users_in(surge, us.before), after = users_in(surge, us.after);
  if (before && after && us.before.count > 0 && us.after.count > 0)
    out += p(t("surge.no_interval",
               {{"before", t.decimal(static_cast<double>(*before) / static_cast<double>(us.before.count))},
                {"after", t.decimal(static_cast<double>(*after) / static_cast<double>(us.after.count))}}));
  if (us.before.days_beyond + us.after.days_beyond > 0)
    out += p(cls("w-note"),
             t("surge.beyond", {{"days", static_cast<std::uint64_t>(us.before.days_beyond + us.after.days_beyond)},
                                {"all", static_cast<std::uint64_t>(us.before.days)}}));
  return out;
}

/// The periods since, in words: "576, 457, 339 and 334 in 2025, 110 in 2026 (January to March)".
Html sequel(const SurgeCase& surge, const Locale& t) {
  std::map<int, std::vector<const observatory::SurgePeriod*>> by_year;
  for (const observatory::SurgePeriod& one : surge.us->searched)
    if (one.period.first > surge.us->after.periods.back().period.last)
      by_year[static_cast<int>(std::chrono::year_month_day(one.period.first).year())].push_back(&one);
  if (by_year.empty()) return {};
  std::vector<std::string> years;
  for (const auto& [year, periods] : by_year) {
    std::vector<std::string> counts;
    for (const observatory::SurgePeriod* one : periods) counts.push_back(t.number(whole(one->count)));
    const bool part = base::Period{periods.front()->period.first, periods.back()->period.last}.days() < 365;
    const std::string span =
        part ? period_in_words({periods.front()->period.first, periods.back()->period.last}, t) : std::to_string(year);
    years.push_back(t.text("surge.counts_in", {{"counts", joined(counts, t)}, {"span", span}}));
  }
  return h2(t("surge.sequel")) + p(t("surge.since", {{"years", strong(joined(years, t))}}));
}

Html explanations(const Locale& t) {
  return h2(t("surge.explain")) +
         ul(li(t("surge.explain_policy")), li(t("surge.explain_requests")), li(t("surge.explain_faster")),
            li(t("surge.explain_counting"))) +
         h2(t("surge.cannot")) +
         ul(li(t("surge.cannot_received")), li(t("surge.cannot_which")), li(t("surge.cannot_right")),
            li(t("surge.cannot_unreported")));
}

Html method(const SurgeCase& surge, const Locale& t) {
  return p(cls("w-small"), t("surge.method", {{"countries", surge.table.countries.size()},
                                              {"tested", surge.table.tested},
                                              {"degrees_min", whole(observatory::dispersion_degrees_min)},
                                              {"factor", factor_words(surge.table.dispersion_pooled, t)},
                                              {"degrees", whole(surge.table.dispersion_degrees)}}));
}

Html charts(const Others& others, const Here& here, const SurgeCase& surge) {
  const Locale& t = Locale::of(here.language());
  return element(
      "figure", cls("w-chart-box"), figcaption(t("surge.all_periods"), " ", t("surge.credit")),
      div(cls("w-wide"), surge_chart(surge, false, 720, t)), div(cls("w-narrow"), surge_chart(surge, false, 360, t)),
      details(flag("open"), summary(t("chart.table")), surge_periods_table(others, here, surge)),
      file_links(here, {{"CSV", "others/surge.csv"}, {"JSON", "others/surge.json"}, {"SVG", "others/surge.svg"}}));
}

std::string at_a_shell() {
  return "writ observatory import data/*.csv --db observatory.db\n"
         "writ observatory surge --db observatory.db --event " +
         base::format_day(event) +
         "\n"
         "writ observatory displacement --db observatory.db --country " +
         std::string(country) + " --event " + base::format_day(event);
}

Html page_main(const SiteData& site, const Others& others, const Here& here, const SurgeCase& surge) {
  const Locale& t = site.locale();
  Html out = opening(surge, t);
  out += element("figure", cls("w-chart-box"), figcaption(t("surge.true_widths"), " ", t("surge.credit")),
                 div(cls("w-wide"), surge_chart(surge, true, 720, t)),
                 div(cls("w-narrow"), surge_chart(surge, true, 360, t)));
  out += statistics(surge, t) + sequel(surge, t) + charts(others, here, surge);
  out += explanations(t) + surge_beside(site, here, surge);
  out += h2(t("surge.elsewhere")) + surge_elsewhere(others, here, surge);
  out += h2(t("site.all_countries")) + method(surge, t) + surge_countries_table(others, here, surge) +
         file_links(here, {{"CSV", "others/surge/countries.csv"}, {"JSON", "others/surge/countries.json"}});
  out += p(t("surge.shell")) + command(at_a_shell(), t);
  return out + attributions(here, others.platforms());
}

}  // namespace

std::string factor_words(double value, const Locale& t) {
  if (std::isinf(value)) return t.text("surge.infinite");
  if (value >= 1e6) return t.text("surge.million");  // such an end says only that there is none
  if (value >= 100) return t.number(static_cast<std::uint64_t>(std::lround(value)));
  return value >= 10 ? t.decimal(value) : with_mark(fmt::format("{:.2f}", value), t);
}

std::string probability_words(double value, const Locale& t) {
  if (value < 1e-4) return t.text("surge.less_than", {{"n", with_mark("0.0001", t)}});
  const auto digits = static_cast<int>(std::lround(value * 1e4));
  std::string text = std::to_string(digits);
  text.insert(0, text.size() < 5 ? 5 - text.size() : 0, '0');
  return with_mark(text.insert(text.size() - 4, "."), t);
}

std::string untested_words(const Surge& one, const Locale& t) {
  if (one.before.periods.empty()) return t.text("surge.none_before");
  return t.text(one.after.periods.empty() ? Key("surge.none_after") : Key("surge.no_request"));
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

base::Result<std::optional<SurgeCase>> find_surge(const Others& others) {
  std::optional<SurgeCase> found = read_table(others);
  if (found) TRY_VOID(add_figures(others, *found));
  return found;
}

SiteFiles surge_pages(const SiteData& site, const Others& others, const SurgeCase& surge) {
  const Locale& t = site.locale();
  const Here here = site.here("others/surge/index.html");
  SiteFiles out;
  if (site.language == Language::en) out = surge_files(surge);
  out.emplace_back(std::string(path_prefix(site.language)) + "others/surge.svg", surge_chart_file(surge, t));
  out.push_back(page_file(site, here,
                          {.title = t.text("others.surge_title"),
                           .description = t.text("surge.description"),
                           .above = {{t.text("nav.latest"), "index.html"}, {t.text("nav.others"), "others/index.html"}},
                           .main = page_main(site, others, here, surge)}));
  return out;
}

}  // namespace writ::report
