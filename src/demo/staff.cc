#include "demo/staff.h"

#include <sys/stat.h>

#include "people/credentials.h"
#include "people/totp.h"

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
      {"Pia Publisher", second_publisher_email, {"publisher"}},
      {"Udo Auditor", auditor_email, {"auditor"}},
      {"Ada Admin", first_administrator_email, {"administrator"}},
      {"Adam Admin", second_administrator_email, {"administrator"}},
  };
  return members;
}

base::Result<> write_token(app::Deployment& deployment, const std::string& name, const std::string& token) {
  const base::Path file = deployment.layout.state() / "tokens" / name;
  TRY_VOID(deployment.files.write(file, token + "\n"));
  if (::chmod(file.c_str(), 0600) != 0) return base::fail(base::Errc::unavailable, file.string(), "", "cannot narrow the mode to 0600");
  return {};
}

/// A password and a secret for one-time codes; the lines that tell a person of the demo how to sign in.
base::Result<std::string> give_credentials(app::Deployment& deployment, people::Credentials& credentials, const people::Person& person) {
  const std::string password = "demo-" + base::to_hex(deployment.random.hash()).substr(0, 16);
  TRY_VOID(credentials.set_password(person.id, people::Credentials::hash_password(password)));
  TRY(const base::Bytes secret, credentials.new_secret(person.id));
  return person.email + "\t" + password + "\t" + people::to_base32(secret) + "\t" + legal::join_set(person.roles) + "\n";
}

}  // namespace

base::Result<Tokens> add_people(app::Deployment& deployment, const std::vector<TestOfficer>& officers) {
  Tokens tokens;
  const base::SystemClock system_clock;
  TRY(const base::Hash key, app::credentials_key(deployment));
  people::Credentials credentials(deployment.db, system_clock, deployment.random, key);
  std::string sign_in = "# address, password, secret of one-time codes (base32), roles; a code of now: writ person code ROOT --email ADDRESS\n";
  const base::Time expires = deployment.clock.now() + std::chrono::days(365 * 10);
  for (const StaffMember& member : staff()) {
    TRY(const auto person, deployment.people.add({.kind = people::PersonKind::staff, .name = member.name, .email = member.email, .roles = member.roles}));
    TRY(const std::string token, deployment.people.issue_token(person.id, expires));
    TRY_VOID(write_token(deployment, std::string(member.email).substr(0, std::string(member.email).find('@')), token));
    tokens.by_email[member.email] = token;
    TRY(const std::string line, give_credentials(deployment, credentials, person));
    sign_in += line;
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
    tokens.by_email[officer.email] = token;
    if (officer.id != "us-1") continue;  // a password costs a tenth of a second: one officer has one
    TRY_VOID(write_token(deployment, "officer-us-1", token));
    TRY(const std::string line, give_credentials(deployment, credentials, person));
    sign_in += line;
  }
  sign_in.pop_back();  // write_token ends the line
  TRY_VOID(write_token(deployment, "sign-in", sign_in));
  return tokens;
}

}  // namespace writ::demo
