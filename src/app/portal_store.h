// What the portal remembers of officers beside their requests: the language of their pages.
#pragma once

#include <string>
#include <vector>

#include "store/db.h"

namespace writ::app {

std::vector<store::Migration> portal_migrations();

class PortalStore {
 public:
  explicit PortalStore(store::Db& db) : db_(db) {}

  /// BCP 47 tag, or "" while nobody chose one.
  base::Result<std::string> language(const std::string& person) const;
  base::Result<> choose_language(const std::string& person, const std::string& tag);

 private:
  store::Db& db_;
};

}  // namespace writ::app
