#include <nlohmann/json.hpp>

#include "log/promise.h"
#include "log/published.h"
#include "log/row_text.h"
#include "log/sequencer.h"

namespace writ::log {

namespace {

using nlohmann::ordered_json;

base::Result<std::vector<EntryRow>> policy_rows(const Services& services) {
  std::vector<EntryRow> rows;
  TRY_VOID(each_row(services.db, "WHERE kind = ? AND idx IS NOT NULL ORDER BY idx", {name_of(Kind::policy)},
                    [&](const EntryRow& row) -> base::Result<> {
                      rows.push_back(row);
                      return {};
                    }));
  return rows;
}

/// The opening of a policy is public at once (section 2): the rule on seeds does not hold for it.
base::Result<ordered_json> policies_json(const Services& services, const LogSettings& settings,
                                         const WellKnownPaths& paths) {
  KeyCache keys(services.keys);
  ordered_json policies = ordered_json::array();
  TRY(const std::vector<EntryRow> rows, policy_rows(services));
  for (const EntryRow& row : rows) {
    TRY(const auto proof, proof_of(services.db, services.host, services.files, settings.folder, row));
    if (!proof) continue;
    TRY(const OpeningSecret secret, open_secret(keys, row));
    const std::string place = paths.policies + row.public_values[1];
    policies.push_back({{"opening", ordered_json::parse(open_text(*row.index, secret, row.public_values))},
                        {"proof", place + ".tlog-proof"},
                        {"file", place + ".toml"}});
  }
  return policies;
}

base::Result<ordered_json> reports_json(const Services& services, const WellKnownPaths& paths) {
  ordered_json reports = ordered_json::array();
  TRY(const std::vector<PeriodRow> periods, closed_periods(services.db));
  for (const PeriodRow& period : periods) {
    if (!period.report_root) continue;
    TRY(const auto row, find_row(services.db, *period.report_root));
    if (!row || !row->index) continue;
    reports.push_back({{"period", base::format_period(period.period)},
                       {"bundle", paths.bundles + base::period_name(period.period) + "/"}});
  }
  return reports;
}

}  // namespace

base::Result<std::vector<std::pair<std::string, std::string>>> policy_proofs(const Services& services,
                                                                             const LogSettings& settings) {
  std::vector<std::pair<std::string, std::string>> files;
  TRY(const std::vector<EntryRow> rows, policy_rows(services));
  for (const EntryRow& row : rows) {
    TRY(auto proof, proof_of(services.db, services.host, services.files, settings.folder, row));
    if (proof) files.emplace_back(row.public_values[1] + ".tlog-proof", std::move(*proof));
  }
  return files;
}

std::string policy_file(const Services& services, const LogSettings& settings) {
  return "log " + format_vkey(log_verifier_key(services.host, services.log_key, settings.origin)) + "\n#writ-promise " +
         format_vkey(promise_verifier_key(services.host, services.promise_key, settings.origin)) + "\n" + settings.witnesses;
}

base::Result<std::optional<base::Time>> first_tick_at(store::Db& db) {
  TRY(const auto cut, db.integer("SELECT min(cut) FROM log_tick"));
  if (!cut) return std::nullopt;
  return base::from_unix(*cut);
}

base::Result<std::string> well_known(const Services& services, const LogSettings& settings,
                                     const WellKnownPaths& paths) {
  TRY(ordered_json policies, policies_json(services, settings, paths));
  TRY(ordered_json reports, reports_json(services, paths));
  ordered_json log = {
      {"origin", settings.origin},
      {"vkey", format_vkey(log_verifier_key(services.host, services.log_key, settings.origin))},
      {"promise", format_vkey(promise_verifier_key(services.host, services.promise_key, settings.origin))},
      {"log", paths.log},
      {"policy", paths.policy},
      {"max_merge_delay", merge_delay_max_s},
      {"policies", std::move(policies)},
      {"reports", std::move(reports)}};
  const ordered_json document = {{"schema", "writ-log/v1"}, {"logs", ordered_json::array({std::move(log)})}};
  return document.dump(1) + "\n";
}

}  // namespace writ::log
