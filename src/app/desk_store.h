// What the desk remembers beside the cases: what was looked at and why (audit), who has a case open, which pages of a
// document an approver saw, messages between colleagues, frozen lists of bulk acts, and a person's choices.
#pragma once

#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "base/clock.h"
#include "base/random.h"
#include "store/db.h"

namespace writ::app {

std::vector<store::Migration> desk_migrations();

struct AuditRow {
  std::int64_t id = 0;
  base::Time at;
  std::string actor;
  std::string what;    // CODE: found_by_identifier, values_viewed, signed_in, roles_changed ...
  std::string ref;     // of a case, or empty
  std::string detail;  // a reason in words; never an identifier of a user
};

struct Claim {
  std::string person;
  base::Time at;
};

struct DeskMessage {
  std::string ref;
  base::Time at;
  std::string text;
};

/// A list that a bulk act was confirmed for, as it was at that moment.
struct BulkList {
  std::string id;
  std::string person;
  std::string act;
  std::string argument;  // JSON of the act's fields
  std::vector<std::string> refs;
  std::string result;  // JSON, once done
};

/// Choices of a person at the desk.
struct DeskChoices {
  std::string keys = "on";  // on, alt, off
  bool sound = false;       // for emergencies
};

/// A filtered list that a person keeps under a name: an address below /desk/inbox/.
struct SavedView {
  std::string name;
  std::string address;
};
inline constexpr std::size_t views_max = 20;  // of one person: they stand beside the queues on every list
inline constexpr std::size_t view_name_bytes_max = 60;

inline constexpr std::chrono::minutes claim_age_max{30};  // then "opened by" says nothing any more

class DeskStore {
 public:
  /// `clock` is the deployment's: what is remembered belongs to the record.
  DeskStore(store::Db& db, const base::Clock& clock) : db_(db), clock_(clock) {}

  base::Result<> audit(std::string_view actor, std::string_view what, std::string_view ref, std::string_view detail);
  /// Newest first, before `before` (0: the newest).
  base::Result<std::vector<AuditRow>> audit_rows(std::int64_t before, std::size_t rows_max) const;

  /// Says who else has the case open, then notes this one. `take_over`: the other's claim ends.
  base::Result<std::optional<Claim>> open_case(const std::string& ref, const std::string& person,
                                               bool take_over = false);

  base::Result<> page_seen(const std::string& ref, const std::string& person, const std::string& document, int page);
  base::Result<std::set<int>> pages_seen(const std::string& ref, const std::string& person,
                                         const std::string& document) const;

  base::Result<> tell(const std::string& person, const std::string& ref, std::string_view text);
  /// Newest first; `take`: they are read now.
  base::Result<std::vector<DeskMessage>> messages(const std::string& person, bool take);

  base::Result<std::string> keep_list(const BulkList& list, base::Random& random);
  base::Result<BulkList> list(const std::string& id, const std::string& person) const;
  base::Result<> list_done(const std::string& id, const std::string& result);

  /// By name.
  base::Result<std::vector<SavedView>> views(const std::string& person) const;
  /// Takes the place of one of the same name. invalid names the field; conflict beyond views_max.
  base::Result<> save_view(const std::string& person, const SavedView& view);
  base::Result<> remove_view(const std::string& person, const std::string& name);

  base::Result<DeskChoices> choices(const std::string& person) const;
  base::Result<> choose(const std::string& person, const DeskChoices& choices);

 private:
  store::Db& db_;
  const base::Clock& clock_;
};

}  // namespace writ::app
