#include "provider/audit.h"

#include <algorithm>
#include <utility>

namespace writ::provider {

namespace {

std::string days_between(base::Time from, base::Time to) {
  return std::to_string(std::chrono::duration_cast<std::chrono::days>(to - from).count()) + " days";
}

/// "7 rows", or "rows" where they were not counted.
std::string counted(const Survey& survey) {
  return survey.rows ? std::to_string(*survey.rows) + (*survey.rows == 1 ? " row" : " rows") : "rows";
}

/// Of `counted`: "1 row is", "rows are".
std::string are(const Survey& survey) { return counted(survey) + (survey.rows == 1 ? " is" : " are"); }

bool holds(const Survey& survey) { return survey.rows ? *survey.rows > 0 : survey.oldest.has_value(); }

std::string of_time(const Survey& survey, std::string_view before) {
  return survey.oldest ? std::string(before) + base::format_time(*survey.oldest) : "";
}

/// "the declared 28 days".
std::string said(const Retention& kept) {
  const std::string days = std::to_string(kept.days) + " days";
  return kept.of_source ? "the " + days + " that the source's retention_days says" : "the declared " + days;
}

enum class Age : std::uint8_t { within, past, unknown };
Age age_of(const Survey& survey, base::Time kept_from) {
  if (!holds(survey)) return Age::within;
  if (!survey.oldest) return Age::unknown;
  if (survey.past ? *survey.past > 0 : *survey.oldest < kept_from) return Age::past;
  return survey.undated > 0 ? Age::unknown : Age::within;
}

/// One category that is declared as held, against how long it may be kept.
Finding judge_retention(const std::string& source, const Survey& survey, const std::optional<Retention>& kept,
                        base::Time now) {
  Finding finding{.wrong = false, .source = source, .subject = survey.category, .said = {}, .change = {}};
  if (!kept) {
    finding.said = counted(survey) + ", kept as long as the account" + of_time(survey, ", the oldest of ") + ".";
    return finding;
  }
  switch (age_of(survey, kept_from(*kept, now))) {
    case Age::within:
      finding.said = counted(survey) + ", none older than " + said(*kept) + of_time(survey, ": the oldest is of ") + ".";
      break;
    case Age::unknown:
      finding.open = true;
      finding.said = counted(survey) + ", " +
                     (survey.undated > 0 && survey.oldest ? std::to_string(survey.undated) + " of them " : std::string()) +
                     "without a time: whether " + (survey.rows == 1 ? "it is" : "some are") + " older than " +
                     said(*kept) + " was not compared.";
      finding.change = "Compare on the server with your own role, or declare that it is kept as long as the account.";
      break;
    case Age::past:
      finding.wrong = true;
      finding.said = (survey.rows && survey.past ? std::to_string(*survey.past) + " of " + counted(survey) : "rows") +
                     " are older than " + said(*kept) + ": the oldest is of " + base::format_time(*survey.oldest) + ", " +
                     days_between(*survey.oldest, now) + " ago.";
      finding.change = survey.setting.empty() ? "Delete them, or declare what is kept."
                                              : "Set " + survey.setting + " to " + std::to_string(kept->days) +
                                                    " days, or declare what is kept.";
  }
  return finding;
}

/// Held, and the profile says that it is not.
Finding undeclared(const std::string& source, const Survey& survey, const HoldingsRule* rule) {
  return {.wrong = true,
          .source = source,
          .subject = survey.category,
          .said = are(survey) + " held, and the profile says that this is not held" +
                  (rule != nullptr && !rule->why.empty() ? " (\"" + rule->why + "\")." : "."),
          .change = survey.setting.empty()
                        ? "Stop keeping it, or say so in the profile."
                        : "Delete the rows and keep none (" + survey.setting + " decides), or say so in the profile."};
}

Finding unanswered(const std::string& source, const Survey& survey) {
  return {.wrong = true,
          .source = source,
          .subject = survey.category,
          .said = are(survey) + " held that no look-up of this source reads: it would answer that " +
                  (survey.rows == 1 ? "it is" : "they are") + " not held.",
          .change = "Write [category." + survey.category + "] (docs/formats/provider.md), or stop keeping it."};
}

}  // namespace

std::optional<Retention> retention_of(std::string_view category, const SourceFacts& facts,
                                      const HoldingsProfile& holdings) {
  const HoldingsRule* rule = holdings.find(category);
  std::optional<Retention> kept;
  if (rule != nullptr && rule->retention_days) kept = {*rule->retention_days, false};
  const auto own = facts.retention_days.find(category);
  if (own != facts.retention_days.end() && (!kept || own->second < kept->days)) kept = {own->second, true};
  return kept;
}

base::Time kept_from(const Retention& retention, base::Time now) {
  return now - std::chrono::days(retention.days) - pruning_grace;
}

std::vector<Finding> judge(const SourceFacts& facts, const std::vector<Survey>& surveys,
                           const HoldingsProfile& holdings, base::Time now) {
  std::vector<Finding> findings;
  for (const Survey& survey : surveys) {
    const HoldingsRule* rule = holdings.find(survey.category);
    const bool declared = rule != nullptr && rule->held;
    if (!survey.unlooked.empty()) {
      findings.push_back({.wrong = false,
                          .source = facts.name,
                          .subject = survey.category,
                          .said = "not compared: " + survey.unlooked,
                          .change = "Compare on the server with your own role.",
                          .open = true});
      continue;
    }
    if (!declared && holds(survey)) findings.push_back(undeclared(facts.name, survey, rule));
    if (declared && !survey.answered && holds(survey)) findings.push_back(unanswered(facts.name, survey));
    if (declared)
      findings.push_back(judge_retention(facts.name, survey, retention_of(survey.category, facts, holdings), now));
  }
  return findings;
}

std::vector<Finding> judge_policy(const Disclosing& policy, const AuditReport& report,
                                  const HoldingsProfile& holdings) {
  std::map<std::string, Survey> rows;  // of all sources together
  std::set<std::string> unlooked;
  for (const auto& [source, survey] : report.surveys) {
    if (!survey.unlooked.empty()) unlooked.insert(survey.category);
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
    } else if (policy.gives.contains(category) && held != rows.end() && !holds(held->second) && !report.unread &&
               !unlooked.contains(category)) {
      say(false, category, "the policy gives it, and no source holds a row of it now.", {});
    } else if (!policy.gives.contains(category) && held != rows.end() && holds(held->second)) {
      say(false, category, counted(held->second) + " are held that no rule of the policy gives to anybody.",
          "What is not kept can be neither asked for nor lost.");
    }
  }
  return findings;
}

}  // namespace writ::provider
