// Charts, tables and files of /others/surge/.
#include <algorithm>
#include <cmath>
#include <nlohmann/json.hpp>

#include "page/chart.h"
#include "page/number.h"
#include "report/charts.h"
#include "report/components.h"
#include "report/page_surge.h"

namespace writ::report {

using namespace page;
using Json = nlohmann::ordered_json;
using observatory::Surge;

namespace {

constexpr std::string_view credit = "Published by Telegram, collected by volunteers, CC BY 4.0";  // in files

std::uint64_t whole(std::int64_t count) { return static_cast<std::uint64_t>(count); }

std::optional<std::int64_t> users_of(const SurgeCase& surge, const base::Period& period) {
  const auto found = surge.users.find(period);
  return found == surge.users.end() ? std::nullopt : found->second->figure.low;
}

PeriodChart chart_of(const SurgeCase& surge, bool only_window, const Locale& t) {
  const Surge& us = *surge.us;
  PeriodChart chart;
  chart.id = only_window ? "surge-year" : "surge-all";
  std::vector<observatory::SurgePeriod> periods = us.searched;
  if (only_window) {
    periods = us.before.periods;
    periods.insert(periods.end(), us.after.periods.begin(), us.after.periods.end());
  }
  chart.language = t.language();
  chart.title = t.text("surge.chart_title", {{"country", country_in_sentence(us.country, t)},
                                             {"before", t.decimal(us.before.per_30_days())},
                                             {"after", t.decimal(us.after.per_30_days())}});
  chart.subtitle = t.text("surge.chart_subtitle",
                          {{"country", country_name(us.country, t)},
                           {"span", period_in_words({periods.front().period.first, periods.back().period.last}, t)}});
  chart.source = t.text("surge.credit");
  chart.requests_label = t.text("figure.fulfilled");
  chart.users_label = t.text("column.users");
  for (const observatory::SurgePeriod& one : periods) {
    ChartPeriod bar{one.period, whole(one.count), std::nullopt};
    if (const auto users = users_of(surge, one.period)) bar.users = whole(*users);
    chart.periods.push_back(bar);
  }
  chart.events.push_back({surge.table.options.event, t.text("surge.policy_change")});
  return chart;
}

Json period_json(const SurgeCase& surge, const observatory::SurgePeriod& one) {
  const auto users = users_of(surge, one.period);
  return {{"period_start", base::format_day(one.period.first)},
          {"period_end", base::format_day(one.period.last)},
          {"days", one.period.days()},
          {"requests", one.count},
          {"users", users ? Json(*users) : Json(nullptr)},
          {"requests_per_30_days", static_cast<double>(one.count) / one.period.days() * 30},
          {"derived", one.derived},
          {"source_file", one.source_file},
          {"source_line", one.source_line}};
}

Json number_json(double value) { return std::isinf(value) ? Json("infinite") : Json(value); }

Json country_json(const Surge& one) {
  Json out = {{"country", one.country},
              {"before", {{"requests", one.before.count}, {"days", one.before.days}}},
              {"after", {{"requests", one.after.count}, {"days", one.after.days}}}};
  if (one.untested.empty()) {
    out["ratio"] = {{"value", number_json(one.ratio.ratio)},
                    {"low", number_json(one.ratio.low)},
                    {"high", number_json(one.ratio.high)}};
    out["p_holm"] = one.p_holm;
    out["dispersion"] = {{"factor", one.dispersion_used},
                         {"pooled", one.dispersion_pooled},
                         {"low", number_json(one.ratio_dispersed.low)},
                         {"high", number_json(one.ratio_dispersed.high)},
                         {"factor_to_hold_1", one.dispersion_to_one}};
  } else {
    out["untested"] = one.untested;
  }
  if (one.change)
    out["change"] = {
        {"day", base::format_day(one.change_day)}, {"p_holm", one.change_p_holm}, {"exact", one.change->exact}};
  return out;
}

/// In the colours of another series: nobody takes these bars for published ones.
Html recoloured(const Html& chart) {
  std::string text = chart.str();
  const auto replace = [&](std::string_view from, std::string_view to) {
    for (std::size_t at = text.find(from); at != text.npos; at = text.find(from, at + to.size()))
      text.replace(at, from.size(), to);
  };
  replace("var(--c-requests,#0a5568)", "var(--c-no_data,#7b5ea7)");
  replace("var(--c-users,#b5600a)", "var(--c-withdrawn,#85827a)");
  return markup(std::move(text));
}

std::string interval(const observatory::RateRatio& ratio, const Locale& t) {
  return t.text("others.from_to", {{"low", factor_words(ratio.low, t)}, {"high", factor_words(ratio.high, t)}});
}

bool derived(const observatory::Side& side) {
  return std::ranges::any_of(side.periods, &observatory::SurgePeriod::derived);
}

Html side_cell(const observatory::Side& side, const Locale& t) {
  if (side.periods.empty()) return cell_not_reported(t);
  return t.text("surge.count_in_days", {{"n", whole(side.count)}, {"days", static_cast<std::uint64_t>(side.days)}}) +
         (derived(side) ? " *" : "");
}

Html rate_cell(const observatory::Side& side, const Locale& t) {
  return side.periods.empty() ? cell_not_reported(t) : Html(t.decimal(side.per_30_days()));
}

std::vector<Html> test_cells(const Surge& one, const Locale& t) {
  if (!one.untested.empty()) {
    std::vector<Html> cells = {span(cls("w-small"), untested_words(one, t))};
    cells.insert(cells.end(), 4, span(cls("w-none"), t("surge.not_tested")));
    return cells;
  }
  const std::string factor = factor_words(one.dispersion_used, t);
  return {factor_words(one.ratio.ratio, t), interval(one.ratio, t), probability_words(one.p_holm, t),
          one.dispersion_pooled ? t.text("surge.pooled", {{"factor", factor}}) : factor,
          interval(one.ratio_dispersed, t)};
}

Html change_cell(const Surge& one, const Locale& t) {
  if (!one.change) return span(cls("w-none"), t("surge.no_search"));
  const std::string p_value = probability_words(one.change_p_holm, t);
  return t("surge.found", {{"day", base::format_day(one.change_day)},
                           {"p", one.change->exact ? p_value : t.text("surge.p_at_most", {{"p", p_value}})}});
}

std::vector<Html> country_row(const Others& others, const Here& here, const Surge& one) {
  const Locale& t = Locale::of(here.language());
  std::vector<Html> row = {
      here.link(others_page(others, "requests_fulfilled", one.country), country_name(one.country, t)),
      side_cell(one.before, t), side_cell(one.after, t), rate_cell(one.before, t), rate_cell(one.after, t)};
  for (Html& cell : test_cells(one, t)) row.push_back(std::move(cell));
  row.push_back(change_cell(one, t));
  return row;
}

std::string countries_csv(const SurgeCase& surge) {
  std::string csv =
      csv_row({"country", "requests_before", "days_before", "requests_after", "days_after", "ratio", "low", "high",
               "p_holm", "dispersion", "dispersed_low", "dispersed_high", "change_day", "change_p_holm", "untested"});
  const auto text = [](double value) { return std::isinf(value) ? std::string("infinite") : Json(value).dump(); };
  for (const Surge& one : surge.table.countries) {
    const bool tested = one.untested.empty();
    const auto if_tested = [&](double value) { return tested ? text(value) : std::string(); };
    csv += csv_row({one.country, std::to_string(one.before.count), std::to_string(one.before.days),
                    std::to_string(one.after.count), std::to_string(one.after.days), if_tested(one.ratio.ratio),
                    if_tested(one.ratio.low), if_tested(one.ratio.high), if_tested(one.p_holm),
                    if_tested(one.dispersion_used), if_tested(one.ratio_dispersed.low),
                    if_tested(one.ratio_dispersed.high), one.change ? base::format_day(one.change_day) : "",
                    one.change ? text(one.change_p_holm) : "", one.untested});
  }
  return csv;
}

std::string periods_csv(const SurgeCase& surge) {
  std::string csv = csv_row({"country", "period_start", "period_end", "days", "requests_fulfilled", "users", "derived",
                             "source_file", "source_line", "attribution"});
  for (const observatory::SurgePeriod& one : surge.us->searched) {
    const auto users = users_of(surge, one.period);
    csv += csv_row({surge.us->country, base::format_day(one.period.first), base::format_day(one.period.last),
                    std::to_string(one.period.days()), std::to_string(one.count), users ? std::to_string(*users) : "",
                    one.derived ? "1" : "0", one.source_file, std::to_string(one.source_line), std::string(credit)});
  }
  return csv;
}

}  // namespace

Html surge_chart(const SurgeCase& surge, bool only_window, unsigned width, const Locale& t) {
  PeriodChart chart = chart_of(surge, only_window, t);
  chart.id += "-" + std::to_string(width);
  chart.width = width;
  return period_chart(chart);
}

std::string surge_chart_file(const SurgeCase& surge, const Locale& t) {
  return period_chart_file(chart_of(surge, false, t));
}

Html surge_periods_table(const Others& others, const Here& here, const SurgeCase& surge) {
  const Locale& t = Locale::of(here.language());
  Grid made{.id = "periods",
            .caption = t.text("surge.periods_caption", {{"country", country_name(surge.us->country, t)}}),
            .columns = {{t.text("column.period")},
                        {t.text("column.days"), true},
                        {t.text("figure.fulfilled"), true},
                        {t.text("column.per_30_days"), true},
                        {t.text("column.users"), true},
                        {t.text("others.file_and_line")}}};
  for (const auto& [period, requests] : surge.requests) {
    const auto users = surge.users.find(period);
    made.rows.push_back({period_label(period, t), t.number(static_cast<std::uint64_t>(period.days())),
                         figure_cell(requests->figure, t),
                         t.decimal(static_cast<double>(*requests->figure.low) / period.days() * 30),
                         users == surge.users.end() ? cell_not_reported(t) : figure_cell(users->second->figure, t),
                         source_link(others, here, *requests)});
  }
  return grid(here, made);
}

Html surge_countries_table(const Others& others, const Here& here, const SurgeCase& surge) {
  const Locale& t = Locale::of(here.language());
  Grid made{.id = "countries",
            .caption = t.text("surge.countries_caption"),
            .columns = {{t.text("column.country")},
                        {t.text("surge.before")},
                        {t.text("surge.after")},
                        {t.text("surge.rate_before"), true},
                        {t.text("surge.rate_after"), true},
                        {t.text("surge.ratio_column"), true},
                        {t.text("surge.interval")},
                        {t.text("surge.p_holm"), true},
                        {t.text("surge.dispersion_column"), true},
                        {t.text("surge.interval_dispersed")},
                        {t.text("surge.change_found")}}};
  std::vector<const Surge*> by_name;
  for (const Surge& one : surge.table.countries) by_name.push_back(&one);
  std::ranges::sort(by_name, {}, [&](const Surge* one) { return t.sort_key(country_name(one->country, t)); });
  for (const Surge* one : by_name) made.rows.push_back(country_row(others, here, *one));
  return grid(here, made);
}

Html surge_elsewhere(const Others& others, const Here& here, const SurgeCase& surge) {
  const Locale& t = Locale::of(here.language());
  const base::Day event = surge.table.options.event;
  Grid made{.id = "elsewhere",
            .caption = t.text("surge.around",
                              {{"country", country_name(surge.us->country, t)}, {"day", day_in_words(event, t)}}),
            .columns = {{t.text("others.platform")}, {t.text("column.measure")}, {t.text("surge.can_show")}}};
  for (const observatory::Sighting& one : surge.elsewhere) {
    if (one.platform == surge.table.options.platform) continue;
    const std::string place = one.all_countries ? "" : surge.us->country;
    made.rows.push_back({platform_name(one.platform),
                         one.measure.empty()
                             ? t("surge.every_measure")
                             : here.link(others_page(others, one.measure, place), measure_words(one.measure, t)),
                         sighting_words(one, event, t)});
  }
  return p(t("surge.moved")) + grid(here, made);
}

Html surge_beside(const SiteData& site, const Here& here, const SurgeCase& surge) {
  const Locale& t = site.locale();
  if (!site.options.synthetic || site.periods.empty()) return {};
  const std::vector<Measured> own = site.measured(surge.us->country);
  PeriodChart chart;
  chart.id = "surge-own";
  chart.language = t.language();
  chart.title = finding(surge.us->country, own, t);
  chart.requests_label = t.text("surge.own_requests");
  chart.users_label = t.text("surge.own_users");
  for (const Measured& one : own) chart.periods.push_back({one.period, one.fulfilled, one.users});
  PeriodChart narrow = chart;
  narrow.id += "-narrow";
  narrow.width = 360;
  const auto drawn = [](const PeriodChart& one) { return recoloured(period_chart(one)); };
  Html out = h2(t("surge.beside"));
  out += p(span(cls("w-label"), site.label_in_words()), " ",
           t("surge.beside_what", {{"verify", here.href_to("verify/index.html")}}));
  return out + element("figure", cls("w-chart-box"), figcaption(site.label_in_words()),
                       div(cls("w-wide"), drawn(chart)), div(cls("w-narrow"), drawn(narrow)),
                       file_links(here, {{"CSV", chart_stem(surge.us->country) + ".csv"},
                                         {"JSON", chart_stem(surge.us->country) + ".json"}}));
}

SiteFiles surge_files(const SurgeCase& surge) {
  Json periods = Json::array(), countries = Json::array();
  for (const observatory::SurgePeriod& one : surge.us->searched) periods.push_back(period_json(surge, one));
  for (const Surge& one : surge.table.countries) countries.push_back(country_json(one));
  const std::string event = base::format_day(surge.table.options.event);
  const Json us = {
      {"attribution", credit}, {"event", event}, {"country", country_json(*surge.us)}, {"periods", std::move(periods)}};
  const Json all = {{"attribution", credit},
                    {"event", event},
                    {"correction", "Holm"},
                    {"tested", surge.table.tested},
                    {"countries", std::move(countries)}};
  return {{"others/surge.csv", periods_csv(surge)},
          {"others/surge.json", us.dump(1) + "\n"},
          {"others/surge/countries.csv", countries_csv(surge)},
          {"others/surge/countries.json", all.dump(1) + "\n"}};
}

}  // namespace writ::report
