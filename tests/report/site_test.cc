#include "report/site.h"

#include <doctest/doctest.h>

#include <algorithm>
#include <cctype>
#include <nlohmann/json.hpp>

#include "page/html.h"
#include "page/locale.h"
#include "page_text.h"
#include "sample_site.h"

using namespace writ;
using namespace writ::report;
using report_test::addresses;
using report_test::is_beside;
using report_test::is_page;
using report_test::made;
using report_test::resolved;
using report_test::sample_site;
using report_test::says;

namespace {

std::vector<std::vector<std::string>> csv_rows(const std::string& csv) {
  std::vector<std::vector<std::string>> rows;
  for (std::size_t at = 0; at < csv.size();) {
    const std::size_t end = csv.find('\n', at);
    std::vector<std::string> fields = {""};
    bool quoted = false;
    for (const char c : csv.substr(at, end - at)) {
      if (c == '"')
        quoted = !quoted;
      else if (c == ',' && !quoted)
        fields.emplace_back();
      else
        fields.back() += c;
    }
    rows.push_back(std::move(fields));
    at = end + 1;
  }
  return rows;
}

}  // namespace

TEST_CASE("every link of every page leads to a file of the site, and every fragment to an id of it") {
  const auto files = made(sample_site());
  std::size_t links = 0;
  for (const auto& [path, page] : files) {
    if (!is_page(path)) continue;
    for (const std::string& address : addresses(page)) {
      CAPTURE(path);
      CAPTURE(address);
      const std::size_t hash = address.find('#');
      const std::string target = hash == 0 ? path : resolved(path, address.substr(0, hash));
      if (is_beside(target)) continue;
      REQUIRE(files.contains(target));
      if (hash != std::string::npos)
        CHECK(files.at(target).find("id=\"" + address.substr(hash + 1) + "\"") != std::string::npos);
      ++links;
    }
  }
  CHECK(links > 1000);
}

TEST_CASE("every path of the design is there") {
  const auto files = made(sample_site());
  for (const char* path : {"index.html",
                           "reports/index.html",
                           "reports/2024-01-01_2024-09-30/index.html",
                           "reports/2024-10-01_2024-12-31/index.html",
                           "countries/index.html",
                           "countries/by-name/index.html",
                           "countries/by-received/index.html",
                           "countries/by-received-asc/index.html",
                           "countries/by-fulfilled/index.html",
                           "countries/by-users/index.html",
                           "countries/by-users-asc/index.html",
                           "countries/by-refused/index.html",
                           "countries/usa/index.html",
                           "countries/usa.csv",
                           "countries/usa.json",
                           "countries/usa.svg",
                           "countries/bra/index.html",
                           "periods.csv",
                           "periods.json",
                           "periods.svg",
                           "policy/index.html",
                           "policy/old-2018/index.html",
                           "holdings/index.html",
                           "method/index.html",
                           "verify/index.html",
                           "authorities/index.html",
                           "notice/index.html",
                           "complain/index.html",
                           "data/index.html",
                           "data/requests.csv",
                           "data/totals.csv",
                           "data/totals.json",
                           "telegram.json",
                           "feed.atom",
                           "404.html",
                           "robots.txt",
                           "style.css",
                           "bundles/2024-01-01_2024-09-30/openings.jsonl"})
    CHECK_MESSAGE(files.contains(path), path);
}

TEST_CASE("no page loads, runs or names anything of another origin, and there is no script") {
  for (const auto& [path, bytes] : made(sample_site())) {
    if (path.starts_with("bundles/") || path.ends_with(".pdf")) continue;  // cairo signs a PDF with its address
    CAPTURE(path);
    std::string text = bytes;
    for (const std::string name : {"http://www.w3.org/2000/svg", "http://www.w3.org/2005/Atom",
                                   "https://jsonfeed.org/version/1.1"})  // names, not addresses
      for (std::size_t at = text.find(name); at != std::string::npos; at = text.find(name)) text.erase(at, name.size());
    CHECK(text.find("http://") == std::string::npos);
    CHECK(text.find("https://") == std::string::npos);
    if (is_page(path) || path.ends_with(".svg")) CHECK(text.find("<script") == std::string::npos);
    CHECK(text.find("url(h") == std::string::npos);
    CHECK(text.find("@import") == std::string::npos);
    CHECK(text.find(std::string(page::refused_url)) == std::string::npos);
  }
}

TEST_CASE("text of a policy, a provider or a report cannot become markup") {
  const auto files = made(sample_site());
  for (const auto& [path, page] : files) {
    if (!is_page(path) && !path.ends_with(".svg") && path != "feed.atom") continue;
    CAPTURE(path);
    CHECK(page.find("<img") == std::string::npos);
    CHECK(page.find("<b>") == std::string::npos);
    CHECK(page.find("<i>") == std::string::npos);
    CHECK(page.find("<Messenger>") == std::string::npos);
  }
  CHECK(files.at("policy/new-2024/index.html").find("&lt;script&gt;alert(") != std::string::npos);
  CHECK(files.at("reports/2024-01-01_2024-09-30/index.html").find("&lt;i&gt;50 USC 1874") != std::string::npos);
}

TEST_CASE(
    "the synthetic label and TEST LOG stand on every page, chart and table, in its language, and on none if the log is "
    "a real one") {
  for (const auto& [path, bytes] : made(sample_site())) {
    const std::string label = page::Locale::of(report_test::language_of_path(path)).text("site.synthetic");
    if (path.starts_with("bundles/") || path == "style.css" || path == "robots.txt" || path.ends_with(".toml") ||
        path == "telegram.json" || path.ends_with(".pdf"))  // tests/browser reads what stands in a PDF
      continue;
    CAPTURE(path);
    CHECK(bytes.find(label) != std::string::npos);
    CHECK(bytes.find("TEST LOG") != std::string::npos);
  }
  auto sample = sample_site();
  sample.options.synthetic = false;
  for (const auto& [path, bytes] : made(sample))
    CHECK_MESSAGE(
        bytes.find(page::Locale::of(report_test::language_of_path(path)).text("site.synthetic")) == std::string::npos,
        path);
}

TEST_CASE("the figures of a country are the same on its page, in its files, in the totals and in telegram.json") {
  const auto files = made(sample_site());
  const auto rows = csv_rows(files.at("countries/usa.csv"));
  REQUIRE(rows.size() == 3);
  CHECK(rows[1][4] == "1");
  CHECK(rows[1][5] == "3");
  CHECK(rows[2][4] == "1");
  CHECK(rows[2][5] == "5");
  const auto json = nlohmann::json::parse(files.at("countries/usa.json"));
  CHECK(json["periods"][0]["users_affected"] == 3);
  CHECK(json["periods"][1]["users_affected"] == 5);
  const std::string& page = files.at("countries/usa/index.html");
  CHECK(page.find("January to September 2024\n  1 request   3 users\n") != std::string::npos);
  CHECK(page.find("October to December 2024\n  1 request   5 users\n") != std::string::npos);
  CHECK(page.find("\n2024\n  2 requests  8 users\n") != std::string::npos);
  const auto telegram = nlohmann::json::parse(files.at("telegram.json"));
  CHECK(telegram["USA"][1]["users"] == 5);
}

TEST_CASE("the sum of the countries in totals.csv is what report.json says for all") {
  const auto files = made(sample_site());
  std::map<std::string, std::uint64_t> sums, said;
  for (const auto& row : csv_rows(files.at("data/totals.csv"))) {
    if (row[0] == "country" || !row[6].empty() || row[5] == "held") continue;
    (row[0] == "all" ? said : sums)[row[2] + " " + row[5]] += std::stoull(row[7]);
  }
  CHECK(sums == said);
  const auto report = nlohmann::json::parse(files.at("bundles/2024-01-01_2024-09-30/report.json"));
  for (const auto& [measure, countries] : report["totals"].items())
    CHECK_MESSAGE(said["2024-01-01 " + measure] == countries["all"].get<std::uint64_t>(), measure);
}

TEST_CASE("requests.csv has one line for each request, and a held one shows nothing of its row") {
  const auto rows = csv_rows(made(sample_site()).at("data/requests.csv"));
  REQUIRE(rows.size() == 8);
  const auto held = std::find_if(rows.begin(), rows.end(), [](const auto& row) { return row[2] == "--"; });
  REQUIRE(held != rows.end());
  for (std::size_t column = 2; column <= 8; ++column) CHECK((*held)[column] == "--");
  CHECK((*held)[9] == "partial");
  CHECK(std::none_of(rows.begin(), rows.end(), [](const auto& row) { return row[2] == "GB"; }));
}

TEST_CASE("telegram.json has the shape of the collected Telegram figures, with the year after its last period") {
  const std::string golden = R"({
    "DEU": [
        {"from": "20240101", "to": "20240930", "requests": 0, "users": 0},
        {"from": "20241001", "to": "20241231", "requests": 0, "users": 0},
        {"from": "20240101", "to": "20241231", "requests": 0, "users": 0}
    ],
    "FRA": [
        {"from": "20240101", "to": "20240930", "requests": 0, "users": 0},
        {"from": "20241001", "to": "20241231", "requests": 1, "users": 2},
        {"from": "20240101", "to": "20241231", "requests": 1, "users": 2}
    ],
    "USA": [
        {"from": "20240101", "to": "20240930", "requests": 1, "users": 3},
        {"from": "20241001", "to": "20241231", "requests": 1, "users": 5},
        {"from": "20240101", "to": "20241231", "requests": 2, "users": 8}
    ]
}
)";
  CHECK(made(sample_site()).at("telegram.json") == golden);
}

TEST_CASE("the four kinds of no number look different: 0, not reported, country not shown, a band") {
  const auto files = made(sample_site());
  const std::string& report = files.at("reports/2024-01-01_2024-09-30/index.html");
  CHECK(report.find("class=\"w-held\">country not shown") != std::string::npos);
  CHECK(report.find("class=\"w-band\"><bdi>0\u2013249") != std::string::npos);
  CHECK(report.find("class=\"w-none\">not reported") != std::string::npos);
  CHECK(files.at("countries/bra/index.html").find("<strong>0</strong> requests from Brazil") != std::string::npos);
  for (const auto& [path, page] : files)
    if (is_page(path)) CHECK_MESSAGE(page.find("<td class=\"n\"></td>") == std::string::npos, path);
}

TEST_CASE("a sort order is a path: the rows stand in that order, ties by name, the row without a country last") {
  const auto files = made(sample_site());
  const auto order_of = [&](const std::string& path) {
    std::string out;
    const std::string& page = files.at("countries/" + path + "index.html");
    const std::size_t end = page.find("</tbody>");
    const std::string mark = "<th scope=\"row\"><";
    for (std::size_t at = page.find(mark); at < end; at = page.find(mark, at + 1)) {
      const std::size_t text = page.find('>', at + mark.size()) + 1;
      out += page.substr(text, page.find('<', text) - text) + ";";
    }
    return out;
  };
  CHECK(order_of("") == "United States;France;Germany;country not shown;");
  CHECK(order_of("by-name/") == "France;Germany;United States;country not shown;");
  CHECK(order_of("by-name-desc/") == "United States;Germany;France;country not shown;");
  CHECK(order_of("by-received/") == "United States;France;Germany;country not shown;");
  CHECK(order_of("by-users-asc/") == "Germany;France;United States;country not shown;");
  CHECK(order_of("by-refused/") == "Germany;United States;France;country not shown;");
  CHECK(files.at("countries/by-users-asc/index.html")
            .find("aria-sort=\"ascending\"><a href=\"../by-users/index.html\">Users") != std::string::npos);
}

TEST_CASE(
    "days between two periods that nobody reported are not zero: hatched, in words, and without a figure in the "
    "files") {
  auto sample = sample_site();
  std::string& report = sample.files.content["/b/2/report.json"];
  const std::string from = "2024-10-01/2024-12-31";
  report.replace(report.find(from), from.size(), "2024-11-01/2024-12-31");
  const auto files = made(sample);
  CHECK(files.at("countries/usa.csv").find("US,2024-10-01,2024-10-31,31,,,not_reported,") != std::string::npos);
  CHECK(files.at("countries/usa/index.html").find("class=\"w-none\">not reported") != std::string::npos);
  CHECK(files.at("telegram.json").find("\"to\": \"20241231\", \"requests\": 2") ==
        std::string::npos);  // no year with a hole in it
}

TEST_CASE("no share is printed below 20 cases") {
  for (const auto& [path, page] : made(sample_site()))
    if (is_page(path)) CHECK_MESSAGE(page.find(" %</td>") == std::string::npos, path);
}

TEST_CASE("a report that is restated later links the one that says so, and stays as published") {
  const auto files = made(sample_site());
  const std::string& first = files.at("reports/2024-01-01_2024-09-30/index.html");
  CHECK(first.find("Restated later: <a href=\"../2024-10-01_2024-12-31/index.html#corrections\">") !=
        std::string::npos);
  CHECK(files.at("reports/2024-10-01_2024-12-31/index.html").find("<td data-label=\"New value\"><bdi>cybercrime</bdi></td>") !=
        std::string::npos);
}

TEST_CASE("the change of the policy is marked in the chart, with the days of the bar after it") {
  const auto files = made(sample_site());
  CHECK(files.at("countries/usa/index.html").find("7 of the 274 days") != std::string::npos);
  CHECK(files.at("countries/usa.svg").find("2024-09-24") != std::string::npos);
}

TEST_CASE("the box names the command that checks exactly the periods shown") {
  const auto files = made(sample_site());
  CHECK(files.at("verify/index.html")
            .find("writ verify bundles/2024-01-01_2024-09-30 bundles/2024-10-01_2024-12-31 --log log --policy "
                  "policy.txt --all") != std::string::npos);
}

TEST_CASE("before the first close the site says so and every link still works") {
  auto sample = sample_site();
  sample.options.bundles.clear();
  const auto files = made(sample);
  CHECK(files.at("index.html").find("No period has closed yet.") != std::string::npos);
  CHECK(files.at("telegram.json") == "{}\n");
  for (const auto& [path, page] : files)
    if (is_page(path))
      for (const std::string& address : addresses(page)) {
        if (address.starts_with("#")) continue;
        CAPTURE(path);
        CAPTURE(address);
        const std::string target = resolved(path, address.substr(0, address.find('#')));
        CHECK((is_beside(target) || files.contains(target)));
      }
}

TEST_CASE("before the first close the site says since when the log runs, if it was told, and claims no bundle") {
  auto sample = sample_site();
  sample.options.bundles.clear();
  CHECK_FALSE(says(made(sample).at("index.html"), "The log has run since"));
  sample.options.log_since = *base::parse_day("2023-12-31");
  const auto files = made(sample);
  CHECK(says(files.at("index.html"), "The log has run since 31 December 2023."));
  CHECK_FALSE(says(files.at("index.html"), "published bundles alone"));
  CHECK(says(files.at("index.html"), "No bundle has been published yet."));
  CHECK(says(made(sample_site()).at("index.html"), "Every figure is made from the published bundles alone"));
}

TEST_CASE("a bundle with a missing file, of another log or twice is refused by name") {
  auto missing = sample_site();
  missing.files.content.erase("/b/1/openings.jsonl");
  auto site = make_site(missing.files, missing.options);
  REQUIRE_FALSE(site);
  CHECK(site.error().code == base::Errc::corrupt);
  CHECK(site.error().message().find("openings.jsonl") != std::string::npos);

  auto other = sample_site();
  other.options.origin = "other.example";
  CHECK_FALSE(make_site(other.files, other.options));

  auto twice = sample_site();
  twice.options.bundles.emplace_back("/b/1");
  site = make_site(twice.files, twice.options);
  REQUIRE_FALSE(site);
  CHECK(site.error().message().find("overlaps") != std::string::npos);

  auto torn = sample_site();
  torn.files.content["/b/1/openings.jsonl"].resize(torn.files.content["/b/1/openings.jsonl"].size() - 40);
  site = make_site(torn.files, torn.options);
  REQUIRE_FALSE(site);
  CHECK(site.error().message().find("openings.jsonl") != std::string::npos);
}

TEST_CASE("the style is small and uses logical properties only") {
  const std::string css(plain_style());
  CHECK(css.size() < 24'000);
  for (const char* physical : {"margin-left", "margin-right", "padding-left", "padding-right", "border-left",
                               "border-right", "text-align:left", "text-align:right", "float:"})
    CHECK_MESSAGE(css.find(physical) == std::string::npos, physical);
}

TEST_CASE("a page says itself what it may load, since a plain file server sends no header") {
  const auto files = made(sample_site());
  const std::string& home = files.at("index.html");
  CHECK(home.contains("http-equiv=\"Content-Security-Policy\" content=\"default-src &#39;none&#39;;"));
  CHECK(home.find("Content-Security-Policy") < home.find("stylesheet"));
  CHECK_FALSE(home.contains("wasm-unsafe-eval"));
  CHECK(files.at("verify/index.html").contains("wasm-unsafe-eval"));
}

TEST_CASE("each language has a feed of its own, whose entries lead to pages of this language") {
  const auto files = made(sample_site());
  CHECK(files.at("de/feed.atom").contains("xml:lang=\"de\""));
  CHECK(files.at("de/feed.atom").contains("<title>Bericht: "));
  CHECK(files.at("de/feed.atom").contains("href=\"reports/"));
  CHECK(files.at("ar/feed.json").contains("\"language\": \"ar\""));
  CHECK(files.at("de/index.html").contains("href=\"feed.atom\""));
}

TEST_CASE("a JSON Feed has whole addresses where the site knows its own, and relative ones where it does not") {
  auto sample = sample_site();
  CHECK(made(sample).at("de/feed.json").contains("\"feed_url\": \"feed.json\""));
  sample.options.public_url = "https://transparency.example/";
  const auto files = made(sample);
  CHECK(files.at("feed.json").contains("\"home_page_url\": \"https://transparency.example/index.html\""));
  CHECK(files.at("de/feed.json").contains("\"feed_url\": \"https://transparency.example/de/feed.json\""));
  CHECK(files.at("de/feed.json").contains("\"url\": \"https://transparency.example/de/reports/2024-10-01_2024-12-31/index.html\""));
  CHECK_FALSE(files.at("feed.json").contains("\"url\": \"reports/"));
}

TEST_CASE("letters and parts of the world lead to rows of the table of countries") {
  const auto files = made(sample_site());
  const std::string& by_name = files.at("countries/by-name/index.html");
  for (const char* part : {"<a href=\"#c-fra\">F</a>", "<a href=\"#c-deu\">G</a>", "<dt>Europe</dt>", "<tr id=\"c-usa\""})
    CHECK_MESSAGE(by_name.contains(part), part);
  CHECK_FALSE(files.at("countries/index.html").contains("w-letters"));
  CHECK(files.at("de/countries/by-name/index.html").contains("<dt>Europa</dt>"));
}

TEST_CASE("emergencies without process stand in their report, and not among the bands of national security") {
  const auto files = made(sample_site());
  const std::string& report = files.at("reports/2024-01-01_2024-09-30/index.html");
  CHECK(report.contains("Process never sent"));
  CHECK(report.contains("7 days for the ordinary process ended in this period"));
  CHECK_FALSE(report.contains("process_never_sent"));  // in words, never as the file spells it
  CHECK_FALSE(files.at("national-security/index.html").contains("Process never sent"));
  CHECK(files.at("national-security/index.html").contains("249"));
}

TEST_CASE("bands are shown in words with their law and span, in each language, and nowhere else than where bands stand") {
  auto sample = sample_site();
  std::string& report = sample.files.content["/b/1/report.json"];
  const std::string old = R"("national_security":{"low":0,"high":249,"law":"<i>50 USC 1874</i>"})";
  REQUIRE(report.contains(old));
  report.replace(report.find(old), old.size(),
                 R"x("national_security":{"law":"50 USC 1874(a)(3)","bands":[)x"
                 R"x({"category":"process","span":"2023-07-01/2023-12-31","low":250,"high":499}]})x");
  for (const auto& [path, bytes] : made(sample)) {
    CAPTURE(path);
    const bool shown = path.ends_with("national-security/index.html") ||
                       path.ends_with("reports/2024-01-01_2024-09-30/index.html");
    if (path.ends_with(".html") || path.ends_with(".csv") || path.ends_with(".svg"))
      CHECK(bytes.contains("499") == shown);
    if (path == "national-security/index.html") CHECK(bytes.contains("All national security process received"));
    if (path == "de/national-security/index.html") CHECK(bytes.contains("Bänder nach 50 USC 1874(a)(3)"));
  }
}

/// Runs of 8 and more hex digits become one word: pages break hashes into groups of 8.
std::string without_hashes(const std::string& text) {
  constexpr std::size_t digits_min = 8;
  std::string out;
  std::string run;
  for (const char c : text + "\n") {
    if (std::isxdigit(static_cast<unsigned char>(c)) != 0) {
      run += c;
      continue;
    }
    out += run.size() >= digits_min ? "#" : run;
    run.clear();
    out += c;
  }
  return out;
}

TEST_CASE("15: whatever a held row hides, no page, file, feed or drawing of the site is another") {
  const auto one = made(sample_site()), other = made(sample_site("FR", "court_order"));
  REQUIRE(one.size() == other.size());
  for (const auto& [path, bytes] : one) {
    CAPTURE(path);
    // Hashes and salts tell nothing: they are taken out, and the bundle's files are hashes alone.
    if (!path.starts_with("bundles/") && !path.ends_with(".pdf")) CHECK(without_hashes(bytes) == without_hashes(other.at(path)));
  }
}
