// What was handed over, acknowledged, and told to the users.
#include <algorithm>

#include "casework/change.h"
#include "casework/proposal.h"
#include "log/format/tree.h"

namespace writ::casework {

using nlohmann::json;

namespace {

/// counted-log.md section 2: H(0x00 || "writ/user/v1\0" || salt[32] || u32be length || account id).
base::Hash slot_hash(const base::Host& host, const base::Hash& salt, const std::string& account) {
  std::string message = std::string("\0writ/user/v1\0", 14) + std::string(base::text(salt));
  for (int shift = 24; shift >= 0; shift -= 8) message += static_cast<char>(account.size() >> shift & 0xff);
  return host.sha256(base::view(message + account));
}

/// Number of the event whose decision is in force.
base::Result<std::int64_t> last_proposal(const Change& change) {
  std::int64_t proposal = 0;
  TRY_VOID(change.services().db.query(
      "SELECT detail FROM case_event WHERE ref = ? AND kind = 'decided' ORDER BY number DESC LIMIT 1",
      {change.record().ref}, [&](const store::Row& row) -> base::Result<> {
        proposal = json::parse(row.text(0)).at("proposal");
        return {};
      }));
  return proposal;
}

/// Every account of the case's earlier packages.
base::Result<std::vector<std::string>> accounts_before(const Change& change, store::Db& db, const base::Hash& key) {
  std::vector<std::string> accounts;
  if (change.record().packages == 0) return accounts;
  TRY(const auto events, read_events(db, change.record().ref, 1, change.record().revision, &key));
  for (const StoredEvent& stored : events) {
    if (stored.event.kind != "delivered") continue;
    for (const json& slot : stored.sealed.at("slots")) accounts.push_back(slot.at(0));
  }
  return accounts;
}

base::Result<> check_delivered(const Record& record, const Delivered& delivered) {
  const bool agreed = record.notes.incomplete && !record.notes.incomplete->approved_by.empty();
  if (delivered.incomplete && !agreed)
    return base::fail(base::Errc::conflict, record.ref, "",
                      "an incomplete package goes out once somebody approved that");
  const legal::CodeSet disclosed = legal::make_set(delivered.disclosed);
  if (disclosed.empty())
    return base::invalid("disclosed", "", "names at least one category: a package without data is no disclosure");
  if (!legal::is_subset(disclosed, record.granted)) {
    return base::invalid("disclosed", legal::join_set(disclosed),
                         "is part of what the decision granted: " + legal::join_set(record.granted));
  }
  if (delivered.package_name.empty()) return base::invalid("package_name", "", "is not empty");
  for (const std::string& account : delivered.accounts) {
    if (account.empty()) return base::invalid("accounts", "", "an account has an id");
  }
  return {};
}

std::vector<Slot> slots_of_new(const Services& services, std::vector<std::string> accounts,
                               const std::vector<std::string>& before) {
  std::ranges::sort(accounts);
  accounts.erase(std::unique(accounts.begin(), accounts.end()), accounts.end());
  std::vector<Slot> slots;
  for (const std::string& account : accounts) {
    if (std::ranges::find(before, account) != before.end()) continue;
    const base::Hash salt = services.random.hash();
    slots.push_back({account, salt, slot_hash(services.host, salt, account)});
  }
  std::ranges::sort(slots, {}, &Slot::hash);
  return slots;
}

log::Draft entry_of(const Services& services, const Record& record, const Delivered& delivered,
                    const std::vector<Slot>& slots) {
  std::vector<base::Hash> leaves;
  for (const Slot& slot : slots) leaves.push_back(slot.hash);
  log::Draft draft;
  draft.public_values[0] = log::name_of(log::Kind::disclosure);
  draft.public_values[2] = legal::join_set(legal::make_set(delivered.disclosed));
  draft.public_values[3] = std::to_string(slots.size());
  if (!slots.empty()) draft.public_values[4] = log::hash_value(log::root_of(services.host, leaves));
  if (record.disclosure_entry) draft.public_values[5] = log::hash_value(*record.disclosure_entry);
  draft.public_values[6] = log::hash_value(*record.decision_entry);
  draft.private_values[6] = log::hash_value(delivered.package);
  return draft;
}

}  // namespace

base::Result<> Casework::deliver(const std::string& actor, const std::string& ref, const Delivered& delivered) {
  return change_case(services_, actor, ref, [&](Change& change) -> base::Result<> {
    TRY_VOID(change.require({State::approved},
                            "a package needs an approved decision that gives something and was not executed before"));
    TRY_VOID(check_delivered(change.record(), delivered));
    TRY(const std::int64_t proposal, last_proposal(change));
    TRY(const auto before, accounts_before(change, services_.db, change.key()));
    const std::vector<Slot> slots = slots_of_new(services_, delivered.accounts, before);
    TRY(const legal::Request request, change.request());
    const std::string number = std::to_string(change.record().packages + 1);
    TRY(const base::Hash entry,
        change.log("disclosure-" + number, entry_of(services_, change.record(), delivered, slots), request.agency));
    json hashes = json::array();
    json sealed_slots = json::array();
    for (const Slot& slot : slots) {
      hashes.push_back(base::to_hex(slot.hash));
      sealed_slots.push_back({slot.account, base::to_hex(slot.salt)});
    }
    json detail = {{"entry", base::to_hex(entry)},
                   {"disclosed", legal::make_set(delivered.disclosed)},
                   {"package", base::to_hex(delivered.package)},
                   {"package_name", delivered.package_name},
                   {"slots", hashes}};
    if (delivered.incomplete) detail["incomplete"] = true;
    TRY_VOID(
        change.append("delivered", detail,
                      {{"slots", sealed_slots}, {"accounts", delivered.accounts}, {"holdings", delivered.holdings}}));
    return delivered.incomplete ? log_decision(change, proposal) : base::Result<>();
  });
}

base::Result<> Casework::acknowledge(const std::string& actor, const std::string& ref) {
  return change_case(services_, actor, ref, [&](Change& change) -> base::Result<> {
    TRY_VOID(change.require({State::delivered}, "only a delivered package is acknowledged, once"));
    return change.append("acknowledged", json::object());
  });
}

base::Result<> Casework::seal_again(const std::string& actor, const std::string& ref, std::string_view why) {
  if (!legal::is_code(why)) return base::invalid("why", std::string(why), "is a CODE");
  return change_case(services_, actor, ref, [&](Change& change) -> base::Result<> {
    TRY_VOID(change.require({State::approved, State::delivered},
                            "only a package that nobody has acknowledged is sealed again"));
    return change.append("seal_again", {{"why", why}});
  });
}

base::Result<> Casework::note_package_erased(const std::string& ref) {
  return change_case(services_, system_actor, ref,
                     [&](Change& change) { return change.append("package_erased", json::object()); });
}

base::Result<> Casework::notice(const std::string& actor, const std::string& ref, const std::string& state,
                                std::uint64_t users) {
  return change_case(services_, actor, ref, [&](Change& change) -> base::Result<> {
    const Record& record = change.record();
    if (state != "given" && state != "delayed" && state != "barred")
      return base::invalid("state", state, "is given, delayed or barred");
    if (record.packages == 0)
      return base::fail(base::Errc::conflict, ref, std::string(name_of(record.state)),
                        "users are told of a package, and there is none");
    if (record.notice_given)
      return base::fail(base::Errc::conflict, ref, state, "the users of the last package were told already");
    if (users > record.users_affected) {
      return base::invalid("users", std::to_string(users),
                           "is at most the number of users affected: " + std::to_string(record.users_affected));
    }
    TRY(const legal::Request request, change.request());
    log::Draft draft;
    draft.public_values[0] = log::name_of(log::Kind::notice);
    draft.public_values[2] = state;
    draft.public_values[3] = std::to_string(users);
    TRY(const base::Hash entry, change.log("notice-" + std::to_string(record.notices + 1), draft, request.agency));
    return change.append("noticed", {{"state", state}, {"users", users}, {"entry", base::to_hex(entry)}});
  });
}

base::Result<std::vector<std::vector<Slot>>> Casework::slots(const std::string& ref) const {
  TRY(const Record record, load(services_.db, ref));
  TRY(const base::Hash key, services_.keys.find(key_name(ref)));
  TRY(const auto events, read_events(services_.db, ref, 1, record.revision, &key));
  std::vector<std::vector<Slot>> packages;
  for (const StoredEvent& stored : events) {
    if (stored.event.kind != "delivered") continue;
    std::vector<Slot>& slots = packages.emplace_back();
    for (const json& item : stored.sealed.at("slots")) {
      const auto salt = base::hash_from_hex(item.at(1).get<std::string>());
      CHECK_INVARIANT(salt.has_value());
      const std::string account = item.at(0);
      slots.push_back({account, *salt, slot_hash(services_.host, *salt, account)});
    }
  }
  return packages;
}

}  // namespace writ::casework
