// Preservation: what the messenger holds at receipt, kept as a sealed snapshot (domain.md section 2). It is carried out
// by a job right after receipt, so that no answer to anybody waits for it; it says the same, and its file has the same
// size, whether or not anything was found: before approval nobody learns whether an identifier matches an account.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "app/deployment.h"
#include "app/gather.h"

namespace writ::app {

std::vector<store::Migration> preservation_migrations();

/// How long a snapshot is kept, by the law of the instrument, and by how much it can be extended, once.
struct PreservationTerm {
  std::chrono::days first;
  std::chrono::days extension;
};
/// nullopt: this instrument is not preserved at receipt. Orders: Regulation (EU) 2023/1543 Art. 11(1) (60 days, 30
/// more); a European Production Order is preserved by Art. 10(2). Letters: 18 USC 2703(f)(2) (90 days, 90 more).
std::optional<PreservationTerm> preservation_term(std::string_view instrument);

/// What staff may know. Nothing in here depends on what was found.
struct Preservation {
  std::string ref;
  base::Time made_at;  // the moment of receipt, from which its rows are; nothing later is in it
  base::Time expires_at;
  bool carried_out = false;  // false: waiting, or a source did not answer and is asked again every hour
  bool extended = false;
  bool erased = false;
  std::size_t identifiers = 0;
};

/// Of requests that were just accepted: plans their preservation. Takes part in the caller's transaction.
base::Result<> plan_preservation(Deployment& deployment, const std::string& ref, const legal::Request& request);
/// The job. unavailable if a source did not answer. Safe to run again.
base::Result<> carry_out_preservation(Deployment& deployment, const std::string& ref);
/// The job of the last day: destroys the key, so that no copy of the file can be read, then the file. Does nothing if
/// the term was extended.
base::Result<> expire_preservation(Deployment& deployment, const std::string& ref);

base::Result<std::vector<Preservation>> preservations(Deployment& deployment);
/// Of a case's identifiers those that no source can be asked, with the rule: "2: e-mail is no way ...". It follows from
/// the request and the configuration alone, so that it tells nothing of what was found; without it "carried out" would
/// be taken for "kept".
std::vector<std::string> not_askable(const Deployment& deployment, const legal::Request& request, base::Time at);
/// not_found if this case has none.
base::Result<Preservation> preservation(Deployment& deployment, const std::string& ref);
/// Once. conflict if it was extended before, or has ended.
base::Result<Preservation> extend_preservation(Deployment& deployment, const std::string& actor,
                                               const std::string& ref);
/// Why its officer cannot extend it; none: it can be extended, once.
enum class NoExtension : std::uint8_t { none, ended, extended, law, case_ended };
NoExtension no_extension(const Preservation& kept, std::string_view instrument, casework::State state, base::Time now);

struct OfficerPreservation {
  Preservation kept;
  std::string instrument;
  casework::State state = casework::State::received;
};
/// Of the requests that this officer sent: the first to end first, those that have ended last.
base::Result<std::vector<OfficerPreservation>> preservations_of(Deployment& deployment, const people::Person& officer,
                                                                std::size_t skip, std::size_t rows_max);
/// As extend_preservation(), by who sent the request (18 USC 2703(f)(2): "upon a renewed request"); the desk is told.
/// not_found unless it is this officer's; conflict if the request has ended without being followed.
base::Result<Preservation> extend_own_preservation(Deployment& deployment, const people::Person& officer,
                                                   const std::string& ref);
/// A later case is answered from an earlier one's snapshot too. conflict if that has ended; invalid unless both name an
/// identifier alike and come from one country.
base::Result<> use_preservation(Deployment& deployment, const std::string& actor, const std::string& ref,
                                const std::string& preserved_ref);

/// Adds to the answers what the case's snapshots hold and the messenger has lost since: only what is granted, for the
/// same identifiers, inside the question's window.
base::Result<> add_preserved(Deployment& deployment, const std::string& ref,
                             const std::vector<PlannedQuestion>& questions, std::vector<provider::Answer>& answers);

/// `live` with what `kept` of the same identifier adds; `from` is when the snapshot was made. Pure.
void add_snapshot(provider::Answer& live, const provider::Answer& kept, const PlannedQuestion& question,
                  base::Time from);

}  // namespace writ::app
