// What a snapshot adds to an answer of today. Pure.
#include <algorithm>
#include <tuple>

#include "app/preserve.h"

namespace writ::app {

namespace {

using provider::CategoryAnswer;
using provider::Datum;
using provider::Holding;

bool same(const Datum& a, const Datum& b) { return a.value == b.value && a.at == b.at && a.port == b.port; }

void add_category(CategoryAnswer& live, const CategoryAnswer& kept, const PlannedQuestion& question, base::Time from) {
  // What the snapshot knows does not answer for a source that did not: the package stays blocked.
  if (live.holding == Holding::source_unavailable) return;
  std::size_t added = 0;
  for (const Datum& old : kept.data) {
    const bool inside = !question.window || !old.at || *old.at < question.window->to;
    const bool after = !question.window || !old.at || *old.at >= question.window->from;
    if (!inside || !after) continue;
    if (std::any_of(live.data.begin(), live.data.end(), [&](const Datum& one) { return same(one, old); })) continue;
    live.data.push_back(old);
    ++added;
  }
  if (added == 0) return;
  const std::string count = std::to_string(added) + (added == 1 ? " value is" : " values are");
  const std::string words = count + " from the snapshot preserved at " + base::format_time(from) +
                            "; the service no longer holds " + (added == 1 ? "it." : "them.");
  // What was said of an empty answer is no longer true of this one; what the snapshot said of its values is.
  std::string note = live.holding == Holding::held ? live.note : kept.note;
  live.note = note.empty() ? words : note + " " + words;
  live.holding = Holding::held;
  std::sort(live.data.begin(), live.data.end(), [](const Datum& a, const Datum& b) {
    return std::tie(a.at, a.value, a.port) < std::tie(b.at, b.value, b.port);
  });
}

}  // namespace

void add_snapshot(provider::Answer& live, const provider::Answer& kept, const PlannedQuestion& question,
                  base::Time from) {
  for (const provider::AccountAnswer& old : kept.accounts) {
    auto found = std::find_if(live.accounts.begin(), live.accounts.end(),
                              [&](const auto& one) { return one.account == old.account; });
    if (found == live.accounts.end()) {
      provider::AccountAnswer gone{.account = old.account, .categories = {}};
      for (const std::string& category : question.categories)
        gone.categories[category] = {.holding = Holding::none_in_period,
                                     .data = {},
                                     .note = "The service no longer has this account, and the snapshot preserved at " +
                                             base::format_time(from) + " holds none."};
      live.accounts.push_back(std::move(gone));
      found = std::prev(live.accounts.end());
    }
    for (const std::string& category : question.categories) {
      const auto was = old.categories.find(category);
      if (was != old.categories.end()) add_category(found->categories[category], was->second, question, from);
    }
  }
}

}  // namespace writ::app
