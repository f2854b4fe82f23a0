#include "provider/synapse_sqlite.h"

#include <utility>

#include "provider/synapse.h"
#include "provider/synapse_rows.h"

namespace writ::provider {

namespace {

class SynapseSqlite final : public Source {
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
