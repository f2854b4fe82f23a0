// /data/: the rows as files, and the page that says what each file is.
#include <algorithm>
#include <map>
#include <nlohmann/json.hpp>

#include "crypto/native_host.h"
#include "page/number.h"
#include "report/components.h"
#include "report/pages.h"

namespace writ::report {

using namespace page;
using Json = nlohmann::ordered_json;

namespace {

struct DataFile {
  std::string path;
  std::string what;
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
  return {
      {"data/requests.csv", "One line for each request, with what had become of it at the last close",
       columns_of(case_columns), requests_csv(site)},
      {"data/disclosures.csv", "One line for each package", columns_of(disclosure_columns), disclosures_csv(site)},
      {"data/totals.csv", "Country, period, measure: one figure a line", columns_of(total_columns),
       totals_csv(site, rows)},
      {"data/totals.json", "The same as JSON", "label, origin, rows of country, period, measure, code, value",
       totals_json(site, rows)},
      {"telegram.json", "Fulfilled requests and users by alpha-3 code, in the shape of the collected Telegram figures",
       "from, to, requests, users", telegram_json(site)}};
}

/// Under which name a browser saves telegram.json; empty: its own.
std::string telegram_file_name(const SiteData& site) {
  if (site.label().empty()) return "";
  return std::string("telegram") + (site.options.synthetic ? "-synthetic" : "") + (site.test_log() ? "-test-log" : "") +
         ".json";
}

/// What a check and an officer need, and what lies beside the pages on the same server.
Html beside_table(const Here& here) {
  Grid made{.id = "beside", .caption = "Log, trust policy and keys", .columns = {{"File"}, {"What"}}, .stacked = false};
  made.rows = {{here.link("log/checkpoint", "log/checkpoint"),
                "The log's latest signed checkpoint. The log's tiles lie beside it"},
               {here.link("policy.txt", "policy.txt"),
                "Trust policy: the log's key, its promise key, and witnesses if there are any"},
               {here.link(".well-known/writ.json", ".well-known/writ.json"),
                "Every log of the provider, with the published policies and reports"},
               {here.link("package-signer.crt.pem", "package-signer.crt.pem"),
                Html("Certificate that signs packages for authorities: ") +
                    here.link("authorities/index.html#package", "how to check one")}};
  return grid(here, made);
}

Html made_table(const SiteData& site, const Here& here, const std::vector<DataFile>& files) {
  Grid made{.id = "tables",
            .caption = "Tables",
            .columns = {{"File"}, {"What"}, {"Lines", true}, {"Bytes", true}, {"Columns"}, {"SHA-256"}}};
  for (const DataFile& file : files) {
    const auto lines = static_cast<std::uint64_t>(std::count(file.content.begin(), file.content.end(), '\n'));
    // A saved file must say what it is also where its shape has no room for it.
    const std::string saved = file.path == "telegram.json" ? telegram_file_name(site) : "";
    made.rows.push_back({a(href(here.to(file.path)), when(!saved.empty(), attr("download", saved)), file.path),
                         file.what, number(lines), number(file.content.size()), file.columns,
                         hash(base::to_hex(crypto::sha256(file.content)))});
  }
  return grid(here, made);
}

Html bundle_table(const Here& here, const PeriodData& one) {
  static const std::map<std::string, std::string> meaning = {
      {"report.json", "totals as signed"},
      {"openings.jsonl", "the public half of every entry: index, private_root, seed, values"},
      {"references.jsonl", "earlier entries that this period names"},
      {"dummies.key", "regenerates the padding"},
      {"close.tlog-proof", "proof of the close"},
      {"before.checkpoint", "the log before the close"},
      {"report.opening.json", "opens the report's own entry"},
      {"report.tlog-proof", "proof of the report's entry"}};
  Grid made{.id = "bundle-" + one.name(),
            .caption = "Bundle of " + period_in_words(one.period()),
            .columns = {{"File"}, {"What"}, {"Rows", true}, {"Bytes", true}, {"SHA-256"}}};
  for (const BundleFile& file : one.bundle.files) {
    const auto words = meaning.find(file.name);
    made.rows.push_back({here.link("bundles/" + one.name() + "/" + file.name, file.name),
                         words == meaning.end() ? "other" : words->second,
                         file.name.ends_with(".jsonl") ? Html(number(file.rows)) : span(cls("w-none"), "no rows"),
                         number(file.bytes), hash(file.sha256)});
  }
  return grid(here, made);
}

}  // namespace

SiteFiles data_files(const SiteData& site) {
  const Here here("data/index.html");
  const std::vector<DataFile> files = made_files(site);
  Html main = h1("Data");
  main += p(cls("w-lead"),
            "Every figure of these pages as a file. Days are ISO 8601, numbers are plain digits, lines end with LF, "
            "text is UTF-8.");
  main += made_table(site, here, files);
  main += p("Each chart has three files at its own address: ", code("countries/usa.csv"), ", ", code(".json"), ", ",
            code(".svg"), ". Each report has ", code(".csv"), " and ", code(".json"), ".");
  main += p(code("--"), " in a file stands for ", cell_not_shown(), "; an empty field for what does not apply; ",
            code("not_reported"), " in ", code("status"), " for days that nobody has reported.");
  if (!site.label().empty())
    main += p(cls("w-note"), strong(site.label()), ". Tables carry this in the column ", code("label"),
              ", JSON in the member ", code("label"), "; ", code("telegram.json"),
              " keeps the shape of its model and has no room for it: the link saves it as ",
              code(telegram_file_name(site)), ".");
  main += h2("To check them") + p("What ", here.link("verify/index.html", "the check"), " reads besides the bundles.") +
          beside_table(here);
  main += h2("Published bundles");
  if (site.periods.empty()) main += p("No period has closed yet.");
  for (const PeriodData& one : site.periods) main += bundle_table(here, one);
  SiteFiles out = {page_file(site, here,
                             {.title = "Data",
                              .description = "Every file with its columns and SHA-256.",
                              .above = {{"Latest", "index.html"}},
                              .main = std::move(main)})};
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
