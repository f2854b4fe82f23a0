// A document's text with the request's own fields marked where they stand in it.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "legal/request.h"
#include "page/html.h"
#include "page/locale.h"

namespace writ::faces {

/// What is looked for: "File number" and the text itself.
struct Sought {
  std::string label;
  std::string text;
};
/// Agency, file number, officer, court and the identifiers of a request, as far as they are long enough to mean anything.
std::vector<Sought> sought_of(const page::Locale& t, const legal::Request& request);

struct MarkedText {
  page::Html pages;  // one heading and one block for each page of `text`
  std::size_t page_count = 0;
  std::vector<std::vector<std::size_t>> found_on;  // for each that was sought: pages, from 1
};
/// Letters of ASCII match in either case; where two overlap, the earlier and longer is marked. Pages end with a form feed.
MarkedText marked_text(const page::Locale& t, std::string_view text, const std::vector<Sought>& sought);

/// Where each field stands, with links to the pages, and which stand nowhere.
page::Html found_list(const page::Locale& t, const std::vector<Sought>& sought, const MarkedText& marked);

}  // namespace writ::faces
