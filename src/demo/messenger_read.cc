#include <algorithm>
#include <chrono>
#include <unordered_map>

#include "demo/messenger.h"
#include "provider/address.h"
#include "provider/phone.h"
#include "store/db.h"

namespace writ::demo {

namespace {

using Index = std::unordered_map<std::string, std::size_t>;

base::Result<> read_third_party_ids(store::Db& db, const Index& index, std::vector<SampleAccount>& accounts) {
  return db.query("SELECT user_id, medium, address, added_at FROM user_threepids", {},
                  [&](const store::Row& row) -> base::Result<> {
                    SampleAccount& account = accounts[index.at(row.text(0))];
                    // Whole seconds, rounded up: at that second the row is there.
                    const base::Time added = base::from_unix((row.integer(3) + 999) / 1000);
                    if (row.text(1) == "email") {
                      account.email = row.text(2);
                      account.email_added = added;
                    } else if (auto phone = provider::e164_of_stored(row.text(2))) {
                      account.phone = std::move(*phone);
                      account.phone_added = added;
                    }
                    return {};
                  });
}

base::Result<> read_sightings(store::Db& db, const Index& index, std::vector<SampleAccount>& accounts) {
  return db.query("SELECT user_id, ip, last_seen FROM user_ips ORDER BY last_seen", {},
                  [&](const store::Row& row) -> base::Result<> {
                    auto address = provider::parse_stored_address(row.text(1));
                    if (!address || address->kind != provider::AddressClass::user) return {};
                    accounts[index.at(row.text(0))].sightings.push_back(
                        {base::from_unix(row.integer(2) / 1000), std::move(address->canonical)});
                    return {};
                  });
}

template <class Predicate>
std::vector<std::size_t> indices_where(const std::vector<SampleAccount>& accounts, Predicate holds) {
  std::vector<std::size_t> found;
  for (std::size_t i = 0; i < accounts.size(); ++i) {
    if (holds(accounts[i])) found.push_back(i);
  }
  return found;
}

}  // namespace

base::Result<std::vector<SampleAccount>> read_accounts(const base::Path& database) {
  TRY(store::Db db, store::Db::open(database, {.read_only = true, .create = false}));
  std::vector<SampleAccount> accounts;
  Index index;
  TRY_VOID(db.query("SELECT name, creation_ts, deactivated FROM users ORDER BY name", {},
                    [&](const store::Row& row) -> base::Result<> {
                      SampleAccount account{.user_id = row.text(0),
                                            .registered = base::from_unix(row.integer(1)),
                                            .deactivated = row.integer(2) != 0};
                      account.user_name = account.user_id.substr(1, account.user_id.find(':') - 1);
                      index.emplace(account.user_id, accounts.size());
                      accounts.push_back(std::move(account));
                      return {};
                    }));
  TRY_VOID(read_third_party_ids(db, index, accounts));
  TRY_VOID(read_sightings(db, index, accounts));
  return accounts;
}

bool has_data(const SampleAccount& account, const AskedAt& asked) {
  if (account.deactivated || account.registered > asked.received) return false;
  if (account.phone.empty() || account.phone_added > asked.received) return false;
  const base::Time kept_from = asked.gathered - std::chrono::days(asked.retention_days);
  // The earliest row that is still kept; the second after it, because rows have milliseconds and times here have not.
  const auto kept = std::lower_bound(account.sightings.begin(), account.sightings.end(), kept_from,
                                     [](const Sighting& sighting, base::Time time) { return sighting.at < time; });
  return kept != account.sightings.end() && kept->at < asked.received;
}

bool has_nothing(const SampleAccount& account, const AskedAt& asked) {
  return account.registered <= asked.received && account.phone.empty() && account.sightings.empty();
}

std::vector<std::size_t> accounts_with_data(const std::vector<SampleAccount>& accounts, const AskedAt& asked) {
  return indices_where(accounts, [&](const SampleAccount& account) { return has_data(account, asked); });
}

std::vector<std::size_t> accounts_with_nothing(const std::vector<SampleAccount>& accounts, const AskedAt& asked) {
  return indices_where(accounts, [&](const SampleAccount& account) { return has_nothing(account, asked); });
}

}  // namespace writ::demo
