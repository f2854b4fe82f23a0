#include "policy/decide.h"

#include <algorithm>

namespace writ::policy {

namespace {

/// Fields of the point that are not known.
std::vector<std::size_t> unknown_fields(const Point& point) {
  std::vector<std::size_t> fields;
  for (std::size_t f = 0; f < point.size(); ++f) {
    if (point[f] == unknown_value) fields.push_back(f);
  }
  return fields;
}

/// True if some completion is matched by both. Both are candidates, so known fields need no look.
bool meet(const Rule& a, const Rule& b, const std::vector<std::size_t>& unknown,
          std::optional<std::size_t> except = {}) {
  return std::all_of(unknown.begin(), unknown.end(),
                     [&](std::size_t f) { return f == except || (a.accepts[f] & b.accepts[f]).any(); });
}

/// Completions that a candidate matches; at most loadable_max.
std::uint64_t volume(const Rule& rule, const std::vector<std::size_t>& unknown) {
  std::uint64_t product = 1;
  for (const std::size_t f : unknown) product *= rule.accepts[f].count();
  return product;
}

/// The usual case, without a look at any rule; `flat` is not empty. nullopt if a field is unknown.
std::optional<std::uint16_t> looked_up(const Policy::Table& table, const Point& point) {
  const std::uint32_t* strides = table.strides.data();
  std::size_t index = 0;
  bool is_known = true;
  for (std::size_t f = 0; f < point.size(); ++f) {
    is_known &= point[f] != unknown_value;
    index += std::size_t{strides[f]} * point[f];
  }
  return is_known ? std::optional(table.flat[index]) : std::nullopt;
}

}  // namespace

std::optional<std::size_t> deciding_rule(const Policy::Table& table, const Point& point) {
  if (!table.flat.empty()) {
    if (const auto rule = looked_up(table, point)) {
      return *rule == Policy::Table::no_rule ? std::nullopt : std::optional<std::size_t>(*rule);
    }
  }
  const std::vector<std::size_t> unknown = unknown_fields(point);
  const std::vector<std::size_t> candidates = members(table.candidates(point));
  // Boxes that do not meet cover the completions iff their volumes add up to all of them.
  std::uint64_t all = 1;
  for (const std::size_t f : unknown) all *= table.fields[f].values.size();
  for (std::size_t i = 0; i < candidates.size(); ++i) {
    const Rule& rule = table.rules[candidates[i]];
    if (!rule.same_outcome(table.rules[candidates[0]])) return std::nullopt;
    const std::uint64_t matched = volume(rule, unknown);
    if (matched > all) return std::nullopt;
    all -= matched;
    for (std::size_t j = 0; j < i; ++j) {
      if (meet(rule, table.rules[candidates[j]], unknown)) return std::nullopt;
    }
  }
  if (all != 0) return std::nullopt;
  return candidates.front();
}

std::vector<std::size_t> fields_that_matter(const Policy::Table& table, const Point& point) {
  const std::vector<std::size_t> unknown = unknown_fields(point);
  const std::vector<std::size_t> candidates = members(table.candidates(point));
  std::vector<std::size_t> matter;
  for (const std::size_t f : unknown) {
    bool differs = false;
    for (std::size_t i = 0; i < candidates.size() && !differs; ++i) {
      for (std::size_t j = 0; j < i && !differs; ++j) {
        const Rule& a = table.rules[candidates[i]];
        const Rule& b = table.rules[candidates[j]];
        // One value of f for each, all else alike. Two different values, since no combination has two rules.
        differs = !a.same_outcome(b) && meet(a, b, unknown, f);
      }
    }
    if (differs) matter.push_back(f);
  }
  if (!matter.empty()) return matter;
  for (const std::size_t f : unknown) {  // a table with gaps: what a rule asks matters
    const auto asks = [&](std::size_t r) { return table.rules[r].accepts[f] != table.fields[f].all(); };
    if (std::any_of(candidates.begin(), candidates.end(), asks)) matter.push_back(f);
  }
  return matter;
}

Policy::Prepared Policy::prepare(const Question& question) const { return {table_->point_of(question)}; }

std::optional<std::size_t> Policy::rule_of(const Prepared& prepared) const {
  return deciding_rule(*table_, prepared.values);
}

}  // namespace writ::policy
