#include "desk/parts.h"

namespace writ::desk {

using namespace page;

Html pages_part(const Locale& t, Paging paging) {
  paging.previous_label = t.text("desk.pages.previous");
  paging.next_label = t.text("desk.pages.next");
  paging.label = t.text("desk.pages");
  return pagination(paging);
}

Html warning_part(const Locale& t, const Html& text) { return warning_text(text, t.text("door.warning")); }

Html heading_row(const Locale& t, const std::vector<Key>& titles) {
  return tr(each(titles, [&](const Key& title) { return th(attr("scope", "col"), t.html(title)); }));
}

}  // namespace writ::desk
