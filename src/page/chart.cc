#include "page/chart.h"

#include <algorithm>
#include <iterator>

#include "page/chart_scale.h"
#include "page/number.h"
#include "page/shapes_svg.h"

namespace writ::page {

namespace {

constexpr double left = 60;  // room for the figures of the axis
constexpr double right = 12;
constexpr double bar_area = 130;     // px of the tallest bar
constexpr double head_flat = 40;     // panel title and a count above the tallest bar
constexpr double head_upright = 64;  // the same if counts stand upright
constexpr double foot_flat = 30;
constexpr double foot_upright = 110;
constexpr double event_row = 16;
constexpr double letter = 6.4;  // px: wider than the mean letter at 12 px, so that estimates err on the safe side

/// Width of words in px. A Chinese sign is as wide as two letters; every other code point counts as one.
double width_of(std::string_view words) {
  std::size_t letters = 0;
  for (std::size_t i = 0; i < words.size(); ++i) {
    const auto byte = static_cast<unsigned char>(words[i]);
    if ((byte & 0xC0) == 0x80) continue;
    letters += byte >= 0xE3 && byte <= 0xE9 ? 2 : 1;
  }
  return static_cast<double>(letters) * letter;
}

/// Lines of at most `letters`, broken at spaces; a longer word has a line of its own.
std::vector<std::string> wrapped(std::string_view words, std::size_t letters) {
  std::vector<std::string> lines;
  while (!words.empty()) {
    const std::size_t space = words.find(' ');
    const std::string word(words.substr(0, space));
    words = space == std::string_view::npos ? std::string_view() : words.substr(space + 1);
    if (!lines.empty() && lines.back().size() + 1 + word.size() <= letters) {
      lines.back() += " " + word;
    } else {
      lines.push_back(word);
    }
  }
  return lines;
}

/// Days between two periods are shown as a period that reported nothing.
std::vector<ChartPeriod> with_gaps(const std::vector<ChartPeriod>& periods) {
  std::vector<ChartPeriod> all;
  for (const ChartPeriod& each_period : periods) {
    if (!all.empty() && each_period.period.first > all.back().period.last + std::chrono::days(1)) {
      const base::Period gap{all.back().period.last + std::chrono::days(1),
                             each_period.period.first - std::chrono::days(1)};
      all.push_back({gap, std::nullopt, std::nullopt});
    }
    all.push_back(each_period);
  }
  return all;
}

bool is_inside(const std::vector<ChartPeriod>& periods, base::Day day) {
  return !periods.empty() && day >= periods.front().period.first && day <= periods.back().period.last;
}

/// Everything that the parts of one drawing share.
class Drawing {
 public:
  explicit Drawing(const PeriodChart& chart)
      : chart_(chart),
        t_(Locale::of(chart.language)),
        periods_(with_gaps(chart.periods)),
        rate_(is_per_30_days(chart.periods)),
        width_(static_cast<double>(chart.width) - left - right),
        scale_(periods_.front().period.first, periods_.back().period.last + std::chrono::days(1), left, width_) {
    for (const ChartPeriod& each_period : periods_) {
      const double room = bar_width(each_period);
      const std::string label = period_label(each_period.period, t_);
      upright_labels_ |= width_of(label) > room;
      for (const auto& count : {each_period.requests, each_period.users}) {
        upright_counts_ |= count && width_of(t_.number(*count)) > room;
      }
    }
    for (const ChartEvent& event : chart.events) {
      if (is_inside(periods_, event.day)) events_.push_back(event);
    }
  }

  /// Draws from `top` down; bottom() is how far.
  void draw(double top) {
    bottom_ = top + static_cast<double>(events_.size()) * event_row;
    panel(chart_.requests_label, Tone::requests, [](const ChartPeriod& one) { return one.requests; });
    panel(chart_.users_label, Tone::users, [](const ChartPeriod& one) { return one.users; });
    time_axis();
    for (std::size_t i = 0; i < events_.size(); ++i) event(events_[i], top + static_cast<double>(i) * event_row + 11);
  }
  std::vector<Shape> take() { return std::move(shapes_); }
  double bottom() const { return bottom_ + (upright_labels_ ? foot_upright : foot_flat); }

 private:
  double bar_width(const ChartPeriod& one) const {
    return scale_.at(one.period.last + std::chrono::days(1)) - scale_.at(one.period.first);
  }
  double height_of(const ChartPeriod& one, std::uint64_t count) const {
    return static_cast<double>(count) * (rate_ ? 30.0 / one.period.days() : 1.0);
  }

  void line(double x1, double y1, double x2, double y2, Tone tone, bool dashed = false) {
    shapes_.push_back(Stroke{x1, y1, x2, y2, tone, dashed});
  }
  void text(Words at, std::string words) {
    at.text = std::move(words);
    shapes_.push_back(std::move(at));
  }

  template <class Count>
  void panel(const std::string& label, Tone tone, Count count_of) {
    double tallest = 0;
    for (const ChartPeriod& one : periods_) {
      if (const auto count = count_of(one)) tallest = std::max(tallest, height_of(one, *count));
    }
    if (tallest == 0) tallest = 1;  // an axis even if every bar is zero
    text({4, bottom_ + 14, Anchor::start, false, 13, true},
         rate_ ? t_.text("chart.per_30_days", {{"label", label}}) : label);
    const double base_line = bottom_ + (upright_counts_ ? head_upright : head_flat) + bar_area;
    value_axis(tallest, base_line);
    for (const ChartPeriod& one : periods_) one_bar(one, count_of(one), tallest, base_line, tone);
    // An outline would hide bars of a pixel; a line of paper between two bars does not.
    for (std::size_t i = 1; i < periods_.size(); ++i) {
      const double x = scale_.at(periods_[i].period.first);
      line(x, base_line - bar_area, x, base_line, Tone::paper);
    }
    line(left, base_line, left + width_, base_line, Tone::ink);
    bottom_ = base_line + 8;
  }

  void value_axis(double tallest, double base_line) {
    const double step = rate_ ? tick_step(tallest) : std::max(1.0, tick_step(tallest));
    for (double tick = 0; tick <= tallest * 1.0001; tick += step) {
      const double y = base_line - bar_area * tick / tallest;
      if (tick > 0) line(left, y, left + width_, y, Tone::rule);
      text({left - 6, y + 4, Anchor::end, false, 12, false, Tone::ink_2},
           step < 1 ? t_.decimal(tick) : t_.number(static_cast<std::uint64_t>(std::llround(tick))));
    }
  }

  void one_bar(const ChartPeriod& one, std::optional<std::uint64_t> count, double tallest, double base_line, Tone tone) {
    const double x = scale_.at(one.period.first);
    const double middle = x + bar_width(one) / 2;
    if (!count) {
      shapes_.push_back(Box{x, base_line - bar_area, bar_width(one), bar_area, Tone::ink_2, true});
      const std::string words = t_.text("cell.not_reported");
      if (bar_width(one) > width_of(words)) text({middle, base_line - bar_area - 6, Anchor::middle}, words);
      return;
    }
    const double height = bar_area * height_of(one, *count) / tallest;
    const double top = base_line - height;
    shapes_.push_back(Box{x, top, bar_width(one), height, tone});
    text(upright_counts_ ? Words{middle + 4, top - 6, Anchor::start, true} : Words{middle, top - 6, Anchor::middle},
         t_.number(*count));
  }

  void time_axis() {
    for (const ChartPeriod& one : periods_) {
      const double middle = scale_.at(one.period.first) + bar_width(one) / 2;
      text(upright_labels_ ? Words{middle + 4, bottom_, Anchor::end, true} : Words{middle, bottom_ + 10, Anchor::middle},
           period_label(one.period, t_));
    }
  }

  void event(const ChartEvent& change, double y) {
    const double x = scale_.at(change.day);
    const std::string words = base::format_day(change.day) + " " + change.label;
    const bool to_the_left = x + width_of(words) > static_cast<double>(chart_.width);
    line(x, y + 3, x, bottom_ - 8, Tone::ink, true);
    text({x, y, to_the_left ? Anchor::end : Anchor::start}, words);
  }

  const PeriodChart& chart_;
  const Locale& t_;
  std::vector<ChartPeriod> periods_;
  std::vector<ChartEvent> events_;
  bool rate_;
  double width_;
  TimeScale scale_;
  bool upright_labels_ = false;
  bool upright_counts_ = false;
  double bottom_ = 0;
  std::vector<Shape> shapes_;
};

template <class... Part>
Html svg(const PeriodChart& chart, double height, const Part&... part) {
  const std::string width = std::to_string(chart.width);
  return element("svg", attr("xmlns", "http://www.w3.org/2000/svg"), cls("w-chart"), attr("role", "img"),
                 attr("aria-label", chart.title), attr("viewBox", "0 0 " + width + " " + coordinate(height)),
                 attr("width", width), attr("height", coordinate(height)),
                 attr("font-family", "'Source Sans 3','IBM Plex Sans Arabic',system-ui,sans-serif"),
                 when(chart.language != Language::en, attr("lang", tag_of(chart.language))),
                 when(is_right_to_left(chart.language), attr("direction", "ltr")), part...);
}

}  // namespace

bool is_per_30_days(const std::vector<ChartPeriod>& periods) {
  return std::any_of(periods.begin(), periods.end(),
                     [&](const ChartPeriod& one) { return one.period.days() != periods.front().period.days(); });
}

std::vector<std::string> chart_notes(const PeriodChart& chart) {
  std::vector<std::string> notes;
  for (const ChartEvent& change : chart.events) {
    for (const ChartPeriod& one : chart.periods) {
      if (change.day <= one.period.first || change.day > one.period.last) continue;
      const auto after = static_cast<std::uint64_t>((one.period.last - change.day).count()) + 1;
      notes.push_back(Locale::of(chart.language)
                          .text("chart.note", {{"after", after},
                                               {"days", one.period.days()},
                                               {"period", period_label(one.period, Locale::of(chart.language))},
                                               {"day", base::format_day(change.day)},
                                               {"label", change.label}}));
    }
  }
  return notes;
}

Shapes period_shapes(const PeriodChart& chart) {
  if (chart.periods.empty()) return {};
  Drawing drawing(chart);
  drawing.draw(4);
  return {static_cast<double>(chart.width), drawing.bottom(), drawing.take()};
}

Html period_chart(const PeriodChart& chart) {
  if (chart.periods.empty()) return p(Locale::of(chart.language)("chart.empty"));
  const Shapes shapes = period_shapes(chart);
  return svg(chart, shapes.height, svg_shapes(shapes.list, chart.id + "-hatch"));
}

std::string period_chart_file(const PeriodChart& chart) {
  std::vector<Shape> shapes;
  double bottom = 4;
  const auto write = [&](std::string_view lines, Words at, double row) {
    const double letters = (static_cast<double>(chart.width) - 8) / (letter * at.size / 12);
    for (std::string& one : wrapped(lines, static_cast<std::size_t>(letters))) {
      at.y = bottom += row;
      at.text = std::move(one);
      shapes.push_back(at);
    }
  };
  write(chart.title, {4, 0, Anchor::start, false, 16, true}, 20);
  write(chart.subtitle, {4, 0, Anchor::start, false, 12, false, Tone::ink_2}, 18);
  bottom += 10;
  if (!chart.periods.empty()) {
    Drawing drawing(chart);
    drawing.draw(bottom);
    std::ranges::move(drawing.take(), std::back_inserter(shapes));
    bottom = drawing.bottom();
  }
  for (const std::string& note : chart_notes(chart)) write(note, {4, 0}, 16);
  write(chart.source, {4, 0, Anchor::start, false, 12, false, Tone::ink_2}, 18);
  if (!chart.label.empty()) write(chart.label, {4, 0, Anchor::start, false, 12, true}, 18);
  const double height = bottom + 8;
  shapes.insert(shapes.begin(), Box{0, 0, static_cast<double>(chart.width), height, Tone::paper});
  return svg(chart, height, element("title", chart.title), markup(svg_style()),
             svg_shapes(shapes, chart.id + "-hatch")).str() + "\n";
}

}  // namespace writ::page
