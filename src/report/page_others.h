// Inside the room: the published figures of other platforms as the pages under /others/ use them. Every figure is one
// of the tables that the site carries (others/data/), and says in which source file and line it was published.
#pragma once

#include <map>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "observatory/check.h"
#include "observatory/table.h"
#include "page/html.h"
#include "report/output.h"
#include "report/site_data.h"

namespace writ::report {

struct Others {
  std::vector<observatory::Observation> observations;  // by platform, then as its table has them
  std::vector<observatory::Finding> findings;
  std::vector<observatory::Disagreement> disagreements;
  std::vector<std::pair<std::string, std::string>> files;  // name -> bytes, as they stand in the folder
  std::map<std::string, std::size_t, std::less<>> first;   // platform -> position of its first observation
  /// "requests_received" and country of every page below /others/: only where two platforms have figures is there
  /// something to set side by side.
  std::set<std::pair<std::string, std::string>, std::less<>> places;
  /// Platform of a source file; empty if no figure came from it.
  std::map<std::string, std::string, std::less<>> platform_of_file;

  bool empty() const { return observations.empty(); }
  /// Line of the figure in the platform's table below others/data/.
  std::size_t table_line(const observatory::Observation& figure) const;
  std::vector<const observatory::Platform*> platforms() const;
};

/// The tables in `folder`: one `<platform>.csv` each, `findings.csv`, `datapackage.json`. Nothing at all if `folder` is
/// empty. corrupt if a row of a table breaks a rule: the tables are made by `writ observatory export`.
base::Result<Others> load_others(const base::Files& files, const base::Path& folder);

/// A measure that has pages: figures of it and of its processes.
struct OthersMeasure {
  std::string_view code;                            // "requests_received"
  std::string_view slug;                            // "requests-received"
  std::string label(const page::Locale& in) const;  // "Requests received"
  std::string what(const page::Locale& in) const;   // one sentence
};
std::span<const OthersMeasure> others_measures();

/// Every figure of one measure (all its processes) and place; place "" = all countries together.
struct OthersPlace {
  const OthersMeasure* measure = nullptr;
  std::string country;
  std::vector<const observatory::Observation*> figures;  // by platform, period, measure

  std::string name(const page::Locale& in) const;  // "United States", "All countries together"
  std::string stem() const;                        // "others/requests-received/usa"
};

// Words and parts shared by these pages.
page::Html figure_cell(const observatory::Figure& figure, const page::Locale& in);
/// "search warrants" of "requests_received.search_warrants"; empty of the base measure. The platform's own code,
/// spaced, where no text names it.
std::string process_words(std::string_view measure, const page::Locale& in);
std::string measure_words(std::string_view measure, const page::Locale& in);
/// "all countries" inside a sentence, else the country's name.
std::string place_words(const std::string& country, const page::Locale& in);
std::string_view platform_name(std::string_view code);
/// "telegram.json:17" with a link to the table that carries the row, and the row's line there.
page::Html source_link(const Others& others, const Here& here, const observatory::Observation& figure);
/// Attribution and licence of each platform shown; stands on every page that shows its figures.
page::Html attributions(const Here& here, const std::vector<const observatory::Platform*>& shown);
/// Name of the row of a place's n-th figure. Figures without value may share the row of the first of them.
std::string anchor_of(std::size_t figure);
/// Where a measure is shown for a country, else the measure's own page, else (a measure without pages) the first page.
std::string others_page(const Others& others, std::string_view measure, const std::string& country);
const OthersMeasure* find_others_measure(std::string_view measure);

page::Html place_chart(const OthersPlace& place, unsigned width, const page::Locale& in);
std::string place_chart_file(const OthersPlace& place, const std::string& source, const page::Locale& in);
page::Html aligned_table(const OthersPlace& place, const page::Locale& in);
/// The pages of every measure and place with their drawings, in the language of the site; the files that have no
/// language come with the English ones, here and below.
SiteFiles others_measure_pages(const SiteData& site, const Others& others);
SiteFiles others_platform_pages(const SiteData& site, const Others& others);
/// /others/, /others/checks/ and the tables. `has_surge`: there is a page about it.
SiteFiles others_pages(const SiteData& site, const Others& others, bool has_surge);

}  // namespace writ::report
