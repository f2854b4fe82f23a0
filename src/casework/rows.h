// Lists of cases: by queue, filtered, paged by key. Built for tens of thousands of open cases.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "casework/casework.h"
#include "casework/record.h"

namespace writ::casework {

/// What a list shows. No name, number or address of a user.
struct CaseRow {
  std::string ref;
  std::string queue;
  base::Time due_at;
  base::Time received_at;
  State state = State::received;
  std::string agency;
  std::string country;
  std::string instrument;
  std::int64_t accounts = 0;  // identifiers in the request
  legal::CodeSet asked;
  bool emergency = false;
  bool secrecy = false;  // asked or ordered
  std::string says;      // full, partial, refused; unknown: facts are missing
  std::string owner;     // person id, or empty
  legal::CodeSet flags;
};

/// Where a case waits: emergency, verify, decide, approve, seal, deliver, answered, waiting, ended.
std::string_view queue_of(const Record& record, bool emergency);
/// Whether a deadline of ours runs in this queue: not while the authority is to act, nor at the end.
bool has_clock(std::string_view queue);

struct RowFilter {
  std::string queue = {};  // empty: every case
  std::string state = {};
  std::string country = {};
  std::string instrument = {};
  std::string agency = {};  // part of its name
  std::string owner = {};   // person id; "nobody"
  std::string flag = {};
  std::string ref = {};  // begins with
  std::optional<base::Time> due_before = {};
  std::optional<base::Time> received_from = {};
  std::optional<base::Time> received_to = {};
  bool emergency = false;     // only these
  std::string approver = {};  // of the queue `approve`: only what this person may approve
};

/// The place of a row in the order: due first, then by reference.
struct RowKey {
  base::Time due_at;
  std::string ref;
};

class CaseRows {
 public:
  explicit CaseRows(store::Db& db) : db_(db) {}

  /// At most `rows_max`, after `key`; with `backwards` those before it, in the same order.
  base::Result<std::vector<CaseRow>> page(const RowFilter& filter, const std::optional<RowKey>& key,
                                          std::size_t rows_max, bool backwards = false) const;
  base::Result<std::int64_t> count(const RowFilter& filter) const;
  /// References of all that match, in order: the list that a bulk act is made from.
  base::Result<std::vector<std::string>> refs(const RowFilter& filter) const;
  base::Result<CaseRow> find(const std::string& ref) const;

  struct Count {
    std::int64_t all = 0;
    std::int64_t overdue = 0;
  };
  base::Result<std::map<std::string, Count>> counts(base::Time now, const std::string& approver) const;

 private:
  store::Db& db_;
};

/// In step with the events; inside the transaction of the change.
base::Result<> write_row(store::Db& db, const Record& record, const legal::Request& request);
base::Result<> update_row(store::Db& db, const Record& record);
base::Result<> set_says(store::Db& db, const std::string& ref, std::string_view says);

}  // namespace writ::casework
