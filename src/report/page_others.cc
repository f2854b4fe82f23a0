// /others/: what other platforms published, and what in it does not agree.
#include "report/page_others.h"
#include <algorithm>
#include <set>

#include "page/number.h"
#include "report/components.h"
#include "report/page_others_findings.h"

namespace writ::report {

using namespace page;
using observatory::Check;

namespace {

const std::set<Check> contradictions = {Check::sum, Check::published_twice, Check::fulfilled_above_received};

Html platforms_table(const Others& others, const Here& here) {
  Grid made{.id = "platforms",
            .caption = "Platforms",
            .columns = {{"Platform"}, {"Figures", true}, {"From"}, {"To"}, {"Publishes"}, {"Licence"}}};
  for (const observatory::Platform* platform : others.platforms()) {
    std::vector<std::string> measures;
    std::size_t figures = 0;
    base::Period span{base::Day::max(), base::Day::min()};
    for (const observatory::Observation& one : others.observations) {
      if (one.platform != platform->code) continue;
      ++figures;
      span.first = std::min(span.first, one.period.first);
      span.last = std::max(span.last, one.period.last);
    }
    for (const OthersMeasure& measure : others_measures()) {
      const bool has = std::ranges::any_of(others.observations, [&](const observatory::Observation& one) {
        return one.platform == platform->code && one.measure.starts_with(measure.code);
      });
      if (has) measures.push_back(measure_words(measure.code));
    }
    made.rows.push_back({here.link("others/" + std::string(platform->code) + "/index.html", platform->name),
                         number(figures), base::format_day(span.first), base::format_day(span.last), joined(measures),
                         platform->licence == "facts" ? "figures are facts" : std::string(platform->licence)});
  }
  return grid(here, made);
}

Html measures_list(const Here& here) {
  return ul(each(others_measures(), [&](const OthersMeasure& one) {
    return li(here.link("others/" + std::string(one.slug) + "/index.html", one.label), ": ", one.what);
  }));
}

/// The first sum that fails, as a sentence: "Telegram, United Kingdom, 2024, accounts: 7 + 292 = 299, published as
/// 293."
Html first_example(const Others& others) {
  for (const observatory::Disagreement& one : others.disagreements) {
    if (one.check != Check::sum) continue;
    return p(cls("w-note"), platform_name(one.platform), ", ",
             one.country.empty() ? "all countries" : country_name(one.country), ", ", period_label(one.period), ", ",
             measure_words(one.measure), ": ", strong(disagreement_in_words(one)),
             " Published figures disagree; both stand.");
  }
  return {};
}

std::pair<std::string, std::string> index_page(const SiteData& site, const Others& others) {
  const Here here("others/index.html");
  Html main = h1("What other platforms published");
  main += p(cls("w-lead"), number(others.observations.size()), " published figures of ",
            counted(others.platforms().size(), "platform", "platforms"),
            " in one table, each with the file and line it came from. Nobody outside can recompute them: they are "
            "shown as they were published.");
  main += h2("One measure at a time") + measures_list(here);
  if (has_surge(others))
    main += h2("The surge of 2024") +
            p("How large was it, what could explain it, and what do other platforms' figures show of the same weeks? ",
              here.link("others/surge/index.html", "The surge"), ".");
  main += h2("Platforms") + platforms_table(others, here);
  main += h2("Published figures that disagree") + first_example(others) +
          disagreements_table(others, here, "", contradictions);
  main +=
      p("Also figures that may be right and are worth a look, and every defect found in the files: ",
        here.link("others/checks/index.html", counted(others.disagreements.size(), "disagreement", "disagreements") +
                                                  " and " + counted(others.findings.size(), "finding", "findings")),
        ".");
  main += h2("Files") + p("Every figure of these pages, columns and rules: ",
                          here.link("others/data/datapackage.json", "datapackage.json"), ".");
  std::vector<std::pair<std::string, std::string>> files;
  for (const auto& [name, content] : others.files) files.emplace_back(name, "others/data/" + name);
  main += file_links(here, files) + attributions(here, others.platforms());
  return page_file(site, here,
                   {.title = "What other platforms published",
                    .description = "Published figures of other platforms, as published.",
                    .above = {{"Latest", "index.html"}},
                    .main = std::move(main)});
}

std::pair<std::string, std::string> checks_page(const SiteData& site, const Others& others) {
  const Here here("others/checks/index.html");
  Html main = h1("Published figures that disagree, and defects of the files");
  main += p(cls("w-lead"), counted(others.disagreements.size(), "disagreement", "disagreements"), " and ",
            counted(others.findings.size(), "finding", "findings"), "; nothing was corrected.");
  main +=
      p("A year is compared with its quarters, with nine months and a quarter, and with every other way to fill it; "
        "fulfilled with received; accounts with requests.");
  main += h2("Disagreements") + disagreements_table(others, here, "", {}) + h2("Findings in the files") +
          findings_table(others, here, "") + file_links(here, {{"CSV", "others/data/findings.csv"}});
  return page_file(site, here,
                   {.title = "Published figures that disagree",
                    .description = "Sum checks and defects of published figures.",
                    .above = {{"Latest", "index.html"}, {"Other platforms", "others/index.html"}},
                    .main = std::move(main)});
}

}  // namespace

SiteFiles others_pages(const SiteData& site, const Others& others) {
  if (others.empty()) return {};
  SiteFiles out = {index_page(site, others), checks_page(site, others)};
  for (const auto& [name, content] : others.files) out.emplace_back("others/data/" + name, content);
  for (SiteFiles more : {others_measure_pages(site, others), others_platform_pages(site, others)})
    for (auto& file : more) out.push_back(std::move(file));
  return out;
}

}  // namespace writ::report
