// What staff note on a case, and the approver's own reading.
#include <algorithm>
#include <utility>

#include "casework/change.h"
#include "casework/hold.h"
#include "casework/request_text.h"

namespace writ::casework {

using nlohmann::json;

namespace {

constexpr std::size_t written_bytes_max = 20'000;
constexpr std::size_t facts_max = 64;

base::Result<> check_written(const char* field, const std::string& text) {
  if (text.empty()) return base::invalid(field, "", "is not empty");
  if (text.size() > written_bytes_max) return base::invalid(field, text, "is at most 20000 bytes");
  return {};
}

base::Result<> check_code(const char* field, const std::string& code) {
  if (!legal::is_code(code)) return base::invalid(field, code, "is a CODE: [a-z0-9][a-z0-9._-]{0,63}");
  return {};
}

}  // namespace

base::Result<> Casework::assign(const std::string& actor, const std::string& ref, const std::string& owner) {
  return change_case(services_, actor, ref, [&](Change& change) -> base::Result<> {
    if (change.record().notes.owner == owner) return {};
    return change.append("assigned", {{"to", owner}});
  });
}

base::Result<> Casework::flag(const std::string& actor, const std::string& ref, const std::string& flag, bool on) {
  TRY_VOID(check_code("flag", flag));
  if (flag == held_flag || flag == hold_asked_flag)
    return base::invalid("flag", flag, "is set by holding the row of the request, not by hand");
  return change_case(services_, actor, ref, [&](Change& change) -> base::Result<> {
    if (legal::contains(change.record().notes.flags, flag) == on) return {};
    return change.append("flagged", {{"flag", flag}, {"on", on}});
  });
}

base::Result<> Casework::comment(const std::string& actor, const std::string& ref, const std::string& text) {
  TRY_VOID(check_written("text", text));
  return change_case(services_, actor, ref, [&](Change& change) -> base::Result<> {
    return change.append("commented", json::object(), {{"text", text}});
  });
}

base::Result<> Casework::record_call(const std::string& actor, const std::string& ref, const Callback& call) {
  TRY_VOID(check_written("number", call.number));
  TRY_VOID(check_written("said", call.said));
  if (call.reached) TRY_VOID(check_written("answered_by", call.answered_by));
  return change_case(services_, actor, ref, [&](Change& change) -> base::Result<> {
    return change.append("called", {{"reached", call.reached}},
                         {{"number", call.number}, {"answered_by", call.answered_by}, {"said", call.said}});
  });
}

base::Result<> Casework::check(const std::string& actor, const std::string& ref, const Check& check) {
  TRY_VOID(check_code("item", check.item));
  if (check.result != "yes" && check.result != "no" && check.result != "cannot_tell")
    return base::invalid("result", check.result, "is yes, no or cannot_tell");
  TRY_VOID(check_written("evidence", check.evidence));
  return change_case(services_, actor, ref, [&](Change& change) -> base::Result<> {
    return change.append("checked", {{"item", check.item}, {"result", check.result}}, {{"evidence", check.evidence}});
  });
}

base::Result<> Casework::note_preservation(const std::string& actor, const std::string& ref, PreservationAct act) {
  TRY(const CaseFile file, find(ref));
  if (file.erased) return {};
  const auto kind = [&]() -> const char* {
    switch (act) {
      case PreservationAct::carried_out:
        return "preserved";
      case PreservationAct::extended:
        return "preservation_extended";
      case PreservationAct::used:
        return "preservation_used";
      case PreservationAct::ended:
        return "preservation_ended";
    }
    std::unreachable();
  }();
  return change_case(services_, actor, ref, [&](Change& change) { return change.append(kind, json::object()); });
}

base::Result<> Casework::read_blind(const std::string& actor, const std::string& ref, const legal::Facts& facts) {
  if (facts.empty() || facts.size() > facts_max)
    return base::invalid("facts", std::to_string(facts.size()), "are 1 to 64");
  return change_case(services_, actor, ref, [&](Change& change) -> base::Result<> {
    TRY_VOID(change.require({State::drafted}, "there is no draft to read for"));
    const Record& record = change.record();
    if (record.draft->drafted_by == actor)
      return base::fail(base::Errc::denied, "actor", actor, "drafted this and knows the answers");
    if (std::ranges::find(record.notes.readers, actor) != record.notes.readers.end())
      return base::fail(base::Errc::conflict, ref, actor,
                        "has answered for this draft already: the first answers stand");
    return change.append("read", {{"draft", record.draft_event}}, {{"facts", facts_json(facts)}});
  });
}

base::Result<> Casework::send_back(const std::string& actor, const std::string& ref, const std::string& reason) {
  TRY_VOID(check_written("reason", reason));
  return change_case(services_, actor, ref, [&](Change& change) -> base::Result<> {
    TRY_VOID(change.require({State::drafted}, "only a draft is sent back"));
    return change.append("sent_back", {{"draft", change.record().draft_event}}, {{"text", reason}});
  });
}

base::Result<std::int64_t> Casework::version(const std::string& ref) const {
  TRY(const auto number,
      services_.db.integer(
          "SELECT max(number) FROM case_event WHERE ref = ? AND kind NOT IN (" + note_kinds_sql() + ")", {ref}));
  if (!number) return base::fail(base::Errc::not_found, "case", ref, "no such case is known");
  return *number;
}

}  // namespace writ::casework
