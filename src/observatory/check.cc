#include "observatory/check.h"

#include <algorithm>
#include <array>
#include <functional>
#include <iterator>
#include <optional>

#include "observatory/series.h"

namespace writ::observatory {

namespace {

constexpr std::array<std::string_view, 6> check_codes{
    "sum", "published_twice", "fulfilled_above_received", "accounts_below_requests", "zero_accounts", "gap"};

Place place_of(const Observation& o) {
  return {o.measure, o.period, o.figure, o.source_file, o.source_line, o.source_record};
}

Disagreement about(Check check, const Observation& o) {
  return {.check = check,
          .platform = o.platform,
          .country = o.country,
          .measure = o.measure,
          .period = o.period,
          .found = words(o.figure),
          .at = place_of(o)};
}

/// Both ends added; open above as soon as one is.
Figure added(const Series& parts) {
  Figure sum = exactly(0);
  for (const Observation* part : parts) {
    *sum.low += *part->figure.low;
    if (sum.high) sum.high = part->figure.high ? std::optional(*sum.high + *part->figure.high) : std::nullopt;
  }
  sum.status = sum.high == sum.low ? Status::reported : Status::banded;
  return sum;
}

/// No number is in both.
bool apart(const Figure& a, const Figure& b) { return (a.high && *a.high < *b.low) || (b.high && *b.high < *a.low); }

/// One figure for each period: the first; series without value are left out.
Series distinct(const Series& series) {
  Series out;
  for (const Observation* o : series) {
    if (has_value(o->figure) && (out.empty() || out.back()->period != o->period)) out.push_back(o);
  }
  return out;
}

/// Every way to fill `whole` exactly with shorter published periods, up to fillings_max.
std::vector<Series> fillings(const Observation& whole, const Series& series) {
  std::vector<Series> found;
  Series parts;
  std::size_t steps = 0;
  const std::function<void(base::Day)> fill = [&](base::Day from) {
    if (found.size() >= fillings_max || ++steps > filling_steps_max) return;
    if (from > whole.period.last) {
      found.push_back(parts);
      return;
    }
    auto next = std::ranges::lower_bound(series, from, {}, [](const Observation* o) { return o->period.first; });
    for (; next != series.end() && (*next)->period.first == from; ++next) {
      if ((*next)->period.last > whole.period.last) break;  // ascending by the last day
      if ((*next)->period == whole.period) continue;
      parts.push_back(*next);
      fill((*next)->period.last + std::chrono::days(1));
      parts.pop_back();
    }
  };
  fill(whole.period.first);
  return found;
}

void check_sums(const Series& series, std::vector<Disagreement>& out) {
  const Series figures = distinct(series);
  for (const Observation* whole : figures) {
    for (const Series& parts : fillings(*whole, figures)) {
      const Figure sum = added(parts);
      if (!apart(sum, whole->figure)) continue;
      Disagreement wrong = about(Check::sum, *whole);
      wrong.expected = words(sum);
      for (const Observation* part : parts) wrong.against.push_back(place_of(*part));
      out.push_back(std::move(wrong));
    }
  }
}

void check_twice(const Series& series, std::vector<Disagreement>& out) {
  for (std::size_t i = 1; i < series.size(); ++i) {
    if (series[i]->period != series[i - 1]->period || series[i]->figure == series[i - 1]->figure) continue;
    Disagreement wrong = about(Check::published_twice, *series[i]);
    wrong.expected = words(series[i - 1]->figure);
    wrong.against.push_back(place_of(*series[i - 1]));
    out.push_back(std::move(wrong));
  }
}

const Observation* figure_of(const std::map<SeriesKey, Series>& all, const SeriesKey& key, const base::Period& period) {
  const auto series = all.find(key);
  if (series == all.end()) return nullptr;
  auto at = std::ranges::lower_bound(series->second, period, {}, [](const Observation* o) { return o->period; });
  while (at != series->second.end() && (*at)->period == period && !has_value((*at)->figure)) ++at;
  return at != series->second.end() && (*at)->period == period ? *at : nullptr;
}

std::string with_process(std::string_view base, std::string_view measure) {
  const std::string_view process = process_of(measure);
  return std::string(base) + (process.empty() ? "" : ".") + std::string(process);
}

using Counterpart = std::function<const Observation*(const Observation&)>;

/// Every figure of `base` against the figure of the same process and period.
void check_pairs(const std::map<SeriesKey, Series>& all, std::string_view base, Check check,
                 const Counterpart& other_of, std::vector<Disagreement>& out) {
  for (const auto& [key, series] : all) {
    if (base_of(key.measure) != base) continue;
    for (const Observation* o : series) {
      const Observation* other = has_value(o->figure) ? other_of(*o) : nullptr;
      if (other == nullptr || !apart(o->figure, other->figure)) continue;
      const bool above = *o->figure.low > *other->figure.low;
      if (above != (check == Check::fulfilled_above_received)) continue;
      Disagreement wrong = about(check, *o);
      wrong.expected = (above ? "at most " : "at least ") + words(other->figure);
      wrong.against.push_back(place_of(*other));
      out.push_back(std::move(wrong));
    }
  }
}

struct Totals {
  Series received;
  Series fulfilled;
};

/// Where a platform gives processes and no total (GitHub): the sums, if both name the same processes.
void check_process_totals(const std::map<SeriesKey, Series>& all, std::vector<Disagreement>& out) {
  std::map<std::tuple<std::string, std::string, base::Period>, Totals> totals;
  for (const auto& [key, series] : all) {
    const std::string_view base = base_of(key.measure), process = process_of(key.measure);
    if ((base != "requests_received" && base != "requests_fulfilled") || process.empty()) continue;
    const auto counterpart =
        all.find({key.platform, key.country,
                  with_process(base == "requests_received" ? "requests_fulfilled" : "requests_received", key.measure)});
    if (counterpart == all.end() || all.contains({key.platform, key.country, std::string(base)})) continue;
    for (const Observation* o : distinct(series)) {
      Totals& of_period = totals[{key.platform, key.country, o->period}];
      (base == "requests_received" ? of_period.received : of_period.fulfilled).push_back(o);
    }
  }
  for (const auto& [key, total] : totals) {
    if (total.received.size() != total.fulfilled.size() || total.received.size() < 2) continue;
    const Figure received = added(total.received), fulfilled = added(total.fulfilled);
    if (!apart(received, fulfilled) || *fulfilled.low < *received.low) continue;
    Disagreement wrong = about(Check::fulfilled_above_received, *total.fulfilled.front());
    wrong.measure = "requests_fulfilled (all processes)";
    wrong.expected = "at most " + words(received);
    wrong.found = words(fulfilled);
    for (const Observation* o : total.fulfilled) wrong.against.push_back(place_of(*o));
    for (const Observation* o : total.received) wrong.against.push_back(place_of(*o));
    out.push_back(std::move(wrong));
  }
}

}  // namespace

std::string_view code(Check check) { return check_codes[static_cast<std::size_t>(check)]; }

std::string words(const Figure& figure) {
  if (!has_value(figure)) return "not reported";
  if (!figure.high) return std::to_string(*figure.low) + " or more";
  if (figure.low == figure.high) return std::to_string(*figure.low);
  return std::to_string(*figure.low) + " to " + std::to_string(*figure.high);
}

std::vector<Disagreement> check_figures(std::span<const Observation> observations) {
  auto all = series_of(observations);
  std::erase_if(all, [](const auto& entry) { return !is_count(entry.first.measure); });
  std::vector<Disagreement> out;
  for (const auto& [key, series] : all) check_sums(series, out);
  for (const auto& [key, series] : all) check_twice(series, out);
  check_pairs(
      all, "requests_fulfilled", Check::fulfilled_above_received,
      [&](const Observation& o) {
        return figure_of(all, {o.platform, o.country, with_process("requests_received", o.measure)}, o.period);
      },
      out);
  check_process_totals(all, out);
  check_pairs(
      all, "accounts", Check::accounts_below_requests,
      [&](const Observation& o) {
        const Observation* received =
            figure_of(all, {o.platform, o.country, with_process("requests_received", o.measure)}, o.period);
        return received != nullptr
                   ? received
                   : figure_of(all, {o.platform, o.country, with_process("requests_fulfilled", o.measure)}, o.period);
      },
      out);
  // The zeros are many and say one thing: they come last.
  std::vector<Disagreement> zeros;
  for (Disagreement& wrong : out) {
    if (wrong.check != Check::accounts_below_requests || wrong.at.figure != exactly(0)) continue;
    wrong.check = Check::zero_accounts;
    zeros.push_back(wrong);
  }
  std::erase_if(out, [](const Disagreement& wrong) { return wrong.check == Check::zero_accounts; });
  std::ranges::move(zeros, std::back_inserter(out));
  return out;
}

std::vector<Disagreement> find_gaps(std::span<const Observation> observations) {
  std::vector<Disagreement> out;
  for (const auto& [key, series] : series_of(observations)) {
    if (!is_count(key.measure)) continue;
    base::Day covered_to = series.front()->period.last;
    const Observation* last = series.front();
    for (const Observation* o : series) {
      if (o->period.first > covered_to + std::chrono::days(1)) {
        Disagreement gap = about(Check::gap, *o);
        gap.period = {covered_to + std::chrono::days(1), o->period.first - std::chrono::days(1)};
        gap.expected = "a figure";
        gap.found = "none";
        gap.against.push_back(place_of(*last));
        out.push_back(std::move(gap));
      }
      if (o->period.last > covered_to) covered_to = o->period.last, last = o;
    }
  }
  return out;
}

std::string Disagreement::message() const {
  const auto where = [](const Place& place) {
    return place.file + ":" + std::to_string(place.line) +
           (place.record > 0 ? " (record " + std::to_string(place.record) + ")" : "");
  };
  std::string text = where(at) + ": " + platform + " " + (country.empty() ? "all countries" : country) + " " +
                     base::format_period(period) + " " + measure + ": expected " + expected + ", found " + found;
  std::string parts;
  for (const Place& place : against) {
    parts += (parts.empty() ? "" : ", ") + words(place.figure) +
             (check == Check::fulfilled_above_received && against.size() > 1 ? " " + place.measure : "") + " in " +
             base::format_period(place.period) + " at " + where(place);
  }
  return text + (parts.empty() ? "" : " [" + parts + "]");
}

}  // namespace writ::observatory
