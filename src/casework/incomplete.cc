// A package that goes out before a source answered: proposed by one person, approved by another.
#include "casework/change.h"

namespace writ::casework {

using nlohmann::json;

namespace {

constexpr std::size_t written_bytes_max = 20'000;

}  // namespace

base::Result<> Casework::propose_incomplete(const std::string& actor, const std::string& ref, base::Time follow_up,
                                            const std::string& reason) {
  if (reason.empty() || reason.size() > written_bytes_max)
    return base::invalid("reason", "", "is not empty, and at most 20000 bytes");
  return change_case(services_, actor, ref, [&](Change& change) -> base::Result<> {
    TRY_VOID(change.require({State::approved}, "only what is approved is sent, in part or whole"));
    if (follow_up <= change.now()) return base::invalid("follow_up", base::format_time(follow_up), "is still to come");
    return change.append("incomplete_proposed", {{"follow_up", base::unix_seconds(follow_up)}}, {{"text", reason}});
  });
}

base::Result<> Casework::approve_incomplete(const std::string& actor, const std::string& ref) {
  return change_case(services_, actor, ref, [&](Change& change) -> base::Result<> {
    TRY_VOID(change.require({State::approved}, "only what is approved is sent, in part or whole"));
    const auto& plan = change.record().notes.incomplete;
    if (!plan || !plan->approved_by.empty())
      return base::fail(base::Errc::conflict, ref, "", "no incomplete package waits for an approval");
    if (plan->proposed_by == actor)
      return base::fail(base::Errc::denied, "actor", actor, "proposed it: the approval is another person's");
    return change.append("incomplete_approved", json::object());
  });
}

}  // namespace writ::casework
