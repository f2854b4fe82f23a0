#include "provider/mapped_survey.h"

#include <algorithm>
#include <array>
#include <functional>
#include <string>

#include "provider/mapped_rows.h"

namespace writ::provider {

namespace {

constexpr std::array of_accounts{"registration_date", "user_name"};

/// A statement that counts gives one row: none would pass for nothing held, and of several one would be taken.
base::Result<> one_row(sql::Client& client, const std::string& what, const std::string& statement,
                       const sql::Values& values, const std::function<base::Result<>(const sql::Row&)>& read) {
  const auto fault = [&](const std::string& rows) {
    return sql::error_of(client.source(), what, sql::fault::schema, "gives " + rows + ", and must give exactly one");
  };
  int rows = 0;
  TRY_VOID(client.query(what, statement, values, [&](const sql::Row& row) -> base::Result<> {
    if (++rows > 1) return std::unexpected(fault("more than one row"));
    return read(row);
  }));
  if (rows == 0) return std::unexpected(fault("no row"));
  return {};
}

/// What contradicts itself must not be taken for a figure.
/// `slack`: of a zone with summer time the hour that clocks show twice.
base::Result<> consistent(const sql::Client& client, const Survey& survey, base::Time kept_from,
                          std::chrono::hours slack) {
  const auto fault = [&](const std::string& detail) {
    return std::unexpected(sql::error_of(client.source(), "audit." + survey.category, sql::fault::schema, detail));
  };
  const std::int64_t held = survey.rows.value_or(0);
  if (held < 0) return fault("held is " + std::to_string(held));
  if (survey.undated < 0 || survey.undated > held)
    return fault("undated is " + std::to_string(survey.undated) + " of " + std::to_string(held) + " rows held");
  if (!survey.past) return {};
  const std::string past = "past is " + std::to_string(*survey.past);
  if (*survey.past < 0) return fault(past);
  if (*survey.past > held) return fault(past + " of " + std::to_string(held) + " rows held");
  if (!survey.oldest)
    return *survey.past == 0 ? base::Result<>()
                             : fault(past + ", and oldest is NULL or 0: count rows without a time as undated only");
  if (*survey.past == 0 && *survey.oldest < kept_from - slack) return fault(past + ", and the oldest row is before :kept_from");
  if (*survey.past > 0 && *survey.oldest >= kept_from + slack)
    return fault(past + ", and the oldest row is not before :kept_from");
  return {};
}

/// Of a category without a place of its own it is that of the accounts.
const sql::TimeColumn& time_of(const Mapping& mapping, std::string_view category) {
  const auto found = mapping.categories.find(category);
  return found == mapping.categories.end() ? mapping.account_time : found->second.time;
}

sql::Values audit_values(const Mapping& mapping, const std::string& category, base::Time kept_from) {
  return {{"kept_from", time_of(mapping, category).exact(kept_from)}};
}

bool has_column(const sql::Client& client, std::string_view name) {
  return std::ranges::find(client.columns(), name) != client.columns().end();
}

base::Result<Survey> by_audit(sql::Client& client, const Mapping& mapping, Survey survey, const std::string& statement,
                              base::Time kept_from, base::Time now) {
  const sql::TimeColumn& time = time_of(mapping, survey.category);
  TRY_VOID(one_row(client, "audit." + survey.category, statement, audit_values(mapping, survey.category, kept_from),
                   [&](const sql::Row& row) -> base::Result<> {
                     TRY(survey.rows, row.integer("held"));
                     if (has_column(client, "oldest")) {
                       TRY(survey.oldest, time.read(row, "oldest", now));
                     }
                     if (has_column(client, "past")) {
                       TRY(const auto past, row.integer_or_null("past"));
                       survey.past = past.value_or(0);  // SUM over no row
                     }
                     if (has_column(client, "undated")) {
                       TRY(const auto undated, row.integer_or_null("undated"));
                       survey.undated = undated.value_or(0);
                     }
                     return {};
                   }));
  TRY_VOID(consistent(client, survey, kept_from, std::chrono::hours(time.zoned() ? 1 : 0)));
  return survey;
}

struct Extent {
  std::optional<base::Time> oldest;
  std::optional<base::Time> newest;
};

base::Result<Extent> extent_of(sql::Client& client, const std::string& category, const CategoryQuery& query,
                               base::Time now) {
  Extent extent;
  TRY_VOID(one_row(client, category + ".extent", query.extent, {}, [&](const sql::Row& row) -> base::Result<> {
    TRY(extent.oldest, query.time.read(row, "oldest", now));
    TRY(extent.newest, query.time.read(row, "newest", now));
    return {};
  }));
  return extent;
}

/// The audit and the extent look at the same rows: an oldest row that one of them does not see is hidden by the other.
base::Result<> agrees(sql::Client& client, const Survey& survey, const CategoryQuery& query, base::Time now) {
  TRY(const Extent extent, extent_of(client, survey.category, query, now));
  if (!extent.oldest || (survey.oldest && *survey.oldest <= *extent.oldest)) return {};
  return std::unexpected(
      sql::error_of(client.source(), "audit." + survey.category, sql::fault::schema,
                    "oldest is " + (survey.oldest ? base::format_time(*survey.oldest) : std::string("NULL")) +
                        ", and the extent's is " + base::format_time(*extent.oldest)));
}

/// The oldest row says whether something is past its retention, not how much.
base::Result<Survey> by_extent(sql::Client& client, Survey survey, const CategoryQuery& query, base::Time now) {
  TRY(const Extent extent, extent_of(client, survey.category, query, now));
  survey.rows.reset();
  survey.oldest = extent.oldest;
  if (survey.oldest) return survey;
  // NULL may be no row at all, or rows without a time; 0 may hide older rows that have one.
  survey.unlooked = extent.newest ? "the oldest time is NULL or 0, and there are others; leave such rows out of the extent."
                                  : "no row has a time, and the extent does not count rows; write audit." +
                                        survey.category + " (docs/formats/provider.md).";
  return survey;
}

Survey not_looked(Survey survey) {
  survey.rows.reset();
  survey.unlooked = "the mapping has no query audit." + survey.category + "; write it (docs/formats/provider.md).";
  return survey;
}

std::vector<std::string> categories_of(const Mapping& mapping) {
  std::vector<std::string> all(of_accounts.begin(), of_accounts.end());
  for (const auto& [category, query] : mapping.categories) all.push_back(category);
  for (const auto& [category, statement] : mapping.audits) all.push_back(category);
  std::ranges::sort(all);
  const auto twice = std::ranges::unique(all);
  all.erase(twice.begin(), twice.end());
  return all;
}

/// A look-up reads it: with a query of its own, or every query of accounts gives it.
base::Result<bool> answered(sql::Client& client, const Mapping& mapping, const std::string& category, base::Time now) {
  if (mapping.categories.contains(category)) return true;
  if (std::ranges::find(of_accounts, category) == of_accounts.end()) return false;
  for (const auto& [kind, query] : mapping.accounts) {
    TRY(const auto values, account_values(mapping, nobody(kind), {now - std::chrono::hours(1), now}, now));
    TRY_VOID(client.query("accounts." + std::string(legal::name_of(kind)), query.statement, values,
                          [](const sql::Row&) { return base::Result<>(); }));
    if (!has_column(client, category == "user_name" ? "name" : "created")) return false;
  }
  return true;
}

}  // namespace

base::Result<std::vector<Survey>> survey_mapped(sql::Client& client, const Mapping& mapping,
                                                const std::map<std::string, base::Time>& kept_from, base::Time now) {
  std::vector<Survey> surveys;
  for (const std::string& category : categories_of(mapping)) {
    const auto limit = kept_from.find(category);
    const base::Time from = limit == kept_from.end() ? base::from_unix(0) : limit->second;
    Survey survey{.category = category, .oldest = {}, .setting = {}};
    TRY(survey.answered, answered(client, mapping, category, now));
    if (const auto setting = mapping.settings.find(category); setting != mapping.settings.end())
      survey.setting = setting->second;
    const auto audit = mapping.audits.find(category);
    const auto query = mapping.categories.find(category);
    if (audit != mapping.audits.end()) {
      TRY(survey, by_audit(client, mapping, std::move(survey), audit->second, from, now));
      if (query != mapping.categories.end() && !query->second.extent.empty())
        TRY_VOID(agrees(client, survey, query->second, now));
    } else if (query != mapping.categories.end() && !query->second.extent.empty()) {
      TRY(survey, by_extent(client, std::move(survey), query->second, now));
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
    std::set<std::string> needed{"held"};
    if (is_timed(mapping, category)) needed.insert({"oldest", "past"});
    if (!examine_columns(client, subject, statement, audit_values(mapping, category, now), needed, findings)) return;
    if (!std::ranges::all_of(needed, [&](const std::string& one) { return has_column(client, one); })) continue;
    const auto counted = by_audit(client, mapping, {.category = category, .oldest = {}, .setting = {}}, statement, now, now);
    if (!counted) findings.wrong(subject, counted.error().message());
    if (!counted) return;  // PostgreSQL's transaction answers nothing more
  }
}

}  // namespace writ::provider
