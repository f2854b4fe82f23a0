// Words and small parts of the pages about other platforms.
#include <algorithm>
#include <array>

#include "observatory/series.h"
#include "page/number.h"
#include "report/components.h"
#include "report/page_others.h"

namespace writ::report {

using namespace page;

namespace {

constexpr std::array<OthersMeasure, 3> measures{{
    {"requests_received", "requests-received", "Requests received",
     "Requests that reached the platform, whatever became of them."},
    {"requests_fulfilled", "requests-fulfilled", "Requests fulfilled",
     "Requests on which the platform gave at least some data."},
    {"accounts", "accounts", "Accounts",
     "Accounts that the requests named, or whose data was given: each platform counts in its own way, and an account "
     "in two requests may count twice."},
}};

std::string spaced(std::string_view code) {
  std::string text(code);
  std::ranges::replace(text, '_', ' ');
  std::ranges::replace(text, '.', ',');
  return text;
}

std::string count_words(std::int64_t count) { return number(static_cast<std::uint64_t>(count)); }

}  // namespace

std::span<const OthersMeasure> others_measures() { return measures; }

std::string OthersPlace::name() const { return country.empty() ? "All countries together" : country_name(country); }

std::string OthersPlace::stem() const {
  const std::string slug = country_slug(country);
  return "others/" + std::string(measure->slug) + "/" + (country.empty() ? "all" : slug.empty() ? country : slug);
}

Html figure_cell(const observatory::Figure& figure) {
  if (!observatory::has_value(figure)) return cell_not_reported();
  if (!figure.high)
    return span(cls("w-band"), count_words(*figure.low) + " or more", span(cls("w-band-word"), " open"));
  if (figure.low != figure.high)
    return cell_band(static_cast<std::uint64_t>(*figure.low), static_cast<std::uint64_t>(*figure.high));
  return count_words(*figure.low);
}

std::string process_words(std::string_view measure) { return spaced(observatory::process_of(measure)); }

std::string measure_words(std::string_view measure) {
  std::string text = spaced(observatory::base_of(measure));
  text[0] = static_cast<char>(text[0] >= 'a' && text[0] <= 'z' ? text[0] - 'a' + 'A' : text[0]);
  const std::string process = process_words(measure);
  return process.empty() ? text : text + ": " + process;
}

std::string_view platform_name(std::string_view code) {
  const observatory::Platform* platform = observatory::find_platform(code);
  return platform == nullptr ? code : platform->name;
}

Html source_link(const Others& others, const Here& here, const observatory::Observation& figure) {
  const std::string table = figure.platform + ".csv";
  return span(cls("w-small"), figure.source_file + ":" + std::to_string(figure.source_line) + ", ",
              here.link("others/data/" + table, table + " line " + std::to_string(others.table_line(figure))));
}

Html attributions(const Here& here, const std::vector<const observatory::Platform*>& shown) {
  return h2("Sources and licences") +
         ul(cls("w-plain"),
            each(shown,
                 [&](const observatory::Platform* one) {
                   return li(one->attribution, " Licence: ",
                             one->licence == "facts" ? std::string("figures are facts; no licence is claimed or needed")
                                                     : std::string(one->licence),
                             ". ",
                             here.link("others/" + std::string(one->code) + "/index.html", "All about these figures"),
                             ".");
                 })) +
         p(cls("w-small"),
           "Figures stand as published, defects included; nothing is added up, filled in or corrected. They come from "
           "the files named beside them, and newer ones may have been published since.");
}

std::string anchor_of(std::size_t figure) { return "f" + std::to_string(figure + 1); }

const OthersMeasure* find_others_measure(std::string_view measure) {
  const auto* found = std::ranges::find(measures, observatory::base_of(measure), &OthersMeasure::code);
  return found == measures.end() ? nullptr : found;
}

std::string others_page(const Others& others, std::string_view measure, const std::string& country) {
  const OthersMeasure* of_page = find_others_measure(measure);
  if (of_page == nullptr) return "others/index.html";
  if (!others.places.contains(std::pair(std::string(of_page->code), country)))
    return "others/" + std::string(of_page->slug) + "/index.html";
  return OthersPlace{.measure = of_page, .country = country, .figures = {}}.stem() + "/index.html";
}

}  // namespace writ::report
