// What is kept beside the cases: preservations with their terms, and the public log with those who watch it.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "desk/words.h"
#include "page/html.h"

namespace writ::desk {

/// Nothing here depends on whether a preservation found anything.
struct PreservationRow {
  std::size_t not_askable = 0;  // of the identifiers: no source takes them, whatever it holds
  std::string ref;
  std::size_t identifiers = 0;
  base::Time made_at;
  base::Time expires_at;
  bool carried_out = false;
  bool extended = false;
  bool ended = false;
};
struct PreservationList {
  const page::Locale& t;
  std::vector<PreservationRow> rows;  // those that end first, first
  bool may_extend = false;
  std::string csrf;
};
page::Html preservations_page(const PreservationList& list, base::Time now);

struct WitnessRow {
  std::string name;
  bool signed_last = false;
};
struct LogView {
  const page::Locale& t;
  bool begun = false;
  std::string origin;
  std::uint64_t size = 0;
  std::string root;  // hex
  std::vector<WitnessRow> witnesses;
  bool quorum_asked = false;
  bool quorum_met = false;
  std::optional<base::Time> quorum_time;
  std::optional<base::Time> next_tick;
  struct Alarm {
    base::Time at;
    std::string witness;
    std::string rule;
  };
  std::vector<Alarm> alarms;  // newest first
  std::string trouble;        // why nothing can be said; empty: all is read
};
page::Html log_page(const LogView& view);

}  // namespace writ::desk
