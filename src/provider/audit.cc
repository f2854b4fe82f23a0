#include "provider/audit.h"

#include <algorithm>
#include <utility>

#include "provider/sql_client.h"

namespace writ::provider {

namespace {

std::string days_between(base::Time from, base::Time to) {
  return std::to_string(std::chrono::duration_cast<std::chrono::days>(to - from).count()) + " days";
}

/// "7 rows", or "rows" where they were not counted.
std::string counted(const Survey& survey) {
  return survey.rows ? std::to_string(*survey.rows) + (*survey.rows == 1 ? " row" : " rows") : "rows";
}

bool holds(const Survey& survey) { return survey.rows ? *survey.rows > 0 : survey.oldest.has_value(); }

void judge_retention(const std::string& source, const Survey& survey, const HoldingsRule& rule, base::Time now,
                     std::vector<Finding>& findings) {
  if (!rule.retention_days) {
    findings.push_back({.wrong = false,
                        .source = source,
                        .subject = survey.category,
                        .said = counted(survey) + ", kept as long as the account" +
                                (survey.oldest ? ", the oldest of " + base::format_time(*survey.oldest) : "") + ".",
                        .change = {}});
    return;
  }
  const std::string declared = std::to_string(*rule.retention_days) + " days";
  if (!survey.oldest || survey.past == 0) {
    findings.push_back({.wrong = false,
                        .source = source,
                        .subject = survey.category,
                        .said = counted(survey) + ", none older than the declared " + declared +
                                (survey.oldest ? ": the oldest is of " + base::format_time(*survey.oldest) : "") + ".",
                        .change = {}});
    return;
  }
  findings.push_back({.wrong = true,
                      .source = source,
                      .subject = survey.category,
                      .said = (survey.rows ? std::to_string(survey.past) + " of " + counted(survey) : "rows") +
                              " are older than the declared " + declared + ": the oldest is of " +
                              base::format_time(*survey.oldest) + ", " + days_between(*survey.oldest, now) + " ago.",
                      .change = survey.setting.empty()
                                    ? "Delete them, or declare what is kept."
                                    : "Set " + survey.setting + " to " + declared + ", or declare what is kept."});
}

/// Held and silent on it, or declared and nowhere.
std::vector<Finding> judge_declared(const std::string& source, const std::vector<Survey>& surveys,
                                    const HoldingsProfile& holdings) {
  std::vector<Finding> findings;
  for (const Survey& survey : surveys) {
    const HoldingsRule* rule = holdings.find(survey.category);
    if ((rule == nullptr || !rule->held) && holds(survey))
      findings.push_back({.wrong = true,
                          .source = source,
                          .subject = survey.category,
                          .said = counted(survey) + " are held, and the profile says that this is not held" +
                                  (rule != nullptr && !rule->why.empty() ? " (\"" + rule->why + "\")." : "."),
                          .change = survey.setting.empty() ? "Stop keeping it, or say so in the profile."
                                                           : "Delete the rows and keep none (" + survey.setting +
                                                                 " decides), or say so in the profile."});
  }
  return findings;
}

}  // namespace

std::vector<Finding> judge(const std::string& source, const std::vector<Survey>& surveys,
                           const HoldingsProfile& holdings, base::Time now) {
  std::vector<Finding> findings = judge_declared(source, surveys, holdings);
  for (const Survey& survey : surveys) {
    const HoldingsRule* rule = holdings.find(survey.category);
    if (!survey.unlooked.empty()) {
      findings.push_back({.wrong = false,
                          .source = source,
                          .subject = survey.category,
                          .said = "not compared: " + survey.unlooked,
                          .change = "Write it (docs/formats/provider.md), or compare on the server with your own role.",
                          .open = true});
      continue;
    }
    if (rule != nullptr && rule->held) judge_retention(source, survey, *rule, now, findings);
  }
  return findings;
}

std::vector<Finding> judge_policy(const Disclosing& policy, const AuditReport& report,
                                  const HoldingsProfile& holdings) {
  std::map<std::string, Survey> rows;  // of all sources together
  for (const auto& [source, survey] : report.surveys) {
    if (!survey.unlooked.empty()) continue;
    Survey& all = rows[survey.category];
    if (survey.oldest) all.oldest = survey.oldest;
    if (all.rows && survey.rows) *all.rows += *survey.rows;
    if (!survey.rows) all.rows.reset();
  }
  std::vector<Finding> findings;
  const auto say = [&](bool wrong, const std::string& category, std::string said, std::string change) {
    findings.push_back({.wrong = wrong,
                        .source = policy.policy,
                        .subject = category,
                        .said = std::move(said),
                        .change = std::move(change)});
  };
  for (const std::string& category : policy.all) {
    const HoldingsRule* rule = holdings.find(category);
    const bool declared = rule != nullptr && rule->held;
    const auto held = rows.find(category);
    if (policy.gives.contains(category) && !declared) {
      say(true, category,
          "the policy gives it, and the profile does not say that it is held: it promises what cannot be given.",
          "Take it out of the policy's rules, or declare that it is held.");
    } else if (policy.gives.contains(category) && held != rows.end() && !holds(held->second)) {
      say(false, category, "the policy gives it, and no source holds a row of it now.", {});
    } else if (!policy.gives.contains(category) && held != rows.end() && holds(held->second)) {
      say(false, category, counted(held->second) + " are held that no rule of the policy gives to anybody.",
          "What is not kept can be neither asked for nor lost.");
    }
  }
  return findings;
}

AuditReport audit_sources(const std::vector<std::unique_ptr<Source>>& sources, const HoldingsProfile& holdings,
                          const std::vector<Promise>& promises, base::Time now) {
  AuditReport report;
  for (const Promise& promise : promises) {
    const HoldingsRule* rule = holdings.find(promise.category);
    if (rule == nullptr || !rule->held || (rule->retention_days && *rule->retention_days <= promise.days)) continue;
    const std::string kept =
        rule->retention_days ? std::to_string(*rule->retention_days) + " days" : "as long as the account";
    report.findings.push_back(
        {.wrong = true,
         .source = holdings.id,
         .subject = promise.category,
         .said = "the profile keeps it " + kept + ", and " + promise.where +
                 (promise.days == 0 ? " says that it is not held."
                                    : " promises " + std::to_string(promise.days) + " days at most."),
         .change = "Shorten the profile and the server's setting, or publish another policy first."});
  }
  std::map<std::string, base::Time> kept_from;
  for (const HoldingsRule& rule : holdings.rules) {
    if (rule.held && rule.retention_days)
      kept_from[rule.category] = now - std::chrono::days(*rule.retention_days) - pruning_grace;
  }
  std::vector<std::string> seen;
  for (const auto& source : sources) {
    const std::string& name = source->facts().name;
    auto* surveyed = dynamic_cast<Surveyed*>(source.get());
    if (surveyed == nullptr) {
      report.findings.push_back(
          {.wrong = false,
           .source = name,
           .subject = "survey",
           .said = "Writ's role can look up single accounts here and cannot count rows: nothing was compared.",
           .change = "Compare on the server, with your own role (docs/provider-audit.md).",
           .open = true});
      report.incomplete = true;
      continue;
    }
    const auto surveys = surveyed->survey(kept_from, now);
    if (!surveys) {
      report.incomplete = true;
      report.findings.push_back(
          {.wrong = true, .source = name, .subject = "survey", .said = surveys.error().message(), .change = {}, .open = true});
      continue;
    }
    for (const Survey& survey : *surveys) {
      report.surveys.emplace_back(name, survey);
      seen.push_back(survey.category);
      report.incomplete = report.incomplete || !survey.unlooked.empty();
    }
    auto judged = judge(name, *surveys, holdings, now);
    std::move(judged.begin(), judged.end(), std::back_inserter(report.findings));
  }
  for (const HoldingsRule& rule : holdings.rules) {
    const bool somewhere = std::find(seen.begin(), seen.end(), rule.category) != seen.end();
    if (rule.held && !somewhere && !report.incomplete)
      report.findings.push_back({.wrong = true,
                                 .source = holdings.id,
                                 .subject = rule.category,
                                 .said = "the profile says that this is held, and no source has a place for it.",
                                 .change = "Say held = false in the profile, or connect the source that holds it."});
  }
  return report;
}

}  // namespace writ::provider
