#include "demo/messenger.h"

#include <fmt/format.h>

#include <chrono>
#include <filesystem>

#include "demo/messenger_values.h"
#include "store/db.h"

namespace writ::demo {

namespace {

using namespace std::chrono_literals;

constexpr std::string_view server = "messenger.example";
constexpr base::Time registration_first = std::chrono::sys_days(2019y / 1 / 1);
constexpr base::Time registration_end = std::chrono::sys_days(2024y / 1 / 1);
constexpr base::Time seen_first = std::chrono::sys_days(2023y / 1 / 1);
constexpr base::Time seen_end = std::chrono::sys_days(2025y / 2 / 1);
/// One row for each such stretch, so that the twelve months before any day of 2024 hold several rows of an account.
constexpr auto seen_stretch = 91 * 24h;

/// Shares of accounts, in hundredths.
constexpr std::uint64_t with_nothing_percent = 3;
constexpr std::uint64_t deactivated_percent = 1;
constexpr std::uint64_t phone_percent = 88;  // of those that are neither: about 85 of all
constexpr std::uint64_t email_percent = 30;

// Names, types and units of Synapse's schema 94 for what the connector reads, and of the columns beside it that nobody
// may read; a test compares them with a real server's.
constexpr std::string_view schema = R"(
CREATE TABLE users(name TEXT, password_hash TEXT, creation_ts BIGINT, admin SMALLINT DEFAULT 0 NOT NULL,
  deactivated SMALLINT DEFAULT 0 NOT NULL, UNIQUE(name));
CREATE TABLE user_ips(user_id TEXT NOT NULL, access_token TEXT NOT NULL, device_id TEXT, ip TEXT NOT NULL,
  user_agent TEXT NOT NULL, last_seen BIGINT NOT NULL);
CREATE UNIQUE INDEX user_ips_user_token_ip_unique_index ON user_ips(user_id, access_token, ip);
CREATE TABLE user_threepids(user_id TEXT NOT NULL, medium TEXT NOT NULL, address TEXT NOT NULL,
  validated_at BIGINT NOT NULL, added_at BIGINT NOT NULL, UNIQUE(medium, address));
CREATE TABLE access_tokens(id BIGINT PRIMARY KEY, user_id TEXT NOT NULL, device_id TEXT, token TEXT NOT NULL,
  UNIQUE(token));
CREATE TABLE event_json(event_id TEXT NOT NULL, room_id TEXT NOT NULL, json TEXT NOT NULL, UNIQUE(event_id));
)";

// After the rows: building an index at once is several times faster than keeping it up to date.
constexpr std::string_view indices = R"(
CREATE INDEX user_ips_last_seen ON user_ips(user_id, last_seen);
CREATE INDEX user_ips_last_seen_only ON user_ips(last_seen);
CREATE INDEX user_threepids_user_id ON user_threepids(user_id);
CREATE INDEX users_creation_ts ON users(creation_ts);
)";

base::Time between(base::Time from, base::Time to, base::Random& random) {
  return from + std::chrono::seconds(random.below(static_cast<std::uint64_t>((to - from).count())));
}

class Writer {
 public:
  Writer(store::Db& db, std::uint64_t seed) : db_(db), random_(seed) {}

  base::Result<> write(std::size_t accounts) {
    std::vector<std::size_t> numbers(reserved_phones);
    for (std::size_t i = 0; i < numbers.size(); ++i) numbers[i] = i;
    random_.shuffle(numbers);
    for (std::size_t i = 0; i < accounts; ++i) TRY_VOID(write_account(i, reserved_phone(numbers[i])));
    // A message, so that a test has something to be refused.
    return db_.run("INSERT INTO event_json VALUES(?, ?, ?)",
                   {"$sample", "!sample:messenger.example", R"({"content":{"body":"synthetic"}})"});
  }

 private:
  base::Result<> write_account(std::size_t index, const std::string& phone) {
    const std::string name = user_name(index, random_);
    const std::string id = fmt::format("@{}:{}", name, server);
    const base::Time registered = between(registration_first, registration_end, random_);
    const std::uint64_t kind = random_.below(100);
    const bool nothing = kind < with_nothing_percent;
    const bool deactivated = !nothing && kind < with_nothing_percent + deactivated_percent;
    TRY_VOID(db_.run("INSERT INTO users(name, password_hash, creation_ts, deactivated) VALUES(?, ?, ?, ?)",
                     {id, fmt::format("$2b$12$synthetic.{:016x}", random_.below(UINT64_MAX)),
                      base::unix_seconds(registered), deactivated ? 1 : 0}));
    if (nothing) return {};
    // Deactivation deletes third-party ids, but not addresses.
    if (!deactivated && random_.below(100) < phone_percent) {
      TRY_VOID(write_third_party_id(id, "msisdn", typed_phone(phone, random_), registered));
    }
    if (!deactivated && random_.below(100) < email_percent) {
      TRY_VOID(write_third_party_id(id, "email", name + "@mail.example", registered));
    }
    return write_addresses(id, registered);
  }

  base::Result<> write_third_party_id(const std::string& id, std::string_view medium, const std::string& address,
                                      base::Time registered) {
    const std::int64_t added =
        base::unix_seconds(registered) * 1000 + static_cast<std::int64_t>(random_.below(600'000));
    return db_.run("INSERT INTO user_threepids VALUES(?, ?, ?, ?, ?)", {id, medium, address, added, added});
  }

  base::Result<> write_addresses(const std::string& id, base::Time registered) {
    struct Device {
      std::string id, token, agent;
    };
    std::vector<Device> devices(1 + random_.below(3));
    for (Device& device : devices) {
      device = {fmt::format("DEVICE{:06}", ++devices_), fmt::format("syt_synthetic_{:016x}", random_.below(UINT64_MAX)),
                user_agent(random_)};
      TRY_VOID(db_.run("INSERT INTO access_tokens VALUES(?, ?, ?, ?)", {devices_, id, device.id, device.token}));
    }
    for (base::Time from = seen_first; from < seen_end; from += seen_stretch) {
      const base::Time first = std::max(from, registered);
      const base::Time end = std::min<base::Time>(from + seen_stretch, seen_end);
      if (first >= end) continue;
      const Device& device = devices[random_.below(devices.size())];
      const std::string address = stored_spelling(documentation_address(random_), random_);
      TRY_VOID(write_row(id, device.token, device.id, address, device.agent, between(first, end, random_)));
    }
    // Some clients reach the server by its own network or with a broken header.
    if (random_.below(20) != 0) return {};
    const base::Time at = between(std::max(seen_first, registered), seen_end, random_);
    return write_row(id, devices[0].token, devices[0].id, random_.below(4) == 0 ? "not-an-ip" : "127.0.0.1",
                     devices[0].agent, at);
  }

  base::Result<> write_row(const std::string& id, const std::string& token, const std::string& device,
                           std::string_view address, const std::string& agent, base::Time at) {
    const std::int64_t milliseconds = base::unix_seconds(at) * 1000 + static_cast<std::int64_t>(random_.below(1000));
    // As a real server: one row for (user, token, address), whose time moves.
    return db_.run(
        "INSERT INTO user_ips VALUES(?, ?, ?, ?, ?, ?) ON CONFLICT(user_id, access_token, ip) DO UPDATE SET last_seen "
        "= "
        "max(last_seen, excluded.last_seen)",
        {id, token, device, address, agent, milliseconds});
  }

  store::Db& db_;
  base::SeededRandom random_;
  std::int64_t devices_ = 0;
};

}  // namespace

base::Result<> make_messenger(const base::Path& database, std::uint64_t seed, std::size_t accounts) {
  if (accounts == 0 || accounts > sample_accounts_max) {
    return base::invalid("accounts", std::to_string(accounts), fmt::format("must be 1 to {}", sample_accounts_max));
  }
  std::error_code error;
  if (std::filesystem::exists(database, error)) {
    return base::fail(base::Errc::conflict, "database", database.filename().string(),
                      "exists already; a sample messenger is never written over a file");
  }
  if (database.has_parent_path()) std::filesystem::create_directories(database.parent_path(), error);
  TRY(store::Db db, store::Db::open(database));
  TRY_VOID(db.script(schema));
  return db.transaction([&]() -> base::Result<> {
    TRY_VOID(Writer(db, seed).write(accounts));
    return db.script(indices);
  });
}

}  // namespace writ::demo
