#include "pdf/layout.h"

#include <algorithm>
#include <utility>

namespace writ::pdf {

namespace {

constexpr int lines_max = 24;  // of one cell or paragraph: a page always holds one row
constexpr double letterhead_height = 70;
constexpr double gap = 7;
constexpr double cell_gap = 10;       // between columns
constexpr double cell_padding = 3.6;  // above and below
constexpr double heading_room = 130;   // a heading never stands alone at the foot of a page

struct Font {
  const char* description;
  float line_spacing;
};

Font font_of(Style style) {
  switch (style) {
    case Style::title:
      return {"DejaVu Serif 19", 1.0F};
    case Style::section:
      return {"DejaVu Serif Bold 11.5", 1.0F};
    case Style::subsection:
      return {"DejaVu Sans Bold 9", 1.1F};
    case Style::body:
      return {"DejaVu Sans 9", 1.25F};
    case Style::cell:
      return {"DejaVu Sans 8.5", 1.15F};
    case Style::cell_head:
      return {"DejaVu Sans Bold 8.5", 1.15F};
    case Style::small:
      return {"DejaVu Sans 7.5", 1.0F};
    case Style::chart:  // in px of the drawing
      return {"DejaVu Sans 11", 1.0F};
    case Style::chart_bold:
      return {"DejaVu Sans Bold 11", 1.0F};
    case Style::mono:
      return {"DejaVu Sans Mono 7.5", 1.3F};
  }
  return {"DejaVu Sans 9", 1.25F};
}

std::string printable(std::string_view text, bool keep_lines) {
  std::unique_ptr<char, decltype(&g_free)> valid(g_utf8_make_valid(text.data(), static_cast<gssize>(text.size())),
                                                 g_free);
  std::string clean = valid.get();
  for (char& c : clean) {
    const bool control = static_cast<unsigned char>(c) < 0x20 || c == 0x7f;
    if (control && !(keep_lines && c == '\n')) c = ' ';
  }
  return clean;
}

class Placer {
 public:
  Placer(PangoContext* context, bool right_to_left) : context_(context), right_to_left_(right_to_left) {
    pages_.emplace_back();
    y_ = margin + letterhead_height;
  }

  void operator()(const Heading& heading) {
    constexpr std::string_view tags[] = {"H1", "H2", "H3"};
    constexpr Style styles[] = {Style::title, Style::section, Style::subsection};
    constexpr double above[] = {0, 15, 8};
    const auto level = static_cast<std::size_t>(std::clamp(heading.level, 1, 3) - 1);
    if (y_ + heading_room > bottom()) new_page();
    y_ += above[level];
    TextLayout layout = layout_text(context_, heading.text, styles[level], text_width);
    const double height = height_of(layout);
    add({tags[level], std::move(layout), margin, y_, level == 1 ? accent : ink, {}});
    y_ += height + (level == 0 ? 12 : level == 1 ? 6 : 4);
  }

  void operator()(const Paragraph& paragraph) {
    TextLayout layout = layout_text(context_, paragraph.text, Style::body, text_width);
    const double height = height_of(layout);
    make_room(height);
    add({"P", std::move(layout), margin, y_, ink, {}});
    y_ += height + gap;
  }

  void operator()(const Commands& commands) {
    constexpr double padding = 8;
    TextLayout layout = layout_text(context_, commands.text, Style::mono, text_width - 2 * padding);
    const double height = height_of(layout) + 2 * padding;
    make_room(height);
    page().fills.push_back({margin, y_, text_width, height, tint});
    add({"P", std::move(layout), margin + padding, y_ + padding, ink, {}});
    y_ += height + gap;
  }

  void operator()(const Table& table) {
    open_table(table);
    for (const std::vector<std::string>& row : table.rows) {
      double height = 0;
      Node placed = row_of(table, row, height);
      if (y_ + height > bottom()) {
        new_page();
        open_table(table);
      }
      move_down(placed, y_);
      page().nodes.back().children.push_back(std::move(placed));
      y_ += height;
      page().lines.push_back({margin, y_, text_width, 0.5, hairline});
    }
    y_ += gap + 3;
  }

  void operator()(const Picture& picture) {
    if (picture.shapes.list.empty()) return;
    // A px of the drawing is three quarters of a point, as in CSS.
    const double scale = std::min(0.75, text_width / picture.shapes.width);
    const double height = picture.shapes.height * scale;
    make_room(height);
    add({.tag = "Figure", .layout = nullptr, .picture = Placed{&picture.shapes, margin, y_, scale}});
    y_ += height + gap;
  }

  std::vector<Page> take() { return std::move(pages_); }

 private:
  Page& page() { return pages_.back(); }
  static double bottom() { return page_height - margin - foot_height + 20; }
  void add(Node node) { page().nodes.push_back(std::move(node)); }
  void new_page() {
    pages_.emplace_back();
    y_ = margin + head_height - 8;
  }
  void make_room(double height) {
    if (y_ + height > bottom()) new_page();
  }

  /// Each page has a table element of its own: its header row is read again there.
  void open_table(const Table& table) {
    std::vector<std::string> titles;
    for (const Column& column : table.columns) titles.push_back(column.title);
    const bool has_header = std::any_of(titles.begin(), titles.end(), [](const auto& title) { return !title.empty(); });
    double height = 0;
    Node header = has_header ? row_of(table, titles, height, true) : Node{};
    if (y_ + height + 30 > bottom()) new_page();
    add({"Table", nullptr, 0, 0, ink, {}});
    if (has_header) {
      move_down(header, y_);
      page().nodes.back().children.push_back(std::move(header));
      y_ += height;
    }
    page().lines.push_back({margin, y_, text_width, has_header ? 1.0 : 0.5, has_header ? ink : hairline});
  }

  /// At height 0; `height` becomes that of its tallest cell with padding.
  Node row_of(const Table& table, const std::vector<std::string>& cells, double& height, bool header = false) {
    double shares = 0;
    for (const Column& column : table.columns) shares += column.share;
    Node row{"TR", nullptr, 0, 0, ink, {}};
    double from_start = 0;
    for (std::size_t i = 0; i < table.columns.size(); ++i) {
      const double width = text_width * table.columns[i].share / shares;
      const double x = margin + (right_to_left_ ? text_width - from_start - width + cell_gap : from_start);
      const bool head = header || i == 0;
      TextLayout layout = layout_text(context_, i < cells.size() ? cells[i] : "", head ? Style::cell_head : Style::cell,
                                      width - cell_gap);
      height = std::max(height, height_of(layout) + 2 * cell_padding);
      row.children.push_back({head ? "TH" : "TD", std::move(layout), x, cell_padding, header ? ink_soft : ink, {}});
      from_start += width;
    }
    return row;
  }

  static void move_down(Node& row, double y) {
    for (Node& cell : row.children) cell.y += y;
  }

  PangoContext* context_;
  bool right_to_left_;
  std::vector<Page> pages_;
  double y_;
};

}  // namespace

TextLayout layout_text(PangoContext* context, std::string_view text, Style style, double width) {
  TextLayout layout(pango_layout_new(context));
  const Font font = font_of(style);
  const std::unique_ptr<PangoFontDescription, decltype(&pango_font_description_free)> description(
      pango_font_description_from_string(font.description), pango_font_description_free);
  pango_layout_set_font_description(layout.get(), description.get());
  pango_layout_set_line_spacing(layout.get(), font.line_spacing);
  // A ligature is copied and read aloud as one strange letter: e-mail addresses must come out as they went in.
  const std::unique_ptr<PangoAttrList, decltype(&pango_attr_list_unref)> attributes(pango_attr_list_new(),
                                                                                    pango_attr_list_unref);
  pango_attr_list_insert(attributes.get(), pango_attr_font_features_new("liga 0, clig 0"));
  pango_layout_set_attributes(layout.get(), attributes.get());
  if (width > 0) {
    pango_layout_set_width(layout.get(), static_cast<int>(width * PANGO_SCALE));
    pango_layout_set_wrap(layout.get(), PANGO_WRAP_WORD_CHAR);  // a hash or an account id has no place to break
    pango_layout_set_height(layout.get(), -lines_max);
    pango_layout_set_ellipsize(layout.get(), PANGO_ELLIPSIZE_END);
  }
  const std::string clean = printable(text, style == Style::mono);
  pango_layout_set_text(layout.get(), clean.data(), static_cast<int>(clean.size()));
  return layout;
}

double height_of(const TextLayout& layout) {
  int width = 0;
  int height = 0;
  pango_layout_get_size(layout.get(), &width, &height);
  return static_cast<double>(height) / PANGO_SCALE;
}

double width_of(const TextLayout& layout) {
  int width = 0;
  int height = 0;
  pango_layout_get_size(layout.get(), &width, &height);
  return static_cast<double>(width) / PANGO_SCALE;
}

std::vector<Page> place(const Document& document, PangoContext* context) {
  Placer placer(context, document.right_to_left);
  for (const Block& block : document.body) std::visit(placer, block);
  return placer.take();
}

}  // namespace writ::pdf
