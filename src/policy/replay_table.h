// Inside the room: one table with its look-ups by position, for questions that come as a ReplayCase.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <vector>

#include "policy/replay_case.h"
#include "policy/table.h"

namespace writ::policy {

/// The rule that decides, or (with `undecided_bit`) the set of fields that are unknown and matter.
using ReplayVerdict = std::uint32_t;
inline constexpr ReplayVerdict undecided_bit = std::uint32_t{1} << 31;
static_assert(fields_max < 31);

class ReplayTable {
 public:
  /// Every fact of the policy is among `names`. `policy` outlives this.
  ReplayTable(const Policy& policy, const FactNames& names);

  /// Whether the kind of a selector decides: then a request is asked once for each kind, as casework does.
  bool asks_selector() const { return asks_selector_; }
  /// `kind` is a position of legal::SelectorKind; nullopt if the request has none.
  ReplayVerdict ask(const ReplayCase& item, std::optional<std::uint8_t> kind) const;

  CategoryMask disclose(std::size_t rule) const { return disclose_[rule]; }

 private:
  enum class Source : std::uint8_t { country, instrument, offence, emergency, realtime, selector, fact, nothing };
  struct Slot {
    Source source = Source::nothing;
    unsigned fact = 0;                  // number of FactNames
    std::uint32_t size = 1;             // values of the field
    std::vector<std::uint16_t> values;  // by position in the vocabulary: value of the field, or unknown_value
  };
  static Slot slot_of(const Field& field, const FactNames& names);
  static std::uint16_t value_of(const Slot& slot, const ReplayCase& item, std::optional<std::uint8_t> kind);
  ReplayVerdict ask_slowly(const std::array<std::uint16_t, fields_max>& values) const;

  const Policy::Table* table_;
  std::vector<Slot> slots_;
  std::vector<CategoryMask> disclose_;  // by rule
  bool asks_selector_ = false;
};

}  // namespace writ::policy
