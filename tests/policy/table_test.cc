// Random small tables against an evaluator that knows nothing of boxes: it asks every rule about every combination.
#include <doctest/doctest.h>

#include <algorithm>
#include <map>
#include <random>
#include <set>

#include "policy/policy.h"

using namespace writ;

namespace {

struct NaiveRule {
  std::vector<std::set<std::size_t>> accepts;
  std::size_t outcome = 0;
};

/// A table of fact fields and of grouped fields of three groups.
struct Naive {
  std::vector<std::size_t> sizes;  // 2 = a fact, 3 = groups
  std::vector<NaiveRule> rules;
};

const std::vector<std::string> group_names = {"instrument", "offence", "country"};
const std::vector<std::vector<std::string>> group_codes = {
    {"subpoena", "court_order", "mlat"}, {"terrorism", "fraud", "drugs"}, {"US", "DE", "FR"}};
const std::vector<std::string> grounds = {"conditions_met", "order_not_valid", "suspect_not_confirmed",
                                          "order_not_valid"};

std::string name_of(const Naive& table, std::size_t f) {
  return table.sizes[f] == 2 ? "fact" + std::to_string(f) : group_names[f];
}

std::string toml_of(const Naive& table) {
  std::string text =
      "schema = \"writ-policy/v1\"\nid = \"x\"\ntitle = \"X\"\neffective = 2024-01-01\nsource = \"s\"\n[fields]\n";
  for (std::size_t f = 0; f < table.sizes.size(); ++f) {
    text += name_of(table, f) + " = ";
    if (table.sizes[f] == 2) {
      text += "\"bool\"\n";
    } else {
      text += "{ g0 = \"" + group_codes[f][0] + "\", g1 = \"" + group_codes[f][1] + "\", g2 = \"*\" }\n";
    }
  }
  for (std::size_t r = 0; r < table.rules.size(); ++r) {
    const NaiveRule& rule = table.rules[r];
    text += "[[rule]]\nid = \"r" + std::to_string(r) + "\"\nground = \"" + grounds[rule.outcome] + "\"\n";
    if (rule.outcome == 0) text += "disclose = \"ip_address\"\n";
    text += "when = {";
    for (std::size_t f = 0; f < table.sizes.size(); ++f) {
      std::string list;
      for (const std::size_t value : rule.accepts[f]) {
        const std::string word =
            table.sizes[f] == 2 ? (value == 1 ? "true" : "false") : "\"g" + std::to_string(value) + "\"";
        list += (list.empty() ? "" : ", ") + word;
      }
      text += (f == 0 ? " " : ", ") + name_of(table, f) + " = [" + list + "]";
    }
    text += " }\n";
  }
  return text;
}

Naive random_table(std::mt19937& random) {
  const auto below = [&](std::size_t n) { return std::uniform_int_distribution<std::size_t>(0, n - 1)(random); };
  Naive table;
  const std::size_t groups = below(3);
  for (std::size_t f = 0; f < groups; ++f) table.sizes.push_back(3);
  for (std::size_t f = 0; f < 1 + below(3); ++f) table.sizes.push_back(2);
  // Boxes made by halving the space, so that many tables are partitions; then some are spoilt.
  NaiveRule whole;
  for (const std::size_t size : table.sizes) {
    std::set<std::size_t> all;
    for (std::size_t v = 0; v < size; ++v) all.insert(v);
    whole.accepts.push_back(all);
  }
  table.rules = {whole};
  for (std::size_t cut = 0; cut < 6; ++cut) {
    NaiveRule& rule = table.rules[below(table.rules.size())];
    const std::size_t f = below(table.sizes.size());
    if (rule.accepts[f].size() < 2) continue;
    NaiveRule other = rule;
    const std::size_t value = *rule.accepts[f].begin();
    rule.accepts[f].erase(value);
    other.accepts[f] = {value};
    table.rules.push_back(other);
  }
  for (NaiveRule& rule : table.rules) rule.outcome = below(grounds.size());
  if (below(3) == 0) {
    NaiveRule& rule = table.rules[below(table.rules.size())];
    rule.accepts[below(table.sizes.size())] = {below(2)};
  }
  return table;
}

std::vector<std::vector<std::size_t>> all_points(const Naive& table) {
  std::vector<std::vector<std::size_t>> points = {{}};
  for (const std::size_t size : table.sizes) {
    std::vector<std::vector<std::size_t>> longer;
    for (const auto& point : points) {
      for (std::size_t v = 0; v < size; ++v) {
        longer.push_back(point);
        longer.back().push_back(v);
      }
    }
    points = longer;
  }
  return points;
}

std::vector<std::size_t> matching(const Naive& table, const std::vector<std::size_t>& point) {
  std::vector<std::size_t> rules;
  for (std::size_t r = 0; r < table.rules.size(); ++r) {
    bool all = true;
    for (std::size_t f = 0; f < point.size(); ++f) all = all && table.rules[r].accepts[f].contains(point[f]);
    if (all) rules.push_back(r);
  }
  return rules;
}

constexpr std::size_t unknown = 99;

/// The outcome of every completion, -1 where not exactly one rule matches.
std::map<std::vector<std::size_t>, int> completions(const Naive& table, const std::vector<std::size_t>& partial) {
  std::map<std::vector<std::size_t>, int> outcomes;
  for (const auto& point : all_points(table)) {
    bool fits = true;
    for (std::size_t f = 0; f < point.size(); ++f) fits = fits && (partial[f] == unknown || partial[f] == point[f]);
    if (!fits) continue;
    const auto rules = matching(table, point);
    // Outcomes 1 and 3 are the same ground.
    outcomes[point] = rules.size() == 1
                          ? static_cast<int>(table.rules[rules[0]].outcome == 3 ? 1 : table.rules[rules[0]].outcome)
                          : -1;
  }
  return outcomes;
}

std::set<std::string> naive_missing(const Naive& table, const std::vector<std::size_t>& partial,
                                    const std::map<std::vector<std::size_t>, int>& outcomes) {
  std::set<std::string> names;
  for (const auto& [a, outcome_a] : outcomes) {
    for (const auto& [b, outcome_b] : outcomes) {
      std::vector<std::size_t> differ;
      for (std::size_t f = 0; f < a.size(); ++f) {
        if (a[f] != b[f]) differ.push_back(f);
      }
      if (differ.size() == 1 && outcome_a != outcome_b && partial[differ[0]] == unknown)
        names.insert(name_of(table, differ[0]));
    }
  }
  return names;
}

policy::Question question_for(const Naive& table, const std::vector<std::size_t>& partial) {
  policy::Question question;
  for (std::size_t f = 0; f < partial.size(); ++f) {
    if (partial[f] == unknown) continue;
    if (table.sizes[f] == 2) {
      question.facts[name_of(table, f)] = partial[f] == 1 ? legal::Fact::yes : legal::Fact::no;
    } else {
      question.codes[name_of(table, f)] = group_codes[f][partial[f]];
    }
  }
  return question;
}

}  // namespace

TEST_CASE("decide agrees with trying every completion, and lint with counting every combination") {
  std::mt19937 random(20240924);
  std::size_t clean = 0;
  std::size_t undecided = 0;
  for (int round = 0; round < 300; ++round) {
    const Naive table = random_table(random);
    const std::string toml = toml_of(table);
    CAPTURE(toml);
    const auto policy = policy::Policy::parse(toml, "x.toml");
    REQUIRE_MESSAGE(policy, (policy ? "" : policy.error().message()));
    std::uint64_t gaps = 0;
    std::map<std::vector<std::string>, std::uint64_t> overlaps;
    std::set<std::size_t> alone;
    for (const auto& point : all_points(table)) {
      const auto rules = matching(table, point);
      gaps += rules.empty() ? 1 : 0;
      if (rules.size() == 1) alone.insert(rules[0]);
      for (std::size_t i = 0; i < rules.size(); ++i) {
        for (std::size_t j = i + 1; j < rules.size(); ++j)
          ++overlaps[{"r" + std::to_string(rules[i]), "r" + std::to_string(rules[j])}];
      }
    }
    const auto findings = policy->lint();
    REQUIRE(findings);
    std::uint64_t found_gaps = 0;
    std::map<std::vector<std::string>, std::uint64_t> found_overlaps;
    std::size_t dead = 0;
    for (const policy::LintFinding& finding : *findings) {
      if (finding.kind == policy::LintFinding::Kind::gap) found_gaps += finding.combinations;
      if (finding.kind == policy::LintFinding::Kind::overlap) found_overlaps[finding.rules] = finding.combinations;
      if (finding.kind == policy::LintFinding::Kind::dead_rule) ++dead;
    }
    CHECK(found_gaps == gaps);
    CHECK(found_overlaps == overlaps);
    CHECK(dead == table.rules.size() - alone.size());
    const bool is_clean = gaps == 0 && overlaps.empty();
    clean += is_clean ? 1 : 0;
    for (int asked = 0; asked < 12; ++asked) {
      std::vector<std::size_t> partial;
      for (const std::size_t size : table.sizes) {
        const std::size_t drawn = random() % (size + 1);
        partial.push_back(drawn == size ? unknown : drawn);
      }
      const auto outcomes = completions(table, partial);
      const int first = outcomes.begin()->second;
      const bool same =
          std::all_of(outcomes.begin(), outcomes.end(), [&](const auto& one) { return one.second == first; });
      const policy::Question question = question_for(table, partial);
      const policy::Verdict verdict = policy->decide(question);
      CHECK(verdict.decided() == (same && first >= 0));
      const auto fast = policy->rule_of(policy->prepare(question));
      CHECK(fast.has_value() == verdict.decided());
      if (verdict.decided()) {
        CHECK(verdict.ground == grounds[static_cast<std::size_t>(first)]);
        CHECK(policy->rule_id(*fast) == verdict.rule_id);
      } else if (is_clean) {
        ++undecided;
        CHECK(std::set<std::string>(verdict.missing.begin(), verdict.missing.end()) ==
              naive_missing(table, partial, outcomes));
      }
    }
  }
  CHECK(clean > 50);  // both kinds of table are tried
  CHECK(clean < 290);
  CHECK(undecided > 100);
}
