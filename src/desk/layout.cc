#include "desk/layout.h"

#include <algorithm>

namespace writ::desk {

std::vector<page::Link> navigation(const legal::CodeSet& roles) {
  const auto has = [&](std::string_view role) { return std::ranges::find(roles, role) != roles.end(); };
  const bool cases = std::ranges::any_of(roles, [](const std::string& role) { return role != "administrator"; });
  std::vector<page::Link> links;
  if (cases) {
    links.push_back({"Inbox", "/desk/inbox"});
    links.push_back({"Find", "/desk/find"});
    links.push_back({"Policies", "/desk/policies"});
    links.push_back({"Holdings", "/desk/holdings"});
    links.push_back({"Gags", "/desk/notices"});
    links.push_back({"Preservations", "/desk/preservations"});
  }
  links.push_back({"Authorities", "/desk/authorities"});
  links.push_back({"Log", "/desk/log"});
  if (has("publisher") || has("auditor")) links.push_back({"Close", "/desk/close"});
  if (has("intake") || has("administrator")) links.push_back({"Applications", "/desk/applications"});
  if (has("administrator")) links.push_back({"People", "/desk/people"});
  if (has("auditor") || has("administrator")) links.push_back({"Audit", "/desk/audit"});
  links.push_back({"You", "/desk/me"});
  return links;
}

page::Html keys_part(std::string_view choice) {
  using namespace page;
  struct Item {
    const char* keys;
    const char* what;
  };
  static constexpr Item items[] = {{"j, k", "next and previous row"},
                                   {"x, Shift+x", "tick a row, tick a range"},
                                   {"u", "back to the list"},
                                   {"[ and ]", "previous and next case of this queue"},
                                   {"m, c, /", "to owner, note, filter"},
                                   {"g, then e v d a s n", "to Emergency, Verify, Decide, Approve, Seal, Notices"},
                                   {"g, then l", "to the next overdue row"},
                                   {"1 to 5, f", "panes of a case, first open fact"},
                                   {"?", "this list"}};
  const Html rows = each(items, [](const Item& one) { return div(dt(one.keys), dd(one.what)); });
  const Html words = choice == "alt" ? p("Each with Alt.") : choice == "off" ? p("They are switched off.") : Html();
  return details(
      id("w-keys"), attr("data-keys", choice), summary("Keys"), words, dl(cls("w-keys"), rows),
      p("No key sends, approves, refuses, seals or delivers. ", a(href("/desk/me"), "Switch them off"), "."));
}

}  // namespace writ::desk
