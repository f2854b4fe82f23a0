// /others/{measure}/ and /others/{measure}/{country}/: one measure at a time, platforms side by side.
#include <algorithm>
#include <nlohmann/json.hpp>

#include "observatory/export.h"
#include "observatory/series.h"
#include "page/number.h"
#include "report/components.h"
#include "report/page_others.h"
#include "report/sorting.h"

namespace writ::report {

using namespace page;
using Json = nlohmann::ordered_json;
using observatory::Observation;

namespace {

std::vector<OthersPlace> places_of(const Others& others, const OthersMeasure& measure, const Locale& t) {
  std::map<std::string, OthersPlace> by_country;
  for (const Observation& one : others.observations) {
    if (observatory::base_of(one.measure) != measure.code) continue;
    OthersPlace& place = by_country[one.country];
    place.measure = &measure;
    place.country = one.country;
    place.figures.push_back(&one);
  }
  std::vector<OthersPlace> places;
  for (auto& [country, place] : by_country) places.push_back(std::move(place));
  sort_keeping_ties(places, [&](const OthersPlace& a, const OthersPlace& b) {
    if (a.country.empty() != b.country.empty()) return a.country.empty();
    return t.sort_key(a.name(t)) < t.sort_key(b.name(t));
  });
  return places;
}

std::vector<const observatory::Platform*> platforms_of(const OthersPlace& place) {
  std::vector<const observatory::Platform*> out;
  for (const Observation* one : place.figures)
    if (out.empty() || out.back()->code != one->platform) out.push_back(observatory::find_platform(one->platform));
  return out;
}

std::string process_or_all(std::string_view measure, const Locale& t) {
  const std::string process = process_words(measure, t);
  return process.empty() ? t.text("others.all_processes") : process;
}

/// What each platform publishes under this measure, since when, and by which process.
Html what_is_published(const Others& others, const OthersMeasure& measure, const Locale& t) {
  Html items;
  for (const observatory::Platform* platform : others.platforms()) {
    std::map<std::string, base::Period> spans;
    for (const Observation& one : others.observations) {
      if (one.platform != platform->code || observatory::base_of(one.measure) != measure.code) continue;
      const auto [at, fresh] = spans.emplace(one.measure, one.period);
      at->second.first = std::min(at->second.first, one.period.first);
      at->second.last = std::max(at->second.last, one.period.last);
    }
    if (spans.empty()) {
      items += li(t("others.publishes_none", {{"platform", strong(platform->name)}}));
      continue;
    }
    std::vector<std::string> parts;
    for (const auto& [code, span] : spans)
      parts.push_back(
          t.text("others.process_span", {{"process", process_or_all(code, t)}, {"span", period_label(span, t)}}));
    items += li(t("others.publishes_these", {{"platform", strong(platform->name)}, {"processes", joined(parts, t)}}));
  }
  return h2(t("others.under_this_name")) + ul(items) + p(t("others.no_sum"));
}

bool same_line(const Observation& a, const Observation& b) {
  return a.platform == b.platform && a.period == b.period && a.source_file == b.source_file &&
         a.source_line == b.source_line;
}

Html figures_table(const Others& others, const Here& here, const OthersPlace& place) {
  const Locale& t = Locale::of(here.language());
  Grid made{.id = "figures",
            .caption = t.text("others.every_figure"),
            .columns = {{t.text("others.platform")},
                        {t.text("others.process")},
                        {t.text("column.period")},
                        {t.text("column.days"), true},
                        {t.text("others.figure"), true},
                        {t.text("column.per_30_days"), true},
                        {t.text("others.file_and_line")}}};
  for (std::size_t i = 0; i < place.figures.size(); ++i) {
    const Observation& one = *place.figures[i];
    // Cells that one row of a file leaves empty are one row here: there may be dozens.
    std::size_t end = i + 1;
    const auto empty = [&](std::size_t at) { return !observatory::has_value(place.figures[at]->figure); };
    while (empty(i) && end < place.figures.size() && empty(end) && same_line(one, *place.figures[end])) ++end;
    Html name = span(id(anchor_of(i)), platform_name(one.platform));
    std::vector<std::string> processes;
    for (; i < end; ++i) processes.push_back(process_or_all(place.figures[i]->measure, t));
    --i;
    const bool exact = one.figure.status == observatory::Status::reported;
    made.rows.push_back({std::move(name), joined(processes, t), period_label(one.period, t),
                         t.number(static_cast<std::uint64_t>(one.period.days())), figure_cell(one.figure, t),
                         exact ? Html(t.decimal(static_cast<double>(*one.figure.low) / one.period.days() * 30))
                               : span(cls("w-none"), t("others.not_exact")),
                         source_link(others, here, one)});
  }
  return grid(here, made);
}

std::string place_json(const OthersPlace& place) {
  Json rows = Json::array();
  for (const Observation* one : place.figures) {
    Json row = {{"platform", one->platform},
                {"period_start", base::format_day(one->period.first)},
                {"period_end", base::format_day(one->period.last)},
                {"measure", one->measure},
                {"low", nullptr},
                {"high", nullptr},
                {"status", observatory::code(one->figure.status)},
                {"source_file", one->source_file},
                {"source_line", one->source_line}};
    if (one->figure.low) row["low"] = *one->figure.low;
    if (one->figure.high) row["high"] = *one->figure.high;
    rows.push_back(std::move(row));
  }
  Json attribution = Json::array();
  for (const observatory::Platform* one : platforms_of(place))
    attribution.push_back({{"platform", one->code}, {"text", one->attribution}, {"licence", one->licence}});
  const Json json = {{"country", place.country.empty() ? Json(nullptr) : Json(place.country)},
                     {"measure", place.measure->code},
                     {"sources", std::move(attribution)},
                     {"figures", std::move(rows)}};
  return json.dump(-1, ' ', false, Json::error_handler_t::replace) + "\n";
}

std::string place_csv(const OthersPlace& place) {
  std::vector<Observation> rows;
  for (const Observation* one : place.figures) rows.push_back(*one);
  return observatory::observations_csv(rows);
}

/// "Published by Telegram and Apple; sources and licences: others/...".
std::string source_words(const OthersPlace& place, const Locale& t) {
  std::vector<std::string> names;
  for (const observatory::Platform* one : platforms_of(place)) names.emplace_back(one->name);
  return t.text("others.chart_source", {{"platforms", joined(names, t)}, {"where", place.stem() + "/"}});
}

void add_place(const SiteData& site, const Others& others, const OthersPlace& place, SiteFiles& out) {
  const Locale& t = site.locale();
  const Here here = site.here(place.stem() + "/index.html");
  const std::string label = place.measure->label(t);
  const std::string title = t.text("others.measure_of", {{"measure", label}, {"process", place.name(t)}});
  Html main = h1(title);
  main +=
      p(cls("w-lead"), t("others.place_lead", {{"what", place.measure->what(t)}, {"n", platforms_of(place).size()}}));
  main += element(
      "figure", cls("w-chart-box"), figcaption(t("others.chart_caption")),
      div(cls("w-wide"), place_chart(place, 720, t)), div(cls("w-narrow"), place_chart(place, 340, t)),
      file_links(here,
                 {{"CSV", place.stem() + ".csv"}, {"JSON", place.stem() + ".json"}, {"SVG", place.stem() + ".svg"}}));
  main += div(cls("w-wide"), aligned_table(place, t));
  main += p(cls("w-small"), t("others.kinds", {{"not_reported", cell_not_reported(t)},
                                               {"nothing", span(cls("w-none"), t("others.nothing"))}}));
  main += figures_table(others, here, place) + attributions(here, platforms_of(place));
  out.push_back(page_file(site, here,
                          {.title = title,
                           .description = t.text("others.place_description"),
                           .above = {{t.text("nav.latest"), "index.html"},
                                     {t.text("nav.others"), "others/index.html"},
                                     {label, "others/" + std::string(place.measure->slug) + "/index.html"}},
                           .main = std::move(main)}));
  out.emplace_back(std::string(path_prefix(site.language)) + place.stem() + ".svg",
                   place_chart_file(place, source_words(place, t), t));
  if (site.language != Language::en) return;
  out.emplace_back(place.stem() + ".csv", place_csv(place));
  out.emplace_back(place.stem() + ".json", place_json(place));
}

/// The last figure that a platform published for a place: over all processes, else how many processes.
Html latest(const OthersPlace& place, std::string_view platform, const Locale& t) {
  const Observation* last = nullptr;
  for (const Observation* one : place.figures) {
    if (one->platform != platform || !observatory::has_value(one->figure)) continue;
    const bool whole = one->measure == place.measure->code;
    if (last == nullptr || one->period.last > last->period.last ||
        (one->period.last == last->period.last && (whole || one->period.days() < last->period.days())))
      last = one;
  }
  if (last == nullptr) return span(cls("w-none"), t("others.nothing"));
  const std::string period = period_label(last->period, t);
  if (last->measure != place.measure->code) return t("others.by_process", {{"period", period}});
  return figure_cell(last->figure, t) + span(cls("w-small"), " ", t("others.in_period", {{"period", period}}));
}

std::pair<std::string, std::string> measure_page(const SiteData& site, const Others& others,
                                                 const OthersMeasure& measure, const std::vector<OthersPlace>& places) {
  const Locale& t = site.locale();
  const Here here = site.here("others/" + std::string(measure.slug) + "/index.html");
  Html main = h1(measure.label(t));
  main += p(cls("w-lead"), t("others.measure_lead", {{"what", measure.what(t)}}));
  Grid made{.id = "places",
            .caption = t.text("others.latest_caption"),
            .columns = {{t.text("column.country")}},
            .stacked = true};
  for (const observatory::Platform* platform : others.platforms())
    made.columns.push_back({std::string(platform->name)});
  for (const OthersPlace& place : places) {
    const bool has_page = others.places.contains(std::pair(std::string(measure.code), place.country));
    const std::string name = place.name(t);
    std::vector<Html> row = {has_page ? here.link(place.stem() + "/index.html", name) : Html(name)};
    for (const observatory::Platform* platform : others.platforms()) row.push_back(latest(place, platform->code, t));
    made.rows.push_back(std::move(row));
  }
  main += grid(here, made) + what_is_published(others, measure, t) + attributions(here, others.platforms());
  return page_file(site, here,
                   {.title = measure.label(t),
                    .description = t.text("others.measure_description"),
                    .above = {{t.text("nav.latest"), "index.html"}, {t.text("nav.others"), "others/index.html"}},
                    .main = std::move(main)});
}

}  // namespace

SiteFiles others_measure_pages(const SiteData& site, const Others& others) {
  SiteFiles out;
  for (const OthersMeasure& measure : others_measures()) {
    const std::vector<OthersPlace> places = places_of(others, measure, site.locale());
    out.push_back(measure_page(site, others, measure, places));
    for (const OthersPlace& place : places)
      if (others.places.contains(std::pair(std::string(measure.code), place.country)))
        add_place(site, others, place, out);
  }
  return out;
}

}  // namespace writ::report
