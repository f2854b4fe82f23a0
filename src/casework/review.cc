#include "casework/review.h"

namespace writ::casework {

bool asks_review(const Event& event) {
  if (event.kind != "flagged") return false;
  const auto detail = nlohmann::json::parse(event.detail, nullptr, false);
  return detail.is_object() && detail.value("flag", "") == review_flag && detail.value("on", false);
}

base::Result<> check_review(const Change& change) {
  const Record& record = change.record();
  if (record.decisions == 0) return {};
  TRY(const auto events, read_events(change.services().db, record.ref, 1, record.revision, nullptr));
  std::int64_t reviewed = 0;  // proposal of the decision that stood when the review was asked for
  std::int64_t standing = 0;
  for (const StoredEvent& stored : events) {
    if (stored.event.kind == "decided") standing = stored.detail.at("proposal");
    if (asks_review(stored.event)) reviewed = standing;
  }
  if (reviewed == 0) return {};
  for (const StoredEvent& stored : events) {
    const bool drafted = stored.event.number == reviewed;
    const bool approved = stored.event.kind == "approved" && stored.detail.at("draft") == reviewed;
    if ((drafted || approved) && stored.event.actor == change.actor())
      return base::fail(base::Errc::denied, "actor", change.actor(),
                        "took part in the decision that is under review: somebody else decides now");
  }
  return {};
}

}  // namespace writ::casework
