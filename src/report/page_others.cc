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

std::vector<std::string> measures_of(const Others& others, std::string_view platform, const Locale& t) {
  std::vector<std::string> out;
  for (const OthersMeasure& measure : others_measures()) {
    const bool has = std::ranges::any_of(others.observations, [&](const observatory::Observation& one) {
      return one.platform == platform && one.measure.starts_with(measure.code);
    });
    if (has) out.push_back(measure_words(measure.code, t));
  }
  return out;
}

Html platforms_table(const Others& others, const Here& here) {
  const Locale& t = Locale::of(here.language());
  Grid made{.id = "platforms",
            .caption = t.text("others.platforms"),
            .columns = {{t.text("others.platform")},
                        {t.text("others.figures"), true},
                        {t.text("others.from_day")},
                        {t.text("others.to_day")},
                        {t.text("others.publishes")},
                        {t.text("others.licence")}}};
  for (const observatory::Platform* platform : others.platforms()) {
    std::size_t figures = 0;
    base::Period span{base::Day::max(), base::Day::min()};
    for (const observatory::Observation& one : others.observations) {
      if (one.platform != platform->code) continue;
      ++figures;
      span.first = std::min(span.first, one.period.first);
      span.last = std::max(span.last, one.period.last);
    }
    made.rows.push_back({here.link("others/" + std::string(platform->code) + "/index.html", platform->name),
                         t.number(figures), base::format_day(span.first), base::format_day(span.last),
                         joined(measures_of(others, platform->code, t), t),
                         platform->licence == "facts" ? t("others.facts") : Html(platform->licence)});
  }
  return grid(here, made);
}

Html measures_list(const Here& here) {
  const Locale& t = Locale::of(here.language());
  return ul(each(others_measures(), [&](const OthersMeasure& one) {
    return li(
        t("others.measure_of", {{"measure", here.link("others/" + std::string(one.slug) + "/index.html", one.label(t))},
                                {"process", one.what(t)}}));
  }));
}

/// The first sum that fails, as a sentence: "Telegram, United Kingdom, 2024, accounts: 7 + 292 = 299, published as
/// 293."
Html first_example(const Others& others, const Locale& t) {
  for (const observatory::Disagreement& one : others.disagreements) {
    if (one.check != Check::sum) continue;
    return p(cls("w-note"), t("others.example", {{"platform", platform_name(one.platform)},
                                                 {"place", place_words(one.country, t)},
                                                 {"period", period_label(one.period, t)},
                                                 {"measure", measure_words(one.measure, t)},
                                                 {"what", strong(disagreement_in_words(one, t))}}));
  }
  return {};
}

std::pair<std::string, std::string> index_page(const SiteData& site, const Others& others, bool has_surge) {
  const Locale& t = site.locale();
  const Here here = site.here("others/index.html");
  Html main = h1(t("others.title"));
  main += p(cls("w-lead"),
            t("others.lead", {{"figures", others.observations.size()}, {"platforms", others.platforms().size()}}));
  main += h2(t("others.one_at_a_time")) + measures_list(here);
  if (has_surge)
    main += h2(t("others.surge_title")) + p(t("others.surge", {{"surge", here.href_to("others/surge/index.html")}}));
  main += h2(t("others.platforms")) + platforms_table(others, here);
  main += h2(t("others.disagree")) + first_example(others, t) + disagreements_table(others, here, "", contradictions);
  main += p(t("others.also", {{"checks", here.href_to("others/checks/index.html")},
                              {"disagreements", others.disagreements.size()},
                              {"findings", others.findings.size()}}));
  main += h2(t("column.files")) + p(t("others.package", {{"package", here.href_to("others/data/datapackage.json")}}));
  std::vector<std::pair<std::string, std::string>> files;
  for (const auto& [name, content] : others.files) files.emplace_back(name, "others/data/" + name);
  main += file_links(here, files) + attributions(here, others.platforms());
  return page_file(site, here,
                   {.title = t.text("others.title"),
                    .description = t.text("others.description"),
                    .above = {{t.text("nav.latest"), "index.html"}},
                    .main = std::move(main)});
}

std::pair<std::string, std::string> checks_page(const SiteData& site, const Others& others) {
  const Locale& t = site.locale();
  const Here here = site.here("others/checks/index.html");
  Html main = h1(t("others.checks_title"));
  main += p(cls("w-lead"), t("others.checks_lead",
                             {{"disagreements", others.disagreements.size()}, {"findings", others.findings.size()}}));
  main += p(t("others.checks_how"));
  main += h2(t("others.disagreements")) + disagreements_table(others, here, "", {}) + h2(t("others.findings")) +
          findings_table(others, here, "") + file_links(here, {{"CSV", "others/data/findings.csv"}});
  return page_file(site, here,
                   {.title = t.text("others.disagree"),
                    .description = t.text("others.checks_description"),
                    .above = {{t.text("nav.latest"), "index.html"}, {t.text("nav.others"), "others/index.html"}},
                    .main = std::move(main)});
}

}  // namespace

SiteFiles others_pages(const SiteData& site, const Others& others, bool has_surge) {
  if (others.empty()) return {};
  SiteFiles out = {index_page(site, others, has_surge), checks_page(site, others)};
  if (site.language == Language::en)
    for (const auto& [name, content] : others.files) out.emplace_back("others/data/" + name, content);
  for (SiteFiles more : {others_measure_pages(site, others), others_platform_pages(site, others)})
    for (auto& file : more) out.push_back(std::move(file));
  return out;
}

}  // namespace writ::report
