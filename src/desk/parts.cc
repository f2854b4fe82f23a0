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

std::vector<Option> result_options(const Locale& t) {
  return {{.value = "yes", .label = t.text("case.yes")},
          {.value = "no", .label = t.text("case.no")},
          {.value = "cannot_tell", .label = t.text("case.cannot_tell")}};
}

Html heading_row(const Locale& t, const std::vector<Key>& titles) {
  return tr(each(titles, [&](const Key& title) { return th(attr("scope", "col"), t.html(title)); }));
}

}  // namespace writ::desk
