// The CODE, SET and INT spellings of counted-log.md section 2: one byte spelling for each value.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace writ::legal {

/// `[a-z0-9][a-z0-9._-]{0,63}`
bool is_code(std::string_view text);

/// Codes ascending by byte without repetition. What a SET joins with commas.
using CodeSet = std::vector<std::string>;

/// Sorts and drops repetitions.
CodeSet make_set(std::vector<std::string> codes);
std::string join_set(const CodeSet& set);
/// nullopt unless every part is a CODE and they ascend strictly; "" is the empty set.
std::optional<CodeSet> parse_set(std::string_view text);
CodeSet intersection(const CodeSet& a, const CodeSet& b);
/// a + b, still sorted.
CodeSet united(const CodeSet& a, const CodeSet& b);
bool contains(const CodeSet& set, std::string_view code);
/// Every code of `part` is in `whole`.
bool is_subset(const CodeSet& part, const CodeSet& whole);

/// `0` or `[1-9][0-9]{0,14}`.
std::optional<std::uint64_t> parse_int(std::string_view text);

}  // namespace writ::legal
