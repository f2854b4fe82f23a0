#include "policy/table.h"

namespace writ::policy {

Values Field::all() const {
  Values set;
  for (std::size_t i = 0; i < values.size(); ++i) set.set(i);
  return set;
}

void Policy::Table::compile() {
  accepting.clear();
  for (std::size_t f = 0; f < fields.size(); ++f) {
    std::vector<RuleSet> by_value(fields[f].values.size());
    for (std::size_t r = 0; r < rules.size(); ++r) {
      for (const std::size_t value : members(rules[r].accepts[f])) by_value[value].set(r);
    }
    accepting.push_back(std::move(by_value));
  }
  flat.clear();
  strides.assign(fields.size(), 1);
  if (combinations() > flat_max) return;
  for (std::size_t f = fields.size(); f-- > 1;) {
    strides[f - 1] = strides[f] * static_cast<std::uint32_t>(fields[f].values.size());
  }
  flat.reserve(combinations());
  Point point(fields.size(), 0);
  for (std::uint64_t i = 0; i < combinations(); ++i) {
    const RuleSet matching = candidates(point);
    flat.push_back(matching.count() == 1 ? static_cast<std::uint16_t>(matching._Find_first()) : no_rule);
    for (std::size_t f = fields.size(); f-- > 0;) {  // the last field counts fastest, as the strides say
      if (++point[f] < fields[f].values.size()) break;
      point[f] = 0;
    }
  }
}

std::uint64_t Policy::Table::combinations() const {
  std::uint64_t product = 1;
  for (const Field& field : fields) product *= field.values.size();
  return product;
}

const Field* Policy::Table::find_field(std::string_view name) const {
  for (const Field& field : fields) {
    if (field.name == name) return &field;
  }
  return nullptr;
}

Point Policy::Table::point_of(const Question& question) const {
  Point point;
  for (const Field& field : fields) {
    std::uint16_t value = unknown_value;
    if (const auto code = question.codes.find(field.name); code != question.codes.end()) {
      if (const auto known = field.value_of.find(code->second); known != field.value_of.end()) value = known->second;
    } else if (const auto fact = question.facts.find(field.name); field.is_fact && fact != question.facts.end()) {
      if (fact->second != legal::Fact::unknown) value = fact->second == legal::Fact::yes ? 1 : 0;
    }
    point.push_back(value);
  }
  return point;
}

RuleSet Policy::Table::candidates(const Point& point) const {
  RuleSet set;
  for (std::size_t r = 0; r < rules.size(); ++r) set.set(r);
  for (std::size_t f = 0; f < fields.size(); ++f) {
    if (point[f] != unknown_value) {
      set &= accepting[f][point[f]];
      continue;
    }
    RuleSet possible;
    for (const RuleSet& accepts : accepting[f]) possible |= accepts;
    set &= possible;
  }
  return set;
}

std::map<std::string, std::string> Policy::Table::named(const Point& point) const {
  std::map<std::string, std::string> names;
  for (std::size_t f = 0; f < fields.size(); ++f) names[fields[f].name] = fields[f].values[point[f]];
  return names;
}

}  // namespace writ::policy
