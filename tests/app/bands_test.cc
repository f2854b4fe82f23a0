// Bands of national security process: chosen once, stated by one person, agreed by another, printed once.
#include "app/bands.h"

#include <doctest/doctest.h>

#include <nlohmann/json.hpp>

using namespace writ;
using namespace writ::app;

namespace {

base::Period span(const char* text) { return *base::parse_period(text); }

const base::Period first_half = span("2026-01-01/2026-06-30");
const base::Period quarter = span("2026-07-01/2026-09-30"), next_quarter = span("2026-10-01/2026-12-31");
const base::Time autumn = *base::parse_time("2026-10-20T08:00:00Z");

struct Desk {
  store::Db db = store::Db::in_memory();
  Bands bands{db};
  Desk() { REQUIRE(store::migrate(db, band_migrations())); }
  void lock_250() {
    REQUIRE(bands.choose("paul", "us-1874-a-3"));
    REQUIRE(bands.lock("pia"));
  }
};

}  // namespace

TEST_CASE("the structure is chosen by one publisher, locked by another, and never changed after") {
  Desk desk;
  CHECK(desk.bands.choose("paul", "us-1874-a-9").error().field == "structure");
  REQUIRE(desk.bands.choose("paul", "us-1874-a-1"));
  REQUIRE(desk.bands.choose("paul", "us-1874-a-3"));  // nobody agreed yet
  CHECK(desk.bands.lock("paul").error().code == base::Errc::denied);
  REQUIRE(desk.bands.lock("pia"));
  CHECK(desk.bands.choose("paul", "us-1874-a-4").error().code == base::Errc::conflict);
  CHECK(desk.bands.structure().value()->code == "us-1874-a-3");
}

TEST_CASE("no band is stated before the structure is locked, and a count is no band") {
  Desk desk;
  CHECK(desk.bands.state("paul", "process", first_half, 0, autumn).error().code == base::Errc::conflict);
  desk.lock_250();
  CHECK(desk.bands.state("paul", "process", first_half, 12, autumn).error().field == "low");
  CHECK(desk.bands.state("paul", "nsl", first_half, 0, autumn).error().field == "category");
  CHECK(desk.bands.list().value().empty());
}

TEST_CASE("a band is printed in one report, once two people stand behind it, and stays as it is") {
  Desk desk;
  desk.lock_250();
  CHECK(desk.bands.print(quarter).value().empty());
  REQUIRE(desk.bands.state("paul", "process", first_half, 500, autumn));
  REQUIRE(desk.bands.state("paul", "process", first_half, 0, autumn));  // a slip, stated anew
  CHECK(desk.bands.print(quarter).error().code == base::Errc::conflict);
  CHECK(desk.bands.agree("paul", "process", first_half).error().code == base::Errc::denied);
  REQUIRE(desk.bands.agree("pia", "process", first_half));
  const std::string said = desk.bands.print(quarter).value();
  const auto printed = nlohmann::json::parse(said);
  CHECK(printed.at("law") == "50 USC 1874(a)(3)");
  REQUIRE(printed.at("bands").size() == 1);
  CHECK(printed.at("bands")[0] ==
        nlohmann::json{{"category", "process"}, {"span", "2026-01-01/2026-06-30"}, {"low", 0}, {"high", 249}});
  CHECK(desk.bands.print(quarter).value() == said);  // a crash came between: the same report is made again
  CHECK(desk.bands.print(next_quarter).value().empty());
  CHECK(desk.bands.state("paul", "process", first_half, 250, autumn).error().code == base::Errc::conflict);
  CHECK(desk.bands.take_back("process", first_half).error().code == base::Errc::conflict);
}

TEST_CASE("a band stated anew after somebody agreed waits for a second person again") {
  Desk desk;
  desk.lock_250();
  REQUIRE(desk.bands.state("paul", "selectors", first_half, 250, autumn));
  REQUIRE(desk.bands.agree("pia", "selectors", first_half));
  REQUIRE(desk.bands.state("paul", "selectors", first_half, 0, autumn));
  CHECK(desk.bands.list().value().front().agreed_by.empty());
  REQUIRE(desk.bands.take_back("selectors", first_half));
  CHECK(desk.bands.list().value().empty());
}
