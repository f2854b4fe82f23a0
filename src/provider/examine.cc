#include "provider/examine.h"

#include <algorithm>
#include <nlohmann/json.hpp>
#include <utility>

namespace writ::provider {

namespace {

using sql::Engine;

/// Of an Index Scan without an Index Cond every entry is read, as of a table.
void collect_scans(const nlohmann::json& plan, std::vector<std::string>& scanned) {
  const std::string type = plan.value("Node Type", "");
  const bool index = type == "Index Scan" || type == "Index Only Scan" || type == "Bitmap Index Scan";
  if (type == "Seq Scan" || (index && !plan.contains("Index Cond")))
    scanned.push_back(plan.value("Relation Name", plan.value("Index Name", "a table")));
  if (plan.contains("Plans"))
    for (const nlohmann::json& child : plan.at("Plans")) collect_scans(child, scanned);
}

/// What would be read from end to end, with whole scans made dear: what is left has no index that fits.
base::Result<std::vector<std::string>> scans_of_postgresql(sql::Client& client, const std::string& statement,
                                                           const sql::Values& values) {
  TRY_VOID(client.query("planning", "SELECT set_config('enable_seqscan', 'off', true)", {},
                        [](const sql::Row&) { return base::Result<>(); }));
  std::vector<std::string> scanned;
  TRY_VOID(client.query("planning", "EXPLAIN (FORMAT JSON) " + statement, values,
                        [&](const sql::Row& row) -> base::Result<> {
                          TRY(const std::string text, row.text("query plan"));
                          const auto plan = nlohmann::json::parse(text, nullptr, false);
                          if (plan.is_array() && !plan.empty() && plan[0].contains("Plan"))
                            collect_scans(plan[0].at("Plan"), scanned);
                          return {};
                        }));
  return scanned;
}

base::Result<std::vector<std::string>> scans_of_mariadb(sql::Client& client, const std::string& statement,
                                                        const sql::Values& values) {
  std::vector<std::string> scanned;
  TRY_VOID(client.query("planning", "EXPLAIN " + statement, values, [&](const sql::Row& row) -> base::Result<> {
    TRY(const auto type, row.text_or_null("type"));
    TRY(const auto possible, row.text_or_null("possible_keys"));
    TRY(const auto table, row.text_or_null("table"));
    TRY(const auto extra, row.text_or_null("extra"));
    if (extra && extra->starts_with("Impossible WHERE"))
      return base::fail(base::Errc::unavailable, "plan", "",
                        "MariaDB plans no further for an account that does not exist: look at EXPLAIN yourself, with one that does");
    // A small table is read whole although an index would fit.
    if (type && (*type == "index" || (*type == "ALL" && !possible))) scanned.push_back(table.value_or("a table"));
    return {};
  }));
  return scanned;
}

base::Result<std::vector<std::string>> scans_of_sqlite(sql::Client& client, const std::string& statement,
                                                       const sql::Values& values) {
  std::vector<std::string> scanned;
  TRY_VOID(
      client.query("planning", "EXPLAIN QUERY PLAN " + statement, values, [&](const sql::Row& row) -> base::Result<> {
        TRY(const std::string detail, row.text("detail"));
        if (detail.starts_with("SCAN ") && detail.find("CONSTANT ROW") == std::string::npos) {
          const std::string rest = detail.substr(5);
          scanned.push_back(rest.substr(0, rest.find(' ')));
        }
        return {};
      }));
  return scanned;
}

}  // namespace

void Findings::wrong(std::string subject, std::string said, std::string change) {
  list_.push_back({true, source_, std::move(subject), std::move(said), std::move(change)});
}

void Findings::note(std::string subject, std::string said, std::string change) {
  list_.push_back({false, source_, std::move(subject), std::move(said), std::move(change)});
}

void examine_store(const Connection& connection, const AllowList& allowed, Findings& findings) {
  examine_connection(connection, findings);
  const auto client = connection.connect();
  if (client) examine_grants(**client, allowed, findings);
}

bool examine_columns(sql::Client& client, const std::string& subject, const std::string& statement,
                     const sql::Values& values, const std::set<std::string>& needed, Findings& findings) {
  const auto run = client.query(subject, statement, values, [](const sql::Row&) { return base::Result<>(); });
  if (!run) {
    findings.wrong(subject, "cannot be asked: " + run.error().message());
    return false;
  }
  const auto& columns = client.columns();
  for (const std::string& column : needed) {
    if (std::find(columns.begin(), columns.end(), column) != columns.end()) continue;
    findings.wrong(subject, "the answer has no column \"" + column + "\"", "give the column that name with AS");
  }
  return true;
}

void examine_index(sql::Client& client, const std::string& subject, const std::string& statement,
                   const sql::Values& values, Findings& findings) {
  const Engine engine = client.engine();
  const auto scanned = engine == Engine::postgresql ? scans_of_postgresql(client, statement, values)
                       : engine == Engine::mariadb  ? scans_of_mariadb(client, statement, values)
                                                    : scans_of_sqlite(client, statement, values);
  if (!scanned) {
    findings.note(subject, "the plan cannot be seen: " + scanned.error().message());
    return;
  }
  std::string tables;
  for (const std::string& table : std::set<std::string>(scanned->begin(), scanned->end()))
    tables += (tables.empty() ? "" : ", ") + table;
  if (tables.empty()) return;
  findings.wrong(subject, "no index serves it: " + tables + " is read from end to end",
                 "make an index on what the statement compares, or say scan = true");
}

void examine_connection(const Connection& connection, Findings& findings) {
  if (!connection.exposed()) return;
  findings.wrong("connection", "the password and every answer cross the network in clear text", "set tls = \"verify\"");
}

}  // namespace writ::provider
