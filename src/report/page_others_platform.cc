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

std::string places_in_words(const Spread& spread) {
  return spread.countries.empty() ? "all countries together" : counted(spread.countries.size(), "country", "countries");
}

Html periods_table(const Here& here, const std::map<base::Period, Spread>& periods) {
  Grid made{.id = "periods",
            .caption = "Published periods; they may overlap, so that a column must not be added up",
            .columns = {{"Period"}, {"Days", true}, {"Figures", true}, {"Places"}}};
  for (auto one = periods.rbegin(); one != periods.rend(); ++one)
    made.rows.push_back({period_label(one->first), number(static_cast<std::uint64_t>(one->first.days())),
                         number(one->second.figures), places_in_words(one->second)});
  return grid(here, made);
}

Html measures_table(const Others& others, const Here& here, const std::map<std::string, Spread>& measures) {
  Grid made{.id = "measures",
            .caption = "Measures",
            .columns = {
                {"Measure"}, {"From"}, {"To"}, {"Figures", true}, {"Of these not reported", true}, {"In bands", true}}};
  for (const auto& [code, spread] : measures) {
    const Html name = find_others_measure(code) == nullptr
                          ? Html(measure_words(code))
                          : here.link(others_page(others, code, "none"), measure_words(code));
    made.rows.push_back({name, base::format_day(spread.span.first), base::format_day(spread.span.last),
                         number(spread.figures), number(spread.empty), number(spread.banded)});
  }
  return grid(here, made);
}

/// Countries with a page, each with the first measure that has one.
Html countries_list(const Others& others, const Here& here, std::string_view platform) {
  std::map<std::string, std::pair<std::string, std::string>> by_name;  // name -> country, measure
  for (const Observation& one : others.observations) {
    if (one.platform != platform || one.country.empty() ||
        !others.places.contains(std::pair(std::string(observatory::base_of(one.measure)), one.country)))
      continue;
    by_name.emplace(country_name(one.country), std::pair(one.country, one.measure));
  }
  if (by_name.empty()) return p("No country has figures of this platform and of another one.");
  return p(counted(by_name.size(), "country", "countries"), " can be set beside another platform:") +
         ul(cls("w-names"), each(by_name, [&](const auto& one) {
              return li(here.link(others_page(others, one.second.second, one.second.first), one.first));
            }));
}

std::pair<std::string, std::string> one_page(const SiteData& site, const Others& others,
                                             const observatory::Platform& platform) {
  const std::string code(platform.code), name(platform.name);
  const Here here("others/" + code + "/index.html");
  Spread all;
  std::map<base::Period, Spread> periods;
  std::map<std::string, Spread> measures;
  for (const Observation& one : others.observations) {
    if (one.platform != code) continue;
    add(all, one);
    add(periods[one.period], one);
    add(measures[one.measure], one);
  }
  Html main = h1(name + ": what it published");
  main += p(cls("w-lead"), counted(all.figures, "figure", "figures"), " of ", places_in_words(all), ", ",
            period_label(all.span), ", in ", counted(periods.size(), "published period", "published periods"), ".");
  main += p(platform.attribution, " Licence: ", platform.licence == "facts" ? "facts" : std::string(platform.licence),
            ". ", a(href(platform.publisher_url), "The platform's own report"), "; ",
            a(href(platform.collected_from), "where these files were collected"), ".");
  main += file_links(here, {{"CSV", "others/data/" + code + ".csv"}, {"Data package", "others/data/datapackage.json"}});
  main += h2("Periods") + periods_table(here, periods) + h2("Measures") + measures_table(others, here, measures);
  main += h2("Countries") + countries_list(others, here, code);
  main += h2("Published figures that disagree") + disagreements_table(others, here, code, {});
  main += h2("Defects of the files") + findings_table(others, here, code);
  return page_file(site, here,
                   {.title = name,
                    .description = "Periods, countries, measures and defects of what this platform published.",
                    .above = {{"Latest", "index.html"}, {"Other platforms", "others/index.html"}},
                    .main = std::move(main)});
}

}  // namespace

SiteFiles others_platform_pages(const SiteData& site, const Others& others) {
  SiteFiles out;
  for (const observatory::Platform* platform : others.platforms()) out.push_back(one_page(site, others, *platform));
  return out;
}

}  // namespace writ::report
