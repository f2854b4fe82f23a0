// Inside the room: how the files of a package say things in words.
#pragma once

#include <span>
#include <string>
#include <string_view>

#include "disclosure/disclosure.h"
#include "legal/vocabulary.h"

namespace writ::disclosure {

/// English label of a category, ground, instrument or holding; the code itself where the vocabulary lacks it.
std::string label_of(std::span<const legal::Word> words, std::string_view code);
/// "IP address": of legal::categories().
std::string category_label(std::string_view code);
/// "Court order".
std::string instrument_label(std::string_view code);
/// One sentence that says what the holding status means (and what it does not).
std::string holding_meaning(provider::Holding holding);
/// "United States (US)".
std::string country_label(std::string_view alpha2);
/// "phone number +4930901820", with window and port where the selector has them.
std::string selector_label(const legal::Selector& selector);
/// "3 Dec 2024, 14:00:05 UTC".
std::string time_label(base::Time time);
/// "1 value", "3 values".
std::string values_label(std::size_t count);

/// Printed on every page and in every file of a package of a case that is not real.
inline constexpr std::string_view synthetic_words = "Synthetic data: no real person, request or authority";

}  // namespace writ::disclosure
