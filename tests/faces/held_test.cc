// 15: two held requests and a band, from the pages of two publishers to the published report and the verifier.
#include <nlohmann/json.hpp>

#include "app/publish.h"
#include "office.h"

using namespace writ;
using namespace writ::faces;

namespace {

const std::string address = "/desk/close/2026-01-01_2026-03-31";
const base::Period period = *base::parse_period("2026-01-01/2026-03-31");
constexpr const char* law = "50 USC 3511(b)";

/// Both tests are of the first quarter: nobody else moves its clock.
Office& own_office() {
  static Office office("held");
  return office;
}

void run_to(Office& office, const char* time) {
  const base::Time until = *base::parse_time(time);
  REQUIRE(app::run_until(*office.deployment, until, [&](base::Time at) {
    if (at > office.clock.now()) office.clock.advance_to(at);
  }));
  office.clock.advance_to(until);
}

struct Publishers {
  explicit Publishers(Office& office) : one(office), two(office) {
    REQUIRE(one.sign_in(demo::publisher_email).status == 303);
    REQUIRE(two.sign_in(demo::second_publisher_email).status == 303);
  }
  Browser one, two;

  http::Response ask(const std::string& ref) {
    return one.post(address + "/held", {{"reference", ref}, {"law", law}, {"words", "The order covers the row itself."}});
  }
};

}  // namespace

TEST_CASE("a row is held by two publishers, each through the page, and nothing typed is lost on the way") {
  Office& office = own_office();
  const std::string ref = office.submit();
  Publishers people(office);
  auto page = people.one.post(address + "/held", {{"reference", ref}, {"law", ""}, {"words", "Because."}});
  CHECK(page.status == 422);
  CHECK(says(page, "href=\"#law\""));
  CHECK(says(page, "Because."));
  CHECK(people.one.post(address + "/held", {{"reference", "WR-2026-99999"}, {"law", law}, {"words", "x"}}).status == 422);
  REQUIRE(people.ask(ref).status == 303);
  CHECK(says(people.one.get(address + "/held"), "The second is another publisher"));
  CHECK(people.one.post(address + "/held/agree", {{"reference", ref}}).status == 422);
  CHECK(says(people.two.get(address), "1 waits for a second person"));
  REQUIRE(people.two.post(address + "/held/agree", {{"reference", ref}}).status == 303);
  CHECK(says(people.one.get(address), "1 row is held"));
  page = people.two.post(address + "/held/lift", {{"reference", ref}, {"why-" + ref, ""}});
  CHECK(page.status == 422);
  CHECK(says(page, "href=\"#why-" + ref + "\""));
  REQUIRE(people.two.post(address + "/held/lift", {{"reference", ref}, {"why-" + ref, "The order was lifted."}}).status == 303);
  CHECK(says(people.one.get(address + "/held"), "No row is held"));
}

TEST_CASE("15: two held requests and a band are settled before the report, counted without country, and verified") {
  Office& office = own_office();
  app::Deployment& deployment = *office.deployment;
  const std::vector<std::string> refs = {office.submit(), office.submit()};
  Publishers people(office);
  REQUIRE(people.one.post("/desk/bands/structure", {{"structure", "us-1874-a-3"}}).status == 303);
  CHECK(people.one.post("/desk/bands/lock", {}).status == 422);
  REQUIRE(people.two.post("/desk/bands/lock", {}).status == 303);
  CHECK(people.one.post("/desk/bands/structure", {{"structure", "us-1874-a-4"}}).status == 422);
  const Fields band = {{"category", "process"}, {"span", "2025-07-01/2025-12-31"}, {"low", "0"}};
  Fields count = band;
  count.back().second = "37";
  const auto refused = people.one.post("/desk/bands", count);
  CHECK(refused.status == 422);
  CHECK(says(refused, "never a count"));
  REQUIRE(people.one.post("/desk/bands", band).status == 303);
  for (const std::string& ref : refs) REQUIRE(people.ask(ref).status == 303);

  // The report is due on 30 April and waits for the second person.
  const auto run = app::run_until(deployment, *base::parse_time("2026-05-01T09:00:00Z"), [&](base::Time at) {
    if (at > office.clock.now()) office.clock.advance_to(at);
  });
  CHECK_FALSE(run);
  CHECK(run.error().code == base::Errc::conflict);
  CHECK_FALSE(deployment.files.exists(app::staged_folder(deployment, period)));
  for (const std::string& ref : refs)
    REQUIRE(people.two.post(address + "/held/agree", {{"reference", ref}}).status == 303);
  REQUIRE(people.two.post("/desk/bands/agree", {band[0], band[1]}).status == 303);
  run_to(office, "2026-05-03T09:00:00Z");

  const base::Path bundle = deployment.layout.bundles() / base::period_name(period);
  REQUIRE(deployment.files.exists(bundle));
  const auto report = nlohmann::json::parse(file_text(bundle / "report.json"));
  CHECK(report["totals"]["requests"]["--"] == 2);
  CHECK(report["unverified"]["national_security"]["bands"][0]["high"] == 249);
  const auto said = app::verify_published(deployment);
  REQUIRE(said);
  CHECK_MESSAGE(said->verified, said->text);
  CHECK(said->text.find("2 held") != std::string::npos);
  const auto page = people.one.get(address);
  CHECK(says(page, "2 held rows"));
  CHECK(says(page, "All national security process received, 2025-07-01/2025-12-31: 0 to 249"));
  CHECK(says(people.one.get(address + "/held"), "nothing is held or shown any more"));
  CHECK(people.ask(office.submit()).status == 422);  // of another period
  CHECK(people.one.post("/desk/bands/take-back", {band[0], band[1]}).status == 422);
}

TEST_CASE("a site that another build of the program made is made again at the start, and else it is left alone") {
  Office& office = own_office();
  app::Deployment& deployment = *office.deployment;
  const base::Path page = deployment.layout.site() / "index.html";
  REQUIRE(app::publish_site(deployment));
  REQUIRE(deployment.files.write(page, "left alone"));
  REQUIRE(app::refresh_site(deployment));
  CHECK(file_text(page) == "left alone");
  REQUIRE(deployment.files.write(deployment.layout.state() / "site-made-by", "another"));
  REQUIRE(app::refresh_site(deployment));
  CHECK(file_text(page) != "left alone");
}
