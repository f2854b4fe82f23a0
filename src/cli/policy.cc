// `writ policy lint | explain | diff`
#include "policy/policy.h"

#include <algorithm>
#include <cstdio>
#include <set>

#include "base/clock.h"
#include "base/files.h"
#include "cli/commands.h"
#include "cli/policy_files.h"
#include "intake/intake.h"

namespace writ::cli {

namespace {

constexpr int done = 0;
constexpr int answer_is_no = 1;
constexpr int could_not = 2;
constexpr std::size_t request_bytes_max = std::size_t{16} << 20;  // more than intake takes

int failed(const base::Error& error) {
  std::fprintf(stderr, "writ: %s\n", error.message().c_str());
  return could_not;
}

/// One policy file: 0 clean, 1 findings or not a policy, 2 not readable or too large to walk.
int lint_one(const std::string& path) {
  const auto policy = load_policy(path);
  if (!policy) {
    failed(policy.error());
    return policy.error().code == base::Errc::invalid ? answer_is_no : could_not;
  }
  const auto findings = policy->lint();
  if (!findings) return failed(findings.error());
  for (const policy::LintFinding& finding : *findings) std::printf("%s: %s\n", path.c_str(), finding.message.c_str());
  if (!findings->empty()) return answer_is_no;
  std::printf("%s: %zu rules decide every combination exactly once; %zu examples pass\n", path.c_str(),
              policy->rule_count(), policy->examples().size());
  return done;
}

/// `field=value`: true and false are facts, everything else is a code.
base::Result<> add_fact(const policy::Policy& policy, const std::string& text, std::set<std::string>& given,
                        policy::Question& question) {
  const std::size_t equals = text.find('=');
  if (equals == std::string::npos || equals == 0) return base::invalid("fact", text, "is written as field=value");
  const std::string field = text.substr(0, equals);
  const std::string value = text.substr(equals + 1);
  if (!given.insert(field).second) return base::invalid(field, value, "is given once, and was given before");
  TRY(const bool known, policy.knows(field, value));
  if (!known) return base::invalid(field, value, "is not a value of this field of the policy");
  if (value == "true" || value == "false") {
    question.facts[field] = value == "true" ? legal::Fact::yes : legal::Fact::no;
    question.codes.erase(field);  // said here, whatever the request says
  } else {
    question.codes[field] = value;
  }
  return {};
}

base::Result<policy::Question> question_of(const policy::Policy& policy, const PolicyExplainArguments& arguments) {
  policy::Question question;
  if (arguments.request) {
    TRY(const std::string json, base::DiskFiles().read(*arguments.request, request_bytes_max));
    TRY(const legal::Request request, intake::parse_request(json, base::SystemClock().now()));
    question = policy::question_of(request, request.declared);
  }
  std::set<std::string> given;
  for (const std::string& fact : arguments.facts) TRY_VOID(add_fact(policy, fact, given, question));
  return question;
}

}  // namespace

int run_policy_lint(const PolicyLintArguments& arguments) {
  int worst = done;
  for (const std::string& path : arguments.policies) worst = std::max(worst, lint_one(path));
  return worst;
}

int run_policy_explain(const PolicyExplainArguments& arguments) {
  const auto policy = load_policy(arguments.policy);
  if (!policy) return failed(policy.error());
  const auto question = question_of(*policy, arguments);
  if (!question) return failed(question.error());
  const policy::Verdict verdict = policy->decide(*question);
  std::fputs(policy::explain(verdict).c_str(), stdout);
  return verdict.decided() ? done : answer_is_no;
}

int run_policy_diff(const PolicyDiffArguments& arguments) {
  const auto before = load_policy(arguments.before);
  if (!before) return failed(before.error());
  const auto after = load_policy(arguments.after);
  if (!after) return failed(after.error());
  const auto sentences = policy::diff(*before, *after);
  if (!sentences) return failed(sentences.error());
  if (sentences->empty()) std::puts("Nothing changes.");
  for (const std::string& sentence : *sentences) std::puts(sentence.c_str());
  return done;
}

}  // namespace writ::cli
