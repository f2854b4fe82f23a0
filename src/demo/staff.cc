#include "demo/staff.h"

#include <sys/stat.h>

namespace writ::demo {

namespace {

struct StaffMember {
  const char* name;
  const char* email;
  std::vector<std::string> roles;
};

const std::vector<StaffMember>& staff() {
  static const std::vector<StaffMember> members = {
      {"Ines Intake", intake_email, {"intake"}},
      {"Dora Decider", decider_email, {"decider"}},
      {"Alva Approver", first_approver_email, {"approver"}},
      {"Aron Approver", second_approver_email, {"approver"}},
      {"Gita Gatherer", gatherer_email, {"gatherer"}},
      {"Paul Publisher", publisher_email, {"publisher"}},
  };
  return members;
}

base::Result<> write_token(app::Deployment& deployment, const std::string& name, const std::string& token) {
  const base::Path file = deployment.layout.state() / "tokens" / name;
  TRY_VOID(deployment.files.write(file, token + "\n"));
  if (::chmod(file.c_str(), 0600) != 0) return base::fail(base::Errc::unavailable, file.string(), "", "cannot narrow the mode to 0600");
  return {};
}

}  // namespace

base::Result<Tokens> add_people(app::Deployment& deployment, const std::vector<TestOfficer>& officers) {
  Tokens tokens;
  const base::Time expires = deployment.clock.now() + std::chrono::days(365 * 10);
  for (const StaffMember& member : staff()) {
    TRY(const auto person, deployment.people.add({.kind = people::PersonKind::staff, .name = member.name, .email = member.email, .roles = member.roles}));
    TRY(const std::string token, deployment.people.issue_token(person.id, expires));
    TRY_VOID(write_token(deployment, std::string(member.email).substr(0, std::string(member.email).find('@')), token));
    tokens.by_email[member.email] = token;
  }
  for (const TestOfficer& officer : officers) {
    TRY(const auto person, deployment.people.add({.kind = people::PersonKind::officer,
                                                  .name = officer.name,
                                                  .email = officer.email,
                                                  .roles = {"requester"},
                                                  .public_key = officer.public_key,
                                                  .agency = officer.agency,
                                                  .country = officer.country}));
    TRY(const std::string token, deployment.people.issue_token(person.id, expires));
    if (officer.id == "us-1") TRY_VOID(write_token(deployment, "officer-us-1", token));
    tokens.by_email[officer.email] = token;
  }
  return tokens;
}

}  // namespace writ::demo
