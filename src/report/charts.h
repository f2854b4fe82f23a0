// The chart of the periods for one place, with everything a chart owns: its table and its three files.
#pragma once

#include <string>

#include "page/chart.h"
#include "page/html.h"
#include "report/output.h"
#include "report/site_data.h"

namespace writ::report {

/// Where the chart's files stand: `periods` for all countries, `countries/usa` for one. Add ".csv", ".json", ".svg".
std::string chart_stem(const std::string& country);

/// The drawing's values, for the PDF of a report.
page::PeriodChart period_chart_of(const SiteData& site, const std::string& country);

/// Figure, notes, visible table and file links. `country` is an alpha-2 code or `all`.
page::Html chart_section(const SiteData& site, const Here& here, const std::string& country);

/// /embed/<chart>/: the drawing alone with title, source, date and a link, for pages of other sites; no script.
std::pair<std::string, std::string> embed_page(const SiteData& site, const std::string& country);

/// The files of the chart: drawing and page to embed in the language of the site, the data with the English ones.
SiteFiles chart_files(const SiteData& site, const std::string& country);

}  // namespace writ::report
