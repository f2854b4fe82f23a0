#include "log/order.h"

#include <doctest/doctest.h>

#include <algorithm>
#include <set>

namespace writ::log {
namespace {

TEST_CASE("entries of one case keep their order within a tick while the cases are mixed") {
  base::SeededRandom random(3);
  std::vector<Ordered> entries;
  for (int i = 0; i < 30; ++i) entries.push_back({"case-" + std::to_string(i % 10)});
  std::set<std::vector<std::uint64_t>> seen;
  for (int round = 0; round < 50; ++round) {
    const auto slots = random_slots(entries, 32, random);
    CHECK(std::set(slots.begin(), slots.end()).size() == 30);
    CHECK(*std::max_element(slots.begin(), slots.end()) < 32);
    for (std::size_t i = 10; i < 30; ++i) CHECK(slots[i - 10] < slots[i]);
    seen.insert(slots);
  }
  CHECK(seen.size() == 50);
}

TEST_CASE("an entry may stand in every slot of its tick") {
  base::SeededRandom random(4);
  std::vector<int> seen(16);
  for (int round = 0; round < 2000; ++round) ++seen[random_slots({{"a"}}, 16, random)[0]];
  // 125 expected, standard deviation 11: 5 deviations and more on either side is a broken shuffle.
  for (const int count : seen) {
    CHECK(count > 70);
    CHECK(count < 180);
  }
}

TEST_CASE("policies stand before everything else of their tick") {
  base::SeededRandom random(5);
  const auto slots = random_slots({{"a"}, {"", true}, {"b"}, {"", true}}, 16, random);
  CHECK(slots[1] == 0);
  CHECK(slots[3] == 1);
}

TEST_CASE("a tick is padded to the next power of two, sixteen at least") {
  CHECK(padded_size(0, 16) == 16);
  CHECK(padded_size(16, 16) == 16);
  CHECK(padded_size(17, 16) == 32);
  CHECK(padded_size(1000, 16) == 1024);
}

}  // namespace
}  // namespace writ::log
