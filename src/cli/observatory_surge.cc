// `writ observatory surge [--country CC] --event DAY`
#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <cstdio>
#include <nlohmann/json.hpp>

#include "cli/observatory.h"
#include "cli/opened.h"
#include "legal/countries.h"
#include "observatory/store.h"
#include "observatory/surge.h"

namespace writ::cli {

namespace {

namespace obs = writ::observatory;

std::string factor(double value) {
  if (std::isinf(value)) return "inf";
  if (value > 1e6) return ">1e6";  // such an end says only that there is none
  if (value >= 100) return fmt::format("{:.0f}", value);
  return value >= 10 ? fmt::format("{:.1f}", value) : fmt::format("{:.2f}", value);
}

/// Beyond the smallest numbers of a double there is only "less".
std::string chance(double p) {
  if (p < 1e-300) return "<1e-300";
  return p < 1e-4 ? fmt::format("{:.0e}", p) : fmt::format("{:.4f}", p);
}

std::string interval(const obs::RateRatio& ratio) { return factor(ratio.low) + " to " + factor(ratio.high); }

base::Result<obs::SurgeOptions> options_of(const ObservatorySurgeArguments& arguments) {
  obs::SurgeOptions options{.platform = arguments.platform, .measure = arguments.measure};
  const auto event = base::parse_day(arguments.event);
  if (!event) return base::invalid("event", arguments.event, "is a day, YYYY-MM-DD");
  options.event = *event;
  if (arguments.window) {
    options.window = base::parse_period(*arguments.window);
    if (!options.window)
      return base::invalid("window", *arguments.window, "is first and last day, YYYY-MM-DD/YYYY-MM-DD");
  }
  if (arguments.country && legal::find_country(*arguments.country) == nullptr) {
    return base::invalid("country", *arguments.country, "is an alpha-2 code of ISO 3166-1, or EU or XK");
  }
  return options;
}

void print_side(const char* name, const obs::Side& side) {
  fmt::print("{}: {} requests in {} days, {:.1f} per 30 days\n", name, side.count, side.days, side.per_30_days());
  for (const obs::SurgePeriod& p : side.periods) {
    fmt::print("  {}  {:>7}  {}:{}{}\n", base::format_period(p.period), p.count, p.source_file, p.source_line,
               p.derived ? "  (published period less published part)" : "");
  }
  if (side.days_beyond > 0)
    fmt::print("  {} of these {} days lie on the other side of the event\n", side.days_beyond, side.days);
}

void print_change(const obs::Surge& surge, const obs::SurgeTable& table) {
  if (!surge.change) {
    fmt::print("Search: fewer than two periods without overlap, or no request; no change can be looked for.\n");
    return;
  }
  const obs::ChangePoint& change = *surge.change;
  fmt::print("Search, not told the date, over {} periods ({} to {}):\n", surge.searched.size(),
             base::format_day(surge.searched.front().period.first),
             base::format_day(surge.searched.back().period.last));
  fmt::print(
      "  the rate changed at {}: {:.1f} before, {:.1f} after per 30 days; p {}{} ({}, corrected for the search), {} "
      "after Holm over {} countries\n",
      base::format_day(surge.change_day), change.rate_before * 30, change.rate_after * 30,
      change.exact ? "" : "at most ", chance(change.p_value), change.exact ? "exact" : "sum of exact tails",
      chance(surge.change_p_holm), table.searched);
}

void print_one(const obs::Surge& surge, const obs::SurgeTable& table) {
  fmt::print("{} {}: {} around {}\n", table.options.platform, surge.country, table.options.measure,
             base::format_day(table.options.event));
  print_side("before", surge.before);
  print_side("after", surge.after);
  if (!surge.untested.empty()) {
    fmt::print("No ratio: {}.\n", surge.untested);
  } else {
    fmt::print(
        "Ratio of the rates {}, exact {:.0f} % interval {} if requests arrive independently, which they do not fully:\n"
        "read it as the narrowest honest range. p {} for equal rates, {} after Holm over {} countries.\n",
        std::isinf(surge.ratio.ratio) ? "inf" : fmt::format("{:.1f}", surge.ratio.ratio), table.options.level * 100,
        interval(surge.ratio), chance(surge.p_value), chance(surge.p_holm), table.tested);
    fmt::print(
        "Sensitivity: counts vary {} times as much as independent ones ({}{} degrees of freedom; any trend included).\n"
        "With that the interval is {}; it would hold 1 only from {} times on.\n",
        factor(surge.dispersion_used), surge.dispersion_pooled ? "all countries together, " : "",
        surge.dispersion_pooled ? table.dispersion_degrees : surge.own.degrees, interval(surge.ratio_dispersed),
        factor(surge.dispersion_to_one));
  }
  print_change(surge, table);
  fmt::print("No interval is given for users: they come in groups.\n");
}

void print_row(const obs::Surge& s) {
  const auto side = [](const obs::Side& x) {
    return x.periods.empty() ? std::string("-") : fmt::format("{}/{}d", x.count, x.days);
  };
  const auto rate = [](const obs::Side& x) {
    return x.periods.empty() ? std::string("-") : fmt::format("{:.1f}", x.per_30_days());
  };
  const std::string change = s.change ? fmt::format("{} {}{}", base::format_day(s.change_day),
                                                    s.change->exact ? "" : "<=", chance(s.change_p_holm))
                                      : "-";
  if (!s.untested.empty()) {
    fmt::print("{:<3}{:>12}{:>12}{:>9}{:>9}  {:<67}{}\n", s.country, side(s.before), side(s.after), rate(s.before),
               rate(s.after), s.untested, change);
    return;
  }
  const bool derived = std::ranges::any_of(s.before.periods, &obs::SurgePeriod::derived) ||
                       std::ranges::any_of(s.after.periods, &obs::SurgePeriod::derived);
  fmt::print("{:<3}{:>12}{:>12}{:>9}{:>9}{:>8}{} {:<18}{:<9}{:>6}{} {:<18}{:>6}  {}\n", s.country, side(s.before),
             side(s.after), rate(s.before), rate(s.after), factor(s.ratio.ratio), derived ? "*" : " ",
             interval(s.ratio), chance(s.p_holm), factor(s.dispersion_used), s.dispersion_pooled ? "~" : " ",
             interval(s.ratio_dispersed), factor(s.dispersion_to_one), change);
}

void print_table(const obs::SurgeTable& table) {
  fmt::print("{}: {} around {}; {} countries, {} with figures before and after\n\n", table.options.platform,
             table.options.measure, base::format_day(table.options.event), table.countries.size(), table.tested);
  fmt::print("{:<3}{:>12}{:>12}{:>9}{:>9}{:>8}  {:<18}{:<9}{:>6}  {:<18}{:>6}  {}\n", "", "before", "after", "per 30d",
             "per 30d", "ratio", "exact interval", "p Holm", "disp.", "with dispersion", "to 1",
             "change found, p Holm");
  for (const obs::Surge& surge : table.countries) print_row(surge);
  fmt::print(
      "\np Holm: exact two-sided, corrected for all countries in the column (Holm 1979, valid under any dependence).\n"
      "disp.: how many times as much as independent counts the published ones vary around their mean before and after; "
      "~ all countries\n"
      "together ({} on {} degrees of freedom), where a country has fewer than {}. to 1: from there on the interval "
      "would hold 1.\n"
      "change: found without the date, over all published periods; its p is corrected for the search, then Holm; <= an "
      "upper bound.\n"
      "* a period that was not published: a published period less a published part. No interval is given for users: "
      "they "
      "come in groups.\n",
      factor(table.dispersion_pooled), table.dispersion_degrees, obs::dispersion_degrees_min);
}

nlohmann::ordered_json number(double value) {
  return std::isinf(value) ? nlohmann::ordered_json("infinite") : nlohmann::ordered_json(value);
}

nlohmann::ordered_json ratio_json(const obs::RateRatio& r) {
  return {{"ratio", number(r.ratio)}, {"low", number(r.low)}, {"high", number(r.high)}};
}

nlohmann::ordered_json periods_json(const std::vector<obs::SurgePeriod>& periods) {
  auto out = nlohmann::ordered_json::array();
  for (const obs::SurgePeriod& p : periods) {
    out.push_back({{"period", base::format_period(p.period)},
                   {"count", p.count},
                   {"derived", p.derived},
                   {"file", p.source_file},
                   {"line", p.source_line}});
  }
  return out;
}

nlohmann::ordered_json side_json(const obs::Side& side) {
  return {{"requests", side.count},
          {"days", side.days},
          {"days_beyond_event", side.days_beyond},
          {"per_30_days", side.per_30_days()},
          {"periods", periods_json(side.periods)}};
}

nlohmann::ordered_json surge_json(const obs::Surge& s) {
  nlohmann::ordered_json out{{"country", s.country}, {"before", side_json(s.before)}, {"after", side_json(s.after)}};
  if (s.untested.empty()) {
    out["exact"] = ratio_json(s.ratio);
    out["p_value"] = s.p_value;
    out["p_holm"] = s.p_holm;
    out["dispersion"] = {{"factor", s.dispersion_used},
                         {"pooled", s.dispersion_pooled},
                         {"degrees", s.own.degrees},
                         {"interval", ratio_json(s.ratio_dispersed)},
                         {"factor_to_hold_1", s.dispersion_to_one}};
  } else {
    out["untested"] = s.untested;
  }
  if (s.change) {
    out["change"] = {{"day", base::format_day(s.change_day)},
                     {"statistic", s.change->statistic},
                     {"p_value", s.change->p_value},
                     {"exact", s.change->exact},
                     {"p_holm", s.change_p_holm},
                     {"per_30_days_before", s.change->rate_before * 30},
                     {"per_30_days_after", s.change->rate_after * 30},
                     {"periods", periods_json(s.searched)}};
  }
  return out;
}

void print_json(const obs::SurgeTable& table, const std::optional<std::string>& country) {
  nlohmann::ordered_json out{{"schema", "writ-surge/v1"},
                             {"platform", table.options.platform},
                             {"measure", table.options.measure},
                             {"event", base::format_day(table.options.event)},
                             {"level", table.options.level},
                             {"correction", "Holm"},
                             {"tested", table.tested},
                             {"searched", table.searched},
                             {"dispersion_pooled", table.dispersion_pooled},
                             {"countries", nlohmann::ordered_json::array()}};
  for (const obs::Surge& surge : table.countries) {
    if (!country || surge.country == *country) out["countries"].push_back(surge_json(surge));
  }
  fmt::print("{}\n", out.dump(2));
}

base::Result<int> surge(const ObservatorySurgeArguments& arguments) {
  TRY(const obs::SurgeOptions options, options_of(arguments));
  TRY(obs::Store store, obs::Store::open(arguments.db, false));
  TRY(const auto observations, store.observations({options.platform, "", options.measure}));
  TRY(const obs::SurgeTable table, obs::surges(observations, options));
  const auto one = std::ranges::find(table.countries, arguments.country.value_or(""), &obs::Surge::country);
  if (arguments.country && one == table.countries.end()) {
    return base::fail(base::Errc::not_found, "country", *arguments.country,
                      "has no " + options.measure + " of " + options.platform + " in the store");
  }
  if (arguments.json) {
    print_json(table, arguments.country);
  } else if (arguments.country) {
    print_one(*one, table);
  } else {
    print_table(table);
  }
  return 0;
}

}  // namespace

int run_observatory_surge(const ObservatorySurgeArguments& arguments) {
  const auto done = surge(arguments);
  return done ? *done : report_error(done.error());
}

}  // namespace writ::cli
