#include "app/desk.h"

#include <algorithm>

#include "app/emergencies.h"
#include "app/identifiers.h"
#include "app/notify.h"
#include "app/officer_letters.h"
#include "app/preserve.h"
#include "app/suspensions.h"
#include "casework/emergency.h"
#include "casework/officer_rows.h"
#include "notice/zone.h"
#include "policy/policy.h"

namespace writ::app {

namespace {

/// Lower-case domain, as the verified address is hashed.
std::string verified_address(const std::string& email) {
  std::string address = email;
  for (std::size_t i = address.rfind('@'); i < address.size(); ++i) {
    if (address[i] >= 'A' && address[i] <= 'Z') address[i] = static_cast<char>(address[i] - 'A' + 'a');
  }
  return address;
}

base::Result<> fits_sender(const people::Person& person, const legal::Request& request) {
  if (person.kind != people::PersonKind::officer) return {};
  if (request.country != person.country) {
    return base::invalid("country", request.country, "an officer submits for the own country, here " + person.country);
  }
  if (!request.officer.empty() && request.officer != person.email) {
    return base::invalid("officer", request.officer, "an officer submits in the own name, here " + person.email);
  }
  return {};
}

/// Learned now, not after two approvals: a package can only be sealed to a known officer's key.
base::Result<people::Person> can_be_sealed_to(const people::People& people, const std::string& email) {
  const auto officer = people.find_by_email(email);
  if (!officer && officer.error().code != base::Errc::not_found) return std::unexpected(officer.error());
  if (!officer) return base::invalid("officer", email, "is not known here: nothing could be sealed to this officer");
  if (officer->public_key.empty()) return base::invalid("officer", email, "has no delivery key on file: nothing could be sealed to this officer");
  return *officer;
}

constexpr unsigned blind_one_in = 5;  // of the drafts that need no blind reading by their weight (design: faces.md 4.5)

/// Works on cases: neither an auditor, who changes nothing, nor an administrator, who sees none.
base::Result<> require_caseworker(const people::Person& person) {
  for (const char* role : {"intake", "decider", "approver", "gatherer", "publisher"}) {
    if (people::has_role(person, role)) return {};
  }
  return base::fail(base::Errc::denied, "role", legal::join_set(person.roles), "noting something on a case needs a role that works on cases");
}

/// Received and its preservation planned, or neither.
base::Result<std::vector<casework::Accepted>> receive_and_preserve(Deployment& deployment, const people::Person& person,
                                                                   const std::vector<legal::Request>& requests) {
  std::vector<casework::Accepted> accepted;
  TRY_VOID(deployment.db.transaction([&]() -> base::Result<> {
    TRY(accepted, deployment.casework->receive(person.id, requests));
    for (std::size_t i = 0; i < accepted.size(); ++i) {
      TRY_VOID(plan_preservation(deployment, accepted[i].ref, requests[i]));
      TRY_VOID(plan_alert(deployment, accepted[i].ref, requests[i]));
      // Entered by staff or by an agency's software: the officer finds it in the portal all the same.
      if (requests[i].officer != person.email)
        TRY_VOID(casework::OfficerRows(deployment.db).add_viewer(accepted[i].ref, requests[i].officer));
    }
    return {};
  }));
  return accepted;
}

/// Approvers who have not read the document yet see neither the draft nor what it rests on, on whatever page or by whatever
/// door they ask (design: faces.md 4.5). Who drafted knows both already.
bool reads_first(const people::Person& person, const casework::CaseFile& file) {
  if (!file.draft || !file.draft->blind || !people::has_role(person, "approver")) return false;
  if (file.draft->drafted_by == person.id) return false;
  return std::ranges::none_of(file.readings, [&](const casework::Reading& one) { return one.by == person.id; });
}

void blind(casework::CaseFile& file) {
  file.draft.reset();
  file.facts.clear();
  file.readings.clear();
  file.checks.clear();
}

/// Of which request of a submission the error speaks.
template <typename Value>
base::Result<Value> at(const std::string& place, base::Result<Value> result) {
  if (!result) result.error().field = place + result.error().field;
  return result;
}

}  // namespace

base::Result<> require_role(const people::Person& person, std::string_view role, std::string_view what) {
  if (people::has_role(person, role)) return {};
  const std::string held = person.roles.empty() ? "none" : legal::join_set(person.roles);
  return base::fail(base::Errc::denied, "role", held, std::string(what) + " needs the role " + std::string(role));
}

base::Result<people::Person> Desk::sign_in(std::string_view token) {
  TRY(people::Person person, deployment_.people.authenticate(token));
  TRY(const bool suspended, Suspensions(deployment_).suspended(person.id));
  if (suspended) return std::unexpected(people::People::stranger());
  return person;
}

base::Result<std::vector<casework::Accepted>> Desk::submit(const people::Person& person, std::vector<legal::Request> requests) {
  if (person.kind == people::PersonKind::staff) TRY_VOID(require_role(person, "intake", "entering a request"));
  TRY_VOID(Suspensions(deployment_).check(person));
  for (std::size_t i = 0; i < requests.size(); ++i) {
    legal::Request& request = requests[i];
    const std::string place = requests.size() == 1 ? "" : "requests[" + std::to_string(i) + "].";
    TRY_VOID(at(place, fits_sender(person, request)));
    if (request.officer.empty()) request.officer = person.email;
    TRY(const people::Person officer, at(place, can_be_sealed_to(deployment_.people, request.officer)));
    TRY_VOID(at(place, Suspensions(deployment_).check(officer)));
    if (request.agency.empty()) request.agency = person.agency;
    request.requester = crypto::sha256(verified_address(person.email));
  }
  TRY(auto accepted, receive_and_preserve(deployment_, person, requests));
  // They are received, whatever becomes of this list: it is filled up when the desk is opened.
  for (std::size_t i = 0; i < accepted.size(); ++i) static_cast<void>(note_identifiers(deployment_, accepted[i].ref, requests[i]));
  return accepted;
}

base::Result<> Desk::verify(const people::Person& person, const std::string& ref, const casework::Verification& verification) {
  TRY_VOID(require_role(person, "intake", "verifying a request"));
  return deployment_.casework->verify(person.id, ref, verification);
}

base::Result<> Desk::ask(const people::Person& person, const std::string& ref, const std::string& question) {
  TRY_VOID(require_role(person, "intake", "asking the authority"));
  return deployment_.db.transaction([&]() -> base::Result<> {
    TRY_VOID(deployment_.casework->ask_clarification(person.id, ref, question));
    TRY(const casework::CaseFile file, deployment_.casework->find(ref));
    return write_officer(deployment_, file, {.what = "question", .page = "answer"});
  });
}

base::Result<> Desk::answer(const people::Person& person, const std::string& ref, const std::string& text) {
  TRY_VOID(find(person, ref));
  return deployment_.casework->answer_clarification(person.id, ref, text);
}

base::Result<> Desk::withdraw(const people::Person& person, const std::string& ref, const std::string& reason) {
  TRY_VOID(find(person, ref));
  return deployment_.casework->withdraw(person.id, ref, reason);
}

base::Result<> Desk::draft(const people::Person& person, const std::string& ref, const std::optional<casework::Override>& deviation) {
  TRY_VOID(require_role(person, "decider", "drafting a decision"));
  return deployment_.casework->draft_decision(person.id, ref, deviation);
}

base::Result<> Desk::draft_for_reading(const people::Person& person, const std::string& ref, const std::optional<casework::Override>& deviation) {
  TRY_VOID(require_role(person, "decider", "drafting a decision"));
  return deployment_.casework->draft_decision(person.id, ref, deviation, blind_one_in);
}

base::Result<> Desk::draft_duplicate(const people::Person& person, const std::string& ref, const std::string& earlier_ref) {
  TRY_VOID(require_role(person, "decider", "drafting a decision"));
  return deployment_.casework->draft_duplicate(person.id, ref, earlier_ref);
}

base::Result<> Desk::draft_not_authentic(const people::Person& person, const std::string& ref, const std::string& written_ground) {
  TRY_VOID(require_role(person, "decider", "drafting a decision"));
  return deployment_.casework->draft_not_authentic(person.id, ref, written_ground);
}

base::Result<> Desk::read_blind(const people::Person& person, const std::string& ref, const legal::Facts& facts) {
  TRY_VOID(require_role(person, "approver", "reading for an approval"));
  return deployment_.casework->read_blind(person.id, ref, facts);
}

base::Result<> Desk::send_back(const people::Person& person, const std::string& ref, const std::string& reason) {
  TRY_VOID(require_role(person, "approver", "sending a draft back"));
  return deployment_.casework->send_back(person.id, ref, reason);
}

base::Result<> Desk::assign(const people::Person& person, const std::string& ref, const std::string& owner) {
  TRY_VOID(require_caseworker(person));
  if (!owner.empty()) {
    TRY(const people::Person to, deployment_.people.find(owner));
    TRY_VOID(require_caseworker(to));
  }
  return deployment_.casework->assign(person.id, ref, owner);
}

base::Result<> Desk::note_gag(const people::Person& person, const std::string& ref, casework::GagFound gag) {
  if (!people::has_role(person, "intake")) TRY_VOID(require_role(person, "decider", "recording a gag"));
  gag.end.reset();
  if (gag.until) {
    TRY(gag.end, notice::day_ends_at(*gag.until, gag.zone));
  }
  return deployment_.db.transaction([&]() -> base::Result<> {
    TRY_VOID(deployment_.casework->note_gag(person.id, ref, gag));
    return replan_notice(deployment_, person.id, ref);
  });
}

base::Result<> Desk::flag(const people::Person& person, const std::string& ref, const std::string& flag, bool on) {
  TRY_VOID(require_caseworker(person));
  return deployment_.casework->flag(person.id, ref, flag, on);
}

base::Result<> Desk::recode(const people::Person& person, const std::string& ref, const casework::Verification::Recode& recode,
                            const std::string& words) {
  if (!people::has_role(person, "publisher")) TRY_VOID(require_role(person, "intake", "codes a case"));
  return deployment_.casework->recode(person.id, ref, recode, words);
}

base::Result<> Desk::comment(const people::Person& person, const std::string& ref, const std::string& text) {
  TRY_VOID(require_caseworker(person));
  return deployment_.casework->comment(person.id, ref, text);
}

base::Result<> Desk::record_call(const people::Person& person, const std::string& ref, const casework::Callback& call) {
  TRY_VOID(require_caseworker(person));
  TRY(const casework::CaseFile file, find(person, ref));
  TRY(const auto entries, call_back_numbers(file));
  if (std::ranges::find(entries, call.number, &authority::Entry::number) == entries.end())
    return base::invalid("number", call.number, "stands in our own directory for this authority: no other number proves anything");
  return deployment_.casework->record_call(person.id, ref, call);
}

base::Result<std::vector<authority::Entry>> Desk::call_back_numbers(const casework::CaseFile& file) const {
  const authority::Directory directory(deployment_.db, deployment_.clock, deployment_.random);
  return directory.of_requester(file.request.country, file.request.agency, file.request.officer);
}

base::Result<> Desk::check(const people::Person& person, const std::string& ref, const casework::Check& check) {
  TRY_VOID(require_role(person, "intake", "verifying a request"));
  return deployment_.casework->check(person.id, ref, check);
}

base::Result<> Desk::review_emergency(const people::Person& person, const std::string& ref, const std::string& result, const std::string& words) {
  TRY_VOID(require_caseworker(person));
  TRY(const casework::CaseFile file, find(person, ref));
  if (!file.request.emergency) return base::fail(base::Errc::conflict, ref, "", "is no emergency");
  if (std::ranges::find(file.events, person.id, &casework::Event::actor) != file.events.end())
    return base::fail(base::Errc::denied, "result", person.id, "took part in this case: somebody else reviews it");
  return deployment_.casework->check(person.id, ref, {casework::reviewed, result, words});
}

base::Result<std::vector<std::string>> Desk::received_before(const casework::CaseFile& file) const {
  return cases_like(deployment_, file.ref, file.request, 20);
}

base::Result<> Desk::at_version(const std::string& ref, std::int64_t version, const std::function<base::Result<>()>& body) {
  return deployment_.db.transaction([&]() -> base::Result<> {
    TRY(const std::int64_t now, deployment_.casework->version(ref));
    if (now != version)
      return base::fail(base::Errc::conflict, "version", std::to_string(version), "somebody else moved this case meanwhile, or this form was sent before");
    return body();
  });
}

base::Result<> Desk::approve(const people::Person& person, const std::string& ref) {
  TRY_VOID(require_role(person, "approver", "approving a decision"));
  return deployment_.db.transaction([&]() -> base::Result<> {
    TRY_VOID(deployment_.casework->approve(person.id, ref));
    return tell_decision(deployment_, ref);
  });
}

base::Result<> Desk::propose_incomplete(const people::Person& person, const std::string& ref, base::Time follow_up, const std::string& reason) {
  TRY_VOID(require_role(person, "gatherer", "sending an incomplete package"));
  return deployment_.casework->propose_incomplete(person.id, ref, follow_up, reason);
}

base::Result<> Desk::approve_incomplete(const people::Person& person, const std::string& ref) {
  TRY_VOID(require_role(person, "approver", "approving an incomplete package"));
  return deployment_.casework->approve_incomplete(person.id, ref);
}

base::Result<Execution> Desk::carry_out(const people::Person& person, const std::string& ref) {
  TRY_VOID(require_role(person, "gatherer", "gathering data"));
  return execute(deployment_, person.id, ref);
}

base::Result<> Desk::publish_policy(const people::Person& person, const policy::Policy& policy) {
  TRY_VOID(require_role(person, "publisher", "publishing a policy"));
  TRY(const auto findings, policy.lint());
  if (!findings.empty()) return base::invalid("policy", policy.id(), "does not pass lint: " + findings.front().message);
  return deployment_.casework->publish_policy(person.id, policy);
}

base::Result<casework::CaseFile> Desk::find(const people::Person& person, const std::string& ref) const {
  auto file = deployment_.casework->find(ref);
  const bool own = file && file->request.officer == person.email;
  if (file && reads_first(person, *file)) blind(*file);
  if (file && (own || person.kind == people::PersonKind::staff)) return file;
  if (file || file.error().code == base::Errc::not_found) {
    return base::fail(base::Errc::not_found, "ref", ref, "there is no such case among those you may see");
  }
  return file;
}

}  // namespace writ::app
