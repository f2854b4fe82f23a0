// rooms: provider legal base
// Questions to a large store through the connector, beside the same statements sent by hand with the same client in the
// same run. bench/lookup.py starts the servers and fills them.
//   lookup PROVIDER_TOML pg|clickhouse ACCOUNTS AS_OF RUNS [PORT SECRET_FILE]
#include <algorithm>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <functional>
#include <string>
#include <vector>

#include "base/files.h"
#include "provider/access_store.h"
#include "provider/clickhouse_http.h"
#include "provider/open.h"
#include "provider/sql_client.h"

using namespace writ;

namespace {

constexpr std::int64_t day = 86'400;

struct World {
  std::int64_t accounts;
  std::int64_t as_of;
  std::string id(std::int64_t i) const { return "u" + std::to_string(i % accounts); }
  std::string phone(std::int64_t i) const { return "+1202" + std::to_string(5'000'000 + i % accounts); }
  /// As bench/lookup.py fills them in: one address for each account.
  std::string address(std::int64_t i) const {
    const auto n = i % accounts;
    return "101." + std::to_string(n / 65'536 % 256) + "." + std::to_string(n / 256 % 256) + "." +
           std::to_string(n % 256);
  }
};

struct Medians {
  double connector, by_hand;
};

double time_of(const std::function<bool(int)>& once, int i) {
  const auto start = std::chrono::steady_clock::now();
  if (!once(i)) std::exit(1);
  return std::chrono::duration<double, std::milli>(std::chrono::steady_clock::now() - start).count();
}

/// One after the other in turn, so that what else the machine does falls on both; the first quarter warms both up.
Medians medians(int runs, const std::function<bool(int)>& connector, const std::function<bool(int)>& by_hand) {
  std::vector<double> times[2];
  for (int i = -runs / 4; i < runs; ++i) {
    const double hand = time_of(by_hand, i + runs), asked = time_of(connector, i + runs);
    if (i < 0) continue;
    times[0].push_back(asked);
    times[1].push_back(hand);
  }
  for (auto& list : times) std::nth_element(list.begin(), list.begin() + runs / 2, list.end());
  return {times[0][static_cast<std::size_t>(runs / 2)], times[1][static_cast<std::size_t>(runs / 2)]};
}

bool said(const base::Error& error) {
  std::fprintf(stderr, "bench_lookup: %s\n", error.message().c_str());
  return false;
}

/// What the connector sends for a question, by hand: (statement, values) one after another over one connection.
class ByHand {
 public:
  virtual ~ByHand() = default;
  virtual base::Result<std::int64_t> account(const std::string& column, const std::string& value) = 0;
  virtual base::Result<std::int64_t> addresses(const std::string& id, std::int64_t from, std::int64_t to) = 0;
  virtual base::Result<std::int64_t> at_address(const std::string& address, std::int64_t from, std::int64_t to) = 0;
};

class PostgresqlByHand final : public ByHand {
 public:
  explicit PostgresqlByHand(std::unique_ptr<provider::sql::Client> client) : client_(std::move(client)) {}
  base::Result<std::int64_t> account(const std::string& column, const std::string& value) override {
    return run(
        "SELECT account, name, extract(epoch FROM created) AS created FROM writ_accounts WHERE " + column + " = :value",
        {{"value", value}});
  }
  base::Result<std::int64_t> addresses(const std::string& id, std::int64_t from, std::int64_t to) override {
    return run(
        "SELECT address, port, at FROM writ_access WHERE account = :id AND at >= to_timestamp(:since) AND at < "
        "to_timestamp(:until) ORDER BY at",
        {{"id", id}, {"since", from}, {"until", to}});
  }
  base::Result<std::int64_t> at_address(const std::string& address, std::int64_t from, std::int64_t to) override {
    return run(
        "SELECT DISTINCT account FROM writ_access WHERE address = CAST(:value AS inet) AND at >= to_timestamp(:since) "
        "AND at < to_timestamp(:until)",
        {{"value", address}, {"since", from}, {"until", to}});
  }

 private:
  base::Result<std::int64_t> run(const std::string& statement, const provider::sql::Values& values) {
    std::int64_t rows = 0;
    TRY_VOID(client_->query("by hand", statement, values, [&](const provider::sql::Row&) -> base::Result<> {
      ++rows;
      return {};
    }));
    return rows;
  }
  std::unique_ptr<provider::sql::Client> client_;
};

class ClickhouseByHand final : public ByHand {
 public:
  explicit ClickhouseByHand(std::unique_ptr<provider::clickhouse::Client> client) : client_(std::move(client)) {}
  base::Result<std::int64_t> account(const std::string& column, const std::string& value) override {
    return run("SELECT account, name, toUInt32(created) FROM writ_accounts WHERE " + column + " IN (SELECT v FROM q)",
               {"String", {value}}, 3);
  }
  base::Result<std::int64_t> addresses(const std::string& id, std::int64_t from, std::int64_t to) override {
    return run("SELECT hex(address), port, toUInt32(at) FROM writ_access WHERE account IN (SELECT v FROM q)" +
                   between(from, to) + " ORDER BY at",
               {"String", {id}}, 3);
  }
  base::Result<std::int64_t> at_address(const std::string& address, std::int64_t from, std::int64_t to) override {
    return run(
        "SELECT DISTINCT account FROM writ_access_by_address WHERE address IN (SELECT v FROM q)" + between(from, to),
        {"FixedString(16)", {*provider::access::address_bytes(address)}}, 1);
  }

 private:
  static std::string between(std::int64_t from, std::int64_t to) {
    return " AND at >= toDateTime(" + std::to_string(from) + ") AND at < toDateTime(" + std::to_string(to) + ")";
  }
  base::Result<std::int64_t> run(const std::string& select, const provider::clickhouse::ExternalTable& values,
                                 std::size_t columns) {
    std::int64_t rows = 0;
    TRY_VOID(
        client_->query("by hand", select, values, columns, [&](const provider::clickhouse::Cells&) -> base::Result<> {
          ++rows;
          return {};
        }));
    return rows;
  }
  std::unique_ptr<provider::clickhouse::Client> client_;
};

struct Setup {
  World world;
  int runs;
  std::unique_ptr<provider::Connector> connector;
  std::function<base::Result<std::unique_ptr<ByHand>>()> by_hand;
};

bool ask(Setup& setup, legal::Selector selector) {
  const base::Time as_of = base::from_unix(setup.world.as_of);
  const auto answer = setup.connector->ask({.selector = std::move(selector),
                                            .categories = {"ip_address"},
                                            .as_of = as_of,
                                            .window = legal::Window{as_of - std::chrono::days(300), as_of}});
  if (!answer) return said(answer.error());
  if (answer->accounts.size() == 1 && !answer->accounts[0].categories.at("ip_address").data.empty()) return true;
  std::fprintf(stderr, "bench_lookup: found %zu accounts\n", answer->accounts.size());
  return false;
}

void print(const char* what, const Medians& times) {
  std::printf("%-16s connector %8.2f ms   by hand %8.2f ms   ratio %.2f\n", what, times.connector, times.by_hand,
              times.connector / times.by_hand);
}

void by_property(Setup& setup, const char* what, const std::string& column, legal::SelectorKind kind,
                 const std::function<std::string(std::int64_t)>& value) {
  const std::int64_t to = setup.world.as_of, from = to - 300 * day;
  const auto hand = [&](int i) {
    auto client = setup.by_hand();
    if (!client) return said(client.error());
    const auto found = (*client)->account(column, value(i * 7919));
    if (!found || *found != 1) return found ? false : said(found.error());
    const auto rows = (*client)->addresses(setup.world.id(i * 7919), from, to);
    return rows ? *rows > 0 : said(rows.error());
  };
  const auto asked = [&](int i) {
    return ask(setup, {.kind = kind, .value = value(i * 7919), .window = {}, .port = {}});
  };
  print(what, medians(setup.runs, asked, hand));
}

void by_address(Setup& setup) {
  const std::int64_t to = setup.world.as_of, from = to - day;
  const auto hand = [&](int i) {
    auto client = setup.by_hand();
    if (!client) return said(client.error());
    const auto found = (*client)->at_address(setup.world.address(i * 7919), from, to);
    if (!found || *found != 1) return found ? false : said(found.error());
    const auto account = (*client)->account("account", setup.world.id(i * 7919));
    if (!account) return said(account.error());
    const auto rows = (*client)->addresses(setup.world.id(i * 7919), from, to);
    return rows ? true : said(rows.error());
  };
  const auto asked = [&](int i) {
    return ask(setup, {.kind = legal::SelectorKind::ip_address,
                       .value = setup.world.address(i * 7919),
                       .window = legal::Window{base::from_unix(from), base::from_unix(to)},
                       .port = {}});
  };
  print("address, window", medians(setup.runs, asked, hand));
}

std::function<base::Result<std::unique_ptr<ByHand>>()> hand_of(const std::string& engine, const std::string& port,
                                                               const std::string& secret) {
  if (engine == "clickhouse") {
    static provider::clickhouse::Server server{.source = "by hand",
                                               .url = "http://127.0.0.1:" + port + "/",
                                               .database = "default",
                                               .user = "writ",
                                               .secret_file = secret,
                                               .secret_env = {},
                                               .tls_ca = {},
                                               .limits = {}};
    return []() -> base::Result<std::unique_ptr<ByHand>> {
      TRY(auto client, provider::clickhouse::Client::connect(server));
      return std::make_unique<ClickhouseByHand>(std::move(client));
    };
  }
  return [port, secret]() -> base::Result<std::unique_ptr<ByHand>> {
    TRY(auto words, provider::secret_of_file(secret));
    TRY(auto client, provider::sql::connect({.source = "by hand",
                                             .engine = provider::sql::Engine::postgresql,
                                             .limits = {},
                                             .port = static_cast<std::uint16_t>(std::stoi(port)),
                                             .database = "postgres",
                                             .user = "writ_reader",
                                             .secret = std::move(words)}));
    return std::make_unique<PostgresqlByHand>(std::move(client));
  };
}

}  // namespace

int main(int count, char** words) {
  if (count != 8) return std::fprintf(stderr, "use: bench/lookup.py\n"), 2;
  const base::DiskFiles files;
  auto file = provider::read_provider(files, words[1]);
  if (!file) return said(file.error()), 1;
  provider::HoldingsProfile holdings{
      .id = "bench", .rules = {{.category = "ip_address", .held = true, .retention_days = 365, .why = ""}}};
  auto connector = provider::open_connector(std::move(*file), std::move(holdings), {});
  if (!connector) return said(connector.error()), 1;
  Setup setup{.world = {.accounts = std::atoll(words[3]), .as_of = std::atoll(words[4])},
              .runs = std::atoi(words[5]),
              .connector = std::move(*connector),
              .by_hand = hand_of(words[2], words[6], words[7])};
  by_property(setup, "user id", "account", legal::SelectorKind::user_id,
              [&](std::int64_t i) { return setup.world.id(i); });
  by_property(setup, "phone number", "phone", legal::SelectorKind::phone_number,
              [&](std::int64_t i) { return setup.world.phone(i); });
  by_address(setup);
}
