#include "app/suspensions.h"

#include "people/sessions.h"

namespace writ::app {

namespace {

constexpr std::size_t reason_bytes_max = 500;

std::string lower(std::string_view text) {
  std::string out(text);
  for (char& c : out) c = c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c;
  return out;
}

std::string subject_of(const people::Person& officer) { return "officer/" + officer.id; }
std::string subject_of(std::string_view country, std::string_view name) {
  return "authority/" + std::string(country) + "/" + lower(name);
}

/// What is open now. Nothing opens again while it lasts (Suspensions::suspended), and tokens are made anew afterwards:
/// one that was in the wrong hands does not come back.
base::Result<> end_access(Deployment& deployment, const std::string& person) {
  TRY_VOID(people::Sessions(deployment.db, deployment.clock, deployment.random).end_all(person));
  return deployment.people.revoke_tokens(person);
}

}  // namespace

std::vector<store::Migration> suspension_migrations() {
  // subject: officer/<person id>, or authority/<country>/<name in lower case>.
  return {{"suspension-001", R"(
CREATE TABLE suspension(
  subject TEXT PRIMARY KEY,
  reason TEXT NOT NULL,
  by TEXT NOT NULL,
  at INTEGER NOT NULL
) STRICT;
)"}};
}

base::Result<> Suspensions::suspend(const people::Person& officer, const std::string& reason, const std::string& by) {
  if (officer.kind != people::PersonKind::officer)
    return base::invalid("suspended", "", "is for officers: of the staff, take the roles away");
  return deployment_.db.transaction([&]() -> base::Result<> {
    TRY_VOID(keep(subject_of(officer), reason, by));
    return end_access(deployment_, officer.id);
  });
}

base::Result<> Suspensions::suspend_authority(std::string_view country, std::string_view name,
                                              const std::string& reason, const std::string& by) {
  return deployment_.db.transaction([&]() -> base::Result<> {
    TRY_VOID(keep(subject_of(country, name), reason, by));
    TRY(const auto people, deployment_.people.list());
    for (const people::Person& one : people) {
      const bool theirs = one.kind == people::PersonKind::officer && one.country == country;
      if (theirs && lower(one.agency) == lower(name)) TRY_VOID(end_access(deployment_, one.id));
    }
    return {};
  });
}

base::Result<> Suspensions::lift(const people::Person& officer) {
  return deployment_.db.run("DELETE FROM suspension WHERE subject = ?", {subject_of(officer)});
}

base::Result<> Suspensions::lift_authority(std::string_view country, std::string_view name) {
  return deployment_.db.run("DELETE FROM suspension WHERE subject = ?", {subject_of(country, name)});
}

base::Result<std::optional<Suspension>> Suspensions::of(const people::Person& officer) const {
  TRY(auto own, find(subject_of(officer)));
  if (own) return own;
  return of_authority(officer.country, officer.agency);
}

base::Result<std::optional<Suspension>> Suspensions::of_authority(std::string_view country,
                                                                  std::string_view name) const {
  TRY(auto found, find(subject_of(country, name)));
  if (found) found->of_authority = true;
  return found;
}

base::Result<bool> Suspensions::suspended(const std::string& person_id) const {
  TRY(const people::Person person, deployment_.people.find(person_id));
  if (person.kind != people::PersonKind::officer) return false;
  TRY(const auto found, of(person));
  return found.has_value();
}

base::Result<> Suspensions::check(const people::Person& officer) const {
  if (officer.kind != people::PersonKind::officer) return {};
  TRY(const auto suspended, of(officer));
  if (!suspended) return {};
  return base::fail(
      base::Errc::denied, "officer", officer.email,
      std::string(suspended->of_authority ? "belongs to an authority that is suspended" : "is suspended") + " since " +
          base::format_time(suspended->at) +
          ": nothing can be sent or handed over until that is lifted. Write to us about it");
}

base::Result<> Suspensions::keep(const std::string& subject, const std::string& reason, const std::string& by) {
  if (reason.empty() || reason.size() > reason_bytes_max)
    return base::invalid("suspended", "", "needs a reason of at most 500 bytes");
  return deployment_.db.run("INSERT INTO suspension(subject, reason, by, at) VALUES(?, ?, ?, ?) ON CONFLICT DO NOTHING",
                            {subject, reason, by, base::unix_seconds(deployment_.clock.now())});
}

base::Result<std::optional<Suspension>> Suspensions::find(const std::string& subject) const {
  std::optional<Suspension> found;
  TRY_VOID(deployment_.db.query("SELECT reason, by, at FROM suspension WHERE subject = ?", {subject},
                                [&](const store::Row& row) -> base::Result<> {
                                  found = Suspension{
                                      .reason = row.text(0), .by = row.text(1), .at = base::from_unix(row.integer(2))};
                                  return {};
                                }));
  return found;
}

}  // namespace writ::app
