// What the law lets the provider tell of national security process: bands, outside the counted log (counted-log.md
// section 2, "Not logged"). A person states each, another agrees, and the next report prints it under `unverified`.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "legal/bands.h"
#include "store/db.h"

namespace writ::app {

std::vector<store::Migration> band_migrations();

/// The structure that was chosen. It can be chosen anew until a second person agrees; then it is locked.
struct ChosenStructure {
  std::string code;  // of legal::band_structures()
  std::string chosen_by;
  std::string agreed_by;  // empty: nobody yet
};

/// One band as a person stated it: no count is kept anywhere.
struct StatedBand {
  std::string category;
  base::Period span;
  std::uint64_t low = 0;
  std::string stated_by;
  std::string agreed_by;                // empty: nobody yet
  std::optional<base::Period> printed;  // of the report that tells it; it stays as it is
};

class Bands {
 public:
  explicit Bands(store::Db& db) : db_(db) {}

  base::Result<std::optional<ChosenStructure>> structure() const;
  /// invalid if there is no such structure; conflict once one is locked.
  base::Result<> choose(const std::string& person, const std::string& code);
  /// Locks it. denied to who chose it; conflict if nothing waits.
  base::Result<> lock(const std::string& person);

  /// By span, then in the order of the categories.
  base::Result<std::vector<StatedBand>> list() const;
  /// In place of what was stated and not printed. conflict before the structure is locked, and once this band is printed;
  /// else errors of legal::check_band() for a report at `now`.
  base::Result<> state(const std::string& person, const std::string& category, const base::Period& span,
                       std::uint64_t low, base::Time now);
  /// denied to who stated it; conflict if it was agreed before; not_found.
  base::Result<> agree(const std::string& person, const std::string& category, const base::Period& span);
  /// not_found; conflict once it is printed.
  base::Result<> take_back(const std::string& category, const base::Period& span);

  /// The member `national_security` of `unverified` for the report of `period`: all that is agreed and printed nowhere,
  /// from now on printed there. Empty: there is none. conflict while a band waits for a second person.
  base::Result<std::string> print(const base::Period& period);

 private:
  store::Db& db_;
};

}  // namespace writ::app
