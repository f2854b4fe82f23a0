#include "pdf/document.h"

#include <cairo/cairo-pdf.h>

#include "pdf/language.h"
#include "pdf/layout.h"
#include "pdf/picture.h"

#if defined(__has_feature)
#if __has_feature(address_sanitizer)
// fontconfig keeps its parsed fonts until the process ends, through pointers that the leak check cannot follow. They do
// not grow: 2,500 letters peak at 31 MB. cairo 1.16 itself loses 768 bytes for each font with PostScript outlines that it
// embeds (Noto CJK: twice a Chinese report). Here, so that every binary that draws a PDF has it.
extern "C" const char* __lsan_default_suppressions();
extern "C" const char* __lsan_default_suppressions() {
  return "leak:libfontconfig.so\nleak:libcairo.so\n";
}
#endif
#endif

namespace writ::pdf {

namespace {

struct Destroy {
  void operator()(cairo_t* cairo) const { cairo_destroy(cairo); }
  void operator()(cairo_surface_t* surface) const { cairo_surface_destroy(surface); }
};
using Surface = std::unique_ptr<cairo_surface_t, Destroy>;
using Cairo = std::unique_ptr<cairo_t, Destroy>;

cairo_status_t append(void* out, const unsigned char* data, unsigned int size) {
  static_cast<std::string*>(out)->append(reinterpret_cast<const char*>(data), size);
  return CAIRO_STATUS_SUCCESS;
}

void set_colour(cairo_t* cairo, Colour colour) { cairo_set_source_rgb(cairo, colour.red, colour.green, colour.blue); }

void show(cairo_t* cairo, const TextLayout& layout, double x, double y, Colour colour) {
  set_colour(cairo, colour);
  cairo_move_to(cairo, x, y);
  pango_cairo_show_layout(cairo, layout.get());
}

void draw(cairo_t* cairo, PangoContext* context, const Node& node) {
  const std::string tag(node.tag);
  if (!tag.empty()) cairo_tag_begin(cairo, tag.c_str(), nullptr);
  if (node.layout) show(cairo, node.layout, node.x, node.y, node.colour);
  if (node.picture) draw_picture(cairo, context, *node.picture);
  for (const Node& child : node.children) draw(cairo, context, child);
  if (!tag.empty()) cairo_tag_end(cairo, tag.c_str());
}

/// The sign of Writ: a W whose inner peak is a node of a hash tree, over a ruled line; 32 units wide.
void draw_sign(cairo_t* cairo, double x, double y, double size) {
  cairo_save(cairo);
  cairo_translate(cairo, x, y);
  cairo_scale(cairo, size / 32, size / 32);
  cairo_set_line_width(cairo, 2.5);
  set_colour(cairo, ink);
  cairo_move_to(cairo, 3, 5), cairo_line_to(cairo, 9.5, 23);
  cairo_move_to(cairo, 29, 5), cairo_line_to(cairo, 22.5, 23);
  cairo_stroke(cairo);
  cairo_set_line_width(cairo, 1.5);
  cairo_move_to(cairo, 3, 29), cairo_line_to(cairo, 29, 29);
  cairo_stroke(cairo);
  cairo_set_line_width(cairo, 2.5);
  cairo_set_line_join(cairo, CAIRO_LINE_JOIN_BEVEL);
  set_colour(cairo, accent);
  cairo_move_to(cairo, 9.5, 23), cairo_line_to(cairo, 16, 10), cairo_line_to(cairo, 22.5, 23);
  cairo_stroke(cairo);
  cairo_rectangle(cairo, 13.8, 7.8, 4.4, 4.4);
  cairo_rectangle(cairo, 7.5, 21, 4, 4);
  cairo_rectangle(cairo, 20.5, 21, 4, 4);
  cairo_fill(cairo);
  cairo_restore(cairo);
}

void draw_line(cairo_t* cairo, const Line& line) {
  set_colour(cairo, line.colour);
  cairo_set_line_width(cairo, line.thickness);
  cairo_move_to(cairo, line.x, line.y);
  cairo_line_to(cairo, line.x + line.width, line.y);
  cairo_stroke(cairo);
}

void draw_head(cairo_t* cairo, PangoContext* context, const Document& document, bool first) {
  const TextLayout running = layout_text(context, document.running, Style::small, 0);
  const double right = page_width - margin - width_of(running);
  if (!first) {
    show(cairo, layout_text(context, document.letterhead, Style::small, 0), margin, margin - 12, ink_soft);
    show(cairo, running, right, margin - 12, ink_soft);
    return draw_line(cairo, {margin, margin + 4, text_width, 0.5, hairline});
  }
  draw_sign(cairo, margin, margin - 14, 34);
  const TextLayout name = layout_text(context, document.letterhead, Style::section, text_width - 200);
  draw(cairo, context, {"P",
               layout_text(context, document.letterhead, Style::section, text_width - 200),
               margin + 44,
               margin + 6 - height_of(name) / 2,
               ink,
               {}});
  show(cairo, running, right, margin + 1, ink_soft);
  draw_line(cairo, {margin, margin + 30, text_width, 1.0, ink});
}

std::string foot_words(const Document& document, std::size_t number, std::size_t pages) {
  std::string words = document.page_words;
  for (const auto& [name, value] : {std::pair("{page}", number), std::pair("{pages}", pages)}) {
    const std::size_t at = words.find(name);
    if (at != words.npos) words.replace(at, std::string_view(name).size(), std::to_string(value));
  }
  return words;
}

void draw_foot(cairo_t* cairo, PangoContext* context, const Document& document, std::size_t number, std::size_t pages) {
  const double y = page_height - margin - 2;
  draw_line(cairo, {margin, y - 8, text_width, 0.5, hairline});
  const TextLayout count = layout_text(context, foot_words(document, number, pages), Style::small, 0);
  show(cairo, count, document.right_to_left ? margin : page_width - margin - width_of(count), y, ink_soft);
  constexpr double below = 11;
  const TextLayout made_from = layout_text(context, document.foot, Style::small, 0);
  show(cairo, made_from, document.right_to_left ? margin : page_width - margin - width_of(made_from), y + below, ink_soft);
  if (document.warning.empty()) return;
  // Part of the text, not furniture: whoever has a page read aloud must hear it too.
  TextLayout words = layout_text(context, document.warning, Style::small, 0);
  const double x = document.right_to_left ? page_width - margin - width_of(words) : margin;
  draw(cairo, context, {"P", std::move(words), x, y, warning, {}});
}

void draw_pages(cairo_t* cairo, PangoContext* context, const Document& document, const std::vector<Page>& pages) {
  cairo_tag_begin(cairo, "Document", nullptr);
  for (std::size_t i = 0; i < pages.size(); ++i) {
    draw_head(cairo, context, document, i == 0);
    for (const Fill& fill : pages[i].fills) {
      set_colour(cairo, fill.colour);
      cairo_rectangle(cairo, fill.x, fill.y, fill.width, fill.height);
      cairo_fill(cairo);
    }
    for (const Line& line : pages[i].lines) draw_line(cairo, line);
    for (const Node& node : pages[i].nodes) draw(cairo, context, node);
    draw_foot(cairo, context, document, i + 1, pages.size());
    cairo_show_page(cairo);
  }
  cairo_tag_end(cairo, "Document");
}

void set_metadata(cairo_surface_t* surface, const Document& document) {
  const std::string created = base::format_time(document.created);
  cairo_pdf_surface_set_metadata(surface, CAIRO_PDF_METADATA_TITLE, document.title.c_str());
  cairo_pdf_surface_set_metadata(surface, CAIRO_PDF_METADATA_AUTHOR, document.author.c_str());
  cairo_pdf_surface_set_metadata(surface, CAIRO_PDF_METADATA_CREATOR, "Writ");
  cairo_pdf_surface_set_metadata(surface, CAIRO_PDF_METADATA_CREATE_DATE, created.c_str());
  cairo_pdf_surface_set_metadata(surface, CAIRO_PDF_METADATA_MOD_DATE, created.c_str());
}

}  // namespace

base::Result<std::string> pdf_of(const Document& document) {
  std::string bytes;
  const Surface surface(cairo_pdf_surface_create_for_stream(append, &bytes, page_width, page_height));
  const Cairo cairo(cairo_create(surface.get()));
  set_metadata(surface.get(), document);
  const TextContext context(pango_cairo_create_context(cairo.get()));
  pango_cairo_context_set_resolution(context.get(), 72);  // font sizes in points of the page
  pango_context_set_language(context.get(), pango_language_from_string(document.language.c_str()));
  draw_pages(cairo.get(), context.get(), document, place(document, context.get()));
  cairo_surface_finish(surface.get());
  for (const cairo_status_t status : {cairo_status(cairo.get()), cairo_surface_status(surface.get())}) {
    if (status == CAIRO_STATUS_SUCCESS) continue;
    return base::fail(base::Errc::unavailable, document.title, cairo_status_to_string(status),
                      "could not be drawn");
  }
  return with_language(std::move(bytes), document.language);
}

}  // namespace writ::pdf
