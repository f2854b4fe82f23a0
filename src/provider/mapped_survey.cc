#include "provider/mapped_survey.h"

#include <algorithm>
#include <array>

namespace writ::provider {

namespace {

constexpr std::array of_accounts{"registration_date", "user_name"};

/// Of a category without a place of its own it is that of the accounts.
const sql::TimeColumn& time_of(const Mapping& mapping, std::string_view category) {
  const auto found = mapping.categories.find(category);
  return found == mapping.categories.end() ? mapping.account_time : found->second.time;
}

sql::Values audit_values(const Mapping& mapping, const std::string& category, base::Time kept_from) {
  return {{"kept_from", time_of(mapping, category).lower(kept_from)}};
}

bool has_column(const sql::Client& client, std::string_view name) {
  return std::ranges::find(client.columns(), name) != client.columns().end();
}

base::Result<Survey> by_audit(sql::Client& client, const Mapping& mapping, Survey survey, const std::string& statement,
                              base::Time kept_from, base::Time now) {
  const sql::TimeColumn& time = time_of(mapping, survey.category);
  TRY_VOID(client.query("audit." + survey.category, statement, audit_values(mapping, survey.category, kept_from),
                        [&](const sql::Row& row) -> base::Result<> {
                          TRY(survey.rows, row.integer("held"));
                          if (has_column(client, "oldest")) {
                            TRY(survey.oldest, time.read(row, "oldest", now));
                          }
                          if (has_column(client, "past")) {
                            TRY(const auto past, row.integer_or_null("past"));
                            survey.past = past.value_or(0);
                          }
                          return {};
                        }));
  return survey;
}

/// The oldest row says whether something is past its retention, not how much.
base::Result<Survey> by_extent(sql::Client& client, Survey survey, const CategoryQuery& query, base::Time kept_from,
                               base::Time now) {
  survey.rows.reset();
  TRY_VOID(client.query(survey.category + ".extent", query.extent, {}, [&](const sql::Row& row) -> base::Result<> {
    TRY(survey.oldest, query.time.read(row, "oldest", now));
    return {};
  }));
  if (!survey.oldest) survey.rows = 0;
  survey.past = survey.oldest && *survey.oldest < kept_from ? 1 : 0;
  return survey;
}

Survey not_looked(Survey survey) {
  survey.rows.reset();
  survey.unlooked = "the mapping has no query audit." + survey.category + ".";
  return survey;
}

std::vector<std::string> categories_of(const Mapping& mapping) {
  std::vector<std::string> all(of_accounts.begin(), of_accounts.end());
  for (const auto& [category, query] : mapping.categories)
    if (std::ranges::find(all, category) == all.end()) all.push_back(category);
  std::ranges::sort(all);
  return all;
}

}  // namespace

base::Result<std::vector<Survey>> survey_mapped(sql::Client& client, const Mapping& mapping,
                                                const std::map<std::string, base::Time>& kept_from, base::Time now) {
  std::vector<Survey> surveys;
  for (const std::string& category : categories_of(mapping)) {
    const auto limit = kept_from.find(category);
    const base::Time from = limit == kept_from.end() ? base::from_unix(0) : limit->second;
    Survey survey{.category = category, .oldest = {}, .setting = {}};
    if (const auto setting = mapping.settings.find(category); setting != mapping.settings.end())
      survey.setting = setting->second;
    const auto audit = mapping.audits.find(category);
    const auto query = mapping.categories.find(category);
    if (audit != mapping.audits.end()) {
      TRY(survey, by_audit(client, mapping, std::move(survey), audit->second, from, now));
    } else if (query != mapping.categories.end() && !query->second.extent.empty()) {
      TRY(survey, by_extent(client, std::move(survey), query->second, from, now));
    } else {
      survey = not_looked(std::move(survey));
    }
    surveys.push_back(std::move(survey));
  }
  return surveys;
}

void examine_audit(sql::Client& client, const Mapping& mapping, base::Time now, Findings& findings) {
  for (const auto& [category, statement] : mapping.audits) {
    const std::string subject = "audit." + category;
    const auto timed = mapping.facts.categories.find(category);
    std::set<std::string> needed{"held"};
    if (timed != mapping.facts.categories.end() && timed->second.timed) needed.insert({"oldest", "past"});
    if (!examine_columns(client, subject, statement, audit_values(mapping, category, now), needed, findings)) return;
    const auto counted = by_audit(client, mapping, {.category = category, .oldest = {}, .setting = {}}, statement, now, now);
    if (!counted && !sql::is_fault(counted.error(), sql::fault::schema))  // a missing column was said
      findings.wrong(subject, counted.error().message());
    if (!counted) return;  // PostgreSQL's transaction answers nothing more
  }
}

}  // namespace writ::provider
