#include "casework/policies.h"

namespace writ::casework {

namespace {

std::int64_t days_of(base::Day day) { return day.time_since_epoch().count(); }

/// A text of the book was accepted once: if it is refused now, the store or the parser changed.
base::Result<policy::Policy> booked(const std::string& text, const std::string& id) {
  auto parsed = policy::Policy::parse(text, id);
  if (!parsed)
    return base::fail(base::Errc::corrupt, "case_policy." + id, parsed.error().field, parsed.error().message());
  return parsed;
}

base::Result<> check_new(Services& services, const policy::Policy& policy) {
  TRY(const auto same_id, services.db.text("SELECT id FROM case_policy WHERE id = ?", {policy.id()}));
  if (same_id)
    return base::fail(base::Errc::conflict, "id", policy.id(),
                      "is the id of a published policy; a new text needs a new id");
  TRY(const auto same_day,
      services.db.text("SELECT id FROM case_policy WHERE effective = ?", {days_of(policy.effective())}));
  if (same_day) {
    return base::fail(base::Errc::conflict, "effective", base::format_day(policy.effective()),
                      "is the day on which " + *same_day + " takes effect");
  }
  const base::Day today = base::day_of(services.clock.now());
  TRY(const auto cases, services.db.integer("SELECT 1 FROM case_state LIMIT 1"));
  if (policy.effective() <= today && cases) {
    return base::invalid("effective", base::format_day(policy.effective()),
                         "is after today: no policy reaches back over cases received already");
  }
  return {};
}

base::Error none_in_force(base::Day day) {
  return {base::Errc::not_found, "policy", base::format_day(day), "no policy is in force on this day"};
}

}  // namespace

base::Result<> check_policy_in_force(store::Db& db, base::Day day) {
  TRY(const auto found, db.integer("SELECT 1 FROM case_policy WHERE effective <= ? LIMIT 1", {days_of(day)}));
  if (!found) return std::unexpected(none_in_force(day));
  return {};
}

base::Result<BookedPolicy> policy_in_force(store::Db& db, base::Day day) {
  std::optional<BookedPolicy> found;
  TRY_VOID(db.query("SELECT id, text, entry FROM case_policy WHERE effective <= ? ORDER BY effective DESC LIMIT 1",
                    {days_of(day)}, [&](const store::Row& row) -> base::Result<> {
                      TRY(policy::Policy policy, booked(row.text(1), row.text(0)));
                      found.emplace(std::move(policy), row.hash(2));
                      return {};
                    }));
  if (!found) return std::unexpected(none_in_force(day));
  return std::move(*found);
}

base::Result<> Casework::publish_policy(const std::string& actor, const policy::Policy& policy) {
  if (actor.empty()) return base::invalid("actor", "", "every event has a person");
  return services_.db.transaction([&]() -> base::Result<> {
    TRY_VOID(check_new(services_, policy));
    log::Draft draft;
    draft.public_values[0] = log::name_of(log::Kind::policy);
    draft.public_values[1] = policy.id();
    draft.public_values[2] = log::hash_value(services_.host.sha256(base::view(policy.text())));
    draft.public_values[3] = base::format_day(policy.effective());
    TRY(const log::Committed committed, services_.journal.commit(services_.db, "", "", draft));
    return services_.db.run(
        "INSERT INTO case_policy(id, effective, text, entry, actor, published_at) VALUES(?, ?, ?, ?, ?, ?)",
        {policy.id(), days_of(policy.effective()), policy.text(), committed.body_root, actor,
         base::unix_seconds(services_.clock.now())});
  });
}

base::Result<policy::Policy> Casework::policy_on(base::Day day) const {
  TRY(BookedPolicy booked_policy, policy_in_force(services_.db, day));
  return std::move(booked_policy.policy);
}

base::Result<std::vector<policy::Policy>> Casework::policies() const {
  std::vector<policy::Policy> all;
  TRY_VOID(services_.db.query("SELECT id, text FROM case_policy ORDER BY effective", {},
                              [&](const store::Row& row) -> base::Result<> {
                                TRY(policy::Policy policy, booked(row.text(1), row.text(0)));
                                all.push_back(std::move(policy));
                                return {};
                              }));
  return all;
}

}  // namespace writ::casework
