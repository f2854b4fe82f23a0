#include <nlohmann/json.hpp>

#include "legal/vocabulary.h"
#include "report/charts.h"
#include "report/components.h"
#include "report/corrections.h"
#include "report/pages.h"
#include "report/unverified.h"

namespace writ::report {

using namespace page;

namespace {

Html by_country(const SiteData& site, const Here& here, const PeriodData& one) {
  const Locale& t = site.locale();
  Grid made{.id = "by-country",
            .caption = t.text("report.by_country_in", {{"period", period_in_words(one.period(), t)}}),
            .columns = {{t.text("column.country")},
                        {t.text("column.received"), true},
                        {t.text("column.fulfilled"), true},
                        {t.text("column.users"), true},
                        {label_of(decided_outcomes(), "refused", t), true},
                        {label_of(decided_outcomes(), "no_data", t), true},
                        {t.text("column.withdrawn"), true},
                        {t.text("country.pending_at_close"), true},
                        {t.text("column.preservations"), true},
                        {t.text("column.median_days"), true}},
            .totals_first = true};
  const auto row = [&](Html name, const Counts& counts) {
    made.rows.push_back({std::move(name), cell_number(counts.requests, t), cell_number(counts.fulfilled, t),
                         cell_number(counts.users_affected, t), cell_number(counts.outcome_of("refused"), t),
                         cell_number(counts.outcome_of("no_data"), t), cell_number(counts.outcome_of("withdrawn"), t),
                         cell_number(counts.pending, t), cell_number(counts.preservations, t),
                         cell_days(counts.median_days_doubled(), t)});
  };
  row(t("site.all_countries"), one.tables.all);
  for (const std::string& country : site.countries())
    if (one.tables.countries.contains(country)) row(country_link(here, country), one.tables.countries.at(country));
  return grid(here, made);
}

Html breakdowns(const Locale& t, const Here& here, const PeriodData& one) {
  const Counts& all = one.tables.all;
  const std::string none = t.text("report.none_in_period");
  const auto shown = [&](const char* anchor, Key caption, Key what, std::span<const legal::Word> words,
                         const Codes& counts, std::uint64_t out_of = 0) {
    return breakdown(here, {anchor, t.text(caption), t.text(what), words, none, out_of}, counts);
  };
  Html out = h2(t("report.decisions")) + p(decided_note(t));
  out += shown("outcomes", "report.outcomes", "column.state", decided_outcomes(), all.outcome);
  out += shown("grounds", "grounds.caption", "column.ground", legal::grounds(), all.ground);
  out += h2(t("report.served"));
  out += shown("instruments", "report.by_instrument", "column.instrument", legal::instruments(), all.instrument);
  out += shown("offences", "report.by_offence", "column.offence", legal::offences(), all.offence);
  out += shown("sought", "report.sought", "column.data", legal::categories(), all.data_sought, all.requests);
  out += shown("emergencies", "report.emergencies", "report.declared", emergency_states(), all.emergency);
  out += shown("emergency-states", "report.emergency_states", "column.state", decided_outcomes(), all.emergency_state);
  out += p(id("preservations"), t("report.preservations", {{"n", all.preservations}}));
  out += h2(t("report.given"));
  out += shown("data", "report.packages_by_data_several", "column.data", legal::categories(), all.data_disclosed,
               all.disclosures);
  out += h2(t("report.told"));
  return out + shown("notices", "report.notices", "column.notice", notice_states(), all.notice);
}

Html timing(const Locale& t, const PeriodData& one) {
  Html out = h2(t("report.time"));
  const auto median = one.tables.all.median_days_doubled();
  out += median ? p(t("report.median", {{"days", strong(half_in_words(*median, t))}, {"n", (*median + 1) / 2}}))
                : p(t("report.no_median"));
  if (one.bundle.published.late_ticks.empty()) return out;
  out += p(t("report.late"));
  return out + ul(each(one.bundle.published.late_ticks, [&](const log::LateTick& tick) {
           return li(t("report.late_tick", {{"time", time_in_words(tick.tick, t)}, {"size", tick.size}}), " ",
                     tick.cosigned ? t("report.cosigned", {{"time", time_in_words(*tick.cosigned, t)}})
                                   : t("report.not_cosigned"));
         }));
}

/// What Article 11(a)-style self-checks ask of a report of restrictions and requests (Ranking Digital Rights, P11a):
/// which element this page has, and which it cannot have.
Html self_check(const Locale& t) {
  const std::pair<Key, Key> elements[] = {
      {"p11.country", "p11.yes"},    {"p11.accounts", "p11.yes"}, {"p11.authority", "p11.instrument_only"},
      {"p11.complied", "p11.yes"},   {"p11.kind", "p11.yes"},     {"p11.structured", "p11.yes"},
      {"p11.secret", "p11.security"}};
  Html rows;
  for (const auto& [element_key, answer] : elements)
    rows += tr(th(attr("scope", "row"), t(element_key)), td(t(answer)));
  return h2(t("p11.title")) + p(t("p11.lead")) +
         table(cls("w-grid w-even"), caption(t("p11.caption")),
               thead(tr(th(attr("scope", "col"), t("p11.element")), th(attr("scope", "col"), t("p11.here")))),
               tbody(rows));
}

/// The report of another period that restated a request of this one is linked from here; what this one restated is
/// listed.
Html corrections(const SiteData& site, const Here& here, const PeriodData& one) {
  const Locale& t = site.locale();
  Html out = h2(t("report.corrections"));
  for (const PeriodData* other : restated_by(site, one))
    out += p(cls("w-note"), t("corrections.later",
                              {{"report", here.href_to("reports/" + other->name() + "/index.html#corrections")}}));
  if (one.bundle.published.restated.empty()) return out + p(id("corrections"), t("corrections.none"));
  Grid made{.id = "corrections",
            .caption = t.text("corrections.caption"),
            .columns = {{t.text("column.index"), true},
                        {t.text("column.what")},
                        {t.text("column.new_value")},
                        {t.text("column.reason")},
                        {t.text("column.request")},
                        {t.text("column.concerns")}}};
  for (const log::Restated& restated : one.bundle.published.restated) {
    const PeriodData* concerned = period_of_request(site, restated.request);
    made.rows.push_back({t.number(restated.index), restated_field(restated.position, t), element("bdi", restated.value),
                         as_written(restated.reason), hash(base::to_hex(restated.request)),
                         concerned == nullptr ? Html(t("corrections.not_published"))
                                              : here.link("reports/" + concerned->name() + "/index.html",
                                                          period_in_words(concerned->period(), t))});
  }
  return out + grid(here, made);
}

Html files_of(const Locale& t, const Here& here, const PeriodData& one) {
  Grid made{
      .id = "files",
      .caption = t.text("report.bundle"),
      .columns = {{t.text("column.file")}, {t.text("column.rows"), true}, {t.text("column.bytes"), true}, {"SHA-256"}}};
  for (const BundleFile& file : one.bundle.files)
    made.rows.push_back(
        {here.link("bundles/" + one.name() + "/" + file.name, file.name),
         file.name.ends_with(".jsonl") ? Html(t.number(file.rows)) : span(cls("w-none"), t("site.no_rows")),
         t.number(file.bytes), hash(file.sha256)});
  return h2(t("column.files")) + grid(here, made);
}

Html held_rows(const Locale& t, const PeriodData& one) {
  const std::uint64_t held = one.tables.all.held;
  Html out = h2(t("report.held"));
  if (held == 0) return out + p(t("report.held_none"));
  return out + p(cls("w-note"), t("report.held_some", {{"n", held}, {"mark", cell_not_shown(t)}}));
}

Html report_main(const SiteData& site, const Here& here, const PeriodData& one) {
  const Locale& t = site.locale();
  const log::Report& published = one.bundle.published;
  const Counts& all = one.tables.all;
  Html main = h1(t("report.title", {{"period", period_in_words(one.period(), t)}}));
  for (const PeriodData* other : restated_by(site, one))
    main += p(cls("w-note"), t("corrections.banner",
                               {{"report", here.href_to("reports/" + other->name() + "/index.html#corrections")}}));
  main += p(cls("w-lead"), t("report.lead", {{"received", all.requests},
                                             {"fulfilled", all.fulfilled},
                                             {"users", all.users_affected},
                                             {"day", day_in_words(base::day_of(published.published_at), t)},
                                             {"first", published.first_index},
                                             {"last", published.close_index}}));
  const std::string span_of = t.text("site.all_countries_in", {{"period", period_in_words(one.period(), t)}});
  const std::vector<Figure> shown = {{t.text("figure.received"), "received", all.requests, span_of, ""},
                                     {t.text("figure.fulfilled"), "fulfilled", all.fulfilled, span_of, ""},
                                     {t.text("figure.users"), "users", all.users_affected, span_of, ""},
                                     {t.text("figure.refused"), "refused", all.nothing_given(), span_of, ""}};
  main += figures(here, shown);
  main += p(published.policies.empty() ? t("report.no_policies")
                                       : t("report.policies", {{"policies", joined(published.policies, t)}}),
            " ", t("report.next", {{"day", day_in_words(published.next_report, t)}}));
  main += h2(t("chart.over_periods")) + chart_section(site, here, "all");
  main += h2(t("report.by_country")) + fulfilled_note(here) + by_country(site, here, one);
  main += file_links(here, {{"CSV", "reports/" + one.name() + ".csv"},
                            {"JSON", "reports/" + one.name() + ".json"},
                            {"PDF", "reports/" + one.name() + ".pdf"}});
  main +=
      breakdowns(t, here, one) + timing(t, one) + held_rows(t, one) + unverified_section(here, published.unverified);
  return main + self_check(t) + corrections(site, here, one) + files_of(t, here, one);
}

std::string report_csv(const SiteData& site, const PeriodData& one) {
  std::string csv = csv_row({"country", "period_first", "period_last", "requests", "fulfilled", "users_affected",
                             "disclosures", "refused", "no_data", "withdrawn", "pending", "preservations", "label"});
  const auto row = [&](const std::string& country, const Counts& counts) {
    std::vector<std::string> fields = {country, base::format_day(one.period().first),
                                       base::format_day(one.period().last)};
    for (const std::uint64_t value :
         {counts.requests, counts.fulfilled, counts.users_affected, counts.disclosures, counts.outcome_of("refused"),
          counts.outcome_of("no_data"), counts.outcome_of("withdrawn"), counts.pending, counts.preservations})
      fields.push_back(std::to_string(value));
    fields.push_back(site.label());
    csv += csv_row(fields);
  };
  row("all", one.tables.all);
  for (const auto& [country, counts] : one.tables.countries) row(country, counts);
  return csv;
}

std::string report_json(const SiteData& site, const PeriodData& one) {
  using Json = nlohmann::ordered_json;
  const auto object = [](const Counts& counts) {
    return Json{{"requests", counts.requests},
                {"fulfilled", counts.fulfilled},
                {"users_affected", counts.users_affected},
                {"disclosures", counts.disclosures},
                {"pending", counts.pending},
                {"preservations", counts.preservations},
                {"outcome", counts.outcome},
                {"ground", counts.ground},
                {"instrument", counts.instrument},
                {"offence", counts.offence},
                {"data_sought", counts.data_sought},
                {"data_disclosed", counts.data_disclosed},
                {"emergency", counts.emergency},
                {"emergency_state", counts.emergency_state},
                {"notice", counts.notice}};
  };
  Json json = {{"period", base::format_period(one.period())}, {"label", site.label()}, {"all", object(one.tables.all)}};
  json["countries"] = Json::object();
  for (const auto& [country, counts] : one.tables.countries) json["countries"][country] = object(counts);
  return json.dump(1) + "\n";
}

std::pair<std::string, std::string> index_page(const SiteData& site) {
  const Locale& t = site.locale();
  const Here here = site.here("reports/index.html");
  Html main = h1(t("nav.reports"));
  if (site.periods.empty()) {
    main += p(cls("w-lead"), t("finding.none"));
  } else {
    main += p(cls("w-lead"),
              t("reports.lead", {{"n", site.periods.size()},
                                 {"day", day_in_words(site.periods.back().bundle.published.next_report, t)}}));
    Grid made{.id = "reports",
              .caption = t.text("reports.caption"),
              .columns = {{t.text("column.period")},
                          {t.text("column.received"), true},
                          {t.text("column.fulfilled"), true},
                          {t.text("column.users"), true},
                          {t.text("column.published")}},
              .stacked = true};
    for (auto one = site.periods.rbegin(); one != site.periods.rend(); ++one) {
      const Counts& all = one->tables.all;
      made.rows.push_back({here.link("reports/" + one->name() + "/index.html", period_in_words(one->period(), t)),
                           cell_number(all.requests, t), cell_number(all.fulfilled, t),
                           cell_number(all.users_affected, t),
                           day_in_words(base::day_of(one->bundle.published.published_at), t)});
    }
    main += grid(here, made) + h2(t("reports.over_periods")) + chart_section(site, here, "all");
  }
  return page_file(site, here,
                   {.title = t.text("nav.reports"),
                    .description = t.text("reports.description"),
                    .above = {{t.text("nav.latest"), "index.html"}},
                    .main = std::move(main)});
}

}  // namespace

SiteFiles report_pages(const SiteData& site) {
  const Locale& t = site.locale();
  SiteFiles out = {index_page(site)};
  for (const PeriodData& one : site.periods) {
    const Here here = site.here("reports/" + one.name() + "/index.html");
    out.push_back(
        page_file(site, here,
                  {.title = t.text("report.title", {{"period", period_in_words(one.period(), t)}}),
                   .description = t.text("report.description"),
                   .above = {{t.text("nav.latest"), "index.html"}, {t.text("nav.reports"), "reports/index.html"}},
                   .main = report_main(site, here, one)}));
    if (site.language != Language::en) continue;  // the files have no language
    out.emplace_back("reports/" + one.name() + ".csv", report_csv(site, one));
    out.emplace_back("reports/" + one.name() + ".json", report_json(site, one));
  }
  if (!site.periods.empty())
    for (auto& file : chart_files(site, "all")) out.push_back(std::move(file));
  return out;
}

}  // namespace writ::report
