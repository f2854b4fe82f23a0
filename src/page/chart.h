// The chart of unequal periods, as SVG text: two panels that share the time axis, requests above, users below.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "base/time.h"
#include "page/html.h"
#include "page/locale.h"
#include "page/shapes.h"

namespace writ::page {

/// One bar in each panel. nullopt = not reported, which is hatched and never looks like zero.
struct ChartPeriod {
  base::Period period;
  std::optional<std::uint64_t> requests;
  std::optional<std::uint64_t> users;
};

/// A dated change, drawn as a dashed line through both panels: "Policy telegram-2024-09".
struct ChartEvent {
  base::Day day;
  std::string label;
};

struct PeriodChart {
  std::string id = "chart";  // unique in its page
  std::string title;         // the finding in one sentence; the picture's accessible name
  std::string subtitle;      // measure, unit, place, period; drawn in the file of its own
  std::string source;        // at the foot of the file of its own
  std::string label;         // after it, on a line of its own: that the data are synthetic
  std::string requests_label = "Requests";
  std::string users_label = "Users affected";
  std::vector<ChartPeriod> periods;  // ascending, without overlap; days between two of them count as not reported
  std::vector<ChartEvent> events;    // those outside all periods are not drawn
  unsigned width = 720;              // px; the narrow form for phones is 360
  Language language = Language::en;  // of the words and figures; time runs from left to right in all of them
};

/// True as soon as two periods differ in days: heights are then per 30 days and the counts are printed on the bars.
bool is_per_30_days(const std::vector<ChartPeriod>& periods);

/// For each event inside a bar: "7 of the 274 days of Jan-Sep 2024 lie after the change of 2024-09-24 (new policy)."
/// They stand beside the chart, since a bar cannot show them.
std::vector<std::string> chart_notes(const PeriodChart& chart);

/// The drawing alone: two panels and the time axis. Nothing without periods.
Shapes period_shapes(const PeriodChart& chart);

/// For a page: colours are the page's custom properties, with the light ones where there are none.
Html period_chart(const PeriodChart& chart);

/// A file of its own: with title, subtitle, source and its own colours, light and dark.
std::string period_chart_file(const PeriodChart& chart);

}  // namespace writ::page
