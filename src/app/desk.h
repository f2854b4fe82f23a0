// What a person may do with cases: roles are checked here, the rules of two people in casework.
#pragma once

#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "app/deployment.h"
#include "app/execute.h"
#include "authority/directory.h"

namespace writ::app {

/// denied unless the person has one of its kinds' roles; the error names what was tried.
base::Result<> require_role(const people::Person& person, std::string_view role, std::string_view what);

class Desk {
 public:
  explicit Desk(Deployment& deployment) : deployment_(deployment) {}

  /// denied if the token is unknown, expired or revoked, or its officer suspended: alike in all four.
  base::Result<people::Person> sign_in(std::string_view token);

  /// Officers submit for their own country; services (an agency's own software) for any. The requester of counted-log.md
  /// section 2, private position 0, is the SHA-256 of the person's verified address. All or none.
  base::Result<std::vector<casework::Accepted>> submit(const people::Person& person, std::vector<legal::Request> requests);

  base::Result<> verify(const people::Person& person, const std::string& ref, const casework::Verification& verification);
  base::Result<> ask(const people::Person& person, const std::string& ref, const std::string& question);
  base::Result<> answer(const people::Person& person, const std::string& ref, const std::string& text);
  base::Result<> withdraw(const people::Person& person, const std::string& ref, const std::string& reason);
  base::Result<> draft(const people::Person& person, const std::string& ref, const std::optional<casework::Override>& deviation);
  /// As draft(), for the desk's pages: an approver reads first where the design asks for it.
  base::Result<> draft_for_reading(const people::Person& person, const std::string& ref, const std::optional<casework::Override>& deviation);
  base::Result<> draft_duplicate(const people::Person& person, const std::string& ref, const std::string& earlier_ref);
  base::Result<> draft_not_authentic(const people::Person& person, const std::string& ref, const std::string& written_ground);
  base::Result<> read_blind(const people::Person& person, const std::string& ref, const legal::Facts& facts);
  base::Result<> send_back(const people::Person& person, const std::string& ref, const std::string& reason);
  /// Of a decided case, by intake or a publisher.
  base::Result<> recode(const people::Person& person, const std::string& ref, const casework::Verification::Recode& recode,
                        const std::string& words);
  /// By intake or a decider; the plan of notice follows in the same transaction. `gag.end` is set here, from the last day
  /// in the court's zone; invalid of the field `zone` if that is none of a country.
  base::Result<> note_gag(const people::Person& person, const std::string& ref, casework::GagFound gag);
  base::Result<> assign(const people::Person& person, const std::string& ref, const std::string& owner);
  base::Result<> flag(const people::Person& person, const std::string& ref, const std::string& flag, bool on);
  base::Result<> comment(const people::Person& person, const std::string& ref, const std::string& text);
  /// invalid unless the number stands in the directory for this requester.
  base::Result<> record_call(const people::Person& person, const std::string& ref, const casework::Callback& call);
  /// Where this requester may be called back: the directory's entries for it, none if it has none.
  base::Result<std::vector<authority::Entry>> call_back_numbers(const casework::CaseFile& file) const;
  base::Result<> check(const people::Person& person, const std::string& ref, const casework::Check& check);

  /// The weekly look at an emergency, by somebody who took no part in it: denied to anyone who left an event in its case.
  /// `result` is yes (handled as it should be), no or cannot_tell; `words` say what was looked at.
  base::Result<> review_emergency(const people::Person& person, const std::string& ref, const std::string& result,
                                  const std::string& words);

  /// Earlier cases with the same document or with an identifier in common, newest first, at most twenty.
  base::Result<std::vector<std::string>> received_before(const casework::CaseFile& file) const;

  /// Does `body` if nothing has moved the case since `version`, all in one transaction; conflict of the field `version`
  /// if it has moved: a form sent twice, or two people at one case.
  base::Result<> at_version(const std::string& ref, std::int64_t version, const std::function<base::Result<>()>& body);

  /// A source does not answer: what there is goes out now, the rest by `follow_up`. By a gatherer, agreed by an approver.
  base::Result<> propose_incomplete(const people::Person& person, const std::string& ref, base::Time follow_up,
                                    const std::string& reason);
  base::Result<> approve_incomplete(const people::Person& person, const std::string& ref);
  base::Result<> approve(const people::Person& person, const std::string& ref);
  base::Result<Execution> carry_out(const people::Person& person, const std::string& ref);
  base::Result<> publish_policy(const people::Person& person, const policy::Policy& policy);

  /// An approver who must read the document first gets the case without its draft and without what staff found.
  /// Staff see every case, officers and services those they sent; anything else is not_found, alike whether it exists.
  base::Result<casework::CaseFile> find(const people::Person& person, const std::string& ref) const;

 private:
  Deployment& deployment_;
};

}  // namespace writ::app
