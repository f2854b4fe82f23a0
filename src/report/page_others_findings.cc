#include "report/page_others_findings.h"

#include <algorithm>

#include "page/number.h"
#include "report/components.h"

namespace writ::report {

using namespace page;
using observatory::Check;
using observatory::Disagreement;
using observatory::Finding;

namespace {

Html place_line(const observatory::Place& place) {
  return div(cls("w-small"), period_label(place.period), ": ", observatory::words(place.figure), " at ", place.file,
             ":", std::to_string(place.line), place.record > 0 ? " (record " + std::to_string(place.record) + ")" : "");
}

std::string severity_in_words(observatory::Severity severity) {
  switch (severity) {
    case observatory::Severity::refused:
      return "Refused: not in the table";
    case observatory::Severity::defect:
      return "Defect: in the table as published";
    case observatory::Severity::note:
      return "Note: how the file is written";
  }
  return "";
}

}  // namespace

std::string check_in_words(Check check) {
  switch (check) {
    case Check::sum:
      return "Parts do not add up to the whole";
    case Check::published_twice:
      return "Two figures for one thing";
    case Check::fulfilled_above_received:
      return "More fulfilled than received";
    case Check::accounts_below_requests:
      return "Fewer accounts than requests (possible, and worth a look)";
    case Check::zero_accounts:
      return "No account beside requests (the zero may stand for \u201cnot published\u201d)";
    case Check::gap:
      return "Days that no period covers";
  }
  return "";
}

std::string disagreement_in_words(const Disagreement& one) {
  if (one.check != Check::sum) return "Published " + one.found + ", where " + one.expected + " would agree.";
  std::string parts;
  for (const observatory::Place& place : one.against)
    parts += (parts.empty() ? "" : " + ") + observatory::words(place.figure);
  return parts + " = " + one.expected + ", published as " + one.found + ".";
}

Html disagreements_table(const Others& others, const Here& here, std::string_view platform,
                         const std::set<Check>& checks) {
  Grid made{
      .id = "disagreements",
      .caption = "Published figures disagree; both stand, none is repaired",
      .columns = {{"Platform and place"}, {"Measure"}, {"Period"}, {"What disagrees"}, {"Source files and lines"}}};
  for (const Disagreement& one : others.disagreements) {
    if ((!platform.empty() && one.platform != platform) || (!checks.empty() && !checks.contains(one.check))) continue;
    const std::string place = one.country.empty() ? "all countries" : country_name(one.country);
    const std::string target = others_page(others, one.measure, one.country);
    Html lines = place_line(one.at);
    for (const observatory::Place& from : one.against) lines += place_line(from);
    made.rows.push_back({Html(platform_name(one.platform)) + ", " + here.link(target, place),
                         measure_words(one.measure), period_label(one.period),
                         Html(strong(disagreement_in_words(one))) + div(cls("w-small"), check_in_words(one.check)),
                         std::move(lines)});
  }
  if (made.rows.empty()) return p(cls("w-empty"), "Nothing disagrees.");
  return grid(here, made);
}

Html findings_table(const Others& others, const Here& here, std::string_view platform) {
  Grid made{.id = "findings",
            .caption = "What a reader of the publishers' files should know",
            .columns = {{"File and line"}, {"Column"}, {"As published"}, {"What is wrong"}, {"What became of it"}}};
  for (const Finding& one : others.findings) {
    const auto of_file = others.platform_of_file.find(one.file);
    if (!platform.empty() && (of_file == others.platform_of_file.end() || of_file->second != platform)) continue;
    made.rows.push_back({one.file + (one.line > 0 ? ":" + std::to_string(one.line) : "") +
                             (one.record > 0 ? " (record " + std::to_string(one.record) + ")" : ""),
                         one.column.empty() ? Html("the whole row") : Html(one.column),
                         one.value.empty() ? span(cls("w-none"), "empty") : Html(code(one.value)), one.rule,
                         severity_in_words(one.severity)});
  }
  if (made.rows.empty()) return p(cls("w-empty"), "No defect was found in the files.");
  return grid(here, made);
}

}  // namespace writ::report
