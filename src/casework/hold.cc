// Two people say that the law forbids to show even the row of a request (counted-log.md section 5, held line).
#include "casework/hold.h"

#include <algorithm>

#include "casework/change.h"
#include "casework/recodes.h"

namespace writ::casework {

using nlohmann::json;

namespace {

constexpr int instrument_position = 10;
constexpr std::size_t law_bytes_max = 200;
constexpr std::size_t words_bytes_max = 20'000;

base::Result<> check_text(const char* field, const std::string& text, std::size_t bytes_max) {
  if (text.empty()) return base::invalid(field, "", "is not empty");
  if (text.size() > bytes_max) return base::invalid(field, text, "is at most " + std::to_string(bytes_max) + " bytes");
  return {};
}

base::Result<> no_hold(const Record& record) {
  return base::fail(base::Errc::conflict, record.ref, "", "nobody has asked to hold its row");
}

/// The log says of a held request nothing but that it is one, so nothing can say that its instrument was another.
base::Result<> require_no_instrument_recode(const Change& change) {
  TRY(const auto pending, pending_recodes(change));
  const auto of_instrument = [](const auto& recode) { return recode.position == instrument_position; };
  if (std::ranges::none_of(change.record().recodes, of_instrument) && std::ranges::none_of(pending, of_instrument))
    return {};
  return base::fail(base::Errc::conflict, change.record().ref, "",
                    "its instrument was recoded, and that entry would tell what the held row hides");
}

}  // namespace

base::Result<> Casework::ask_hold(const std::string& actor, const std::string& ref, const std::string& law,
                                  const std::string& words) {
  TRY_VOID(check_text("law", law, law_bytes_max));
  TRY_VOID(check_text("words", words, words_bytes_max));
  return change_case(services_, actor, ref, [&](Change& change) -> base::Result<> {
    if (change.record().notes.hold)
      return base::fail(base::Errc::conflict, ref, change.record().notes.hold->law, "to hold its row was asked before");
    TRY_VOID(require_no_instrument_recode(change));
    TRY_VOID(services_.journal.may_hold(services_.db, change.record().request_entry));
    return change.append("hold_asked", {{"law", law}}, {{"text", words}});
  });
}

base::Result<> Casework::agree_hold(const std::string& actor, const std::string& ref) {
  return change_case(services_, actor, ref, [&](Change& change) -> base::Result<> {
    const auto& hold = change.record().notes.hold;
    if (!hold) return no_hold(change.record());
    if (!hold->agreed_by.empty())
      return base::fail(base::Errc::conflict, ref, hold->agreed_by, "somebody agreed before");
    if (hold->asked_by == actor)
      return base::fail(base::Errc::denied, ref, actor, "who asked to hold a row is not who agrees");
    TRY_VOID(require_no_instrument_recode(change));
    TRY_VOID(services_.journal.hold(services_.db, change.record().request_entry));
    return change.append("hold_agreed", json::object());
  });
}

base::Result<> Casework::lift_hold(const std::string& actor, const std::string& ref, const std::string& words) {
  TRY_VOID(check_text("words", words, words_bytes_max));
  return change_case(services_, actor, ref, [&](Change& change) -> base::Result<> {
    if (!change.record().notes.hold) return no_hold(change.record());
    TRY_VOID(services_.journal.show(services_.db, change.record().request_entry));
    return change.append("hold_lifted", json::object(), {{"text", words}});
  });
}

legal::CodeSet flags_of(const Record& record) {
  const auto& hold = record.notes.hold;
  if (!hold) return record.notes.flags;
  return legal::united(record.notes.flags, {hold->agreed_by.empty() ? hold_asked_flag : held_flag});
}

}  // namespace writ::casework
