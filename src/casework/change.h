// One case inside one transaction: events are appended, the log's entries committed beside them, the record kept in
// step.
#pragma once

#include <functional>
#include <initializer_list>

#include "casework/casework.h"
#include "casework/record.h"

namespace writ::casework {

std::string key_name(const std::string& ref);

/// An event with both parts; `sealed` is null where nothing was sealed.
struct StoredEvent {
  Event event;
  nlohmann::json detail;
  nlohmann::json sealed;
};

class Change {
 public:
  Change(Services& services, Record record, const base::Hash& key, std::string actor)
      : services_(services), record_(std::move(record)), key_(key), actor_(std::move(actor)) {}

  const Record& record() const { return record_; }
  const std::string& actor() const { return actor_; }
  const base::Hash& key() const { return key_; }
  Services& services() const { return services_; }
  base::Time now() const { return services_.clock.now(); }

  base::Result<> append(std::string_view kind, const nlohmann::json& detail, const nlohmann::json& sealed = nullptr);
  base::Result<StoredEvent> event(std::int64_t number) const;
  base::Result<legal::Request> request() const;
  /// conflict in words unless the case stands in one of `states`.
  base::Result<> require(std::initializer_list<State> states, const char* rule) const;
  /// Commits an entry of this case; private positions 3, 4 and 5 are filled here.
  base::Result<base::Hash> log(const std::string& folder, log::Draft draft, const std::string& agency);

 private:
  Services& services_;
  Record record_;
  base::Hash key_;
  std::string actor_;
};

/// Loads, calls `body`, saves; all or nothing. not_found; conflict if the case is erased; invalid without an actor.
base::Result<> change_case(Services& services, const std::string& actor, const std::string& ref,
                           const std::function<base::Result<>(Change&)>& body);

/// Reads events [first, last] of a case, ascending; without a key the sealed part stays null.
base::Result<std::vector<StoredEvent>> read_events(store::Db& db, const std::string& ref, std::int64_t first,
                                                   std::int64_t last, const base::Hash* key);

}  // namespace writ::casework
