#include "app/authority_file.h"

#include <doctest/doctest.h>

#include <algorithm>
#include <fstream>
#include <sstream>

using namespace writ;

namespace {

const std::string head = "name,country,number,mailbox_domain,source,checked\n";
const std::string good = "Police of Lyon,FR,04 99 00 12 34,lyon.police.example,The ministry's list,2026-03-01\n";

/// "line field" of each error.
std::vector<std::string> faults(const std::string& csv) {
  const auto rows = app::parse_authorities(csv);
  std::vector<std::string> list;
  if (!rows)
    for (const auto& one : rows.error()) list.push_back(std::to_string(one.line) + " " + one.error.field);
  return list;
}

using Faults = std::vector<std::string>;

}  // namespace

TEST_CASE("the example file is read, its columns in any order and its numbers in one spelling") {
  std::ifstream file(std::string(WRIT_SOURCE_DIR) + "/docs/examples/authorities.csv");
  std::stringstream text;
  text << file.rdbuf();
  const auto rows = app::parse_authorities(text.str());
  REQUIRE(rows);
  REQUIRE(rows->size() == 3);
  CHECK(rows->at(0).entry.name == "TEST Police of the United States, Cyber Unit");
  CHECK(rows->at(0).entry.number == "+12025550143");
  CHECK(rows->at(1).entry.number == "+33199001234");
  CHECK(rows->at(1).entry.mailbox_domain == "pj.police.example");
  CHECK(rows->at(2).entry.checked == *base::parse_day("2024-11-18"));
  CHECK(rows->at(2).line == 4);

  const auto turned = app::parse_authorities(
      "checked,source,number,country,name\r\n2026-03-01,\"A list,\nin two lines\",+33499001234,FR,Lyon\r\n");
  REQUIRE_FALSE(turned);  // a source is one line
  CHECK(turned.error().front().error.field == "source");
  CHECK(app::parse_authorities("checked,source,number,country,name\n2026-03-01,List,+33499001234,FR,Lyon\n"));
}

TEST_CASE("every line that breaks a rule is named with its field, and the good ones do not hide it") {
  CHECK(faults(head + good).empty());
  CHECK(faults(head + good + ",FR,0499001234,,List,2026-03-01\n" + "Lille,UK,0499001234,,List,2026-03-01\n" +
               "Metz,FR,12,,List,2026-03-01\n" + "Nice,FR,0499001234,Nice.example,List,2026-03-01\n" +
               "Pau,FR,0499001234,,,2026-03-01\n" + "Dax,FR,0499001234,,List,1 March\n" + "Sens,FR\n" +
               "Caen,FR,0499001234,,\"List,2026-03-01\n") ==
        Faults{"3 name", "4 country", "5 number", "6 mailbox_domain", "7 source", "8 checked", "9 row", "10 source"});
  const auto unknown = app::parse_authorities(head + "Lille,UK,+33499001234,,List,2026-03-01\n");
  REQUIRE_FALSE(unknown);
  CHECK(unknown.error().front().error.message().starts_with("country: \"UK\": "));
}

TEST_CASE("a name stands once in a country, in whatever case, and the second line names the first") {
  const auto twice = app::parse_authorities(head + good + "\nPOLICE OF LYON,FR,+33499001235,,List,2026-03-01\n" +
                                            "Police of Lyon,BE,+3225550123,,List,2026-03-01\n");
  REQUIRE_FALSE(twice);
  REQUIRE(twice.error().size() == 1);
  CHECK(twice.error()[0].line == 4);
  CHECK(twice.error()[0].error.rule == "stands on line 2 already");
}

TEST_CASE("a file without its columns, with others, or with nothing in it says so") {
  CHECK(faults("name,country,number,source\nLyon,FR,+33499001234,List\n") == Faults{"1 column"});
  CHECK(faults("name,country,number,source,checked,fax\n") == Faults{"1 column"});
  CHECK(faults("name,name,country,number,source,checked\n") == Faults{"1 column"});
  CHECK(faults(good) == Faults{"1 column"});
  CHECK(faults(head) == Faults{"0 file"});
  CHECK(faults("") == Faults{"0 file"});
  CHECK(faults(std::string(app::authorities_bytes_max + 1, 'x')) == Faults{"0 file"});
}
