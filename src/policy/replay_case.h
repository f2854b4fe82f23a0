// What of a request a replay looks at: codes as positions in their vocabularies, so that a case is a few words long and
// a decision a few look-ups.
#pragma once

#include <array>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/time.h"
#include "legal/request.h"
#include "policy/policy.h"

namespace writ::policy {

/// Bit i stands for legal::categories()[i].
using CategoryMask = std::uint8_t;
CategoryMask mask_of(const legal::CodeSet& categories);
legal::CodeSet categories_of(CategoryMask mask);

inline constexpr std::size_t selector_kinds = 5;  // of legal::SelectorKind

/// The facts that some tables ask, each with a number.
class FactNames {
 public:
  /// As many as one request may state (docs/formats/request.md), and as bits fit a word.
  static constexpr std::size_t facts_max = 64;

  void add(const Policy& policy);
  std::optional<unsigned> find(std::string_view name) const;
  std::size_t size() const { return names_.size(); }

 private:
  std::vector<std::string> names_;
};

/// What became of a case whatever a policy says. From the case store, or from a line of the demo's stream.
struct Course {
  enum class Aside : std::uint8_t { none, withdrawn, duplicate, not_authentic, pending, erased };
  Aside aside = Aside::none;

  /// Staff decided less than the policy would give, with a written ground: no policy gives more than `allowed`.
  bool deviates = false;
  CategoryMask allowed = 0;
  std::uint8_t ground = 0;  // position in legal::grounds()

  /// The provider's systems were asked for `asked_for`; `found` is what they had, of `users` accounts.
  bool gathered = false;
  CategoryMask asked_for = 0;
  CategoryMask found = 0;
  std::uint64_t users = 0;
};
std::string_view name_of(Course::Aside aside);

struct ReplayCase {
  std::uint16_t country = 0;    // position in legal::countries()
  std::uint8_t instrument = 0;  // position in legal::instruments()
  std::uint8_t offence = 0;     // position in legal::offences(): the staff's own coding if there is one
  bool emergency = false;
  bool realtime = false;
  CategoryMask asked = 0;
  std::uint8_t kind_count = 0;                            // of different kinds of selectors
  std::array<std::uint8_t, selector_kinds> kinds{};       // in the order in which they first stand
  std::array<std::uint32_t, selector_kinds> selectors{};  // how many, by kind
  std::uint64_t facts_known = 0;                          // bits by FactNames
  std::uint64_t facts_true = 0;
  std::optional<base::Day> received;
  Course course;

  void add_selector(legal::SelectorKind kind);
  void set_fact(unsigned number, bool value);
};

/// `request` with the facts that staff established. Its codes are known ones.
ReplayCase case_of(const legal::Request& request, const legal::Facts& facts, const FactNames& names);

std::optional<std::uint16_t> country_position(std::string_view alpha2);
template <class Words>
std::optional<std::uint8_t> position_in(const Words& words, std::string_view code) {
  for (std::size_t i = 0; i < words.size(); ++i) {
    if (words[i].code == code) return static_cast<std::uint8_t>(i);
  }
  return std::nullopt;
}

}  // namespace writ::policy
