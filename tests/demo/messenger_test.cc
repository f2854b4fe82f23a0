#include "demo/messenger.h"

#include <doctest/doctest.h>
#include <unistd.h>

#include <algorithm>
#include <chrono>
#include <filesystem>
#include <set>

#include "demo/messenger_values.h"
#include "provider/phone.h"
#include "provider/synapse_sqlite.h"

using namespace writ;
using namespace std::chrono_literals;

namespace {

constexpr std::size_t sample_size = 1'000;

class Folder {
 public:
  Folder() : path_(std::filesystem::temp_directory_path() / ("writ-messenger-" + std::to_string(getpid()))) {
    std::filesystem::remove_all(path_);
    std::filesystem::create_directories(path_);
  }
  ~Folder() {
    std::error_code error;
    std::filesystem::remove_all(path_, error);
  }
  base::Path file(const char* name) const { return path_ / name; }

 private:
  base::Path path_;
};

std::vector<demo::SampleAccount> sample(const base::Path& path, std::uint64_t seed = 7) {
  REQUIRE(demo::make_messenger(path, seed, sample_size));
  auto accounts = demo::read_accounts(path);
  REQUIRE(accounts);
  return std::move(*accounts);
}

bool same(const demo::SampleAccount& a, const demo::SampleAccount& b) {
  return a.user_id == b.user_id && a.phone == b.phone && a.registered == b.registered &&
         a.sightings.size() == b.sightings.size();
}

demo::AskedAt asked_on(std::chrono::year_month_day day) {
  const base::Time received = std::chrono::sys_days(day) + 9h;
  return {.received = received, .gathered = received + std::chrono::days(20), .retention_days = 365};
}

}  // namespace

TEST_CASE("the same seed makes the same messenger and another seed another") {
  Folder folder;
  const auto one = sample(folder.file("1.db"));
  const auto again = sample(folder.file("2.db"));
  const auto other = sample(folder.file("3.db"), 8);
  CHECK(one.size() == sample_size);
  CHECK(std::equal(one.begin(), one.end(), again.begin(), again.end(), same));
  CHECK_FALSE(std::equal(one.begin(), one.end(), other.begin(), other.end(), same));
}

TEST_CASE("numbers are possible, different and of reserved ranges") {
  std::set<std::string> seen;
  for (std::size_t i = 0; i < demo::reserved_phones; i += 7) {
    const std::string phone = demo::reserved_phone(i);
    CHECK(provider::is_e164(phone));
    CHECK(seen.insert(phone).second);
    const bool american = phone.starts_with("+1") && phone.substr(5, 5) == "55501";
    CHECK((american || phone.starts_with("+447700900") || phone.starts_with("+3363998")));
  }
  static_assert(demo::sample_accounts_max <= demo::reserved_phones);
}

TEST_CASE("on any day of 2024 most accounts have data, and some never have any") {
  Folder folder;
  const auto accounts = sample(folder.file("m.db"));
  for (unsigned month = 1; month <= 12; ++month) {
    const auto asked = asked_on(2024y / std::chrono::month(month) / 1);
    CHECK(demo::accounts_with_data(accounts, asked).size() > sample_size * 3 / 4);
    CHECK(demo::accounts_with_nothing(accounts, asked).size() >= sample_size / 100);
  }
  const auto share = [&](auto has) {
    return std::count_if(accounts.begin(), accounts.end(), has) * 100 / static_cast<std::ptrdiff_t>(sample_size);
  };
  const auto phones = share([](const auto& account) { return !account.phone.empty(); });
  CHECK((phones >= 80 && phones <= 90));
  const auto emails = share([](const auto& account) { return !account.email.empty(); });
  CHECK((emails >= 25 && emails <= 35));
  CHECK(std::any_of(accounts.begin(), accounts.end(), [](const auto& account) { return account.deactivated; }));
}

TEST_CASE("what the generator says an account has, the connector finds at that time") {
  Folder folder;
  const auto accounts = sample(folder.file("m.db"));
  auto connector = provider::make_synapse_connector(
      {.database = folder.file("m.db"),
       .holdings = {.id = "demo", .rules = {{"phone_number", true, {}, ""}, {"ip_address", true, 365, ""}}}});
  REQUIRE(connector);
  const auto asked = asked_on(2024y / 3 / 1);
  const auto holdings = [&](const demo::SampleAccount& account, legal::SelectorKind kind, const std::string& value) {
    const auto answer = (*connector)
                            ->ask({.selector = {.kind = kind, .value = value},
                                   .categories = {"ip_address", "phone_number"},
                                   .as_of = asked.gathered,
                                   .window = legal::Window{base::from_unix(0), asked.received}});
    REQUIRE(answer);
    REQUIRE(answer->accounts.size() == 1);
    CHECK(answer->accounts[0].account == account.user_id);
    return std::pair(answer->accounts[0].categories.at("phone_number").holding,
                     answer->accounts[0].categories.at("ip_address").holding);
  };
  const auto with = demo::accounts_with_data(accounts, asked);
  for (std::size_t i = 0; i < with.size(); i += 9) {
    const auto& account = accounts[with[i]];
    using enum provider::Holding;
    CHECK(holdings(account, legal::SelectorKind::phone_number, account.phone) == std::pair(held, held));
    CHECK(holdings(account, legal::SelectorKind::user_name, account.user_name) == std::pair(held, held));
  }
  const auto without = demo::accounts_with_nothing(accounts, asked);
  REQUIRE_FALSE(without.empty());
  const auto& empty = accounts[without[0]];
  CHECK(holdings(empty, legal::SelectorKind::user_id, empty.user_id) ==
        std::pair(provider::Holding::none_in_period, provider::Holding::none_in_period));
}

TEST_CASE("a sample messenger is never written over a file, nor larger than the reserved numbers allow") {
  Folder folder;
  REQUIRE(demo::make_messenger(folder.file("m.db"), 1, 1));
  CHECK(demo::make_messenger(folder.file("m.db"), 1, 1).error().code == base::Errc::conflict);
  CHECK(demo::make_messenger(folder.file("n.db"), 1, 0).error().field == "accounts");
  CHECK(demo::make_messenger(folder.file("n.db"), 1, demo::sample_accounts_max + 1).error().field == "accounts");
}
