// Atom (RFC 4287) and JSON Feed 1.1: reports, corrections and policies, never cases.
#include <algorithm>
#include <nlohmann/json.hpp>

#include "page/html.h"
#include "report/corrections.h"
#include "report/pages.h"
#include "report/sorting.h"

namespace writ::report {

using page::escape;

namespace {

// JSON Feed names its version by an address; it is a name, nobody asks it.
constexpr const char* feed_version = "https://jsonfeed.org/version/1.1";

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
  // One entry for each period that a report restates: the reports themselves stay as they were published.
  for (const PeriodData& one : site.periods)
    for (const PeriodData& earlier : site.periods) {
      const auto restating = restated_by(site, earlier);
      if (std::ranges::find(restating, &one) == restating.end()) continue;
      entries.push_back(
          {one.bundle.published.published_at, uri(site, "correction:" + one.name() + ":" + earlier.name()),
           "Correction: " + period_in_words(earlier.period()), "reports/" + one.name() + "/index.html#corrections",
           "The report of " + period_in_words(one.period()) + " restates requests of " +
               period_in_words(earlier.period()) + ". The earlier report stays as published."});
    }
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
  xml += "<title>" + escape(site.options.provider_name) + ": reports, corrections and policies</title>\n";
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

std::string json_feed(const SiteData& site) {
  using Json = nlohmann::ordered_json;
  Json items = Json::array();
  for (const FeedEntry& entry : entries_of(site))
    items.push_back({{"id", entry.id},
                     {"url", entry.path},
                     {"title", entry.title},
                     {"content_text", entry.summary},
                     {"date_published", base::format_time(entry.updated)},
                     {"language", "en"}});
  const Json json = {
      {"version", feed_version},       {"title", site.options.provider_name + ": reports, corrections and policies"},
      {"home_page_url", "index.html"}, {"feed_url", "feed.json"},
      {"description", site.label()},   {"language", "en"},
      {"items", std::move(items)}};
  return json.dump(1, ' ', false, Json::error_handler_t::replace) + "\n";
}

}  // namespace writ::report
