#include "pdf/picture.h"

#include <array>
#include <numbers>

namespace writ::pdf {

namespace {

using page::Anchor, page::Tone;

// The light palette of the web faces, by page::Tone; paper is white here.
constexpr std::array<Colour, 6> colours = {{{1, 1, 1},
                                            ink,
                                            ink_soft,
                                            hairline,
                                            accent,
                                            {0.710, 0.376, 0.039}}};

class Drawer {
 public:
  Drawer(cairo_t* cairo, PangoContext* context) : cairo_(cairo), context_(context) {}

  void operator()(const page::Stroke& one) const {
    paint(one.tone);
    constexpr std::array<double, 2> dashes = {5, 4};
    cairo_set_dash(cairo_, dashes.data(), one.dashed ? 2 : 0, 0);
    cairo_set_line_width(cairo_, one.dashed ? 1.5 : 1);
    cairo_move_to(cairo_, one.x1, one.y1);
    cairo_line_to(cairo_, one.x2, one.y2);
    cairo_stroke(cairo_);
    cairo_set_dash(cairo_, nullptr, 0, 0);
  }

  void operator()(const page::Box& one) const {
    paint(one.hatched ? Tone::ink_2 : one.tone);
    cairo_rectangle(cairo_, one.x, one.y, one.width, one.height);
    if (!one.hatched) return cairo_fill(cairo_);
    cairo_save(cairo_);
    cairo_clip(cairo_);
    cairo_set_line_width(cairo_, 1);
    for (double x = one.x - one.height; x < one.x + one.width; x += 6) {
      cairo_move_to(cairo_, x, one.y + one.height);
      cairo_line_to(cairo_, x + one.height, one.y);
    }
    cairo_stroke(cairo_);
    cairo_restore(cairo_);
  }

  void operator()(const page::Words& one) const {
    const TextLayout layout = layout_text(context_, one.text, one.bold ? Style::chart_bold : Style::chart, 0);
    const double width = width_of(layout);
    const double back = one.anchor == Anchor::start ? 0 : one.anchor == Anchor::middle ? width / 2 : width;
    const double base_line = static_cast<double>(pango_layout_get_baseline(layout.get())) / PANGO_SCALE;
    paint(one.tone);
    cairo_save(cairo_);
    cairo_translate(cairo_, one.x, one.y);
    if (one.upright) cairo_rotate(cairo_, -std::numbers::pi / 2);
    cairo_move_to(cairo_, -back, -base_line);
    pango_cairo_show_layout(cairo_, layout.get());
    cairo_restore(cairo_);
  }

 private:
  void paint(Tone tone) const {
    const Colour& colour = colours[static_cast<std::size_t>(tone)];
    cairo_set_source_rgb(cairo_, colour.red, colour.green, colour.blue);
  }

  cairo_t* cairo_;
  PangoContext* context_;
};

}  // namespace

void draw_picture(cairo_t* cairo, PangoContext* context, const Placed& picture) {
  cairo_save(cairo);
  cairo_translate(cairo, picture.x, picture.y);
  cairo_scale(cairo, picture.scale, picture.scale);
  const Drawer drawer(cairo, context);
  for (const page::Shape& shape : picture.shapes->list) std::visit(drawer, shape);
  cairo_restore(cairo);
}

}  // namespace writ::pdf
