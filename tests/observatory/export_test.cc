#include "observatory/export.h"

#include <chrono>
#include <nlohmann/json.hpp>

#include <algorithm>
#include "observatory/store.h"

#include "support.h"

using namespace writ::observatory;

namespace {

writ::base::Path base_folder() { return writ::base::Path(WRIT_SOURCE_DIR) / "data" / "observatory"; }

/// The first half of 2012 + line.
writ::base::Period half(std::uint64_t line) {
  const std::string year = std::to_string(2012 + line);
  return *writ::base::parse_period(year + "-01-01/" + year + "-06-30");
}

Import four_kinds() {
  Import import{.file = "a, \"b\".csv", .family = "meta", .rows_read = 5, .rows_refused = 1};
  const auto put = [&](Figure figure, std::uint64_t line) {
    import.observations.push_back({"meta", "US", half(line), "requests_received", figure, import.file, line, line});
  };
  put(exactly(0), 2);
  put(Figure{}, 3);
  put({Status::banded, 500, 999}, 4);
  put({Status::banded, 500, std::nullopt}, 5);
  import.findings.push_back({Severity::refused, import.file, 6, 5, "Country", "Crimea", "is no country"});
  import.refused_by_rule["is no country"] = 1;
  return import;
}

}  // namespace

TEST_CASE("Zero, not reported, banded and open go through the store, the CSV and the import of it unchanged") {
  const Import before = four_kinds();
  auto store = Store::in_memory();
  REQUIRE(store);
  REQUIRE(store->put({before}));
  const auto stored = store->observations();
  REQUIRE(stored);
  CHECK(*stored == before.observations);
  const std::string csv = observations_csv(*stored);
  CHECK(csv ==
        "platform,country,period_start,period_end,measure,low,high,status,source_file,source_line\n"
        "meta,US,2014-01-01,2014-06-30,requests_received,0,0,reported,\"a, \"\"b\"\".csv\",2\n"
        "meta,US,2015-01-01,2015-06-30,requests_received,,,not_reported,\"a, \"\"b\"\".csv\",3\n"
        "meta,US,2016-01-01,2016-06-30,requests_received,500,999,banded,\"a, \"\"b\"\".csv\",4\n"
        "meta,US,2017-01-01,2017-06-30,requests_received,500,,banded,\"a, \"\"b\"\".csv\",5\n");
  const Import again = import_text(csv, "meta.csv");
  CHECK(again.family == "tidy");
  CHECK(again.rows_refused == 0);
  CHECK(observations_csv(again.observations) == csv);
}

TEST_CASE("A file that is imported again replaces what it gave before, and only that") {
  auto store = Store::in_memory();
  REQUIRE(store);
  Import other = four_kinds();
  other.file = "other.csv";
  REQUIRE(store->put({four_kinds(), other}));
  Import shorter = four_kinds();
  shorter.observations.resize(1);
  REQUIRE(store->put({shorter}));
  CHECK(store->observations()->size() == 5);
  CHECK(store->findings()->size() == 2);
  CHECK(store->sources()->at(0).refused_by_rule.at("is no country") == 1);
}

TEST_CASE("A row of our own table that does not say what its status says is refused") {
  const std::string header =
      "platform,country,period_start,period_end,measure,low,high,status,source_file,source_line\n";
  const Import got = import_text(header +
                                     "meta,US,2014-01-01,2014-06-30,accounts,1,2,reported,a.csv,2\n"
                                     "meta,US,2014-01-01,2014-06-30,accounts,,,banded,a.csv,2\n"
                                     "meta,US,2014-07-01,2014-06-30,accounts,1,1,reported,a.csv,2\n"
                                     "meta,UK,2014-01-01,2014-06-30,accounts,1,1,reported,a.csv,2\n"
                                     "who,US,2014-01-01,2014-06-30,accounts,-1,1,reported,,0\n",
                                 "t.csv");
  CHECK(got.rows_refused == 5);
  CHECK(got.observations.empty());
}

TEST_CASE("The data package names each file, its columns in order, and whose figures they are") {
  const Import import = four_kinds();
  const auto files = export_files(import.observations, import.findings, {});
  const auto package = nlohmann::json::parse(files.back().content);
  CHECK(files.back().name == "datapackage.json");
  CHECK(package["resources"].size() == 3);
  CHECK(package["sources"][0]["title"].get<std::string>().find("Meta") != std::string::npos);
  std::string names;
  for (const auto& field : package["resources"][0]["schema"]["fields"]) names += field["name"].get<std::string>() + ",";
  CHECK(names == "platform,country,period_start,period_end,measure,low,high,status,source_file,source_line,");
  const auto rows = nlohmann::json::parse(files[2].content);
  REQUIRE(rows.size() == 4);
  CHECK(rows[0]["low"] == 0);
  CHECK(rows[1]["low"].is_null());
  CHECK(rows[3]["high"].is_null());
  CHECK(rows[3]["status"] == "banded");
}

TEST_CASE("The tables that come with the project are what the importer makes of the published files") {
  const auto folder = published_folder();
  if (!folder) return;
  auto store = Store::in_memory();
  REQUIRE(store);
  const auto begin = std::chrono::steady_clock::now();
  std::vector<Import> imports;
  for (const auto& path : files_to_import({folder->string()}).value()) imports.push_back(import_file(path).value());
  REQUIRE(store->put(imports));
  const std::chrono::duration<double> taken = std::chrono::steady_clock::now() - begin;
  MESSAGE("import of the whole folder: " << taken.count() << " s in this build");
  for (const ExportFile& file : export_files(*store->observations(), *store->findings(), {.json = false})) {
    CAPTURE(file.name);
    const auto committed = writ::base::DiskFiles().read(base_folder() / file.name, std::size_t{1} << 26);
    REQUIRE(committed);
    CHECK(*committed == file.content);
  }
}

TEST_CASE("The tables that come with the project are read without a refusal and exported again byte for byte") {
  for (const Platform& platform : platforms()) {
    const std::string name = std::string(platform.code) + ".csv";
    CAPTURE(name);
    const auto import = import_file(base_folder() / name);
    REQUIRE(import);
    CHECK(import->family == "tidy");
    CHECK(import->rows_refused == 0);
    CHECK(observations_csv(import->observations) ==
          writ::base::DiskFiles().read(base_folder() / name, std::size_t{1} << 26).value());
  }
}

TEST_CASE(
    "What was found in the publishers' files is read back as it stands, and a broken row of it is refused by name") {
  const Import import = import_text(
      "severity,source_file,source_line,record,column,value,rule\n"
      "defect,apple.json,1,12,low,\"a,b\",is odd\n"
      "refused,x.csv,,,,,is no country\n"
      "terrible,x.csv,1,,,,is no severity\n"
      "note,x.csv,minus,,,,\n",
      "findings.csv");
  CHECK(import.family == findings_family);
  CHECK(import.rows_read == 4);
  CHECK(import.rows_refused == 2);
  CHECK(import.observations.empty());
  CHECK(std::ranges::find(import.findings, Finding{Severity::defect, "apple.json", 1, 12, "low", "a,b", "is odd"}) !=
        import.findings.end());
  CHECK(std::ranges::find(import.findings, Finding{Severity::refused, "x.csv", 0, 0, "", "", "is no country"}) !=
        import.findings.end());
  CHECK(says(import, Severity::refused, 4, "is refused, defect or note"));
  CHECK(says(import, Severity::refused, 5, "is a line from 1, or empty"));
}
