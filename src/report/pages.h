// The pages of the site, each from values to one file or several. What each is for: design, section 2 of the faces.
#pragma once

#include <string>
#include <string_view>
#include <utility>

#include "page/html.h"
#include "report/output.h"
#include "report/site_data.h"

namespace writ::report {

std::pair<std::string, std::string> home_page(const SiteData& site);
/// /reports/ and /reports/<first>_<last>/, with the files of each.
SiteFiles report_pages(const SiteData& site);
/// /countries/ and its sort orders.
SiteFiles country_list_pages(const SiteData& site);
/// /countries/<iso3>/ for every country of the vocabulary, with the files of the charts.
SiteFiles country_pages(const SiteData& site);
/// /policy/ and /policy/<id>/.
SiteFiles policy_pages(const SiteData& site);
std::pair<std::string, std::string> holdings_page(const SiteData& site);
std::pair<std::string, std::string> method_page(const SiteData& site);
/// /national-security/: the bands that the law allows, apart from every figure.
std::pair<std::string, std::string> security_page(const SiteData& site);
/// /verify/ and /receipt/: what the browser can check itself (web/verify), and the same at a command line.
std::pair<std::string, std::string> verify_page(const SiteData& site);
std::pair<std::string, std::string> receipt_page(const SiteData& site);
/// /authorities/: how to ask, and how to open and check what comes back.
std::pair<std::string, std::string> authorities_page(const SiteData& site);
/// /notice/ and /complain/: for the people whose data were given, and for whoever contests something.
std::pair<std::string, std::string> notice_page(const SiteData& site);
std::pair<std::string, std::string> complain_page(const SiteData& site);
std::pair<std::string, std::string> not_found_page(const SiteData& site);
/// /data/, the files it lists, /telegram.json and the published bundles.
SiteFiles data_files(const SiteData& site);
/// Atom (RFC 4287) and JSON Feed 1.1: reports, corrections and policies.
std::string feed(const SiteData& site);
std::string json_feed(const SiteData& site);

/// "Check it yourself": the exact command.
page::Html verify_box(const SiteData& site, const Here& here);
/// The same over the network: `$SITE` stands for the address of the site, which the site itself does not know.
std::string verify_by_address(const SiteData& site);

/// Files that the server has at the site's root although the site does not make them (see the operator's `serve`).
inline constexpr std::string_view served_beside[] = {"log/checkpoint", "policy.txt", ".well-known/writ.json",
                                                     "package-signer.crt.pem", "openapi.json"};

/// /telegram.json: alpha-3 -> fulfilled requests and users of each period, and of each calendar year made of several.
std::string telegram_json(const SiteData& site);

}  // namespace writ::report
