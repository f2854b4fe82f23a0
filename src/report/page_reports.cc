#include <nlohmann/json.hpp>

#include "legal/vocabulary.h"
#include "page/number.h"
#include "report/charts.h"
#include "report/components.h"
#include "report/pages.h"
#include "report/unverified.h"

namespace writ::report {

using namespace page;

namespace {

Html by_country(const SiteData& site, const Here& here, const PeriodData& one) {
  Grid made{.id = "by-country",
            .caption = "By country, " + period_in_words(one.period()),
            .columns = {{"Country"},
                        {"Received", true},
                        {"Fulfilled", true},
                        {"Users", true},
                        {"Decided: refused", true},
                        {"Decided: nothing held", true},
                        {"Withdrawn", true},
                        {"Pending at the close", true},
                        {"Preservations", true},
                        {"Median days", true}},
            .totals_first = true};
  const auto row = [&](Html name, const Counts& counts) {
    made.rows.push_back({std::move(name), cell_number(counts.requests), cell_number(counts.fulfilled),
                         cell_number(counts.users_affected), cell_number(counts.outcome_of("refused")),
                         cell_number(counts.outcome_of("no_data")), cell_number(counts.outcome_of("withdrawn")),
                         cell_number(counts.pending), cell_number(counts.preservations),
                         cell_days(counts.median_days_doubled())});
  };
  row("All countries", one.tables.all);
  for (const std::string& country : site.countries())
    if (one.tables.countries.contains(country)) row(country_link(here, country), one.tables.countries.at(country));
  return grid(here, made);
}

Html breakdowns(const Here& here, const PeriodData& one) {
  const Counts& all = one.tables.all;
  const std::string none = "none in this period.";
  static constexpr legal::Word emergency_words[] = {{"1", "Declared an emergency", ""},
                                                    {"0", "No emergency declared", ""}};
  static constexpr legal::Word notice_words[] = {
      {"given", "Given to the user", ""}, {"delayed", "Delayed", ""}, {"barred", "Barred", ""}};
  Html out;
  out += h2("Decisions at the close") + p(decided_note());
  const Breakdown outcomes{"outcomes", "Requests received in this period, as they stood at its close", "State",
                           decided_outcomes(), none};
  out += breakdown(here, outcomes, all.outcome);
  out += breakdown(here, {"grounds", "Requests that were given nothing, by ground", "Ground", legal::grounds(), none},
                   all.ground);
  out += h2("What was served");
  out += breakdown(here, {"instruments", "Requests by instrument", "Instrument", legal::instruments(), none},
                   all.instrument);
  out +=
      breakdown(here, {"offences", "Requests by offence group", "Offence group", legal::offences(), none}, all.offence);
  out += breakdown(
      here, {"sought", "Data sought: one request may ask for several", "Data", legal::categories(), none, all.requests},
      all.data_sought);
  out += breakdown(here, {"emergencies", "Emergencies", "Declared by the requester", emergency_words, none},
                   all.emergency);
  out += p(id("preservations"), "Preservations: ", strong(number(all.preservations)),
           " of the requests asked to keep data, not to give it.");
  out += h2("What was given");
  out += breakdown(here,
                   {"data", "Packages by data category: one package may hold several", "Data", legal::categories(),
                    none, all.disclosures},
                   all.data_disclosed);
  out += h2("Users told");
  out += breakdown(here, {"notices", "Notices to users", "Notice", notice_words, none}, all.notice);
  return out;
}

Html timing(const PeriodData& one) {
  Html out = h2("Time to the decision");
  const auto median = one.tables.all.median_days_doubled();
  out += median ? p("Half of the decided requests were decided within ", strong(half_in_words(*median)),
                    *median == 2 ? " day" : " days", " of receipt (median of whole UTC days to the first decision).")
                : p("No request of this period had been decided when it closed.");
  if (one.bundle.published.late_ticks.empty()) return out;
  out += p("Late entries into the log, as the provider states them (not verified):");
  return out + ul(each(one.bundle.published.late_ticks, [](const log::LateTick& tick) {
           return li(time_in_words(tick.tick), ", size ", number(tick.size), ", ",
                     tick.cosigned ? "cosigned " + time_in_words(*tick.cosigned) : "not cosigned");
         }));
}

/// The report of another period that restated a request of this one is linked from here; what this one restated is
/// listed.
Html corrections(const SiteData& site, const Here& here, const PeriodData& one) {
  Html out = h2("Corrections");
  std::vector<std::string> seen_in;
  for (const PeriodData& other : site.periods) {
    if (other.period().first <= one.period().first) continue;
    for (const log::Restated& restated : other.bundle.published.restated)
      for (const Entry& entry : one.bundle.opened)
        if (entry.body_root == restated.request && (seen_in.empty() || seen_in.back() != other.name()))
          seen_in.push_back(other.name());
  }
  for (const std::string& name : seen_in)
    out += p(cls("w-note"),
             "Restated later: ", here.link("reports/" + name + "/index.html#corrections", "the report that says so"),
             ". The figures on this page stay as published.");
  if (one.bundle.published.restated.empty())
    return out + p(id("corrections"), "This report restates nothing of an earlier period.");
  Grid made{.id = "corrections",
            .caption = "Requests of earlier periods that were coded anew",
            .columns = {{"Log index"}, {"What"}, {"New value"}, {"Reason"}, {"Request"}}};
  for (const log::Restated& restated : one.bundle.published.restated) {
    const char* what = restated.position == 10   ? "Instrument"
                       : restated.position == 11 ? "Offence group"
                                                 : "Data sought";
    made.rows.push_back(
        {number(restated.index), what, restated.value, restated.reason, hash(base::to_hex(restated.request))});
  }
  return out + grid(here, made);
}

Html files_of(const Here& here, const PeriodData& one) {
  Grid made{.id = "files",
            .caption = "The published bundle of this period",
            .columns = {{"File"}, {"Rows", true}, {"Bytes", true}, {"SHA-256"}}};
  for (const BundleFile& file : one.bundle.files)
    made.rows.push_back({here.link("bundles/" + one.name() + "/" + file.name, file.name),
                         file.name.ends_with(".jsonl") ? Html(number(file.rows)) : span(cls("w-none"), "no rows"),
                         number(file.bytes), hash(file.sha256)});
  return h2("Files") + grid(here, made);
}

Html held_rows(const PeriodData& one) {
  const std::uint64_t held = one.tables.all.held;
  Html out = h2("Rows not shown");
  if (held == 0) return out + p("0 requests are held back: every row of this period is open.");
  return out + p(cls("w-note"), strong(number(held)), held == 1 ? " request is" : " requests are",
                 " counted without country, instrument and offence. They stand under ", cell_not_shown(),
                 " in every table.");
}

Html report_main(const SiteData& site, const Here& here, const PeriodData& one) {
  const log::Report& published = one.bundle.published;
  const Counts& all = one.tables.all;
  Html main = h1("Legal requests, " + period_in_words(one.period()));
  main += p(cls("w-lead"), counted(all.requests, "request", "requests"), " received, ", number(all.fulfilled),
            " fulfilled; ", counted(all.users_affected, "user", "users"), " affected. Published ",
            day_in_words(base::day_of(published.published_at)), " from log entries ", number(published.first_index),
            " to ", number(published.close_index), ".");
  const std::string span_of = "All countries, " + period_in_words(one.period());
  const std::vector<Figure> shown = {{"Requests received", "received", all.requests, span_of, ""},
                                     {"Requests fulfilled", "fulfilled", all.fulfilled, span_of, ""},
                                     {"Users affected", "users", all.users_affected, span_of, ""},
                                     {"Refused or nothing to give", "refused", all.nothing_given(), span_of, ""}};
  main += figures(here, shown);
  main += p("Policies applied: ", published.policies.empty() ? "none" : joined(published.policies),
            ". Next report due by ", day_in_words(published.next_report), ".");
  main += h2("By country") + fulfilled_note(here) + by_country(site, here, one);
  main += file_links(here, {{"CSV", "reports/" + one.name() + ".csv"}, {"JSON", "reports/" + one.name() + ".json"}});
  main += breakdowns(here, one) + timing(one) + held_rows(one) + unverified_section(here, published.unverified);
  return main + corrections(site, here, one) + files_of(here, one);
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
                {"notice", counts.notice}};
  };
  Json json = {{"period", base::format_period(one.period())}, {"label", site.label()}, {"all", object(one.tables.all)}};
  json["countries"] = Json::object();
  for (const auto& [country, counts] : one.tables.countries) json["countries"][country] = object(counts);
  return json.dump(1) + "\n";
}

std::pair<std::string, std::string> index_page(const SiteData& site) {
  const Here here("reports/index.html");
  Html main = h1("Reports");
  if (site.periods.empty()) {
    main += p(cls("w-lead"), "No period has closed yet.");
  } else {
    main += p(cls("w-lead"), counted(site.periods.size(), "period has", "periods have"),
              " been published. The next report is due by ",
              day_in_words(site.periods.back().bundle.published.next_report), ".");
    Grid made{.id = "reports",
              .caption = "Every published period, the latest first",
              .columns = {{"Period"}, {"Received", true}, {"Fulfilled", true}, {"Users", true}, {"Published"}},
              .stacked = true};
    for (auto one = site.periods.rbegin(); one != site.periods.rend(); ++one) {
      const Counts& all = one->tables.all;
      made.rows.push_back({here.link("reports/" + one->name() + "/index.html", period_in_words(one->period())),
                           cell_number(all.requests), cell_number(all.fulfilled), cell_number(all.users_affected),
                           day_in_words(base::day_of(one->bundle.published.published_at))});
    }
    main += grid(here, made) + h2("All countries over the periods") + chart_section(site, here, "all");
  }
  return page_file(site, here,
                   {.title = "Reports",
                    .description = "Every published period.",
                    .above = {{"Latest", "index.html"}},
                    .main = std::move(main)});
}

}  // namespace

SiteFiles report_pages(const SiteData& site) {
  SiteFiles out = {index_page(site)};
  for (const PeriodData& one : site.periods) {
    const Here here("reports/" + one.name() + "/index.html");
    out.push_back(page_file(site, here,
                            {.title = "Legal requests, " + period_in_words(one.period()),
                             .description = "Every table of one period.",
                             .above = {{"Latest", "index.html"}, {"Reports", "reports/index.html"}},
                             .main = report_main(site, here, one)}));
    out.emplace_back("reports/" + one.name() + ".csv", report_csv(site, one));
    out.emplace_back("reports/" + one.name() + ".json", report_json(site, one));
  }
  if (!site.periods.empty())
    for (auto& file : chart_files(site, "all")) out.push_back(std::move(file));
  return out;
}

}  // namespace writ::report
