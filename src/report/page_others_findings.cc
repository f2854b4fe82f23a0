#include "report/page_others_findings.h"

#include <algorithm>

#include "observatory/series.h"
#include "page/number.h"
#include "page/parts.h"
#include "report/components.h"

namespace writ::report {

using namespace page;
using observatory::Check;
using observatory::Disagreement;
using observatory::Finding;

namespace {

Html place_line(const observatory::Place& place, const Locale& t) {
  const std::string at = place.file + ":" + std::to_string(place.line);
  const Html place_words =
      t("others.figure_at",
        {{"period", period_label(place.period, t)}, {"figure", figure_words(place.figure, t)}, {"file", at}});
  return div(cls("w-small"), place_words,
             place.record > 0 ? Html(" ") + t("others.record", {{"n", std::to_string(place.record)}}) : Html());
}

Key severity_key(observatory::Severity severity) {
  switch (severity) {
    case observatory::Severity::refused:
      return "others.severity.refused";
    case observatory::Severity::defect:
      return "others.severity.defect";
    case observatory::Severity::note:
      break;
  }
  return "others.severity.note";
}

Key check_key(Check check) {
  switch (check) {
    case Check::sum:
      return "others.check.sum";
    case Check::published_twice:
      return "others.check.published_twice";
    case Check::fulfilled_above_received:
      return "others.check.fulfilled_above_received";
    case Check::accounts_below_requests:
      return "others.check.accounts_below_requests";
    case Check::zero_accounts:
      return "others.check.zero_accounts";
    case Check::gap:
      break;
  }
  return "others.check.gap";
}

/// "at most 335" as the check writes it, in the page's language.
std::string expected_words(std::string_view text, const Locale& t) {
  constexpr std::string_view most = "at most ", least = "at least ";
  if (text.starts_with(most)) return t.text("others.at_most", {{"n", text.substr(most.size())}});
  if (text.starts_with(least)) return t.text("others.at_least", {{"n", text.substr(least.size())}});
  if (text == "a figure") return t.text("others.a_figure");
  if (text == "none") return t.text("others.no_figure");
  return std::string(text);
}

/// The rules that the readers of published files write; others stand as they are, in English.
Html rule_words(const std::string& rule, const Locale& t) {
  static constexpr std::pair<std::string_view, const char*> known[] = {
      {"0 beside requests above 0: may stand for not published, as it does in 2009 and 2010", "others.rule.zero"},
      {"is no country of ISO 3166-1 (nor EU or XK)", "others.rule.country"},
      {"the floor of the band is none of 50 USC 1874 (a multiple of 100, 250, 500 or 1000 and that wide)",
       "others.rule.band"},
      {"is empty (the year), Jan-Jun or Jul-Dec: which days this means is not said", "others.rule.days"},
      {"is blank: kept as not reported, not as zero", "others.rule.blank"},
      {"the file begins with a byte order mark (UTF-8)", "others.rule.mark"},
      {"lines end with CR alone", "others.rule.lines"},
  };
  const auto* found =
      std::ranges::find(known, std::string_view(rule), &std::pair<std::string_view, const char*>::first);
  if (found != std::end(known)) return t(Key(found->second));
  constexpr std::string_view thousands = "thousands are written with a separator (first in line ";
  if (rule.starts_with(thousands)) {
    const std::size_t second = rule.rfind(' ');
    const std::string with = rule.substr(thousands.size(), rule.find(')') - thousands.size());
    const std::string without = rule.substr(second + 1, rule.size() - second - 2);
    return t("others.rule.thousands", {{"with", with}, {"without", without}});
  }
  return as_written(rule);
}

}  // namespace

std::string check_in_words(Check check, const Locale& t) { return t.text(check_key(check)); }

std::string figure_words(const observatory::Figure& figure, const Locale& t) {
  if (!observatory::has_value(figure)) return t.text("cell.not_reported");
  const std::string low = std::to_string(*figure.low);
  if (!figure.high) return t.text("others.or_more", {{"n", low}});
  if (figure.low == figure.high) return low;
  return t.text("others.from_to", {{"low", low}, {"high", std::to_string(*figure.high)}});
}

std::string disagreement_in_words(const Disagreement& one, const Locale& t) {
  if (one.check != Check::sum)
    return t.text("others.would_agree",
                  {{"found", expected_words(one.found, t)}, {"expected", expected_words(one.expected, t)}});
  std::string parts;
  for (const observatory::Place& place : one.against)
    parts += (parts.empty() ? "" : " + ") + figure_words(place.figure, t);
  return t.text("others.sum", {{"sum", parts + " = " + one.expected}, {"found", one.found}});
}

Html disagreements_table(const Others& others, const Here& here, std::string_view platform,
                         const std::set<Check>& checks) {
  const Locale& t = Locale::of(here.language());
  Grid made{.id = "disagreements",
            .caption = t.text("others.disagreements_caption"),
            .columns = {{t.text("others.platform_place")},
                        {t.text("column.measure")},
                        {t.text("column.period")},
                        {t.text("others.what_disagrees")},
                        {t.text("others.files_lines")}}};
  for (const Disagreement& one : others.disagreements) {
    if ((!platform.empty() && one.platform != platform) || (!checks.empty() && !checks.contains(one.check))) continue;
    const std::string target = others_page(others, one.measure, one.country);
    Html lines = place_line(one.at, t);
    for (const observatory::Place& from : one.against) lines += place_line(from, t);
    const Html place = t("others.platform_and_place", {{"platform", platform_name(one.platform)},
                                                       {"place", here.link(target, place_words(one.country, t))}});
    made.rows.push_back({place, measure_words(one.measure, t), period_label(one.period, t),
                         strong(disagreement_in_words(one, t)) + div(cls("w-small"), check_in_words(one.check, t)),
                         std::move(lines)});
  }
  if (made.rows.empty()) return p(cls("w-empty"), t("others.nothing_disagrees"));
  return grid(here, made);
}

Html findings_table(const Others& others, const Here& here, std::string_view platform) {
  const Locale& t = Locale::of(here.language());
  Grid made{.id = "findings",
            .caption = t.text("others.findings_caption"),
            .columns = {{t.text("others.file_line")},
                        {t.text("others.column")},
                        {t.text("others.as_it_stands")},
                        {t.text("others.what_is_wrong")},
                        {t.text("others.what_became")}}};
  for (const Finding& one : others.findings) {
    const auto of_file = others.platform_of_file.find(one.file);
    if (!platform.empty() && (of_file == others.platform_of_file.end() || of_file->second != platform)) continue;
    Html at = identifier(one.file + (one.line > 0 ? ":" + std::to_string(one.line) : ""));
    if (one.record > 0) at += " " + t("others.record", {{"n", std::to_string(one.record)}});
    made.rows.push_back(
        {std::move(at), one.column.empty() ? t("others.whole_row") : identifier(one.column),
         one.value.empty() ? span(cls("w-none"), t("others.empty")) : code(attr("dir", "ltr"), one.value),
         rule_words(one.rule, t), t(severity_key(one.severity))});
  }
  if (made.rows.empty()) return p(cls("w-empty"), t("others.no_defect"));
  return grid(here, made);
}

}  // namespace writ::report
