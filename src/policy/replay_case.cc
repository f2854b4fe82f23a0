#include "policy/replay_case.h"

#include <algorithm>

#include "base/result.h"
#include "legal/countries.h"
#include "legal/vocabulary.h"
#include "policy/table.h"

namespace writ::policy {

namespace {

constexpr std::size_t letters = 26;
constexpr std::uint16_t no_country = 0xFFFF;

/// A reader of millions of lines asks for one of 251 codes on each.
std::array<std::uint16_t, letters * letters> country_table() {
  std::array<std::uint16_t, letters * letters> table;
  table.fill(no_country);
  const auto countries = legal::countries();
  for (std::size_t i = 0; i < countries.size(); ++i) {
    const std::string_view code = countries[i].alpha2;
    table[static_cast<std::size_t>(code[0] - 'A') * letters + static_cast<std::size_t>(code[1] - 'A')] =
        static_cast<std::uint16_t>(i);
  }
  return table;
}

}  // namespace

CategoryMask mask_of(const legal::CodeSet& categories) {
  CategoryMask mask = 0;
  for (const std::string& code : categories) {
    if (const auto bit = position_in(legal::categories(), code)) mask = static_cast<CategoryMask>(mask | 1U << *bit);
  }
  return mask;
}

legal::CodeSet categories_of(CategoryMask mask) {
  legal::CodeSet codes;
  const auto words = legal::categories();
  for (std::size_t i = 0; i < words.size(); ++i) {
    if ((mask >> i & 1U) != 0) codes.emplace_back(words[i].code);
  }
  return codes;
}

void FactNames::add(const Policy& policy) {
  for (const Field& field : policy.table().fields) {
    if (field.is_fact && !find(field.name)) names_.push_back(field.name);
  }
}

std::optional<unsigned> FactNames::find(std::string_view name) const {
  for (std::size_t i = 0; i < names_.size(); ++i) {
    if (names_[i] == name) return static_cast<unsigned>(i);
  }
  return std::nullopt;
}

std::string_view name_of(Course::Aside aside) {
  switch (aside) {
    case Course::Aside::none:
      return "";
    case Course::Aside::withdrawn:
      return "withdrawn";
    case Course::Aside::duplicate:
      return "duplicate";
    case Course::Aside::not_authentic:
      return "not_authentic";
    case Course::Aside::pending:
      return "pending";
    case Course::Aside::erased:
      return "erased";
  }
  return "";
}

std::optional<std::uint16_t> country_position(std::string_view alpha2) {
  static const auto table = country_table();
  const auto upper = [](char c) { return c >= 'A' && c <= 'Z'; };
  if (alpha2.size() != 2 || !upper(alpha2[0]) || !upper(alpha2[1])) return std::nullopt;
  const std::uint16_t found =
      table[static_cast<std::size_t>(alpha2[0] - 'A') * letters + static_cast<std::size_t>(alpha2[1] - 'A')];
  return found == no_country ? std::nullopt : std::optional(found);
}

void ReplayCase::add_selector(legal::SelectorKind kind) {
  const auto index = static_cast<std::uint8_t>(kind);
  if (selectors[index]++ == 0) kinds[kind_count++] = index;
}

void ReplayCase::set_fact(unsigned number, bool value) {
  const std::uint64_t bit = std::uint64_t{1} << number;
  facts_known |= bit;
  facts_true = value ? facts_true | bit : facts_true & ~bit;
}

ReplayCase case_of(const legal::Request& request, const legal::Facts& facts, const FactNames& names) {
  const auto country = country_position(request.country);
  const auto instrument = position_in(legal::instruments(), request.instrument);
  const auto offence = position_in(legal::offences(), request.offence);
  CHECK_INVARIANT(country && instrument && offence);
  ReplayCase item;
  item.country = *country;
  item.instrument = *instrument;
  item.offence = *offence;
  item.emergency = request.emergency;
  item.realtime = request.realtime;
  item.asked = mask_of(request.data_sought);
  for (const legal::Selector& selector : request.selectors) item.add_selector(selector.kind);
  for (const auto& [name, fact] : facts) {
    const auto number = names.find(name);
    if (number && fact != legal::Fact::unknown) item.set_fact(*number, fact == legal::Fact::yes);
  }
  return item;
}

}  // namespace writ::policy
