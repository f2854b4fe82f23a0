// Reading: one case from its events, and lists from the record.
#include <algorithm>

#include "casework/change.h"
#include "casework/proposal.h"
#include "casework/request_text.h"

namespace writ::casework {

namespace {

const StoredEvent& numbered(const std::vector<StoredEvent>& events, std::int64_t number) {
  return events.at(static_cast<std::size_t>(number - 1));
}

std::vector<std::string> approvers(const std::vector<StoredEvent>& events, std::int64_t proposal) {
  std::vector<std::string> ids;
  for (const StoredEvent& stored : events) {
    if (stored.event.kind == "gag_found") ids.clear();  // approvals before it are void
    if (stored.event.kind == "approved" && stored.detail.at("draft") == proposal) ids.push_back(stored.event.actor);
  }
  return ids;
}

Decision logged_decision(const std::vector<StoredEvent>& events, const StoredEvent& decided) {
  const std::int64_t proposal = decided.detail.at("proposal");
  Decision decision = decision_from(numbered(events, proposal));
  decision.approved_by = approvers(events, proposal);
  decision.entry = base::hash_from_hex(decided.detail.at("entry").get<std::string>()).value();
  decision.decided_at = decided.event.at;
  return decision;
}

void add_words(CaseFile& file, const StoredEvent& stored) {
  const Event& event = stored.event;
  if (event.kind == "commented" || event.kind == "clarification_asked" || event.kind == "clarification_answered" ||
      event.kind == "sent_back" || event.kind == "recoded" || event.kind == "hold_asked" ||
      event.kind == "hold_lifted" || event.kind == "incomplete_proposed") {
    file.comments.push_back({event.actor, event.at, event.kind, stored.sealed.at("text")});
  }
  if (event.kind == "withdrawn")
    file.comments.push_back({event.actor, event.at, event.kind, stored.sealed.at("written_ground")});
  if (event.kind == "called") {
    file.calls.push_back({event.actor, event.at, stored.detail.at("reached"), stored.sealed.at("number"),
                          stored.sealed.at("answered_by"), stored.sealed.at("said")});
  }
  if (event.kind == "checked") {
    const std::string item = stored.detail.at("item");
    std::erase_if(file.checks, [&](const CheckMade& made) { return made.item == item; });
    file.checks.push_back({event.actor, event.at, item, stored.detail.at("result"), stored.sealed.at("evidence")});
  }
  if (event.kind == "gag_found") file.gag = gag_from(stored.sealed);
  if (event.kind == "read") {
    file.readings.push_back({event.actor, stored.detail.at("draft"), facts_from(stored.sealed.at("facts"))});
  }
}

CaseFile assembled(const Record& record, const std::vector<StoredEvent>& events) {
  CaseFile file;
  file.id = record.id;
  file.ref = record.ref;
  file.state = record.state;
  file.revision = record.revision;
  file.request_entry = record.request_entry;
  file.received_at = record.received_at;
  file.due_at = record.due_at;
  file.users_affected = record.users_affected;
  file.erased = record.erased;
  file.owner = record.notes.owner;
  file.flags = record.notes.flags;
  if (const auto& hold = record.notes.hold) file.hold = Hold{hold->law, hold->asked_by, hold->agreed_by};
  file.incomplete = record.notes.incomplete;
  for (const StoredEvent& stored : events) {
    file.events.push_back(stored.event);
    if (!is_note(stored.event.kind)) file.version = stored.event.number;
    if (!record.erased) add_words(file, stored);
    if (stored.event.kind == "decided") file.decisions.push_back(logged_decision(events, stored));
    if (stored.event.kind == "delivered") file.packages.push_back(stored.detail.at("package_name"));
  }
  if (record.draft) {
    file.draft = decision_from(numbered(events, record.draft_event));
    file.draft->approved_by = record.approvals;
  }
  if (record.erased) return file;
  std::erase_if(file.readings, [&](const Reading& reading) { return reading.draft != record.draft_event; });
  if (record.draft) {
    const nlohmann::json& sealed = numbered(events, record.draft_event).sealed;
    file.earlier_ref = sealed.value("earlier", "");
  }
  if (record.verified_event != 0) file.verified_by = numbered(events, record.verified_event).event.actor;
  file.request = request_from(numbered(events, 1).sealed);
  if (record.verified_event != 0) file.facts = facts_from(numbered(events, record.verified_event).sealed.at("facts"));
  return file;
}

base::Result<std::vector<std::string>> references(store::Db& db, std::string_view sql,
                                                  std::initializer_list<store::Value> values) {
  std::vector<std::string> refs;
  TRY_VOID(db.query(sql, values, [&](const store::Row& row) -> base::Result<> {
    refs.push_back(row.text(0));
    return {};
  }));
  return refs;
}

}  // namespace

base::Result<CaseFile> Casework::find(const std::string& ref) const {
  TRY(const Record record, load(services_.db, ref));
  std::optional<base::Hash> key;
  if (!record.erased) {
    TRY(key, services_.keys.find(key_name(ref)));
  }
  TRY(const auto events, read_events(services_.db, ref, 1, record.revision, key ? &*key : nullptr));
  try {
    return assembled(record, events);
  } catch (const std::exception& error) {  // what we wrote ourselves does not read
    return base::fail(base::Errc::corrupt, "case", ref, error.what());
  }
}

base::Result<std::vector<std::string>> Casework::list(std::optional<State> state, std::size_t rows_max) const {
  if (state) {
    return references(services_.db, "SELECT ref FROM case_state WHERE state = ? ORDER BY received_at, ref LIMIT ?",
                      {name_of(*state), rows_max});
  }
  return references(services_.db, "SELECT ref FROM case_state ORDER BY received_at, ref LIMIT ?", {rows_max});
}

base::Result<std::vector<std::string>> Casework::due_before(base::Time time) const {
  return references(services_.db,
                    "SELECT ref FROM case_state WHERE due_at < ? AND suspended_at IS NULL"
                    " AND state IN ('received', 'verified', 'drafted', 'approved') ORDER BY due_at, ref",
                    {base::unix_seconds(time)});
}

}  // namespace writ::casework
