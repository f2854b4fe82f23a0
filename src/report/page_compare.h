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
/// The comparisons of this site: each published policy with the one before it, the one in force with each model.
std::vector<std::pair<const policy::Policy*, const policy::Policy*>> comparisons(const SiteData& site);
/// Every comparison with its files.
base::Result<SiteFiles> compare_pages(const SiteData& site);

/// A list of links to them (the pages are in English); nothing if there is none.
page::Html compare_links(const SiteData& site, const Here& here);

/// How one replay is spoken of.
struct ReplayNames {
  std::string id;       // of its tables
  std::string caption;  // whose requests
  std::string stream;   // the same in a file
  std::string line;     // what the number of a request is: "entry" of the log, "line" of the file
  bool users = false;   // users are known; else only how many accounts are named
  std::vector<const policy::Policy*> policies;
  std::vector<const policy::Profile*> profiles;
};
/// Answered, refused, no data, undecided; users; data by category: one row for each policy and profile.
page::Html replay_table(const Here& here, const policy::Replay& replay, const ReplayNames& names);
page::Html replay_differences(const Here& here, const policy::Replay& replay, const ReplayNames& names);
std::string replay_csv(const policy::Replay& replay);
/// `compared` is the replay of which the differences are.
std::string replay_json(const policy::Replay& replay, const policy::Replay& compared, const ReplayNames& names);

}  // namespace writ::report
