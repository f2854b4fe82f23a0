// What a connector of one store gives: plain rows. Windows, retention, caps, refusals, words and the record on file are
// made of them in one place (asking.h), the same for every store.
#pragma once

#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "base/time.h"
#include "legal/request.h"
#include "provider/finding.h"

namespace writ::provider {

/// Whole seconds, `from` included, `to` excluded.
struct Span {
  base::Time from;
  base::Time to;
};

struct AccountRow {
  std::string id;    // the messenger's own id, as answers name the account
  std::string name;  // user name; empty if it has none
  std::optional<base::Time> created;
  /// The store has a place for it: without a value it is none, and not "not held by design".
  bool name_kept = false;
  bool created_kept = false;
  bool closed = false;  // deactivated or deleted
  /// When the selector (number, e-mail, name) began and ceased to name this account, as far as the source knows.
  std::optional<base::Time> matched_from;
  std::optional<base::Time> matched_to;
  /// Found by address: its rows keep no port, so that a port that was asked neither names it nor rules it out.
  bool without_port = false;
};

/// One row of a category: an address, a user agent, a number, as stored.
struct StampedRow {
  std::string text;
  std::optional<base::Time> at;       // nullopt = the source keeps no time with it
  std::optional<std::uint16_t> port;  // of an address, if it has a column of its own
  std::string meaning;                // of `at` in this row, where it is more than CategoryFacts::time_meaning
  std::string left_out;               // why this row is not the user's; it is counted and not given
};

/// What is true of a category in this store whatever the account, in words that stand in the package.
struct CategoryFacts {
  /// Rows carry the time of a use: window and retention choose among them. False: a property that the account has
  /// (phone number), of which only rows later than the record clock are invisible.
  bool timed = false;
  std::string time_meaning;  // "last seen at", "added at"
  std::string note;          // beside held data: how exact, what is not kept
  std::string none_note;     // there is none; empty = a plain sentence
  std::string closed_note;   // there is none and the account is closed; empty = none_note
};

struct SourceFacts {
  std::string name;  // of the deployment's configuration; in errors, on file
  std::map<std::string, CategoryFacts, std::less<>> categories;  // absent: this store has no place for it
  std::set<legal::SelectorKind> selectors;                       // what accounts can be found by
  bool ports = false;                                            // addresses are kept with source ports
  /// What an answer by address and window can miss; "" = nothing.
  std::string address_window_note;
  /// Why an account that was not found proves little, beyond "not found".
  std::map<legal::SelectorKind, std::string> not_found_notes;
  /// The longest that this store keeps a category, if it says so itself (a mapping file): the shorter of this and the
  /// holdings profile counts.
  std::map<std::string, int, std::less<>> retention_days;
};

/// One question's view of a store: a connection, a snapshot. Every error of it is unavailable, with the limit's name.
class Reading {
 public:
  virtual ~Reading() = default;
  /// Accounts that exist at the record clock and that the selector names. `span`: of an address selector, the part of
  /// its window that is kept. The selector was checked (E.164, RFC 5952, not empty); a source adds its own rules
  /// (invalid).
  virtual base::Result<std::vector<AccountRow>> find(const legal::Selector& selector, const Span& span) = 0;
  /// Rows of one category of facts().categories, ascending by time. Of a category that is not timed all rows that exist
  /// at the record clock, whatever the span. registration_date and user_name come from AccountRow if not in
  /// facts().categories with rows of their own: they are never asked here.
  virtual base::Result<std::vector<StampedRow>> rows(std::string_view category, const AccountRow& account,
                                                     const Span& span) = 0;
  /// Is there a row? Asked of the part before the retention only, so that "expired" is told from "none".
  virtual base::Result<bool> any(std::string_view category, const AccountRow& account, const Span& span) {
    TRY(const auto found, rows(category, account, span));
    return !found.empty();
  }
  virtual std::int64_t rows_read() const = 0;
};

class Source {
 public:
  virtual ~Source() = default;
  virtual const SourceFacts& facts() const = 0;
  /// The store's own rules for a selector of a kind it takes: invalid, before anything is opened.
  virtual base::Result<> check(const legal::Selector&) const { return {}; }
  /// What `writ provider check` says of a live connection: columns, units, indexes, grants. Asks about nobody. A source
  /// that cannot be reached is a finding too.
  virtual std::vector<Finding> examine(base::Time now);
  /// `as_of` is the record clock: rows later than it are invisible.
  virtual base::Result<std::unique_ptr<Reading>> open(base::Time as_of) = 0;
};

}  // namespace writ::provider
