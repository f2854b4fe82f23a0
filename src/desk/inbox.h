// The inbox: queues with counts, rows by deadline, filters as chips, ticked rows for what may be done to many.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "casework/rows.h"
#include "desk/words.h"
#include "page/document.h"
#include "page/form.h"

namespace writ::desk {

struct Queue {
  std::string_view code;
  page::Key title;
  page::Key nothing;  // what an empty one says
};
/// In the order of the work.
std::span<const Queue> queues();
const Queue* find_queue(std::string_view code);

inline constexpr std::size_t inbox_rows = 50;

struct Chip {
  std::string text;    // "country: France"
  std::string remove;  // address without it
};

struct QueueCount {
  std::optional<std::int64_t> all;  // nullopt: it could not be counted, and says so
  std::int64_t overdue = 0;
};

struct InboxView {
  const page::Locale& t;
  std::string queue;
  std::map<std::string, QueueCount> counts;
  std::vector<casework::CaseRow> rows;
  std::int64_t total = 0;                    // that match
  std::int64_t first = 1;                    // number of the first row shown, if it is known
  std::map<std::string, std::string> typed;  // of the filter form
  std::vector<Chip> chips;
  std::vector<page::FieldError> faults;
  std::string previous_url;
  std::string next_url;
  std::string query;                                        // of the filter, for "all that match"
  std::vector<std::pair<std::string, std::string>> people;  // id and name, for owners
  std::vector<page::Link> saved;                            // the person's own views
  bool may_act = false;
  std::string csrf;
  std::string elsewhere;  // "Next in Decide is due at ..."; for an empty list
};

page::Html inbox(const InboxView& view, base::Time now, const Names& names);
/// "(2!) " and "(3 overdue) " for the tab's title.
std::string title_marks(const InboxView& view);

}  // namespace writ::desk
