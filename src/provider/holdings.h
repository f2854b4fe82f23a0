// What a provider says it keeps, for how long and why: the profile under which a connector's rows are read.
// A plain value; profiles/*.toml are parsed elsewhere.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "provider/connector.h"

namespace writ::provider {

/// One category of legal::categories().
struct HoldingsRule {
  std::string category;
  bool held = true;
  /// Days before the record clock; rows older than that are expired even while the source still has them.
  /// nullopt = kept as long as the account.
  std::optional<int> retention_days;
  std::string why;  // why it is kept, or why it is not; shown to the officer
};

struct HoldingsProfile {
  std::string id;  // CODE
  std::vector<HoldingsRule> rules;

  /// nullptr: the profile does not name the category, which means not held by design.
  const HoldingsRule* find(std::string_view category) const;
};

/// The longest retention that a profile may state: 100 years. Longer is a slip of the pen, and would overflow nothing
/// else.
constexpr int retention_days_max = 36'525;

/// invalid unless every category is a word of the vocabulary and stands once, and retention is 1 to retention_days_max.
base::Result<> check(const HoldingsProfile& profile);

/// What is put on file when ask() failed: every category asked is source_unavailable, for an account whose name is not
/// known (empty), and the note is the error. Nothing may be sealed over it.
Answer unavailable_answer(const Question& question, const base::Error& error);

}  // namespace writ::provider
