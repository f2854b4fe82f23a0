// From a source's rows to what is said of one category: held, none in period, not held by design, expired. Pure.
// Inside of the room.
#pragma once

#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "provider/connector.h"
#include "provider/holdings.h"
#include "provider/source.h"

namespace writ::provider {

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
Reach reach_of(const std::optional<legal::Window>& window, base::Time as_of, std::optional<int> retention_days);

/// For a category without rows in reach. `older` = there are rows past their retention that the server has not deleted
/// yet.
CategoryAnswer without_rows(const Reach& reach, bool older);

/// Of a timed category: `rows` is not empty. Addresses that are no user's are left out and counted in the note.
CategoryAnswer timed_answer(std::string_view category, const std::vector<StampedRow>& rows, const CategoryFacts& facts,
                            const std::set<std::string>& own_addresses);
/// Of a property of the account; no rows: none in period, with the reason.
CategoryAnswer property_answer(std::string_view category, const std::vector<StampedRow>& rows,
                               const CategoryFacts& facts, const AccountRow& account);
CategoryAnswer registration_answer(const AccountRow& account);
CategoryAnswer user_name_answer(const AccountRow& account);
CategoryAnswer not_held(std::string why);

/// "No account ..." by kind of selector, with what the source adds.
std::string not_found_note(legal::SelectorKind kind, const SourceFacts& facts);

/// The selector names other accounts now than at the window's beginning, or several: said in words, or "".
std::string changed_hands_note(const std::vector<AccountRow>& accounts, const std::optional<legal::Window>& window,
                               legal::SelectorKind kind);

/// Takes out who has, or had, the selector only outside of the window, as far as the source knows; says so, or "".
std::string leave_out_others_times(std::vector<AccountRow>& accounts, const std::optional<legal::Window>& window,
                                   legal::SelectorKind kind);

/// ASCII controls and bytes that are not UTF-8 become '?': user agents are written by the user.
std::string printable(std::string_view stored);

void add_sentence(std::string& note, std::string_view sentence);

}  // namespace writ::provider
