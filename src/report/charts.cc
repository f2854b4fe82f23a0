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

std::string place_of(const std::string& country, const Locale& t) {
  return country == "all" ? t.text("site.all_countries") : country_name(country, t);
}

Html table_of(const SiteData& site, const Here& here, const std::string& country) {
  const Locale& t = site.locale();
  Grid made{.id = "chart-table",
            .caption = t.text("chart.table_caption", {{"place", place_of(country, t)}}),
            .columns = {{t.text("column.period")},
                        {t.text("column.days"), true},
                        {t.text("figure.fulfilled"), true},
                        {t.text("column.per_30_days"), true},
                        {t.text("figure.users"), true},
                        {t.text("column.users_per_30_days"), true}}};
  const auto values = [&](std::vector<Html>& row, const Counts& counts, const base::Period& period) {
    row.push_back(cell_number(counts.fulfilled, t));
    row.push_back(per_thirty_days(counts.fulfilled, period, t));
    row.push_back(cell_number(counts.users_affected, t));
    row.push_back(per_thirty_days(counts.users_affected, period, t));
  };
  for (const Bar& bar : bars_of(site, country)) {
    const std::string words = period_in_words(bar.period, t);
    std::vector<Html> row = {bar.counts == nullptr
                                 ? Html(words)
                                 : here.link("reports/" + base::period_name(bar.period) + "/index.html", words),
                             t.number(static_cast<std::uint64_t>(bar.period.days()))};
    if (bar.counts == nullptr)
      row.insert(row.end(), 4, cell_not_reported(t));
    else
      values(row, *bar.counts, bar.period);
    made.rows.push_back(std::move(row));
  }
  for (const Year& year : site.years) {
    if (year.parts.size() == 1) continue;
    std::vector<Html> row = {strong(t.text("chart.year", {{"year", period_in_words(year.period, t)}})),
                             t.number(static_cast<std::uint64_t>(year.period.days()))};
    values(row, site.of(year.tables, country), year.period);
    made.rows.push_back(std::move(row));
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

PeriodChart period_chart_of(const SiteData& site, const std::string& country) {
  const Locale& t = site.locale();
  PeriodChart chart;
  chart.language = site.language;
  chart.id = country == "all" ? "chart-all" : "chart-" + country_slug(country);
  chart.title = finding(country, site.measured(country), t);
  if (!site.periods.empty())
    chart.subtitle = t.text(
        "chart.subtitle",
        {{"place", place_of(country, t)},
         {"period", period_in_words({site.periods.front().period().first, site.periods.back().period().last}, t)}});
  chart.source = t.text("chart.source", {{"provider", site.options.provider_name}, {"log", site.options.origin}});
  chart.label = site.label_in_words();
  if (!site.periods.empty()) {
    for (const BundleFile& file : site.periods.back().bundle.files)
      if (file.name == "report.json") chart.source += " report.json " + file.sha256.substr(0, 16) + ".";
  }
  chart.requests_label = t.text("figure.fulfilled");
  chart.users_label = t.text("figure.users");
  for (const Bar& bar : bars_of(site, country))
    chart.periods.push_back(bar.counts == nullptr
                                ? ChartPeriod{bar.period, std::nullopt, std::nullopt}
                                : ChartPeriod{bar.period, bar.counts->fulfilled, bar.counts->users_affected});
  for (const policy::Policy* change : site.changes())
    chart.events.push_back({change->effective(), t.text("chart.policy", {{"id", change->id()}})});
  return chart;
}

Html chart_section(const SiteData& site, const Here& here, const std::string& country) {
  const Locale& t = site.locale();
  PeriodChart chart = period_chart_of(site, country);
  PeriodChart narrow = chart;
  narrow.id += "-narrow";
  narrow.width = 360;
  for (ChartEvent& event : narrow.events)
    event.label = t.text("chart.new_policy");  // the note below the chart names it
  const std::string stem = chart_stem(country);
  const std::vector<std::string> notes = chart_notes(chart);
  const Html why = is_per_30_days(chart.periods) ? p(cls("w-small"), t("chart.why_per_30_days")) : Html();
  const Html direction = t.right_to_left() ? p(cls("w-small"), t("chart.left_to_right")) : Html();
  const std::string embed =
      "embed/" + std::string(country == "all" ? "periods" : country_slug(country)) + "/index.html";
  return element(
      "figure", cls("w-chart-box"), attr("aria-labelledby", "chart-caption"),
      figcaption(id("chart-caption"), t("chart.caption", {{"place", strong(place_of(country, t))}}),
                 site.label().empty() ? Html() : span(cls("w-label"), site.label_in_words())),
      div(cls("w-wide"), period_chart(chart)), div(cls("w-narrow"), period_chart(narrow)), why, direction,
      each(notes, [](const std::string& note) { return p(cls("w-note"), note); }),
      details(flag("open"), summary(t("chart.table")), table_of(site, here, country)),
      file_links(
          here,
          {{"CSV", stem + ".csv"}, {"JSON", stem + ".json"}, {"SVG", stem + ".svg"}, {t.text("chart.embed"), embed}}));
}

std::pair<std::string, std::string> embed_page(const SiteData& site, const std::string& country) {
  const Locale& t = site.locale();
  const std::string name = country == "all" ? "periods" : country_slug(country);
  const Here here = site.here("embed/" + name + "/index.html");
  const PeriodChart chart = period_chart_of(site, country);
  PeriodChart narrow = chart;
  narrow.id += "-narrow";
  narrow.width = 360;
  for (ChartEvent& event : narrow.events) event.label = t.text("chart.new_policy");
  const std::string whole = country == "all" ? "reports/index.html" : "countries/" + name + "/index.html";
  Html main = h1(cls("w-embed-title"), chart.title) + div(cls("w-wide"), period_chart(chart)) +
              div(cls("w-narrow"), period_chart(narrow));
  main += each(chart_notes(chart), [](const std::string& note) { return p(cls("w-note"), note); });
  main += p(cls("w-small"), chart.source, " ",
            t("chart.embed_source",
              {{"day", day_in_words(base::day_of(site.options.made_at), t)}, {"page", here.href_to(whole)}}));
  return page_file(site, here,
                   {.title = chart.title, .description = "", .above = {}, .main = std::move(main), .embedded = true});
}

SiteFiles chart_files(const SiteData& site, const std::string& country) {
  const PeriodChart chart = period_chart_of(site, country);
  const std::string stem = chart_stem(country);
  SiteFiles out = {{std::string(path_prefix(site.language)) + stem + ".svg", period_chart_file(chart)},
                   embed_page(site, country)};
  if (site.language != Language::en) return out;  // the data have no language
  out.emplace_back(stem + ".csv", csv_of(site, country));
  out.emplace_back(stem + ".json", json_of(site, country, chart));
  return out;
}

}  // namespace writ::report
