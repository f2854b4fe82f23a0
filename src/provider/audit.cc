#include "provider/audit.h"

#include <algorithm>
#include <set>
#include <utility>

namespace writ::provider {

namespace {

/// What the profile keeps longer than was published.
std::vector<Finding> judge_promises(const HoldingsProfile& holdings, const std::vector<Promise>& promises) {
  std::vector<Finding> findings;
  for (const Promise& promise : promises) {
    const HoldingsRule* rule = holdings.find(promise.category);
    if (rule == nullptr || !rule->held || (rule->retention_days && *rule->retention_days <= promise.days)) continue;
    const std::string kept =
        rule->retention_days ? std::to_string(*rule->retention_days) + " days" : "as long as the account";
    findings.push_back({.wrong = true,
                        .source = holdings.id,
                        .subject = promise.category,
                        .said = "the profile keeps it " + kept + ", and " + promise.where +
                                (promise.days == 0 ? " says that it is not held."
                                                   : " promises " + std::to_string(promise.days) + " days at most."),
                        .change = "Shorten the profile and the server's setting, or publish another policy first."});
  }
  return findings;
}

std::map<std::string, base::Time> limits_of(const SourceFacts& facts, const HoldingsProfile& holdings, base::Time now) {
  std::map<std::string, base::Time> limits;
  for (const HoldingsRule& rule : holdings.rules) {
    const auto kept = retention_of(rule.category, facts, holdings);
    if (rule.held && kept) limits[rule.category] = kept_from(*kept, now);
  }
  return limits;
}

Finding uncounted(const std::string& source) {
  return {.wrong = false,
          .source = source,
          .subject = "survey",
          .said = "Writ's role can look up single accounts here and cannot count rows: nothing was compared.",
          .change = "Compare on the server, with your own role (docs/provider-audit.md).",
          .open = true};
}

/// Adds what one source holds and what it comes to.
void audit_source(Source& source, const HoldingsProfile& holdings, base::Time now, AuditReport& report) {
  const SourceFacts& facts = source.facts();
  auto* surveyed = dynamic_cast<Surveyed*>(&source);
  if (surveyed == nullptr) {
    report.findings.push_back(uncounted(facts.name));
    report.uncompared = true;
    return;
  }
  const auto surveys = surveyed->survey(limits_of(facts, holdings, now), now);
  if (!surveys) {
    report.unread = true;
    report.findings.push_back({.wrong = true,
                               .source = facts.name,
                               .subject = "survey",
                               .said = surveys.error().message(),
                               .change = {},
                               .open = true});
    return;
  }
  for (const Survey& survey : *surveys) report.surveys.emplace_back(facts.name, survey);
  for (Finding& finding : judge(facts, *surveys, holdings, now)) {
    report.uncompared = report.uncompared || finding.open;
    report.findings.push_back(std::move(finding));
  }
}

/// What is declared as held and no source has a place for.
std::vector<Finding> nowhere(const AuditReport& report, const HoldingsProfile& holdings) {
  std::set<std::string> seen;
  for (const auto& [source, survey] : report.surveys) seen.insert(survey.category);
  std::vector<Finding> findings;
  for (const HoldingsRule& rule : holdings.rules) {
    if (!rule.held || seen.contains(rule.category)) continue;
    findings.push_back({.wrong = true,
                        .source = holdings.id,
                        .subject = rule.category,
                        .said = "the profile says that this is held, and no source has a place for it.",
                        .change = "Say held = false in the profile, or connect the source that holds it."});
  }
  return findings;
}

}  // namespace

AuditReport audit_sources(const std::vector<std::unique_ptr<Source>>& sources, const HoldingsProfile& holdings,
                          const std::vector<Promise>& promises, base::Time now) {
  AuditReport report;
  report.findings = judge_promises(holdings, promises);
  bool all_counted = true;
  for (const auto& source : sources) {
    all_counted = all_counted && dynamic_cast<Surveyed*>(source.get()) != nullptr;
    audit_source(*source, holdings, now, report);
  }
  if (report.unread || !all_counted) return report;  // it may have its place where nobody could look
  auto missing = nowhere(report, holdings);
  std::move(missing.begin(), missing.end(), std::back_inserter(report.findings));
  return report;
}

}  // namespace writ::provider
