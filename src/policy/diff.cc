#include <algorithm>

#include "policy/decide.h"
#include "policy/words.h"

namespace writ::policy {

namespace {

/// The sentences are grouped by the first of these that either policy asks.
constexpr std::string_view headings[] = {"offence", "instrument", "country", "selector"};

/// Rules that read alike but for one part, in the order of the file.
using Alike = std::vector<std::pair<std::string, std::vector<std::string>>>;
void add_alike(Alike& all, const std::string& shared, std::string one) {
  const auto same = std::find_if(all.begin(), all.end(), [&](const auto& entry) { return entry.first == shared; });
  if (same != all.end()) return same->second.push_back(std::move(one));
  all.emplace_back(shared, std::vector<std::string>{std::move(one)});
}

/// "refused (order not valid, rule a; instrument not sufficient, rules b and c)"; "" if nothing is refused.
std::string refusals_text(const Alike& by_ground) {
  std::string text;
  for (const auto& [ground, rules] : by_ground) {
    text += (text.empty() ? "refused (" : "; ") + ground + (rules.size() == 1 ? ", rule " : ", rules ") +
            joined(rules, "and");
  }
  return text.empty() ? text : text + ")";
}

/// Whether a rule may decide requests of this value under the heading.
bool concerns(const Policy::Table& table, const Rule& rule, std::string_view heading, std::uint16_t value) {
  const Field* head = table.find_field(heading);
  return head == nullptr || rule.accepts[static_cast<std::size_t>(head - table.fields.data())].test(value);
}

std::vector<std::string> rules_concerned(const Policy::Table& table, std::string_view heading, std::uint16_t value) {
  std::vector<std::string> ids;
  for (const Rule& rule : table.rules)
    if (concerns(table, rule, heading, value)) ids.push_back(rule.id);
  return ids;
}

/// What one side says of the requests under one heading: "phone number on a court order (rule give), else refused
/// (...)".
std::string side_text(const Policy::Table& table, std::string_view heading, std::uint16_t value) {
  Alike by_data;
  Alike by_ground;
  for (const Rule& rule : table.rules) {
    if (!concerns(table, rule, heading, value)) continue;
    if (rule.disclose.empty()) {
      add_alike(by_ground, ground_words(table, rule.ground), rule.id);
    } else {
      add_alike(by_data, data_words(rule.disclose),
                conditions_phrase(table.fields, rule, heading).append(" (rule " + rule.id + ")").substr(1));
    }
  }
  std::vector<std::string> gives;
  for (const auto& [data, conditions] : by_data) gives.push_back(data + " " + joined(conditions, "or"));
  const std::string refused = refusals_text(by_ground);
  if (gives.empty()) return refused;
  std::string given;
  for (const std::string& one : gives) given += (given.empty() ? "" : "; or ") + one;
  return given + (refused.empty() ? "" : ", else " + refused);
}

/// The fields of both sides, refined so that a value of the union has one value on each side.
struct UnionField {
  std::string name;
  std::vector<std::vector<Difference::Label>> labels;            // of each class: its codes' labels, or one for all
  std::vector<std::pair<std::uint16_t, std::uint16_t>> classes;  // value before, value after
};

/// More codes than this are not listed in a heading: their groups are named instead.
constexpr std::size_t listed_max = 8;

Difference::Label groups_label(const Field* before, const Field* after, std::pair<std::uint16_t, std::uint16_t> both) {
  const std::string was = before == nullptr ? "" : value_words(*before, both.first);
  const std::string is = after == nullptr ? "" : value_words(*after, both.second);
  Difference::Label out{.code = "", .before = was, .after = is, .words = was.empty() ? is : was};
  if (!was.empty() && !is.empty() && was != is) out.words = was + " that is " + is + " in the later policy";
  return out;
}

void add_classes(const Field* before, const Field* after, UnionField& field) {
  const Field& known = before != nullptr ? *before : *after;
  std::vector<std::pair<std::uint16_t, std::string>> codes;  // in the order of the vocabulary or of the groups
  for (const auto& [code, value] : known.value_of) codes.emplace_back(value, code);
  std::sort(codes.begin(), codes.end());
  for (const auto& [value, code] : codes) {
    const auto index = [&](const Field* side) -> std::uint16_t {
      return side == nullptr ? unknown_value : side->value_of.at(code);
    };
    const std::pair<std::uint16_t, std::uint16_t> both{index(before), index(after)};
    const auto found = std::find(field.classes.begin(), field.classes.end(), both);
    const auto position = static_cast<std::size_t>(found - field.classes.begin());
    if (found == field.classes.end()) {
      field.classes.push_back(both);
      field.labels.emplace_back();
    }
    if (!known.is_fact)
      field.labels[position].push_back({.code = code, .before = "", .after = "", .words = code_label(known, code)});
  }
  for (std::size_t i = 0; i < field.classes.size(); ++i) {
    if (field.labels[i].size() > listed_max) field.labels[i] = {groups_label(before, after, field.classes[i])};
  }
}

std::vector<UnionField> union_of(const Policy::Table& before, const Policy::Table& after) {
  std::vector<UnionField> all;
  const auto add = [&](const Field& field) {
    const auto same = [&](const UnionField& one) { return one.name == field.name; };
    if (std::any_of(all.begin(), all.end(), same)) return;
    UnionField one{.name = field.name, .labels = {}, .classes = {}};
    add_classes(before.find_field(field.name), after.find_field(field.name), one);
    all.push_back(std::move(one));
  };
  for (const Field& field : before.fields) add(field);
  for (const Field& field : after.fields) add(field);
  return all;
}

/// One combination of the union, seen from both sides.
class Pair {
 public:
  Pair(const Policy::Table& before, const Policy::Table& after, const std::vector<UnionField>& fields)
      : before_(before), after_(after), point_before_(before.fields.size()), point_after_(after.fields.size()) {
    for (const UnionField& field : fields) {
      positions_.emplace_back(position(before, field.name), position(after, field.name));
    }
  }
  void set(std::size_t f, const std::pair<std::uint16_t, std::uint16_t>& value) {
    if (positions_[f].first != nowhere) point_before_[positions_[f].first] = value.first;
    if (positions_[f].second != nowhere) point_after_[positions_[f].second] = value.second;
  }
  bool differs() const {
    const Rule& a = before_.rules[*deciding_rule(before_, point_before_)];
    const Rule& b = after_.rules[*deciding_rule(after_, point_after_)];
    return !a.same_outcome(b);
  }

 private:
  static constexpr std::size_t nowhere = fields_max;
  static std::size_t position(const Policy::Table& table, std::string_view name) {
    const Field* field = table.find_field(name);
    return field == nullptr ? nowhere : static_cast<std::size_t>(field - table.fields.data());
  }

  const Policy::Table& before_;
  const Policy::Table& after_;
  Point point_before_;
  Point point_after_;
  std::vector<std::pair<std::size_t, std::size_t>> positions_;  // of a union field on each side
};

/// True if some combination of the fields from `f` on, but the fixed one, is decided differently.
bool any_difference(const std::vector<UnionField>& fields, std::size_t fixed, std::size_t f, Pair& pair) {
  if (f == fields.size()) return pair.differs();
  if (f == fixed) return any_difference(fields, fixed, f + 1, pair);
  return std::any_of(fields[f].classes.begin(), fields[f].classes.end(), [&](const auto& value) {
    pair.set(f, value);
    return any_difference(fields, fixed, f + 1, pair);
  });
}

base::Result<> check_clean(const Policy& policy) {
  TRY(const std::vector<LintFinding> findings, policy.lint());
  for (const LintFinding& finding : findings) {
    if (finding.kind == LintFinding::Kind::wrong_example || finding.kind == LintFinding::Kind::dead_rule) continue;
    return base::invalid(policy.table().file, policy.id(),
                         "only tables that decide everything once can be compared; " + finding.message);
  }
  return {};
}

base::Result<> check_size(const std::vector<UnionField>& fields) {
  std::uint64_t combinations = 1;
  const UnionField* largest = nullptr;
  for (const UnionField& field : fields) {
    combinations = std::min(combinations, loadable_max / values_max) * field.classes.size();
    if (largest == nullptr || field.classes.size() > largest->classes.size()) largest = &field;
  }
  if (combinations <= combinations_max) return {};
  return base::invalid("fields." + largest->name, std::to_string(largest->classes.size()) + " values",
                       "the fields of both policies have more than 2^24 combinations; coarsen this one into groups");
}

/// Labels whose two sides read alike, under one sentence.
struct Group {
  Difference difference;
  std::string before;
  std::string after;
};

std::string words_of(const std::vector<Difference::Label>& labels) {
  std::vector<std::string> words;
  for (const Difference::Label& label : labels) words.push_back(label.words);
  return joined(words, "and");
}

/// "Fraud and drugs", "Every offence but terrorism" if that is shorter, "Every request"; the labels become those named.
std::string whom(Difference& one, const UnionField& heads) {
  std::vector<Difference::Label> others;
  for (const std::vector<Difference::Label>& labels : heads.labels) {
    for (const Difference::Label& label : labels) {
      if (std::find(one.labels.begin(), one.labels.end(), label) == one.labels.end()) others.push_back(label);
    }
  }
  one.field = heads.name;
  one.whom = others.empty() ? Difference::Whom::every : Difference::Whom::these;
  if (others.empty()) return "Every request";
  if (others.size() >= one.labels.size()) return capitalised(words_of(one.labels));
  one.whom = Difference::Whom::all_but;
  one.labels = std::move(others);
  return "Every " + heads.name + " but " + words_of(one.labels);
}

/// The classes of the heading under which something is decided differently, those that read alike together.
std::vector<Group> groups_of(const Policy::Table& before, const Policy::Table& after,
                             const std::vector<UnionField>& fields, std::size_t heading, const UnionField& heads) {
  Pair pair(before, after, fields);
  std::vector<Group> groups;
  for (std::size_t i = 0; i < heads.classes.size(); ++i) {
    const auto [was, is] = heads.classes[i];
    if (heading != fields.size()) pair.set(heading, heads.classes[i]);
    if (!any_difference(fields, heading, 0, pair)) continue;
    Group group{
        .difference = {}, .before = side_text(before, heads.name, was), .after = side_text(after, heads.name, is)};
    const auto same = std::find_if(groups.begin(), groups.end(), [&](const Group& one) {
      return one.before == group.before && one.after == group.after;
    });
    std::vector<Difference::Label>& labels = same == groups.end() ? group.difference.labels : same->difference.labels;
    labels.insert(labels.end(), heads.labels[i].begin(), heads.labels[i].end());
    if (same != groups.end()) continue;
    group.difference.before = rules_concerned(before, heads.name, was);
    group.difference.after = rules_concerned(after, heads.name, is);
    groups.push_back(std::move(group));
  }
  return groups;
}

}  // namespace

base::Result<std::vector<Difference>> differences(const Policy& before, const Policy& after) {
  TRY_VOID(check_clean(before));
  TRY_VOID(check_clean(after));
  const std::vector<UnionField> fields = union_of(before.table(), after.table());
  TRY_VOID(check_size(fields));
  std::size_t heading = fields.size();
  for (const std::string_view name : headings) {
    const auto found =
        std::find_if(fields.begin(), fields.end(), [&](const UnionField& one) { return one.name == name; });
    if (heading == fields.size() && found != fields.end()) heading = static_cast<std::size_t>(found - fields.begin());
  }
  // Without a heading there is one group: every request.
  const UnionField none{.name = "", .labels = {{}}, .classes = {{unknown_value, unknown_value}}};
  const UnionField& heads = heading == fields.size() ? none : fields[heading];
  std::vector<Difference> out;
  for (Group& group : groups_of(before.table(), after.table(), fields, heading, heads)) {
    const std::string subject = whom(group.difference, heads);
    group.difference.sentence = subject + ": was " + group.before + "; now " + group.after + ".";
    out.push_back(std::move(group.difference));
  }
  return out;
}

base::Result<std::vector<std::string>> diff(const Policy& before, const Policy& after) {
  TRY(const std::vector<Difference> all, differences(before, after));
  std::vector<std::string> sentences;
  for (const Difference& one : all) sentences.push_back(one.sentence);
  return sentences;
}

}  // namespace writ::policy
