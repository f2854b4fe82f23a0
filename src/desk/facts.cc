#include "desk/facts.h"

#include <set>

#include "casework/emergency.h"
#include "desk/words.h"
#include "page/parts.h"
#include "policy/policy.h"

namespace writ::desk {

using namespace page;

namespace {

std::optional<legal::Fact> find(const legal::Facts& facts, const std::string& name) {
  const auto found = facts.find(name);
  return found == facts.end() ? std::nullopt : std::optional(found->second);
}

std::string words_or_dash(const std::optional<legal::Fact>& fact, const char* none) {
  return fact ? fact_words(*fact) : none;
}

std::string compared(const FactView& fact) {
  if (!fact.found) return "not looked at yet";
  if (*fact.found == legal::Fact::unknown) return "cannot tell";
  if (!fact.declared) return "nothing was declared";
  return *fact.declared == *fact.found ? "matches" : "differs";
}

Html outcome_words(const policy::Verdict& verdict, const legal::CodeSet& asked) {
  const legal::CodeSet given = legal::intersection(asked, verdict.disclose);
  if (given.empty()) return Html("Refuse: " + label_of(legal::grounds(), verdict.ground));
  return Html((given == asked ? "Give everything asked: " : "Give a part: ") + categories(given));
}

Html sentences(const std::vector<policy::Reason>& reasons) {
  return ul(cls("govuk-list govuk-list--bullet"),
            each(reasons, [](const policy::Reason& one) { return li(one.sentence); }));
}

Html nearest(const policy::Verdict& verdict, const legal::CodeSet& asked) {
  if (!verdict.nearest) return p("No other outcome can be reached by changing facts.");
  const legal::CodeSet given = legal::intersection(asked, verdict.nearest->disclose);
  const std::string other = given.empty() ? "refuse (" + label_of(legal::grounds(), verdict.nearest->ground) + ")"
                                          : "give " + categories(given);
  return p(strong("Nearest other outcome: "), other + ", rule ", code_identifier(verdict.nearest->rule_id), ", if:") +
         sentences(verdict.nearest->changes);
}

Html answer_of(const policy::Verdict& verdict, const legal::CodeSet& asked) {
  if (!verdict.decided()) {
    return p(tag("needs a person", Tone::warn), " The policy is not evaluated, because it is not known:") +
           ul(cls("govuk-list govuk-list--bullet"),
              each(verdict.unknowns, [](const std::string& one) { return li(one); }));
  }
  return p(strong(outcome_words(verdict, asked)), ", rule ", code_identifier(verdict.rule_id), " of ",
           code_identifier(verdict.policy_id), ".") +
         p("What decided:") + sentences(verdict.because) + nearest(verdict, asked);
}

}  // namespace

std::vector<FactView> facts_of(const policy::Policy& policy, const casework::CaseFile& file) {
  std::vector<FactView> facts;
  for (const policy::Policy::FactWords& fact : policy.facts()) {
    facts.push_back(
        {fact.name, fact.holds, fact.fails, find(file.request.declared, fact.name), find(file.facts, fact.name)});
  }
  // No policy asks for it; whoever approves an emergency reads it once more, blind.
  if (file.request.emergency)
    facts.push_back({casework::danger_fact, "the danger is concrete and imminent",
                     "the danger is not concrete, or not imminent", {}, find(file.facts, casework::danger_fact)});
  return facts;
}

Html fact_questions(const std::vector<FactView>& facts, const std::map<std::string, std::string>& typed,
                    const std::vector<FieldError>& faults) {
  return each(facts, [&](const FactView& fact) {
    const std::string name = "fact-" + fact.name;
    const auto chosen = typed.find(name);
    return radio_field({.field = {.name = name,
                                  .label = policy::capitalised(fact.yes) + "?",
                                  .value = chosen == typed.end() ? std::string() : chosen->second,
                                  .error = error_of(faults, name)},
                        .options = {{.value = "yes", .label = "Yes: " + fact.yes},
                                    {.value = "no", .label = "No: " + fact.no},
                                    {.value = "unknown", .label = "Cannot tell from what we have"}},
                        .small = true});
  });
}

Html fact_table(const std::vector<FactView>& facts) {
  if (facts.empty()) return p("This policy's rules ask for no facts: they look at the request's own fields.");
  return table(cls("govuk-table w-facts"), caption(cls("govuk-visually-hidden"), "Facts"),
               thead(tr(th(attr("scope", "col"), "Fact"), th(attr("scope", "col"), "Officer entered"),
                        th(attr("scope", "col"), "We found"), th(attr("scope", "col"), "Compared"))),
               tbody(each(facts, [](const FactView& fact) {
                 const bool open = !fact.found || *fact.found == legal::Fact::unknown;
                 return tr(when(open, attr("data-open-fact", fact.name)),
                           th(attr("scope", "row"), when(open, attr("tabindex", "-1")), policy::capitalised(fact.yes)),
                           td(words_or_dash(fact.declared, "nothing")), td(words_or_dash(fact.found, "not yet")),
                           td(compared(fact)));
               })));
}

Html policy_answer(const policy::Policy& policy, const casework::CaseFile& file) {
  policy::Question question = policy::question_of(file.request, file.facts);
  std::set<legal::SelectorKind> kinds;
  for (const legal::Selector& selector : file.request.selectors) kinds.insert(selector.kind);
  Html out = p(policy.title() + ", in force when this was received.");
  for (const legal::SelectorKind kind : kinds) {
    question.codes["selector"] = legal::name_of(kind);
    if (kinds.size() > 1) out += h4("For each " + kind_words(kind));
    out += answer_of(policy.decide(question), file.request.data_sought);
  }
  return out + p(cls("govuk-body-s"), "Source: " + policy.source());
}

}  // namespace writ::desk
