#include "report/report_pdf.h"

#include <algorithm>

#include "legal/vocabulary.h"
#include "page/chart.h"
#include "pdf/document.h"
#include "report/charts.h"
#include "report/corrections.h"
#include "report/sorting.h"
#include "report/stated.h"

namespace writ::report {

namespace {

using page::Key, page::Locale;
using pdf::Heading, pdf::Paragraph, pdf::Table;

std::string figure(const Locale& t, std::uint64_t count) { return t.number(count); }

class Body {
 public:
  Body(const SiteData& site, const PeriodData& one) : site_(site), one_(one), t_(site.locale()) {}

  std::vector<pdf::Block> make() {
    const Counts& all = one_.tables.all;
    const log::Report& published = one_.bundle.published;
    add(Heading{1, t_.text("report.title", {{"period", period_in_words(one_.period(), t_)}})});
    add(Paragraph{t_.text("report.lead", {{"received", all.requests},
                                          {"fulfilled", all.fulfilled},
                                          {"users", all.users_affected},
                                          {"day", day_in_words(base::day_of(published.published_at), t_)},
                                          {"first", published.first_index},
                                          {"last", published.close_index}})});
    figures();
    chart();
    by_country();
    tables();
    time();
    not_shown();
    stated();
    corrections();
    files();
    return std::move(blocks_);
  }

 private:
  void add(pdf::Block block) { blocks_.push_back(std::move(block)); }
  void heading(Key key) { add(Heading{2, t_.text(key)}); }

  void figures() {
    const Counts& all = one_.tables.all;
    add(Table{{{t_.text("pdf.figures"), 3}, {t_.text("grid.count"), 1}},
              {{t_.text("figure.received"), figure(t_, all.requests)},
               {t_.text("figure.fulfilled"), figure(t_, all.fulfilled)},
               {t_.text("figure.users"), figure(t_, all.users_affected)},
               {t_.text("figure.refused"), figure(t_, all.nothing_given())}}});
    const auto& policies = one_.bundle.published.policies;
    add(Paragraph{(policies.empty() ? t_.text("report.no_policies")
                                    : t_.text("report.policies", {{"policies", joined(policies, t_)}})) +
                  " " +
                  t_.text("report.next", {{"day", day_in_words(one_.bundle.published.next_report, t_)}})});
  }

  void chart() {
    const page::PeriodChart chart = period_chart_of(site_, "all");
    heading("chart.over_periods");
    add(Paragraph{chart.title});
    add(pdf::Picture{page::period_shapes(chart)});
    for (const std::string& note : page::chart_notes(chart)) add(Paragraph{note});
  }

  void by_country() {
    heading("report.by_country");
    Table made{{{t_.text("column.country"), 2.2},
                {t_.text("column.received"), 1},
                {t_.text("column.fulfilled"), 1},
                {t_.text("column.users"), 1},
                {label_of(decided_outcomes(), "refused", t_), 1},
                {label_of(decided_outcomes(), "no_data", t_), 1},
                {t_.text("column.withdrawn"), 1},
                {t_.text("column.pending"), 1}},
               {}};
    const auto row = [&](std::string name, const Counts& counts) {
      made.rows.push_back({std::move(name), figure(t_, counts.requests), figure(t_, counts.fulfilled),
                           figure(t_, counts.users_affected), figure(t_, counts.outcome_of("refused")),
                           figure(t_, counts.outcome_of("no_data")), figure(t_, counts.outcome_of("withdrawn")),
                           figure(t_, counts.pending)});
    };
    row(t_.text("site.all_countries"), one_.tables.all);
    for (const std::string& country : site_.countries())
      if (one_.tables.countries.contains(country)) row(country_name(country, t_), one_.tables.countries.at(country));
    add(std::move(made));
  }

  void counted(Key caption, Key what, std::span<const legal::Word> words, const Codes& counts) {
    std::vector<std::pair<std::string, std::uint64_t>> rows(counts.begin(), counts.end());
    std::erase_if(rows, [](const auto& row) { return row.second == 0; });
    sort_keeping_ties(rows, [](const auto& a, const auto& b) { return a.second > b.second; });
    add(Heading{3, t_.text(caption)});
    if (rows.empty()) return add(Paragraph{t_.text("report.none_in_period")});
    Table made{{{t_.text(what), 3}, {t_.text("grid.count"), 1}}, {}};
    for (const auto& [code, count] : rows) made.rows.push_back({label_of(words, code, t_), figure(t_, count)});
    add(std::move(made));
  }

  void tables() {
    const Counts& all = one_.tables.all;
    heading("report.decisions");
    counted("report.outcomes", "column.state", decided_outcomes(), all.outcome);
    counted("grounds.caption", "column.ground", legal::grounds(), all.ground);
    heading("report.served");
    counted("report.by_instrument", "column.instrument", legal::instruments(), all.instrument);
    counted("report.by_offence", "column.offence", legal::offences(), all.offence);
    counted("report.sought", "column.data", legal::categories(), all.data_sought);
    add(Paragraph{t_.text("report.preservations", {{"n", all.preservations}})});
    heading("report.given");
    counted("report.packages_by_data_several", "column.data", legal::categories(), all.data_disclosed);
  }

  void time() {
    heading("report.time");
    const auto median = one_.tables.all.median_days_doubled();
    add(Paragraph{median ? t_.text("report.median", {{"days", half_in_words(*median, t_)}, {"n", (*median + 1) / 2}})
                         : t_.text("report.no_median")});
  }

  void not_shown() {
    heading("report.held");
    const std::uint64_t held = one_.tables.all.held;
    add(Paragraph{held == 0 ? t_.text("report.held_none")
                            : t_.text("report.held_some", {{"n", held}, {"mark", t_.text("cell.not_shown")}})});
  }

  void stated() {
    const Stated said = read_stated(one_.bundle.published.unverified);
    heading("unverified.title");
    if (said.bands.list.empty() && said.emergencies.countries.empty())
      return add(Paragraph{t_.text("unverified.none")});
    add(Paragraph{t_.text("unverified.lead")});
    if (!said.bands.list.empty()) {
      add(Heading{3, t_.text("band.caption", {{"law", said.bands.law}})});
      Table made{{{t_.text("band.category"), 3}, {t_.text("band.span"), 2}, {t_.text("band.band"), 1}}, {}};
      for (const StatedBand& band : said.bands.list)
        made.rows.push_back({band_category(band.category, t_), period_in_words(band.span, t_),
                             t_.number(band.low) + "–" + t_.number(band.high)});
      add(std::move(made));
      add(Paragraph{t_.text("band.note")});
    }
    if (said.emergencies.countries.empty()) return;
    add(Heading{3, t_.text("owed.caption", {{"n", said.emergencies.days}})});
    Table made{{{t_.text("column.country"), 2}, {t_.text("owed.answered"), 1}, {t_.text("owed.received"), 1},
                {t_.text("owed.never"), 1}},
               {}};
    for (const auto& [country, row] : said.emergencies.countries)
      made.rows.push_back(
          {country_name(country, t_), figure(t_, row.answered), figure(t_, row.received), figure(t_, row.never)});
    add(std::move(made));
  }

  void corrections() {
    heading("report.corrections");
    const auto& restated = one_.bundle.published.restated;
    if (restated.empty()) return add(Paragraph{t_.text("corrections.none")});
    Table made{{{t_.text("column.index"), 1}, {t_.text("column.what"), 2}, {t_.text("column.new_value"), 2},
                {t_.text("column.reason"), 2}},
               {}};
    for (const log::Restated& one : restated)
      made.rows.push_back({t_.number(one.index), restated_field(one.position, t_), one.value, one.reason});
    add(std::move(made));
  }

  void files() {
    heading("column.files");
    Table made{{{t_.text("column.file"), 1}, {"SHA-256", 2}}, {}};
    for (const BundleFile& file : one_.bundle.files) made.rows.push_back({file.name, file.sha256});
    add(std::move(made));
  }

  const SiteData& site_;
  const PeriodData& one_;
  const Locale& t_;
  std::vector<pdf::Block> blocks_;
};

/// What the figures follow from, and the hash that the log holds of it.
std::string foot_of(const PeriodData& one) {
  const auto report = std::ranges::find(one.bundle.files, "report.json", &BundleFile::name);
  const std::string hash = report == one.bundle.files.end() ? "" : " · report.json " + report->sha256.substr(0, 16);
  return base::format_period(one.period()) + hash;
}

base::Result<std::string> pdf_of(const SiteData& site, const PeriodData& one) {
  const Locale& t = site.locale();
  return pdf::pdf_of(
      {.title = t.text("report.title", {{"period", period_in_words(one.period(), t)}}),
       .author = site.options.provider_name,
       .language = std::string(page::tag_of(site.language)),
       .created = one.bundle.published.published_at,
       .letterhead = site.options.provider_name,
       .running = t.text("face.site"),
       .warning = site.label_in_words(),
       .foot = foot_of(one),
       .page_words = t.text("pdf.pages", {{"page", std::string("{page}")}, {"pages", std::string("{pages}")}}),
       .right_to_left = t.right_to_left(),
       .body = Body(site, one).make()});
}

}  // namespace

std::string report_pdf_path(const SiteData& site, const PeriodData& one) {
  return std::string(page::path_prefix(site.language)) + "reports/" + one.name() + ".pdf";
}

base::Result<SiteFiles> report_pdfs(const SiteData& site) {
  SiteFiles out;
  for (const PeriodData& one : site.periods) {
    TRY(std::string bytes, pdf_of(site, one));
    out.emplace_back(report_pdf_path(site, one), std::move(bytes));
  }
  return out;
}

}  // namespace writ::report
