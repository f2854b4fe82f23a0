#include "casework/officer_rows.h"

#include "casework/change.h"

namespace writ::casework {

namespace {

std::string columns() {
  return "r.ref, r.queue, r.due_at, r.received_at, r.state, r.agency, r.country, r.instrument, r.accounts, r.emergency,"
         " (SELECT max(at) FROM case_event e WHERE e.ref = r.ref AND kind NOT IN (" +
         note_kinds_sql() + "))";
}
// ?1 requester, ?2 address, ?3 group, ?4 and ?5 received from and to.
constexpr std::string_view matches =
    " FROM case_row r JOIN case_state s ON s.ref = r.ref"
    " WHERE (s.requester = ?1 OR r.ref IN (SELECT ref FROM case_viewer WHERE email = ?2))"
    " AND (?3 = '' OR ?3 = CASE WHEN r.state IN ('clarification', 'delivered') THEN 'you'"
    " WHEN r.state IN ('received', 'verified', 'drafted', 'approved') THEN 'open' ELSE 'ended' END)"
    " AND r.received_at >= ?4 AND r.received_at < ?5";
// A question before packages, since its clock stands. An ended case is not due: newest first there.
constexpr std::string_view order =
    " ORDER BY CASE WHEN r.state = 'clarification' THEN 0 WHEN r.state = 'delivered' THEN 1"
    " WHEN r.state IN ('received', 'verified', 'drafted', 'approved') THEN 2 ELSE 3 END,"
    " CASE WHEN r.state IN ('received', 'verified', 'drafted', 'approved', 'clarification') THEN r.due_at ELSE"
    " -r.received_at END, r.ref LIMIT ?6 OFFSET ?7";

std::int64_t from_of(const OfficerFilter& filter) {
  return filter.received_from ? base::unix_seconds(*filter.received_from) : INT64_MIN;
}
std::int64_t to_of(const OfficerFilter& filter) {
  return filter.received_to ? base::unix_seconds(*filter.received_to) : INT64_MAX;
}

OfficerRow row_from(const store::Row& row) {
  return {.row = {.ref = row.text(0),
                  .queue = row.text(1),
                  .due_at = base::from_unix(row.integer(2)),
                  .received_at = base::from_unix(row.integer(3)),
                  .state = state_of(row.text(4)).value_or(State::received),
                  .agency = row.text(5),
                  .country = row.text(6),
                  .instrument = row.text(7),
                  .accounts = row.integer(8),
                  .asked = {},
                  .emergency = row.integer(9) != 0,
                  .secrecy = false,
                  .says = {},
                  .owner = {},
                  .flags = {}},
          .changed = base::from_unix(row.integer_or_null(10).value_or(row.integer(3)))};
}

}  // namespace

std::vector<store::Migration> viewer_migrations() {
  return {{"casework-viewers-001",
           "CREATE TABLE case_viewer("
           "  ref TEXT NOT NULL,"
           "  email TEXT NOT NULL,"
           "  PRIMARY KEY(ref, email)"
           ") STRICT, WITHOUT ROWID;"
           "CREATE INDEX case_viewer_email ON case_viewer(email, ref);"
           "CREATE INDEX case_state_requester ON case_state(requester);"}};
}

base::Result<std::vector<OfficerRow>> OfficerRows::page(const OfficerFilter& filter, std::size_t skip,
                                                        std::size_t rows_max) const {
  std::vector<OfficerRow> rows;
  TRY_VOID(db_.query("SELECT " + columns() + std::string(matches) + std::string(order),
                     {filter.requester, filter.email, filter.group, from_of(filter), to_of(filter), rows_max, skip},
                     [&](const store::Row& row) -> base::Result<> {
                       rows.push_back(row_from(row));
                       return {};
                     }));
  return rows;
}

base::Result<std::int64_t> OfficerRows::count(const OfficerFilter& filter) const {
  TRY(const auto count, db_.integer("SELECT count(*)" + std::string(matches),
                                    {filter.requester, filter.email, filter.group, from_of(filter), to_of(filter)}));
  return count.value_or(0);
}

base::Result<> OfficerRows::add_viewer(const std::string& ref, const std::string& email) {
  return db_.run("INSERT INTO case_viewer(ref, email) VALUES(?, ?) ON CONFLICT(ref, email) DO NOTHING", {ref, email});
}

base::Result<bool> OfficerRows::is_viewer(const std::string& ref, const std::string& email) const {
  TRY(const auto found, db_.integer("SELECT 1 FROM case_viewer WHERE ref = ? AND email = ?", {ref, email}));
  return found.has_value();
}

base::Result<std::vector<std::string>> OfficerRows::viewers(const std::string& ref) const {
  std::vector<std::string> emails;
  TRY_VOID(db_.query("SELECT email FROM case_viewer WHERE ref = ? ORDER BY email", {ref},
                     [&](const store::Row& row) -> base::Result<> {
                       emails.push_back(row.text(0));
                       return {};
                     }));
  return emails;
}

base::Result<std::string> last_holdings(store::Db& db, crypto::KeyRing& keys, const std::string& ref) {
  TRY(const Record record, load(db, ref));
  TRY(const base::Hash key, keys.find(key_name(ref)));
  TRY(const auto events, read_events(db, ref, 1, record.revision, &key));
  for (auto at = events.rbegin(); at != events.rend(); ++at) {
    if (at->event.kind == "delivered") return at->sealed.value("holdings", "");
    if (at->event.kind != "decided") continue;
    const auto& proposal = events.at(at->detail.at("proposal").get<std::size_t>() - 1);
    // A decision to give something says nothing of what is held; what its last package said still stands.
    const std::string said = proposal.sealed.is_object() ? proposal.sealed.value("holdings", "") : std::string();
    if (!said.empty()) return said;
  }
  return std::string();
}

}  // namespace writ::casework
