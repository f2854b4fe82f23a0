// `writ person invite` and `writ person code`: how people get into the portal and the desk.
#include <cstdio>

#include "cli/opened.h"
#include "people/credentials.h"
#include "people/invitations.h"
#include "people/totp.h"

namespace writ::cli {

namespace {

base::Result<> invite(const PersonArguments& arguments) {
  TRY(const auto opened, open_deployment(arguments.root));
  app::Deployment& deployment = *opened->deployment;
  TRY(const auto person, deployment.people.find_by_email(arguments.email));
  const base::SystemClock system_clock;
  TRY(const std::string secret, people::Invitations(deployment.db, system_clock, deployment.random).make(person.id));
  const char* face = person.kind == people::PersonKind::officer ? "portal" : "desk";
  std::printf("%s%s/invitation/%s\n", deployment.settings.site_url.c_str(), face, secret.c_str());
  std::fprintf(stderr, "Good once, for three days. Give it to %s by a way that you trust.\n", person.name.c_str());
  return {};
}

base::Result<> print_code(const PersonArguments& arguments) {
  TRY(const auto opened, open_deployment(arguments.root));
  app::Deployment& deployment = *opened->deployment;
  if (!deployment.settings.synthetic)
    return base::fail(base::Errc::denied, "root", arguments.root, "is not a demo: a real person's codes stay with that person");
  TRY(const auto person, deployment.people.find_by_email(arguments.email));
  const base::SystemClock system_clock;
  TRY(const base::Hash key, app::credentials_key(deployment));
  const people::Credentials credentials(deployment.db, system_clock, deployment.random, key);
  TRY(const auto secret, credentials.secret_of(person.id));
  if (!secret) return base::fail(base::Errc::not_found, "--email", arguments.email, "has no one-time codes in this demo");
  std::printf("%s\n", people::totp_code(*secret, people::totp_step(system_clock.now())).c_str());
  return {};
}

int report(const base::Result<>& result) { return result ? 0 : report_error(result.error()); }

}  // namespace

int run_person_invite(const PersonArguments& arguments) { return report(invite(arguments)); }
int run_person_code(const PersonArguments& arguments) { return report(print_code(arguments)); }

}  // namespace writ::cli
