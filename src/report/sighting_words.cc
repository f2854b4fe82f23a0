// What the published periods of a platform can show of a dated event, as sentences of the page's language.
#include <fmt/format.h>

#include <algorithm>
#include <cstdlib>
#include <map>

#include "page/number.h"
#include "report/page_others_findings.h"
#include "report/page_surge.h"

namespace writ::report {

using observatory::Sight;
using observatory::Sighting;
using observatory::SurgePeriod;
using page::Key;
using page::Locale;

namespace {

std::uint64_t whole(std::int64_t count) { return static_cast<std::uint64_t>(std::llabs(count)); }

std::string span_words(const base::Period& period, const Locale& t) {
  return t.text("period.days", {{"first", base::format_day(period.first)}, {"last", base::format_day(period.last)}});
}

/// The event's month, and the next one if the period holds its first day too: "September or October 2024".
std::string months_inside(const base::Period& period, base::Day event, const Locale& t) {
  const std::chrono::year_month_day ymd(event);
  const base::Day next((ymd.year() / ymd.month() + std::chrono::months(1)) / 1);
  std::vector<std::string> months = {t.month(static_cast<unsigned>(ymd.month()))};
  if (next <= period.last) months.push_back(t.month(static_cast<unsigned>(std::chrono::year_month_day(next).month())));
  return t.text("others.months",
                {{"months", t.list(months, true)}, {"year", std::to_string(static_cast<int>(ymd.year()))}});
}

std::string side(const SurgePeriod& one, const Locale& t) {
  const double rate = static_cast<double>(one.count) / one.period.days() * 30;
  return t.text(one.derived ? Key("others.side_derived") : Key("others.side"),
                {{"rate", t.decimal(rate)},
                 {"span", span_words(one.period, t)},
                 {"count", whole(one.count)},
                 {"days", static_cast<std::uint64_t>(one.period.days())},
                 {"source", one.source_file + ":" + std::to_string(one.source_line)}});
}

std::string rates(const Sighting& s, const Locale& t) {
  std::string text = t.text("others.rates", {{"before", side(*s.before, t)}, {"after", side(*s.after, t)}});
  if (s.rate_ratio > 0) text += t.text("others.rates_times", {{"times", factor_words(s.rate_ratio, t)}});
  if (s.before->count == 0 && s.after->count > 0) text += t.text("others.rates_no_ratio");
  if (s.days_beyond > 0) text += t.text("others.rates_beyond", {{"n", static_cast<std::uint64_t>(s.days_beyond)}});
  return text;
}

std::string name_of_length(int days, const Locale& t) {
  if (days >= 365 && days <= 366) return t.text("others.length.years");
  if (days >= 273 && days <= 276) return t.text("others.length.nine_months");
  if (days >= 181 && days <= 184) return t.text("others.length.half_years");
  if (days >= 90 && days <= 92) return t.text("others.length.quarters");
  if (days >= 28 && days <= 31) return t.text("others.length.months");
  return t.text("others.length.days", {{"n", static_cast<std::uint64_t>(days)}});
}

/// "half-years", "quarters and nine months": lengths of the periods, shortest first.
std::string rhythm(const Sighting& s, const Locale& t) {
  std::map<int, std::string> lengths;
  for (const observatory::Observation& one : s.near)
    lengths.emplace(one.period.days(), name_of_length(one.period.days(), t));
  std::vector<std::string> names;
  for (const auto& [days, name] : lengths)
    if (std::ranges::find(names, name) == names.end()) names.push_back(name);
  std::string text = t.list(names);
  if (!text.empty() && text[0] >= 'a' && text[0] <= 'z') text[0] = static_cast<char>(text[0] - 'a' + 'A');
  return text;
}

std::string mixed(const Sighting& s, base::Day event, const Locale& t) {
  if (!s.mixed)
    return t.text("others.sight.between", {{"n", static_cast<std::uint64_t>(s.days_between)}, {"rates", rates(s, t)}});
  const base::Period& period = s.mixed->period;
  std::string text =
      t.text("others.sight.mixed", {{"rhythm", rhythm(s, t)},
                                    {"months", months_inside(period, event, t)},
                                    {"span", span_words(period, t)},
                                    {"before", static_cast<std::uint64_t>(s.mixed_days_before)},
                                    {"after", static_cast<std::uint64_t>(period.days() - s.mixed_days_before)},
                                    {"figure", figure_words(s.mixed->figure, t)},
                                    {"source", s.mixed->source_file + ":" + std::to_string(s.mixed->source_line)}});
  if (s.before && s.after) return text + t.text("others.sight.nearest", {{"rates", rates(s, t)}});
  if (s.before) return text + t.text("others.sight.last_before", {{"side", side(*s.before, t)}});
  if (s.after) return text + t.text("others.sight.first_after", {{"side", side(*s.after, t)}});
  return text;
}

std::string boundary(const Sighting& s, base::Day event, const Locale& t) {
  const auto away = (s.after->period.first - event).count();
  if (away == 0) return t.text("others.sight.on_the_day", {{"rates", rates(s, t)}});
  return t.text(away > 0 ? Key("others.sight.days_after") : Key("others.sight.days_before"),
                {{"n", whole(away)}, {"rates", rates(s, t)}});
}

std::string sentence(const Sighting& s, base::Day event, const Locale& t) {
  const auto edge = [&](Key key) {
    return t.text(key, {{"day", base::format_day(*s.edge)}, {"n", whole((*s.edge - event).count())}});
  };
  switch (s.sight) {
    case Sight::boundary:
      return boundary(s, event, t);
    case Sight::mixed:
      return mixed(s, event, t);
    case Sight::only_before:
      return t.text("others.sight.only_before", {{"side", side(*s.before, t)}});
    case Sight::only_after:
      return t.text("others.sight.only_after", {{"side", side(*s.after, t)}});
    case Sight::banded:
      return t.text("others.sight.banded");
    case Sight::not_reported:
      return t.text("others.sight.not_reported");
    case Sight::ended:
      return edge("others.sight.ended");
    case Sight::later:
      return edge("others.sight.later");
    case Sight::nothing:
      break;
  }
  return t.text("others.sight.nothing");
}

}  // namespace

std::string sighting_words(const Sighting& s, base::Day event, const Locale& t) {
  const bool whole_world = s.all_countries && s.sight != Sight::nothing;
  return (whole_world ? t.text("others.sight.all_together") : std::string()) + sentence(s, event, t);
}

}  // namespace writ::report
