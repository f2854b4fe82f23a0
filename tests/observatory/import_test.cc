// One small file for each family and each defect.
#include "support.h"

using namespace writ::observatory;

namespace {
constexpr std::string_view google_header =
    "Period Ending,Country/Region,CLDR Territory Code,Legal Process,User Data Requests,Percentage disclosed,Accounts\n";
constexpr std::string_view meta_header =
    "Country,Total Requests,Total Requests Accounts,Total Requests Percentage,Search Warrant,Search Warrant "
    "Accounts,Preservation Requests\n";
std::string google(std::string_view rows) { return std::string(google_header) + std::string(rows); }
std::string meta(std::string_view rows) { return std::string(meta_header) + std::string(rows); }
constexpr const char* meta_name = "PRPL-Facebook-Government-Report-2018_H1.csv";
}  // namespace

TEST_CASE("Telegram's list gives requests fulfilled and users affected, with the line of each entry") {
  const Import got = import_text(
      "{\n \"USA\": [\n  {\"from\": \"20240101\", \"to\": \"20240930\", \"requests\": 14, \"users\": 108},\n"
      "  {\"users\": 2145, \"to\": \"2024-12-31\", \"from\": \"2024-10-01\",\n \"requests\": 886\n}]}",
      "telegram.json");
  CHECK(got.family == "telegram");
  CHECK(got.rows_refused == 0);
  const Observation* first = find(got, "US", "2024-01-01/2024-09-30", "requests_fulfilled");
  const Observation* second = find(got, "US", "2024-10-01/2024-12-31", "accounts");
  REQUIRE(first != nullptr);
  REQUIRE(second != nullptr);
  CHECK(first->figure == exactly(14));
  CHECK(first->source_line == 3);
  CHECK(second->figure == exactly(2145));
  CHECK(second->source_line == 4);
}

TEST_CASE("A broken entry of Telegram's list is refused with line, member, value and rule, the others stay") {
  const Import got = import_text(
      "{\"USA\": [\n{\"from\": \"20240101\", \"to\": \"20240331\", \"requests\": -4, \"users\": 17},\n"
      "{\"from\": \"20240401\", \"to\": \"20240331\", \"requests\": 6, \"users\": 37},\n"
      "{\"from\": \"20240401\", \"to\": \"20240630\", \"requests\": 6.5, \"users\": 37},\n"
      "{\"from\": \"20240230\", \"to\": \"20240630\", \"requests\": 6, \"users\": 37},\n"
      "{\"from\": \"20240701\", \"to\": \"20240930\", \"requests\": 6, \"requests\": 7, \"users\": 37},\n"
      "{\"from\": \"20240701\", \"to\": \"20240930\", \"requests\": 6},\n"
      "{\"from\": \"20241001\", \"to\": \"20241231\", \"requests\": 6, \"users\": null}],\n"
      "\"ZZZ\": [{\"from\": \"20241001\", \"to\": \"20241231\", \"requests\": 6, \"users\": 9}],\n"
      "\"USA\": [{\"from\": \"20250101\", \"to\": \"20251231\", \"requests\": 6, \"users\": 9}]}",
      "t.json");
  CHECK(got.rows_read == 9);
  CHECK(got.rows_refused == 8);
  CHECK(says(got, Severity::refused, 2, "not negative"));
  CHECK(says(got, Severity::refused, 3, "not after the last"));
  CHECK(says(got, Severity::refused, 4, "whole number"));
  CHECK(says(got, Severity::refused, 5, "is a day"));
  CHECK(says(got, Severity::refused, 6, "stands once in an object"));
  CHECK(says(got, Severity::refused, 7, "missing"));
  CHECK(says(got, Severity::refused, 9, "no country"));
  CHECK(says(got, Severity::refused, 10, "has a list already"));
  REQUIRE(got.observations.size() == 2);
  CHECK(got.observations[1].figure == Figure{});
  CHECK(got.refused_by_rule.at("a count is not negative") == 1);
}

TEST_CASE("What stands before the break of a JSON file is kept, and the break is named") {
  const Import got = import_text(
      "{\"USA\": [\n{\"from\": \"20240101\", \"to\": \"20240331\", \"requests\": 4, \"users\": 17},\n{\"from\": "
      "\"20240401\", oops",
      "t.json");
  CHECK(got.observations.size() == 2);
  CHECK(!got.refused);
  CHECK(says(got, Severity::refused, 3, "is not JSON"));
  CHECK(says(got, Severity::refused, 3, "breaks inside this record"));
  CHECK(import_text("{\"USA\"", "t.json").refused);
  CHECK(import_text("{\"a\": 1}", "t.json").refused);
  CHECK(import_text(std::string(100, '['), "t.json").refused);
}

TEST_CASE("Google's columns are found by name, in any order, and the half-year by its last day") {
  const Import got = import_text(
      "Accounts,Country/Region,Percentage disclosed,CLDR Territory Code,User Data Requests,Legal Process,Period "
      "Ending\n"
      "7,Argentina,80,AR,5,Emergency Disclosure Requests,2015-06-30\n9,Argentina,70,AR,6,All,2013-12-31\n",
      "g.csv");
  CHECK(got.family == "google");
  CHECK(find(got, "AR", "2015-01-01/2015-06-30", "requests_received.emergency_disclosure_requests")->figure ==
        exactly(5));
  CHECK(find(got, "AR", "2013-07-01/2013-12-31", "accounts")->figure == exactly(9));
  CHECK(find(got, "AR", "2013-07-01/2013-12-31", "percent_fulfilled")->source_line == 3);
}

TEST_CASE("Google's defects are named and kept as published") {
  const Import got = import_text(
      google("2009-12-31,Argentina,AR,All,98,0,0\n2021-06-30,China,CN,Requests for data of local subsidiary,,,\n"
             "2015-06-30,United Nations,,Other Legal Requests,1,0,1\n2015-05-31,Chile,CL,All,1,0,1\n"
             "2015-06-30,France,DE,All,1,0,1\n2015-06-30,Greece,EL,All,1,0,1\n2015-06-30,Chile,CL,All,1,0\n2014-12-31,"
             "Chile,CL,Preservation Requests,3,,8\n"),
      "g.csv");
  CHECK(says(got, Severity::defect, 2, "may stand for not published"));
  CHECK(find(got, "AR", "2009-07-01/2009-12-31", "accounts")->figure == exactly(0));
  CHECK(says(got, Severity::defect, 3, "not as zero"));
  CHECK(find(got, "CN", "2021-01-01/2021-06-30", "requests_received.requests_for_data_of_local_subsidiary")->figure ==
        Figure{});
  CHECK(says(got, Severity::refused, 4, "no country"));
  CHECK(says(got, Severity::refused, 5, "a half-year ends"));
  CHECK(says(got, Severity::defect, 6, "two countries"));
  CHECK(says(got, Severity::refused, 7, "no country"));
  CHECK(says(got, Severity::refused, 8, "as many fields"));
  CHECK(got.rows_refused == 4);
  CHECK(find(got, "CL", "2014-07-01/2014-12-31", "percent_fulfilled.preservation_requests")->figure == Figure{});
}

TEST_CASE("Bands of Google's national-security letters stay bands; a floor inside one is named") {
  const std::string text =
      "Reporting period ending date,Number of requests (range MIN),Number of requests (range MAX),Number of accounts "
      "(range MIN),Number of accounts (range MAX)\n"
      "2023-12-31,500,999,2000,2499\n2021-12-31,8,499,1500,\n";
  const Import got = import_text(text, "google-usnationalsecurity-nsl-requests.csv");
  CHECK(find(got, "US", "2023-07-01/2023-12-31", "requests_received.national_security_letters")->figure ==
        Figure{Status::banded, 500, 999});
  CHECK(find(got, "US", "2021-07-01/2021-12-31", "accounts.national_security_letters")->figure ==
        Figure{Status::banded, 1500, std::nullopt});
  CHECK(says(got, Severity::defect, 3, "50 USC 1874"));
  CHECK(import_text(text, "renamed.csv").refused);
}

TEST_CASE("Meta's file is read with mark, CR alone and mixed thousands, which are named; a blank country is refused") {
  const Import got =
      import_text("\xEF\xBB\xBF" + meta("").substr(0, meta_header.size() - 1) +
                      "\rIndia,\"1,200\",1500,54%,,,1300\r,5,6,50%,,,0\rUnited States,\"11,000 - 12,000\",0,79%,7,8,\r",
                  meta_name);
  CHECK(got.family == "meta");
  CHECK(find(got, "IN", "2018-01-01/2018-06-30", "requests_received")->figure == exactly(1200));
  CHECK(find(got, "IN", "2018-01-01/2018-06-30", "percent_fulfilled")->figure == exactly(54));
  CHECK(find(got, "IN", "2018-01-01/2018-06-30", "requests_received.search_warrant")->figure == Figure{});
  CHECK(find(got, "US", "2018-01-01/2018-06-30", "accounts.search_warrant")->figure == exactly(8));
  CHECK(find(got, "US", "2018-01-01/2018-06-30", "requests_received")->figure == Figure{Status::banded, 11000, 12000});
  CHECK(find(got, "US", "2018-01-01/2018-06-30", "accounts")->figure == exactly(0));
  CHECK(says(got, Severity::refused, 3, "blank"));
  CHECK(says(got, Severity::note, 1, "byte order mark"));
  CHECK(says(got, Severity::note, 0, "CR alone"));
  CHECK(says(got, Severity::note, 2, "thousands"));
}

TEST_CASE("A file of a known family that lacks a column, names one twice or hides its period is refused as a whole") {
  CHECK(import_text("Period Ending,Country/Region,Legal Process\n", "g.csv").findings.at(0).value ==
        "CLDR Territory Code");
  CHECK(import_text(meta("India,1,1,1%,,,0\n"), "report.csv").findings.at(0).rule.find("the half-year") !=
        std::string::npos);
  CHECK(import_text("Country,Total Requests,total requests\nIndia,1,2\n", meta_name).findings.at(0).rule ==
        "a column stands once");
  CHECK(import_text("Period Ending,Product,Country/Region\n", "g.csv").findings.at(0).rule.find("enterprise") !=
        std::string::npos);
  CHECK(import_text("a,b\n1,2\n", "x.csv").refused);
  CHECK(import_text("", "x.csv").refused);
  CHECK(says(import_text("Country,Total Requests,Novelty\nIndia,1,2\n", meta_name), Severity::note, 1, "not known"));
}

TEST_CASE(
    "GitHub's rows are read by the names in `columns`; a period that is not said and a place that is no country are "
    "refused") {
  const Import got = import_text(
      R"({"columns": ["iso2","government","year","period","dataset","category","metric","count_high","count_low"], "rows": [
["","",2021,"","user_info_requests","criminal court order","disclosed",170,170],
["","",2021,"Jan-Jun","national_security","Affected accounts","count",249,0],
["","Crimea",2021,"","appeals_trade_controls","Approved","count",5,5],
["","",2024,"7","eu_dsa_mau","npm","average_mau",5,5],
["BR","Brazil",2024,"","cross_border_data_requests","","requests",3,3],
["BR","Brazil",2024,"","cross_border_data_requests","","requests",3],
["BR","Brazil",2024,"","cross_border_data_requests","","requests",3,"-"]]})",
      "github.json");
  CHECK(got.family == "github");
  CHECK(find(got, "", "2021-01-01/2021-12-31", "requests_fulfilled.criminal_court_order")->figure == exactly(170));
  CHECK(find(got, "", "2021-01-01/2021-06-30", "accounts.national_security")->figure == Figure{Status::banded, 0, 249});
  CHECK(find(got, "BR", "2024-01-01/2024-12-31", "requests_received.cross_border")->source_line == 6);
  CHECK(says(got, Severity::refused, 4, "no country"));
  CHECK(says(got, Severity::refused, 5, "not said"));
  CHECK(says(got, Severity::refused, 7, "as many values"));
  CHECK(says(got, Severity::refused, 8, "a band needs its lower end"));
}

TEST_CASE("Apple's interned tables are resolved; null is not reported only where the type has such a figure") {
  const Import got = import_text(
      R"({"measures": ["items_specified","requests_received","pct_data_provided","accounts_deleted"], "periods": ["2013 H1","2013"],
"countries": ["Türkiye","N/A"], "request_types": ["device","account"], "rows": [
[0,0,0,5,3,59.0,null],
[0,0,1,null,0,null,null],
[0,0,1,"-",2,100.0,null],
[0,1,0,5,3,59.0,null],
[1,0,0,5,3,59.0,null],
[0,9,0,5,3,59.5,null]],
"ns_rows": [[0,0,"NSLs",3,499,0,499]]})",
      "apple.json");
  CHECK(got.family == "apple");
  CHECK(find(got, "TR", "2013-01-01/2013-06-30", "requests_received.device")->figure == exactly(3));
  CHECK(find(got, "TR", "2013-01-01/2013-06-30", "percent_fulfilled.device")->figure == exactly(59));
  CHECK(find(got, "TR", "2013-01-01/2013-06-30", "accounts.account")->figure == Figure{});
  CHECK(find(got, "TR", "2013-01-01/2013-06-30", "requests_received.account")->figure == exactly(0));
  CHECK(find(got, "TR", "2013-01-01/2013-06-30", "accounts_deleted.account") == nullptr);
  CHECK(find(got, "TR", "2013-01-01/2013-06-30", "requests_received.national_security_nsls")->figure ==
        Figure{Status::banded, 3, 499});
  CHECK(got.rows_refused == 3);
  CHECK(says(got, Severity::refused, 6, "no country"));
  CHECK(says(got, Severity::defect, 9, "50 USC 1874"));
}

TEST_CASE("A kind whose name is too long for a measure refuses its row, since our own table could not be read back") {
  const Import got = import_text(
      R"({"measures": ["requests_received"], "periods": ["2013 H1"], "countries": ["France"], "request_types": ["device",")" +
          std::string(140, 'g') + R"("], "rows": [
[0,0,0,5],
[0,0,1,6]], "ns_rows": []})",
      "apple.json");
  CHECK(find(got, "FR", "2013-01-01/2013-06-30", "requests_received.device")->figure == exactly(5));
  CHECK(got.rows_refused == 1);
  CHECK(says(got, Severity::refused, 3, "1 to 128 characters"));
}

TEST_CASE("A file in UTF-16 is imported and said to be so") {
  std::string utf16 = "\xFF\xFE";
  for (const char c : meta("India,1200,1500,54%,,,1300\n")) utf16 += {c, '\0'};
  const Import got = import_text(utf16, meta_name);
  CHECK(find(got, "IN", "2018-01-01/2018-06-30", "requests_received")->figure == exactly(1200));
  CHECK(says(got, Severity::note, 1, "UTF-16 (little endian)"));
}
