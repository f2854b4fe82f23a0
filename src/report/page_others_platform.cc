// /others/{platform}/: what one platform published, and what is wrong with it.
#include <algorithm>
#include <set>

#include "observatory/series.h"
#include "page/number.h"
#include "report/components.h"
#include "report/page_others.h"
#include "report/page_others_findings.h"

namespace writ::report {

using namespace page;
using observatory::Observation;

namespace {

struct Spread {
  base::Period span;
  std::uint64_t figures = 0;
  std::uint64_t empty = 0;
  std::uint64_t banded = 0;
  std::set<std::string> countries;
};

void add(Spread& spread, const Observation& one) {
  if (spread.figures++ == 0) spread.span = one.period;
  spread.span.first = std::min(spread.span.first, one.period.first);
  spread.span.last = std::max(spread.span.last, one.period.last);
  spread.empty += one.figure.status == observatory::Status::not_reported ? 1 : 0;
  spread.banded += one.figure.status == observatory::Status::banded ? 1 : 0;
  if (!one.country.empty()) spread.countries.insert(one.country);
}

std::string places_in_words(const Spread& spread, const Locale& t) {
  return spread.countries.empty() ? t.text("others.all_together_in_sentence")
                                  : t.text("others.countries", {{"n", spread.countries.size()}});
}

Html periods_table(const Here& here, const std::map<base::Period, Spread>& periods) {
  const Locale& t = Locale::of(here.language());
  Grid made{.id = "periods",
            .caption = t.text("others.periods_caption"),
            .columns = {{t.text("column.period")},
                        {t.text("column.days"), true},
                        {t.text("others.figures"), true},
                        {t.text("others.places")}}};
  for (auto one = periods.rbegin(); one != periods.rend(); ++one)
    made.rows.push_back({period_label(one->first, t), t.number(static_cast<std::uint64_t>(one->first.days())),
                         t.number(one->second.figures), places_in_words(one->second, t)});
  return grid(here, made);
}

Html measures_table(const Others& others, const Here& here, const std::map<std::string, Spread>& measures) {
  const Locale& t = Locale::of(here.language());
  Grid made{.id = "measures",
            .caption = t.text("others.measures"),
            .columns = {{t.text("column.measure")},
                        {t.text("others.from_day")},
                        {t.text("others.to_day")},
                        {t.text("others.figures"), true},
                        {t.text("others.not_reported"), true},
                        {t.text("others.in_bands"), true}}};
  for (const auto& [code, spread] : measures) {
    const std::string words = measure_words(code, t);
    const Html name =
        find_others_measure(code) == nullptr ? Html(words) : here.link(others_page(others, code, "none"), words);
    made.rows.push_back({name, base::format_day(spread.span.first), base::format_day(spread.span.last),
                         t.number(spread.figures), t.number(spread.empty), t.number(spread.banded)});
  }
  return grid(here, made);
}

/// Countries with a page, each with the first measure that has one.
Html countries_list(const Others& others, const Here& here, std::string_view platform) {
  const Locale& t = Locale::of(here.language());
  struct Entry {
    std::string name, country, measure;
  };
  std::map<std::string, Entry> by_name;  // by what the language orders names by
  for (const Observation& one : others.observations) {
    if (one.platform != platform || one.country.empty() ||
        !others.places.contains(std::pair(std::string(observatory::base_of(one.measure)), one.country)))
      continue;
    std::string name = country_name(one.country, t);
    by_name.emplace(t.sort_key(name), Entry{name, one.country, one.measure});
  }
  if (by_name.empty()) return p(t("others.stands_alone"));
  return p(t("others.set_beside", {{"n", by_name.size()}})) +
         ul(cls("w-names"), each(by_name, [&](const auto& one) {
              return li(here.link(others_page(others, one.second.measure, one.second.country), one.second.name));
            }));
}

Html origin_of(const observatory::Platform& platform, const Here& here) {
  const Locale& t = Locale::of(here.language());
  const std::optional<Key> from = Key::find("others.from." + std::string(platform.code));
  return p(t("others.origin",
             {{"from", from ? t(*from) : as_written(platform.attribution)},
              {"licence", platform.licence == "facts" ? t.text("others.facts_only") : std::string(platform.licence)},
              {"report", Href{std::string(platform.publisher_url)}},
              {"collected", Href{std::string(platform.collected_from)}}}));
}

std::pair<std::string, std::string> one_page(const SiteData& site, const Others& others,
                                             const observatory::Platform& platform) {
  const Locale& t = site.locale();
  const std::string code(platform.code), name(platform.name);
  const Here here = site.here("others/" + code + "/index.html");
  Spread all;
  std::map<base::Period, Spread> periods;
  std::map<std::string, Spread> measures;
  for (const Observation& one : others.observations) {
    if (one.platform != code) continue;
    add(all, one);
    add(periods[one.period], one);
    add(measures[one.measure], one);
  }
  Html main = h1(t("others.platform_title", {{"platform", name}}));
  main += p(cls("w-lead"), t("others.platform_lead", {{"figures", all.figures},
                                                      {"places", places_in_words(all, t)},
                                                      {"span", period_label(all.span, t)},
                                                      {"periods", periods.size()}}));
  main += origin_of(platform, here);
  main += file_links(
      here, {{"CSV", "others/data/" + code + ".csv"}, {t.text("others.data_package"), "others/data/datapackage.json"}});
  main += h2(t("others.periods")) + periods_table(here, periods) + h2(t("others.measures")) +
          measures_table(others, here, measures);
  main += h2(t("nav.countries")) + countries_list(others, here, code);
  main += h2(t("others.disagree")) + disagreements_table(others, here, code, {});
  main += h2(t("others.defects")) + findings_table(others, here, code);
  return page_file(site, here,
                   {.title = name,
                    .description = t.text("others.platform_description"),
                    .above = {{t.text("nav.latest"), "index.html"}, {t.text("nav.others"), "others/index.html"}},
                    .main = std::move(main)});
}

}  // namespace

SiteFiles others_platform_pages(const SiteData& site, const Others& others) {
  SiteFiles out;
  for (const observatory::Platform* platform : others.platforms()) out.push_back(one_page(site, others, *platform));
  return out;
}

}  // namespace writ::report
