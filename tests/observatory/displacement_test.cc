#include "observatory/displacement.h"

#include <algorithm>

#include "support.h"

using namespace writ::observatory;

namespace {

Observation of(std::string_view platform, std::string_view measure, std::string_view period, Figure figure) {
  return {std::string(platform), "US", *writ::base::parse_period(period), std::string(measure), figure, "x.json", 7, 0};
}

const DisplacementOptions september{.country = "US", .event = *writ::base::parse_day("2024-09-24")};

Sighting only(const std::vector<Observation>& figures, std::string_view measure) {
  const auto found = displacement(figures, september);
  REQUIRE(found);
  const auto at = std::ranges::find(*found, measure, &Sighting::measure);
  REQUIRE(at != found->end());
  return *at;
}

bool holds(const std::string& text, std::string_view part) { return text.find(part) != text.npos; }

/// The tables that come with the project.
std::vector<Observation> shipped() {
  std::vector<Observation> all;
  for (const char* name : {"apple", "github", "google", "meta", "telegram"}) {
    const auto import =
        import_file(writ::base::Path(WRIT_SOURCE_DIR) / "data" / "observatory" / (std::string(name) + ".csv"));
    REQUIRE(import);
    all.insert(all.end(), import->observations.begin(), import->observations.end());
  }
  return all;
}

}  // namespace

TEST_CASE("Telegram's boundary lies seven days from the event, and the published rates stand on either side of it") {
  const auto found = displacement(shipped(), september);
  REQUIRE(found);
  const auto at = std::ranges::find_if(
      *found, [](const Sighting& s) { return s.platform == "telegram" && s.measure == "requests_fulfilled"; });
  REQUIRE(at != found->end());
  CHECK(at->sight == Sight::boundary);
  CHECK(at->before->count == 14);
  CHECK(at->after->count == 886);
  CHECK(at->days_beyond == 7);
  const std::string text = words(*at, september.event);
  CHECK(holds(text, "A period begins 7 days after the event: 1.5 per 30 days in 2024-01-01 to 2024-09-30"));
  CHECK(holds(text, "(14 in 274 days; telegram.json:17), then 288.9 per 30 days"));
}

TEST_CASE(
    "Apple's half-year mixes both sides, Google's and Meta's figures end before, GitHub has years and no country") {
  const auto found = displacement(shipped(), september);
  REQUIRE(found);
  const auto at = [&](std::string_view platform, std::string_view measure) {
    const auto one =
        std::ranges::find_if(*found, [&](const Sighting& s) { return s.platform == platform && s.measure == measure; });
    REQUIRE_MESSAGE(one != found->end(), platform, " ", measure);
    return *one;
  };
  const Sighting apple = at("apple", "requests_received.account");
  CHECK(apple.sight == Sight::mixed);
  CHECK(writ::base::format_period(apple.mixed->period) == "2024-07-01/2024-12-31");
  CHECK(apple.mixed_days_before == 85);
  CHECK(holds(words(apple, september.event), "Half-years only: cannot show a change in September or October 2024."));
  CHECK(holds(words(apple, september.event), "mixes 85 days before it with 99 from it on"));
  CHECK(apple.after.has_value());

  const Sighting google = at("google", "requests_received");
  CHECK(google.sight == Sight::ended);
  CHECK(holds(words(google, september.event), "end on 2023-06-30, 452 days before the event"));
  CHECK(at("google", "requests_received.national_security_letters").sight == Sight::banded);

  const Sighting github = at("github", "requests_fulfilled.criminal_search_warrant");
  CHECK(github.all_countries);
  CHECK(github.rhythm == "years");
  CHECK(holds(words(github, september.event), "Published for all countries together only. Years only"));
}

TEST_CASE("Bands, empty cells, one side alone, a later beginning and nothing at all are five different sentences") {
  const Figure none{};
  const Figure band{Status::banded, 250, 499};
  const auto sight = [](const std::vector<Observation>& figures) { return only(figures, "accounts").sight; };
  CHECK(sight({of("apple", "accounts", "2024-07-01/2024-12-31", none)}) == Sight::not_reported);
  CHECK(sight({of("apple", "accounts", "2024-01-01/2024-06-30", band)}) == Sight::banded);
  CHECK(sight({of("apple", "accounts", "2024-01-01/2024-06-30", exactly(0))}) == Sight::only_before);
  CHECK(sight({of("apple", "accounts", "2024-10-01/2024-12-31", exactly(0))}) == Sight::only_after);
  CHECK(sight({of("apple", "accounts", "2026-01-01/2026-06-30", exactly(3))}) == Sight::later);
  CHECK(only({}, "").sight == Sight::nothing);
}

TEST_CASE("A rise from zero has rates and no ratio") {
  const Sighting s = only({of("apple", "accounts", "2024-01-01/2024-09-30", exactly(0)),
                           of("apple", "accounts", "2024-10-01/2024-12-31", exactly(46))},
                          "accounts");
  CHECK(s.sight == Sight::boundary);
  CHECK(s.rate_ratio == 0);
  CHECK(holds(words(s, september.event), "nothing came before, so there is no ratio"));
}

TEST_CASE("Days between two periods belong to neither side and are counted") {
  const Sighting s = only({of("apple", "accounts", "2024-01-01/2024-06-30", exactly(5)),
                           of("apple", "accounts", "2025-01-01/2025-06-30", exactly(6))},
                          "accounts");
  CHECK(s.sight == Sight::mixed);
  CHECK(s.days_between == 184);
  CHECK(holds(words(s, september.event), "Nothing is published of the 184 days around the event."));
}

TEST_CASE("Where a total over all processes is published near the event, the processes are not shown beside it") {
  const auto found =
      displacement(std::vector{of("meta", "requests_received", "2024-07-01/2024-12-31", exactly(9)),
                               of("meta", "requests_received.subpoena", "2024-07-01/2024-12-31", exactly(4))},
                   september);
  CHECK(std::ranges::count_if(*found, [](const Sighting& s) { return s.platform == "meta"; }) == 1);
}

TEST_CASE("A window without the event is an error that names it") {
  DisplacementOptions options = september;
  options.window = writ::base::parse_period("2025-01-01/2025-12-31");
  CHECK(displacement({}, options).error().field == "window");
}
