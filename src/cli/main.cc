// The `writ` program. This file alone knows the argument parser; each command has a file of its own.
#include <cstdio>
#include <functional>

#include <CLI/CLI.hpp>

#include "cli/commands.h"
#include "cli/observatory.h"
#include "cli/preserve.h"
#include "cli/provider.h"
#include "cli/provider_audit.h"
#include "cli/report_site.h"

namespace {

using namespace writ::cli;

/// Adds a command whose arguments live as long as the parser.
class Commands {
 public:
  explicit Commands(int& exit_code) : exit_code_(exit_code) {}

  template <class Arguments>
  void add(CLI::App& parent, const char* name, const char* help, int (*run)(const Arguments&),
           const std::function<void(CLI::App&, Arguments&)>& describe) {
    auto arguments = std::make_shared<Arguments>();
    CLI::App* command = parent.add_subcommand(name, help);
    describe(*command, *arguments);
    command->callback([this, arguments, run] { exit_code_ = run(*arguments); });
  }

 private:
  int& exit_code_;
};

CLI::App& group(CLI::App& app, const char* name, const char* help) {
  CLI::App* sub = app.add_subcommand(name, help);
  sub->require_subcommand(1);
  return *sub;
}

void add_root(CLI::App& command, std::string& root) { command.add_option("root", root, "folder of the deployment")->required(); }

void add_actor(CLI::App& command, ActorArguments& arguments) {
  add_root(command, arguments.root);
  command.add_option("--token-file", arguments.token_file, "file with your token")->required();
}

void add_case(CLI::App& command, CaseArguments& arguments) {
  add_actor(command, arguments);
  command.add_option("ref", arguments.ref, "case reference, WR-2026-00001")->required();
}

void add_stranger_commands(CLI::App& app, Commands& commands) {
  commands.add<VerifyArguments>(app, "verify", "recompute published reports from the public log", run_verify, [](CLI::App& command, VerifyArguments& a) {
    command.add_option("bundles", a.bundles, "folders (or URLs) of published bundles")->required();
    command.add_option("--log", a.log, "folder (or URL) of the log")->required();
    command.add_option("--policy", a.policy, "tlog-policy file that you trust")->required();
    command.add_option("--old-checkpoint", a.old_checkpoint, "a checkpoint that you saw before");
    command.add_flag("--all", a.all, "the bundles given are all since the log began");
    command.add_flag("--json", a.json, "print the verdict as JSON");
  });
  CLI::App& receipt = group(app, "receipt", "receipts of requests");
  commands.add<ReceiptCheckArguments>(receipt, "check", "check one receipt", run_receipt_check, [](CLI::App& command, ReceiptCheckArguments& a) {
    command.add_option("folder", a.folder, "folder of the receipt")->required();
    command.add_option("--policy", a.policy, "tlog-policy file that you trust")->required();
    command.add_flag("--json", a.json, "print the verdict as JSON");
    command.add_option("--requester-key", a.requester_key, "your public key, DER or PEM");
    command.add_option("--requester-address", a.requester_address, "your verified address");
    command.add_option("--nonce", a.nonce, "the nonce that you sent, 64 hex digits");
    command.add_option("--document", a.documents, "the files that you sent, in order");
    command.add_option("--sent", a.sent, "the request that you sent, JSON");
    command.add_option("--request", a.request, "folder of the request's own receipt (for later events)");
    command.add_option("--package", a.package, "the package that you were given");
    command.add_option("--new-accounts", a.new_accounts, "accounts in the package that were in none before");
    command.add_option("--max-merge-delay", a.merge_delay_max_s, "seconds; default 172800");
  });
  commands.add<ReceiptExportArguments>(receipt, "export", "write the receipts of cases to a folder", run_receipt_export,
                                       [](CLI::App& command, ReceiptExportArguments& a) {
                                         add_root(command, a.root);
                                         command.add_option("--out", a.out, "folder")->required();
                                         command.add_option("--case", a.ref, "one case only");
                                       });
}

void add_policy_commands(CLI::App& app, Commands& commands) {
  CLI::App& policy = group(app, "policy", "decision tables");
  commands.add<PolicyLintArguments>(policy, "lint", "prove that every combination is decided exactly once", run_policy_lint,
                                    [](CLI::App& command, PolicyLintArguments& a) { command.add_option("policies", a.policies, "TOML files")->required(); });
  commands.add<PolicyExplainArguments>(policy, "explain", "say which rule decides, and why", run_policy_explain, [](CLI::App& command, PolicyExplainArguments& a) {
    command.add_option("policy", a.policy, "TOML file")->required();
    command.add_option("facts", a.facts, "field=value");
    command.add_option("--request", a.request, "JSON file of a request");
  });
  commands.add<PolicyDiffArguments>(policy, "diff", "say in words what changes", run_policy_diff, [](CLI::App& command, PolicyDiffArguments& a) {
    command.add_option("before", a.before, "TOML file")->required();
    command.add_option("after", a.after, "TOML file")->required();
  });
  commands.add<PolicyReplayArguments>(policy, "replay", "run requests under several policies and holdings", run_policy_replay,
                                      [](CLI::App& command, PolicyReplayArguments& a) {
                                        CLI::Option* requests = command.add_option("--requests", a.requests, "JSON Lines");
                                        command.add_option("--root", a.root, "folder of a deployment: its case store")->excludes(requests);
                                        command.add_option("--policy", a.policies, "TOML files, each for itself");
                                        command.add_option("--in-force", a.in_force, "TOML files as one sequence: the one in force on the day of receipt decides");
                                        command.add_option("--profile", a.profiles, "TOML files; with --root the deployment's own unless given");
                                        command.add_option("--country", a.country, "only requests from here");
                                        command.add_flag("--json", a.json, "machine-readable answer");
                                      });
  commands.add<PolicyPublishArguments>(policy, "publish", "register a policy and log it before it takes effect", run_policy_publish,
                                       [](CLI::App& command, PolicyPublishArguments& a) {
                                         add_actor(command, a);
                                         command.add_option("--file", a.file, "TOML file")->required();
                                       });
}

void add_case_commands(CLI::App& app, Commands& commands) {
  CLI::App& request = group(app, "request", "incoming requests");
  commands.add<RequestSubmitArguments>(request, "submit", "submit requests, all or none", run_request_submit, [](CLI::App& command, RequestSubmitArguments& a) {
    add_actor(command, a);
    command.add_option("file", a.file, "JSON Lines")->required();
  });
  CLI::App& cases = group(app, "case", "work on cases");
  commands.add<CaseListArguments>(cases, "list", "references, oldest receipt first", run_case_list, [](CLI::App& command, CaseListArguments& a) {
    add_actor(command, a);
    command.add_option("--state", a.state, "received, verified, drafted, approved ...");
    command.add_option("--due-within", a.due_within_days, "days: open cases whose deadline passes by then, earliest first");
  });
  commands.add<CaseArguments>(cases, "show", "one case", run_case_show, add_case);
  commands.add<CaseVerifyArguments>(cases, "verify", "record what was established", run_case_verify, [](CLI::App& command, CaseVerifyArguments& a) {
    add_case(command, a);
    command.add_option("--fact", a.facts, "name=true or name=false");
    command.add_option("--offence", a.recoded_offence, "the staff's own coding");
  });
  commands.add<CaseDraftArguments>(cases, "draft", "draft the policy's answer, or a deviation", run_case_draft, [](CLI::App& command, CaseDraftArguments& a) {
    add_case(command, a);
    command.add_option("--refuse-on", a.refuse_on, "ground on which all is refused against the policy");
    command.add_option("--because", a.because, "the written ground of a deviation");
  });
  commands.add<CaseArguments>(cases, "approve", "approve the draft", run_case_approve, add_case);
  commands.add<CaseArguments>(cases, "execute", "gather, seal, deliver, notify", run_case_execute, add_case);
  const auto with_text = [](CLI::App& command, CaseTextArguments& a) {
    add_case(command, a);
    command.add_option("--text", a.text, "what is said")->required();
  };
  commands.add<CaseTextArguments>(cases, "ask", "ask the authority for clarification", run_case_ask, with_text);
  commands.add<CaseTextArguments>(cases, "answer", "record the authority's answer", run_case_answer, with_text);
  commands.add<CaseTextArguments>(cases, "withdraw", "record that the authority withdrew", run_case_withdraw, with_text);
}

void add_report_commands(CLI::App& app, Commands& commands) {
  CLI::App& report = group(app, "report", "what is published");
  commands.add<ReportSiteArguments>(report, "site", "copy everything public into a folder for any web server or CDN", run_report_site,
                                    [](CLI::App& command, ReportSiteArguments& a) {
                                      add_root(command, a.root);
                                      command.add_option("folder", a.folder, "new or empty folder")->required();
                                    });
}

void add_preserve_commands(CLI::App& app, Commands& commands) {
  CLI::App& preserve = group(app, "preserve", "snapshots of what was held when a preservation or an order arrived");
  commands.add<PreserveListArguments>(preserve, "list", "those that are kept, the first to end first", run_preserve_list,
                                      [](CLI::App& command, PreserveListArguments& a) { add_actor(command, a); });
  commands.add<CaseArguments>(preserve, "extend", "keep one longer, once, as its law allows", run_preserve_extend, add_case);
  commands.add<PreserveUseArguments>(preserve, "use", "answer a later case from an earlier one's snapshot too", run_preserve_use,
                                     [](CLI::App& command, PreserveUseArguments& a) {
                                       add_case(command, a);
                                       command.add_option("--from", a.from, "reference of the earlier case")->required();
                                     });
}

void add_operator_commands(CLI::App& app, Commands& commands) {
  commands.add<InitArguments>(app, "init", "make a new deployment", run_init, [](CLI::App& command, InitArguments& a) {
    add_root(command, a.root);
    command.add_option("--provider", a.provider_name, "name of the service")->required();
    command.add_option("--origin", a.origin, "name of the log, as example.org/writ")->required();
    command.add_option("--site-url", a.site_url, "address of the public site, https")->required();
    command.add_option("--onion-url", a.onion_url, "the same site as an onion service, http://....onion/");
    command.add_option("--mail-from", a.mail_from, "address that notices to users come from")->required();
    command.add_option("--mail-server", a.mail_server, "smtp://host:port or smtps://host:port; without it mail stays in state/outbox");
    command.add_option("--on-call", a.on_call, "address that is written to when an emergency arrives");
    command.add_option("--messenger", a.messenger, "Synapse's SQLite database");
    command.add_option("--provider-file", a.provider_file, "provider.toml, instead: where the messenger's data are");
    command.add_option("--profile", a.profile, "holdings profile, TOML")->required();
    command.add_option("--first-period", a.first_period, "first/last day of the first report")->required();
    command.add_option("--mirror", a.mirror, "second storage of what opens the log");
  });
  commands.add<ServeArguments>(app, "serve", "serve site, log and API on loopback, and do what is due", run_serve, [](CLI::App& command, ServeArguments& a) {
    add_root(command, a.root);
    command.add_option("--address", a.address, "loopback address");
    command.add_option("--port", a.port, "port");
  });
  CLI::App& mail = group(app, "mail", "mail to users, officers and staff");
  commands.add<MailTestArguments>(mail, "test", "send one line to an address, now", run_mail_test, [](CLI::App& command, MailTestArguments& a) {
    add_root(command, a.root);
    command.add_option("--to", a.to, "address")->required();
  });
  CLI::App& person = group(app, "person", "people and their roles");
  commands.add<PersonAddArguments>(person, "add", "add a person", run_person_add, [](CLI::App& command, PersonAddArguments& a) {
    add_root(command, a.root);
    command.add_option("--kind", a.kind, "staff, officer or service")->required();
    command.add_option("--name", a.name, "name")->required();
    command.add_option("--email", a.email, "e-mail address")->required();
    command.add_option("--role", a.roles, "intake, decider, approver, gatherer, publisher, auditor, administrator, requester");
    command.add_option("--agency", a.agency, "an officer's authority");
    command.add_option("--country", a.country, "an officer's country, alpha-2");
    command.add_option("--key", a.key_file, "an officer's OpenPGP key or certificate");
  });
  const auto with_email = [](CLI::App& command, PersonArguments& a) {
    add_root(command, a.root);
    command.add_option("--email", a.email, "whose")->required();
  };
  commands.add<PersonArguments>(person, "invite", "print a link, good once, to set password and one-time code", run_person_invite, with_email);
  commands.add<PersonArguments>(person, "code", "print the one-time code of now; for demos", run_person_code, with_email);
  CLI::App& authority = group(app, "authority", "the directory of authorities: whom to call back");
  commands.add<AuthorityImportArguments>(authority, "import", "read a file of known authorities, all of it or nothing", run_authority_import,
                                         [](CLI::App& command, AuthorityImportArguments& a) {
                                           add_actor(command, a);
                                           command.add_option("--file", a.file, "CSV, as docs/formats/authorities.md has it")->required();
                                           command.add_flag("--update", a.update, "change entries that say something else");
                                         });
  CLI::App& token = group(app, "token", "tokens of people");
  commands.add<TokenIssueArguments>(token, "issue", "print a new token once", run_token_issue, [](CLI::App& command, TokenIssueArguments& a) {
    add_root(command, a.root);
    command.add_option("--email", a.email, "whose")->required();
    command.add_option("--days", a.days, "how long it is good");
  });
  CLI::App& demo = group(app, "demo", "the synthetic headline case");
  commands.add<DemoBuildArguments>(demo, "build", "make the demo deployment", run_demo_build, [](CLI::App& command, DemoBuildArguments& a) {
    add_root(command, a.root);
    command.add_option("--stream", a.stream, "file of requests, as `writ demo stream` prints");
    command.add_flag("--check", a.check, "verify at the end and print the counted figures");
  });
  commands.add<DemoStreamArguments>(demo, "stream", "print the synthetic stream", run_demo_stream,
                                    [](CLI::App& command, DemoStreamArguments& a) { command.add_option("--seed", a.seed, "seed"); });
}

void add_provider_commands(CLI::App& app, Commands& commands) {
  CLI::App& provider = group(app, "provider", "connections to the messenger's data");
  commands.add<ProviderSqlArguments>(provider, "sql", "print what the operator installs on the messenger's database server", run_provider_sql,
                                     [](CLI::App& command, ProviderSqlArguments& a) {
                                       command.add_option("server", a.server, "synapse, mas or teamgram")->required();
                                       command.add_option("--tables", a.tables, "schema or database of its tables; default: public, teamgram");
                                       command.add_option("--role", a.role, "what Writ connects as")->capture_default_str();
                                       command.add_option("--owner", a.owner, "PostgreSQL: who owns the functions")->capture_default_str();
                                       command.add_option("--host", a.host, "MariaDB: from where Writ connects")->capture_default_str();
                                     });
  commands.add<ProviderAuditArguments>(provider, "audit", "compare what is really held with what is declared; 0 alike, 1 not, 2 unknown", run_provider_audit,
                                       [](CLI::App& command, ProviderAuditArguments& a) {
                                         command.add_option("file", a.file, "provider.toml")->required();
                                         command.add_option("--profile", a.profile, "what you say that you hold: holdings profile, TOML")->required();
                                         command.add_option("--promised", a.promised, "profiles of what the service published");
                                         command.add_option("--policy", a.policies, "policies, TOML: what they give must be declared as held");
                                         command.add_flag("--json", a.json, "machine-readable answer");
                                       });
  commands.add<ProviderCheckArguments>(provider, "check", "look at live connections before they are used", run_provider_check,
                                       [](CLI::App& command, ProviderCheckArguments& a) {
                                         command.add_option("file", a.file, "provider.toml")->required();
                                         command.add_flag("--json", a.json, "machine-readable answer");
                                       });
}

void add_observatory_commands(CLI::App& app, Commands& commands) {
  CLI::App& observatory = group(app, "observatory", "what other platforms published");
  const auto add_db = [](CLI::App& command, std::string& db) { command.add_option("--db", db, "the observatory's own store")->capture_default_str(); };
  commands.add<ObservatoryImportArguments>(observatory, "import", "read published files; what breaks a rule is refused and named", run_observatory_import,
                                           [=](CLI::App& command, ObservatoryImportArguments& a) {
                                             command.add_option("files", a.files, "files or folders")->required();
                                             command.add_flag("--all", a.all, "print every finding");
                                             add_db(command, a.db);
                                           });
  commands.add<ObservatoryShowArguments>(observatory, "show", "what is in the store", run_observatory_show, [=](CLI::App& command, ObservatoryShowArguments& a) {
    add_db(command, a.db);
    command.add_option("--platform", a.platform, "telegram, google, meta, apple, github");
    command.add_option("--country", a.country, "alpha-2");
    command.add_option("--measure", a.measure, "requests_received, requests_fulfilled, accounts ...");
    command.add_flag("--findings", a.findings, "what was found in the files");
  });
  commands.add<ObservatoryCheckArguments>(observatory, "check", "do published figures agree with each other?", run_observatory_check,
                                          [=](CLI::App& command, ObservatoryCheckArguments& a) {
                                            add_db(command, a.db);
                                            command.add_flag("--gaps", a.gaps, "also days between published periods");
                                            command.add_flag("--json", a.json, "machine-readable answer");
                                          });
  commands.add<ObservatorySurgeArguments>(observatory, "surge", "rates before and after an event, and a search for the change", run_observatory_surge,
                                          [=](CLI::App& command, ObservatorySurgeArguments& a) {
                                            add_db(command, a.db);
                                            command.add_option("--event", a.event, "day, YYYY-MM-DD")->capture_default_str();
                                            command.add_option("--country", a.country, "alpha-2; without it a table of all countries");
                                            command.add_option("--window", a.window, "first/last day; default: the event's year, the search over all");
                                            command.add_option("--platform", a.platform, "whose figures")->capture_default_str();
                                            command.add_option("--measure", a.measure, "a count of requests")->capture_default_str();
                                            command.add_flag("--json", a.json, "machine-readable answer");
                                          });
  commands.add<ObservatoryDisplacementArguments>(
      observatory, "displacement", "the same event on every platform: what its published periods can show", run_observatory_displacement,
      [=](CLI::App& command, ObservatoryDisplacementArguments& a) {
        add_db(command, a.db);
        command.add_option("--event", a.event, "day, YYYY-MM-DD")->capture_default_str();
        command.add_option("--country", a.country, "alpha-2")->required();
        command.add_option("--window", a.window, "first/last day; default: a year before the event to a year after it");
        command.add_flag("--json", a.json, "machine-readable answer");
      });
  commands.add<ObservatoryExportArguments>(observatory, "export", "CSV, JSON and a Frictionless data package", run_observatory_export,
                                           [=](CLI::App& command, ObservatoryExportArguments& a) {
                                             add_db(command, a.db);
                                             command.add_option("--out", a.out, "folder")->required();
                                             command.add_flag("--csv-only", a.csv_only, "without observations.json");
                                           });
}

}  // namespace

int main(int argc, char** argv) {
  CLI::App app("Writ: legal requests for user data, decided under a public policy, counted in a public log");
  app.require_subcommand(1);
  int exit_code = 2;
  Commands commands(exit_code);
  add_stranger_commands(app, commands);
  add_policy_commands(app, commands);
  add_case_commands(app, commands);
  add_operator_commands(app, commands);
  add_preserve_commands(app, commands);
  add_report_commands(app, commands);
  add_provider_commands(app, commands);
  add_observatory_commands(app, commands);
  try {
    app.parse(argc, argv);
  } catch (const CLI::ParseError& error) {
    const int code = app.exit(error);
    return code == 0 ? 0 : 2;
  }
  return exit_code;
}
