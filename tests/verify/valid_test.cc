#include <doctest/doctest.h>

#include <algorithm>

#include "log_builder.h"

using namespace writ;
using namespace writ::test;

namespace {
std::uint64_t total(const verify::Verdict& verdict, std::size_t period, const std::string& name,
                    const std::string& country) {
  for (const auto& [other, values] : verdict.periods.at(period).totals) {
    for (const verify::Total& value : values) {
      if (other == name && value.country == country) return value.value;
    }
  }
  return 0;
}
}  // namespace

TEST_CASE("an honest log of two periods verifies, and its figures are those of its rows") {
  const World world({});
  const verify::Verdict verdict = world.verify();
  INFO(verdict.text());
  REQUIRE(verdict.exit == verify::Exit::verified);
  CHECK(verdict.test_log);
  CHECK(verdict.held == 1);
  CHECK(verdict.witnesses == 3);
  CHECK(verdict.witnesses_of == 3);
  CHECK(verdict.split_view_possible == false);
  CHECK(verdict.unexplained == 0);
  CHECK(verdict.size == world.log.size());
  CHECK(total(verdict, 0, "requests", "all") == 5);
  CHECK(total(verdict, 0, "requests", "--") == 1);
  CHECK(total(verdict, 0, "fulfilled", "US") == 1);
  CHECK(total(verdict, 0, "users_affected", "US") == 2);
  CHECK(total(verdict, 0, "pending", "all") == 2);
  CHECK(total(verdict, 0, "preservations", "FR") == 1);
  CHECK(total(verdict, 1, "requests", "all") == 1);
  CHECK(total(verdict, 1, "fulfilled", "US") == 1);
  CHECK(total(verdict, 1, "users_affected", "US") == 1);
  CHECK(total(verdict, 1, "disclosures", "US") == 2);
}

TEST_CASE("each of the two bundles verifies alone, and in any order") {
  const World world({});
  for (const auto& periods : std::vector<std::vector<int>>{{1}, {2}, {2, 1}}) {
    const verify::Verdict verdict = world.verify(periods);
    INFO(verdict.text());
    CHECK(verdict.exit == verify::Exit::verified);
  }
}

TEST_CASE("the verdict's text begins with the answer and says what is not proven") {
  const std::string text = World({}).verify().text();
  CHECK(text.starts_with("VERIFIED (TEST LOG)\n"));
  CHECK(text.find("1 held, witnesses 3 of 3") != std::string::npos);
  CHECK(text.find("Period 2024-01-01/2024-06-30") != std::string::npos);
  CHECK(text.find("Sum of 2 periods, 2024-01-01/2024-12-31") != std::string::npos);
  CHECK(text.find("Not proven by this check") != std::string::npos);
}
