#include "cli/provider_audit.h"

#include <cstdio>
#include <iterator>
#include <nlohmann/json.hpp>

#include "base/clock.h"
#include "base/files.h"
#include "cli/opened.h"
#include "legal/vocabulary.h"
#include "policy/policy.h"
#include "policy/profile.h"
#include "provider/audit.h"
#include "provider/open.h"

namespace writ::cli {

namespace {

using nlohmann::json;

base::Result<provider::HoldingsProfile> holdings_of(const base::Files& files, const std::string& file) {
  TRY(const std::string text, files.read(file));
  TRY(const auto profile, policy::parse_profile(text, file));
  provider::HoldingsProfile holdings{.id = profile.id, .rules = {}};
  for (const auto& [category, kept] : profile.categories)
    holdings.rules.push_back(
        {.category = category, .held = kept.held, .retention_days = kept.retention_days, .why = kept.reason});
  TRY_VOID(provider::check(holdings));
  return holdings;
}

/// A published profile of the service promises what is held for how long, as its policy text says.
base::Result<std::vector<provider::Promise>> promises_of(const base::Files& files,
                                                         const std::vector<std::string>& names) {
  std::vector<provider::Promise> promises;
  for (const std::string& name : names) {
    TRY(const std::string text, files.read(name));
    TRY(const auto profile, policy::parse_profile(text, name));
    for (const auto& [category, kept] : profile.categories) {
      if (kept.held && kept.retention_days)
        promises.push_back({category, *kept.retention_days, profile.title + " (" + kept.source + ")"});
      if (!kept.held) promises.push_back({category, 0, profile.title + " (" + kept.source + ")"});
    }
  }
  return promises;
}

base::Result<provider::Disclosing> disclosing(const base::Files& files, const std::string& name) {
  TRY(const std::string text, files.read(name));
  TRY(const auto policy, policy::Policy::parse(text, name));
  provider::Disclosing asked{.policy = policy.id(), .gives = {}, .all = {}};
  for (const legal::Word& word : legal::categories()) {
    const std::string category(word.code);
    asked.all.insert(category);
    if (policy.reach_of(category).given) asked.gives.insert(category);
  }
  return asked;
}

json to_json(const provider::AuditReport& report, base::Time now) {
  json surveys = json::array(), findings = json::array();
  for (const auto& [source, survey] : report.surveys)
    surveys.push_back({{"source", source},
                       {"category", survey.category},
                       {"rows", survey.rows ? json(*survey.rows) : json()},
                       {"compared", survey.unlooked.empty()},
                       {"past_retention", survey.past ? json(*survey.past) : json()},
                       {"oldest", survey.oldest ? json(base::format_time(*survey.oldest)) : json()}});
  for (const auto& finding : report.findings)
    findings.push_back({{"wrong", finding.wrong},
                        {"open", finding.open},
                        {"source", finding.source},
                        {"subject", finding.subject},
                        {"said", finding.said},
                        {"change", finding.change}});
  return {{"schema", "writ-provider-audit/v1"},
          {"at", base::format_time(now)},
          {"complete", !report.unread && !report.uncompared},
          {"held", surveys},
          {"findings", findings}};
}

void print(const provider::AuditReport& report) {
  for (const provider::Finding& finding : report.findings) {
    std::printf("%-5s %s, %s: %s\n", finding.open ? "OPEN" : finding.wrong ? "WRONG" : "ok", finding.source.c_str(), finding.subject.c_str(),
                finding.said.c_str());
    if (!finding.change.empty()) std::printf("      %s\n", finding.change.c_str());
  }
}

base::Result<int> audit(const ProviderAuditArguments& arguments) {
  const base::DiskFiles files;
  const base::SystemClock clock;
  TRY(const auto holdings, holdings_of(files, arguments.profile));
  TRY(const auto promises, promises_of(files, arguments.promised));
  TRY(const auto opened, provider::read_provider(files, arguments.file));
  std::vector<provider::Disclosing> policies;
  for (const std::string& name : arguments.policies) {
    TRY(auto one, disclosing(files, name));
    policies.push_back(std::move(one));
  }
  auto report = provider::audit_sources(opened.sources, holdings, promises, clock.now());
  for (const provider::Disclosing& one : policies) {
    auto findings = provider::judge_policy(one, report, holdings);
    std::move(findings.begin(), findings.end(), std::back_inserter(report.findings));
  }
  if (arguments.json) {
    std::printf("%s\n", to_json(report, clock.now()).dump().c_str());
  } else {
    print(report);
  }
  if (report.unread) return 2;
  for (const provider::Finding& finding : report.findings) {
    if (finding.wrong) return 1;
  }
  return report.uncompared ? 3 : 0;
}

}  // namespace

int run_provider_audit(const ProviderAuditArguments& arguments) {
  const auto code = audit(arguments);
  if (code) return *code;
  report_error(code.error());
  return 2;  // cron: whatever keeps it from looking is not "something is wrong"
}

}  // namespace writ::cli
