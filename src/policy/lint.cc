#include <algorithm>

#include "policy/decide.h"
#include "policy/words.h"

namespace writ::policy {

namespace {

using Box = std::vector<Values>;  // by field

/// More boxes than this are told as one number with an example.
constexpr std::size_t boxes_max = 16;

/// What a walk over every combination finds.
struct Walk {
  std::uint64_t undecided = 0;
  Point first_undecided;
  std::vector<std::uint64_t> alone;                                                      // by rule
  std::map<std::pair<std::size_t, std::size_t>, std::pair<std::uint64_t, Point>> pairs;  // count, first

  void visit(const RuleSet& matching, const Point& point) {
    const std::size_t count = matching.count();
    if (count == 0 && undecided++ == 0) first_undecided = point;
    if (count == 1) ++alone[matching._Find_first()];
    if (count < 2) return;
    const std::vector<std::size_t> rules = members(matching);
    for (std::size_t i = 0; i < rules.size(); ++i) {
      for (std::size_t j = i + 1; j < rules.size(); ++j) {
        auto& [pair_count, first] = pairs[{rules[i], rules[j]}];
        if (pair_count++ == 0) first = point;
      }
    }
  }
};

void walk_from(const Policy::Table& table, std::size_t f, const RuleSet& matching, Point& point, Walk& walk) {
  if (f == table.fields.size()) {
    walk.visit(matching, point);
    return;
  }
  for (std::size_t value = 0; value < table.fields[f].values.size(); ++value) {
    point[f] = static_cast<std::uint16_t>(value);
    walk_from(table, f + 1, matching & table.accepting[f][value], point, walk);
  }
}

/// `from` without `rule`, as boxes that do not meet.
void subtract(const Box& from, const Rule& rule, std::vector<Box>& out) {
  Box rest = from;
  for (std::size_t f = 0; f < from.size(); ++f) {
    if ((rest[f] & rule.accepts[f]).none()) {  // they do not meet after all
      out.push_back(from);
      return;
    }
  }
  for (std::size_t f = 0; f < from.size(); ++f) {
    const Values outside = rest[f] & ~rule.accepts[f];
    if (outside.any()) {
      Box piece = rest;
      piece[f] = outside;
      out.push_back(std::move(piece));
    }
    rest[f] &= rule.accepts[f];
  }
}

/// What no rule matches, as boxes; empty if there would be too many to tell.
std::vector<Box> undecided_boxes(const Policy::Table& table) {
  Box whole;
  for (const Field& field : table.fields) whole.push_back(field.all());
  std::vector<Box> boxes = {whole};
  for (const Rule& rule : table.rules) {
    std::vector<Box> left;
    for (const Box& box : boxes) subtract(box, rule, left);
    boxes = std::move(left);
    if (boxes.size() > boxes_max * boxes_max) return {};
  }
  if (boxes.size() > boxes_max) boxes.clear();
  return boxes;
}

std::string counted(std::uint64_t count) {
  return std::to_string(count) + (count == 1 ? " combination" : " combinations");
}

LintFinding gap(const Policy::Table& table, const Box& box) {
  LintFinding finding{.kind = LintFinding::Kind::gap, .rules = {}, .example = {}, .combinations = 1, .message = {}};
  Point point;
  std::vector<std::string> conditions;
  for (std::size_t f = 0; f < box.size(); ++f) {
    finding.combinations *= box[f].count();
    point.push_back(static_cast<std::uint16_t>(box[f]._Find_first()));
    if (box[f] != table.fields[f].all())
      conditions.push_back(table.fields[f].name + " " + condition_text(table.fields[f], box[f]));
  }
  finding.example = table.named(point);
  finding.message = "gap: no rule decides the " + counted(finding.combinations) + " where " +
                    (conditions.empty() ? "nothing is asked" : joined(conditions, "and")) + "; for example " +
                    example_text(finding.example);
  return finding;
}

void add_gaps(const Policy::Table& table, const Walk& walk, std::vector<LintFinding>& findings) {
  if (walk.undecided == 0) return;
  const std::vector<Box> boxes = undecided_boxes(table);
  for (const Box& box : boxes) findings.push_back(gap(table, box));
  if (!boxes.empty()) return;
  LintFinding finding{.kind = LintFinding::Kind::gap,
                      .rules = {},
                      .example = table.named(walk.first_undecided),
                      .combinations = walk.undecided,
                      .message = {}};
  finding.message =
      "gap: no rule decides " + counted(walk.undecided) + "; for example " + example_text(finding.example);
  findings.push_back(std::move(finding));
}

void add_overlaps(const Policy::Table& table, const Walk& walk, std::vector<LintFinding>& findings) {
  for (const auto& [pair, found] : walk.pairs) {
    const Rule& a = table.rules[pair.first];
    const Rule& b = table.rules[pair.second];
    LintFinding finding{.kind = LintFinding::Kind::overlap,
                        .rules = {a.id, b.id},
                        .example = table.named(found.second),
                        .combinations = found.first,
                        .message = {}};
    finding.message = "overlap: rules " + a.id + " (line " + std::to_string(a.line) + ") and " + b.id + " (line " +
                      std::to_string(b.line) + ") both match " + counted(found.first) + "; for example " +
                      example_text(finding.example);
    findings.push_back(std::move(finding));
  }
}

void add_dead_rules(const Policy::Table& table, const Walk& walk, std::vector<LintFinding>& findings) {
  for (std::size_t r = 0; r < table.rules.size(); ++r) {
    if (walk.alone[r] != 0) continue;
    const Rule& rule = table.rules[r];
    std::vector<std::string> others;
    for (const auto& [pair, found] : walk.pairs) {
      if (pair.first == r) others.push_back(table.rules[pair.second].id);
      if (pair.second == r) others.push_back(table.rules[pair.first].id);
    }
    LintFinding finding{
        .kind = LintFinding::Kind::dead_rule, .rules = {rule.id}, .example = {}, .combinations = 0, .message = {}};
    finding.message =
        "dead rule: " + rule.id + " (line " + std::to_string(rule.line) + ") " +
        (others.empty() ? "matches no request"
                        : "decides nothing alone: what it matches is also matched by " + joined(others, "and"));
    findings.push_back(std::move(finding));
  }
}

std::map<std::string, std::string> as_example(const Question& question) {
  std::map<std::string, std::string> example = question.codes;
  for (const auto& [name, fact] : question.facts) example[name] = fact == legal::Fact::yes ? "true" : "false";
  return example;
}

void add_wrong_examples(const Policy& policy, std::vector<LintFinding>& findings) {
  for (const Example& example : policy.examples()) {
    const Verdict verdict = policy.decide(example.question);
    if (verdict.rule_id == example.rule_id) continue;
    LintFinding finding{.kind = LintFinding::Kind::wrong_example,
                        .rules = {example.rule_id},
                        .example = as_example(example.question),
                        .combinations = 1,
                        .message = {}};
    const std::string got = verdict.decided() ? "rule " + verdict.rule_id + " decides it"
                                              : "it is undecided (unknown: " + joined(verdict.missing, "and") + ")";
    finding.message = "wrong example: \"" + example.title + "\" says rule " + example.rule_id + ", but " + got +
                      "; the request is " + example_text(finding.example);
    findings.push_back(std::move(finding));
  }
}

}  // namespace

base::Result<std::vector<LintFinding>> Policy::lint() const {
  if (table_->combinations() > combinations_max) {
    const auto largest =
        std::max_element(table_->fields.begin(), table_->fields.end(),
                         [](const Field& a, const Field& b) { return a.values.size() < b.values.size(); });
    return base::invalid(table_->file + ": fields." + largest->name, std::to_string(largest->values.size()) + " values",
                         "the fields have " + std::to_string(table_->combinations()) +
                             " combinations, lint walks at most 2^24; coarsen this field into groups");
  }
  Walk walk;
  walk.alone.resize(table_->rules.size());
  Point point(table_->fields.size());
  RuleSet every;
  for (std::size_t r = 0; r < table_->rules.size(); ++r) every.set(r);
  walk_from(*table_, 0, every, point, walk);
  std::vector<LintFinding> findings;
  add_gaps(*table_, walk, findings);
  add_overlaps(*table_, walk, findings);
  add_dead_rules(*table_, walk, findings);
  add_wrong_examples(*this, findings);
  return findings;
}

}  // namespace writ::policy
