// Atom (RFC 4287) and JSON Feed 1.1: reports, corrections and policies, never cases.
#include <algorithm>
#include <nlohmann/json.hpp>

#include "page/html.h"
#include "report/corrections.h"
#include "report/pages.h"
#include "report/rule_words.h"
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
  const page::Locale& t = site.locale();
  std::vector<FeedEntry> entries;
  for (const PeriodData& one : site.periods)
    entries.push_back({one.bundle.published.published_at, uri(site, "report:" + one.name()),
                       t.text("feed.report", {{"period", period_in_words(one.period(), t)}}),
                       "reports/" + one.name() + "/index.html",
                       finding("all", {{one.period(), one.tables.all.fulfilled, one.tables.all.users_affected}}, t)});
  // One entry for each period that a report restates: the reports themselves stay as they were published.
  for (const PeriodData& one : site.periods)
    for (const PeriodData& earlier : site.periods) {
      const auto restating = restated_by(site, earlier);
      if (std::ranges::find(restating, &one) == restating.end()) continue;
      entries.push_back(
          {one.bundle.published.published_at, uri(site, "correction:" + one.name() + ":" + earlier.name()),
           t.text("feed.correction", {{"period", period_in_words(earlier.period(), t)}}),
           "reports/" + one.name() + "/index.html#corrections",
           t.text("feed.restates",
                  {{"period", period_in_words(one.period(), t)}, {"earlier", period_in_words(earlier.period(), t)}})});
    }
  for (const policy::Policy& one : site.policies)
    entries.push_back({base::Time(one.effective()), uri(site, "policy:" + one.id()),
                       t.text("feed.policy", {{"title", text_of_policy(one.title(), t)}}), site.policy_page(one.id()),
                       t.text("feed.effective", {{"day", day_in_words(one.effective(), t)}})});
  sort_keeping_ties(entries, [](const FeedEntry& a, const FeedEntry& b) { return a.updated > b.updated; });
  return entries;
}

/// JSON Feed asks for whole addresses, as its readers keep no base; a site that does not know its own has relative
/// ones.
std::string whole_address(const SiteData& site, const std::string& path) {
  if (site.options.public_url.empty()) return path;
  return site.options.public_url + std::string(page::path_prefix(site.language)) + path;
}

}  // namespace

std::string feed(const SiteData& site) {
  const page::Locale& t = site.locale();
  const std::vector<FeedEntry> entries = entries_of(site);
  const base::Time updated = entries.empty() ? site.options.made_at : entries.front().updated;
  std::string xml =
      "<?xml version=\"1.0\" encoding=\"utf-8\"?>\n<feed xmlns=\"http://www.w3.org/2005/Atom\" xml:lang=\"" +
      std::string(t.tag()) + "\">\n";
  xml += "<title>" + escape(site.options.provider_name + ": " + t.text("feed.title")) + "</title>\n";
  if (!site.label_in_words().empty()) xml += "<subtitle>" + escape(site.label_in_words()) + "</subtitle>\n";
  xml += "<id>" + escape(uri(site, "feed" + (site.language == page::Language::en ? "" : ":" + std::string(t.tag())))) +
         "</id>\n<updated>" + base::format_time(updated) + "</updated>\n";
  xml += "<author><name>" + escape(site.options.provider_name) +
         "</name></author>\n<link rel=\"alternate\" href=\"index.html\"/>\n<link rel=\"self\" "
         "type=\"application/atom+xml\" href=\"feed.atom\"/>\n";
  for (const FeedEntry& entry : entries)
    xml += "<entry><title>" + escape(entry.title) + "</title><id>" + escape(entry.id) + "</id><updated>" +
           base::format_time(entry.updated) + "</updated><link href=\"" + escape(entry.path) + "\"/><summary>" +
           escape(entry.summary) + "</summary></entry>\n";
  return xml + "</feed>\n";
}

std::string json_feed(const SiteData& site) {
  using Json = nlohmann::ordered_json;
  const page::Locale& t = site.locale();
  Json items = Json::array();
  for (const FeedEntry& entry : entries_of(site))
    items.push_back({{"id", entry.id},
                     {"url", whole_address(site, entry.path)},
                     {"title", entry.title},
                     {"content_text", entry.summary},
                     {"date_published", base::format_time(entry.updated)},
                     {"language", t.tag()}});
  const Json json = {{"version", feed_version},
                     {"title", site.options.provider_name + ": " + t.text("feed.title")},
                     {"home_page_url", whole_address(site, "index.html")},
                     {"feed_url", whole_address(site, "feed.json")},
                     {"description", site.label_in_words()},
                     {"language", t.tag()},
                     {"items", std::move(items)}};
  return json.dump(1, ' ', false, Json::error_handler_t::replace) + "\n";
}

}  // namespace writ::report
