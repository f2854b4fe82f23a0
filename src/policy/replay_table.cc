#include "policy/replay_table.h"

#include "legal/countries.h"
#include "legal/vocabulary.h"
#include "policy/decide.h"

namespace writ::policy {

namespace {

std::uint16_t look_up(const Field& field, std::string_view code) {
  const auto found = field.value_of.find(code);
  return found == field.value_of.end() ? unknown_value : found->second;
}

std::vector<std::uint16_t> values_of(const Field& field, std::span<const legal::Word> words) {
  std::vector<std::uint16_t> values;
  for (const legal::Word& word : words) values.push_back(look_up(field, word.code));
  return values;
}

}  // namespace

ReplayTable::Slot ReplayTable::slot_of(const Field& field, const FactNames& names) {
  Slot slot{.size = static_cast<std::uint32_t>(field.values.size()), .values = {}};
  if (field.name == "country") {
    slot.source = Source::country;
    for (const legal::Country& country : legal::countries()) slot.values.push_back(look_up(field, country.alpha2));
  } else if (field.name == "instrument") {
    slot.source = Source::instrument;
    slot.values = values_of(field, legal::instruments());
  } else if (field.name == "offence") {
    slot.source = Source::offence;
    slot.values = values_of(field, legal::offences());
  } else if (field.name == "selector") {
    slot.source = Source::selector;
    for (std::uint8_t kind = 0; kind < selector_kinds; ++kind) {
      slot.values.push_back(look_up(field, legal::name_of(static_cast<legal::SelectorKind>(kind))));
    }
  } else if (field.name == "emergency" || field.name == "realtime") {
    slot.source = field.name == "emergency" ? Source::emergency : Source::realtime;
    slot.values = {look_up(field, "0"), look_up(field, "1")};
  } else if (const auto number = names.find(field.name)) {
    slot.source = Source::fact;
    slot.fact = *number;
  }
  return slot;
}

ReplayTable::ReplayTable(const Policy& policy, const FactNames& names) : table_(&policy.table()) {
  for (const Field& field : table_->fields) {
    slots_.push_back(slot_of(field, names));
    asks_selector_ = asks_selector_ || slots_.back().source == Source::selector;
  }
  for (const Rule& rule : table_->rules) disclose_.push_back(mask_of(rule.disclose));
}

std::uint16_t ReplayTable::value_of(const Slot& slot, const ReplayCase& item, std::optional<std::uint8_t> kind) {
  switch (slot.source) {
    case Source::country:
      return slot.values[item.country];
    case Source::instrument:
      return slot.values[item.instrument];
    case Source::offence:
      return slot.values[item.offence];
    case Source::emergency:
      return slot.values[item.emergency ? 1 : 0];
    case Source::realtime:
      return slot.values[item.realtime ? 1 : 0];
    case Source::selector:
      return kind ? slot.values[*kind] : unknown_value;
    case Source::fact:
      if ((item.facts_known >> slot.fact & 1U) == 0) return unknown_value;
      return static_cast<std::uint16_t>(item.facts_true >> slot.fact & 1U);
    case Source::nothing:
      break;
  }
  return unknown_value;
}

ReplayVerdict ReplayTable::ask(const ReplayCase& item, std::optional<std::uint8_t> kind) const {
  std::array<std::uint16_t, fields_max> values;
  bool all_known = !table_->flat.empty();
  std::size_t index = 0;
  for (std::size_t f = 0; f < slots_.size(); ++f) {
    values[f] = value_of(slots_[f], item, kind);
    all_known = all_known && values[f] != unknown_value;
    index = index * slots_[f].size + values[f];
  }
  if (all_known && table_->flat[index] != Policy::Table::no_rule) return table_->flat[index];
  return ask_slowly(values);
}

ReplayVerdict ReplayTable::ask_slowly(const std::array<std::uint16_t, fields_max>& values) const {
  const Point point(values.begin(), values.begin() + static_cast<std::ptrdiff_t>(slots_.size()));
  if (const auto rule = deciding_rule(*table_, point)) return static_cast<ReplayVerdict>(*rule);
  ReplayVerdict verdict = undecided_bit;
  for (const std::size_t f : fields_that_matter(*table_, point)) verdict |= ReplayVerdict{1} << f;
  return verdict;
}

}  // namespace writ::policy
