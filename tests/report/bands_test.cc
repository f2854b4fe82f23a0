// 15: a script tries to narrow a band. Two sites that differ in nothing but the band are compared byte by byte: whatever
// differs besides the two bounds in words and figures is a place where a band moves a drawing, an order or a sum.
#include <doctest/doctest.h>

#include <cctype>
#include <nlohmann/json.hpp>
#include <set>

#include "page_text.h"
#include "sample_site.h"

using namespace writ;
using report_test::made;
using report_test::Sample;
using report_test::says;

namespace {

struct Band {
  std::string low, high;
};
// Of the same number of figures, so that every byte of the one site has its counterpart in the other.
const Band one_band = {"250", "499"};
const Band next_band = {"500", "749"};
constexpr std::size_t hash_figures_min = 16;  // a chart's foot names the first 16 of the report's hash

/// One request from the United States, fulfilled for three users, and two that are held and pending.
Sample held_and_banded(const Band& band) {
  Sample sample;
  report_test::SampleLog log;
  const base::Hash policy = log.policy("old-2018", report_test::old_policy, "2018-08-28");
  const base::Hash shown = log.request("US", "court_order", "terrorism", "ip_address");
  for (const char* country : {"GB", "FR"}) log.request(country, "court_order", "terrorism", "ip_address", "0", true);
  log.disclosure(shown, "ip_address", 3, log.decision(shown, "full", "conditions_met", "ip_address", policy, "3"));
  log.close(sample.files, "/b/1", report_test::sample_origin, "2024-01-01/2024-09-30", "", {}, "2024-11-01T00:00:00Z",
            "2025-02-01", R"(["old-2018"])",
            R"("totals":{"requests":{"US":1,"--":2,"all":3},"fulfilled":{"US":1,"all":1},"users_affected":{"US":3,"all":3},)"
            R"("disclosures":{"US":1,"all":1},"pending":{"--":2,"all":2},"preservations":{"all":0}},)"
            R"("by":{"instrument":{"--":2,"court_order":1},"offence":{"--":2,"terrorism":1},"emergency":{"--":2,"0":1},)"
            R"("outcome":{"full":1,"pending":2},"data_disclosed":{"ip_address":1},"notice":{}},"restated":[])",
            R"x({"national_security":{"bands":[{"category":"process","span":"2023-07-01/2023-12-31","low":)x" + band.low +
                R"x(,"high":)x" + band.high + R"x(}],"law":"50 USC 1874(a)(3)"}})x");
  sample.options.provider_name = "Example Messenger";
  sample.options.origin = report_test::sample_origin;
  sample.options.synthetic = true;
  sample.options.made_at = *base::parse_time("2025-02-01T00:00:00Z");
  sample.options.bundles = {"/b/1"};
  sample.options.policies.push_back(*policy::Policy::parse(report_test::old_policy, "policy.toml"));
  return sample;
}

/// The longest run around `at` of which every character is of a class.
std::string run_around(const std::string& text, std::size_t at, int (*of_class)(int)) {
  const auto in = [&](std::size_t i) { return of_class(static_cast<unsigned char>(text[i])) != 0; };
  if (!in(at)) return "";
  std::size_t first = at, end = at;
  while (first > 0 && in(first - 1)) --first;
  while (end < text.size() && in(end)) ++end;
  return text.substr(first, end - first);
}

/// A hash over the report must differ; a bound may.
bool is_hash(const std::string& text, std::size_t at) {
  return run_around(text, at, std::isxdigit).size() >= hash_figures_min;
}
bool is_bound(const std::string& a, const std::string& b, std::size_t at) {
  const std::string left = run_around(a, at, std::isdigit);
  const std::string right = run_around(b, at, std::isdigit);
  return (left == one_band.low && right == next_band.low) || (left == one_band.high && right == next_band.high);
}

/// Hashes are printed in groups that may break over lines.
std::string with_whole_hashes(std::string text) {
  constexpr std::string_view gap = "<wbr>";
  for (std::size_t at = text.find(gap); at != std::string::npos; at = text.find(gap, at)) text.erase(at, gap.size());
  return text;
}

/// What differs between two versions of one file besides hashes and bounds; empty if nothing. `bounds`: there are some.
std::string moved_by_the_band(const std::string& a, const std::string& b, bool& bounds) {
  if (a.size() != b.size()) return "another length";
  for (std::size_t i = 0; i < a.size(); ++i) {
    if (a[i] == b[i] || (is_hash(a, i) && is_hash(b, i))) continue;
    if (!is_bound(a, b, i)) return a.substr(i < 40 ? 0 : i - 40, 80);
    bounds = true;
  }
  return "";
}

}  // namespace

TEST_CASE("15: a band cannot be narrowed: it moves no sum, order, drawing, table, feed or file, and stands as two bounds") {
  const auto one = made(held_and_banded(one_band));
  const auto next = made(held_and_banded(next_band));
  REQUIRE(one.size() == next.size());
  std::set<std::string> stating;
  for (const auto& [path, bytes] : one) {
    REQUIRE(next.contains(path));
    if (path.ends_with(".pdf")) continue;  // made of the same values, in compressed streams
    bool bounds = false;
    CHECK_MESSAGE(moved_by_the_band(with_whole_hashes(bytes), with_whole_hashes(next.at(path)), bounds) == "", path);
    if (bounds) stating.insert(path);
  }
  std::set<std::string> expected = {"bundles/2024-01-01_2024-09-30/report.json"};
  for (const page::Language language : page::languages)
    for (const char* path : {"national-security/index.html", "reports/2024-01-01_2024-09-30/index.html"})
      expected.insert(std::string(page::path_prefix(language)) + path);
  CHECK(stating == expected);
}

TEST_CASE("15: the script that looks for a narrower band finds one that is drawn, summed or used to sort") {
  bool bounds = false;
  CHECK(moved_by_the_band("height=\"12\"", "height=\"18\"", bounds) != "");
  CHECK(moved_by_the_band("all,374", "all,624", bounds) != "");
  CHECK(moved_by_the_band("FR,US", "US,FR", bounds) != "");
  CHECK_FALSE(bounds);
  CHECK(moved_by_the_band("250\u2013499", "500\u2013749", bounds) == "");
  CHECK(bounds);
}

TEST_CASE("15: two held requests are 'country not shown' 2 in the tables, the CSV, the JSON and the report") {
  const auto files = made(held_and_banded(one_band));
  for (const char* path : {"countries/index.html", "countries/by-users/index.html", "reports/2024-01-01_2024-09-30/index.html"}) {
    const std::string& page = files.at(path);
    const std::size_t row = page.find("country not shown</");
    REQUIRE_MESSAGE(row != std::string::npos, path);
    const std::size_t cell = page.find("<td", row);
    CHECK_MESSAGE(page.substr(page.find('>', cell) + 1, 2) == "2<", path);
  }
  CHECK(files.at("data/totals.csv").contains("--,,2024-01-01,2024-09-30,274,requests,,2,reported,"));
  const auto report = nlohmann::json::parse(files.at("bundles/2024-01-01_2024-09-30/report.json"));
  CHECK(report["totals"]["requests"]["--"] == 2);
  std::set<std::uint64_t> found;
  for (const auto& row : nlohmann::json::parse(files.at("data/totals.json"))["rows"])
    if (row["country"] == "--" && row["measure"] == "requests") found.insert(row["value"].get<std::uint64_t>());
  CHECK(found == std::set<std::uint64_t>{2});
}

TEST_CASE("what is stated outside the log has names in the language of its page, and a provider's own members stay as written") {
  Sample sample = held_and_banded(one_band);
  std::string& report = sample.files.content["/b/1/report.json"];
  const std::string begin = R"("unverified":{)";
  report.insert(report.find(begin) + begin.size(),
                R"("our_own_member":"x","emergencies":{"days_for_process":7,"answered":{"FR":2},"process_received":{"FR":1},"process_never_sent":{"FR":1}},)");
  const auto files = made(sample);
  for (const page::Language language : page::languages) {
    const std::string folder(page::path_prefix(language));
    const std::string& page = files.at(folder + "reports/2024-01-01_2024-09-30/index.html");
    const std::string& security = files.at(folder + "national-security/index.html");
    CAPTURE(folder);
    for (const char* raw : {"national_security", "process_never_sent", "days_for_process", ">answered<", ">process<", ">span<", ">FR<", "2023-07-01/2023-12-31"})
      CHECK_MESSAGE(page.find(raw, page.find("id=\"bands\"")) == std::string::npos, raw);
    for (const char* raw : {"national_security", ">process<", ">span<"})
      CHECK_MESSAGE(!security.contains(raw), raw);
    CHECK(says(page, "our_own_member"));
    const page::Locale& t = page::Locale::of(language);
    CHECK(says(page, t.text("owed.never")));
    CHECK(says(security, t.text("band.process")));
  }
  CHECK(says(files.at("reports/2024-01-01_2024-09-30/index.html"), "July to December 2023"));
}
