// The replays behind the comparison of two policies: computed once, for the pages of every language.
#include <algorithm>
#include <cstring>

#include "policy/replay_stream.h"
#include "report/page_compare.h"

namespace writ::report {

namespace {

using Pair = std::pair<const policy::Policy*, const policy::Policy*>;

/// Holdings in which outcomes are compared request by request: this service's and those of the second policy's.
std::vector<policy::Profile> compared_profiles(const SiteData& site, const Pair& pair) {
  std::vector<policy::Profile> out;
  for (policy::Profile& one : profiles_of(site))
    if (out.empty() || one.id == pair.second->id()) out.push_back(std::move(one));
  return out;
}

base::Result<policy::Replay> new_replay(const Pair& pair, std::vector<policy::Profile> profiles) {
  return policy::Replay::make({.policies = {*pair.first, *pair.second},
                               .in_force = {},
                               .profiles = std::move(profiles),
                               .country = std::nullopt});
}

/// Every combination, and the few that are compared request by request.
struct Replayed {
  policy::Replay all;
  policy::Replay compared;
};

base::Result<Replayed> empty_replay(const SiteData& site, const Pair& pair) {
  TRY(policy::Replay all, new_replay(pair, profiles_of(site)));
  TRY(policy::Replay compared, new_replay(pair, compared_profiles(site, pair)));
  return Replayed{std::move(all), std::move(compared)};
}

base::Result<Replayed> replay_opened(const SiteData& site, const Pair& pair) {
  TRY(Replayed out, empty_replay(site, pair));
  const OpenedRequests opened = opened_requests(site, out.all.facts());
  for (std::size_t i = 0; i < opened.cases.size(); ++i) {
    TRY_VOID(out.all.add(opened.cases[i], opened.indices[i]));
    TRY_VOID(out.compared.add(opened.cases[i], opened.indices[i]));
  }
  return out;
}

base::Result<> replay_text(std::string_view text, policy::Replay& replay) {
  policy::ReplaySource source;
  source.read = [&](char* bytes, std::size_t size) -> base::Result<std::size_t> {
    const std::size_t taken = std::min(size, text.size());
    std::memcpy(bytes, text.data(), taken);
    text.remove_prefix(taken);
    return taken;
  };
  source.step = [](std::uint64_t) {};
  TRY(const policy::ReplayFaults faults, policy::replay_lines(source, replay, 1));
  if (faults.count == 0) return {};
  return base::fail(base::Errc::corrupt, "requests.jsonl line " + std::to_string(faults.first[0].line), "",
                    faults.first[0].error.message());
}

base::Result<Replayed> replay_stream(const SiteData& site, const Pair& pair) {
  TRY(Replayed out, empty_replay(site, pair));
  TRY_VOID(replay_text(site.options.synthetic_requests, out.all));
  TRY_VOID(replay_text(site.options.synthetic_requests, out.compared));
  return out;
}

std::string stem_of(const Pair& pair) { return "policy/compare/" + pair.first->id() + ".." + pair.second->id(); }

ReplayedStream stream_of(const SiteData& site, const Pair& pair, Replayed replayed, const std::string& id) {
  ReplayedStream out{
      .names = {.id = id, .stream = "synthetic", .line = "line", .policies = {pair.first, pair.second}, .profiles = {}},
      .all = std::move(replayed.all),
      .compared = std::move(replayed.compared),
      .stem = stem_of(pair) + "/" + id};
  if (site.profile) out.names.profiles.push_back(&*site.profile);
  for (const policy::Profile& one : site.options.holdings) out.names.profiles.push_back(&one);
  return out;
}

base::Result<Comparison> compare(const SiteData& site, const Pair& pair) {
  Comparison out{.before = pair.first, .after = pair.second, .streams = {}};
  if (profiles_of(site).empty()) return out;
  if (!site.options.synthetic_requests.empty()) {
    TRY(Replayed replayed, replay_stream(site, pair));
    out.streams.push_back(stream_of(site, pair, std::move(replayed), "stream"));
  }
  if (!site.periods.empty()) {
    TRY(Replayed replayed, replay_opened(site, pair));
    ReplayedStream one = stream_of(site, pair, std::move(replayed), "opened");
    one.names.stream = "opened rows";
    one.names.line = "entry";
    one.names.users = true;
    out.streams.push_back(std::move(one));
  }
  return out;
}

}  // namespace

std::vector<policy::Profile> profiles_of(const SiteData& site) {
  std::vector<policy::Profile> out;
  if (site.profile) out.push_back(*site.profile);
  out.insert(out.end(), site.options.holdings.begin(), site.options.holdings.end());
  return out;
}

std::vector<Pair> comparisons(const SiteData& site) {
  std::vector<Pair> out;
  for (std::size_t i = 1; i < site.policies.size(); ++i) out.emplace_back(&site.policies[i - 1], &site.policies[i]);
  if (site.policies.empty()) return out;
  for (const policy::Policy& model : site.options.models)
    if (std::ranges::find(site.policies, model.id(), &policy::Policy::id) == site.policies.end())
      out.emplace_back(&site.policies.back(), &model);
  return out;
}

base::Result<std::vector<Comparison>> compare_all(const SiteData& site) {
  std::vector<Comparison> out;
  for (const Pair& pair : comparisons(site)) {
    TRY(Comparison one, compare(site, pair));
    out.push_back(std::move(one));
  }
  return out;
}

}  // namespace writ::report
