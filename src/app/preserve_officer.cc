// What an officer may do with what was preserved on the own requests: see when it ends, and extend it once.
#include "app/preserve.h"
#include "app/tell.h"
#include "crypto/native_host.h"

namespace writ::app {

namespace {

using casework::State;

/// The request is not followed: nothing of it may be kept longer.
bool is_not_followed(State state) {
  return state == State::refused || state == State::withdrawn || state == State::duplicate ||
         state == State::not_authentic;
}

OfficerPreservation from_row(const store::Row& row) {
  return {.kept = {.ref = row.text(0),
                   .made_at = base::from_unix(row.integer(1)),
                   .expires_at = base::from_unix(row.integer(2)),
                   .carried_out = row.integer(3) != 0,
                   .extended = row.integer(4) != 0,
                   .erased = row.integer(5) != 0,
                   .identifiers = static_cast<std::size_t>(row.integer(6))},
          .instrument = row.text(7),
          .state = casework::state_of(row.text(8)).value_or(State::withdrawn)};
}

base::Error why_not(NoExtension reason, const Preservation& kept) {
  const auto said = [&](std::string rule) {
    return base::Error{base::Errc::conflict, "ref", kept.ref, std::move(rule)};
  };
  switch (reason) {
    case NoExtension::ended:
      return said("the preservation ended on " + base::format_time(kept.expires_at) + ": there is nothing to extend");
    case NoExtension::extended:
      return said("the preservation was extended before, until " + base::format_time(kept.expires_at) +
                  ", and is extended once at most");
    case NoExtension::law:
      return said("the law of this instrument knows no extension");
    case NoExtension::case_ended:
    case NoExtension::none:
      break;
  }
  return said("the request is not followed, so what was preserved is not kept longer");
}

}  // namespace

NoExtension no_extension(const Preservation& kept, std::string_view instrument, State state, base::Time now) {
  if (kept.erased || kept.expires_at <= now) return NoExtension::ended;
  if (kept.extended) return NoExtension::extended;
  if (is_not_followed(state)) return NoExtension::case_ended;
  const auto term = preservation_term(instrument);
  return term && term->extension > std::chrono::days(0) ? NoExtension::none : NoExtension::law;
}

base::Result<std::vector<OfficerPreservation>> preservations_of(Deployment& deployment, const people::Person& officer,
                                                                std::size_t skip, std::size_t rows_max) {
  std::vector<OfficerPreservation> all;
  TRY_VOID(deployment.db.query(
      "SELECT p.ref, p.made_at, p.expires_at, p.carried_out, p.extended, p.erased, p.identifiers, r.instrument, r.state"
      " FROM case_state s JOIN preservation p ON p.ref = s.ref JOIN case_row r ON r.ref = s.ref"
      " WHERE s.requester = ? AND s.erased = 0 ORDER BY p.erased, p.expires_at, p.ref LIMIT ? OFFSET ?",
      {crypto::sha256(officer.email), rows_max, skip}, [&](const store::Row& row) -> base::Result<> {
        all.push_back(from_row(row));
        return {};
      }));
  return all;
}

base::Result<Preservation> extend_own_preservation(Deployment& deployment, const people::Person& officer,
                                                   const std::string& ref) {
  TRY(const casework::CaseFile file, deployment.casework->find(ref));
  if (file.erased || file.request.officer != officer.email)
    return base::fail(base::Errc::not_found, "ref", ref, "there is no such case among those you may see");
  TRY(const Preservation kept, preservation(deployment, ref));
  const NoExtension reason = no_extension(kept, file.request.instrument, file.state, deployment.clock.now());
  if (reason != NoExtension::none) return std::unexpected(why_not(reason, kept));
  std::optional<Preservation> extended;
  TRY_VOID(deployment.db.transaction([&]() -> base::Result<> {
    TRY(extended, extend_preservation(deployment, officer.id, ref));
    return tell_staff(
        deployment, file, "intake",
        "The officer renewed the request to preserve: it ends " + base::format_time(extended->expires_at) + ".");
  }));
  return *extended;
}

}  // namespace writ::app
