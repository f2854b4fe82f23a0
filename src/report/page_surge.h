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

/// Counts of users in the periods of one side; nullopt if one of them was not published.
std::optional<std::int64_t> users_in(const SurgeCase& surge, const observatory::Side& side);

page::Html surge_chart(const SurgeCase& surge, bool only_window, unsigned width);
std::string surge_chart_file(const SurgeCase& surge);
page::Html surge_periods_table(const Others& others, const Here& here, const SurgeCase& surge);
page::Html surge_countries_table(const Others& others, const Here& here, const SurgeCase& surge);
page::Html surge_elsewhere(const Others& others, const Here& here, const SurgeCase& surge);
/// The same country in this site's own, synthetic periods, under another label and in another colour.
page::Html surge_beside(const SiteData& site, const Here& here, const SurgeCase& surge);
/// Downloads: the country's periods and the table of all countries.
SiteFiles surge_files(const SurgeCase& surge);

// Numbers as this page writes them.
std::string factor_words(double value);       // "188.5", "infinite", "more than a million"
std::string probability_words(double value);  // "0.0168", "less than 0.0001"

}  // namespace writ::report
