#include "report/site.h"

#include <algorithm>
#include <iterator>

#include "report/assets.h"
#include "report/page_compare.h"
#include "report/page_others.h"
#include "report/page_surge.h"
#include "report/pages.h"
#include "report/print_foot.h"
#include "report/report_pdf.h"
#include "report/site_data.h"

namespace writ::report {

namespace {

/// Every page of one language; the files that have no language come with the English ones.
void add_pages(SiteFiles& out, const SiteData& site) {
  const auto add = [&](SiteFiles more) {
    for (auto& file : more) out.push_back(std::move(file));
  };
  out.push_back(home_page(site));
  add(report_pages(site));
  add(country_list_pages(site));
  add(country_pages(site));
  add(policy_pages(site));
  out.push_back(holdings_page(site));
  out.push_back(method_page(site));
  out.push_back(security_page(site));
  out.push_back(verify_page(site));
  out.push_back(receipt_page(site));
  out.push_back(authorities_page(site));
  out.push_back(notice_page(site));
  out.push_back(complain_page(site));
  out.push_back(not_found_page(site));
  add(data_files(site));
}

}  // namespace

base::Result<std::vector<std::pair<std::string, std::string>>> make_site(const base::Files& files,
                                                                         const SiteOptions& options) {
  TRY(SiteData site, load_site(files, options));
  TRY(SiteFiles assets, read_assets(files, options.assets));
  site.scripts = std::ranges::any_of(assets, [](const auto& file) { return file.first == "site.js"; });
  site.icon = std::ranges::any_of(assets, [](const auto& file) { return file.first == "favicon.svg"; });
  site.checkers = std::ranges::any_of(assets, [](const auto& file) { return file.first == "verify.wasm"; });
  TRY(const Others others, load_others(files, options.observatory));
  TRY(const std::optional<SurgeCase> surge, find_surge(others));
  TRY(const std::vector<Comparison> compared, compare_all(site));
  SiteFiles out;
  const auto add = [&](SiteFiles more) { std::ranges::move(more, std::back_inserter(out)); };
  for (const page::Language language : page::languages) {
    site.speak(language);
    add_pages(out, site);
    TRY(SiteFiles pdfs, report_pdfs(site));
    add(std::move(pdfs));
    add(others_pages(site, others, surge.has_value()));
    if (surge) add(surge_pages(site, others, *surge));
    add(compare_pages(site, compared));
    const std::string folder(page::path_prefix(language));
    out.emplace_back(folder + "feed.atom", feed(site));
    out.emplace_back(folder + "feed.json", json_feed(site));
  }
  site.speak(page::Language::en);
  add(print_feet(site));
  out.emplace_back("robots.txt", "User-agent: *\nAllow: /\n");
  add(std::move(assets));
  return out;
}

}  // namespace writ::report
