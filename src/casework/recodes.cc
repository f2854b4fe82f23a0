#include "casework/recodes.h"

#include <algorithm>
#include <array>

#include "legal/vocabulary.h"

namespace writ::casework {

using nlohmann::json;
using Recode = Verification::Recode;

namespace {

constexpr std::size_t recode_words_bytes_max = 20'000;  // as every written word of a case

std::string declared_value(const legal::Request& request, int position) {
  if (position == 10) return request.instrument;
  if (position == 11) return request.offence;
  return legal::join_set(request.data_sought);
}

const LoggedRecode* logged_at(const Record& record, int position) {
  const auto found = std::ranges::find(record.recodes, position, &LoggedRecode::position);
  return found == record.recodes.end() ? nullptr : &*found;
}

void set_value(legal::Request& request, int position, const std::string& value) {
  if (position == 10) request.instrument = value;
  if (position == 11) request.offence = value;
  if (position == 12) request.data_sought = legal::parse_set(value).value_or(legal::CodeSet{});
}

bool value_known(int position, const std::string& value) {
  if (position == 10) return legal::find_word(legal::instruments(), value) != nullptr;
  if (position == 11) return legal::find_word(legal::offences(), value) != nullptr;
  const auto set = legal::parse_set(value);
  return set && std::ranges::all_of(*set, [](const std::string& code) {
           return legal::find_word(legal::categories(), code) != nullptr;
         });
}

base::Result<> check_one(const legal::Request& declared, const Record& record, const Recode& recode,
                         const std::string& path) {
  if (recode.position < 10 || recode.position > 12) {
    return base::invalid(path + ".position", std::to_string(recode.position),
                         "is 10 (instrument), 11 (offence) or 12 (data sought)");
  }
  if (!value_known(recode.position, recode.value))
    return base::invalid(path + ".value", recode.value, "is of the vocabulary of its position");
  if (!legal::is_code(recode.reason))
    return base::invalid(path + ".reason", recode.reason, "is a CODE: [a-z0-9][a-z0-9._-]{0,63}");
  if (recode.position == 10 && (legal::is_preservation(recode.value) || legal::is_preservation(declared.instrument))) {
    return base::invalid(path + ".value", recode.value, "a recode never leads into or out of preservation");
  }
  if (recode.position == 10 && record.notes.hold)
    return base::invalid(path + ".position", "10", "the instrument of a held request is not recoded");
  if (logged_at(record, recode.position) == nullptr && recode.value == declared_value(declared, recode.position)) {
    return base::invalid(path + ".value", recode.value, "differs from what was declared");
  }
  return {};
}

}  // namespace

base::Result<> check_recodes(const legal::Request& declared, const Record& record, const std::vector<Recode>& recodes) {
  std::vector<int> seen;
  for (std::size_t i = 0; i < recodes.size(); ++i) {
    const std::string path = "recodes[" + std::to_string(i) + "]";
    TRY_VOID(check_one(declared, record, recodes[i], path));
    if (std::ranges::find(seen, recodes[i].position) != seen.end()) {
      return base::invalid(path + ".position", std::to_string(recodes[i].position), "stands once in a verification");
    }
    seen.push_back(recodes[i].position);
  }
  return {};
}

base::Result<std::vector<Recode>> pending_recodes(const Change& change) {
  std::vector<Recode> pending;
  if (change.record().verified_event == 0) return pending;
  TRY(const StoredEvent verified, change.event(change.record().verified_event));
  for (const json& item : verified.detail.at("recodes")) {
    const Recode recode{item.at("position"), item.at("value"), item.at("reason")};
    const LoggedRecode* logged = logged_at(change.record(), recode.position);
    if (logged == nullptr || logged->value != recode.value) pending.push_back(recode);
  }
  return pending;
}

legal::Request recoded(legal::Request request, const Record& record, const std::vector<Recode>& pending) {
  for (const LoggedRecode& recode : record.recodes) set_value(request, recode.position, recode.value);
  for (const Recode& recode : pending) set_value(request, recode.position, recode.value);
  return request;
}

base::Result<json> log_recodes(Change& change, const std::vector<Recode>& pending,
                                 const std::string& folder_end) {
  json list = json::array();
  for (const Recode& recode : pending) {
    const LoggedRecode* previous = logged_at(change.record(), recode.position);
    log::Draft draft;
    draft.public_values[0] = log::name_of(log::Kind::recode);
    draft.public_values[2] = std::to_string(recode.position);
    draft.public_values[3] = recode.value;
    draft.public_values[4] = recode.reason;
    if (previous != nullptr) draft.public_values[5] = log::hash_value(previous->entry);
    const std::string folder = "recode-" + std::to_string(recode.position) + "-" + folder_end;
    TRY(const base::Hash entry, change.log(folder, draft, ""));
    list.push_back({{"position", recode.position},
                    {"value", recode.value},
                    {"reason", recode.reason},
                    {"entry", base::to_hex(entry)}});
  }
  return list;
}

bool may_be_recoded(State state) {
  constexpr std::array decided = {State::approved, State::delivered, State::acknowledged, State::refused,
                                  State::no_data,  State::duplicate, State::not_authentic};
  return std::ranges::find(decided, state) != decided.end();
}

base::Result<> Casework::recode(const std::string& actor, const std::string& ref, const Recode& recode,
                                const std::string& words) {
  if (words.empty()) return base::invalid("words", "", "is not empty: say what shows the other coding");
  if (words.size() > recode_words_bytes_max) return base::invalid("words", words, "is at most 20000 bytes");
  return change_case(services_, actor, ref, [&](Change& change) -> base::Result<> {
    if (!may_be_recoded(change.record().state))
      return base::fail(base::Errc::conflict, ref, std::string(name_of(change.record().state)),
                        "before a decision the coding is part of the verification");
    TRY(const legal::Request request, change.request());
    TRY_VOID(check_recodes(request, change.record(), {recode}));
    const LoggedRecode* logged = logged_at(change.record(), recode.position);
    if (logged != nullptr && logged->value == recode.value)
      return base::invalid("recodes[0].value", recode.value, "differs from what is logged already");
    TRY(const json list, log_recodes(change, {recode}, "late-" + std::to_string(change.record().revision + 1)));
    return change.append("recoded", {{"recodes", list}}, {{"text", words}});
  });
}

}  // namespace writ::casework
