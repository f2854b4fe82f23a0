// Requests for the replay, from what the bundles open: no fact and no kind of selector is public, so what staff must
// have found is taken from how they decided, and the rest stays unknown.
#include <algorithm>

#include "legal/vocabulary.h"
#include "policy/inferred.h"
#include "report/page_compare.h"

namespace writ::report {

namespace {

using policy::Course;

Course::Aside aside_of(const Case& one) {
  if (one.outcome.empty()) return Course::Aside::pending;
  if (one.outcome == "withdrawn") return Course::Aside::withdrawn;
  if (one.outcome == "duplicate") return Course::Aside::duplicate;
  if (one.outcome == "not_authentic") return Course::Aside::not_authentic;
  return Course::Aside::none;
}

legal::CodeSet set_of(const std::string& joined) { return legal::parse_set(joined).value_or(legal::CodeSet{}); }

policy::Question codes_of(const Case& one) {
  policy::Question question;
  question.codes = {{"country", one.country},
                    {"instrument", one.instrument},
                    {"offence", one.offence},
                    {"emergency", one.emergency},
                    {"realtime", one.timing == "realtime" ? "1" : "0"}};
  return question;
}

const policy::Policy* applied(const SiteData& site, const Case& one) {
  const auto found = std::ranges::find(site.policies, one.policy, &policy::Policy::id);
  return found == site.policies.end() ? nullptr : &*found;
}

bool gave(const Case& one) { return one.outcome == "full" || one.outcome == "partial" || one.outcome == "no_data"; }

/// What the decision says was established, and what was looked for and found.
void add_decision(const SiteData& site, const Case& one, const policy::FactNames& names, policy::ReplayCase& item) {
  const policy::Policy* used = applied(site, one);
  if (used == nullptr) return;
  const bool gives = gave(one) || one.ground == "not_offered";
  for (const auto& [name, fact] : policy::implied_facts(*used, codes_of(one), gives, one.ground)) {
    const auto number = names.find(name);
    if (number) item.set_fact(*number, fact == legal::Fact::yes);
  }
  if (!gave(one)) return;
  policy::Question question = codes_of(one);
  question.facts = policy::implied_facts(*used, question, true, "");
  item.course.gathered = true;
  item.course.asked_for =
      one.outcome == "no_data"
          ? static_cast<policy::CategoryMask>(item.asked & policy::mask_of(used->decide(question).disclose))
          : policy::mask_of(set_of(one.data_granted));
  item.course.users = one.users_affected;
}

std::optional<policy::ReplayCase> case_of(const SiteData& site, const Case& one, const policy::FactNames& names) {
  const auto country = policy::country_position(one.country);
  const auto instrument = policy::position_in(legal::instruments(), one.instrument);
  const auto offence = policy::position_in(legal::offences(), one.offence);
  if (one.held || !country || !instrument || !offence) return std::nullopt;
  policy::ReplayCase item;
  item.country = *country;
  item.instrument = *instrument;
  item.offence = *offence;
  item.emergency = one.emergency == "1";
  item.realtime = one.timing == "realtime";
  item.asked = policy::mask_of(set_of(one.data_sought));
  item.course.aside = aside_of(one);
  if (item.course.aside == Course::Aside::none) add_decision(site, one, names, item);
  return item;
}

}  // namespace

OpenedRequests opened_requests(const SiteData& site, const policy::FactNames& names) {
  std::map<std::uint64_t, policy::CategoryMask> found;  // by request
  for (const Disclosure& made : site.all.disclosures)
    found[made.request_index] =
        static_cast<policy::CategoryMask>(found[made.request_index] | policy::mask_of(set_of(made.data)));
  OpenedRequests out;
  for (const Case& one : site.all.cases) {
    auto item = case_of(site, one, names);
    if (!item) {
      ++out.held;
      continue;
    }
    if (item->course.gathered) item->course.found = found[one.index];
    out.cases.push_back(*item);
    out.indices.push_back(one.index);
  }
  return out;
}

}  // namespace writ::report
