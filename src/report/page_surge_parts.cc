// Charts, tables and files of /others/surge/.
#include <algorithm>
#include <cmath>
#include <nlohmann/json.hpp>

#include "page/chart.h"
#include "page/number.h"
#include "report/charts.h"
#include "report/components.h"
#include "report/page_surge.h"

namespace writ::report {

using namespace page;
using Json = nlohmann::ordered_json;
using observatory::Surge;

namespace {

constexpr std::string_view credit = "Published by Telegram, collected by volunteers, CC BY 4.0";

std::uint64_t whole(std::int64_t count) { return static_cast<std::uint64_t>(count); }

std::optional<std::int64_t> users_of(const SurgeCase& surge, const base::Period& period) {
  const auto found = surge.users.find(period);
  return found == surge.users.end() ? std::nullopt : found->second->figure.low;
}

PeriodChart chart_of(const SurgeCase& surge, bool only_window) {
  const Surge& us = *surge.us;
  PeriodChart chart;
  chart.id = only_window ? "surge-year" : "surge-all";
  std::vector<observatory::SurgePeriod> periods = us.searched;
  if (only_window) {
    periods = us.before.periods;
    periods.insert(periods.end(), us.after.periods.begin(), us.after.periods.end());
  }
  chart.title = "Requests fulfilled for " + country_in_sentence(us.country) + ": " + decimal(us.before.per_30_days()) +
                " per 30 days before, " + decimal(us.after.per_30_days()) + " after.";
  chart.subtitle =
      country_name(us.country) + ", " + period_in_words({periods.front().period.first, periods.back().period.last});
  chart.source = std::string(credit);
  chart.requests_label = "Requests fulfilled";
  chart.users_label = "Users";
  for (const observatory::SurgePeriod& one : periods) {
    ChartPeriod bar{one.period, whole(one.count), std::nullopt};
    if (const auto users = users_of(surge, one.period)) bar.users = whole(*users);
    chart.periods.push_back(bar);
  }
  chart.events.push_back({surge.table.options.event, "policy change"});
  return chart;
}

Json period_json(const SurgeCase& surge, const observatory::SurgePeriod& one) {
  const auto users = users_of(surge, one.period);
  return {{"period_start", base::format_day(one.period.first)},
          {"period_end", base::format_day(one.period.last)},
          {"days", one.period.days()},
          {"requests", one.count},
          {"users", users ? Json(*users) : Json(nullptr)},
          {"requests_per_30_days", static_cast<double>(one.count) / one.period.days() * 30},
          {"derived", one.derived},
          {"source_file", one.source_file},
          {"source_line", one.source_line}};
}

Json number_json(double value) { return std::isinf(value) ? Json("infinite") : Json(value); }

Json country_json(const Surge& one) {
  Json out = {{"country", one.country},
              {"before", {{"requests", one.before.count}, {"days", one.before.days}}},
              {"after", {{"requests", one.after.count}, {"days", one.after.days}}}};
  if (one.untested.empty()) {
    out["ratio"] = {{"value", number_json(one.ratio.ratio)},
                    {"low", number_json(one.ratio.low)},
                    {"high", number_json(one.ratio.high)}};
    out["p_holm"] = one.p_holm;
    out["dispersion"] = {{"factor", one.dispersion_used},
                         {"pooled", one.dispersion_pooled},
                         {"low", number_json(one.ratio_dispersed.low)},
                         {"high", number_json(one.ratio_dispersed.high)},
                         {"factor_to_hold_1", one.dispersion_to_one}};
  } else {
    out["untested"] = one.untested;
  }
  if (one.change)
    out["change"] = {
        {"day", base::format_day(one.change_day)}, {"p_holm", one.change_p_holm}, {"exact", one.change->exact}};
  return out;
}

/// In the colours of another series: nobody takes these bars for published ones.
Html recoloured(const Html& chart) {
  std::string text = chart.str();
  const auto replace = [&](std::string_view from, std::string_view to) {
    for (std::size_t at = text.find(from); at != text.npos; at = text.find(from, at + to.size()))
      text.replace(at, from.size(), to);
  };
  replace("var(--c-requests,#0a5568)", "var(--c-no_data,#7b5ea7)");
  replace("var(--c-users,#b5600a)", "var(--c-withdrawn,#85827a)");
  return markup(std::move(text));
}

std::string interval(const observatory::RateRatio& ratio) {
  return factor_words(ratio.low) + " to " + factor_words(ratio.high);
}

bool derived(const observatory::Side& side) {
  return std::ranges::any_of(side.periods, &observatory::SurgePeriod::derived);
}

Html side_cell(const observatory::Side& side) {
  if (side.periods.empty()) return span(cls("w-none"), "not reported");
  return number(whole(side.count)) + " in " + number(static_cast<std::uint64_t>(side.days)) + " days" +
         (derived(side) ? " *" : "");
}

Html rate_cell(const observatory::Side& side) {
  return side.periods.empty() ? span(cls("w-none"), "not reported") : Html(decimal(side.per_30_days()));
}

std::vector<Html> country_row(const Others& others, const Here& here, const Surge& one) {
  std::vector<Html> row = {here.link(others_page(others, "requests_fulfilled", one.country), country_name(one.country)),
                           side_cell(one.before), side_cell(one.after), rate_cell(one.before), rate_cell(one.after)};
  if (one.untested.empty()) {
    row.push_back(std::isinf(one.ratio.ratio) ? Html("infinite") : Html(factor_words(one.ratio.ratio)));
    row.push_back(interval(one.ratio));
    row.push_back(probability_words(one.p_holm));
    row.push_back(factor_words(one.dispersion_used) + (one.dispersion_pooled ? " (all)" : ""));
    row.push_back(interval(one.ratio_dispersed));
  } else {
    row.push_back(span(cls("w-small"), one.untested));
    row.insert(row.end(), 4, span(cls("w-none"), "not tested"));
  }
  row.push_back(one.change ? Html(base::format_day(one.change_day) + ", p " + (one.change->exact ? "" : "at most ") +
                                  probability_words(one.change_p_holm))
                           : span(cls("w-none"), "no search possible"));
  return row;
}

std::string countries_csv(const SurgeCase& surge) {
  std::string csv =
      csv_row({"country", "requests_before", "days_before", "requests_after", "days_after", "ratio", "low", "high",
               "p_holm", "dispersion", "dispersed_low", "dispersed_high", "change_day", "change_p_holm", "untested"});
  const auto text = [](double value) { return std::isinf(value) ? std::string("infinite") : Json(value).dump(); };
  for (const Surge& one : surge.table.countries) {
    const bool tested = one.untested.empty();
    const auto if_tested = [&](double value) { return tested ? text(value) : std::string(); };
    csv += csv_row({one.country, std::to_string(one.before.count), std::to_string(one.before.days),
                    std::to_string(one.after.count), std::to_string(one.after.days), if_tested(one.ratio.ratio),
                    if_tested(one.ratio.low), if_tested(one.ratio.high), if_tested(one.p_holm),
                    if_tested(one.dispersion_used), if_tested(one.ratio_dispersed.low),
                    if_tested(one.ratio_dispersed.high), one.change ? base::format_day(one.change_day) : "",
                    one.change ? text(one.change_p_holm) : "", one.untested});
  }
  return csv;
}

std::string periods_csv(const SurgeCase& surge) {
  std::string csv = csv_row({"country", "period_start", "period_end", "days", "requests_fulfilled", "users", "derived",
                             "source_file", "source_line", "attribution"});
  for (const observatory::SurgePeriod& one : surge.us->searched) {
    const auto users = users_of(surge, one.period);
    csv += csv_row({surge.us->country, base::format_day(one.period.first), base::format_day(one.period.last),
                    std::to_string(one.period.days()), std::to_string(one.count), users ? std::to_string(*users) : "",
                    one.derived ? "1" : "0", one.source_file, std::to_string(one.source_line), std::string(credit)});
  }
  return csv;
}

}  // namespace

Html surge_chart(const SurgeCase& surge, bool only_window, unsigned width) {
  PeriodChart chart = chart_of(surge, only_window);
  chart.id += "-" + std::to_string(width);
  chart.width = width;
  return period_chart(chart);
}

std::string surge_chart_file(const SurgeCase& surge) { return period_chart_file(chart_of(surge, false)); }

Html surge_periods_table(const Others& others, const Here& here, const SurgeCase& surge) {
  Grid made{.id = "periods",
            .caption = country_name(surge.us->country) + ", every published period, overlapping ones too",
            .columns = {{"Period"},
                        {"Days", true},
                        {"Requests fulfilled", true},
                        {"Per 30 days", true},
                        {"Users", true},
                        {"Source file and line"}}};
  for (const auto& [period, requests] : surge.requests) {
    const auto users = surge.users.find(period);
    made.rows.push_back({period_label(period), number(static_cast<std::uint64_t>(period.days())),
                         figure_cell(requests->figure),
                         decimal(static_cast<double>(*requests->figure.low) / period.days() * 30),
                         users == surge.users.end() ? cell_not_reported() : figure_cell(users->second->figure),
                         source_link(others, here, *requests)});
  }
  return grid(here, made);
}

Html surge_countries_table(const Others& others, const Here& here, const SurgeCase& surge) {
  Grid made{.id = "countries",
            .caption = "Requests fulfilled before and after, Telegram, all countries that somebody reported",
            .columns = {{"Country"},
                        {"Before"},
                        {"After"},
                        {"Per 30 days before", true},
                        {"Per 30 days after", true},
                        {"Ratio", true},
                        {"Exact interval"},
                        {"p (Holm)", true},
                        {"Dispersion", true},
                        {"Interval with dispersion"},
                        {"Change found without the date"}}};
  std::vector<const Surge*> by_name;
  for (const Surge& one : surge.table.countries) by_name.push_back(&one);
  std::ranges::sort(by_name, {}, [](const Surge* one) { return country_name(one->country); });
  for (const Surge* one : by_name) made.rows.push_back(country_row(others, here, *one));
  return grid(here, made);
}

Html surge_elsewhere(const Others& others, const Here& here, const SurgeCase& surge) {
  Grid made{.id = "elsewhere",
            .caption = country_name(surge.us->country) + ", around " + day_in_words(surge.table.options.event),
            .columns = {{"Platform"}, {"Measure"}, {"What the published periods can show"}}};
  for (const observatory::Sighting& one : surge.elsewhere) {
    if (one.platform == surge.table.options.platform) continue;
    const std::string place = one.all_countries ? "" : surge.us->country;
    made.rows.push_back({platform_name(one.platform),
                         one.measure.empty()
                             ? Html("every measure")
                             : here.link(others_page(others, one.measure, place), measure_words(one.measure)),
                         observatory::words(one, surge.table.options.event)});
  }
  return p("Did requests move from one platform to another? A fall here beside a rise there would fit that, and would "
           "not show it: users, staff, rules of counting and the number of crimes change as well. No cause is "
           "claimed.") +
         grid(here, made);
}

Html surge_beside(const SiteData& site, const Here& here, const SurgeCase& surge) {
  if (!site.options.synthetic || site.periods.empty()) return {};
  const std::vector<Measured> own = site.measured(surge.us->country);
  PeriodChart chart;
  chart.id = "surge-own";
  chart.title = finding(surge.us->country, own);
  chart.requests_label = "Requests fulfilled (synthetic)";
  chart.users_label = "Users affected (synthetic)";
  for (const Measured& one : own) chart.periods.push_back({one.period, one.fulfilled, one.users});
  PeriodChart narrow = chart;
  narrow.id += "-narrow";
  narrow.width = 360;
  const auto drawn = [](const PeriodChart& one) { return recoloured(period_chart(one)); };
  Html out = h2("Beside it: the replay on this site");
  out += p(span(cls("w-label"), site.label()),
           "These bars are no published figures. They are made-up requests, drawn to the published totals, that went "
           "through every step of Writ; unlike Telegram's they can be recomputed from the log: ",
           here.link("verify/index.html", "check them"), ".");
  return out + element("figure", cls("w-chart-box"), figcaption(site.label()), div(cls("w-wide"), drawn(chart)),
                       div(cls("w-narrow"), drawn(narrow)),
                       file_links(here, {{"CSV", chart_stem(surge.us->country) + ".csv"},
                                         {"JSON", chart_stem(surge.us->country) + ".json"}}));
}

SiteFiles surge_files(const SurgeCase& surge) {
  Json periods = Json::array(), countries = Json::array();
  for (const observatory::SurgePeriod& one : surge.us->searched) periods.push_back(period_json(surge, one));
  for (const Surge& one : surge.table.countries) countries.push_back(country_json(one));
  const std::string event = base::format_day(surge.table.options.event);
  const Json us = {
      {"attribution", credit}, {"event", event}, {"country", country_json(*surge.us)}, {"periods", std::move(periods)}};
  const Json all = {{"attribution", credit},
                    {"event", event},
                    {"correction", "Holm"},
                    {"tested", surge.table.tested},
                    {"countries", std::move(countries)}};
  return {{"others/surge.csv", periods_csv(surge)},
          {"others/surge.json", us.dump(1) + "\n"},
          {"others/surge.svg", surge_chart_file(surge)},
          {"others/surge/countries.csv", countries_csv(surge)},
          {"others/surge/countries.json", all.dump(1) + "\n"}};
}

}  // namespace writ::report
