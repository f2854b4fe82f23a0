// A drawing as plain values: what a chart is made of before it becomes SVG or a page of a PDF.
#pragma once

#include <cstdint>
#include <string>
#include <variant>
#include <vector>

namespace writ::page {

/// Colours of the design by what they are for; who draws says which they are, in light and in dark.
enum class Tone : std::uint8_t { paper, ink, ink_2, rule, requests, users };

// Units are px of the drawing; y grows downwards.
struct Stroke {
  double x1, y1, x2, y2;
  Tone tone = Tone::ink;
  bool dashed = false;
};
struct Box {
  double x, y, width, height;
  Tone tone = Tone::ink;
  bool hatched = false;  // with stripes of the secondary ink, whatever the tone
};
enum class Anchor : std::uint8_t { start, middle, end };
/// One line of text; `y` is its base line. Upright text reads from below.
struct Words {
  double x, y;
  Anchor anchor = Anchor::start;
  bool upright = false;
  unsigned size = 12;
  bool bold = false;
  Tone tone = Tone::ink;
  std::string text = {};
};
using Shape = std::variant<Stroke, Box, Words>;

struct Shapes {
  double width = 0, height = 0;
  std::vector<Shape> list;  // the later ones lie above
};

}  // namespace writ::page
