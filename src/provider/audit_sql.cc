#include "provider/audit_sql.h"

#include <utility>

namespace writ::provider {

namespace {

base::Result<Survey> survey_one(sql::Client& client, const CountQuery& query, std::optional<base::Time> kept_from) {
  Survey survey{.category = query.category, .oldest = {}, .setting = query.setting};
  const bool timed = !query.time.empty();
  std::string statement = "SELECT COUNT(" + query.counted + ") AS n";
  sql::Values values;
  if (timed) {
    statement +=
        ", MIN(" + query.time + ") AS oldest, SUM(CASE WHEN " + query.time + " < :kept_from THEN 1 ELSE 0 END) AS past" +
        ", SUM(CASE WHEN " + query.time + " IS NULL THEN 1 ELSE 0 END) AS undated";
    values.emplace_back("kept_from", kept_from ? base::unix_seconds(*kept_from) * query.per_second : 0);
  }
  TRY_VOID(client.query("how much of " + query.category, statement + " FROM " + query.from, values,
                        [&](const sql::Row& row) -> base::Result<> {
                          TRY(survey.rows, row.integer("n"));
                          if (!timed) return {};
                          TRY(const auto oldest, row.integer_or_null("oldest"));
                          TRY(const auto past, row.integer_or_null("past"));
                          if (oldest) survey.oldest = base::from_unix(*oldest / query.per_second);
                          survey.past = past.value_or(0);  // SUM over no row
                          TRY(const auto undated, row.integer_or_null("undated"));
                          survey.undated = undated.value_or(0);
                          return {};
                        }));
  return survey;
}

}  // namespace

base::Result<std::vector<Survey>> survey_sql(sql::Client& client, const std::vector<CountQuery>& queries,
                                             const std::map<std::string, base::Time>& kept_from) {
  std::vector<Survey> surveys;
  for (const CountQuery& query : queries) {
    const auto limit = kept_from.find(query.category);
    TRY(Survey survey,
        survey_one(client, query, limit == kept_from.end() ? std::nullopt : std::optional(limit->second)));
    surveys.push_back(std::move(survey));
  }
  return surveys;
}

base::Result<std::vector<Survey>> survey_by_function(sql::Client& client, std::string_view function,
                                                     const std::vector<CountedCategory>& categories,
                                                     const std::map<std::string, base::Time>& kept_from) {
  std::vector<Survey> surveys;
  for (const CountedCategory& one : categories) {
    Survey survey{.category = one.category, .oldest = {}, .setting = one.setting};
    const auto limit = kept_from.find(one.category);
    const std::int64_t cut = limit == kept_from.end() ? 0 : base::unix_seconds(limit->second) * one.per_second;
    TRY_VOID(client.query("how much of " + one.category,
                          "SELECT held, oldest, past FROM " + std::string(function) + "(:category, :cut)",
                          {{"category", one.category}, {"cut", cut}}, [&](const sql::Row& row) -> base::Result<> {
                            TRY(survey.rows, row.integer("held"));
                            TRY(const auto oldest, row.integer_or_null("oldest"));
                            TRY(survey.past, row.integer("past"));
                            if (oldest) survey.oldest = base::from_unix(*oldest / one.per_second);
                            return {};
                          }));
    surveys.push_back(std::move(survey));
  }
  return surveys;
}

AllowList with_counting(AllowList allowed) {
  for (const char* function : {"count", "min", "sum"}) allowed.functions.emplace_back(function);
  return allowed;
}

}  // namespace writ::provider
