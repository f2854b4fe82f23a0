#include "casework/rows.h"

#include <algorithm>
#include <array>

#include "casework/hold.h"

namespace writ::casework {

namespace {

constexpr std::string_view columns =
    "ref, queue, due_at, received_at, state, agency, country, instrument, accounts, asked, emergency, secrecy, says, "
    "owner, flags";
/// Where nothing is due of us: the officer has the package, or owes an answer, or the case is over.
constexpr std::array<std::string_view, 3> clockless = {"ended", "waiting", "deliver"};

CaseRow row_from(const store::Row& row) {
  return {.ref = row.text(0),
          .queue = row.text(1),
          .due_at = base::from_unix(row.integer(2)),
          .received_at = base::from_unix(row.integer(3)),
          .state = state_of(row.text(4)).value_or(State::received),
          .agency = row.text(5),
          .country = row.text(6),
          .instrument = row.text(7),
          .accounts = row.integer(8),
          .asked = legal::parse_set(row.text(9)).value_or(legal::CodeSet()),
          .emergency = row.integer(10) != 0,
          .secrecy = row.integer(11) != 0,
          .says = row.text(12),
          .owner = row.text(13),
          .flags = legal::parse_set(row.text(14)).value_or(legal::CodeSet())};
}

std::int64_t seconds_or(const std::optional<base::Time>& time, std::int64_t otherwise) {
  return time ? base::unix_seconds(*time) : otherwise;
}

// One fixed text for all filters: a part that is not asked for is true of every row. ?1 queue ... ?13 emergency.
constexpr std::string_view matches =
    " (?1 = '' OR queue = ?1) AND (?2 = '' OR state = ?2) AND (?3 = '' OR country = ?3) AND (?4 = '' OR instrument = "
    "?4)"
    " AND (?5 = '' OR instr(lower(agency), lower(?5)) > 0) AND (?6 = '' OR owner = CASE ?6 WHEN 'nobody' THEN '' ELSE "
    "?6 END)"
    " AND (?7 = '' OR instr(',' || flags || ',', ',' || ?7 || ',') > 0) AND (?8 = '' OR instr(ref, ?8) = 1)"
    " AND due_at < ?9 AND received_at >= ?10 AND received_at < ?11"
    " AND (?12 = '' OR NOT EXISTS (SELECT 1 FROM case_state s WHERE s.ref = case_row.ref AND (instr(s.approvals, ?12) "
    "> 0"
    " OR (instr(s.draft, '\"deviates\":true') > 0 AND instr(s.draft, ?12) > 0))))"
    " AND (?13 = 0 OR emergency = 1)";
/// The queue's index is only used where the queue is given as such.
constexpr std::string_view in_queue = " queue = ?1 AND";

struct Bound {
  explicit Bound(const RowFilter& filter)
      : due(seconds_or(filter.due_before, INT64_MAX)),
        from(seconds_or(filter.received_from, INT64_MIN)),
        to(seconds_or(filter.received_to, INT64_MAX)) {}
  std::int64_t due;
  std::int64_t from;
  std::int64_t to;
};

std::string where(const RowFilter& filter) {
  return " FROM case_row WHERE" + (filter.queue.empty() ? std::string() : std::string(in_queue)) + std::string(matches);
}

}  // namespace

std::string_view queue_of(const Record& record, bool emergency) {
  switch (record.state) {
    case State::received:
    case State::verified:
    case State::drafted:
    case State::approved:
      if (emergency) return "emergency";
      if (record.notes.answered) return "answered";
      if (record.state == State::received) return "verify";
      if (record.state == State::verified) return "decide";
      if (record.notes.incomplete && record.notes.incomplete->approved_by.empty()) return "approve";
      return record.state == State::drafted ? "approve" : "seal";
    case State::clarification:
      return "waiting";
    case State::delivered:
      return "deliver";
    default:
      return "ended";
  }
}

bool has_clock(std::string_view queue) { return std::ranges::find(clockless, queue) == clockless.end(); }

base::Result<std::vector<CaseRow>> CaseRows::page(const RowFilter& filter, const std::optional<RowKey>& key,
                                                  std::size_t rows_max, bool backwards) const {
  const Bound bound(filter);
  const char* order = backwards ? " AND (due_at, ref) < (?14, ?15) ORDER BY due_at DESC, ref DESC LIMIT ?16"
                                : " AND (due_at, ref) > (?14, ?15) ORDER BY due_at, ref LIMIT ?16";
  const std::int64_t edge = backwards ? INT64_MAX : INT64_MIN;
  std::vector<CaseRow> rows;
  TRY_VOID(db_.query("SELECT " + std::string(columns) + where(filter) + order,
                     {filter.queue, filter.state, filter.country, filter.instrument, filter.agency, filter.owner,
                      filter.flag, filter.ref, bound.due, bound.from, bound.to, filter.approver, filter.emergency,
                      key ? base::unix_seconds(key->due_at) : edge, key ? key->ref : std::string(), rows_max},
                     [&](const store::Row& row) -> base::Result<> {
                       rows.push_back(row_from(row));
                       return {};
                     }));
  if (backwards) std::ranges::reverse(rows);
  return rows;
}

base::Result<std::int64_t> CaseRows::count(const RowFilter& filter) const {
  const Bound bound(filter);
  TRY(const auto count,
      db_.integer("SELECT count(*)" + where(filter),
                  {filter.queue, filter.state, filter.country, filter.instrument, filter.agency, filter.owner,
                   filter.flag, filter.ref, bound.due, bound.from, bound.to, filter.approver, filter.emergency}));
  return count.value_or(0);
}

base::Result<std::vector<std::string>> CaseRows::refs(const RowFilter& filter) const {
  const Bound bound(filter);
  std::vector<std::string> refs;
  TRY_VOID(db_.query("SELECT ref" + where(filter) + " ORDER BY due_at, ref",
                     {filter.queue, filter.state, filter.country, filter.instrument, filter.agency, filter.owner,
                      filter.flag, filter.ref, bound.due, bound.from, bound.to, filter.approver, filter.emergency},
                     [&](const store::Row& row) -> base::Result<> {
                       refs.push_back(row.text(0));
                       return {};
                     }));
  return refs;
}

base::Result<CaseRow> CaseRows::find(const std::string& ref) const {
  std::optional<CaseRow> found;
  TRY_VOID(db_.query("SELECT " + std::string(columns) + " FROM case_row WHERE ref = ?", {ref},
                     [&](const store::Row& row) -> base::Result<> {
                       found = row_from(row);
                       return {};
                     }));
  if (!found) return base::fail(base::Errc::not_found, "case", ref, "no such case is known");
  return *found;
}

base::Result<std::map<std::string, CaseRows::Count>> CaseRows::counts(base::Time now,
                                                                      const std::string& approver) const {
  std::map<std::string, Count> counts;
  TRY_VOID(db_.query("SELECT queue, count(*), sum(due_at < ?) FROM case_row WHERE queue <> 'ended' GROUP BY queue",
                     {base::unix_seconds(now)}, [&](const store::Row& row) -> base::Result<> {
                       const std::string queue = row.text(0);
                       counts[queue] = {row.integer(1), has_clock(queue) ? row.integer(2) : 0};
                       return {};
                     }));
  if (!approver.empty() && counts.contains("approve")) {
    RowFilter mine{.queue = "approve", .approver = approver};
    TRY(counts["approve"].all, count(mine));
    mine.due_before = now;
    TRY(counts["approve"].overdue, count(mine));
  }
  return counts;
}

base::Result<> write_row(store::Db& db, const Record& record, const legal::Request& request) {
  const std::string asked = legal::join_set(request.data_sought);
  const std::string flags = legal::join_set(flags_of(record));
  return db.run(
      "INSERT INTO case_row(ref, queue, due_at, received_at, state, agency, country, instrument, accounts, asked, "
      "emergency, secrecy, says, owner, flags) VALUES(?,?,?,?,?,?,?,?,?,?,?,?,'unknown',?,?)"
      " ON CONFLICT(ref) DO UPDATE SET queue = excluded.queue, due_at = excluded.due_at, state = excluded.state,"
      " agency = excluded.agency, country = excluded.country, instrument = excluded.instrument, accounts = "
      "excluded.accounts,"
      " asked = excluded.asked, emergency = excluded.emergency, secrecy = excluded.secrecy, owner = excluded.owner, "
      "flags = excluded.flags",
      {record.ref, queue_of(record, request.emergency), base::unix_seconds(record.due_at),
       base::unix_seconds(record.received_at), name_of(record.state), request.agency, request.country,
       request.instrument, request.selectors.size(), asked, request.emergency,
       record.notes.gag.value_or(request.secrecy.kind != legal::Secrecy::Kind::none), record.notes.owner, flags});
}

base::Result<> update_row(store::Db& db, const Record& record) {
  TRY(const auto emergency, db.integer("SELECT emergency FROM case_row WHERE ref = ?", {record.ref}));
  const std::string flags = legal::join_set(flags_of(record));
  const std::optional<std::int64_t> gag = record.notes.gag;
  TRY_VOID(db.run("UPDATE case_row SET queue = ?, due_at = ?, state = ?, owner = ?, flags = ?, secrecy = coalesce(?, secrecy) "
                  "WHERE ref = ?",
                  {queue_of(record, emergency.value_or(0) != 0), base::unix_seconds(record.due_at),
                   name_of(record.state), record.notes.owner, flags, gag, record.ref}));
  if (!record.erased) return {};
  return db.run("UPDATE case_row SET agency = '', asked = '', accounts = 0 WHERE ref = ?", {record.ref});
}

base::Result<> set_says(store::Db& db, const std::string& ref, std::string_view says) {
  return db.run("UPDATE case_row SET says = ? WHERE ref = ?", {says, ref});
}

}  // namespace writ::casework
