#include "policy/replay.h"

#include <algorithm>

#include "policy/replay_setup.h"

namespace writ::policy {

void ReplayKey::put_head(const ReplayCase& item, std::vector<std::uint32_t>& key) {
  const Course& course = item.course;
  key.push_back(item.asked | std::uint32_t{course.allowed} << 8 | std::uint32_t{course.asked_for} << 16 |
                std::uint32_t{course.found} << 24);
  key.push_back(static_cast<std::uint32_t>(course.aside) | std::uint32_t{course.ground} << 8 |
                (course.deviates ? 1U << 16 : 0U) | (course.gathered ? 1U << 17 : 0U));
}

Course ReplayKey::course(const std::vector<std::uint32_t>& key) {
  Course course;
  course.aside = static_cast<Course::Aside>(key[1] & 0xFF);
  course.deviates = (key[1] >> 16 & 1U) != 0;
  course.allowed = static_cast<CategoryMask>(key[0] >> 8);
  course.ground = static_cast<std::uint8_t>(key[1] >> 8);
  course.gathered = (key[1] >> 17 & 1U) != 0;
  course.asked_for = static_cast<CategoryMask>(key[0] >> 16);
  course.found = static_cast<CategoryMask>(key[0] >> 24);
  return course;
}

base::Result<Replay> Replay::make(ReplayPlan plan) {
  auto setup = std::make_shared<Setup>();
  if (plan.policies.empty() && plan.in_force.empty()) return base::invalid("policy", "", "names at least one policy");
  if (plan.profiles.empty()) return base::invalid("profile", "", "names at least one holdings profile");
  std::ranges::sort(plan.in_force, {}, &Policy::effective);
  for (std::size_t i = 1; i < plan.in_force.size(); ++i) {
    if (plan.in_force[i].effective() != plan.in_force[i - 1].effective()) continue;
    return base::invalid("in-force", plan.in_force[i].id(),
                         "takes effect on the same day as " + plan.in_force[i - 1].id() + ": one policy decides a day");
  }
  setup->alone = plan.policies.size();
  setup->policies = std::move(plan.policies);
  for (Policy& policy : plan.in_force) setup->policies.push_back(std::move(policy));
  for (const Policy& policy : setup->policies) setup->facts.add(policy);
  if (setup->facts.size() > FactNames::facts_max) {
    return base::invalid("policy", std::to_string(setup->facts.size()) + " facts",
                         "the policies of one replay ask at most 64 facts, as many as a request may state");
  }
  for (const Policy& policy : setup->policies) setup->tables.emplace_back(policy, setup->facts);
  setup->profiles = std::move(plan.profiles);
  for (const Profile& profile : setup->profiles) setup->held.push_back(mask_of(profile.held()));
  if (plan.country) {
    setup->country = country_position(*plan.country);
    if (!setup->country) return base::invalid("country", *plan.country, "is an ISO 3166-1 alpha-2 code, EU or XK");
  }
  return Replay(std::move(setup));
}

const FactNames& Replay::facts() const { return setup_->facts; }
Replay Replay::empty() const { return Replay(setup_); }

std::size_t Replay::KeyHash::operator()(const Key& key) const {
  std::uint64_t hash = 0;
  for (const std::uint32_t word : key) {
    hash = (hash ^ word) * 0x9E3779B97F4A7C15U;  // 2^64 over the golden ratio: spreads every bit upwards
    hash ^= hash >> 32;
  }
  return hash;
}

base::Result<std::size_t> Replay::in_force_on(const std::optional<base::Day>& day) const {
  if (!day) return base::invalid("received", "", "is required: the day of receipt says which policy is in force");
  for (std::size_t i = setup_->policies.size(); i-- > setup_->alone;) {
    if (setup_->policies[i].effective() <= *day) return i;
  }
  return base::invalid("received", base::format_day(*day), "no policy of the sequence is in force on this day");
}

void Replay::append_answers(const ReplayCase& item) {
  const std::size_t policy = key_.back();
  const ReplayTable& table = setup_->tables[policy];
  if (item.course.aside != Course::Aside::none) {
    key_.push_back(0);
  } else if (table.asks_selector() && item.kind_count > 0) {
    key_.push_back(item.kind_count);
    for (std::size_t i = 0; i < item.kind_count; ++i) {
      key_.push_back(item.kinds[i]);
      key_.push_back(table.ask(item, item.kinds[i]));
    }
  } else {
    key_.push_back(1);
    key_.push_back(ReplayKey::any_kind);
    key_.push_back(table.ask(item, std::nullopt));
  }
}

base::Result<> Replay::add(const ReplayCase& item, std::uint64_t line) {
  if (setup_->country && item.country != *setup_->country) return {};
  key_.clear();
  ReplayKey::put_head(item, key_);
  for (std::size_t row = 0; row < setup_->row_count(); ++row) {
    std::size_t policy = row;
    if (row == setup_->alone) {
      TRY(policy, in_force_on(item.received));
    }
    key_.push_back(static_cast<std::uint32_t>(policy));
    append_answers(item);
  }
  ++requests_;
  Cell& cell = cells_[key_];
  ++cell.count;
  cell.users += item.course.users;
  for (std::size_t kind = 0; kind < selector_kinds; ++kind) cell.selectors[kind] += item.selectors[kind];
  if (cell.lines.size() < lines_shown_max) cell.lines.push_back(line);
  return {};
}

void Replay::merge(const Replay& other) {
  CHECK_INVARIANT(setup_ == other.setup_);
  requests_ += other.requests_;
  for (const auto& [key, added] : other.cells_) {
    Cell& cell = cells_[key];
    cell.count += added.count;
    cell.users += added.users;
    for (std::size_t kind = 0; kind < selector_kinds; ++kind) cell.selectors[kind] += added.selectors[kind];
    cell.lines.insert(cell.lines.end(), added.lines.begin(), added.lines.end());
    std::ranges::sort(cell.lines);
    if (cell.lines.size() > lines_shown_max) cell.lines.resize(lines_shown_max);
  }
}

}  // namespace writ::policy
