#include <doctest/doctest.h>
#include <unistd.h>

#include <algorithm>
#include <filesystem>
#include <fstream>

#include "provider/audit.h"
#include "provider/mapping.h"
#include "provider/open.h"
#include "store/db.h"

using namespace writ;
using namespace writ::provider;

namespace {

const base::Time now = *base::parse_time("2024-06-01T00:00:00Z");

const std::string head = R"(schema = "writ-mapping/v1"
engine = "sqlite"
[allow]
uses = ["account", "address", "at"]
[accounts.user_id]
query = "SELECT account FROM uses WHERE account = :value"
)";
const std::string addresses = R"([category.ip_address]
unit = "seconds"
time_meaning = "seen at"
query = "SELECT address AS value, at FROM uses WHERE account = :account AND at >= :since AND at < :until"
extent = "SELECT min(at) AS oldest, max(at) AS newest FROM uses"
)";
const std::string accounts_audit = R"([audit]
user_name = "SELECT 0 AS held"
registration_date = "SELECT 0 AS held"
)";
const std::string counted =
    "ip_address = \"SELECT count(*) AS held, min(at) AS oldest, sum(at < :kept_from) AS past FROM uses\"\n";

/// A store of addresses, each used some days ago, and a mapping file of it.
class Store {
 public:
  Store(std::initializer_list<int> days_ago, const std::string& mapping, const std::string& more = "SELECT 1")
      : folder_(std::filesystem::temp_directory_path() / ("writ-mapped-" + std::to_string(getpid()))) {
    std::filesystem::remove_all(folder_);
    std::filesystem::create_directories(folder_);
    auto db = store::Db::open(folder_ / "uses.db");
    REQUIRE(db);
    REQUIRE(db->script("CREATE TABLE uses(account TEXT, address TEXT, at)"));
    for (const int days : days_ago)
      REQUIRE(db->run("INSERT INTO uses VALUES('a', '203.0.113.1', " +
                      std::to_string(base::unix_seconds(now - std::chrono::days(days))) + ")"));
    REQUIRE(db->script(more));
    std::ofstream(folder_ / "map.toml") << mapping;
    std::ofstream(folder_ / "provider.toml") << "schema = \"writ-provider/v1\"\n[[source]]\nkind = \"sql\"\nname = "
                                                "\"chat\"\nfile = \"uses.db\"\nmapping = \"map.toml\"\n";
  }
  ~Store() { std::filesystem::remove_all(folder_); }

  base::Result<ProviderFile> opened() const {
    const base::DiskFiles files;
    return read_provider(files, folder_ / "provider.toml");
  }
  AuditReport audit(std::optional<int> declared_days, bool held = true) const {
    const auto file = opened();
    REQUIRE_MESSAGE(file, file.error().message());
    return audit_sources(file->sources,
                         {.id = "ours",
                          .rules = {{.category = "ip_address", .held = held, .retention_days = declared_days, .why = ""}}},
                         {}, now);
  }
  std::vector<std::string> checked() const {
    const auto file = opened();
    REQUIRE_MESSAGE(file, file.error().message());
    std::vector<std::string> said;
    for (const Finding& one : file->sources.front()->examine(now))
      if (one.wrong) said.push_back(one.subject + ": " + one.said);
    return said;
  }

 private:
  base::Path folder_;
};

std::vector<std::string> said(const AuditReport& report, std::string_view subject, bool wrong) {
  std::vector<std::string> found;
  for (const Finding& one : report.findings)
    if (one.subject == subject && one.wrong == wrong) found.push_back(one.said);
  return found;
}

std::string with_audit(const std::string& line) { return head + addresses + accounts_audit + line; }

std::string parse_error(const std::string& text) {
  const auto parsed = parse_mapping(text, "map.toml");
  return parsed ? "" : parsed.error().message();
}

bool has(const std::vector<std::string>& all, std::string_view words) {
  return std::ranges::any_of(all, [&](const std::string& one) { return one.contains(words); });
}

}  // namespace

TEST_CASE("the mapping's own retention counts in an audit where it is shorter than the profile's, as in a look-up") {
  const std::string kept = std::string(addresses).insert(addresses.find("query"), "retention_days = 90\n");
  const Store store({120, 10}, head + kept + accounts_audit + counted);
  const auto wrong = said(store.audit(365), "ip_address", true);
  REQUIRE(wrong.size() == 1);
  CHECK(wrong[0].contains("1 of 2 rows are older than the 90 days that the source's retention_days says"));
  CHECK(said(store.audit(30), "ip_address", true).at(0).contains("older than the declared 30 days"));
  CHECK(has(said(store.audit({}), "ip_address", true), "older than the 90 days"));  // "as long as the account" is longer
}

TEST_CASE("an audit query of times counts what is past by :kept_from, and another is refused where it is read") {
  CHECK(parse_error(with_audit("ip_address = \"SELECT count(*) AS held, min(at) AS oldest, 0 AS past FROM uses\"\n")) ==
        "map.toml.audit.ip_address: \"SELECT count(*) AS held, min(at) AS oldest, 0 AS past FROM uses\": must use :kept_from: of a category with times it says how many rows are before it");
  CHECK(parse_error(with_audit(counted)) == "");
}

TEST_CASE("an audit query whose counts contradict its oldest row is a fault of the source and no finding") {
  const auto of = [](const std::string& past) {
    const Store store({120, 10}, with_audit("ip_address = \"SELECT count(*) AS held, min(at) AS oldest, " + past +
                                            " AS past FROM uses WHERE :kept_from > 0\"\n"));
    const auto report = store.audit(30);
    CHECK(report.unread);
    return said(report, "survey", true);
  };
  CHECK(has(of("0"), "schema: past is 0, and the oldest row is before :kept_from"));
  CHECK(has(of("8"), "schema: past is 8 of 2 rows held"));
  CHECK(has(of("-1"), "schema: past is -1"));
  const Store young({10}, with_audit("ip_address = \"SELECT count(*) AS held, min(at) AS oldest, 1 AS past FROM uses "
                                     "WHERE :kept_from > 0\"\n"));
  CHECK(has(said(young.audit(30), "survey", true), "schema: past is 1, and the oldest row is not before :kept_from"));
}

TEST_CASE("an audit query gives exactly one row: none is not nothing held, and of two none is taken") {
  const Store none({120}, with_audit("ip_address = \"SELECT count(*) AS held, min(at) AS oldest, sum(at < :kept_from) AS "
                                     "past FROM uses GROUP BY account HAVING count(*) > 5\"\n"));
  CHECK(has(said(none.audit(30), "survey", true), "schema: gives no row, and must give exactly one"));
  CHECK(has(none.checked(), "audit.ip_address: "));
  const Store two({120, 10}, with_audit("ip_address = \"SELECT count(*) AS held, min(at) AS oldest, sum(at < :kept_from) "
                                        "AS past FROM uses GROUP BY at\"\n"));
  CHECK(has(said(two.audit(30), "survey", true), "schema: gives more than one row, and must give exactly one"));
  CHECK(has(two.checked(), "audit.ip_address: "));
}

TEST_CASE("rows of which some have no time are not said to be within a retention") {
  const std::string dated = "ip_address = \"SELECT count(address) AS held, min(at) AS oldest, sum(at < :kept_from) AS past, "
                            "sum(at IS NULL) AS undated FROM uses\"\n";
  const Store store({10}, with_audit(dated), "INSERT INTO uses VALUES('b', '203.0.113.2', NULL)");
  const auto report = store.audit(30);
  CHECK(report.uncompared);
  CHECK(has(said(report, "ip_address", false), "2 rows, 1 of them without a time: whether some are older"));
}

TEST_CASE("an extent alone tells nothing of rows without a time, and a time of 0 hides what is older") {
  const Store zero({120}, head + addresses + accounts_audit, "INSERT INTO uses VALUES('b', '203.0.113.2', 0)");
  const auto hidden = zero.audit(30);
  CHECK(hidden.uncompared);
  CHECK(has(said(hidden, "ip_address", false), "not compared: the oldest time is NULL or 0, and there are others"));
  const Store timeless({}, head + addresses + accounts_audit, "INSERT INTO uses VALUES('b', '203.0.113.2', NULL)");
  CHECK(has(said(timeless.audit({}, false), "ip_address", false), "not compared: no row has a time"));
}

TEST_CASE("an audit that does not see the oldest row of the mapping's own extent is a fault of the source") {
  const Store store({998, 10}, with_audit("ip_address = \"SELECT count(address) AS held, max(at) AS oldest, 0 * sum(at < "
                                          ":kept_from) AS past FROM uses\"\n"));
  CHECK(has(said(store.audit(900), "survey", true), "and the extent's is 2021-09-07T00:00:00Z"));
}

TEST_CASE("a wall clock's retention ends at its own hour: no row is past it by the zone alone") {
  const std::string berlin =
      head + "[accounts]\n" +
      std::string(addresses).replace(addresses.find("unit = \"seconds\""), 16, "unit = \"timestamp\"\nzone = \"Europe/Berlin\"");
  const Store store({}, std::string(berlin).erase(berlin.find("[accounts]\n"), 11) + accounts_audit + counted,
                    "INSERT INTO uses VALUES('a', '203.0.113.1', '2024-05-03 01:00:00')");  // 23:00 UTC of 2 May
  // Retention and grace end at 2024-05-03T00:00:00Z, which is 02:00 in Berlin.
  CHECK(has(said(store.audit(28), "ip_address", true), "1 of 1 row are older than the declared 28 days"));
  CHECK(said(store.audit(29), "ip_address", true).empty());
}

TEST_CASE("what the accounts' queries do not give is counted and said to be answered by nobody") {
  const Store store({10}, head + addresses + "[audit]\nuser_name = \"SELECT count(account) AS held FROM uses\"\n" + counted);
  const auto file = store.opened();
  REQUIRE(file);
  const auto report = audit_sources(
      file->sources, {.id = "ours", .rules = {{.category = "user_name", .held = true, .retention_days = {}, .why = ""}}}, {},
      now);
  CHECK(has(said(report, "user_name", true), "no look-up of this source reads"));
}

TEST_CASE("what is counted and never answered is compared too, and said to be so") {
  const Store store({120, 10}, head + accounts_audit + counted);
  CHECK(has(said(store.audit({}, false), "ip_address", true), "2 rows are held, and the profile says that this is not held"));
  CHECK(has(said(store.audit(365), "ip_address", true),
            "2 rows are held that no look-up of this source reads: it would answer that they are not held"));
}

TEST_CASE("rows without a time are not said to be within a declared retention: their ages were not compared") {
  const Store store({120}, head + accounts_audit + "phone_number = \"SELECT count(address) AS held FROM uses\"\n" +
                               "[category.phone_number]\nquery = \"SELECT address AS value FROM uses WHERE account = "
                               ":account\"\n");
  const auto file = store.opened();
  REQUIRE(file);
  const auto report = audit_sources(
      file->sources, {.id = "ours", .rules = {{.category = "phone_number", .held = true, .retention_days = 30, .why = ""}}},
      {}, now);
  CHECK(report.uncompared);
  CHECK(has(said(report, "phone_number", false), "1 row, without a time: whether it is older than the declared 30 days"));
}
