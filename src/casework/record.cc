#include "casework/record.h"

#include <algorithm>
#include <array>

namespace writ::casework {

namespace {

using nlohmann::json;

base::Hash hash_at(const json& detail, const char* name) {
  return base::hash_from_hex(detail.at(name).get<std::string>()).value();
}

State state_after(std::string_view outcome) {
  if (outcome == "full" || outcome == "partial") return State::approved;
  return state_of(outcome).value();
}

void drop_draft(Record& record) {
  record.notes.readers.clear();
  record.draft.reset();
  record.draft_event = 0;
  record.approvals.clear();
}

/// The clock runs again: the time it stood does not count.
void resume(Record& record, base::Time at) {
  if (record.suspended_at) record.due_at += at - *record.suspended_at;
  record.suspended_at.reset();
}

void apply_received(Record& record, const Event& event, const json& detail) {
  record.id = detail.at("id");
  record.received_at = event.at;
  record.due_at = base::parse_time(detail.at("due").get<std::string>()).value();
  record.request_entry = hash_at(detail, "entry");
  record.requester = hash_at(detail, "requester");
  if (detail.contains("nonce")) record.nonce = hash_at(detail, "nonce");
}

void apply_recodes(Record& record, const json& detail) {
  for (const json& recode : detail.at("recodes")) {
    const int position = recode.at("position");
    std::erase_if(record.recodes, [&](const LoggedRecode& logged) { return logged.position == position; });
    record.recodes.push_back({position, recode.at("value"), hash_at(recode, "entry")});
  }
}

void apply_decided(Record& record, const Event& event, const json& detail) {
  resume(record, event.at);
  record.outcome = detail.at("outcome");
  record.granted = legal::parse_set(detail.at("granted").get<std::string>()).value();
  record.decision_entry = hash_at(detail, "entry");
  ++record.decisions;
  apply_recodes(record, detail);
  record.state = state_after(record.outcome);
  drop_draft(record);
}

void apply_delivered(Record& record, const json& detail) {
  ++record.packages;
  record.disclosure_entry = hash_at(detail, "entry");
  record.users_affected += detail.at("slots").size();
  record.notice_given = false;
  record.state = State::delivered;
  // What is left has a deadline of its own; the same decision is logged anew for it right after this.
  if (detail.value("incomplete", false)) record.due_at = record.notes.incomplete->follow_up;
  record.notes.incomplete.reset();
}

void apply_note(Record& record, const Event& event, const json& detail) {
  Notes& notes = record.notes;
  if (event.kind == "assigned") notes.owner = detail.at("to");
  if (event.kind == "flagged") {
    const std::string flag = detail.at("flag");
    std::erase(notes.flags, flag);
    if (detail.at("on")) notes.flags = legal::united(notes.flags, {flag});
  }
  if (event.kind == "called") {
    notes.callers.push_back(event.actor);
    notes.reached = notes.reached || detail.at("reached").get<bool>();
  }
  if (event.kind == "checked") {
    const std::string item = detail.at("item");
    std::erase(notes.confirmed, item);
    if (detail.at("result") == "yes") notes.confirmed = legal::united(notes.confirmed, {item});
  }
  if (event.kind == "read" && detail.at("draft") == record.draft_event) notes.readers.push_back(event.actor);
  if (event.kind == "hold_asked") notes.hold = HoldHead{detail.at("law"), event.actor, ""};
  if (event.kind == "hold_agreed") notes.hold->agreed_by = event.actor;
  if (event.kind == "hold_lifted") notes.hold.reset();
}

constexpr std::chrono::days seal_again_within{3};

void apply_seal_again(Record& record, const Event& event) {
  record.state = State::approved;
  record.due_at = std::max(record.due_at, event.at + seal_again_within);
}

}  // namespace

namespace {
constexpr std::array<std::string_view, 14> note_kinds = {
    "assigned",  "flagged",    "commented",   "called",      "checked",   "read",
    "preserved", "preservation_extended", "preservation_used", "preservation_ended",
    "hold_asked", "hold_agreed", "hold_lifted", "package_erased"};
}  // namespace

bool is_note(std::string_view kind) { return std::ranges::find(note_kinds, kind) != note_kinds.end(); }

std::string note_kinds_sql() {
  std::string list;
  for (const std::string_view kind : note_kinds) list += (list.empty() ? "'" : ", '") + std::string(kind) + "'";
  return list;
}

void apply(Record& record, const Event& event, const json& detail) {
  record.revision = event.number;
  if (is_note(event.kind)) return apply_note(record, event, detail);
  if (event.kind != "clarification_answered") record.notes.answered = false;
  if (event.kind == "received") apply_received(record, event, detail);
  if (event.kind == "verified") {
    record.verified_event = event.number;
    record.state = State::verified;
    drop_draft(record);
  }
  if (event.kind == "clarification_asked") {
    record.resume_state = record.state == State::drafted ? State::verified : record.state;
    record.state = State::clarification;
    record.suspended_at = event.at;
    drop_draft(record);
  }
  if (event.kind == "clarification_answered") {
    resume(record, event.at);
    record.state = record.resume_state;
    record.notes.answered = true;
  }
  if (event.kind == "sent_back") {
    record.state = record.resume_state;
    drop_draft(record);
  }
  if (event.kind == "drafted") {
    resume(record, event.at);
    drop_draft(record);
    // From a question that nobody answered there is no way back to the question.
    if (record.state == State::clarification) record.state = record.resume_state;
    if (record.state != State::drafted) record.resume_state = record.state;
    record.draft = DraftHead{detail.at("outcome"), event.actor, detail.at("deviates"), detail.value("blind", false)};
    record.draft_event = event.number;
    record.state = State::drafted;
  }
  if (event.kind == "incomplete_proposed")
    record.notes.incomplete = Incomplete{event.actor, base::from_unix(detail.at("follow_up")), {}};
  if (event.kind == "incomplete_approved") record.notes.incomplete->approved_by = event.actor;
  if (event.kind == "drafted" || event.kind == "verified") record.notes.incomplete.reset();
  if (event.kind == "gag_found") {
    record.approvals.clear();
    record.notes.gag = detail.at("binds").get<bool>();
  }
  if (event.kind == "approved") record.approvals.push_back(event.actor);
  if (event.kind == "decided") apply_decided(record, event, detail);
  if (event.kind == "recoded") apply_recodes(record, detail);
  if (event.kind == "delivered") apply_delivered(record, detail);
  if (event.kind == "seal_again") apply_seal_again(record, event);
  if (event.kind == "acknowledged") record.state = State::acknowledged;
  if (event.kind == "noticed") {
    ++record.notices;
    record.notice_given = record.notice_given || detail.at("state") == "given";
  }
  if (event.kind == "erased") record.erased = true;
}

}  // namespace writ::casework
