// What published periods can and cannot show of an event, said in words.
#include <fmt/format.h>

#include <map>

#include "observatory/check.h"
#include "observatory/displacement.h"

namespace writ::observatory {

namespace {

std::string day(base::Day value) { return base::format_day(value); }
std::string span_of(const base::Period& period) { return day(period.first) + " to " + day(period.last); }
std::string at(const std::string& file, std::uint64_t line) { return fmt::format("{}:{}", file, line); }

double per_30_days(const SurgePeriod& p) { return static_cast<double>(p.count) / p.period.days() * 30; }

std::string month(base::Day value) {
  static constexpr const char* names[] = {"January", "February", "March",     "April",   "May",      "June",
                                          "July",    "August",   "September", "October", "November", "December"};
  return names[static_cast<unsigned>(std::chrono::year_month_day(value).month()) - 1];
}

/// The event's month, and the next one if the period holds its first day too: "September or October".
std::string months_inside(const base::Period& period, base::Day event) {
  const std::chrono::year_month_day ymd(event);
  const base::Day next((ymd.year() / ymd.month() + std::chrono::months(1)) / 1);
  return month(event) + (next <= period.last ? " or " + month(next) : "");
}

std::string side(const SurgePeriod& p) {
  return fmt::format("{:.1f} per 30 days in {} ({} in {} days; {}{})", per_30_days(p), span_of(p.period), p.count,
                     p.period.days(), at(p.source_file, p.source_line),
                     p.derived ? ", a published period less a published part" : "");
}

std::string rates(const Sighting& s) {
  std::string text = side(*s.before) + ", then " + side(*s.after);
  if (s.rate_ratio > 0) text += fmt::format(": {:.2f} times", s.rate_ratio);
  if (s.before->count == 0 && s.after->count > 0) text += ": nothing came before, so there is no ratio";
  if (s.days_beyond > 0) text += fmt::format("; {} of these days lie on the other side of the event", s.days_beyond);
  return text + ".";
}

std::string mixed_words(const Sighting& s, base::Day event) {
  if (!s.mixed) {
    return fmt::format("Nothing is published of the {} days around the event. The nearest whole periods: {}",
                       s.days_between, rates(s));
  }
  const base::Period& period = s.mixed->period;
  std::string text = fmt::format(
      "{} only: cannot show a change in {} {}. The period of the event, {}, mixes {} days before it with {} from it on "
      "({}; "
      "{}).",
      s.rhythm, months_inside(period, event), static_cast<int>(std::chrono::year_month_day(event).year()),
      span_of(period), s.mixed_days_before, period.days() - s.mixed_days_before, words(s.mixed->figure),
      at(s.mixed->source_file, s.mixed->source_line));
  text[0] = static_cast<char>(std::toupper(static_cast<unsigned char>(text[0])));
  if (s.before && s.after) return text + " The nearest whole periods: " + rates(s);
  if (s.before) return text + " The last whole period before: " + side(*s.before) + "; none after.";
  if (s.after) return text + " The first whole period after: " + side(*s.after) + "; none before.";
  return text;
}

std::string name_of_length(int days) {
  if (days >= 365 && days <= 366) return "years";
  if (days >= 273 && days <= 276) return "nine months";
  if (days >= 181 && days <= 184) return "half-years";
  if (days >= 90 && days <= 92) return "quarters";
  if (days >= 28 && days <= 31) return "months";
  return fmt::format("periods of {} days", days);
}

}  // namespace

std::string rhythm_words(std::span<const Observation> figures) {
  std::map<int, std::string> lengths;  // shortest first
  for (const Observation& o : figures) lengths.emplace(o.period.days(), name_of_length(o.period.days()));
  std::vector<std::string> names;
  for (const auto& [days, name] : lengths) {
    if (names.empty() || names.back() != name) names.push_back(name);
  }
  std::string text;
  for (std::size_t i = 0; i < names.size(); ++i)
    text += (i == 0 ? "" : i + 1 == names.size() ? " and " : ", ") + names[i];
  return text;
}

std::string words(const Sighting& s, base::Day event) {
  const std::string whose = s.all_countries ? "Published for all countries together only. " : "";
  const auto distance = [&](base::Day d) { return std::abs((d - event).count()); };
  switch (s.sight) {
    case Sight::boundary: {
      const auto away = distance(s.after->period.first);
      return whose +
             (away == 0 ? "A period begins on the day of the event: "
                        : fmt::format("A period begins {} days {} the event: ", away,
                                      s.after->period.first > event ? "after" : "before")) +
             rates(s);
    }
    case Sight::mixed:
      return whose + mixed_words(s, event);
    case Sight::only_before:
      return whose + "Nothing is published of the time since the event. Before: " + side(*s.before) + ".";
    case Sight::only_after:
      return whose + "Nothing is published of the time before the event. Since: " + side(*s.after) + ".";
    case Sight::banded:
      return whose + "In bands only near the event: a change that stays within a band cannot be seen.";
    case Sight::not_reported:
      return whose + "Not reported near the event: the cells are there and empty, which is not zero.";
    case Sight::ended:
      return whose + fmt::format("The figures at hand end on {}, {} days before the event: they show nothing of it.",
                                 day(*s.edge), distance(*s.edge));
    case Sight::later:
      return whose + fmt::format("The figures begin on {}, {} days after the event.", day(*s.edge), distance(*s.edge));
    case Sight::nothing:
      return "No figure of this country is at hand, nor of all countries together.";
  }
  return "";
}

}  // namespace writ::observatory
