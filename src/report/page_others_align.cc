// Figures of several platforms side by side by their real periods: a half-year is one cell beside two quarters, and
// what nobody published is an empty cell that says so.
#include <algorithm>
#include <map>
#include <set>

#include "observatory/disjoint.h"
#include "observatory/series.h"
#include "page/number.h"
#include "report/components.h"
#include "report/page_others.h"

namespace writ::report {

using namespace page;

namespace {

struct PlatformColumn {
  std::string platform;
  std::map<base::Period, std::vector<const observatory::Observation*>> by_period;
  std::vector<base::Period> shown;  // ascending, without overlap: the shortest that were published
};

/// As many periods as can stand side by side; longer ones over them are in the table of figures below.
std::vector<base::Period> side_by_side(const PlatformColumn& column) {
  std::vector<observatory::SurgePeriod> periods;
  for (const auto& [period, figures] : column.by_period) periods.push_back({.period = period});
  std::vector<base::Period> out;
  for (const observatory::SurgePeriod& one : observatory::disjoint(std::move(periods))) out.push_back(one.period);
  return out;
}

std::vector<PlatformColumn> columns_of(const OthersPlace& place) {
  std::vector<PlatformColumn> columns;
  for (const observatory::Observation* figure : place.figures) {
    if (columns.empty() || columns.back().platform != figure->platform)
      columns.push_back({.platform = figure->platform});
    columns.back().by_period[figure->period].push_back(figure);
  }
  for (PlatformColumn& column : columns) column.shown = side_by_side(column);
  return columns;
}

/// Where any platform's period begins, or days begin that nobody published; the last is the day after the end.
std::vector<base::Day> cuts_of(const std::vector<PlatformColumn>& columns) {
  std::set<base::Day> cuts;
  for (const PlatformColumn& column : columns)
    for (const base::Period& period : column.shown) cuts.insert({period.first, period.last + std::chrono::days(1)});
  return {cuts.begin(), cuts.end()};
}

std::string anchor(const observatory::Observation* figure, const OthersPlace& place) {
  return anchor_of(static_cast<std::size_t>(std::ranges::find(place.figures, figure) - place.figures.begin()));
}

/// The figure over all processes if there is one, else each process: no sum is made.
Html figures_of(const std::vector<const observatory::Observation*>& figures, const OthersPlace& place,
                const Locale& t) {
  const auto link = [&](const observatory::Observation* one) {
    return a(href("#" + anchor(one, place)), figure_cell(one->figure, t));
  };
  const auto whole = std::ranges::find(figures, place.measure->code, &observatory::Observation::measure);
  if (whole != figures.end()) return observatory::has_value((*whole)->figure) ? link(*whole) : cell_not_reported(t);
  Html out;
  std::size_t empty = 0;
  for (const observatory::Observation* one : figures) {
    if (observatory::has_value(one->figure))
      out += div(cls("w-small"), process_words(one->measure, t), " ", link(one));
    else
      ++empty;
  }
  if (empty > 0) out += div(cls("w-small"), t("others.processes", {{"n", empty}}), " ", cell_not_reported(t));
  return out;
}

Html cell_of(const PlatformColumn& column, base::Day from, base::Day last_cut, const std::vector<base::Day>& cuts,
             const OthersPlace& place, const Locale& t) {
  const Html nothing = span(cls("w-none"), t("others.nothing"));
  const auto rows_to = [&](base::Day end) {
    return std::ranges::lower_bound(cuts, end) - std::ranges::lower_bound(cuts, from);
  };
  for (const base::Period& period : column.shown) {
    if (period.last < from) continue;
    if (period.first < from) return {};  // its cell began in a row above
    const base::Day end = period.first == from ? period.last + std::chrono::days(1) : period.first;
    const Attribute rows = when(rows_to(end) > 1, attr("rowspan", rows_to(end)));
    if (period.first > from) return td(rows, nothing);
    return td(rows, figures_of(column.by_period.at(period), place, t));
  }
  return td(when(rows_to(last_cut) > 1, attr("rowspan", rows_to(last_cut))), nothing);
}

/// True where a run of days without any period began in an earlier row.
bool inside_gap(const PlatformColumn& column, base::Day from, base::Day first_cut) {
  base::Day covered_to = first_cut;
  for (const base::Period& period : column.shown) {
    if (period.first > from) break;
    covered_to = period.last + std::chrono::days(1);
  }
  return from > covered_to;
}

}  // namespace

Html aligned_table(const OthersPlace& place, const Locale& t) {
  const std::vector<PlatformColumn> columns = columns_of(place);
  const std::vector<base::Day> cuts = cuts_of(columns);
  Html head = th(attr("scope", "col"), t("column.days"));
  for (const PlatformColumn& column : columns) head += th(attr("scope", "col"), platform_name(column.platform));
  Html body;
  for (std::size_t i = 0; i + 1 < cuts.size(); ++i) {
    const base::Period row{cuts[i], cuts[i + 1] - std::chrono::days(1)};
    Html cells = th(attr("scope", "row"), period_label(row, t));
    for (const PlatformColumn& column : columns)
      if (!inside_gap(column, cuts[i], cuts.front())) cells += cell_of(column, cuts[i], cuts.back(), cuts, place, t);
    body += tr(cells);
  }
  return table(cls("w-grid"), caption(t("others.aligned")), thead(tr(head)), tbody(body));
}

}  // namespace writ::report
