// A report as a tagged PDF, from the values of its page and in the order of its headings: for who files or prints it.
#pragma once

#include "report/output.h"
#include "report/site_data.h"

namespace writ::report {

/// Where the PDF of a period stands in the language of the site: "fr/reports/<first>_<last>.pdf".
std::string report_pdf_path(const SiteData& site, const PeriodData& one);

/// Of every period, in the language of the site; the same bytes for the same bundle. unavailable if cairo fails.
base::Result<SiteFiles> report_pdfs(const SiteData& site);

}  // namespace writ::report
