// One case as it stands: the projection of its events. A plain value.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/bytes.h"
#include "base/time.h"
#include "legal/request.h"
#include "policy/policy.h"

namespace writ::casework {

enum class State : std::uint8_t {
  received,
  verified,
  clarification,
  drafted,
  approved,
  delivered,
  acknowledged,
  refused,
  no_data,
  withdrawn,
  duplicate,
  not_authentic
};
std::string_view name_of(State state);
std::optional<State> state_of(std::string_view name);
/// A coding that is found wrong is logged anew once the case is decided; before, it is part of the verification.
bool may_be_recoded(State state);

struct Decision {
  std::string outcome;                                     // code of legal::outcomes()
  std::string ground;                                      // code
  std::vector<legal::CodeSet> granted;                     // one for each selector
  std::vector<std::optional<legal::Window>> windows = {};  // none, or one for each selector: narrower than was asked
  std::vector<std::string> grounds = {};                   // none, or one for each selector; empty: as `ground`
  std::string policy_id;
  std::string policy_rule;  // rule the policy named, also where staff deviated
  std::string explanation;  // policy::explain at the time
  std::string drafted_by;
  bool deviates = false;
  std::string written_ground;  // of a deviation
  std::vector<std::string> approved_by;
  bool blind = false;               // approvers read the document themselves first
  std::optional<base::Hash> entry;  // body_root once logged
  std::optional<base::Time> decided_at;
};

struct Event {
  std::int64_t number = 0;  // 1.. within the case
  std::string kind;         // received, verified, drafted, approved, decided, delivered ...
  std::string actor;        // person id
  base::Time at;
  std::string detail;  // JSON, without personal data of users
};

/// What staff noted, unsealed.
struct Comment {
  std::string by;
  base::Time at;
  std::string kind;  // commented, clarification_asked, clarification_answered, sent_back, recoded, withdrawn,
                     // hold_asked, hold_lifted, incomplete_proposed
  std::string text;
};
struct CallMade {
  std::string by;
  base::Time at;
  bool reached = false;
  std::string number;
  std::string answered_by;
  std::string said;
};
struct CheckMade {
  std::string by;
  base::Time at;
  std::string item;
  std::string result;
  std::string evidence;
};
struct Reading {
  std::string by;
  std::int64_t draft = 0;  // event of the draft it was made for
  legal::Facts facts;
};

/// Of the row of the request in the public log (counted-log.md section 5). Held once somebody else agreed.
struct Hold {
  std::string law;
  std::string asked_by;
  std::string agreed_by;  // empty: nobody yet
};

/// What staff found of secrecy that binds: apart from what was asked (domain.md section 2), and in its place once
/// found.
struct GagFound {
  std::string kind;                      // court_order, prosecutor_order, statute; none: nothing that binds
  std::string court = {};                // who imposed it; empty iff none
  std::string zone = {};                 // IANA name, where the court sits
  std::optional<base::Day> until = {};   // last day there, included; nullopt: no end was named
  std::optional<base::Time> end = {};    // the first moment after it
  std::optional<base::Day> review = {};  // when staff ask whether it still binds
  std::string shown_by = {};             // what in the document says so
};

/// A package without what a source that does not answer may hold: sent before its time, on one approval.
struct Incomplete {
  std::string proposed_by;
  base::Time follow_up;     // by when the rest is sent
  std::string approved_by;  // empty: waits
};

struct CaseFile {
  std::string id;   // UUIDv7
  std::string ref;  // WR-2026-00001
  State state = State::received;
  std::int64_t revision = 0;
  legal::Request request;
  base::Hash request_entry{};
  base::Time received_at;
  base::Time due_at;
  legal::Facts facts;
  std::optional<Decision> draft;      // waiting for approvals
  std::vector<Decision> decisions;    // logged, oldest first
  std::vector<std::string> packages;  // names, oldest first
  std::uint64_t users_affected = 0;
  std::vector<Event> events;
  std::int64_t version = 0;  // number of the last event that moved the case
  std::string owner;         // person id, or empty
  std::string verified_by;   // person id, or empty
  legal::CodeSet flags;      // staff's own words for lists
  std::optional<Hold> hold;
  std::vector<Comment> comments;
  std::vector<CallMade> calls;
  std::vector<CheckMade> checks;         // the last of each item
  std::vector<Reading> readings;         // of the draft that waits; approvers do not see each other's before their own
  std::optional<Incomplete> incomplete;  // for the package that is next
  std::optional<GagFound> gag;           // the last that was found
  std::string earlier_ref;               // of a draft as duplicate
  bool erased = false;                   // its key was destroyed: request and details are empty
};

}  // namespace writ::casework
