#include "page/shapes_svg.h"

#include <algorithm>
#include <array>

#include "page/chart_scale.h"

namespace writ::page {

namespace {

/// A colour of the design: class for the file's own style, custom property and its light and dark value.
struct Colour {
  std::string_view name;
  std::string_view property;
  std::string_view light;
  std::string_view dark;
};
constexpr std::array<Colour, 6> colours = {{{"paper", "--w-paper", "#fbfaf7", "#12171e"},
                                            {"ink", "--w-ink", "#16202c", "#e9e6df"},
                                            {"ink-2", "--w-ink-2", "#4a5460", "#b4bac2"},
                                            {"rule", "--w-rule", "#c9c5ba", "#3a4552"},
                                            {"requests", "--c-requests", "#0a5568", "#7fc6d6"},
                                            {"users", "--c-users", "#b5600a", "#f0a04b"}}};
const Colour& colour_of(Tone tone) { return colours[static_cast<std::size_t>(tone)]; }

std::string classes(std::string_view prefix, Tone tone) {
  return std::string(prefix) + std::string(colour_of(tone).name);
}
std::string paint(Tone tone) {
  return "var(" + std::string(colour_of(tone).property) + "," + std::string(colour_of(tone).light) + ")";
}

Html hatch(const std::string& name) {
  const Html stripe =
      element("path", attr("d", "M0 6 6 0"), attr("stroke", paint(Tone::ink_2)), cls(classes("w-s-", Tone::ink_2)));
  return element("defs", element("pattern", id(name), attr("width", 6), attr("height", 6),
                                 attr("patternUnits", "userSpaceOnUse"), stripe));
}

class Drawer {
 public:
  explicit Drawer(const std::string& hatch_id) : hatch_id_(hatch_id) {}

  Html operator()(const Stroke& one) const {
    return element("line", attr("x1", coordinate(one.x1)), attr("y1", coordinate(one.y1)),
                   attr("x2", coordinate(one.x2)), attr("y2", coordinate(one.y2)), attr("stroke", paint(one.tone)),
                   cls(classes("w-s-", one.tone)), when(one.dashed, attr("stroke-dasharray", "5 4")),
                   when(one.dashed, attr("stroke-width", "1.5")));
  }

  Html operator()(const Box& one) const {
    const std::string fill = one.hatched ? "url(#" + hatch_id_ + ")" : paint(one.tone);
    return element("rect", attr("x", coordinate(one.x)), attr("y", coordinate(one.y)),
                   attr("width", coordinate(one.width)), attr("height", coordinate(one.height)), attr("fill", fill),
                   when(!one.hatched, cls(classes("w-f-", one.tone))));
  }

  Html operator()(const Words& one) const {
    constexpr std::array<std::string_view, 3> anchors = {"start", "middle", "end"};
    const std::string turn = "rotate(-90 " + coordinate(one.x) + " " + coordinate(one.y) + ")";
    return element("text", attr("x", coordinate(one.x)), attr("y", coordinate(one.y)),
                   attr("text-anchor", anchors[static_cast<std::size_t>(one.anchor)]), attr("font-size", one.size),
                   when(one.bold, attr("font-weight", "600")), when(one.upright, attr("transform", turn)),
                   attr("fill", paint(one.tone)), cls(classes("w-f-", one.tone)), one.text);
  }

 private:
  const std::string& hatch_id_;
};

}  // namespace

Html svg_shapes(const std::vector<Shape>& shapes, const std::string& hatch_id) {
  const bool hatched = std::ranges::any_of(shapes, [](const Shape& shape) {
    const auto* box = std::get_if<Box>(&shape);
    return box != nullptr && box->hatched;
  });
  const Drawer drawer(hatch_id);
  Html out = hatched ? hatch(hatch_id) : Html();
  for (const Shape& shape : shapes) out += std::visit(drawer, shape);
  return out;
}

std::string svg_style() {
  std::string light;
  std::string dark;
  for (const Colour& colour : colours) {
    const auto rules = [&](std::string_view value) {
      const std::string name(colour.name);
      return ".w-f-" + name + "{fill:" + std::string(value) + "}.w-s-" + name + "{stroke:" + std::string(value) + "}";
    };
    light += rules(colour.light);
    dark += rules(colour.dark);
  }
  return "<style>" + light + "@media (prefers-color-scheme:dark){" + dark + "}</style>";
}

}  // namespace writ::page
