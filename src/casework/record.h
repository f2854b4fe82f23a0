// case_state: where a case stands, as far as the rules ask. It follows from the plain parts of the events alone.
#pragma once

#include <nlohmann/json.hpp>
#include <optional>
#include <string>
#include <vector>

#include "casework/case_file.h"
#include "store/db.h"

namespace writ::casework {

/// What waits for approvals.
struct DraftHead {
  std::string outcome;
  std::string drafted_by;
  bool deviates = false;
  bool blind = false;
};

/// Two people say that the row of the request is not shown (counted-log.md section 5).
struct HoldHead {
  std::string law;
  std::string asked_by;
  std::string agreed_by;  // empty: nobody yet
};

/// What staff noted, or agreed beside the decision, as far as rules and lists ask.
struct Notes {
  std::string owner;
  legal::CodeSet flags;
  std::vector<std::string> readers;  // of the draft, blind
  std::vector<std::string> callers;
  bool reached = false;      // somebody, on a number of our own directory
  legal::CodeSet confirmed;  // items of the checklist whose last answer is yes
  std::optional<Incomplete> incomplete;
  std::optional<bool> gag;  // whether something binds, once staff looked
  bool answered = false;    // a clarification came back and nobody has looked yet
  std::optional<HoldHead> hold = {};
};

/// A recode as logged last for its position.
struct LoggedRecode {
  int position = 0;
  std::string value;
  base::Hash entry{};
};

struct Record {
  std::string ref;
  std::string id;
  State state = State::received;
  State resume_state = State::received;  // where a clarification came from
  std::int64_t revision = 0;             // number of the last event
  base::Time received_at;
  base::Time due_at;
  std::optional<base::Time> suspended_at;  // the clock stands since then
  base::Hash request_entry{};
  base::Hash requester{};
  std::optional<base::Hash> nonce;
  std::int64_t verified_event = 0;  // number of the last verification; 0 = none
  std::int64_t draft_event = 0;
  std::optional<DraftHead> draft;
  std::vector<std::string> approvals;  // of the draft, in order
  std::int64_t decisions = 0;
  std::optional<base::Hash> decision_entry;  // of the last one
  std::string outcome;
  legal::CodeSet granted;             // united over the selectors
  std::vector<LoggedRecode> recodes;  // at most one for each position
  std::int64_t packages = 0;
  std::optional<base::Hash> disclosure_entry;
  std::uint64_t users_affected = 0;
  std::int64_t notices = 0;
  bool notice_given = false;  // since the last package
  bool erased = false;
  Notes notes;
};

/// True for the events that only note something: they leave version() as it is.
bool is_note(std::string_view kind);
/// Their kinds as a list of SQL text.
std::string note_kinds_sql();

/// Takes one event in. Pure: the same events give the same record, live and in a rebuild.
void apply(Record& record, const Event& event, const nlohmann::json& detail);

base::Result<> save(store::Db& db, const Record& record);
/// not_found names the reference.
base::Result<Record> load(store::Db& db, const std::string& ref);

}  // namespace writ::casework
