// What the operator does at a shell: make a deployment, add people, issue tokens, publish a policy, export receipts.
#include <cstdio>
#include <filesystem>

#include "app/receipts.h"
#include "app/suspensions.h"
#include "cli/opened.h"
#include "people/people.h"
#include "policy/policy.h"
#include "provider/open.h"
#include "provider/synapse_sqlite.h"

namespace writ::cli {

namespace {

int report(const base::Result<>& result) { return result ? 0 : report_error(result.error()); }

/// A question about nobody: the database is there and has the tables and units that the connector reads.
base::Result<> probe_messenger(const std::string& database, base::Time now) {
  TRY(const auto connector, provider::make_synapse_connector({.database = database, .holdings = {.id = "probe", .rules = {}}}));
  const provider::Question question{.selector = {.kind = legal::SelectorKind::user_name, .value = "nobody"}, .categories = {"registration_date"}, .as_of = now, .window = std::nullopt};
  auto answer = connector->ask(question);
  if (!answer) {
    answer.error().field = "--messenger " + database + ": " + answer.error().field;
    return std::unexpected(answer.error());
  }
  return {};
}

/// What `writ provider check` would call wrong ends it here.
base::Result<> probe_sources(const base::Path& file, base::Time now) {
  const base::DiskFiles files;
  TRY(const auto opened, provider::read_provider(files, file));
  for (const auto& source : opened.sources) {
    for (const provider::Finding& finding : source->examine(now)) {
      if (finding.wrong) return base::fail(base::Errc::unavailable, "--provider-file " + file.string(), finding.source + ", " + finding.subject, finding.said);
    }
  }
  return {};
}

base::Result<> init(const InitArguments& arguments) {
  const auto period = base::parse_period(arguments.first_period);
  if (!period) return base::invalid("--first-period", arguments.first_period, "must be first/last, two real days as YYYY-MM-DD, the last not before the first");
  const base::DiskFiles files;
  app::Settings settings{.provider_name = arguments.provider_name,
                         .origin = arguments.origin,
                         .site_url = arguments.site_url,
                         .onion_url = arguments.onion_url,
                         .mail_from = arguments.mail_from,
                         .on_call = arguments.on_call,
                         .mail_server = arguments.mail_server,
                         .messenger = arguments.messenger,
                         .first_period = *period};
  TRY(settings.profile, static_cast<const base::Files&>(files).read(arguments.profile));
  if (arguments.mirror) settings.mirror = *arguments.mirror;
  base::OsRandom random;
  const base::SystemClock clock;
  if (arguments.provider_file.has_value() != arguments.messenger.empty())
    return base::invalid("--messenger", arguments.messenger, "must be given, or --provider-file instead: one of them");
  if (arguments.provider_file) {
    // Other paths in the file are relative to its folder, so it stays where it is.
    settings.provider = std::filesystem::absolute(*arguments.provider_file);
    TRY_VOID(probe_sources(*settings.provider, clock.now()));
  } else {
    TRY_VOID(probe_messenger(arguments.messenger, clock.now()));
  }
  TRY_VOID(app::create_deployment(arguments.root, settings, clock.now(), random));
  std::printf("Made %s. Its master key is state/master.key: move it to a credential of the service (writ-master) and keep a copy elsewhere.\n"
              "Next: writ person add, writ token issue, writ policy publish, writ serve.\n",
              arguments.root.c_str());
  return {};
}

base::Result<> add_person(const PersonAddArguments& arguments) {
  TRY(const auto opened, open_deployment(arguments.root));
  const auto kind = people::person_kind(arguments.kind);
  if (!kind) return base::invalid("--kind", arguments.kind, "must be staff, officer or service");
  people::Person person{.kind = *kind, .name = arguments.name, .email = arguments.email, .roles = arguments.roles, .agency = arguments.agency, .country = arguments.country};
  if (arguments.key_file) {
    TRY(person.public_key, static_cast<base::Files&>(opened->deployment->files).read(*arguments.key_file));
    if (person.public_key.empty()) return base::invalid("--key", *arguments.key_file, "is not empty; an officer without a key has no --key");
  }
  TRY(const auto added, opened->deployment->people.add(person));
  std::printf("%s\t%s\n", added.id.c_str(), added.email.c_str());
  return {};
}

base::Result<> issue_token(const TokenIssueArguments& arguments) {
  TRY(const auto opened, open_deployment(arguments.root));
  if (arguments.days < 1 || arguments.days > 366) return base::invalid("--days", std::to_string(arguments.days), "must be 1 to 366");
  TRY(const auto person, opened->deployment->people.find_by_email(arguments.email));
  TRY_VOID(app::Suspensions(*opened->deployment).check(person));
  TRY(const auto token, opened->deployment->people.issue_token(person.id, opened->clock->now() + std::chrono::days(arguments.days)));
  std::printf("%s\n", token.c_str());
  return {};
}

base::Result<> publish_policy(const PolicyPublishArguments& arguments) {
  TRY(const auto opened, open_deployment(arguments.root));
  TRY(const auto person, sign_in(*opened, arguments.token_file));
  TRY(const std::string text, static_cast<base::Files&>(opened->deployment->files).read(arguments.file));
  TRY(const auto policy, policy::Policy::parse(text, arguments.file));
  TRY_VOID(app::Desk(*opened->deployment).publish_policy(person, policy));
  std::printf("%s is in force from %s; its entry is in the log after the next tick\n", policy.id().c_str(), base::format_day(policy.effective()).c_str());
  return {};
}

base::Result<> export_all(const ReceiptExportArguments& arguments) {
  TRY(const auto opened, open_deployment(arguments.root));
  std::vector<std::string> refs;
  if (arguments.ref) {
    refs.push_back(*arguments.ref);
  } else {
    TRY(refs, opened->deployment->casework->list(std::nullopt, 10'000'000));
  }
  for (const std::string& ref : refs) TRY_VOID(app::export_receipts(*opened->deployment, ref, base::Path(arguments.out) / ref));
  std::printf("receipts of %zu cases\n", refs.size());
  return {};
}

}  // namespace

int run_init(const InitArguments& arguments) { return report(init(arguments)); }
int run_person_add(const PersonAddArguments& arguments) { return report(add_person(arguments)); }
int run_token_issue(const TokenIssueArguments& arguments) { return report(issue_token(arguments)); }
int run_policy_publish(const PolicyPublishArguments& arguments) { return report(publish_policy(arguments)); }
int run_receipt_export(const ReceiptExportArguments& arguments) { return report(export_all(arguments)); }

}  // namespace writ::cli
