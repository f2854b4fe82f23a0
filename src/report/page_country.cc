#include <algorithm>

#include "legal/codes.h"
#include "legal/countries.h"
#include "legal/vocabulary.h"
#include "page/number.h"
#include "report/charts.h"
#include "report/components.h"
#include "report/pages.h"
#include "report/sorting.h"

namespace writ::report {

using namespace page;

namespace {

// More columns than these do not fit a page; the files have every period.
constexpr std::size_t columns_max = 4;

struct Span {
  std::string label;
  const Counts* counts;
};

/// The latest periods, and all of them together where there are several.
std::vector<Span> spans_of(const SiteData& site, const std::string& country) {
  std::vector<Span> spans;
  const std::size_t first = site.periods.size() > columns_max ? site.periods.size() - columns_max : 0;
  for (std::size_t i = first; i < site.periods.size(); ++i)
    spans.push_back({period_in_words(site.periods[i].period()), &site.of(site.periods[i].tables, country)});
  if (site.periods.size() > 1) spans.push_back({"All periods", &site.of(site.all, country)});
  return spans;
}

Grid over_spans(const std::string& id, std::string caption, std::string what, const std::vector<Span>& spans) {
  Grid made{.id = id,
            .caption = std::move(caption),
            .columns = {{std::move(what)}},
            .stacked = spans.size() > 2,
            .even = true};
  for (const Span& span : spans) made.columns.push_back({span.label, true});
  return made;
}

template <class Value>
void add_row(Grid& made, Html name, const std::vector<Span>& spans, Value value) {
  std::vector<Html> row = {std::move(name)};
  for (const Span& span : spans) row.push_back(value(*span.counts));
  made.rows.push_back(std::move(row));
}

/// Counts of one dimension in each span: every code that has a row in any of them.
Html dimension(const Here& here, const std::vector<Span>& spans, const Breakdown& shape, Codes Counts::* member) {
  Codes sum;
  for (const Span& span : spans)
    for (const auto& [code, count] : span.counts->*member) sum[code] += count;
  std::erase_if(sum, [](const auto& code) { return code.second == 0; });
  if (sum.empty()) return p(id(shape.id), cls("w-empty"), shape.caption + ": " + shape.empty);
  Grid made = over_spans(shape.id, shape.caption, shape.what, spans);
  std::vector<std::pair<std::string, std::uint64_t>> order(sum.begin(), sum.end());
  sort_keeping_ties(order, [](const auto& a, const auto& b) { return a.second > b.second; });
  for (const auto& row : order)
    add_row(made, label_of(shape.words, row.first), spans, [&](const Counts& counts) {
      const auto found = (counts.*member).find(row.first);
      return cell_number(found == (counts.*member).end() ? 0 : found->second);
    });
  return grid(here, made);
}

std::string padded(std::string text, std::size_t width) {
  return text.size() < width ? std::string(width - text.size(), ' ') + text : text;
}

/// What was given here, else what the policy in force may give: "phone number and/or IP address".
std::string given_in_words(const Counts& counts) {
  std::vector<std::string> codes;
  for (const auto& [code, count] : counts.data_disclosed)
    if (count > 0) codes.push_back(code);
  std::ranges::reverse(codes);
  if (codes.empty()) return "no data given";
  std::string words = categories_in_words(codes);
  if (const std::size_t last = words.rfind(" and "); last != std::string::npos) words.replace(last, 5, " and/or ");
  return words;
}

/// The short form, as text to copy.
std::string card(const SiteData& site, const std::string& country) {
  struct Line {
    std::string span, requests, users;
  };
  std::vector<Line> lines;
  const auto add = [&](const base::Period& period, const Counts& counts) {
    lines.push_back({period_in_words(period), counted(counts.fulfilled, "request ", "requests"),
                     counted(counts.users_affected, "user ", "users")});
  };
  for (const PeriodData& one : site.periods) add(one.period(), site.of(one.tables, country));
  for (const Year& year : site.years)
    if (year.parts.size() > 1) add(year.period, site.of(year.tables, country));
  // Two short lines each: the text must fit a telephone.
  std::size_t requests_width = 0;
  std::size_t users_width = 0;
  for (const Line& line : lines) {
    requests_width = std::max(requests_width, line.requests.size());
    users_width = std::max(users_width, line.users.size());
  }
  const Counts& all = site.of(site.all, country);
  std::string text =
      country_name(country) + "\nFulfilled requests (" + given_in_words(all) + ")\nand users affected\n\n";
  for (const Line& line : lines)
    text += line.span + "\n  " + padded(line.requests, requests_width) + "  " + padded(line.users, users_width) + "\n";
  text += "\n";
  for (const policy::Policy& one : site.policies)
    if (all.policy.contains(one.id()))
      text += "Policy applied, effective " + day_in_words(one.effective()) + ":\n  " + one.title() + "\n";
  text += "Next report: " + day_in_words(site.periods.back().bundle.published.next_report) + "\n";
  std::string label = site.label();  // on two lines, so that the text fits a telephone
  if (const std::size_t dot = label.find(". "); dot != std::string::npos) label.replace(dot, 2, ".\n");
  return label.empty() ? text : text + label + "\n";
}

Html outcomes(const Here& here, const std::vector<Span>& spans) {
  Grid made = over_spans("received", "Received against fulfilled", "Measure", spans);
  const auto measure = [&](const char* label, std::uint64_t Counts::* member) {
    add_row(made, label, spans, [member](const Counts& counts) { return cell_number(counts.*member); });
  };
  measure("Received", &Counts::requests);
  measure("Fulfilled", &Counts::fulfilled);
  measure("Users affected", &Counts::users_affected);
  measure("Packages delivered", &Counts::disclosures);
  for (const legal::Word& word : decided_outcomes())
    add_row(made, std::string(word.label), spans,
            [&](const Counts& counts) { return cell_number(counts.outcome_of(word.code)); });
  measure("Pending at the close", &Counts::pending);
  measure("Preservations", &Counts::preservations);
  add_row(made, "Emergencies declared", spans, [](const Counts& counts) {
    const auto found = counts.emergency.find("1");
    return cell_number(found == counts.emergency.end() ? 0 : found->second);
  });
  add_row(made, "Median days to the first decision", spans,
          [](const Counts& counts) { return cell_days(counts.median_days_doubled()); });
  return grid(here, made);
}

Html country_main(const SiteData& site, const Here& here, const std::string& country) {
  const std::vector<Span> spans = spans_of(site, country);
  static constexpr legal::Word notice_words[] = {
      {"given", "Given to the user", ""}, {"delayed", "Delayed", ""}, {"barred", "Barred", ""}};
  const std::string none = "none.";
  Html main = h1(country_name(country));
  main += p(cls("w-lead"), finding(country, site.measured(country)));
  main += pre(cls("w-card"), attr("tabindex", "0"), attr("role", "region"),
              attr("aria-label", "Short form, as text to copy"), card(site, country));
  main += h2("Over the periods") + chart_section(site, here, country);
  main += h2("What became of the requests") + p(cls("w-small"), decided_note()) +
          (spans.size() > 1 ? p(cls("w-small"), "All periods is no sum of its row for ", em("Decided"), ", ",
                                em("Ended"), ", ", em("Pending"),
                                " and the median: it shows every request once, as it "
                                "stood at the last close. One that was pending at an earlier close may be decided by "
                                "then.")
                            : Html()) +
          outcomes(here, spans);
  main += dimension(here, spans,
                    {"grounds", "Requests that were given nothing, by ground", "Ground", legal::grounds(), none},
                    &Counts::ground);
  main += dimension(here, spans, {"policies", "Decided under", "Policy", {}, none}, &Counts::policy);
  main += h2("What was served");
  main += dimension(here, spans, {"instruments", "Instruments", "Instrument", legal::instruments(), none},
                    &Counts::instrument);
  main += dimension(here, spans, {"offences", "Offence groups", "Offence group", legal::offences(), none},
                    &Counts::offence);
  main += h2("What was given");
  main += dimension(here, spans, {"data", "Packages by data category", "Data", legal::categories(), none},
                    &Counts::data_disclosed);
  main += dimension(here, spans, {"notices", "Notices to users", "Notice", notice_words, none}, &Counts::notice);
  return main + p(here.link("countries/index.html", "Every other country"), ", ",
                  here.link("data/index.html", "every row as a file"), ", ",
                  here.link("verify/index.html", "the proof"), ".");
}

Html empty_main(const SiteData& site, const std::string& country) {
  Html main = h1(country_name(country));
  if (site.periods.empty()) return main + p(cls("w-lead"), "No period has closed yet.");
  return main + p(cls("w-lead"), "Nothing received since ", day_in_words(site.periods.front().period().first), ": ",
                  strong("0"), " requests from ", country_in_sentence(country), " in every period published up to ",
                  day_in_words(site.periods.back().period().last), ".");
}

}  // namespace

SiteFiles country_pages(const SiteData& site) {
  SiteFiles out;
  for (const legal::Country& country : legal::countries()) {
    const std::string alpha2(country.alpha2);
    const Here here("countries/" + country_slug(alpha2) + "/index.html");
    const bool rows = site.all.countries.contains(alpha2);
    out.push_back(page_file(site, here,
                            {.title = std::string(country.name),
                             .description = "",
                             .above = {{"Latest", "index.html"}, {"Countries", "countries/index.html"}},
                             .main = rows ? country_main(site, here, alpha2) : empty_main(site, alpha2)}));
    if (!rows) continue;
    for (auto& file : chart_files(site, alpha2)) out.push_back(std::move(file));
  }
  return out;
}

}  // namespace writ::report
