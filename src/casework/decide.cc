// Drafts and approvals: the policy recommends, people decide (domain.md section 2).
#include <algorithm>
#include <map>

#include "casework/emergency.h"
#include "casework/policies.h"
#include "casework/proposal.h"
#include "casework/recodes.h"
#include "casework/request_text.h"
#include "casework/review.h"
#include "legal/vocabulary.h"

namespace writ::casework {

namespace {

constexpr std::string_view unanswered = "clarification_unanswered";
constexpr std::size_t written_ground_bytes_max = 20'000;

/// full = every category asked for every selector, refused = none, else partial. Who named no category asked for none.
std::string outcome_of(const std::vector<legal::CodeSet>& granted, const legal::CodeSet& asked) {
  const bool none = std::ranges::all_of(granted, [](const legal::CodeSet& set) { return set.empty(); });
  if (none) return "refused";
  return std::ranges::all_of(granted, [&](const legal::CodeSet& set) { return set == asked; }) ? "full" : "partial";
}

/// The policy's answer for every selector; selectors of one kind have one answer.
struct Recommendation {
  std::vector<policy::Verdict> verdicts;  // one for each kind, in order of first appearance
  std::vector<std::size_t> verdict_of;    // by selector
};

Recommendation ask(const policy::Policy& policy, const legal::Request& request, const legal::Facts& facts) {
  Recommendation answer;
  std::map<legal::SelectorKind, std::size_t> known;
  policy::Question question = policy::question_of(request, facts);
  for (const legal::Selector& selector : request.selectors) {
    const auto [found, is_new] = known.emplace(selector.kind, answer.verdicts.size());
    if (is_new) {
      question.codes["selector"] = legal::name_of(selector.kind);
      answer.verdicts.push_back(policy.decide(question));
    }
    answer.verdict_of.push_back(found->second);
  }
  return answer;
}

base::Result<> check_decided(const Recommendation& answer) {
  for (const policy::Verdict& verdict : answer.verdicts) {
    if (verdict.decided()) continue;
    std::string missing;
    for (const std::string& name : verdict.missing) missing += (missing.empty() ? "" : ", ") + name;
    return base::invalid("facts", missing, "must be established before policy " + verdict.policy_id + " decides");
  }
  return {};
}

/// The verdict whose ground stands for the whole: of a selector that was given something, else of the first.
const policy::Verdict& leading(const Recommendation& answer, const std::vector<legal::CodeSet>& granted) {
  for (std::size_t i = 0; i < granted.size(); ++i) {
    if (!granted[i].empty()) return answer.verdicts[answer.verdict_of[i]];
  }
  return answer.verdicts[answer.verdict_of[0]];
}

Decision recommended(const Recommendation& answer, const legal::Request& request) {
  Decision decision;
  for (const std::size_t index : answer.verdict_of) {
    decision.granted.push_back(legal::intersection(request.data_sought, answer.verdicts[index].disclose));
  }
  decision.outcome = outcome_of(decision.granted, request.data_sought);
  const policy::Verdict& verdict = leading(answer, decision.granted);
  const bool offers_other = decision.outcome == "refused" && !verdict.disclose.empty();
  decision.ground = offers_other ? "not_offered" : verdict.ground;
  decision.policy_rule = verdict.rule_id;
  return decision;
}

std::string path_of(const char* list, std::size_t i) { return std::string(list) + "[" + std::to_string(i) + "]"; }

/// Windows and grounds of their own: none, or one for each selector.
base::Result<> check_details(const Override& deviation, const legal::Request& request) {
  const std::size_t count = request.selectors.size();
  if (!deviation.windows.empty() && deviation.windows.size() != count)
    return base::invalid("windows", std::to_string(deviation.windows.size()), "has one for each selector, or none");
  if (!deviation.grounds.empty() && deviation.grounds.size() != count)
    return base::invalid("grounds", std::to_string(deviation.grounds.size()), "has one for each selector, or none");
  for (std::size_t i = 0; i < deviation.windows.size(); ++i) {
    if (!deviation.windows[i]) continue;
    const legal::Window& window = *deviation.windows[i];
    const legal::Selector& selector = request.selectors[i];
    const std::string path = path_of("windows", i);
    if (window.from >= window.to) return base::invalid(path, base::format_time(window.from), "begins before it ends");
    if (selector.kind == legal::SelectorKind::ip_address)
      return base::invalid(path, base::format_time(window.from), "is not set for an address: its time says who is meant");
    if (selector.window && (window.from < selector.window->from || window.to > selector.window->to))
      return base::invalid(path, base::format_time(window.from), "lies within what was asked");
  }
  for (std::size_t i = 0; i < deviation.grounds.size(); ++i) {
    const std::string& ground = deviation.grounds[i];
    if (!ground.empty() && legal::find_word(legal::grounds(), ground) == nullptr)
      return base::invalid(path_of("grounds", i), ground, "is a code of the grounds");
  }
  return {};
}

base::Result<> check_override(const Override& deviation, const legal::Request& request) {
  if (deviation.granted.size() != request.selectors.size()) {
    return base::invalid("granted", std::to_string(deviation.granted.size()) + " sets",
                         "has one set for each selector: " + std::to_string(request.selectors.size()));
  }
  for (std::size_t i = 0; i < deviation.granted.size(); ++i) {
    const legal::CodeSet set = legal::make_set(deviation.granted[i]);
    if (!legal::is_subset(set, request.data_sought)) {
      return base::invalid("granted[" + std::to_string(i) + "]", legal::join_set(set),
                           "is part of what was asked: " + legal::join_set(request.data_sought));
    }
  }
  if (legal::find_word(legal::grounds(), deviation.ground) == nullptr)
    return base::invalid("ground", deviation.ground, "is a code of the grounds");
  if (deviation.written_ground.empty())
    return base::invalid("written_ground", "", "is required: a deviation needs a written ground");
  if (deviation.written_ground.size() > written_ground_bytes_max) {
    return base::invalid("written_ground", deviation.written_ground, "is at most 20000 bytes");
  }
  return check_details(deviation, request);
}

void deviate(Decision& decision, const Override& deviation, const legal::CodeSet& asked) {
  decision.granted.clear();
  for (const legal::CodeSet& set : deviation.granted) decision.granted.push_back(legal::make_set(set));
  decision.outcome = outcome_of(decision.granted, asked);
  decision.windows = deviation.windows;
  decision.grounds = deviation.grounds;
  // Every category of a shorter time is less than was asked.
  const bool narrowed = std::ranges::any_of(deviation.windows, [](const auto& one) { return one.has_value(); });
  if (narrowed && decision.outcome == "full") decision.outcome = "partial";
  decision.ground = deviation.ground;
  decision.deviates = true;
  decision.written_ground = deviation.written_ground;
}

base::Result<> check_may_draft(const Change& change, const std::optional<Override>& deviation) {
  const bool unanswered_refusal = deviation && deviation->ground == unanswered &&
                                  std::ranges::all_of(deviation->granted, [](const auto& set) { return set.empty(); });
  if (change.record().state == State::clarification && unanswered_refusal) return {};
  TRY_VOID(change.require(
      {State::verified, State::drafted, State::approved, State::refused, State::no_data, State::delivered,
       State::acknowledged},
      "a decision is drafted once the case is verified, no question is open and the case has not ended"));
  if (change.record().verified_event == 0) {
    return base::fail(base::Errc::conflict, change.record().ref, std::string(name_of(change.record().state)),
                      "a decision is drafted once the case is verified");
  }
  return {};
}

base::Result<legal::Facts> facts_of(const Change& change) {
  if (change.record().verified_event == 0) return legal::Facts{};
  TRY(const StoredEvent verified, change.event(change.record().verified_event));
  return facts_from(verified.sealed.at("facts"));
}

/// Who decides that an approver must read first: the weight of the draft, else chance.
bool wants_blind(const Decision& decision, const legal::Request& request, unsigned one_in, base::Random& random) {
  if (one_in == 0) return false;
  return decision.deviates || request.emergency || decision.outcome == "full" || random.below(one_in) == 0;
}

base::Result<> check_approver(const Change& change, const std::string& actor) {
  const DraftHead& draft = *change.record().draft;
  const auto denied = [&](const char* rule) { return base::fail(base::Errc::denied, "actor", actor, rule); };
  const std::vector<std::string>& approvals = change.record().approvals;
  if (draft.deviates && draft.drafted_by == actor) return denied("drafted this deviation and cannot approve it");
  if (std::ranges::find(approvals, actor) != approvals.end())
    return denied("approved this draft already: a second approval is another person's");
  const Notes& notes = change.record().notes;
  const auto listed = [](const std::vector<std::string>& ids, const std::string& id) {
    return std::ranges::find(ids, id) != ids.end();
  };
  // Who drafted knows the answers already: for that person there is nothing blind left.
  if (draft.blind && draft.drafted_by != actor && !listed(notes.readers, actor))
    return denied("must first answer the facts from the document alone");
  TRY(const legal::Request request, change.request());
  const bool completes = approvals.size() + 1 == approvals_needed(draft.outcome) && approvals.size() > 0;
  if (request.emergency && completes && listed(notes.callers, actor) &&
      std::ranges::all_of(approvals, [&](const std::string& id) { return listed(notes.callers, id); })) {
    return denied("was on the call, as were the others who approved: one approver of an emergency was not");
  }
  return {};
}

/// What was not reached or not confirmed is not verified, never "assume yes" (design: faces.md section 5, 4).
base::Result<> check_emergency(const Change& change) {
  const std::string& outcome = change.record().draft->outcome;
  TRY(const legal::Request request, change.request());
  if (!request.emergency || (outcome != "full" && outcome != "partial")) return {};
  const Notes& notes = change.record().notes;
  const auto missing = [&](const char* rule) { return base::fail(base::Errc::conflict, change.record().ref, "", rule); };
  if (!notes.reached)
    return missing("is an emergency in which nobody was reached on a number of our own directory: that is not verified");
  if (!legal::contains(notes.confirmed, second_channel))
    return missing("is an emergency that no second channel confirmed: that is not verified");
  if (!legal::contains(notes.confirmed, least_data))
    return missing("is an emergency of which nobody recorded that what is asked is the least that helps");
  TRY(const legal::Facts facts, facts_of(change));
  const auto danger = facts.find(danger_fact);
  if (danger == facts.end() || danger->second != legal::Fact::yes)
    return missing("is an emergency whose danger was not found to be concrete and imminent");
  return {};
}

}  // namespace

base::Result<std::string> policy_says(const Change& change) {
  TRY(legal::Request declared, change.request());
  TRY(const auto pending, pending_recodes(change));
  const legal::Request request = recoded(std::move(declared), change.record(), pending);
  TRY(const legal::Facts facts, facts_of(change));
  TRY(const BookedPolicy booked, policy_in_force(change.services().db, base::day_of(change.record().received_at)));
  const Recommendation answer = ask(booked.policy, request, facts);
  return check_decided(answer) ? recommended(answer, request).outcome : std::string("unknown");
}

base::Result<> Casework::draft_decision(const std::string& actor, const std::string& ref,
                                        const std::optional<Override>& deviation, unsigned blind_one_in) {
  return change_case(services_, actor, ref, [&](Change& change) -> base::Result<> {
    TRY_VOID(check_may_draft(change, deviation));
    TRY_VOID(check_review(change));
    TRY(legal::Request declared, change.request());
    TRY(const auto pending, pending_recodes(change));
    const legal::Request request = recoded(std::move(declared), change.record(), pending);
    TRY(const legal::Facts facts, facts_of(change));
    TRY(const BookedPolicy booked, policy_in_force(services_.db, base::day_of(change.record().received_at)));
    const Recommendation answer = ask(booked.policy, request, facts);
    if (!deviation) TRY_VOID(check_decided(answer));
    Proposal proposal{recommended(answer, request), {}, {}};
    proposal.decision.policy_id = booked.policy.id();
    for (const policy::Verdict& verdict : answer.verdicts) proposal.decision.explanation += policy::explain(verdict);
    if (deviation) {
      TRY_VOID(check_override(*deviation, request));
      deviate(proposal.decision, *deviation, request.data_sought);
    }
    proposal.decision.blind = wants_blind(proposal.decision, request, blind_one_in, services_.random);
    return append_proposal(change, "drafted", proposal);
  });
}

base::Result<> Casework::approve(const std::string& actor, const std::string& ref) {
  return change_case(services_, actor, ref, [&](Change& change) -> base::Result<> {
    TRY_VOID(change.require({State::drafted}, "there is no draft to approve"));
    const DraftHead& draft = *change.record().draft;
    TRY_VOID(check_approver(change, actor));
    TRY_VOID(check_emergency(change));
    TRY_VOID(check_review(change));
    const std::size_t needed = approvals_needed(draft.outcome);
    TRY_VOID(change.append("approved", {{"draft", change.record().draft_event}}));
    if (change.record().approvals.size() < needed) return {};
    return log_decision(change, change.record().draft_event);
  });
}

}  // namespace writ::casework
