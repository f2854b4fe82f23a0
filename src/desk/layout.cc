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
    links.push_back({"Close", "/desk/close"});
    links.push_back({"Policies", "/desk/policies"});
  }
  if (has("administrator")) links.push_back({"People", "/desk/people"});
  if (has("auditor") || has("administrator")) links.push_back({"Audit", "/desk/audit"});
  links.push_back({"You", "/desk/me"});
  return links;
}

}  // namespace writ::desk
