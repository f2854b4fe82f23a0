#include "casework/change.h"

#include <algorithm>

#include "casework/request_text.h"
#include "casework/rows.h"

namespace writ::casework {

using nlohmann::json;

namespace {

/// A sealed part cannot be moved to another event without being noticed.
std::string label(const std::string& ref, std::int64_t number, std::string_view kind) {
  return "case_event/" + ref + "/" + std::to_string(number) + "/" + std::string(kind);
}

base::Result<json> parsed(const std::string& text, const std::string& where) {
  json value = json::parse(text, nullptr, false);
  if (value.is_discarded())
    return base::fail(base::Errc::corrupt, "case_event", where, "is not the JSON that was written");
  return value;
}

}  // namespace

std::string key_name(const std::string& ref) { return "case/" + ref; }

base::Result<std::vector<StoredEvent>> read_events(store::Db& db, const std::string& ref, std::int64_t first,
                                                   std::int64_t last, const base::Hash* key) {
  std::vector<StoredEvent> events;
  TRY_VOID(db.query(
      "SELECT number, kind, actor, at, detail, sealed FROM case_event WHERE ref = ? AND number BETWEEN ? AND ? ORDER "
      "BY number",
      {ref, first, last}, [&](const store::Row& row) -> base::Result<> {
        StoredEvent stored;
        stored.event = {row.integer(0), row.text(1), row.text(2), base::from_unix(row.integer(3)), row.text(4)};
        const std::string where = label(ref, stored.event.number, stored.event.kind);
        TRY(stored.detail, parsed(stored.event.detail, where));
        if (key != nullptr && !row.is_null(5)) {
          TRY(const std::string plain, crypto::unseal(*key, row.text(5), where));
          TRY(stored.sealed, parsed(plain, where));
        }
        events.push_back(std::move(stored));
        return {};
      }));
  return events;
}

base::Result<> Change::append(std::string_view kind, const json& detail, const json& sealed) {
  const Event event{record_.revision + 1, std::string(kind), actor_, now(), detail.dump()};
  std::optional<std::string> hidden;
  if (!sealed.is_null())
    hidden = crypto::seal(key_, sealed.dump(), label(record_.ref, event.number, kind), services_.random);
  TRY_VOID(services_.db.run(
      "INSERT INTO case_event(ref, number, kind, actor, at, detail, sealed) VALUES(?, ?, ?, ?, ?, ?, ?)",
      {record_.ref, event.number, event.kind, event.actor, base::unix_seconds(event.at), event.detail,
       hidden ? store::Value::blob(*hidden) : store::Value(nullptr)}));
  apply(record_, event, detail);
  return {};
}

base::Result<StoredEvent> Change::event(std::int64_t number) const {
  TRY(auto events, read_events(services_.db, record_.ref, number, number, &key_));
  if (events.size() != 1)
    return base::fail(base::Errc::corrupt, "case_event", record_.ref, "has event " + std::to_string(number));
  return std::move(events.front());
}

base::Result<legal::Request> Change::request() const {
  TRY(const StoredEvent received, event(1));
  return request_from(received.sealed);
}

base::Result<> Change::require(std::initializer_list<State> states, const char* rule) const {
  if (std::ranges::find(states, record_.state) != states.end()) return {};
  return base::fail(base::Errc::conflict, record_.ref, std::string(name_of(record_.state)), rule);
}

base::Result<base::Hash> Change::log(const std::string& folder, log::Draft draft, const std::string& agency) {
  draft.public_values[1] = log::hash_value(record_.request_entry);
  if (draft.public_values[0] != "recode") {
    draft.private_values[3] = base::format_time(now());
    draft.private_values[4] = record_.ref;
    draft.private_values[5] = agency;
  }
  TRY(const log::Committed committed, services_.journal.commit(services_.db, record_.ref, folder, draft));
  return committed.body_root;
}

base::Result<> change_case(Services& services, const std::string& actor, const std::string& ref,
                           const std::function<base::Result<>(Change&)>& body) {
  if (actor.empty()) return base::invalid("actor", "", "every event has a person");
  return services.db.transaction([&]() -> base::Result<> {
    // Caught in here: an exception that passed the transaction would leave it open.
    try {
      TRY(Record record, load(services.db, ref));
      if (record.erased) return base::fail(base::Errc::conflict, "case", ref, "is erased: its retention has ended");
      TRY(const base::Hash key, services.keys.find(key_name(ref)));
      Change change(services, std::move(record), key, actor);
      TRY_VOID(body(change));
      TRY_VOID(save(services.db, change.record()));
      return update_row(services.db, change.record());
    } catch (const std::exception& error) {
      return base::fail(base::Errc::corrupt, "case", ref, error.what());
    }
  });
}

}  // namespace writ::casework
