// Inside the room: a compiled table. A rule is a box: for each field a set of values; it matches a request whose value
// of every field is in that set.
#pragma once

#include <bitset>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "policy/policy.h"

namespace writ::policy {

/// The largest vocabulary, countries, has 251 words; a table by hand has a few dozen rules.
inline constexpr std::size_t values_max = 256;
inline constexpr std::size_t rules_max = 256;
inline constexpr std::size_t fields_max = 16;
/// Tables of at most this many combinations get a flat lookup: 128 KiB.
inline constexpr std::uint64_t flat_max = std::uint64_t{1} << 16;
/// lint and diff walk at most this many.
inline constexpr std::uint64_t combinations_max = std::uint64_t{1} << 24;
/// A policy of more cannot be loaded, so that volumes are exact in 64 bits.
inline constexpr std::uint64_t loadable_max = std::uint64_t{1} << 60;

using Values = std::bitset<values_max>;  // of one field
using RuleSet = std::bitset<rules_max>;

struct Field {
  std::string name;
  bool is_fact = false;                                        // values are "false", "true"
  bool is_grouped = false;                                     // values are names of groups
  std::vector<std::string> values;                             // at least one
  std::map<std::string, std::uint16_t, std::less<>> value_of;  // code of a request -> index into values
  std::optional<std::uint16_t> rest = {};                      // the group that is "*"
  std::vector<std::string> words = {};  // by value, for sentences; "" or absent = the vocabulary's words

  Values all() const;
};

/// One value of every field, by index.
using Point = std::vector<std::uint16_t>;
inline constexpr std::uint16_t unknown_value = 0xFFFF;

struct Rule {
  std::string id;
  std::string note;
  legal::CodeSet disclose;
  std::string ground;
  std::vector<Values> accepts;  // by field
  unsigned line = 0;

  bool same_outcome(const Rule& other) const { return disclose == other.disclose && ground == other.ground; }
};

/// Words by language (BCP 47), by code.
using OwnGrounds = std::map<std::string, std::map<std::string, std::string>, std::less<>>;

struct Policy::Table {
  std::string file;
  std::string text;
  std::string id;
  std::string title;
  std::string source;
  base::Day effective;
  std::vector<Field> fields;
  OwnGrounds grounds;
  std::vector<Rule> rules;
  std::vector<Example> examples;

  // compiled
  std::vector<std::vector<RuleSet>> accepting;  // by field and value: the rules that accept it
  std::vector<std::uint16_t> flat;              // by combination: the one rule, or no_rule; empty if too many
  std::vector<std::uint32_t> strides;           // by field: how far apart in `flat` two neighbouring values are

  static constexpr std::uint16_t no_rule = 0xFFFF;

  void compile();
  std::uint64_t combinations() const;
  const Field* find_field(std::string_view name) const;
  /// Values that a question gives; unknown_value for those it does not or that the vocabulary does not have.
  Point point_of(const Question& question) const;
  /// Rules that match at least one completion of a point with unknown values.
  RuleSet candidates(const Point& point) const;
  /// A point as field -> value.
  std::map<std::string, std::string> named(const Point& point) const;
};

/// The indices in a set, ascending.
template <std::size_t size>
std::vector<std::size_t> members(const std::bitset<size>& set) {
  std::vector<std::size_t> all;
  for (std::size_t i = set._Find_first(); i < size; i = set._Find_next(i)) all.push_back(i);
  return all;
}

/// Reads a policy file into a table, not yet compiled.
base::Result<Policy::Table> read_table(std::string_view toml, std::string_view file);

}  // namespace writ::policy
