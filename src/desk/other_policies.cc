#include "desk/other_policies.h"

#include <set>

#include "page/parts.h"

namespace writ::desk {

using namespace page;

namespace {

std::string given_words(const policy::Verdict& verdict, const legal::CodeSet& asked) {
  if (!verdict.decided()) {
    std::string missing;
    for (const std::string& one : verdict.unknowns) missing += (missing.empty() ? "" : ", ") + one;
    return "not decided; it would have to be known " + missing;
  }
  const legal::CodeSet given = legal::intersection(asked, verdict.disclose);
  if (given.empty()) return "nothing. Ground: " + label_of(legal::grounds(), verdict.ground);
  return categories(given) + (given == asked ? ", all that is asked" : ", a part of what is asked");
}

Html row(const CasePage& page, const policy::Policy& policy) {
  policy::Question question = policy::question_of(page.file.request, page.file.facts);
  std::set<legal::SelectorKind> kinds;
  for (const legal::Selector& selector : page.file.request.selectors) kinds.insert(selector.kind);
  Html given, rules;
  for (const legal::SelectorKind kind : kinds) {
    question.codes["selector"] = legal::name_of(kind);
    const policy::Verdict verdict = policy.decide(question);
    const std::string before = kinds.size() > 1 ? kind_words(kind) + ": " : std::string();
    given += p(before + given_words(verdict, page.file.request.data_sought));
    if (verdict.decided()) rules += p(code_identifier(verdict.rule_id));
  }
  const bool own = policy.id() == page.policy.id();
  return tr(th(attr("scope", "row"), policy.title(), own ? Html(" ") + tag("decides this case", Tone::info) : Html()),
            td(day_words(policy.effective())), td(given), td(rules));
}

}  // namespace

Html other_policies_page(const CasePage& page, const std::vector<policy::Policy>& policies) {
  return case_head(page, "/policies", "What other policies would have given") +
         p("The same request and the same facts under each. The policy of the day of receipt decides; the others show "
           "what "
           "a change of the rules means.") +
         table(cls("govuk-table"),
               thead(tr(th(attr("scope", "col"), "Policy"), th(attr("scope", "col"), "From"),
                        th(attr("scope", "col"), "Would give"), th(attr("scope", "col"), "Rule"))),
               tbody(each(policies, [&](const policy::Policy& one) { return row(page, one); })));
}

}  // namespace writ::desk
