// `writ report`: the published side of a deployment, for other servers.
#pragma once

#include <string>

namespace writ::cli {

struct ReportSiteArguments {
  std::string root;
  std::string folder;  // new or empty
};
int run_report_site(const ReportSiteArguments& arguments);

}  // namespace writ::cli
