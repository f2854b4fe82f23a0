#include "report/tables.h"

#include <algorithm>

#include "legal/codes.h"
#include "legal/vocabulary.h"

namespace writ::report {

using base::Errc;
using base::fail;
using base::Result;

namespace {

void add(Codes& to, const Codes& from) {
  for (const auto& [code, count] : from) to[code] += count;
}

std::uint64_t number(std::string_view value) { return legal::parse_int(value).value_or(0); }

/// Walks the entries of a span in order of index and fills cases and disclosures.
class Walk {
 public:
  Result<> bundle(const Bundle& bundle) {
    period_ = bundle.published.period;
    for (const Entry& entry : bundle.references) TRY_VOID(reference(entry));
    for (const Entry& entry : bundle.opened) TRY_VOID(opened(entry));
    return {};
  }
  Tables tables();

 private:
  Result<> reference(const Entry& entry);
  Result<> opened(const Entry& entry);
  void request(const Entry& entry);
  Result<> decision(const Entry& entry);
  Result<> disclosure(const Entry& entry);
  Result<> notice(const Entry& entry);
  Result<> recode(const Entry& entry);
  Result<std::string> country_of(const Entry& entry) const;
  /// nullptr if the request was received before the span.
  Case* own_case(const Entry& entry);

  base::Period period_;
  std::map<base::Hash, std::size_t> case_of_;  // requests of the span
  std::map<base::Hash, Case> earlier_;         // requests of references
  std::map<base::Hash, std::string> policy_ids_;
  std::map<std::string, Codes> notices_;  // by country: a notice counts by itself
  Tables tables_;
};

Case case_from(const Entry& entry, const base::Period& period) {
  Case result{.index = entry.index, .body_root = entry.body_root, .received_in = period, .held = entry.held};
  if (entry.held) return result;
  result.country = entry.values[1];
  result.instrument = entry.values[2];
  result.offence = entry.values[3];
  result.data_sought = entry.values[4];
  result.emergency = entry.values[5];
  result.timing = entry.values[6];
  result.selectors = entry.values[7];
  return result;
}

Result<> Walk::reference(const Entry& entry) {
  if (entry.held || entry.kind == log::Kind::request) {
    if (!case_of_.contains(entry.body_root)) earlier_.emplace(entry.body_root, case_from(entry, period_));
  } else if (entry.kind == log::Kind::policy) {
    policy_ids_.emplace(entry.body_root, entry.values[1]);
  }
  return {};
}

Result<> Walk::opened(const Entry& entry) {
  if (entry.held) {
    request(entry);
    return {};
  }
  switch (entry.kind) {
    case log::Kind::request:
      request(entry);
      return {};
    case log::Kind::decision:
      return decision(entry);
    case log::Kind::disclosure:
      return disclosure(entry);
    case log::Kind::notice:
      return notice(entry);
    case log::Kind::recode:
      return recode(entry);
    case log::Kind::policy:
      policy_ids_.emplace(entry.body_root, entry.values[1]);
      return {};
    case log::Kind::close:
    case log::Kind::report:
      return {};
  }
  return {};
}

void Walk::request(const Entry& entry) {
  case_of_.emplace(entry.body_root, tables_.cases.size());
  tables_.cases.push_back(case_from(entry, period_));
}

Case* Walk::own_case(const Entry& entry) {
  const auto found = case_of_.find(log::value_hash(entry.values[1]));
  return found == case_of_.end() ? nullptr : &tables_.cases[found->second];
}

Result<std::string> Walk::country_of(const Entry& entry) const {
  const base::Hash request = log::value_hash(entry.values[1]);
  if (const auto own = case_of_.find(request); own != case_of_.end()) return tables_.cases[own->second].country;
  if (const auto known = earlier_.find(request); known != earlier_.end()) return known->second.country;
  return fail(Errc::corrupt, "openings.jsonl index " + std::to_string(entry.index), base::to_hex(request),
              "names a request that is neither in openings.jsonl nor in references.jsonl");
}

Result<> Walk::decision(const Entry& entry) {
  TRY_VOID(country_of(entry));
  Case* own = own_case(entry);
  if (own == nullptr) return {};
  const auto policy = policy_ids_.find(log::value_hash(entry.values[5]));
  if (policy == policy_ids_.end())
    return fail(Errc::corrupt, "openings.jsonl index " + std::to_string(entry.index),
                base::to_hex(base::view(entry.values[5])),
                "names a policy that is neither in openings.jsonl nor in references.jsonl");
  // A successor has a higher index than what it revises, so the last one met is the one that stands.
  own->outcome = entry.values[2];
  own->ground = entry.values[3];
  own->data_granted = entry.values[4];
  own->policy = policy->second;
  if (entry.values[7].empty()) own->days_to_first_decision = number(entry.values[6]);
  return {};
}

Result<> Walk::disclosure(const Entry& entry) {
  TRY(std::string country, country_of(entry));
  Disclosure made{.index = entry.index,
                  .period = period_,
                  .country = std::move(country),
                  .data = entry.values[2],
                  .users_affected = number(entry.values[3]),
                  .first = entry.values[5].empty()};
  if (Case* own = own_case(entry)) {
    made.request_index = own->index;
    own->users_affected += made.users_affected;
    if (made.first) own->fulfilled_in = period_;
  } else {
    made.request_index = earlier_.at(log::value_hash(entry.values[1])).index;
  }
  tables_.disclosures.push_back(std::move(made));
  return {};
}

Result<> Walk::notice(const Entry& entry) {
  TRY(const std::string country, country_of(entry));
  ++notices_[country][entry.values[2]];
  if (Case* own = own_case(entry)) own->notice += (own->notice.empty() ? "" : ",") + entry.values[2];
  return {};
}

Result<> Walk::recode(const Entry& entry) {
  TRY_VOID(country_of(entry));
  Case* own = own_case(entry);
  // A recode applies only up to the close of the request's own period; later it is *restated* and changes no table.
  if (own == nullptr || own->received_in != period_) return {};
  if (entry.values[2] == "10") own->instrument = entry.values[3];
  if (entry.values[2] == "11") own->offence = entry.values[3];
  if (entry.values[2] == "12") own->data_sought = entry.values[3];
  return {};
}

void count_sets(Codes& codes, std::string_view joined) {
  for (const std::string& code : legal::parse_set(joined).value_or(legal::CodeSet{})) ++codes[code];
}

void count_case(Counts& counts, const Case& one) {
  ++counts.requests;
  if (one.held) ++counts.held;
  ++counts.instrument[one.instrument];
  ++counts.offence[one.offence];
  ++counts.emergency[one.emergency];
  const std::string state = one.outcome.empty() ? "pending" : one.outcome;
  ++counts.outcome[state];
  if (one.emergency == "1") ++counts.emergency_state[state];
  count_sets(counts.data_sought, one.data_sought);
  if (legal::is_preservation(one.instrument)) ++counts.preservations;
  if (one.outcome.empty()) {
    ++counts.pending;
    return;
  }
  ++counts.policy[one.policy];
  if (one.outcome != "full" && one.outcome != "partial") ++counts.ground[one.ground];
  if (one.days_to_first_decision) counts.days.push_back(*one.days_to_first_decision);
}

Tables Walk::tables() {
  for (const Case& one : tables_.cases) count_case(tables_.countries[one.country], one);
  for (const Disclosure& made : tables_.disclosures) {
    Counts& counts = tables_.countries[made.country];
    ++counts.disclosures;
    counts.users_affected += made.users_affected;
    if (made.first) ++counts.fulfilled;
    count_sets(counts.data_disclosed, made.data);
  }
  for (const auto& [country, codes] : notices_) add(tables_.countries[country].notice, codes);
  for (const auto& [country, counts] : tables_.countries) tables_.all += counts;
  return std::move(tables_);
}

}  // namespace

Counts& Counts::operator+=(const Counts& other) {
  requests += other.requests;
  fulfilled += other.fulfilled;
  users_affected += other.users_affected;
  disclosures += other.disclosures;
  pending += other.pending;
  preservations += other.preservations;
  held += other.held;
  for (Codes Counts::* member :
       {&Counts::instrument, &Counts::offence, &Counts::emergency, &Counts::emergency_state, &Counts::outcome,
        &Counts::ground, &Counts::policy, &Counts::data_sought, &Counts::data_disclosed, &Counts::notice})
    add(this->*member, other.*member);
  days.insert(days.end(), other.days.begin(), other.days.end());
  return *this;
}

std::uint64_t Counts::outcome_of(std::string_view code) const {
  const auto found = outcome.find(std::string(code));
  return found == outcome.end() ? 0 : found->second;
}

std::optional<std::uint64_t> Counts::median_days_doubled() const {
  if (days.empty()) return std::nullopt;
  std::vector<std::uint64_t> sorted = days;
  std::ranges::sort(sorted);
  const std::size_t middle = sorted.size() / 2;
  return sorted.size() % 2 == 1 ? 2 * sorted[middle] : sorted[middle - 1] + sorted[middle];
}

Result<Tables> tabulate(const std::vector<const Bundle*>& bundles) {
  Walk walk;
  for (const Bundle* bundle : bundles) TRY_VOID(walk.bundle(*bundle));
  return walk.tables();
}

}  // namespace writ::report
