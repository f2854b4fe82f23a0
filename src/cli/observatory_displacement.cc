// `writ observatory displacement --country CC --event DAY`
#include <fmt/format.h>

#include <algorithm>
#include <nlohmann/json.hpp>

#include "cli/observatory.h"
#include "cli/opened.h"
#include "legal/countries.h"
#include "observatory/check.h"
#include "observatory/displacement.h"
#include "observatory/store.h"

namespace writ::cli {

namespace {

namespace obs = writ::observatory;

base::Result<obs::DisplacementOptions> options_of(const ObservatoryDisplacementArguments& arguments) {
  obs::DisplacementOptions options{.country = arguments.country};
  const auto event = base::parse_day(arguments.event);
  if (!event) return base::invalid("event", arguments.event, "is a day, YYYY-MM-DD");
  options.event = *event;
  if (arguments.window) {
    options.window = base::parse_period(*arguments.window);
    if (!options.window)
      return base::invalid("window", *arguments.window, "is first and last day, YYYY-MM-DD/YYYY-MM-DD");
  }
  if (legal::find_country(arguments.country) == nullptr)
    return base::invalid("country", arguments.country, "is an alpha-2 code of ISO 3166-1, or EU or XK");
  return options;
}

void print(const std::vector<obs::Sighting>& sightings, const obs::DisplacementOptions& options) {
  fmt::print("{}: what each platform's published periods can show of {}\n", options.country,
             base::format_day(options.event));
  std::string platform;
  for (const obs::Sighting& s : sightings) {
    if (s.platform != platform) fmt::print("\n{}\n", obs::find_platform(s.platform)->attribution);
    platform = s.platform;
    fmt::print("  {}{}\n", s.measure, s.measure.empty() ? "" : ": ");
    fmt::print("    {}\n", obs::words(s, options.event));
  }
  fmt::print(
      "\nA fall here beside a rise there would fit a move of requests between platforms, and would not show one: "
      "users, "
      "staff, rules\nof counting and the number of crimes change as well. No cause is claimed.\n");
}

nlohmann::ordered_json figure_json(const obs::Observation& o) {
  return {{"period", base::format_period(o.period)},
          {"figure", obs::words(o.figure)},
          {"status", obs::code(o.figure.status)},
          {"file", o.source_file},
          {"line", o.source_line}};
}

nlohmann::ordered_json side_json(const obs::SurgePeriod& p) {
  return {{"period", base::format_period(p.period)},
          {"count", p.count},
          {"per_30_days", static_cast<double>(p.count) / p.period.days() * 30},
          {"derived", p.derived},
          {"file", p.source_file},
          {"line", p.source_line}};
}

nlohmann::ordered_json sighting_json(const obs::Sighting& s, base::Day event) {
  nlohmann::ordered_json out{{"platform", s.platform},      {"measure", s.measure}, {"all_countries", s.all_countries},
                             {"sight", obs::code(s.sight)}, {"periods", s.rhythm},  {"words", obs::words(s, event)}};
  if (s.before) out["before"] = side_json(*s.before);
  if (s.after) out["after"] = side_json(*s.after);
  if (s.rate_ratio > 0) out["rate_ratio"] = s.rate_ratio;
  if (s.mixed) out["mixed"] = figure_json(*s.mixed);
  if (s.edge) out["edge"] = base::format_day(*s.edge);
  out["near"] = nlohmann::ordered_json::array();
  for (const obs::Observation& o : s.near) out["near"].push_back(figure_json(o));
  return out;
}

base::Result<int> displacement(const ObservatoryDisplacementArguments& arguments) {
  TRY(const obs::DisplacementOptions options, options_of(arguments));
  TRY(obs::Store store, obs::Store::open(arguments.db, false));
  TRY(const auto observations, store.observations());
  TRY(const auto sightings, obs::displacement(observations, options));
  if (!arguments.json) {
    print(sightings, options);
    return 0;
  }
  nlohmann::ordered_json out{{"schema", "writ-displacement/v1"},
                             {"country", options.country},
                             {"event", base::format_day(options.event)},
                             {"window", base::format_period(obs::window_of(options))},
                             {"sightings", nlohmann::ordered_json::array()}};
  for (const obs::Sighting& s : sightings) out["sightings"].push_back(sighting_json(s, options.event));
  fmt::print("{}\n", out.dump(2));
  return 0;
}

}  // namespace

int run_observatory_displacement(const ObservatoryDisplacementArguments& arguments) {
  const auto done = displacement(arguments);
  return done ? *done : report_error(done.error());
}

}  // namespace writ::cli
