// The projection made again from the events: what case_state held before is not read.
#include "casework/proposal.h"
#include "casework/rows.h"

namespace writ::casework {

namespace {

base::Result<Record> replayed(store::Db& db, const std::string& ref) {
  Record record;
  record.ref = ref;
  TRY(const auto events, read_events(db, ref, 1, std::numeric_limits<std::int64_t>::max(), nullptr));
  for (const StoredEvent& stored : events) {
    if (stored.event.number != record.revision + 1) {
      return base::fail(
          base::Errc::corrupt, "case_event", ref,
          "events are numbered without a gap, and " + std::to_string(record.revision + 1) + " is missing");
    }
    try {
      apply(record, stored.event, stored.detail);
    } catch (const std::exception& error) {
      return base::fail(base::Errc::corrupt, "case_event", ref, error.what());
    }
  }
  return record;
}

/// A row of the lists, from the record and, while its key is there, from what is sealed.
base::Result<> make_row(Services& services, const Record& record) {
  if (record.erased) {
    TRY_VOID(write_row(services.db, record, {}));
    return update_row(services.db, record);
  }
  TRY(const base::Hash key, services.keys.find(key_name(record.ref)));
  const Change change(services, record, key, system_actor);
  try {
    TRY(const legal::Request request, change.request());
    TRY_VOID(write_row(services.db, record, request));
    TRY(const std::string says, policy_says(change));
    return set_says(services.db, record.ref, says);
  } catch (const std::exception& error) {  // what we wrote ourselves does not read
    return base::fail(base::Errc::corrupt, "case", record.ref, error.what());
  }
}

}  // namespace

base::Result<> Casework::fill_rows() {
  return services_.db.transaction([&]() -> base::Result<> {
    std::vector<std::string> refs;
    TRY_VOID(services_.db.query("SELECT ref FROM case_state WHERE ref NOT IN (SELECT ref FROM case_row)", {},
                                [&](const store::Row& row) -> base::Result<> {
                                  refs.push_back(row.text(0));
                                  return {};
                                }));
    for (const std::string& ref : refs) {
      TRY(const Record record, load(services_.db, ref));
      TRY_VOID(make_row(services_, record));
    }
    return {};
  });
}

base::Result<> Casework::rebuild() {
  return services_.db.transaction([&]() -> base::Result<> {
    std::vector<std::string> refs;
    TRY_VOID(services_.db.query("SELECT ref FROM case_event WHERE number = 1 ORDER BY ref", {},
                                [&](const store::Row& row) -> base::Result<> {
                                  refs.push_back(row.text(0));
                                  return {};
                                }));
    TRY_VOID(services_.db.run("DELETE FROM case_state"));
    TRY_VOID(services_.db.run("DELETE FROM case_row"));
    TRY_VOID(services_.db.run("DELETE FROM case_year"));
    for (const std::string& ref : refs) {
      TRY(const Record record, replayed(services_.db, ref));
      TRY_VOID(save(services_.db, record));
      TRY_VOID(make_row(services_, record));
      // WR-<year>-<number>, ascending: the last of a year stands.
      TRY_VOID(services_.db.run(
          "INSERT INTO case_year(year, last) VALUES(CAST(substr(?1, 4, 4) AS INTEGER), CAST(substr(?1, 9) AS INTEGER))"
          " ON CONFLICT(year) DO UPDATE SET last = max(last, excluded.last)",
          {ref}));
    }
    return {};
  });
}

}  // namespace writ::casework
