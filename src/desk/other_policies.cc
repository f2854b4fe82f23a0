#include "desk/other_policies.h"

#include <set>

#include "page/parts.h"

namespace writ::desk {

using namespace page;

namespace {

std::string given_words(const Locale& t, const policy::Verdict& verdict, const legal::CodeSet& asked) {
  if (!verdict.decided()) return t.text("case.others.undecided", {{"missing", joined(t, verdict.unknowns)}});
  const legal::CodeSet given = legal::intersection(asked, verdict.disclose);
  if (given.empty()) return t.text("case.others.nothing", {{"ground", ground_label(t, verdict.ground, verdict.ground_words)}});
  return t.text(given == asked ? Key("case.others.all") : Key("case.others.part"),
                {{"categories", categories(t, given)}});
}

Html row(const CasePage& page, const policy::Policy& policy) {
  const Locale& t = page.t;
  policy::Question question = policy::question_of(page.file.request, page.file.facts);
  std::set<legal::SelectorKind> kinds;
  for (const legal::Selector& selector : page.file.request.selectors) kinds.insert(selector.kind);
  Html given, rules;
  for (const legal::SelectorKind kind : kinds) {
    question.codes["selector"] = legal::name_of(kind);
    const policy::Verdict verdict = policy.decide(question);
    const std::string words = given_words(t, verdict, page.file.request.data_sought);
    given += kinds.size() > 1 ? p(t.html("case.others.of_kind", {{"kind", kind_words(t, kind)}, {"given", words}}))
                              : p(words);
    if (verdict.decided()) rules += p(code_identifier(verdict.rule_id));
  }
  const bool own = policy.id() == page.policy.id();
  return tr(
      th(attr("scope", "row"), policy.title(), own ? Html(" ") + tag(t.text("case.others.own"), Tone::info) : Html()),
      td(day_words(t, policy.effective())), td(given), td(rules));
}

}  // namespace

Html other_policies_page(const CasePage& page, const std::vector<policy::Policy>& policies) {
  const Locale& t = page.t;
  return case_head(page, "/policies", t.text("case.others.title")) + p(t.html("case.others.lead")) +
         table(cls("govuk-table"),
               thead(tr(th(attr("scope", "col"), t.html("case.others.policy")),
                        th(attr("scope", "col"), t.html("case.others.from")),
                        th(attr("scope", "col"), t.html("case.others.would_give")),
                        th(attr("scope", "col"), t.html("case.label.rule")))),
               tbody(each(policies, [&](const policy::Policy& one) { return row(page, one); })));
}

}  // namespace writ::desk
