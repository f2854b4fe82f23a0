#include "log/totals.h"

#include <set>

#include "legal/codes.h"

namespace writ::log {

namespace {

/// Positions that hold a reference, by kind (section 2, table of public values); -8 = place in Values.
std::vector<std::size_t> reference_places(Kind kind) {
  switch (kind) {
    case Kind::decision:
      return {1, 5, 7};  // request, policy, predecessor
    case Kind::disclosure:
      return {1, 5, 6};  // request, previous disclosure, decision
    case Kind::notice:
      return {1};
    case Kind::recode:
      return {1, 5};  // request, previous recode
    case Kind::close:
      return {3};  // previous close
    case Kind::request:
    case Kind::policy:
    case Kind::report:
      return {};
  }
  return {};
}

/// A request of the period as it stands at close.
struct Standing {
  const Values* declared = nullptr;
  std::map<int, std::string> recoded;  // position -> last value
  std::string outcome = "pending";
};

class Counter {
 public:
  Counter(const std::vector<OpenedRow>& period, const std::vector<OpenedRow>& earlier) : period_(period) {
    for (const OpenedRow& row : earlier) known_.emplace(row.body_root, &row);
    for (const OpenedRow& row : period) known_.emplace(row.body_root, &row);
  }

  base::Result<Totals> run() {
    for (const OpenedRow& row : period_) {
      if (kind_of(row.values[0]) == Kind::request) standing_[row.body_root].declared = &row.values;
    }
    for (const OpenedRow& row : period_) TRY_VOID(count(row));
    for (const auto& [root, standing] : standing_) count_request(standing);
    totals_.policies.assign(policies_.begin(), policies_.end());
    return std::move(totals_);
  }

 private:
  base::Result<const OpenedRow*> named(const OpenedRow& row, std::size_t place, Kind kind) const {
    const auto found = known_.find(value_hash(row.values[place]));
    if (found != known_.end() && kind_of(found->second->values[0]) == kind) return found->second;
    return base::fail(
        base::Errc::corrupt, "entry " + std::to_string(row.index), base::to_hex(base::view(row.values[place])),
        "position " + std::to_string(place + 8) + " names no " + std::string(name_of(kind)) + " that is at hand");
  }

  base::Result<> count(const OpenedRow& row) {
    const auto kind = kind_of(row.values[0]);
    if (!kind)
      return base::fail(base::Errc::corrupt, "entry " + std::to_string(row.index), row.values[0],
                        "is no kind of entry");
    switch (*kind) {
      case Kind::decision:
        return count_decision(row);
      case Kind::disclosure:
        return count_disclosure(row);
      case Kind::recode:
        return count_recode(row);
      case Kind::notice:
        ++totals_.notice[row.values[2]];
        return {};
      case Kind::request:
      case Kind::policy:
      case Kind::close:
      case Kind::report:
        return {};
    }
    return {};
  }

  base::Result<> count_decision(const OpenedRow& row) {
    TRY(const OpenedRow* policy, named(row, 5, Kind::policy));
    policies_.insert(policy->values[1]);
    // Rows of one case stand in order, so the last one seen is the last of the chain.
    if (const auto found = standing_.find(value_hash(row.values[1])); found != standing_.end())
      found->second.outcome = row.values[2];
    return {};
  }

  base::Result<> count_disclosure(const OpenedRow& row) {
    TRY(const OpenedRow* request, named(row, 1, Kind::request));
    const std::string& country = request->values[1];
    ++totals_.disclosures[country];
    if (row.values[5].empty()) ++totals_.fulfilled[country];
    const auto users = legal::parse_int(row.values[3]);
    if (!users)
      return base::fail(base::Errc::corrupt, "entry " + std::to_string(row.index), row.values[3],
                        "users affected are an INT");
    if (*users > 0) totals_.users_affected[country] += *users;
    const auto set = legal::parse_set(row.values[2]);
    if (!set)
      return base::fail(base::Errc::corrupt, "entry " + std::to_string(row.index), row.values[2],
                        "data disclosed are a SET");
    for (const std::string& code : *set) ++totals_.data_disclosed[code];
    return {};
  }

  base::Result<> count_recode(const OpenedRow& row) {
    const auto position = legal::parse_int(row.values[2]);
    if (!position || *position < 10 || *position > 12) {
      return base::fail(base::Errc::corrupt, "entry " + std::to_string(row.index), row.values[2],
                        "a recode names position 10, 11 or 12");
    }
    const base::Hash request = value_hash(row.values[1]);
    if (const auto found = standing_.find(request); found != standing_.end()) {
      found->second.recoded[static_cast<int>(*position)] = row.values[3];
    } else {
      totals_.restated.push_back({row.index, request, static_cast<int>(*position), row.values[3], row.values[4]});
    }
    return {};
  }

  void count_request(const Standing& standing) {
    const Values& declared = *standing.declared;
    const auto current = [&](int position) {
      const auto found = standing.recoded.find(position);
      return found == standing.recoded.end() ? declared[static_cast<std::size_t>(position - 8)] : found->second;
    };
    const std::string instrument = current(10);
    ++totals_.requests[declared[1]];
    ++totals_.instrument[instrument];
    ++totals_.offence[current(11)];
    ++totals_.emergency[declared[5]];
    ++totals_.outcome[standing.outcome];
    if (standing.outcome == "pending") ++totals_.pending[declared[1]];
    if (instrument.starts_with("preservation_")) ++totals_.preservations[declared[1]];
  }

  const std::vector<OpenedRow>& period_;
  std::map<base::Hash, const OpenedRow*> known_;
  std::map<base::Hash, Standing> standing_;
  std::set<std::string> policies_;
  Totals totals_;
};

}  // namespace

OpenedRow held_row(std::uint64_t index, const base::Hash& body_root) {
  OpenedRow row{index, body_root, {}};
  row.values.fill("--");
  row.values[0] = name_of(Kind::request);
  return row;
}

std::map<std::string, Counts> totals_members(const Totals& totals) {
  std::map<std::string, Counts> members = {
      {"requests", totals.requests},       {"fulfilled", totals.fulfilled}, {"users_affected", totals.users_affected},
      {"disclosures", totals.disclosures}, {"pending", totals.pending},     {"preservations", totals.preservations}};
  for (auto& [name, counts] : members) {
    std::uint64_t all = 0;
    for (const auto& [country, value] : counts) all += value;
    counts["all"] = all;
  }
  return members;
}

std::map<std::string, Counts> by_members(const Totals& totals) {
  return {{"instrument", totals.instrument},         {"offence", totals.offence},
          {"emergency", totals.emergency},           {"outcome", totals.outcome},
          {"data_disclosed", totals.data_disclosed}, {"notice", totals.notice}};
}

base::Result<Totals> totals_of(const std::vector<OpenedRow>& period, const std::vector<OpenedRow>& earlier) {
  return Counter(period, earlier).run();
}

std::vector<base::Hash> named_by(const Values& values) {
  std::vector<base::Hash> names;
  const auto kind = kind_of(values[0]);
  if (!kind) return names;
  for (const std::size_t place : reference_places(*kind)) {
    if (!values[place].empty()) names.push_back(value_hash(values[place]));
  }
  return names;
}

}  // namespace writ::log
