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

/// A sentence of a policy is in the policy's own language, and said to be where the page has another.
Html as_written(const Locale& t, const std::string& sentence) {
  return t.language() == Language::en ? Html(sentence) : span(attr("lang", "en"), attr("dir", "ltr"), sentence);
}

Html fact_heading(const Locale& t, const FactView& fact) {
  const std::string words = policy::capitalised(fact.yes);
  return fact.name == casework::danger_fact ? Html(words) : as_written(t, words);  // that one is no policy's
}

std::string words_or(const Locale& t, const std::optional<legal::Fact>& fact, Key none) {
  return fact ? fact_words(t, *fact) : t.text(none);
}

std::string compared(const Locale& t, const FactView& fact) {
  if (!fact.found) return t.text("case.fact.not_looked");
  if (*fact.found == legal::Fact::unknown) return fact_words(t, legal::Fact::unknown);
  if (!fact.declared) return t.text("case.fact.undeclared");
  return t.text(*fact.declared == *fact.found ? Key("case.fact.matches") : Key("case.fact.differs"));
}

std::string outcome_words(const Locale& t, const policy::Verdict& verdict, const legal::CodeSet& asked) {
  const legal::CodeSet given = legal::intersection(asked, verdict.disclose);
  if (given.empty()) return t.text("case.policy.refuse", {{"ground", ground_label(t, verdict.ground, verdict.ground_words)}});
  return t.text(given == asked ? Key("case.policy.give_all") : Key("case.policy.give_part"),
                {{"categories", categories(t, given)}});
}

Html sentences(const Locale& t, const std::vector<policy::Reason>& reasons) {
  return ul(cls("govuk-list govuk-list--bullet"),
            each(reasons, [&](const policy::Reason& one) { return li(as_written(t, one.sentence)); }));
}

Html nearest_words(const Locale& t, const policy::Nearest& nearest, const legal::CodeSet& asked) {
  const legal::CodeSet given = legal::intersection(asked, nearest.disclose);
  const Html rule = code_identifier(nearest.rule_id);
  if (given.empty())
    return t.html("case.policy.nearest_refuse", {{"ground", ground_label(t, nearest.ground, nearest.ground_words)}, {"rule", rule}});
  return t.html("case.policy.nearest_give", {{"categories", categories(t, given)}, {"rule", rule}});
}

Html answer_of(const Locale& t, const policy::Verdict& verdict, const legal::CodeSet& asked) {
  if (!verdict.decided()) {
    return p(says_tag(t, "unknown"), " ", t.html("case.policy.unknown")) +
           ul(cls("govuk-list govuk-list--bullet"),
              each(verdict.unknowns, [&](const std::string& one) { return li(as_written(t, one)); }));
  }
  return p(t.html("case.policy.answer", {{"outcome", outcome_words(t, verdict, asked)},
                                         {"rule", code_identifier(verdict.rule_id)},
                                         {"policy", code_identifier(verdict.policy_id)}})) +
         p(t.html("case.policy.because")) + sentences(t, verdict.because) +
         (verdict.nearest ? p(nearest_words(t, *verdict.nearest, asked)) + sentences(t, verdict.nearest->changes)
                          : p(t.html("case.policy.no_other")));
}

}  // namespace

std::vector<FactView> facts_of(const Locale& t, const policy::Policy& policy, const casework::CaseFile& file) {
  std::vector<FactView> facts;
  for (const policy::Policy::FactWords& fact : policy.facts()) {
    facts.push_back(
        {fact.name, fact.holds, fact.fails, find(file.request.declared, fact.name), find(file.facts, fact.name)});
  }
  // No policy asks for it; whoever approves an emergency reads it once more, blind.
  if (file.request.emergency)
    facts.push_back({casework::danger_fact,
                     t.text("case.fact.danger"),
                     t.text("case.fact.no_danger"),
                     {},
                     find(file.facts, casework::danger_fact)});
  return facts;
}

Html fact_questions(const Locale& t, const std::vector<FactView>& facts,
                    const std::map<std::string, std::string>& typed, const std::vector<FieldError>& faults) {
  return each(facts, [&](const FactView& fact) {
    const std::string name = "fact-" + fact.name;
    const auto chosen = typed.find(name);
    return radio_field({.field = {.name = name,
                                  .label = t.text("case.fact.question", {{"fact", policy::capitalised(fact.yes)}}),
                                  .value = chosen == typed.end() ? std::string() : chosen->second,
                                  .error = error_of(faults, name)},
                        .options = {{.value = "yes", .label = t.text("case.fact.yes", {{"fact", fact.yes}})},
                                    {.value = "no", .label = t.text("case.fact.no", {{"fact", fact.no}})},
                                    {.value = "unknown", .label = t.text("case.fact.unknown")}},
                        .small = true},
                       form_words(t));
  });
}

Html fact_table(const Locale& t, const std::vector<FactView>& facts) {
  if (facts.empty()) return p(t.html("case.fact.none"));
  return table(
      cls("govuk-table w-facts"), caption(cls("govuk-visually-hidden"), t.html("case.fact.caption")),
      thead(tr(
          th(attr("scope", "col"), t.html("case.fact.fact")), th(attr("scope", "col"), t.html("case.fact.declared")),
          th(attr("scope", "col"), t.html("case.fact.found")), th(attr("scope", "col"), t.html("case.fact.compared")))),
      tbody(each(facts, [&](const FactView& fact) {
        const bool open = !fact.found || *fact.found == legal::Fact::unknown;
        return tr(when(open, attr("data-open-fact", fact.name)),
                  th(attr("scope", "row"), when(open, attr("tabindex", "-1")), fact_heading(t, fact)),
                  td(words_or(t, fact.declared, "desk.nothing")), td(words_or(t, fact.found, "case.fact.not_yet")),
                  td(compared(t, fact)));
      })));
}

Html policy_answer(const Locale& t, const policy::Policy& policy, const casework::CaseFile& file) {
  policy::Question question = policy::question_of(file.request, file.facts);
  std::set<legal::SelectorKind> kinds;
  for (const legal::Selector& selector : file.request.selectors) kinds.insert(selector.kind);
  Html out = p(t.html("case.policy.in_force", {{"title", policy.title()}}));
  for (const legal::SelectorKind kind : kinds) {
    question.codes["selector"] = legal::name_of(kind);
    if (kinds.size() > 1) out += h4(t.html("case.policy.for_each", {{"kind", kind_words(t, kind)}}));
    out += answer_of(t, policy.decide(question), file.request.data_sought);
  }
  return out + p(cls("govuk-body-s"), t.html("case.policy.source", {{"source", policy.source()}}));
}

}  // namespace writ::desk
