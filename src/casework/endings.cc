// Decisions that no policy recommends: nothing held, withdrawn, a repetition, a forgery. And the end of the data.
#include "casework/proposal.h"

namespace writ::casework {

using nlohmann::json;

namespace {

constexpr std::size_t written_bytes_max = 20'000;

base::Result<> check_written(const char* field, const std::string& text) {
  if (text.empty()) return base::invalid(field, "", "is not empty");
  if (text.size() > written_bytes_max) return base::invalid(field, text, "is at most 20000 bytes");
  return {};
}

base::Result<> require_nothing_delivered(const Change& change) {
  if (change.record().packages == 0) return {};
  return base::fail(base::Errc::conflict, change.record().ref, std::to_string(change.record().packages) + " packages",
                    "something was delivered already");
}

base::Result<> require_open(const Change& change) {
  TRY_VOID(change.require({State::received, State::verified, State::clarification, State::drafted, State::approved},
                          "the case has ended"));
  return require_nothing_delivered(change);
}

}  // namespace

base::Result<> Casework::withdraw(const std::string& actor, const std::string& ref, const std::string& reason) {
  TRY_VOID(check_written("reason", reason));
  return change_case(services_, actor, ref, [&](Change& change) -> base::Result<> {
    TRY_VOID(require_open(change));
    TRY(Decision decision, decision_of_people(change, "withdrawn", "withdrawn_by_authority"));
    decision.written_ground = reason;
    TRY_VOID(append_proposal(change, "withdrawn", {decision, {}, {}}));
    return log_decision(change, change.record().revision);
  });
}

base::Result<> Casework::draft_duplicate(const std::string& actor, const std::string& ref,
                                         const std::string& earlier_ref) {
  return change_case(services_, actor, ref, [&](Change& change) -> base::Result<> {
    TRY_VOID(require_open(change));
    TRY(const Record earlier, load(services_.db, earlier_ref));
    if (earlier_ref >= ref && earlier.received_at >= change.record().received_at) {
      return base::invalid("earlier_ref", earlier_ref, "is a case that was received before this one");
    }
    TRY(Decision decision, decision_of_people(change, "duplicate", "duplicate_of_other"));
    return append_proposal(change, "drafted", {decision, {}, earlier_ref});
  });
}

base::Result<> Casework::draft_not_authentic(const std::string& actor, const std::string& ref,
                                             const std::string& written_ground) {
  TRY_VOID(check_written("written_ground", written_ground));
  return change_case(services_, actor, ref, [&](Change& change) -> base::Result<> {
    TRY_VOID(require_open(change));
    TRY(Decision decision, decision_of_people(change, "not_authentic", "not_authentic"));
    decision.written_ground = written_ground;
    decision.deviates = true;
    return append_proposal(change, "drafted", {decision, {}, {}});
  });
}

base::Result<> Casework::draft_no_data(const std::string& actor, const std::string& ref, const std::string& holdings) {
  return change_case(services_, actor, ref, [&](Change& change) -> base::Result<> {
    TRY_VOID(change.require({State::approved}, "only what was approved can be gathered and found empty"));
    TRY(Decision decision, decision_of_people(change, "no_data", "not_held"));
    return append_proposal(change, "drafted", {decision, holdings, {}});
  });
}

base::Result<> Casework::erase(const std::string& actor, const std::string& ref) {
  TRY(const Record record, load(services_.db, ref));
  if (!record.erased) {
    TRY_VOID(change_case(services_, actor, ref, [&](Change& change) -> base::Result<> {
      TRY_VOID(change.require({State::delivered, State::acknowledged, State::refused, State::no_data, State::withdrawn,
                               State::duplicate, State::not_authentic},
                              "only a case that has ended is erased"));
      return change.append("erased", json::object());
    }));
  }
  // After the event: a process that dies in between finds the case marked and destroys the key when it is asked again.
  const auto destroyed = services_.keys.destroy(key_name(ref));
  if (!destroyed && destroyed.error().code != base::Errc::not_found) return destroyed;
  return {};
}

}  // namespace writ::casework
