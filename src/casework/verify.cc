// What staff establish on receipt, and questions to the authority.
#include "casework/proposal.h"
#include "casework/recodes.h"
#include "casework/request_text.h"
#include "casework/rows.h"

namespace writ::casework {

using nlohmann::json;

namespace {

constexpr std::size_t written_bytes_max = 20'000;  // some pages; a longer text belongs into a document
constexpr std::size_t facts_max = 64;

base::Result<> check_written(const char* field, const std::string& text) {
  if (text.empty()) return base::invalid(field, "", "is not empty");
  if (text.size() > written_bytes_max) return base::invalid(field, text, "is at most 20000 bytes");
  return {};
}

}  // namespace

Casework::Casework(Services services) : services_(services) {}

base::Result<> Casework::verify(const std::string& actor, const std::string& ref, const Verification& verification) {
  if (verification.facts.size() > facts_max)
    return base::invalid("facts", std::to_string(verification.facts.size()), "are at most 64");
  for (const auto& [name, fact] : verification.facts) {
    if (!legal::is_code(name)) return base::invalid("facts", name, "is a CODE: [a-z0-9][a-z0-9._-]{0,63}");
  }
  return change_case(services_, actor, ref, [&](Change& change) -> base::Result<> {
    TRY_VOID(change.require({State::received, State::verified, State::drafted, State::approved, State::refused},
                            "a case is verified before anything is delivered and before it has ended"));
    TRY(const legal::Request request, change.request());
    TRY_VOID(check_recodes(request, change.record(), verification.recodes));
    json recodes = json::array();
    for (const auto& recode : verification.recodes) {
      recodes.push_back({{"position", recode.position}, {"value", recode.value}, {"reason", recode.reason}});
    }
    TRY_VOID(change.append("verified", {{"recodes", recodes}}, {{"facts", facts_json(verification.facts)}}));
    TRY(const std::string says, policy_says(change));
    return set_says(services_.db, ref, says);
  });
}

base::Result<> Casework::ask_clarification(const std::string& actor, const std::string& ref,
                                           const std::string& question) {
  TRY_VOID(check_written("question", question));
  return change_case(services_, actor, ref, [&](Change& change) -> base::Result<> {
    TRY_VOID(
        change.require({State::received, State::verified, State::drafted}, "a question is asked before the decision"));
    return change.append("clarification_asked", json::object(), {{"text", question}});
  });
}

base::Result<> Casework::answer_clarification(const std::string& actor, const std::string& ref,
                                              const std::string& answer) {
  TRY_VOID(check_written("answer", answer));
  return change_case(services_, actor, ref, [&](Change& change) -> base::Result<> {
    TRY_VOID(change.require({State::clarification}, "no question is open"));
    return change.append("clarification_answered", json::object(), {{"text", answer}});
  });
}

}  // namespace writ::casework
