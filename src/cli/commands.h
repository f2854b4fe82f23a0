// Arguments and entry points of the `writ` commands, one file each. main.cc alone knows the argument parser.
// Each returns the exit code: 0 done, 1 the answer is "no" or a rule is broken, 2 it could not be done.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace writ::cli {

struct VerifyArguments {
  std::vector<std::string> bundles;              // folders
  std::string log;                               // folder (or URL)
  std::string policy;                            // tlog-policy file
  std::optional<std::string> old_checkpoint;     // file
  bool all = false;
  bool json = false;
};
int run_verify(const VerifyArguments& arguments);

struct ReceiptCheckArguments {
  std::string folder;                            // of one event's receipt
  std::string policy;
  std::optional<std::string> requester_key;      // file: DER or PEM public key
  std::optional<std::string> requester_address;  // domain
  std::optional<std::string> nonce;              // 64 hex digits
  std::vector<std::string> documents;            // files as sent, in order
  std::optional<std::string> sent;               // the request JSON as sent
  std::optional<std::string> request;            // folder of the request's own receipt, for later events
  std::optional<std::string> package;            // file of the delivered package
  std::optional<std::uint64_t> new_accounts;
  std::optional<std::uint64_t> merge_delay_max_s;
  bool json = false;
};
int run_receipt_check(const ReceiptCheckArguments& arguments);

struct PolicyLintArguments {
  std::vector<std::string> policies;             // files
};
int run_policy_lint(const PolicyLintArguments& arguments);

struct PolicyExplainArguments {
  std::string policy;
  std::vector<std::string> facts;                // field=value
  std::optional<std::string> request;            // JSON file of a request
};
int run_policy_explain(const PolicyExplainArguments& arguments);

struct PolicyDiffArguments {
  std::string before;
  std::string after;
};
int run_policy_diff(const PolicyDiffArguments& arguments);

struct PolicyReplayArguments {
  std::optional<std::string> requests;           // JSON Lines; this or root
  std::optional<std::string> root;               // deployment whose case store is replayed
  std::vector<std::string> policies;             // files
  std::vector<std::string> in_force;             // files: on each day of receipt the one in force decides
  std::vector<std::string> profiles;             // files; absent = the deployment's own
  std::optional<std::string> country;            // only requests from here
  bool json = false;
};
int run_policy_replay(const PolicyReplayArguments& arguments);

struct DemoBuildArguments {
  std::string root;                              // folder of the new deployment
  std::optional<std::string> stream;             // file of `writ demo stream`; absent = the headline stream
  bool check = false;                            // verify at the end and print the table of counted figures
};
int run_demo_build(const DemoBuildArguments& arguments);

struct DemoStreamArguments {
  std::uint64_t seed = 2024;
};
int run_demo_stream(const DemoStreamArguments& arguments);   // JSON Lines on standard output

struct ServeArguments {
  std::string root;
  std::string address = "127.0.0.1";
  std::uint16_t port = 8480;
};
int run_serve(const ServeArguments& arguments);

/// What every command on a deployment needs: its folder, and who acts.
struct ActorArguments {
  std::string root;
  std::string token_file;
};

struct CaseListArguments : ActorArguments {
  std::optional<std::string> state;
  std::optional<int> due_within_days;            // open cases whose deadline passes by then, earliest first
};
int run_case_list(const CaseListArguments& arguments);

struct CaseArguments : ActorArguments {
  std::string ref;
};
int run_case_show(const CaseArguments& arguments);
int run_case_approve(const CaseArguments& arguments);
int run_case_execute(const CaseArguments& arguments);

struct CaseVerifyArguments : CaseArguments {
  std::vector<std::string> facts;                // name=true|false
  std::optional<std::string> recoded_offence;
};
int run_case_verify(const CaseVerifyArguments& arguments);

struct CaseDraftArguments : CaseArguments {
  std::optional<std::string> refuse_on;          // ground of a deviation that refuses everything
  std::string because;                           // its written ground
};
int run_case_draft(const CaseDraftArguments& arguments);

struct CaseTextArguments : CaseArguments {
  std::string text;
};
int run_case_ask(const CaseTextArguments& arguments);
int run_case_answer(const CaseTextArguments& arguments);
int run_case_withdraw(const CaseTextArguments& arguments);

struct RequestSubmitArguments : ActorArguments {
  std::string file;                              // JSON Lines
};
int run_request_submit(const RequestSubmitArguments& arguments);

struct ReceiptExportArguments {
  std::string root;
  std::string out;                               // folder; one below it for each case
  std::optional<std::string> ref;                // absent = every case
};
int run_receipt_export(const ReceiptExportArguments& arguments);

struct InitArguments {
  std::string root;
  std::string provider_name;
  std::string origin;
  std::string site_url;                          // of the public site, https
  std::string onion_url;                         // the same site as an onion service; empty = none
  std::string mail_from;                         // address that notices come from
  std::string messenger;                         // Synapse's SQLite database, or
  std::optional<std::string> provider_file;      // provider.toml
  std::string profile;                           // holdings profile, TOML
  std::string first_period;                      // first/last
  std::optional<std::string> mirror;
  std::string on_call;                           // address for emergencies; empty = nobody is written to
  std::string mail_server;                       // smtp:// or smtps://; empty = mail stays in files
};
int run_init(const InitArguments& arguments);

struct MailTestArguments {
  std::string root;
  std::string to;
};
int run_mail_test(const MailTestArguments& arguments);

struct PersonAddArguments {
  std::string root;
  std::string kind;                              // staff, officer, service
  std::string name;
  std::string email;
  std::vector<std::string> roles;
  std::string agency;
  std::string country;
  std::optional<std::string> key_file;
};
int run_person_add(const PersonAddArguments& arguments);

struct PersonArguments {
  std::string root;
  std::string email;
};
int run_person_invite(const PersonArguments& arguments);  // prints a link, good once, to set password and code
int run_person_code(const PersonArguments& arguments);    // prints the one-time code of now; demos only

struct TokenIssueArguments {
  std::string root;
  std::string email;
  int days = 90;
};
int run_token_issue(const TokenIssueArguments& arguments);

struct PolicyPublishArguments : ActorArguments {
  std::string file;
};
int run_policy_publish(const PolicyPublishArguments& arguments);

struct AuthorityImportArguments : ActorArguments {
  std::string file;
  bool update = false;
};
int run_authority_import(const AuthorityImportArguments& arguments);

}  // namespace writ::cli
