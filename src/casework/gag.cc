// What forbids telling the user, as staff read it in the document.
#include <algorithm>
#include <array>

#include "casework/change.h"
#include "casework/request_text.h"

namespace writ::casework {

namespace {

constexpr std::size_t written_bytes_max = 20'000;
constexpr std::array<std::string_view, 4> kinds = {"court_order", "prosecutor_order", "statute", "none"};

base::Result<> check_gag(const GagFound& gag, base::Time received_at) {
  if (std::ranges::find(kinds, gag.kind) == kinds.end())
    return base::invalid("kind", gag.kind, "is a kind of order, or none");
  if (gag.shown_by.empty()) return base::invalid("shown_by", "", "is not empty: what in the document says so");
  if (gag.shown_by.size() > written_bytes_max) return base::invalid("shown_by", "", "is at most 20000 bytes");
  if (gag.kind == "none") return {};
  if (gag.court.empty()) return base::invalid("court", "", "is not empty: nothing binds that nobody imposed");
  if (gag.until.has_value() != gag.end.has_value()) return base::invalid("until", "", "comes with the moment it ends");
  if (gag.end && *gag.end <= received_at)
    return base::invalid("until", base::format_day(*gag.until), "is after the receipt");
  // One without an end would never be looked at again.
  if (!gag.until && !gag.review) return base::invalid("review", "", "is needed for an order without an end");
  return {};
}

}  // namespace

base::Result<> Casework::note_gag(const std::string& actor, const std::string& ref, const GagFound& gag) {
  return change_case(services_, actor, ref, [&](Change& change) -> base::Result<> {
    TRY_VOID(change.require({State::received, State::verified, State::clarification, State::drafted, State::approved,
                             State::delivered, State::acknowledged},
                            "the case ended without a package: there is nothing to tell a user of"));
    TRY_VOID(check_gag(gag, change.record().received_at));
    return change.append("gag_found", {{"binds", gag.kind != "none"}}, gag_json(gag));
  });
}

}  // namespace writ::casework
