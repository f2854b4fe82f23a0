// Small multiples: one panel for each platform, all over the same days; bars begin at zero, are as wide as their period
// and as high as the figure per 30 days, each panel on a scale of its own.
#include <algorithm>
#include <map>

#include "observatory/disjoint.h"
#include "observatory/series.h"
#include "page/chart_scale.h"
#include "page/number.h"
#include "report/page_others.h"

namespace writ::report {

using namespace page;

namespace {

using observatory::Observation;

constexpr double panel_height = 96;  // px of the tallest bar and the line of words above it
constexpr double words_height = 22;
constexpr double two_lines_height = 36;  // where title and largest rate do not fit beside each other
constexpr double foot_height = 30;
constexpr double left = 8;
constexpr double letter = 6.6;         // px, wider than the mean at 12 px
constexpr std::size_t panels_max = 8;  // more would be no overview; the table has them all
constexpr std::string_view ink = "var(--w-ink,#16202c)";
constexpr std::string_view ink_2 = "var(--w-ink-2,#4a5460)";
constexpr std::string_view rule = "var(--w-rule,#c9c5ba)";
constexpr std::string_view fill = "var(--c-requests,#0a5568)";

struct Panel {
  std::string title;
  std::vector<const Observation*> bars;  // ascending, without overlap
};

/// The shortest periods that can stand side by side, with one figure each.
std::vector<const Observation*> bars_of(const std::vector<const Observation*>& series) {
  std::map<base::Period, const Observation*> by_period;
  std::vector<observatory::SurgePeriod> periods;
  for (const Observation* one : series)
    if (by_period.emplace(one->period, one).second) periods.push_back({.period = one->period});
  std::vector<const Observation*> out;
  for (const observatory::SurgePeriod& one : observatory::disjoint(std::move(periods)))
    out.push_back(by_period.at(one.period));
  return out;
}

double height_of(const Observation& bar, bool upper) {
  const auto& end = upper && bar.figure.high ? bar.figure.high : bar.figure.low;
  return end ? static_cast<double>(*end) / bar.period.days() * 30 : 0;
}

double top_of(const Panel& panel) {
  double top = 0;
  for (const Observation* bar : panel.bars) top = std::max(top, height_of(*bar, true));
  return top;
}

/// A platform's total over all processes; where it has none, its largest processes. At most panels_max, in the order of
/// the platforms.
std::vector<Panel> panels_of(const OthersPlace& place, const Locale& t) {
  std::map<std::string, std::map<std::string, std::vector<const Observation*>>> series;
  for (const Observation* one : place.figures) series[one->platform][one->measure].push_back(one);
  std::vector<Panel> panels;
  for (const auto& [platform, measures] : series) {
    std::vector<Panel> own;
    for (const auto& [measure, figures] : measures) {
      const std::string process = process_words(measure, t);
      std::string title(platform_name(platform));
      if (!process.empty()) title = t.text("others.measure_of", {{"measure", title}, {"process", process}});
      own.push_back({std::move(title), bars_of(figures)});
    }
    std::ranges::sort(own, std::ranges::greater(), top_of);
    const auto total = std::ranges::find(own, std::string(platform_name(platform)), &Panel::title);
    if (total != own.end()) own = {*total};
    const std::size_t kept = std::max<std::size_t>(1, std::min(own.size(), panels_max / series.size()));
    own.resize(kept);
    for (Panel& panel : own) panels.push_back(std::move(panel));
  }
  return panels;
}

Html text(double x, double y, std::string_view anchor, std::string_view colour, const std::string& words,
          bool bold = false) {
  return element("text", attr("x", coordinate(x)), attr("y", coordinate(y)), attr("text-anchor", anchor),
                 attr("font-size", "12"), attr("fill", colour), when(bold, attr("font-weight", "600")), words);
}

Html rect(double x, double y, double width, double height, std::string_view colour) {
  return element("rect", attr("x", coordinate(x)), attr("y", coordinate(y)), attr("width", coordinate(width)),
                 attr("height", coordinate(height)), attr("fill", colour));
}

/// `room`: px of the tallest bar.
Html bar_of(const Observation& bar, const TimeScale& time, double floor, double scale, double room) {
  const double x = time.at(bar.period.first), width = time.at(bar.period.last + std::chrono::days(1)) - x;
  const double shown = std::max(0.8, width - 1);  // a gap between bars, and never thinner than can be seen
  if (!observatory::has_value(bar.figure)) {
    // Not reported: an outline to the top of the panel, empty and dashed; a zero is a line on the floor.
    return element("rect", attr("x", coordinate(x)), attr("y", coordinate(floor - room)),
                   attr("width", coordinate(shown)), attr("height", coordinate(room)), attr("fill", "none"),
                   attr("stroke", ink_2), attr("stroke-dasharray", "2 3"));
  }
  const double low = height_of(bar, false) * scale, high = height_of(bar, true) * scale;
  Html out = rect(x, floor - std::max(low, 1.0), shown, std::max(low, 1.0), fill);
  if (bar.figure.high && high > low)
    out +=
        element("rect", attr("x", coordinate(x)), attr("y", coordinate(floor - high)), attr("width", coordinate(shown)),
                attr("height", coordinate(high - low)), attr("fill", "none"), attr("stroke", fill));
  if (!bar.figure.high)
    out += element("path", attr("d", "M" + coordinate(x) + " " + coordinate(floor - low - 5) + "h" + coordinate(shown)),
                   attr("stroke", fill), attr("stroke-dasharray", "2 2"));
  return out;
}

/// Room that letters take: bytes that go on with a letter of UTF-8 take none, Chinese ones as much as two Latin ones.
std::size_t characters(std::string_view text) {
  std::size_t count = 0;
  for (const char c : text) {
    const auto byte = static_cast<unsigned char>(c);
    if ((byte & 0xC0U) != 0x80U) count += byte >= 0xE3U ? 2 : 1;
  }
  return count;
}

/// Says which figure a bar is, for who reads the file by a program.
Html named_bar(const Observation& bar, const Html& drawn) {
  return element("g", attr("data-platform", bar.platform), attr("data-measure", bar.measure),
                 attr("data-period", base::format_period(bar.period)),
                 attr("data-status", observatory::code(bar.figure.status)), drawn);
}

Html panel_of(const Panel& panel, const TimeScale& time, double floor, double width, bool named, const Locale& t) {
  const double top = top_of(panel);
  const std::string most = t.text("others.most", {{"n", t.decimal(top)}});
  const auto letters = static_cast<std::size_t>((width - 2 * left) / letter);
  const bool fits = characters(panel.title) + characters(most) + 2 <= letters;
  const double room = panel_height - (fits ? words_height : two_lines_height);
  const double scale = top > 0 ? room / top : 0;
  Html out = each(panel.bars, [&](const Observation* bar) {
    const Html drawn = bar_of(*bar, time, floor, scale, room);
    return named ? named_bar(*bar, drawn) : drawn;
  });
  out += element("path", attr("d", "M" + coordinate(left) + " " + coordinate(floor) + "H" + coordinate(width - left)),
                 attr("stroke", rule));
  out += text(left, floor - panel_height + 10, "start", ink, panel.title, true);
  out += text(width - left, floor - panel_height + (fits ? 10 : 24), "end", ink_2, most);
  return out;
}

base::Period span_of(const std::vector<Panel>& panels) {
  base::Period span{base::Day::max(), base::Day::min()};
  for (const Panel& panel : panels)
    for (const Observation* bar : panel.bars) {
      span.first = std::min(span.first, bar->period.first);
      span.last = std::max(span.last, bar->period.last);
    }
  return span;
}

Html years_of(const base::Period& span, const TimeScale& time, double foot, double width) {
  using namespace std::chrono;
  Html out;
  const int first = static_cast<int>(year_month_day(span.first).year());
  const int last = static_cast<int>(year_month_day(span.last).year());
  const int step = std::max(1, static_cast<int>(static_cast<double>(last - first + 1) * 42 / width) + 1);
  for (int y = first; y <= last; y += step) {
    const base::Day day = std::max(span.first, base::Day(year(y) / January / 1));
    const double x = std::min(time.at(day), width - 34);
    const double next = time.at(base::Day(year(y + step) / January / 1));
    if (next - x < 34 && y + step <= last) continue;  // the span begins late in its first year
    out += element("path", attr("d", "M" + coordinate(x) + " " + coordinate(foot) + "v5"), attr("stroke", ink_2));
    out += text(x, foot + 17, "start", ink_2, std::to_string(y));
  }
  return out;
}

std::string title_of(const OthersPlace& place, const Locale& t) {
  return t.text("others.chart_title", {{"measure", place.measure->label(t)}, {"place", place.name(t)}});
}

/// `named`: each bar says which figure it is.
Html body_of(const OthersPlace& place, const std::vector<Panel>& panels, double width, bool named, const Locale& t) {
  const base::Period span = span_of(panels);
  const TimeScale time(span.first, span.last + std::chrono::days(1), left, width - 2 * left);
  Html out = element("title", title_of(place, t));
  double floor = 0;
  for (const Panel& panel : panels) out += panel_of(panel, time, floor += panel_height + 8, width, named, t);
  return out + years_of(span, time, floor, width);
}

double height_for(const std::vector<Panel>& panels) {
  return static_cast<double>(panels.size()) * (panel_height + 8) + foot_height;
}

}  // namespace

Html place_chart(const OthersPlace& place, unsigned width, const Locale& t) {
  const std::vector<Panel> panels = panels_of(place, t);
  const std::string box = "0 0 " + std::to_string(width) + " " + coordinate(height_for(panels));
  return element("svg", cls("w-chart"), attr("viewBox", box), attr("width", width), attr("role", "img"),
                 attr("direction", "ltr"), attr("aria-label", title_of(place, t)),
                 body_of(place, panels, width, /*named=*/false, t));
}

std::string place_chart_file(const OthersPlace& place, const std::string& source, const Locale& t) {
  constexpr unsigned width = 720;
  const std::vector<Panel> panels = panels_of(place, t);
  const double height = height_for(panels) + 40;
  Html out = markup("<style>svg{color-scheme:light dark}text{font-family:sans-serif}</style>");
  out += rect(0, -20, width, height, "var(--w-paper,#fbfaf7)");
  out += text(left, -4, "start", ink, title_of(place, t), true);
  out += body_of(place, panels, width, /*named=*/true, t);
  out += text(left, height - 28, "start", ink_2, source);
  const Html svg =
      element("svg", attr("xmlns", "http://www.w3.org/2000/svg"), attr("direction", "ltr"), attr("xml:lang", t.tag()),
              attr("viewBox", "0 -20 " + std::to_string(width) + " " + coordinate(height)), attr("width", width), out);
  return "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n" + svg.str() + "\n";
}

}  // namespace writ::report
