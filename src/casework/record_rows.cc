#include "casework/record.h"

namespace writ::casework {

namespace {

using nlohmann::json;

// In the order of the columns below.
constexpr const char* save_sql =
    "INSERT INTO case_state(ref, id, state, resume_state, revision, received_at, due_at, suspended_at, request_entry, "
    "requester, nonce,"
    " verified_event, draft_event, draft, approvals, decisions, decision_entry, outcome, granted, recodes, packages, "
    "disclosure_entry,"
    " users_affected, notices, notice_given, erased, notes) "
    "VALUES(?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?)"
    " ON CONFLICT(ref) DO UPDATE SET state = excluded.state, resume_state = excluded.resume_state, revision = "
    "excluded.revision,"
    " due_at = excluded.due_at, suspended_at = excluded.suspended_at, verified_event = excluded.verified_event,"
    " draft_event = excluded.draft_event, draft = excluded.draft, approvals = excluded.approvals, decisions = "
    "excluded.decisions,"
    " decision_entry = excluded.decision_entry, outcome = excluded.outcome, granted = excluded.granted, recodes = "
    "excluded.recodes,"
    " packages = excluded.packages, disclosure_entry = excluded.disclosure_entry, users_affected = "
    "excluded.users_affected,"
    " notices = excluded.notices, notice_given = excluded.notice_given, erased = excluded.erased, notes = "
    "excluded.notes";
constexpr const char* load_sql =
    "SELECT ref, id, state, resume_state, revision, received_at, due_at, suspended_at, request_entry, requester, "
    "nonce, verified_event,"
    " draft_event, draft, approvals, decisions, decision_entry, outcome, granted, recodes, packages, disclosure_entry, "
    "users_affected,"
    " notices, notice_given, erased, notes FROM case_state WHERE ref = ?";

std::string draft_text(const std::optional<DraftHead>& draft) {
  if (!draft) return "";
  return json{
      {"outcome", draft->outcome}, {"by", draft->drafted_by}, {"deviates", draft->deviates}, {"blind", draft->blind}}
      .dump();
}

json incomplete_json(const std::optional<Incomplete>& plan) {
  if (!plan) return {};
  return {{"by", plan->proposed_by}, {"until", base::unix_seconds(plan->follow_up)}, {"approved", plan->approved_by}};
}

std::optional<Incomplete> incomplete_from(const json& plan) {
  if (!plan.is_object()) return std::nullopt;
  return Incomplete{plan.at("by"), base::from_unix(plan.at("until")), plan.at("approved")};
}

std::string notes_text(const Notes& notes) {
  json out = {{"incomplete", incomplete_json(notes.incomplete)},
              {"gag", notes.gag ? json(*notes.gag) : json()},
              {"owner", notes.owner},
              {"flags", notes.flags},
              {"readers", notes.readers},
              {"callers", notes.callers},
              {"reached", notes.reached},
              {"confirmed", notes.confirmed},
              {"answered", notes.answered}};
  if (notes.hold)
    out["hold"] = {{"law", notes.hold->law}, {"asked_by", notes.hold->asked_by}, {"agreed_by", notes.hold->agreed_by}};
  return out.dump();
}

std::optional<HoldHead> hold_from(const json& notes) {
  if (!notes.contains("hold")) return std::nullopt;
  const json& hold = notes.at("hold");
  return HoldHead{hold.at("law"), hold.at("asked_by"), hold.at("agreed_by")};
}

Notes notes_from(const std::string& text) {
  const json notes = json::parse(text);
  const json gag = notes.value("gag", json());
  return {.owner = notes.value("owner", ""),
          .flags = notes.value("flags", legal::CodeSet()),
          .readers = notes.value("readers", std::vector<std::string>()),
          .callers = notes.value("callers", std::vector<std::string>()),
          .reached = notes.value("reached", false),
          .confirmed = notes.value("confirmed", legal::CodeSet()),
          .incomplete = incomplete_from(notes.value("incomplete", json())),
          .gag = gag.is_boolean() ? std::optional(gag.get<bool>()) : std::nullopt,
          .answered = notes.value("answered", false),
          .hold = hold_from(notes)};
}

std::string recodes_text(const std::vector<LoggedRecode>& recodes) {
  json list = json::array();
  for (const LoggedRecode& recode : recodes)
    list.push_back({recode.position, recode.value, base::to_hex(recode.entry)});
  return list.dump();
}

std::optional<base::Hash> hash_or_null(const store::Row& row, int column) {
  if (row.is_null(column)) return std::nullopt;
  return row.hash(column);
}

Record record_from(const store::Row& row) {
  Record record;
  record.ref = row.text(0);
  record.id = row.text(1);
  record.state = state_of(row.text(2)).value();
  record.resume_state = state_of(row.text(3)).value();
  record.revision = row.integer(4);
  record.received_at = base::from_unix(row.integer(5));
  record.due_at = base::from_unix(row.integer(6));
  if (!row.is_null(7)) record.suspended_at = base::from_unix(row.integer(7));
  record.request_entry = row.hash(8);
  record.requester = row.hash(9);
  record.nonce = hash_or_null(row, 10);
  record.verified_event = row.integer(11);
  record.draft_event = row.integer(12);
  if (const std::string text = row.text(13); !text.empty()) {
    const json draft = json::parse(text);
    record.draft = DraftHead{draft.at("outcome"), draft.at("by"), draft.at("deviates"), draft.value("blind", false)};
  }
  record.approvals = json::parse(row.text(14)).get<std::vector<std::string>>();
  record.decisions = row.integer(15);
  record.decision_entry = hash_or_null(row, 16);
  record.outcome = row.text(17);
  record.granted = legal::parse_set(row.text(18)).value();
  for (const json& recode : json::parse(row.text(19))) {
    record.recodes.push_back({recode[0], recode[1], base::hash_from_hex(recode[2].get<std::string>()).value()});
  }
  record.packages = row.integer(20);
  record.disclosure_entry = hash_or_null(row, 21);
  record.users_affected = static_cast<std::uint64_t>(row.integer(22));
  record.notices = row.integer(23);
  record.notice_given = row.integer(24) != 0;
  record.erased = row.integer(25) != 0;
  record.notes = notes_from(row.text(26));
  return record;
}

}  // namespace

base::Result<> save(store::Db& db, const Record& r) {
  std::optional<std::int64_t> suspended;
  if (r.suspended_at) suspended = base::unix_seconds(*r.suspended_at);
  const std::string draft = draft_text(r.draft);
  const std::string approvals = json(r.approvals).dump();
  const std::string granted = legal::join_set(r.granted);
  const std::string recodes = recodes_text(r.recodes);
  const std::string notes = notes_text(r.notes);
  return db.run(save_sql, {r.ref,
                           r.id,
                           name_of(r.state),
                           name_of(r.resume_state),
                           r.revision,
                           base::unix_seconds(r.received_at),
                           base::unix_seconds(r.due_at),
                           suspended,
                           r.request_entry,
                           r.requester,
                           r.nonce,
                           r.verified_event,
                           r.draft_event,
                           draft,
                           approvals,
                           r.decisions,
                           r.decision_entry,
                           r.outcome,
                           granted,
                           recodes,
                           r.packages,
                           r.disclosure_entry,
                           r.users_affected,
                           r.notices,
                           r.notice_given,
                           r.erased,
                           notes});
}

base::Result<Record> load(store::Db& db, const std::string& ref) {
  std::optional<Record> record;
  TRY_VOID(db.query(load_sql, {ref}, [&](const store::Row& row) -> base::Result<> {
    try {
      record = record_from(row);
    } catch (const std::exception& error) {  // what we wrote ourselves does not parse
      return base::fail(base::Errc::corrupt, "case_state", ref, error.what());
    }
    return {};
  }));
  if (!record) return base::fail(base::Errc::not_found, "case", ref, "no such case is known");
  return std::move(*record);
}

}  // namespace writ::casework
