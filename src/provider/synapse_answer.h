// From Synapse's rows to what is said of one category: held, none in period, not held by design, expired. Pure.
// Inside of the room.
#pragma once

#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "provider/connector.h"
#include "provider/holdings.h"
#include "provider/synapse_rows.h"

namespace writ::provider::synapse {

/// What a question leaves of time for one category. Rows of [kept.from, kept.to) are given; those of [asked_from,
/// kept.from) are past their retention.
struct Reach {
  base::Time asked_from;
  Span kept;
  std::optional<int> retention_days;
  bool empty() const { return kept.from >= kept.to; }
  bool cut() const { return asked_from < kept.from; }
};

/// `window` is what was asked for, or nullopt for everything that is kept. Ends at the record clock at the latest (that
/// second included).
Reach reach_of(const std::optional<legal::Window>& window, base::Time as_of, const HoldingsRule& rule);

/// For a category without rows in reach. `older` = there are rows past their retention that Synapse has not deleted
/// yet.
CategoryAnswer without_rows(const Reach& reach, bool older);

CategoryAnswer address_answer(const std::vector<StampedRow>& rows, const std::set<std::string>& own_addresses);
CategoryAnswer device_answer(const std::vector<StampedRow>& rows);
CategoryAnswer last_seen_answer(base::Time last);
/// No rows: none in period, with the reason.
CategoryAnswer phone_answer(const std::vector<StampedRow>& rows, const AccountRow& account);
CategoryAnswer email_answer(const std::vector<StampedRow>& rows, const AccountRow& account);
CategoryAnswer registration_answer(const AccountRow& account);
CategoryAnswer user_name_answer(const AccountRow& account);
CategoryAnswer not_held(std::string why);

/// Why an account that was not found proves little, by kind of selector.
std::string not_found_note(legal::SelectorKind kind);
/// What an answer by address and window can miss.
std::string_view address_window_note();

/// ASCII controls and bytes that are not UTF-8 become '?': user agents are written by the user.
std::string printable(std::string_view stored);

}  // namespace writ::provider::synapse
