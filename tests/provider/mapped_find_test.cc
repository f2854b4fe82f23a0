// Whom a mapped store finds, where the store itself would take more for equal than was asked.
#include <doctest/doctest.h>
#include <unistd.h>

#include <algorithm>
#include <filesystem>
#include <fstream>

#include "provider/open.h"
#include "store/db.h"

using namespace writ;
using namespace writ::provider;
using legal::SelectorKind;

namespace {

const std::string head = "schema = \"writ-mapping/v1\"\nengine = \"sqlite\"\n[allow]\n"
                         "people = [\"id\", \"login\", \"address\", \"port\", \"at\"]\n";
const std::string by_id = "[accounts.user_id]\nquery = \"SELECT id AS account, login AS name FROM people WHERE id = :value\"\n";

std::string category(const std::string& unit) {
  return "[category.ip_address]\n" + unit +
         "time_meaning = \"seen at\"\n"
         "query = \"SELECT address AS value, at FROM people WHERE id = :account AND at >= :since AND at < :until\"\n"
         "extent = \"SELECT min(at) AS oldest, max(at) AS newest FROM people\"\n";
}

class Store {
 public:
  Store(const std::string& rows, const std::string& mapping)
      : folder_(std::filesystem::temp_directory_path() / ("writ-find-" + std::to_string(getpid()))) {
    std::filesystem::remove_all(folder_);
    std::filesystem::create_directories(folder_);
    auto db = store::Db::open(folder_ / "people.db");
    REQUIRE(db);
    REQUIRE(db->script("CREATE TABLE people(id INTEGER, login TEXT COLLATE NOCASE, address TEXT, port INTEGER, at);" + rows));
    std::ofstream(folder_ / "map.toml") << mapping;
    std::ofstream(folder_ / "provider.toml") << "schema = \"writ-provider/v1\"\n[[source]]\nkind = \"sql\"\nname = "
                                                "\"chat\"\nfile = \"people.db\"\nmapping = \"map.toml\"\n";
  }
  ~Store() { std::filesystem::remove_all(folder_); }

  base::Result<Answer> ask(SelectorKind kind, const std::string& value) const {
    const base::DiskFiles files;
    auto file = read_provider(files, folder_ / "provider.toml");
    REQUIRE_MESSAGE(file, file.error().message());
    auto connector = open_connector(
        std::move(*file),
        {.id = "p", .rules = {{.category = "ip_address", .held = true, .retention_days = {}, .why = ""}}}, {});
    REQUIRE(connector);
    Question question{.selector = {.kind = kind, .value = value},
                      .categories = {"ip_address"},
                      .as_of = *base::parse_time("2024-06-30T00:00:00Z"),
                      .window = legal::Window{*base::parse_time("2024-06-15T12:10:00Z"), *base::parse_time("2024-06-15T12:20:00Z")}};
    if (kind == SelectorKind::ip_address) question.selector.window = question.window;
    return (*connector)->ask(question);
  }
  std::vector<std::string> checked() const {
    const base::DiskFiles files;
    const auto file = read_provider(files, folder_ / "provider.toml");
    std::vector<std::string> said;
    for (const Finding& one : file->sources.front()->examine(*base::parse_time("2024-06-30T00:00:00Z")))
      if (one.wrong) said.push_back(one.subject + ": " + one.said);
    return said;
  }

 private:
  base::Path folder_;
};

}  // namespace

TEST_CASE("an account that the store takes for equal and that spells another id or name is an error, and no answer") {
  const std::string rows = "INSERT INTO people VALUES(12, 'Mueller', '203.0.113.1', 0, 1718454000)";
  const std::string loose = head + "[accounts.user_id]\nquery = \"SELECT id AS account FROM people WHERE id = 0 + :value\"\n" +
                            "[accounts.user_name]\nquery = \"SELECT id AS account, login AS name FROM people WHERE login = :value\"\n" +
                            category("unit = \"seconds\"\n");
  const Store store(rows, loose);
  CHECK(store.ask(SelectorKind::user_id, "12")->accounts.size() == 1);
  CHECK(store.ask(SelectorKind::user_id, "12abc").error().rule.contains("give what it was found by as \"stored\""));
  CHECK(store.ask(SelectorKind::user_name, "Mueller")->accounts.size() == 1);
  CHECK(store.ask(SelectorKind::user_name, "MUELLER").error().rule.starts_with("schema: "));
  const Store compared(rows, head + "[accounts.user_name]\nquery = \"SELECT id AS account, login AS stored FROM people WHERE "
                                    "login = :value\"\n" + category("unit = \"seconds\"\n"));
  CHECK(compared.ask(SelectorKind::user_name, "MUELLER")->accounts.empty());
  CHECK(compared.ask(SelectorKind::user_name, "Mueller")->accounts.size() == 1);
}

TEST_CASE("times that SQLite compares as text are found as they are asked or are an error") {
  for (const char* stored : {"2024-06-15T12:15:00Z", "2024-06-15T12:15:00", "2024-06-15 12:15:00+09:00"}) {
    CAPTURE(stored);
    const Store store("INSERT INTO people VALUES(12, 'm', '203.0.113.1', 0, '" + std::string(stored) + "')",
                      head + by_id + category("unit = \"timestamp\"\n"));
    const auto answer = store.ask(SelectorKind::user_id, "12");
    REQUIRE_FALSE(answer);
    CHECK(answer.error().rule.starts_with("unit: "));
    CHECK_FALSE(store.checked().empty());
  }
  const Store store("INSERT INTO people VALUES(12, 'm', '203.0.113.1', 0, '2024-06-15 12:15:00')",
                    head + by_id + category("unit = \"timestamp\"\n"));
  CHECK(store.ask(SelectorKind::user_id, "12")->accounts.at(0).categories.at("ip_address").holding == Holding::held);
}

TEST_CASE("with a zone the window that is sent is wider, so a row found by address has to say its time") {
  const std::string berlin = "unit = \"timestamp\"\nzone = \"Europe/Berlin\"\n";
  const std::string rows = "INSERT INTO people VALUES(12, 'm', '203.0.113.1', 0, '2024-06-15 14:00:00')";  // 12:00 UTC
  const auto by_address = [](const std::string& more) {
    return "[accounts.ip_address]\nscan = true\nquery = \"SELECT id AS account" + more +
           " FROM people WHERE address IN (:value, :mapped) AND at >= :since AND at < :until\"\n";
  };
  const Store silent(rows, head + by_id + by_address("") + category(berlin));
  CHECK(silent.ask(SelectorKind::ip_address, "203.0.113.1").error().rule.contains("has no column \"at\""));
  CHECK(std::ranges::any_of(silent.checked(), [](const std::string& one) { return one.contains("has no column \"at\""); }));
  const Store timed(rows, head + by_id + by_address(", at") + category(berlin));
  CHECK(timed.ask(SelectorKind::ip_address, "203.0.113.1")->accounts.empty());
}

TEST_CASE("a statement that would write a file on the server is refused where it is read") {
  const Store store("SELECT 1", head + by_id + "[accounts.email]\nquery = \"SELECT id AS account FROM people WHERE id = :value into\\n outfile '/x'\"\n" +
                                    category("unit = \"seconds\"\n"));
  const base::DiskFiles files;
  CHECK_FALSE(read_provider(files, std::filesystem::temp_directory_path() / ("writ-find-" + std::to_string(getpid())) / "provider.toml"));
}
