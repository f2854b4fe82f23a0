// Inside the room: where each piece of a document stands, before anything is drawn: so that a page knows how many
// follow.
#pragma once

#include <pango/pangocairo.h>

#include <memory>
#include <optional>
#include <string_view>
#include <vector>

#include "pdf/document.h"

namespace writ::pdf {

struct Unref {
  template <class T>
  void operator()(T* object) const {
    g_object_unref(object);
  }
};
using TextLayout = std::unique_ptr<PangoLayout, Unref>;
using TextContext = std::unique_ptr<PangoContext, Unref>;

struct Colour {
  double red, green, blue;
};
// The light palette of the web faces on white paper.
inline constexpr Colour ink{0.086, 0.125, 0.173}, ink_soft{0.290, 0.329, 0.376}, accent{0.039, 0.333, 0.408};
inline constexpr Colour hairline{0.788, 0.773, 0.729}, tint{0.945, 0.937, 0.914}, warning{0.490, 0.290, 0.0};

// A4 in points (1/72 inch).
inline constexpr double page_width = 595.276, page_height = 841.890, margin = 62, text_width = page_width - 2 * margin;
inline constexpr double head_height = 34, foot_height = 46;

enum class Style : std::uint8_t { title, section, subsection, body, cell, cell_head, small, mono, chart, chart_bold };

/// A drawing of the document, `scale` points to the px.
struct Placed {
  const page::Shapes* shapes;
  double x, y, scale;
};
/// A piece of text or a drawing with its structure element; without a tag it is page furniture.
struct Node {
  std::string_view tag;
  TextLayout layout;
  double x = 0, y = 0;
  Colour colour = ink;
  std::vector<Node> children;
  std::optional<Placed> picture = {};
};
struct Line {
  double x, y, width, thickness;
  Colour colour;
};
struct Fill {
  double x, y, width, height;
  Colour colour;
};
struct Page {
  std::vector<Fill> fills;
  std::vector<Line> lines;
  std::vector<Node> nodes;
};

/// `width` 0 = as wide as it is.
TextLayout layout_text(PangoContext* context, std::string_view text, Style style, double width);
double height_of(const TextLayout& layout);
double width_of(const TextLayout& layout);

/// The body over as many pages as it needs; the first leaves room for the letterhead.
std::vector<Page> place(const Document& document, PangoContext* context);

}  // namespace writ::pdf
