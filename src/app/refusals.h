// Why a request was refused, in the words of a language: what the portal shows and what is written to the officer.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "app/deployment.h"
#include "page/locale.h"

namespace writ::app {

inline constexpr std::chrono::days review_within{30};  // after a refusal

struct Refusal {
  std::string ground;  // in words
  std::string rule;
  std::string policy;
  std::vector<std::string> missing;      // in words: what would have made the answer another one
  std::vector<std::string> unconfirmed;  // of an emergency: call, second_channel, danger_concrete, least
  base::Time review_until;
  bool review_asked = false;
};

/// Of the vocabulary, or of the policy that was asked, whose own grounds have words in every language; the code itself
/// if that policy is not known any more.
std::string ground_in_words(const Deployment& deployment, const casework::Decision& decision, const page::Locale& t);

/// nullopt unless the case stands refused.
std::optional<Refusal> refusal_of(const Deployment& deployment, const casework::CaseFile& file, const page::Locale& t);

}  // namespace writ::app
