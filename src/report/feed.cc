// Atom (RFC 4287): reports and policies, never cases.
#include <algorithm>

#include "page/html.h"
#include "report/pages.h"
#include "report/sorting.h"

namespace writ::report {

using page::escape;

namespace {

struct FeedEntry {
  base::Time updated;
  std::string id;
  std::string title;
  std::string path;
  std::string summary;
};

/// tag: URIs (RFC 4151) would need a domain and a date; the origin of the log is already a name that nobody else has.
std::string uri(const SiteData& site, const std::string& name) {
  return "urn:writ:" + site.options.origin + ":" + name;
}

std::vector<FeedEntry> entries_of(const SiteData& site) {
  std::vector<FeedEntry> entries;
  for (const PeriodData& one : site.periods)
    entries.push_back({one.bundle.published.published_at, uri(site, "report:" + one.name()),
                       "Report: " + period_in_words(one.period()), "reports/" + one.name() + "/index.html",
                       finding("all", {{one.period(), one.tables.all.fulfilled, one.tables.all.users_affected}})});
  for (const policy::Policy& one : site.policies)
    entries.push_back({base::Time(one.effective()), uri(site, "policy:" + one.id()), "Policy: " + one.title(),
                       site.policy_page(one.id()), "Effective " + day_in_words(one.effective()) + "."});
  sort_keeping_ties(entries, [](const FeedEntry& a, const FeedEntry& b) { return a.updated > b.updated; });
  return entries;
}

}  // namespace

std::string feed(const SiteData& site) {
  const std::vector<FeedEntry> entries = entries_of(site);
  const base::Time updated = entries.empty() ? site.options.made_at : entries.front().updated;
  std::string xml =
      "<?xml version=\"1.0\" encoding=\"utf-8\"?>\n<feed xmlns=\"http://www.w3.org/2005/Atom\" xml:lang=\"en\">\n";
  xml += "<title>" + escape(site.options.provider_name) + ": reports and policies</title>\n";
  if (!site.label().empty()) xml += "<subtitle>" + escape(site.label()) + "</subtitle>\n";
  xml += "<id>" + escape(uri(site, "feed")) + "</id>\n<updated>" + base::format_time(updated) + "</updated>\n";
  xml += "<author><name>" + escape(site.options.provider_name) +
         "</name></author>\n<link rel=\"alternate\" href=\"index.html\"/>\n";
  for (const FeedEntry& entry : entries)
    xml += "<entry><title>" + escape(entry.title) + "</title><id>" + escape(entry.id) + "</id><updated>" +
           base::format_time(entry.updated) + "</updated><link href=\"" + escape(entry.path) + "\"/><summary>" +
           escape(entry.summary) + "</summary></entry>\n";
  return xml + "</feed>\n";
}

}  // namespace writ::report
