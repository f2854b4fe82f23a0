// A small database with Synapse's tables, made by a test. Times are record times of 2024.
#pragma once

#include <doctest/doctest.h>
#include <unistd.h>

#include <filesystem>
#include <string>

#include "provider/synapse_sqlite.h"
#include "store/db.h"

namespace writ::provider {

inline base::Time at(const char* text) {
  const auto time = base::parse_time(text);
  REQUIRE(time);
  return *time;
}

class SynapseFile {
 public:
  SynapseFile() : folder_(std::filesystem::temp_directory_path() / ("writ-provider-" + std::to_string(getpid()))) {
    std::filesystem::remove_all(folder_);
    std::filesystem::create_directories(folder_);
    auto opened = store::Db::open(path());
    REQUIRE(opened);
    db_.emplace(std::move(*opened));
    REQUIRE(db_->script(R"(
      CREATE TABLE users(name TEXT, password_hash TEXT, creation_ts BIGINT,
        deactivated SMALLINT DEFAULT 0 NOT NULL, UNIQUE(name));
      CREATE TABLE user_ips(user_id TEXT NOT NULL, access_token TEXT NOT NULL, device_id TEXT, ip TEXT NOT NULL,
        user_agent TEXT NOT NULL, last_seen BIGINT NOT NULL);
      CREATE UNIQUE INDEX user_ips_user_token_ip_unique_index ON user_ips(user_id, access_token, ip);
      CREATE INDEX user_ips_last_seen_only ON user_ips(last_seen);
      CREATE TABLE user_threepids(user_id TEXT NOT NULL, medium TEXT NOT NULL, address TEXT NOT NULL,
        validated_at BIGINT NOT NULL, added_at BIGINT NOT NULL, UNIQUE(medium, address));
      CREATE TABLE access_tokens(id BIGINT PRIMARY KEY, user_id TEXT, token TEXT);
      CREATE TABLE event_json(event_id TEXT, json TEXT);
      CREATE TABLE e2e_device_keys_json(user_id TEXT, key_json TEXT);
    )"));
  }
  ~SynapseFile() {
    db_.reset();
    std::error_code error;
    std::filesystem::remove_all(folder_, error);
  }

  base::Path path() const { return folder_ / "homeserver.db"; }
  store::Db& db() { return *db_; }

  void user(const std::string& id, const char* created, bool deactivated = false) {
    REQUIRE(db_->run("INSERT INTO users VALUES(?, 'secret', ?, ?)",
                     {id, base::unix_seconds(at(created)), deactivated ? 1 : 0}));
  }
  void seen(const std::string& id, const std::string& ip, const char* time, const std::string& agent = "Chat/1") {
    seen_at(id, ip, base::unix_seconds(at(time)) * 1000, agent);
  }
  void seen_at(const std::string& id, const std::string& ip, std::int64_t milliseconds,
               const std::string& agent = "Chat/1") {
    REQUIRE(db_->run("INSERT INTO user_ips VALUES(?, ?, 'D', ?, ?, ?)",
                     {id, "token" + std::to_string(++tokens_), ip, agent, milliseconds}));
  }
  void third_party_id(const std::string& id, const std::string& medium, const std::string& address, const char* added) {
    const std::int64_t time = base::unix_seconds(at(added)) * 1000;
    REQUIRE(db_->run("INSERT INTO user_threepids VALUES(?, ?, ?, ?, ?)", {id, medium, address, time, time}));
  }

 private:
  base::Path folder_;
  std::optional<store::Db> db_;
  int tokens_ = 0;
};

inline HoldingsProfile profile_of_a_year() {
  return {.id = "test",
          .rules = {{"phone_number", true, {}, ""},
                    {"email", true, {}, ""},
                    {"registration_date", true, {}, ""},
                    {"ip_address", true, 365, ""},
                    {"last_seen", true, 365, ""},
                    {"device", true, 30, ""}}};
}

inline SynapseOptions options_for(const SynapseFile& file) {
  return {.database = file.path(), .holdings = profile_of_a_year()};
}

inline std::unique_ptr<Connector> connector_of(SynapseOptions options) {
  auto connector = make_synapse_connector(std::move(options));
  REQUIRE(connector);
  return std::move(*connector);
}

inline Question about(legal::SelectorKind kind, const std::string& value, legal::CodeSet categories,
                      const char* as_of = "2024-06-30T12:00:00Z") {
  return {.selector = {.kind = kind, .value = value},
          .categories = std::move(categories),
          .as_of = at(as_of),
          .window = {}};
}
inline Question about_user(legal::CodeSet categories, const char* as_of = "2024-06-30T12:00:00Z") {
  return about(legal::SelectorKind::user_id, "@a:x.example", std::move(categories), as_of);
}
inline legal::Window window(const char* from, const char* to) { return {at(from), at(to)}; }

/// The one account's answer for the one category asked.
inline CategoryAnswer only(Connector& connector, const Question& question) {
  const auto answer = connector.ask(question);
  REQUIRE_MESSAGE(answer.has_value(), (answer ? "" : answer.error().message()));
  REQUIRE(answer->accounts.size() == 1);
  REQUIRE(answer->accounts[0].categories.size() == 1);
  return answer->accounts[0].categories.begin()->second;
}

}  // namespace writ::provider
