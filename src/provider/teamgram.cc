#include "provider/teamgram.h"

#include <algorithm>
#include <utility>

#include "provider/audit_sql.h"
#include "provider/examine.h"
#include "provider/teamgram_rows.h"

namespace writ::provider {

namespace {

using legal::SelectorKind;

constexpr std::size_t user_name_bytes_max = 32;  // of the protocol, and of the column
constexpr std::size_t id_digits_max = 18;        // a signed 64-bit number, with a digit to spare

SourceFacts teamgram_facts(std::string name) {
  SourceFacts known{.name = std::move(name)};
  known.categories = {
      {"phone_number",
       {.note =
            "The number at the time of reading; when it was tied to the account, and earlier numbers, are not kept.",
        .none_note = "The account has no phone number.",
        .closed_note = "The account is deleted; Teamgram overwrites its phone number then."}},
      {"ip_address",
       {.timed = true,
        .time_meaning = "last active at",
        .note =
            "Each device keeps its last address only, without a port; earlier addresses are not kept. Ended sessions "
            "are among them."}},
      {"device",
       {.timed = true, .time_meaning = "last active at", .note = "The text is what the client said of itself."}},
      {"last_seen",
       {.timed = true,
        .time_meaning = "last seen at",
        .note = "Set when the client says that it is online: a client can be active without saying so."}},
  };
  known.selectors = {SelectorKind::user_id, SelectorKind::user_name, SelectorKind::phone_number,
                     SelectorKind::ip_address};
  known.address_window_note =
      "The source keeps each device's last address only: an account that used it in the window and then another, or "
      "the "
      "same again later, is not found. A device can carry several accounts; each of them is named.";
  known.not_found_notes = {
      {SelectorKind::phone_number,
       "a deleted account's number is overwritten, and a number that was given up leaves its first "
       "account without a trace."}};
  return known;
}

bool is_digits(const std::string& text) {
  return !text.empty() && std::all_of(text.begin(), text.end(), [](char c) { return c >= '0' && c <= '9'; });
}

base::Result<> check_teamgram(const legal::Selector& selector) {
  if (selector.kind == SelectorKind::user_id && (!is_digits(selector.value) || selector.value.size() > id_digits_max))
    return base::invalid("selector.value", selector.value, "a user id of Teamgram is a number");
  if (selector.kind != SelectorKind::user_name) return {};
  const std::string name = selector.value.starts_with('@') ? selector.value.substr(1) : selector.value;
  const bool fits =
      !name.empty() && name.size() <= user_name_bytes_max && std::all_of(name.begin(), name.end(), [](char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_';
      });
  if (fits) return {};
  return base::invalid(
      "selector.value", selector.value,
      "a user name of Teamgram has 1 to 32 of A-Z, a-z, 0-9 and _; a letter that looks alike is another");
}

class Teamgram final : public Source, public Surveyed {
 public:
  Teamgram(std::string name, Connection connection)
      : facts_(teamgram_facts(std::move(name))), connection_(std::move(connection)) {}

  const SourceFacts& facts() const override { return facts_; }
  base::Result<> check(const legal::Selector& selector) const override { return check_teamgram(selector); }
  std::vector<Finding> examine(base::Time now) override {
    Findings findings(facts_.name);
    examine_connection(connection_, findings);
    const auto client = connection_.connect();
    if (!client) {
      findings.wrong("connection", "could not be read: " + client.error().message());
      return findings.take();
    }
    examine_grants(**client, teamgram::columns(), findings);
    examine_index(**client, "sessions of an account", "SELECT auth_key_id FROM auth_users WHERE user_id = :id",
                  {{"id", std::int64_t{1}}}, findings);
    findings.note("accounts by address", "there is no index on auths.client_ip or date_active: a window is a scan",
                  "keep limits.time_ms above what it takes; 500,000 rows took about a second");
    if (const auto reading = open(now); !reading) findings.wrong("units", reading.error().message());
    return findings.take();
  }
  base::Result<std::unique_ptr<Reading>> open(base::Time as_of) override {
    TRY(auto client, connection_.connect());
    auto reading = std::make_unique<teamgram::TeamgramReading>(std::move(client), as_of);
    TRY_VOID(reading->check_units());
    return reading;
  }

  base::Result<std::vector<Survey>> survey(const std::map<std::string, base::Time>& kept_from, base::Time) override {
    const std::string setting = "the job that deletes rows of auths (Teamgram has no setting)";
    const std::vector<CountQuery> counts{
        {"ip_address", "auths WHERE client_ip <> '' AND date_active > 0", "auth_key_id", "date_active", 1, setting},
        {"device", "auths WHERE device_model <> '' AND date_active > 0", "auth_key_id", "date_active", 1, setting},
        {"last_seen", "user_presences WHERE last_seen_at > 0", "user_id", "last_seen_at", 1, ""},
        {"phone_number", "users WHERE phone <> '' AND phone NOT LIKE '-%'", "id", "", 1, ""},
        {"registration_date", "users", "id", "UNIX_TIMESTAMP(created_at)", 1, ""},
        {"user_name", "username WHERE peer_type = " + std::to_string(teamgram::peer_user) + " AND deleted = 0",
         "peer_id", "", 1, ""}};
    TRY(const auto client, connection_.connect());
    return survey_sql(*client, counts, kept_from);
  }

 private:
  SourceFacts facts_;
  Connection connection_;
};

}  // namespace

base::Result<std::unique_ptr<Source>> make_teamgram(std::string name, Keys& keys) {
  TRY(Connection connection, Connection::read(keys, name, sql::Engine::mariadb, {}));
  return std::make_unique<Teamgram>(std::move(name), std::move(connection));
}

}  // namespace writ::provider
