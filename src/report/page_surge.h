// Inside the room: what /others/surge/ is made of.
#pragma once

#include "observatory/displacement.h"
#include "observatory/surge.h"
#include "report/page_others.h"

namespace writ::report {

struct SurgeCase {
  observatory::SurgeTable table;
  const observatory::Surge* us = nullptr;                            // the country that the page opens with
  std::map<base::Period, const observatory::Observation*> requests;  // of it, by published period
  std::map<base::Period, const observatory::Observation*> users;
  std::vector<observatory::Sighting> elsewhere;
};

/// What the tables have of Telegram and the United States on both sides of September 2024; nullopt without it. Points
/// into `others`.
base::Result<std::optional<SurgeCase>> find_surge(const Others& others);
/// /others/surge/ with its files, in the language of the site.
SiteFiles surge_pages(const SiteData& site, const Others& others, const SurgeCase& surge);

/// Counts of users in the periods of one side; nullopt if one of them was not published.
std::optional<std::int64_t> users_in(const SurgeCase& surge, const observatory::Side& side);

page::Html surge_chart(const SurgeCase& surge, bool only_window, unsigned width, const page::Locale& in);
std::string surge_chart_file(const SurgeCase& surge, const page::Locale& in);
page::Html surge_periods_table(const Others& others, const Here& here, const SurgeCase& surge);
page::Html surge_countries_table(const Others& others, const Here& here, const SurgeCase& surge);
page::Html surge_elsewhere(const Others& others, const Here& here, const SurgeCase& surge);
/// The same country in this site's own, synthetic periods, under another label and in another colour.
page::Html surge_beside(const SiteData& site, const Here& here, const SurgeCase& surge);
/// Downloads: the country's periods and the table of all countries.
SiteFiles surge_files(const SurgeCase& surge);
/// What a platform's periods can show of the event: the sentences of observatory::words in the page's language.
std::string sighting_words(const observatory::Sighting& sighting, base::Day event, const page::Locale& in);

/// Why a country has no ratio.
std::string untested_words(const observatory::Surge& one, const page::Locale& in);

// Numbers as this page writes them.
std::string factor_words(double value, const page::Locale& in);       // "188.5", "infinite", "more than a million"
std::string probability_words(double value, const page::Locale& in);  // "0.0168", "less than 0.0001"

}  // namespace writ::report
