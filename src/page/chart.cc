#include "page/chart.h"

#include <array>

#include "page/chart_scale.h"
#include "page/number.h"

namespace writ::page {

namespace {

/// A colour of the design: class for the file's own style, custom property and its light and dark value.
struct Colour {
  std::string_view name;
  std::string_view property;
  std::string_view light;
  std::string_view dark;
};
constexpr Colour paper{"paper", "--w-paper", "#fbfaf7", "#12171e"};
constexpr Colour ink{"ink", "--w-ink", "#16202c", "#e9e6df"};
constexpr Colour ink_2{"ink-2", "--w-ink-2", "#4a5460", "#b4bac2"};
constexpr Colour rule{"rule", "--w-rule", "#c9c5ba", "#3a4552"};
constexpr Colour requests_colour{"requests", "--c-requests", "#0a5568", "#7fc6d6"};
constexpr Colour users_colour{"users", "--c-users", "#b5600a", "#f0a04b"};
constexpr std::array all_colours = {paper, ink, ink_2, rule, requests_colour, users_colour};

constexpr double left = 60;  // room for the figures of the axis
constexpr double right = 12;
constexpr double bar_area = 130;     // px of the tallest bar
constexpr double head_flat = 40;     // panel title and a count above the tallest bar
constexpr double head_upright = 64;  // the same if counts stand upright
constexpr double foot_flat = 30;
constexpr double foot_upright = 110;
constexpr double event_row = 16;
constexpr double letter = 6.4;  // px: wider than the mean letter at 12 px, so that estimates err on the safe side

std::string classes(std::string_view prefix, const Colour& colour) {
  return std::string(prefix) + std::string(colour.name);
}
std::string paint(const Colour& colour) {
  return "var(" + std::string(colour.property) + "," + std::string(colour.light) + ")";
}

Html line(double x1, double y1, double x2, double y2, const Colour& colour, bool dashed = false) {
  return element("line", attr("x1", coordinate(x1)), attr("y1", coordinate(y1)), attr("x2", coordinate(x2)),
                 attr("y2", coordinate(y2)), attr("stroke", paint(colour)), cls(classes("w-s-", colour)),
                 when(dashed, attr("stroke-dasharray", "5 4")), when(dashed, attr("stroke-width", "1.5")));
}

struct TextAt {
  double x;
  double y;
  std::string_view anchor = "start";
  bool upright = false;
  unsigned size = 12;
  bool bold = false;
  Colour colour = ink;
};

Html text(const TextAt& at, const Html& words) {
  const std::string turn = "rotate(-90 " + coordinate(at.x) + " " + coordinate(at.y) + ")";
  return element("text", attr("x", coordinate(at.x)), attr("y", coordinate(at.y)), attr("text-anchor", at.anchor),
                 attr("font-size", at.size), when(at.bold, attr("font-weight", "600")),
                 when(at.upright, attr("transform", turn)), attr("fill", paint(at.colour)),
                 cls(classes("w-f-", at.colour)), words);
}

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

Html bar(double x, double y, double width, double height, const Colour& colour) {
  return element("rect", attr("x", coordinate(x)), attr("y", coordinate(y)), attr("width", coordinate(width)),
                 attr("height", coordinate(height)), attr("fill", paint(colour)), cls(classes("w-f-", colour)));
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

  /// Draws from `top` down; height() is how far.
  Html draw(double top) {
    const double first = top + static_cast<double>(events_.size()) * event_row;
    Html out = hatch();
    bottom_ = first;
    out += panel(chart_.requests_label, requests_colour, [](const ChartPeriod& one) { return one.requests; });
    out += panel(chart_.users_label, users_colour, [](const ChartPeriod& one) { return one.users; });
    out += time_axis();
    for (std::size_t i = 0; i < events_.size(); ++i)
      out += event(events_[i], top + static_cast<double>(i) * event_row + 11);
    return out;
  }
  double bottom() const { return bottom_ + (upright_labels_ ? foot_upright : foot_flat); }

 private:
  double bar_width(const ChartPeriod& one) const {
    return scale_.at(one.period.last + std::chrono::days(1)) - scale_.at(one.period.first);
  }
  double height_of(const ChartPeriod& one, std::uint64_t count) const {
    return static_cast<double>(count) * (rate_ ? 30.0 / one.period.days() : 1.0);
  }

  Html hatch() const {
    const Html stripe =
        element("path", attr("d", "M0 6 6 0"), attr("stroke", paint(ink_2)), cls(classes("w-s-", ink_2)));
    return element("defs", element("pattern", id(chart_.id + "-hatch"), attr("width", 6), attr("height", 6),
                                   attr("patternUnits", "userSpaceOnUse"), stripe));
  }

  template <class Count>
  Html panel(const std::string& label, const Colour& colour, Count count_of) {
    double tallest = 0;
    for (const ChartPeriod& one : periods_) {
      if (const auto count = count_of(one)) tallest = std::max(tallest, height_of(one, *count));
    }
    if (tallest == 0) tallest = 1;  // an axis even if every bar is zero
    Html out = text({4, bottom_ + 14, "start", false, 13, true},
                    rate_ ? t_.text("chart.per_30_days", {{"label", label}}) : label);
    const double base_line = bottom_ + (upright_counts_ ? head_upright : head_flat) + bar_area;
    out += value_axis(tallest, base_line);
    for (const ChartPeriod& one : periods_) out += one_bar(one, count_of(one), tallest, base_line, colour);
    // An outline would hide bars of a pixel; a line of paper between two bars does not.
    for (std::size_t i = 1; i < periods_.size(); ++i) {
      const double x = scale_.at(periods_[i].period.first);
      out += line(x, base_line - bar_area, x, base_line, paper);
    }
    out += line(left, base_line, left + width_, base_line, ink);
    bottom_ = base_line + 8;
    return out;
  }

  Html value_axis(double tallest, double base_line) const {
    Html out;
    const double step = rate_ ? tick_step(tallest) : std::max(1.0, tick_step(tallest));
    for (double tick = 0; tick <= tallest * 1.0001; tick += step) {
      const double y = base_line - bar_area * tick / tallest;
      if (tick > 0) out += line(left, y, left + width_, y, rule);
      const std::string figure =
          step < 1 ? t_.decimal(tick) : t_.number(static_cast<std::uint64_t>(std::llround(tick)));
      out += text({left - 6, y + 4, "end", false, 12, false, ink_2}, figure);
    }
    return out;
  }

  Html one_bar(const ChartPeriod& one, std::optional<std::uint64_t> count, double tallest, double base_line,
               const Colour& colour) const {
    const double x = scale_.at(one.period.first);
    const double middle = x + bar_width(one) / 2;
    if (!count) {
      Html out = element("rect", attr("x", coordinate(x)), attr("y", coordinate(base_line - bar_area)),
                         attr("width", coordinate(bar_width(one))), attr("height", coordinate(bar_area)),
                         attr("fill", "url(#" + chart_.id + "-hatch)"));
      const std::string words = t_.text("cell.not_reported");
      if (bar_width(one) > width_of(words)) out += text({middle, base_line - bar_area - 6, "middle"}, words);
      return out;
    }
    const double height = bar_area * height_of(one, *count) / tallest;
    const double top = base_line - height;
    const TextAt flat{middle, top - 6, "middle"};
    const TextAt upright{middle + 4, top - 6, "start", true};
    return bar(x, top, bar_width(one), height, colour) + text(upright_counts_ ? upright : flat, t_.number(*count));
  }

  Html time_axis() const {
    Html out;
    for (const ChartPeriod& one : periods_) {
      const double middle = scale_.at(one.period.first) + bar_width(one) / 2;
      const TextAt flat{middle, bottom_ + 10, "middle"};
      const TextAt upright{middle + 4, bottom_, "end", true};
      out += text(upright_labels_ ? upright : flat, period_label(one.period, t_));
    }
    return out;
  }

  Html event(const ChartEvent& change, double y) const {
    const double x = scale_.at(change.day);
    const std::string words = base::format_day(change.day) + " " + change.label;
    const bool to_the_left = x + width_of(words) > static_cast<double>(chart_.width);
    return line(x, y + 3, x, bottom_ - 8, ink, true) + text({x, y, to_the_left ? "end" : "start"}, words);
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

/// In a file the classes carry the colours, so that programs without custom properties show them as well.
std::string own_style() {
  std::string light;
  std::string dark;
  for (const Colour& colour : all_colours) {
    const auto rules = [&](std::string_view value) {
      const std::string name(colour.name);
      return ".w-f-" + name + "{fill:" + std::string(value) + "}.w-s-" + name + "{stroke:" + std::string(value) + "}";
    };
    light += rules(colour.light);
    dark += rules(colour.dark);
  }
  return "<style>" + light + "@media (prefers-color-scheme:dark){" + dark + "}</style>";
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

Html period_chart(const PeriodChart& chart) {
  if (chart.periods.empty()) return p(Locale::of(chart.language)("chart.empty"));
  Drawing drawing(chart);
  const Html inside = drawing.draw(4);
  return svg(chart, drawing.bottom(), inside);
}

std::string period_chart_file(const PeriodChart& chart) {
  Html words;
  double bottom = 4;
  const auto write = [&](std::string_view lines, TextAt at, double row) {
    const double letters = (static_cast<double>(chart.width) - 8) / (letter * at.size / 12);
    for (const std::string& one : wrapped(lines, static_cast<std::size_t>(letters))) {
      at.y = bottom += row;
      words += text(at, one);
    }
  };
  write(chart.title, {4, 0, "start", false, 16, true}, 20);
  write(chart.subtitle, {4, 0, "start", false, 12, false, ink_2}, 18);
  bottom += 10;
  Html drawn;
  if (!chart.periods.empty()) {
    Drawing drawing(chart);
    drawn = drawing.draw(bottom);
    bottom = drawing.bottom();
  }
  for (const std::string& note : chart_notes(chart)) write(note, {4, 0}, 16);
  write(chart.source, {4, 0, "start", false, 12, false, ink_2}, 18);
  if (!chart.label.empty()) write(chart.label, {4, 0, "start", false, 12, true}, 18);
  const double height = bottom + 8;
  const Html ground = bar(0, 0, static_cast<double>(chart.width), height, paper);
  return svg(chart, height, element("title", chart.title), markup(own_style()), ground, words, drawn).str() + "\n";
}

}  // namespace writ::page
