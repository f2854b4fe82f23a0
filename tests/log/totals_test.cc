#include "log/totals.h"

#include <doctest/doctest.h>

namespace writ::log {
namespace {

base::Hash root(int n) {
  base::Hash hash{};
  hash[0] = static_cast<std::uint8_t>(n);
  return hash;
}
std::string name(int n) { return hash_value(root(n)); }

struct Rows {
  std::vector<OpenedRow> rows;
  std::uint64_t next;
  explicit Rows(std::uint64_t first) : next(first) {}
  Rows& add(int n, Values values) {
    rows.push_back({next++, root(n), std::move(values)});
    return *this;
  }
  Rows& request(int n, const std::string& country, const std::string& instrument = "subpoena",
                const std::string& emergency = "0") {
    return add(n, {"request", country, instrument, "fraud", "ip_address", emergency, "stored", "1"});
  }
  Rows& decision(int n, int request, const std::string& outcome, int before = 0) {
    return add(n, {"decision", name(request), outcome, "g", outcome == "full" ? "ip_address" : "", name(99), "0",
                   before ? name(before) : ""});
  }
  Rows& disclosure(int n, int request, int decision, const std::string& users, int before = 0) {
    return add(n,
               {"disclosure", name(request), "ip_address", users, "", before ? name(before) : "", name(decision), ""});
  }
};

Rows earlier() {
  Rows rows(0);
  rows.add(99, {"policy", "p-1", name(1), "2024-01-01", "", "", "", ""});
  return rows;
}

TEST_CASE("a request is fulfilled by its first package only, and each package adds its new users") {
  Rows period(10);
  period.request(1, "US").decision(2, 1, "full").disclosure(3, 1, 2, "2").disclosure(4, 1, 2, "0", 3);
  const Totals totals = totals_of(period.rows, earlier().rows).value();
  CHECK(totals.fulfilled == Counts{{"US", 1}});
  CHECK(totals.disclosures == Counts{{"US", 2}});
  CHECK(totals.users_affected == Counts{{"US", 2}});
  CHECK(totals.data_disclosed == Counts{{"ip_address", 2}});
  CHECK(totals.policies == std::vector<std::string>{"p-1"});
  CHECK(totals_members(totals).at("fulfilled") == Counts{{"US", 1}, {"all", 1}});
}

TEST_CASE("a held request and its package are counted without country, and its outcome and disclosures as usual") {
  Rows period(10);
  period.rows.push_back(held_row(period.next++, root(1)));
  period.decision(2, 1, "full").disclosure(3, 1, 2, "2").request(4, "FR", "preservation_letter");
  const Totals totals = totals_of(period.rows, earlier().rows).value();
  CHECK(totals.requests == Counts{{"--", 1}, {"FR", 1}});
  CHECK(totals.fulfilled == Counts{{"--", 1}});
  CHECK(totals.users_affected == Counts{{"--", 2}});
  CHECK(totals.instrument == Counts{{"--", 1}, {"preservation_letter", 1}});
  CHECK(totals.offence == Counts{{"--", 1}, {"fraud", 1}});
  CHECK(totals.emergency == Counts{{"--", 1}, {"0", 1}});
  CHECK(totals.outcome == Counts{{"full", 1}, {"pending", 1}});
  CHECK(totals.preservations == Counts{{"FR", 1}});
}

TEST_CASE("an order that affects nobody is no zero in the list of countries") {
  Rows period(10);
  period.request(1, "FR").decision(2, 1, "full").disclosure(3, 1, 2, "0");
  const Totals totals = totals_of(period.rows, earlier().rows).value();
  CHECK(totals.users_affected.empty());
  CHECK(totals_members(totals).at("users_affected") == Counts{{"all", 0}});
}

TEST_CASE("the state at close is the last decision of the chain, and a request without one is pending") {
  Rows period(10);
  period.request(1, "US")
      .request(2, "DE", "preservation_letter", "1")
      .decision(3, 1, "full")
      .decision(4, 1, "no_data", 3);
  const Totals totals = totals_of(period.rows, earlier().rows).value();
  CHECK(totals.outcome == Counts{{"no_data", 1}, {"pending", 1}});
  CHECK(totals.pending == Counts{{"DE", 1}});
  CHECK(totals.preservations == Counts{{"DE", 1}});
  CHECK(totals.emergency == Counts{{"0", 1}, {"1", 1}});
}

TEST_CASE("a recode moves a request of its own period to another row, and one of an earlier period is restated only") {
  Rows before = earlier();
  before.request(1, "US");
  Rows period(10);
  period.request(2, "US").add(3, {"recode", name(2), "11", "terrorism", "staff", "", "", ""});
  period.add(4, {"recode", name(1), "10", "court_order", "staff", "", "", ""});
  const Totals totals = totals_of(period.rows, before.rows).value();
  CHECK(totals.offence == Counts{{"terrorism", 1}});
  CHECK(totals.instrument == Counts{{"subpoena", 1}});
  CHECK(totals.requests == Counts{{"US", 1}});
  REQUIRE(totals.restated.size() == 1);
  CHECK(totals.restated[0] == Restated{12, root(1), 10, "court_order", "staff"});
}

TEST_CASE("a disclosure counts in the period it falls in, under the country of its earlier request") {
  Rows before = earlier();
  before.request(1, "IN").decision(2, 1, "full");
  Rows period(10);
  period.disclosure(3, 1, 2, "5");
  const Totals totals = totals_of(period.rows, before.rows).value();
  CHECK(totals.requests.empty());
  CHECK(totals.fulfilled == Counts{{"IN", 1}});
  CHECK(totals.users_affected == Counts{{"IN", 5}});
}

TEST_CASE("a row that names nothing at hand is an error, never a zero") {
  Rows period(10);
  period.disclosure(3, 1, 2, "5");
  CHECK(totals_of(period.rows, earlier().rows).error().code == base::Errc::corrupt);
  Rows orphan(10);
  orphan.request(1, "US").decision(2, 1, "full");
  CHECK(totals_of(orphan.rows, {}).error().rule.find("position 13") != std::string::npos);
}

TEST_CASE("what a row names is listed in order of position") {
  Rows period(10);
  period.decision(2, 1, "full", 7);
  CHECK(named_by(period.rows[0].values) == std::vector<base::Hash>{root(1), root(99), root(7)});
  CHECK(named_by({"close", "2024-01-01/2024-01-31", "0", "", "", "", "", ""}).empty());
}

}  // namespace
}  // namespace writ::log
