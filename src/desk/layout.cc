#include "desk/layout.h"

#include <algorithm>

namespace writ::desk {

std::vector<page::Link> navigation(const page::Locale& t, const legal::CodeSet& roles) {
  const auto has = [&](std::string_view role) { return std::ranges::find(roles, role) != roles.end(); };
  const bool cases = std::ranges::any_of(roles, [](const std::string& role) { return role != "administrator"; });
  std::vector<page::Link> links;
  if (cases) {
    links.push_back({t.text("door.nav.inbox"), "/desk/inbox"});
    links.push_back({t.text("door.nav.find"), "/desk/find"});
    links.push_back({t.text("door.nav.policies"), "/desk/policies"});
    links.push_back({t.text("door.nav.holdings"), "/desk/holdings"});
    links.push_back({t.text("door.nav.gags"), "/desk/notices"});
    links.push_back({t.text("door.nav.preservations"), "/desk/preservations"});
  }
  links.push_back({t.text("door.nav.authorities"), "/desk/authorities"});
  links.push_back({t.text("door.nav.log"), "/desk/log"});
  if (has("publisher") || has("auditor")) links.push_back({t.text("door.nav.close"), "/desk/close"});
  if (has("intake") || has("administrator")) links.push_back({t.text("door.nav.applications"), "/desk/applications"});
  if (has("administrator")) links.push_back({t.text("door.nav.people"), "/desk/people"});
  if (has("auditor") || has("administrator")) links.push_back({t.text("door.nav.audit"), "/desk/audit"});
  links.push_back({t.text("door.nav.you"), "/desk/me"});
  return links;
}

page::Html keys_part(const page::Locale& t, std::string_view choice) {
  using namespace page;
  struct Item {
    const char* keys;
    Key what;
  };
  static constexpr Item items[] = {{"j, k", "door.keys.rows"},
                                   {"x, Shift+x", "door.keys.tick"},
                                   {"u", "door.keys.back"},
                                   {"[, ]", "door.keys.cases"},
                                   {"m, c, /", "door.keys.fields"},
                                   {"g, e v d a s n", "door.keys.queues"},
                                   {"g, l", "door.keys.overdue"},
                                   {"1 - 5, f", "door.keys.panes"},
                                   {"?", "door.keys.list"}};
  const Html rows = each(items, [&](const Item& one) {
    return div(dt(span(attr("dir", "ltr"), one.keys)), dd(t.html(one.what)));
  });
  const Html words = choice == "alt" ? p(t.html("door.keys.alt")) : choice == "off" ? p(t.html("door.keys.off")) : Html();
  return details(id("w-keys"), attr("data-keys", choice), summary(t.html("door.keys")), words, dl(cls("w-keys"), rows),
                 p(t.html("door.keys.foot", {{"a", Href{"/desk/me"}}})));
}

}  // namespace writ::desk
