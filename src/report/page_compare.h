// Inside the room: two policies side by side, and what each would have given.
#pragma once

#include "policy/replay.h"
#include "report/output.h"
#include "report/site_data.h"

namespace writ::report {

/// The requests of the published periods as far as their opened rows go, for policies to be asked about. What a policy
/// asks and no row shows stays unknown.
struct OpenedRequests {
  std::vector<policy::ReplayCase> cases;
  std::vector<std::uint64_t> indices;  // of each in the log
  std::uint64_t held = 0;              // rows that are not shown and cannot be replayed
};
OpenedRequests opened_requests(const SiteData& site, const policy::FactNames& names);

/// `policy/compare/<a>..<b>/index.html`
std::string compare_page(const policy::Policy& before, const policy::Policy& after);
/// The holdings of this service first, then those of the models.
std::vector<policy::Profile> profiles_of(const SiteData& site);
/// The comparisons of this site: each published policy with the one before it, the one in force with each model.
std::vector<std::pair<const policy::Policy*, const policy::Policy*>> comparisons(const SiteData& site);
/// A comparison with its replays, which take time and have no language.
struct Comparison;
base::Result<std::vector<Comparison>> compare_all(const SiteData& site);
/// Every comparison in the language of the site; the files come with the English ones.
SiteFiles compare_pages(const SiteData& site, const std::vector<Comparison>& all);

/// A list of links to them; nothing if there is none.
page::Html compare_links(const SiteData& site, const Here& here);

/// How one replay is spoken of.
struct ReplayNames {
  std::string id;      // of its tables: "stream", "opened"
  std::string stream;  // whose requests, in a file
  std::string line;    // what the number of a request is: "entry" of the log, "line" of the file
  bool users = false;  // users are known; else only how many accounts are named
  std::vector<const policy::Policy*> policies;
  std::vector<const policy::Profile*> profiles;
};
/// One stream of requests under both policies: with every holding, and with the few that are compared request by
/// request.
struct ReplayedStream {
  ReplayNames names;
  policy::Replay all;
  policy::Replay compared;
  std::string stem;  // of its files
};
struct Comparison {
  const policy::Policy* before = nullptr;
  const policy::Policy* after = nullptr;
  std::vector<ReplayedStream> streams;
};
/// Answered, refused, no data, undecided; users; data by category: one row for each policy and profile.
page::Html replay_table(const Here& here, const policy::Replay& replay, const ReplayNames& names);
page::Html replay_differences(const Here& here, const policy::Replay& replay, const ReplayNames& names);
std::string replay_csv(const policy::Replay& replay);
/// `compared` is the replay of which the differences are.
std::string replay_json(const policy::Replay& replay, const policy::Replay& compared, const ReplayNames& names);

}  // namespace writ::report
