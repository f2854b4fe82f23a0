#include "policy/policy.h"

#include <algorithm>

#include "policy/table.h"

namespace writ::policy {

Policy::Policy(std::unique_ptr<Table> table) : table_(std::move(table)) {}
Policy::Policy(Policy&&) noexcept = default;
Policy& Policy::operator=(Policy&&) noexcept = default;
Policy::Policy(const Policy& other) : table_(std::make_unique<Table>(*other.table_)) {}
Policy& Policy::operator=(const Policy& other) {
  table_ = std::make_unique<Table>(*other.table_);
  return *this;
}
Policy::~Policy() = default;

base::Result<Policy> Policy::parse(std::string_view toml, std::string_view name) {
  TRY(Table table, read_table(toml, name));
  table.compile();
  return Policy(std::make_unique<Table>(std::move(table)));
}

const std::string& Policy::id() const { return table_->id; }
const std::string& Policy::title() const { return table_->title; }
const std::string& Policy::source() const { return table_->source; }
base::Day Policy::effective() const { return table_->effective; }
const std::string& Policy::text() const { return table_->text; }
const std::vector<Example>& Policy::examples() const { return table_->examples; }
std::size_t Policy::rule_count() const { return table_->rules.size(); }
const std::string& Policy::rule_id(std::size_t rule) const { return table_->rules[rule].id; }

std::optional<std::string> Policy::own_ground(std::string_view code, std::string_view language) const {
  const auto own = table_->grounds.find(code);
  if (own == table_->grounds.end()) return std::nullopt;
  const auto words = own->second.find(std::string(language));
  return words == own->second.end() ? own->second.at("en") : words->second;
}

base::Result<bool> Policy::knows(std::string_view field, std::string_view value) const {
  const Field* known = table_->find_field(field);
  if (known == nullptr)
    return base::invalid(std::string(field), std::string(value), "is not a field of policy " + id());
  return known->value_of.contains(value);
}

Question question_of(const legal::Request& request, const legal::Facts& facts) {
  Question question;
  question.codes["instrument"] = request.instrument;
  question.codes["offence"] = request.offence;
  question.codes["country"] = request.country;
  question.codes["emergency"] = request.emergency ? "1" : "0";
  question.codes["realtime"] = request.realtime ? "1" : "0";
  const auto same_kind = [&](const legal::Selector& one) { return one.kind == request.selectors.front().kind; };
  if (!request.selectors.empty() && std::all_of(request.selectors.begin(), request.selectors.end(), same_kind)) {
    question.codes["selector"] = legal::name_of(request.selectors.front().kind);
  }
  question.facts = facts;
  return question;
}

}  // namespace writ::policy
