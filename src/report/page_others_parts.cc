// Words and small parts of the pages about other platforms.
#include <algorithm>
#include <array>

#include "observatory/series.h"
#include "page/parts.h"
#include "report/components.h"
#include "report/page_others.h"

namespace writ::report {

using namespace page;

namespace {

constexpr std::array<OthersMeasure, 3> measures{{
    {"requests_received", "requests-received"},
    {"requests_fulfilled", "requests-fulfilled"},
    {"accounts", "accounts"},
}};

std::string spaced(std::string_view code) {
  std::string text(code);
  std::ranges::replace(text, '_', ' ');
  std::ranges::replace(text, '.', ',');
  return text;
}

/// The text "<family>.<code>", else the code as the platform has it.
std::string words_of(std::string_view family, std::string_view code, const Locale& in) {
  const std::optional<Key> key = Key::find(std::string(family) + "." + std::string(code));
  return key ? in.text(*key) : spaced(code);
}

/// A code that stands for "no licence is claimed", or the licence's name.
std::string licence_words(const observatory::Platform& platform, const Locale& in) {
  return platform.licence == "facts" ? in.text("others.no_licence") : std::string(platform.licence);
}

Html attribution(const observatory::Platform& platform, const Locale& in) {
  const std::optional<Key> key = Key::find("others.from." + std::string(platform.code));
  return key ? in.html(*key) : as_written(platform.attribution);
}

}  // namespace

std::span<const OthersMeasure> others_measures() { return measures; }

std::string OthersMeasure::label(const Locale& in) const { return words_of("measure", code, in); }
std::string OthersMeasure::what(const Locale& in) const { return words_of("others.what", code, in); }

std::string OthersPlace::name(const Locale& in) const {
  return country.empty() ? in.text("others.all_together") : country_name(country, in);
}

std::string OthersPlace::stem() const {
  const std::string slug = country_slug(country);
  return "others/" + std::string(measure->slug) + "/" + (country.empty() ? "all" : slug.empty() ? country : slug);
}

Html figure_cell(const observatory::Figure& figure, const Locale& in) {
  const auto count = [&](std::int64_t value) { return in.number(static_cast<std::uint64_t>(value)); };
  if (!observatory::has_value(figure)) return cell_not_reported(in);
  if (!figure.high)
    return span(cls("w-band"), in.text("others.or_more", {{"n", count(*figure.low)}}),
                span(cls("w-band-word"), " ", in.text("others.open_band")));
  if (figure.low != figure.high)
    return cell_band(static_cast<std::uint64_t>(*figure.low), static_cast<std::uint64_t>(*figure.high), in);
  return count(*figure.low);
}

std::string process_words(std::string_view measure, const Locale& in) {
  const std::string_view process = observatory::process_of(measure);
  return process.empty() ? std::string() : words_of("process", process, in);
}

std::string measure_words(std::string_view measure, const Locale& in) {
  std::string text = words_of("measure", observatory::base_of(measure), in);
  const std::string process = process_words(measure, in);
  return process.empty() ? text : in.text("others.measure_of", {{"measure", text}, {"process", process}});
}

std::string place_words(const std::string& country, const Locale& in) {
  return country.empty() ? in.text("others.all_countries") : country_name(country, in);
}

std::string_view platform_name(std::string_view code) {
  const observatory::Platform* platform = observatory::find_platform(code);
  return platform == nullptr ? code : platform->name;
}

Html source_link(const Others& others, const Here& here, const observatory::Observation& figure) {
  const Locale& t = Locale::of(here.language());
  const std::string table = figure.platform + ".csv";
  return span(cls("w-small"), identifier(figure.source_file + ":" + std::to_string(figure.source_line)), " ",
              here.link("others/data/" + table,
                        t.text("others.line", {{"file", table}, {"n", std::to_string(others.table_line(figure))}})));
}

Html attributions(const Here& here, const std::vector<const observatory::Platform*>& shown) {
  const Locale& t = Locale::of(here.language());
  return h2(t("others.sources")) +
         ul(cls("w-plain"),
            each(shown,
                 [&](const observatory::Platform* one) {
                   return li(t("others.source",
                               {{"from", attribution(*one, t)},
                                {"licence", licence_words(*one, t)},
                                {"more", here.href_to("others/" + std::string(one->code) + "/index.html")}}));
                 })) +
         p(cls("w-small"), t("others.as_published"));
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
