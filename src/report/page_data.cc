// /data/: the rows as files, and the page that says what each file is.
#include <algorithm>
#include <map>
#include <nlohmann/json.hpp>

#include "crypto/native_host.h"
#include "report/components.h"
#include "report/pages.h"

namespace writ::report {

using namespace page;
using Json = nlohmann::ordered_json;

namespace {

struct DataFile {
  std::string path;
  Key what;
  std::string columns;
  std::string content;
};

constexpr const char* case_columns[] = {
    "index",        "period",         "country", "instrument", "offence",      "data_sought", "emergency",
    "timing",       "selectors",      "outcome", "ground",     "data_granted", "policy",      "days_to_first_decision",
    "fulfilled_in", "users_affected", "notices", "label"};
constexpr const char* disclosure_columns[] = {"index", "period",         "country", "request_index",
                                              "data",  "users_affected", "first",   "label"};
constexpr const char* total_columns[] = {"country", "alpha3", "period_first", "period_last", "days",
                                         "measure", "code",   "value",        "status",      "label"};

template <std::size_t size>
std::vector<std::string> header(const char* const (&names)[size]) {
  return {std::begin(names), std::end(names)};
}

std::string requests_csv(const SiteData& site) {
  std::string csv = csv_row(header(case_columns));
  for (const Case& one : site.all.cases) {
    const std::string unknown = one.held ? std::string(country_not_shown) : "";
    csv += csv_row({std::to_string(one.index), base::period_name(one.received_in), one.country, one.instrument,
                    one.offence, one.held ? unknown : one.data_sought, one.emergency, one.held ? unknown : one.timing,
                    one.held ? unknown : one.selectors, one.outcome.empty() ? "pending" : one.outcome, one.ground,
                    one.data_granted, one.policy,
                    one.days_to_first_decision ? std::to_string(*one.days_to_first_decision) : "",
                    one.fulfilled_in ? base::period_name(*one.fulfilled_in) : "", std::to_string(one.users_affected),
                    one.notice, site.label()});
  }
  return csv;
}

std::string disclosures_csv(const SiteData& site) {
  std::string csv = csv_row(header(disclosure_columns));
  for (const Disclosure& made : site.all.disclosures)
    csv += csv_row({std::to_string(made.index), base::period_name(made.period), made.country,
                    std::to_string(made.request_index), made.data, std::to_string(made.users_affected),
                    made.first ? "1" : "0", site.label()});
  return csv;
}

/// One figure of the tidy table. `code` is empty for a total.
struct Tidy {
  std::string country;
  const base::Period* period;
  std::string measure;
  std::string code;
  std::uint64_t value;
};

void add_counts(std::vector<Tidy>& rows, const std::string& country, const base::Period& period, const Counts& counts) {
  const std::pair<const char*, std::uint64_t> totals[] = {{"requests", counts.requests},
                                                          {"fulfilled", counts.fulfilled},
                                                          {"users_affected", counts.users_affected},
                                                          {"disclosures", counts.disclosures},
                                                          {"pending", counts.pending},
                                                          {"preservations", counts.preservations},
                                                          {"held", counts.held}};
  for (const auto& [measure, value] : totals) rows.push_back({country, &period, measure, "", value});
  const std::pair<const char*, const Codes*> dimensions[] = {{"instrument", &counts.instrument},
                                                             {"offence", &counts.offence},
                                                             {"emergency", &counts.emergency},
                                                             {"emergency_state", &counts.emergency_state},
                                                             {"outcome", &counts.outcome},
                                                             {"ground", &counts.ground},
                                                             {"data_sought", &counts.data_sought},
                                                             {"data_disclosed", &counts.data_disclosed},
                                                             {"notice", &counts.notice}};
  for (const auto& [measure, codes] : dimensions)
    for (const auto& [code, value] : *codes) rows.push_back({country, &period, measure, code, value});
}

std::vector<Tidy> tidy_rows(const SiteData& site) {
  std::vector<Tidy> rows;
  std::vector<std::string> countries = site.countries();
  countries.insert(countries.begin(), "all");
  for (const std::string& country : countries)
    for (const PeriodData& one : site.periods) add_counts(rows, country, one.period(), site.of(one.tables, country));
  return rows;
}

std::string alpha3_of(const std::string& country) {
  std::string code = country_slug(country);
  for (char& c : code) c = static_cast<char>(c - 'a' + 'A');
  return code;
}

std::string totals_csv(const SiteData& site, const std::vector<Tidy>& rows) {
  std::string csv = csv_row(header(total_columns));
  for (const Tidy& row : rows)
    csv +=
        csv_row({row.country, row.country == "all" ? "" : alpha3_of(row.country), base::format_day(row.period->first),
                 base::format_day(row.period->last), std::to_string(row.period->days()), row.measure, row.code,
                 std::to_string(row.value), "reported", site.label()});
  return csv;
}

std::string totals_json(const SiteData& site, const std::vector<Tidy>& rows) {
  Json list = Json::array();
  for (const Tidy& row : rows)
    list.push_back({{"country", row.country},
                    {"period", base::format_period(*row.period)},
                    {"measure", row.measure},
                    {"code", row.code},
                    {"value", row.value}});
  const Json json = {{"label", site.label()}, {"origin", site.options.origin}, {"rows", std::move(list)}};
  return json.dump(0) + "\n";
}

template <std::size_t size>
std::string columns_of(const char* const (&names)[size]) {
  std::vector<std::string> list = header(names);
  std::string out;
  for (const std::string& name : list) out += (out.empty() ? "" : ", ") + name;
  return out;
}

std::vector<DataFile> made_files(const SiteData& site) {
  const std::vector<Tidy> rows = tidy_rows(site);
  return {{"data/requests.csv", "data.requests", columns_of(case_columns), requests_csv(site)},
          {"data/disclosures.csv", "data.disclosures", columns_of(disclosure_columns), disclosures_csv(site)},
          {"data/totals.csv", "data.totals", columns_of(total_columns), totals_csv(site, rows)},
          {"data/totals.json", "data.totals_json", "label, origin, rows of country, period, measure, code, value",
           totals_json(site, rows)},
          {"telegram.json", "data.telegram", "from, to, requests, users", telegram_json(site)}};
}

/// Under which name a browser saves telegram.json; empty: its own.
std::string telegram_file_name(const SiteData& site) {
  if (site.label().empty()) return "";
  return std::string("telegram") + (site.options.synthetic ? "-synthetic" : "") + (site.test_log() ? "-test-log" : "") +
         ".json";
}

/// What a check and an officer need, and what lies beside the pages on the same server.
Html beside_table(const Locale& t, const Here& here) {
  Grid made{.id = "beside",
            .caption = t.text("data.beside"),
            .columns = {{t.text("column.file")}, {t.text("column.what")}},
            .stacked = false};
  made.rows = {{here.link("log/checkpoint", "log/checkpoint"), t("data.checkpoint")},
               {here.link("policy.txt", "policy.txt"), t("data.trust_policy")},
               {here.link(".well-known/writ.json", ".well-known/writ.json"), t("data.well_known")},
               {here.link("package-signer.crt.pem", "package-signer.crt.pem"),
                t("data.signer", {{"how", here.href_to("authorities/index.html#package")}})}};
  return grid(here, made);
}

/// The second line of a CSV file, cut: what a row looks like.
std::string example_line(const std::string& content) {
  constexpr std::size_t letters_max = 120;
  const std::size_t first = content.find('\n');
  if (first == std::string::npos || first + 1 >= content.size()) return "";
  std::string line = content.substr(first + 1, content.find('\n', first + 1) - first - 1);
  if (line.size() > letters_max) line = line.substr(0, letters_max) + "\u2026";
  return line;
}

Html made_table(const SiteData& site, const Here& here, const std::vector<DataFile>& files) {
  const Locale& t = site.locale();
  Grid made{.id = "tables",
            .caption = t.text("data.tables"),
            .columns = {{t.text("column.file")},
                        {t.text("column.what")},
                        {t.text("data.lines"), true},
                        {t.text("column.bytes"), true},
                        {t.text("data.columns")},
                        {"SHA-256"}}};
  for (const DataFile& file : files) {
    const auto lines = static_cast<std::uint64_t>(std::count(file.content.begin(), file.content.end(), '\n'));
    // A saved file must say what it is also where its shape has no room for it.
    const std::string saved = file.path == "telegram.json" ? telegram_file_name(site) : "";
    const std::string example = file.path.ends_with(".csv") ? example_line(file.content) : "";
    made.rows.push_back(
        {a(href(here.to(file.path)), when(!saved.empty(), attr("download", saved)), file.path), t(file.what),
         t.number(lines), t.number(file.content.size()),
         code(attr("dir", "ltr"), file.columns) +
             (example.empty() ? Html() : p(cls("w-small"), t("data.example"), " ", code(attr("dir", "ltr"), example))),
         hash(base::to_hex(crypto::sha256(file.content)))});
  }
  return grid(here, made);
}

Html bundle_table(const Locale& t, const Here& here, const PeriodData& one) {
  Grid made{.id = "bundle-" + one.name(),
            .caption = t.text("data.bundle_of", {{"period", period_in_words(one.period(), t)}}),
            .columns = {{t.text("column.file")},
                        {t.text("column.what")},
                        {t.text("column.rows"), true},
                        {t.text("column.bytes"), true},
                        {"SHA-256"}}};
  for (const BundleFile& file : one.bundle.files) {
    const auto words = Key::find("data.bundle." + file.name);
    made.rows.push_back(
        {here.link("bundles/" + one.name() + "/" + file.name, file.name), words ? t(*words) : t("data.bundle.other"),
         file.name.ends_with(".jsonl") ? Html(t.number(file.rows)) : span(cls("w-none"), t("site.no_rows")),
         t.number(file.bytes), hash(file.sha256)});
  }
  return grid(here, made);
}

Html data_main(const SiteData& site, const Here& here, const std::vector<DataFile>& files) {
  const Locale& t = site.locale();
  Html main = h1(t("nav.data")) + p(cls("w-lead"), t("data.lead"));
  main += made_table(site, here, files);
  main += p(t("data.charts")) + p(t("data.signs", {{"held", cell_not_shown(t)}}));
  main += p(t("data.licence"));
  if (!site.label().empty())
    main += p(cls("w-note"), t("data.label", {{"label", strong(site.label())},
                                              {"name", code(attr("dir", "ltr"), telegram_file_name(site))}}));
  main += h2(t("data.to_check")) + p(t("data.to_check_lead", {{"verify", here.href_to("verify/index.html")}})) +
          beside_table(t, here);
  main += h2(t("data.bundles"));
  if (site.periods.empty()) main += p(t("finding.none"));
  for (const PeriodData& one : site.periods) main += bundle_table(t, here, one);
  return main;
}

}  // namespace

SiteFiles data_files(const SiteData& site) {
  const Locale& t = site.locale();
  const Here here = site.here("data/index.html");
  const std::vector<DataFile> files = made_files(site);
  SiteFiles out = {page_file(site, here,
                             {.title = t.text("nav.data"),
                              .description = t.text("data.description"),
                              .above = {{t.text("nav.latest"), "index.html"}},
                              .main = data_main(site, here, files)})};
  if (site.language != Language::en) return out;
  for (const DataFile& file : files) out.emplace_back(file.path, file.content);
  for (const PeriodData& one : site.periods)
    for (const auto& [name, content] : one.bundle.contents)
      out.emplace_back("bundles/" + one.name() + "/" + name, content);
  return out;
}

std::string telegram_json(const SiteData& site) {
  const auto compact = [](base::Day day) {
    std::string text = base::format_day(day);
    std::erase(text, '-');
    return text;
  };
  std::map<std::string, std::vector<std::string>> lines;  // alpha-3 -> one object a line, as in the model
  const auto add = [&](const std::string& country, const base::Period& period, const Counts& counts) {
    lines[alpha3_of(country)].push_back("{\"from\": \"" + compact(period.first) + "\", \"to\": \"" +
                                        compact(period.last) + "\", \"requests\": " + std::to_string(counts.fulfilled) +
                                        ", \"users\": " + std::to_string(counts.users_affected) + "}");
  };
  for (const std::string& country : site.countries()) {
    if (country_slug(country).empty()) continue;  // a row that is not shown has no code there
    for (const PeriodData& one : site.periods) {
      add(country, one.period(), site.of(one.tables, country));
      for (const Year& year : site.years)
        if (year.parts.size() > 1 && &site.periods[year.parts.back()] == &one)
          add(country, year.period, site.of(year.tables, country));
    }
  }
  std::string json = "{";
  for (const auto& [country, objects] : lines) {
    json += (json.size() > 1 ? "," : "") + std::string("\n    \"") + country + "\": [";
    for (std::size_t i = 0; i < objects.size(); ++i) json += (i > 0 ? ",\n        " : "\n        ") + objects[i];
    json += "\n    ]";
  }
  return json + (lines.empty() ? "}\n" : "\n}\n");
}

}  // namespace writ::report
