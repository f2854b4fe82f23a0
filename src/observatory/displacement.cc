#include "observatory/displacement.h"

#include <algorithm>
#include <array>

#include "observatory/disjoint.h"
#include "observatory/series.h"

namespace writ::observatory {

namespace {

constexpr std::array<std::string_view, 9> sight_codes{"boundary",     "mixed", "only_before", "only_after", "banded",
                                                      "not_reported", "ended", "later",       "nothing"};
constexpr std::array<std::string_view, 3> bases{"requests_received", "requests_fulfilled", "accounts"};

int days_from(const base::Period& period, base::Day event) {
  return std::clamp(static_cast<int>((period.last - event).count()) + 1, 0, period.days());
}
/// A side as in the surge: at least side_share_min of the days lie there.
bool is_after(const base::Period& period, base::Day event) {
  return days_from(period, event) >= side_share_min * period.days();
}
bool is_before(const base::Period& period, base::Day event) {
  return days_from(period, event) <= (1 - side_share_min) * period.days();
}
bool touches(const base::Period& a, const base::Period& b) { return a.first <= b.last && b.first <= a.last; }

using AllSeries = std::map<SeriesKey, Series>;

class Looking {
 public:
  explicit Looking(const DisplacementOptions& options) : event_(options.event), window_(window_of(options)) {}

  Sighting at(const SeriesKey& key, const Series& series) const {
    Sighting out{.platform = key.platform, .measure = key.measure, .all_countries = key.country.empty()};
    Series near;
    std::ranges::copy_if(series, std::back_inserter(near),
                         [&](const Observation* o) { return touches(o->period, window_); });
    if (near.empty()) return outside(std::move(out), series);
    for (const Observation* o : near) out.near.push_back(*o);
    out.rhythm = rhythm_words(out.near);
    find_mixed(out);
    find_sides(out, near);
    out.sight = sight_of(out);
    return out;
  }

 private:
  /// All periods are before or after the window.
  Sighting outside(Sighting out, const Series& series) const {
    for (const Observation* o : series) {
      if (o->period.last < window_.first) out.edge = std::max(out.edge.value_or(o->period.last), o->period.last);
    }
    out.sight = out.edge ? Sight::ended : Sight::later;
    if (!out.edge) out.edge = series.front()->period.first;
    return out;
  }

  void find_mixed(Sighting& out) const {
    for (const Observation& o : out.near) {
      if (event_ < o.period.first || event_ > o.period.last || !has_value(o.figure)) continue;
      if (!out.mixed || o.period.days() < out.mixed->period.days()) out.mixed = o;
    }
    if (!out.mixed) return;
    if (is_before(out.mixed->period, event_) || is_after(out.mixed->period, event_)) return out.mixed.reset();
    out.mixed_days_before = out.mixed->period.days() - days_from(out.mixed->period, event_);
  }

  void find_sides(Sighting& out, const Series& near) const {
    std::vector<SurgePeriod> usable = usable_periods(near, std::nullopt);
    std::erase_if(usable,
                  [&](const SurgePeriod& p) { return !is_before(p.period, event_) && !is_after(p.period, event_); });
    for (const SurgePeriod& p : disjoint(std::move(usable))) {
      if (is_before(p.period, event_)) out.before = p;
      if (is_after(p.period, event_) && !out.after) out.after = p;
    }
    if (out.before) out.days_beyond += days_from(out.before->period, event_);
    if (out.after) out.days_beyond += out.after->period.days() - days_from(out.after->period, event_);
    if (!out.before || !out.after) return;
    out.days_between = static_cast<int>((out.after->period.first - out.before->period.last).count()) - 1;
    if (out.before->count > 0) {
      out.rate_ratio = static_cast<double>(out.after->count) / out.after->period.days() /
                       (static_cast<double>(out.before->count) / out.before->period.days());
    }
  }

  static Sight sight_of(const Sighting& out) {
    if (std::ranges::none_of(out.near, [](const Observation& o) { return has_value(o.figure); }))
      return Sight::not_reported;
    if (out.before && out.after && out.days_between == 0) return Sight::boundary;
    if (out.mixed) return Sight::mixed;
    if (out.before && out.after) return Sight::mixed;  // days between them, of which nothing is published
    if (out.before) return Sight::only_before;
    if (out.after) return Sight::only_after;
    return Sight::banded;
  }

  base::Day event_;
  base::Period window_;
};

bool is_near(const Sighting& sighting) { return sighting.sight != Sight::ended && sighting.sight != Sight::later; }

/// Figures that came closest to the window, under the base measure's name.
std::optional<Sighting> closest(const std::vector<Sighting>& far, std::string_view base) {
  const auto one = std::ranges::max_element(
      far, {}, [](const Sighting& s) { return std::pair(s.sight == Sight::ended, s.edge.value_or(base::Day())); });
  if (one == far.end()) return std::nullopt;
  Sighting out = *one;
  out.measure = base;
  return out;
}

/// Of one platform and base measure.
std::vector<Sighting> chosen(const std::vector<Sighting>& found, std::string_view base) {
  std::vector<Sighting> near, far;
  bool exact = false;
  for (const Sighting& s : found) {
    (is_near(s) ? near : far).push_back(s);
    exact = exact || (is_near(s) && s.sight != Sight::banded && s.sight != Sight::not_reported);
  }
  const auto whole = std::ranges::find(near, base, &Sighting::measure);
  if (whole != near.end() && whole->sight != Sight::not_reported) return {*whole};
  if (exact) return near;
  if (auto one = closest(far, base)) near.insert(near.begin(), std::move(*one));
  return near;
}

std::vector<Sighting> of_base(const AllSeries& all, const Looking& looking, std::string_view platform,
                              const std::string& country, std::string_view base) {
  std::vector<Sighting> found;
  for (const auto& [key, series] : all) {
    if (key.platform == platform && key.country == country && base_of(key.measure) == base && is_count(key.measure))
      found.push_back(looking.at(key, series));
  }
  return chosen(found, base);
}

}  // namespace

std::string_view code(Sight sight) { return sight_codes[static_cast<std::size_t>(sight)]; }

base::Period window_of(const DisplacementOptions& options) {
  if (options.window) return *options.window;
  return {options.event - std::chrono::days(near_days), options.event + std::chrono::days(near_days)};
}

base::Result<std::vector<Sighting>> displacement(std::span<const Observation> observations,
                                                 const DisplacementOptions& options) {
  const base::Period window = window_of(options);
  if (options.event < window.first || options.event > window.last)
    return base::invalid("window", base::format_period(window), "holds the event");
  const AllSeries all = series_of(observations);
  const Looking looking(options);
  std::vector<Sighting> out;
  for (const Platform& platform : platforms()) {
    const std::size_t before = out.size();
    for (const std::string& country : {options.country, std::string()}) {
      if (out.size() > before) break;  // figures by country are there
      for (const std::string_view base : bases)
        std::ranges::move(of_base(all, looking, platform.code, country, base), std::back_inserter(out));
    }
    if (out.size() == before) out.push_back({.platform = std::string(platform.code), .measure = ""});
  }
  return out;
}

}  // namespace writ::observatory
