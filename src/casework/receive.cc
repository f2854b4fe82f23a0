#include "casework/change.h"
#include "casework/deadlines.h"
#include "casework/policies.h"
#include "casework/request_text.h"
#include "casework/rows.h"

#include <fmt/core.h>

#include <map>

namespace writ::casework {

namespace {

using nlohmann::json;

int year_of(base::Time time) { return static_cast<int>(std::chrono::year_month_day(base::day_of(time)).year()); }

std::string reference(int year, std::int64_t number) { return fmt::format("WR-{}-{:05}", year, number); }

base::Result<std::int64_t> last_number(store::Db& db, int year) {
  TRY(const auto last, db.integer("SELECT last FROM case_year WHERE year = ?", {year}));
  return last.value_or(0);
}

log::Draft draft_of(const legal::Request& request, const std::string& ref, base::Time received_at) {
  log::Draft draft;
  draft.public_values = {std::string(log::name_of(log::Kind::request)),
                         request.country,
                         request.instrument,
                         request.offence,
                         legal::join_set(request.data_sought),
                         request.emergency ? "1" : "0",
                         request.realtime ? "realtime" : "stored",
                         std::to_string(request.selectors.size())};
  draft.private_values = {log::hash_value(request.requester),
                          request.nonce ? log::hash_value(*request.nonce) : "",
                          log::hash_value(request.document),
                          base::format_time(received_at),
                          ref,
                          request.agency,
                          "",
                          ""};
  return draft;
}

/// Where an error of a batch stands: the field alone if there is one request only.
std::string place(const std::vector<legal::Request>& requests, std::size_t i, const std::string& field) {
  return requests.size() > 1 ? fmt::format("requests[{}].{}", i, field) : field;
}

/// Nonces repeated within the batch, which is a mistake of its sender, or in the store, which is a second sending.
base::Result<> check_nonces(store::Db& db, const std::vector<legal::Request>& requests) {
  std::map<std::pair<base::Hash, base::Hash>, std::size_t> batch;
  for (std::size_t i = 0; i < requests.size(); ++i) {
    if (!requests[i].nonce) continue;
    const auto [first, fresh] = batch.try_emplace({requests[i].requester, *requests[i].nonce}, i);
    if (!fresh) {
      return base::invalid(
          place(requests, i, "nonce"), base::to_hex(*requests[i].nonce),
          fmt::format("stands in one request of a batch only; requests[{}] has it too (counted from 0)",
                      first->second));
    }
  }
  for (std::size_t i = 0; i < requests.size(); ++i) {
    if (!requests[i].nonce) continue;
    TRY(const auto earlier, db.text("SELECT ref FROM case_state WHERE requester = ? AND nonce = ?",
                                    {requests[i].requester, *requests[i].nonce}));
    if (earlier) {
      return base::fail(base::Errc::conflict, place(requests, i, "nonce"), *earlier,
                        "this requester sent this nonce before: that case has the reference given here");
    }
  }
  return {};
}

/// A key left by a process that died before its transaction belongs to nobody: its reference was never given out.
base::Result<base::Hash> key_for(crypto::KeyRing& keys, const std::string& ref) {
  auto created = keys.create(key_name(ref));
  if (created || created.error().code != base::Errc::conflict) return created;
  return keys.find(key_name(ref));
}

base::Result<Accepted> receive_one(Services& services, const std::string& actor, const legal::Request& request,
                                   const std::string& ref, const base::Hash& key) {
  if (request.selectors.empty()) return base::invalid("selectors", "", "names at least one selector");
  const base::Time now = services.clock.now();
  TRY(const log::Committed committed, services.journal.commit(services.db, ref, "", draft_of(request, ref, now)));
  json detail = {{"id", base::uuid_v7(now, services.random)},
                 {"due", base::format_time(due_at(request.instrument, request.emergency, now))},
                 {"entry", base::to_hex(committed.body_root)},
                 {"requester", base::to_hex(request.requester)}};
  if (request.nonce) detail["nonce"] = base::to_hex(*request.nonce);
  Record record;
  record.ref = ref;
  Change change(services, std::move(record), key, actor);
  TRY_VOID(change.append("received", detail, to_sealed(request)));
  TRY_VOID(save(services.db, change.record()));
  TRY_VOID(write_row(services.db, change.record(), request));
  return Accepted{ref, committed.body_root, committed.promise, committed.promise_opening};
}

}  // namespace

base::Result<std::vector<Accepted>> Casework::receive(const std::string& actor,
                                                      const std::vector<legal::Request>& requests) {
  if (actor.empty()) return base::invalid("actor", "", "every event has a person");
  TRY_VOID(check_policy_in_force(services_.db, base::day_of(services_.clock.now())));
  TRY_VOID(check_nonces(services_.db, requests));
  const int year = year_of(services_.clock.now());
  TRY(const std::int64_t first, last_number(services_.db, year));
  // The ring is a store of its own: its keys stand before the transaction that needs them.
  std::vector<base::Hash> keys;
  for (std::size_t i = 0; i < requests.size(); ++i) {
    TRY(const base::Hash key, key_for(services_.keys, reference(year, first + static_cast<std::int64_t>(i) + 1)));
    keys.push_back(key);
  }
  std::vector<Accepted> accepted;
  TRY_VOID(services_.db.transaction([&]() -> base::Result<> {
    TRY(std::int64_t number, last_number(services_.db, year));
    if (number != first)
      return base::fail(base::Errc::conflict, "case_year", std::to_string(year),
                        "another process received a request at this moment; send it again");
    for (std::size_t i = 0; i < requests.size(); ++i) {
      auto one = receive_one(services_, actor, requests[i], reference(year, ++number), keys[i]);
      if (!one) one.error().field = place(requests, i, one.error().field);
      if (!one) return std::unexpected(std::move(one).error());
      accepted.push_back(std::move(*one));
    }
    return services_.db.run(
        "INSERT INTO case_year(year, last) VALUES(?, ?) ON CONFLICT(year) DO UPDATE SET last = excluded.last",
        {year, number});
  }));
  return accepted;
}

}  // namespace writ::casework
