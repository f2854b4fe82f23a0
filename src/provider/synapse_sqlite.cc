#include "provider/synapse_sqlite.h"

#include <utility>

#include "provider/audit_sql.h"
#include "provider/synapse.h"
#include "provider/synapse_rows.h"

namespace writ::provider {

namespace {

/// What `writ provider audit` counts. Times are in milliseconds but users.creation_ts.
std::vector<CountQuery> synapse_counts() {
  const std::string max_age = "user_ips_max_age in homeserver.yaml";
  return {{"ip_address", "user_ips WHERE ip <> ''", "user_id", "last_seen", 1000, max_age},
          {"device", "user_ips WHERE user_agent <> ''", "user_id", "last_seen", 1000, max_age},
          {"last_seen", "user_ips", "user_id", "last_seen", 1000, max_age},
          {"phone_number", "user_threepids WHERE medium = 'msisdn'", "user_id", "added_at", 1000, ""},
          {"email", "user_threepids WHERE medium = 'email'", "user_id", "added_at", 1000, ""},
          {"registration_date", "users", "name", "creation_ts", 1, ""},
          {"user_name", "users", "name", "creation_ts", 1, ""}};
}

class SynapseSqlite final : public Source, public Surveyed {
 public:
  SynapseSqlite(std::string name, base::Path database, const ReadLimits& limits)
      : facts_(synapse::facts(std::move(name))), database_(std::move(database)), limits_(limits) {}

  const SourceFacts& facts() const override { return facts_; }
  base::Result<> check(const legal::Selector& selector) const override { return synapse::check_matrix_name(selector); }
  base::Result<std::unique_ptr<Reading>> open(base::Time as_of) override {
    TRY(GuardedDb db, GuardedDb::open(facts_.name, database_, synapse_allow_list(), limits_));
    auto reading = std::make_unique<synapse::SqliteReading>(std::move(db), as_of);
    TRY_VOID(reading->check_units());
    return reading;
  }

  base::Result<std::vector<Survey>> survey(const std::map<std::string, base::Time>& kept_from, base::Time) override {
    TRY(const auto client, sql::connect({.source = facts_.name,
                                         .engine = sql::Engine::sqlite,
                                         .limits = limits_,
                                         .file = database_,
                                         .allowed = with_counting(synapse_allow_list()),
                                         .secret = {}}));
    return survey_sql(*client, synapse_counts(), kept_from);
  }

 private:
  SourceFacts facts_;
  base::Path database_;
  ReadLimits limits_;
};

}  // namespace

std::unique_ptr<Source> make_synapse_sqlite_source(std::string name, base::Path database, const ReadLimits& limits) {
  return std::make_unique<SynapseSqlite>(std::move(name), std::move(database), limits);
}

base::Result<std::unique_ptr<Connector>> make_synapse_connector(SynapseOptions options) {
  std::vector<std::unique_ptr<Source>> sources;
  sources.push_back(make_synapse_sqlite_source(std::move(options.name), std::move(options.database), options.limits));
  return make_connector(std::move(sources), {.holdings = std::move(options.holdings),
                                             .candidates_max = options.candidates_max,
                                             .address_window_max = options.address_window_max,
                                             .own_addresses = std::move(options.own_addresses),
                                             .shared_addresses = std::move(options.shared_addresses),
                                             .audit = std::move(options.audit)});
}

}  // namespace writ::provider
