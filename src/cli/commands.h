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
  std::string requests;                          // JSON Lines
  std::vector<std::string> policies;             // files
  std::vector<std::string> profiles;             // files
  bool json = false;
};
int run_policy_replay(const PolicyReplayArguments& arguments);

}  // namespace writ::cli
