// The closed vocabularies of domain.md section 1, as codes that stand in policies, in the log and in reports.
#pragma once

#include <span>
#include <string_view>

namespace writ::legal {

struct Word {
  std::string_view code;
  std::string_view label;    // for people, English
  std::string_view meaning;  // one sentence, with the source of the rule where there is one
};

/// Legal instruments. Those that begin with `preservation_` ask to keep data, not to give it.
std::span<const Word> instruments();
/// Offence groups that a requester may declare; `not_stated` stands for none.
std::span<const Word> offences();
/// Data categories. Content is not a category: no connector has a call for it.
std::span<const Word> categories();
/// Why a request was refused or changed, and `conditions_met`.
std::span<const Word> grounds();
/// `full`, `partial`, `refused`, `no_data`, `withdrawn`, `duplicate`, `not_authentic` (counted-log.md section 2).
std::span<const Word> outcomes();
/// held, none_in_period, not_held_by_design, expired, source_unavailable.
std::span<const Word> holdings();

const Word* find_word(std::span<const Word> words, std::string_view code);

/// The class of a category under Regulation (EU) 2023/1543 Art. 3: subscriber, identification_only or traffic.
std::string_view eu_class(std::string_view category);

bool is_preservation(std::string_view instrument);

/// The instrument of a demand without an order, because of danger to life.
inline constexpr std::string_view emergency_instrument = "emergency_disclosure";

}  // namespace writ::legal
