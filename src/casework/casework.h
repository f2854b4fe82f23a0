// The life of a case (domain.md section 2), and the only writer of cases. Each call appends events and, where the
// public log has an entry for it, commits event and pending log entry in one transaction; when a call returns a value,
// that is on stable storage. One thread at a time.
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/clock.h"
#include "base/random.h"
#include "casework/case_file.h"
#include "crypto/keys.h"
#include "log/journal.h"
#include "policy/policy.h"
#include "store/db.h"

namespace writ::casework {

std::vector<store::Migration> migrations();

/// Who acts where nobody pressed anything: jobs, and the program itself.
inline constexpr const char* system_actor = "system";

/// What a requester is told at once.
struct Accepted {
  std::string ref;  // WR-2026-00001
  base::Hash body_root{};
  std::string promise;
  std::string promise_opening;
};

/// What staff established on receipt, before the policy is asked.
struct Verification {
  legal::Facts facts;
  /// The staff's own coding where it differs from what was declared; logged as recodes with the decision.
  struct Recode {
    int position = 0;  // 10, 11 or 12 of the request entry
    std::string value;
    std::string reason;  // code
  };
  std::vector<Recode> recodes;
};

/// A deviation from the policy's recommendation, per selector, with a written ground.
struct Override {
  std::vector<legal::CodeSet> granted;  // one for each selector
  std::string ground;                   // code
  std::string written_ground;           // not empty
  /// None, or one for each selector: a narrower time than was asked; nullopt leaves it. Who is meant by an address
  /// stays.
  std::vector<std::optional<legal::Window>> windows = {};
  /// None, or one for each selector: its own ground where it is not `ground`; empty leaves it.
  std::vector<std::string> grounds = {};
};

/// A telephone call to the authority, on a number of our own directory (domain.md section 2, emergencies).
struct Callback {
  bool reached = false;  // not reached is not verified, never "assume yes"
  std::string number;    // of the directory, never the request's own
  std::string answered_by;
  std::string said;
};

/// One item of the checklist of verification, with its evidence. A later one of the same item replaces it.
struct Check {
  std::string item;    // CODE
  std::string result;  // yes, no or cannot_tell
  std::string evidence;
};

/// What a delivered package was (counted-log.md section 2, disclosure).
struct Delivered {
  legal::CodeSet disclosed;
  std::vector<std::string> accounts;  // accounts with at least one value in the package
  base::Hash package{};               // SHA-256 of the sealed file
  std::string package_name;
  std::string holdings;     // JSON: what was held for each selector and category, no values
  bool incomplete = false;  // a source did not answer: the rest follows
};

struct Services {
  store::Db& db;
  log::Journal& journal;
  crypto::KeyRing& keys;
  base::Clock& clock;
  base::Random& random;
  const base::Host& host;
};

/// One user in one package (counted-log.md section 2, users_root): for the proof that a notified user gets.
struct Slot {
  std::string account;
  base::Hash salt{};
  base::Hash hash{};
};

class Casework {
 public:
  explicit Casework(Services services);

  /// Registers a policy and logs it; from its effective date on it decides what is received. conflict if its id is
  /// taken; invalid if its effective date is not after today, unless no case exists yet.
  base::Result<> publish_policy(const std::string& actor, const policy::Policy& policy);
  /// In force on a UTC day; not_found before the first.
  base::Result<policy::Policy> policy_on(base::Day day) const;
  /// The whole book, earliest effective date first.
  base::Result<std::vector<policy::Policy>> policies() const;

  /// All or none; each is one case. The request's own values are what is logged. not_found if no policy is in force.
  /// conflict of the field `nonce`, with the earlier reference as `value`, if this requester sent this nonce before: a
  /// client that does not know whether it was heard asks again and is not counted twice. invalid if a nonce stands
  /// twice in the batch. Fields of errors of a batch begin with `requests[i].`, i from 0.
  base::Result<std::vector<Accepted>> receive(const std::string& actor, const std::vector<legal::Request>& requests);
  /// May be done again until the case is delivered or ended otherwise; a draft that rested on it is void.
  base::Result<> verify(const std::string& actor, const std::string& ref, const Verification& verification);
  /// The clock of the deadline stands from the question to the answer.
  base::Result<> ask_clarification(const std::string& actor, const std::string& ref, const std::string& question);
  base::Result<> answer_clarification(const std::string& actor, const std::string& ref, const std::string& answer);
  /// Asks the policy in force on the day of receipt and drafts its answer, or the override. A second draft revises:
  /// approvals given so far are void; after a logged decision it makes a successor.
  /// `blind_one_in`: an approver must read the document and answer the facts before seeing the drafter's answers,
  /// always for deviations, emergencies and full disclosures and else in one draft of that many, by chance. 0: never.
  base::Result<> draft_decision(const std::string& actor, const std::string& ref,
                                const std::optional<Override>& deviation = {}, unsigned blind_one_in = 0);
  /// What `actor` reads in the document, before the draft is open to `actor`. denied to who drafted.
  base::Result<> read_blind(const std::string& actor, const std::string& ref, const legal::Facts& facts);
  /// The draft and its approvals are void; the case stands where it stood before it. For the drafter's eyes: `reason`.
  base::Result<> send_back(const std::string& actor, const std::string& ref, const std::string& reason);
  /// denied: the same person twice, the drafter of an override, who has not read blind where the draft asks for it, and
  /// in an emergency the approval that would leave only people who were on the call. conflict for data in an emergency
  /// that was not verified: somebody reached by our number, a second channel, concrete danger, the least data. The
  /// approval that completes the number needed (disclosures two, refusals and no_data one) commits the decision and its
  /// recodes to the log.
  base::Result<> approve(const std::string& actor, const std::string& ref);
  /// What forbids telling the user, or that nothing does. It stands on the page of who approves, so approvals given
  /// before are void. invalid names kind, court, until or review; conflict once the case has ended without a package.
  base::Result<> note_gag(const std::string& actor, const std::string& ref, const GagFound& gag);
  /// By the authority: logged at once, nobody approves it. conflict once something was delivered or the case has ended.
  base::Result<> withdraw(const std::string& actor, const std::string& ref, const std::string& reason);
  /// The same order as another, earlier case: one approver.
  base::Result<> draft_duplicate(const std::string& actor, const std::string& ref, const std::string& earlier_ref);
  /// Not from the authority it names: one approver, who is not the drafter, since no policy says so.
  base::Result<> draft_not_authentic(const std::string& actor, const std::string& ref,
                                     const std::string& written_ground);
  /// Gathering found nothing at all: drafts `no_data` as successor of the decision in force.
  base::Result<> draft_no_data(const std::string& actor, const std::string& ref, const std::string& holdings);
  /// The package was sealed and handed over: logs the disclosure. An incomplete one needs its approval; the decision is
  /// then logged once more, since one entry is executed once, and the case waits for the rest until the agreed day.
  /// conflict unless a decision that gives something is in force and has not been executed; invalid if more was
  /// disclosed than it granted.
  base::Result<> deliver(const std::string& actor, const std::string& ref, const Delivered& delivered);
  /// A source does not answer: what the others gave goes out now, the rest by `follow_up`. conflict unless approved for
  /// gathering; invalid names `follow_up`, in the past, or `reason`.
  base::Result<> propose_incomplete(const std::string& actor, const std::string& ref, base::Time follow_up,
                                    const std::string& reason);
  /// denied to who proposed it.
  base::Result<> approve_incomplete(const std::string& actor, const std::string& ref);
  base::Result<> acknowledge(const std::string& actor, const std::string& ref);
  /// What was sealed is not what the officer can take: the case waits to be gathered and sealed again under the same
  /// decision, with three days to do so. `why` is a CODE: key_changed, expired. conflict unless the case is approved, or
  /// delivered and not acknowledged. The next disclosure names the last one and no new account, so totals count it once.
  base::Result<> seal_again(const std::string& actor, const std::string& ref, std::string_view why);
  /// The file of the last package reached its end and is gone. A note.
  base::Result<> note_package_erased(const std::string& ref);
  /// `state` is given, delayed or barred; `users` how many were told or would have been. Needs a package; after `given`
  /// there is nothing more to say until the next package.
  base::Result<> notice(const std::string& actor, const std::string& ref, const std::string& state,
                        std::uint64_t users);

  /// Staff's coding of a request that was decided already, when it is found to be wrong: logged at once. In the
  /// request's own period it changes the report to come; later it is listed as restated in the report of the period it
  /// falls in (counted-log.md section 2, recode). conflict before a decision: then verify() does it. `words` say why,
  /// and stay here.
  base::Result<> recode(const std::string& actor, const std::string& ref, const Verification::Recode& recode,
                        const std::string& words);

  /// The law forbids to show even the row of this request: in the report of its period, and in every later one, it is
  /// counted and its country is not shown. Held once another person agrees; until then, and until the report of its
  /// period is made, it can be lifted. conflict after that report was made, and where the instrument was recoded; denied
  /// to who asked. `law` is printed nowhere; `words` say why, and are sealed.
  base::Result<> ask_hold(const std::string& actor, const std::string& ref, const std::string& law,
                          const std::string& words);
  base::Result<> agree_hold(const std::string& actor, const std::string& ref);
  base::Result<> lift_hold(const std::string& actor, const std::string& ref, const std::string& words);

  /// What staff note on a case. It moves nothing and voids nothing. `owner` empty: nobody's.
  base::Result<> assign(const std::string& actor, const std::string& ref, const std::string& owner);
  base::Result<> flag(const std::string& actor, const std::string& ref, const std::string& flag, bool on);
  base::Result<> comment(const std::string& actor, const std::string& ref, const std::string& text);
  base::Result<> record_call(const std::string& actor, const std::string& ref, const Callback& call);
  base::Result<> check(const std::string& actor, const std::string& ref, const Check& check);
  /// What was done with the snapshot of what is held; never what it holds, nor whether it holds anything. Nothing
  /// happens if the case is erased: then its snapshot goes on to its own end.
  enum class PreservationAct : std::uint8_t { carried_out, extended, used, ended };
  base::Result<> note_preservation(const std::string& actor, const std::string& ref, PreservationAct act);
  /// Number of the last event that moved the case: what a page was made from. A note does not change it.
  base::Result<std::int64_t> version(const std::string& ref) const;

  /// Destroys the case's key: request, facts, accounts and every written word are gone, here and in the log's private
  /// parts; the public log is untouched. conflict unless the case has ended. Safe to repeat.
  base::Result<> erase(const std::string& actor, const std::string& ref);

  base::Result<CaseFile> find(const std::string& ref) const;
  /// Slots of all packages, package by package (1..), each sorted by hash. not_found after erasure.
  base::Result<std::vector<std::vector<Slot>>> slots(const std::string& ref) const;
  /// References by state, oldest receipt first; nullopt = all.
  base::Result<std::vector<std::string>> list(std::optional<State> state, std::size_t rows_max) const;
  /// Cases whose deadline passes before `time`, not ended and not waiting for the authority; earliest deadline first.
  base::Result<std::vector<std::string>> due_before(base::Time time) const;

  /// Makes every row of case_state and case_row again from the events, in one transaction. What they held is not read.
  base::Result<> rebuild();
  /// Rows of the lists for cases of a deployment that is older than the lists.
  base::Result<> fill_rows();

 private:
  Services services_;
};

}  // namespace writ::casework
