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

std::vector<OthersPlace> places_of(const Others& others, const OthersMeasure& measure) {
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
  sort_keeping_ties(places, [](const OthersPlace& a, const OthersPlace& b) {
    if (a.country.empty() != b.country.empty()) return a.country.empty();
    return a.name() < b.name();
  });
  return places;
}

std::vector<const observatory::Platform*> platforms_of(const OthersPlace& place) {
  std::vector<const observatory::Platform*> out;
  for (const Observation* one : place.figures)
    if (out.empty() || out.back()->code != one->platform) out.push_back(observatory::find_platform(one->platform));
  return out;
}

/// What each platform publishes under this measure, since when, and by which process.
Html what_is_published(const Others& others, const OthersMeasure& measure) {
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
      items += li(strong(platform->name), " publishes no such figure.");
      continue;
    }
    std::vector<std::string> parts;
    for (const auto& [code, span] : spans)
      parts.push_back((code == measure.code ? std::string("all processes together") : process_words(code)) + " (" +
                      period_label(span) + ")");
    items += li(strong(platform->name), ": ", joined(parts), ".");
  }
  return h2("What each platform publishes under this name") + ul(items) +
         p("Where only single legal processes are published, no sum is made: one request can be counted under "
           "several.");
}

std::string process_or_all(std::string_view measure) {
  const std::string process = process_words(measure);
  return process.empty() ? "all together" : process;
}

bool same_line(const Observation& a, const Observation& b) {
  return a.platform == b.platform && a.period == b.period && a.source_file == b.source_file &&
         a.source_line == b.source_line;
}

Html figures_table(const Others& others, const Here& here, const OthersPlace& place) {
  Grid made{.id = "figures",
            .caption = "Every figure, as published",
            .columns = {{"Platform"},
                        {"Process"},
                        {"Period"},
                        {"Days", true},
                        {"Figure", true},
                        {"Per 30 days", true},
                        {"Source file and line"}}};
  for (std::size_t i = 0; i < place.figures.size(); ++i) {
    const Observation& one = *place.figures[i];
    // Cells that one row of a file leaves empty are one row here: there may be dozens.
    std::size_t end = i + 1;
    const auto empty = [&](std::size_t at) { return !observatory::has_value(place.figures[at]->figure); };
    while (empty(i) && end < place.figures.size() && empty(end) && same_line(one, *place.figures[end])) ++end;
    Html name = span(id(anchor_of(i)), platform_name(one.platform));
    std::vector<std::string> processes;
    for (; i < end; ++i) processes.push_back(process_or_all(place.figures[i]->measure));
    --i;
    const bool exact = one.figure.status == observatory::Status::reported;
    made.rows.push_back({std::move(name), joined(processes), period_label(one.period),
                         number(static_cast<std::uint64_t>(one.period.days())), figure_cell(one.figure),
                         exact ? Html(decimal(static_cast<double>(*one.figure.low) / one.period.days() * 30))
                               : span(cls("w-none"), "no exact figure"),
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

/// "Published by Telegram and Apple; collected by volunteers ...".
std::string source_words(const OthersPlace& place) {
  std::vector<std::string> names;
  for (const observatory::Platform* one : platforms_of(place)) names.emplace_back(one->name);
  return "Published by " + joined(names) + "; sources and licences: " + place.stem() + "/";
}

void add_place(const SiteData& site, const Others& others, const OthersPlace& place, SiteFiles& out) {
  const Here here(place.stem() + "/index.html");
  const std::string title = std::string(place.measure->label) + ": " + place.name();
  Html main = h1(title);
  main += p(cls("w-lead"), place.measure->what, " Published by ",
            counted(platforms_of(place).size(), "platform", "platforms"), ", each in periods of its own.");
  main += element(
      "figure", cls("w-chart-box"),
      figcaption("Bars are as wide as their period and as high as the figure per 30 days; each platform has a scale of "
                 "its own."),
      div(cls("w-wide"), place_chart(place, 720)), div(cls("w-narrow"), place_chart(place, 340)),
      file_links(here,
                 {{"CSV", place.stem() + ".csv"}, {"JSON", place.stem() + ".json"}, {"SVG", place.stem() + ".svg"}}));
  main += div(cls("w-wide"), aligned_table(place));
  main += p(cls("w-small"), "0 is a published zero; ", cell_not_reported(), " is a cell that the platform left empty; ",
            span(cls("w-none"), "nothing published"),
            " are days of which it has no figure; a band holds the figure between its ends.");
  main += figures_table(others, here, place) + attributions(here, platforms_of(place));
  out.push_back(page_file(
      site, here,
      {.title = title,
       .description = "Published figures of several platforms, aligned by their real periods.",
       .above = {{"Latest", "index.html"},
                 {"Other platforms", "others/index.html"},
                 {std::string(place.measure->label), "others/" + std::string(place.measure->slug) + "/index.html"}},
       .main = std::move(main)}));
  out.emplace_back(place.stem() + ".csv", place_csv(place));
  out.emplace_back(place.stem() + ".json", place_json(place));
  out.emplace_back(place.stem() + ".svg", place_chart_file(place, source_words(place)));
}

/// The last figure that a platform published for a place: over all processes, else how many processes.
Html latest(const OthersPlace& place, std::string_view platform) {
  const Observation* last = nullptr;
  for (const Observation* one : place.figures) {
    if (one->platform != platform || !observatory::has_value(one->figure)) continue;
    const bool whole = one->measure == place.measure->code;
    if (last == nullptr || one->period.last > last->period.last ||
        (one->period.last == last->period.last && (whole || one->period.days() < last->period.days())))
      last = one;
  }
  if (last == nullptr) return span(cls("w-none"), "nothing published");
  if (last->measure != place.measure->code) return "by process, " + period_label(last->period);
  return figure_cell(last->figure) + span(cls("w-small"), " in " + period_label(last->period));
}

std::pair<std::string, std::string> measure_page(const SiteData& site, const Others& others,
                                                 const OthersMeasure& measure, const std::vector<OthersPlace>& places) {
  const Here here("others/" + std::string(measure.slug) + "/index.html");
  Html main = h1(measure.label);
  main += p(cls("w-lead"), measure.what,
            " Choose a country to see its platforms side by side, by their real periods; one that a single platform "
            "names has no page of its own.");
  Grid made{.id = "places", .caption = "The latest figure of each platform", .columns = {{"Country"}}, .stacked = true};
  for (const observatory::Platform* platform : others.platforms())
    made.columns.push_back({std::string(platform->name)});
  for (const OthersPlace& place : places) {
    const bool has_page = others.places.contains(std::pair(std::string(measure.code), place.country));
    std::vector<Html> row = {has_page ? here.link(place.stem() + "/index.html", place.name()) : Html(place.name())};
    for (const observatory::Platform* platform : others.platforms()) row.push_back(latest(place, platform->code));
    made.rows.push_back(std::move(row));
  }
  main += grid(here, made) + what_is_published(others, measure) + attributions(here, others.platforms());
  return page_file(site, here,
                   {.title = std::string(measure.label),
                    .description = "One measure on all platforms.",
                    .above = {{"Latest", "index.html"}, {"Other platforms", "others/index.html"}},
                    .main = std::move(main)});
}

}  // namespace

SiteFiles others_measure_pages(const SiteData& site, const Others& others) {
  SiteFiles out;
  for (const OthersMeasure& measure : others_measures()) {
    const std::vector<OthersPlace> places = places_of(others, measure);
    out.push_back(measure_page(site, others, measure, places));
    for (const OthersPlace& place : places)
      if (others.places.contains(std::pair(std::string(measure.code), place.country)))
        add_place(site, others, place, out);
  }
  return out;
}

}  // namespace writ::report
