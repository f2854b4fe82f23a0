#include "report/charts.h"

#include <nlohmann/json.hpp>

#include "page/chart.h"
#include "page/number.h"
#include "report/components.h"

namespace writ::report {

using namespace page;
using Json = nlohmann::ordered_json;

namespace {

struct Bar {
  base::Period period;
  const Counts* counts = nullptr;  // nullptr: nobody has reported these days
};

/// The periods in order; days between two of them are a bar that reports nothing.
std::vector<Bar> bars_of(const SiteData& site, const std::string& country) {
  std::vector<Bar> bars;
  for (const PeriodData& one : site.periods) {
    if (!bars.empty() && one.period().first > bars.back().period.last + std::chrono::days(1))
      bars.push_back({{bars.back().period.last + std::chrono::days(1), one.period().first - std::chrono::days(1)}});
    bars.push_back({one.period(), &site.of(one.tables, country)});
  }
  return bars;
}

std::string place_of(const std::string& country) { return country == "all" ? "All countries" : country_name(country); }

PeriodChart chart_of(const SiteData& site, const std::string& country) {
  PeriodChart chart;
  chart.id = country == "all" ? "chart-all" : "chart-" + country_slug(country);
  chart.title = finding(country, site.measured(country));
  if (!site.periods.empty())
    chart.subtitle = "Fulfilled requests and users affected. " + place_of(country) + ", " +
                     period_in_words({site.periods.front().period().first, site.periods.back().period().last}) + ".";
  chart.source = site.options.provider_name + ", log " + site.options.origin + ".";
  if (!site.label().empty()) chart.source += " " + site.label() + ".";
  if (!site.periods.empty()) {
    for (const BundleFile& file : site.periods.back().bundle.files)
      if (file.name == "report.json") chart.source += " report.json " + file.sha256.substr(0, 16) + ".";
  }
  chart.requests_label = "Requests fulfilled";
  for (const Bar& bar : bars_of(site, country))
    chart.periods.push_back(bar.counts == nullptr
                                ? ChartPeriod{bar.period, std::nullopt, std::nullopt}
                                : ChartPeriod{bar.period, bar.counts->fulfilled, bar.counts->users_affected});
  for (const policy::Policy* change : site.changes())
    chart.events.push_back({change->effective(), "policy " + change->id()});
  return chart;
}

Html table_of(const SiteData& site, const Here& here, const std::string& country) {
  Grid made{.id = "chart-table",
            .caption = "What the chart shows. " + place_of(country) + ".",
            .columns = {{"Period"},
                        {"Days", true},
                        {"Requests fulfilled", true},
                        {"Per 30 days", true},
                        {"Users affected", true},
                        {"Users per 30 days", true}}};
  for (const Bar& bar : bars_of(site, country)) {
    std::vector<Html> row = {
        bar.counts == nullptr
            ? Html(period_in_words(bar.period))
            : here.link("reports/" + base::period_name(bar.period) + "/index.html", period_in_words(bar.period)),
        number(static_cast<std::uint64_t>(bar.period.days()))};
    if (bar.counts == nullptr) {
      row.insert(row.end(), 4, cell_not_reported());
    } else {
      row.push_back(cell_number(bar.counts->fulfilled));
      row.push_back(per_thirty_days(bar.counts->fulfilled, bar.period));
      row.push_back(cell_number(bar.counts->users_affected));
      row.push_back(per_thirty_days(bar.counts->users_affected, bar.period));
    }
    made.rows.push_back(std::move(row));
  }
  for (const Year& year : site.years) {
    if (year.parts.size() == 1) continue;
    const Counts& counts = site.of(year.tables, country);
    made.rows.push_back({strong("Year " + period_in_words(year.period)),
                         number(static_cast<std::uint64_t>(year.period.days())), cell_number(counts.fulfilled),
                         per_thirty_days(counts.fulfilled, year.period), cell_number(counts.users_affected),
                         per_thirty_days(counts.users_affected, year.period)});
  }
  return grid(here, made);
}

std::string csv_of(const SiteData& site, const std::string& country) {
  std::string csv =
      csv_row({"country", "period_first", "period_last", "days", "fulfilled", "users_affected", "status", "label"});
  for (const Bar& bar : bars_of(site, country)) {
    const bool known = bar.counts != nullptr;
    csv += csv_row({country, base::format_day(bar.period.first), base::format_day(bar.period.last),
                    std::to_string(bar.period.days()), known ? std::to_string(bar.counts->fulfilled) : "",
                    known ? std::to_string(bar.counts->users_affected) : "", known ? "reported" : "not_reported",
                    site.label()});
  }
  return csv;
}

std::string json_of(const SiteData& site, const std::string& country, const PeriodChart& chart) {
  Json rows = Json::array();
  for (const Bar& bar : bars_of(site, country)) {
    Json row = {{"period_first", base::format_day(bar.period.first)},
                {"period_last", base::format_day(bar.period.last)},
                {"days", bar.period.days()},
                {"status", bar.counts != nullptr ? "reported" : "not_reported"}};
    if (bar.counts != nullptr) {
      row["fulfilled"] = bar.counts->fulfilled;
      row["users_affected"] = bar.counts->users_affected;
    }
    rows.push_back(std::move(row));
  }
  Json json = {{"country", country},
               {"title", chart.title},
               {"label", site.label()},
               {"periods", std::move(rows)},
               {"notes", chart_notes(chart)}};
  return json.dump(1, ' ', false, Json::error_handler_t::replace) + "\n";
}

}  // namespace

std::string chart_stem(const std::string& country) {
  return country == "all" ? "periods" : "countries/" + country_slug(country);
}

Html chart_section(const SiteData& site, const Here& here, const std::string& country) {
  PeriodChart chart = chart_of(site, country);
  PeriodChart narrow = chart;
  narrow.id += "-narrow";
  narrow.width = 360;
  for (ChartEvent& event : narrow.events) event.label = "new policy";  // the note below the chart names it
  const std::string stem = chart_stem(country);
  const std::vector<std::string> notes = chart_notes(chart);
  Html why = is_per_30_days(chart.periods) ? p(cls("w-small"),
                                               "Periods differ in length: a bar is as wide as its period, its height "
                                               "is the count per 30 days, and the count itself is printed on it.")
                                           : Html();
  return element("figure", cls("w-chart-box"), attr("aria-labelledby", "chart-caption"),
                 figcaption(id("chart-caption"), strong(place_of(country)), ": requests fulfilled and users affected",
                            site.label().empty() ? Html() : span(cls("w-label"), site.label())),
                 div(cls("w-wide"), period_chart(chart)), div(cls("w-narrow"), period_chart(narrow)), why,
                 each(notes, [](const std::string& note) { return p(cls("w-note"), note); }),
                 details(flag("open"), summary("Table of the chart"), table_of(site, here, country)),
                 file_links(here, {{"CSV", stem + ".csv"}, {"JSON", stem + ".json"}, {"SVG", stem + ".svg"}}));
}

SiteFiles chart_files(const SiteData& site, const std::string& country) {
  const PeriodChart chart = chart_of(site, country);
  const std::string stem = chart_stem(country);
  return {{stem + ".csv", csv_of(site, country)},
          {stem + ".json", json_of(site, country, chart)},
          {stem + ".svg", period_chart_file(chart)}};
}

}  // namespace writ::report
