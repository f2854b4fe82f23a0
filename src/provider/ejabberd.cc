#include "provider/ejabberd.h"

#include <algorithm>
#include <tuple>
#include <utility>

#include "provider/address.h"
#include "provider/audit_sql.h"
#include "provider/ejabberd_log.h"
#include "provider/examine.h"
#include "provider/log_files.h"
#include "provider/sql_times.h"
#include "provider/xmpp_name.h"

namespace writ::provider {

namespace {

using ejabberd::SignIn;
using legal::SelectorKind;

struct EjabberdSettings {
  std::string domain;
  base::Path log;
  std::optional<Connection> store;  // none: Mnesia
  bool new_schema = false;
  std::string database_zone;
  ReadLimits limits;
};

SourceFacts ejabberd_facts(std::string name, bool store) {
  SourceFacts known{.name = std::move(name)};
  known.categories = {
      {"ip_address",
       {.timed = true,
        .time_meaning = "signed in at",
        .note = "From the server's log, to the second; each sign-in is one row, and failed ones are not among them. "
                "Source ports are those of the connection that the server saw."}}};
  if (store) {
    known.categories["last_seen"] = {.timed = true,
                                     .time_meaning = "last signed out at",
                                     .note =
                                         "Only the last sign-out is kept, to the second; who is signed in now "
                                         "has the one before."};
  }
  known.selectors = {SelectorKind::user_id, SelectorKind::user_name, SelectorKind::ip_address};
  known.ports = true;
  known.address_window_note =
      "Sign-ins and whole sessions are looked at as far as the server's log reaches; a session whose sign-in stands in "
      "a log that was deleted is not found.";
  if (!store)
    known.not_found_notes = {{SelectorKind::user_name, "accounts are known from the log alone, by their sign-ins."},
                             {SelectorKind::user_id, "accounts are known from the log alone, by their sign-ins."}};
  return known;
}

std::string meaning_of(const SignIn& sign_in) {
  if (!sign_in.ended) return "signed in at (no sign-out in the log)";
  return "signed in at (signed out at " + base::format_time(*sign_in.ended) + ")";
}

constexpr const char* forgeable_note =
    "between failed sign-ins of one address, which could have written it into the log";

/// By this the files of the log are put in order.
std::string first_time(std::string_view line) {
  const auto record = ejabberd::parse_record(line);
  return record ? base::format_time(record->at) : std::string();
}

class EjabberdReading final : public Reading {
 public:
  EjabberdReading(const EjabberdSettings& settings, const SourceFacts& facts, std::unique_ptr<sql::Client> client,
                  base::Time as_of)
      : settings_(settings), facts_(facts), client_(std::move(client)), as_of_(as_of) {}

  base::Result<std::vector<AccountRow>> find(const legal::Selector& selector, const Span& span) override {
    if (selector.kind == SelectorKind::ip_address) return by_address(selector, span);
    return account(xmpp::local_part(selector.value));
  }

  base::Result<std::vector<StampedRow>> rows(std::string_view category, const AccountRow& account,
                                             const Span& span) override {
    return category == "last_seen" ? last(account, span) : sign_ins(account, span);
  }

  std::int64_t rows_read() const override { return lines_ + (client_ ? client_->rows() : 0); }

 private:
  base::Result<std::vector<SignIn>> read(std::function<bool(std::string_view, std::string_view)> wanted) {
    ejabberd::SignIns found(std::move(wanted), as_of_);
    TRY_VOID(
        read_log(facts_.name, settings_.log, settings_.limits, first_time, [&](const LogLine& line) -> base::Result<> {
          ++lines_;
          found.line(line.text, line.place);
          if (static_cast<std::int64_t>(found.size()) <= settings_.limits.rows_max) return {};
          return std::unexpected(sql::error_of(facts_.name, "log", sql::fault::row_cap,
                                               "more than " + std::to_string(settings_.limits.rows_max) + " sign-ins"));
        }));
    return found.finish();
  }

  base::Result<std::vector<AccountRow>> account(const std::string& user) {
    const std::string id = user + "@" + settings_.domain;
    std::vector<AccountRow> found;
    if (!client_) {
      TRY(const auto signed_in, read([&](std::string_view account, std::string_view) { return account == id; }));
      if (std::any_of(signed_in.begin(), signed_in.end(), [](const SignIn& one) { return !one.forgeable; }))
        found.push_back({.id = id, .name = user, .created = {}});
      return found;
    }
    TRY(const auto created_at, sql::TimeColumn::make(sql::TimeUnit::timestamp, settings_.database_zone));
    const std::string where = settings_.new_schema ? "username = :user AND server_host = :domain" : "username = :user";
    sql::Values values{{"user", user}};
    if (settings_.new_schema) values.emplace_back("domain", settings_.domain);
    TRY_VOID(client_->query("account by name", "SELECT username, created_at FROM users WHERE " + where, values,
                            [&](const sql::Row& row) -> base::Result<> {
                              TRY(const std::string name, row.text("username"));
                              const base::Time now =
                                  std::chrono::floor<std::chrono::seconds>(std::chrono::system_clock::now());
                              TRY(const auto created, created_at.read(row, "created_at", std::max(as_of_, now)));
                              // MariaDB's collation takes more for equal than ejabberd does.
                              if (name == user && (!created || *created <= as_of_))
                                found.push_back({.id = id, .name = user, .created = created});
                              return {};
                            }));
    return found;
  }

  base::Result<std::vector<AccountRow>> by_address(const legal::Selector& selector, const Span& span) {
    TRY(const auto signed_in, read([&](std::string_view account, std::string_view canonical) {
          return canonical == selector.value && account.ends_with("@" + settings_.domain);
        }));
    std::vector<std::string> ids;
    for (const SignIn& one : signed_in) {
      const bool overlaps = one.at < span.to && (!one.ended || *one.ended >= span.from);
      const bool other_port = selector.port && one.port && *one.port != *selector.port;
      if (overlaps && !other_port && !one.forgeable) ids.push_back(one.account);
    }
    std::sort(ids.begin(), ids.end());
    ids.erase(std::unique(ids.begin(), ids.end()), ids.end());
    std::vector<AccountRow> found;
    for (const std::string& id : ids) {
      const std::string user = xmpp::local_part(id);
      if (!client_) {
        found.push_back({.id = id, .name = user, .created = {}});
        continue;
      }
      TRY(auto known, account(user));
      // Removed since: the log still names it.
      if (known.empty()) known.push_back({.id = id, .name = user, .created = {}, .closed = true});
      found.push_back(std::move(known.front()));
    }
    return found;
  }

  base::Result<std::vector<StampedRow>> sign_ins(const AccountRow& account, const Span& span) {
    TRY(const auto signed_in, read([&](std::string_view name, std::string_view) { return name == account.id; }));
    std::vector<StampedRow> found;
    for (const SignIn& one : signed_in) {
      if (account.created && one.at < *account.created) continue;  // of an account that had this name before
      const std::string left_out = one.forgeable ? forgeable_note : "";
      if (one.at >= span.from && one.at < span.to) {
        found.push_back(
            {.text = one.address, .at = one.at, .port = one.port, .meaning = meaning_of(one), .left_out = left_out});
      } else if (one.at < span.from && one.ended && *one.ended >= span.from && *one.ended < span.to) {
        found.push_back({.text = one.address,
                         .at = one.ended,
                         .port = one.port,
                         .meaning = "signed out at (signed in before the period)",
                         .left_out = left_out});
      }
    }
    std::sort(found.begin(), found.end(), [](const StampedRow& a, const StampedRow& b) {
      return std::tie(a.at, a.text, a.port) < std::tie(b.at, b.text, b.port);
    });
    return found;
  }

  base::Result<std::vector<StampedRow>> last(const AccountRow& account, const Span& span) {
    TRY(const auto seconds, sql::TimeColumn::make(sql::TimeUnit::seconds, "UTC"));
    const std::string where = settings_.new_schema ? "username = :user AND server_host = :domain" : "username = :user";
    sql::Values values{{"user", account.name}};
    if (settings_.new_schema) values.emplace_back("domain", settings_.domain);
    std::vector<StampedRow> found;
    TRY_VOID(client_->query(
        "last sign-out", "SELECT seconds FROM last WHERE " + where, values, [&](const sql::Row& row) -> base::Result<> {
          const base::Time now = std::chrono::floor<std::chrono::seconds>(std::chrono::system_clock::now());
          TRY(const auto at, seconds.read(row, "seconds", std::max(as_of_, now)));
          if (at && *at >= span.from && *at < span.to)
            found.push_back({.text = base::format_time(*at), .at = at, .port = {}});
          return {};
        }));
    return found;
  }

  const EjabberdSettings& settings_;
  const SourceFacts& facts_;
  std::unique_ptr<sql::Client> client_;
  base::Time as_of_;
  std::int64_t lines_ = 0;
};

/// The columns that are read: `users` also holds passwords. In SQLite they are all that can be; of a server's role they
/// are all that may be.
AllowList ejabberd_columns(bool new_schema) {
  AllowList allowed{.columns = {{"users", {"username", "created_at"}}, {"last", {"username", "seconds"}}},
                    .functions = {}};
  if (new_schema) {
    for (auto& [table, columns] : allowed.columns) columns.push_back("server_host");
  }
  return allowed;
}

class Ejabberd final : public Source, public Surveyed {
 public:
  Ejabberd(std::string name, EjabberdSettings settings)
      : facts_(ejabberd_facts(std::move(name), settings.store.has_value())), settings_(std::move(settings)) {}

  const SourceFacts& facts() const override { return facts_; }
  base::Result<> check(const legal::Selector& selector) const override {
    return xmpp::check_selector(selector, settings_.domain);
  }
  base::Result<std::unique_ptr<Reading>> open(base::Time as_of) override {
    std::unique_ptr<sql::Client> client;
    if (settings_.store) {
      TRY(client, settings_.store->connect());
    }
    return std::make_unique<EjabberdReading>(settings_, facts_, std::move(client), as_of);
  }

  /// The store answers, and the log is there and has a line.
  std::vector<Finding> examine(base::Time now) override {
    Findings findings(facts_.name);
    if (const auto reading = open(now); !reading)
      findings.wrong("connection", "could not be read: " + reading.error().message());
    else if (settings_.store)
      examine_store(*settings_.store, ejabberd_columns(settings_.new_schema), findings);
    bool seen = false;
    const auto read =
        read_log(facts_.name, settings_.log, settings_.limits, first_time, [&](const LogLine&) -> base::Result<> {
          seen = true;
          return base::fail(base::Errc::conflict, "log", "", "one line is enough");
        });
    if (!seen && !read) findings.wrong("log", "could not be read: " + read.error().message());
    if (!seen && read) findings.note("log", "has no record yet.");
    return findings.take();
  }

  base::Result<std::vector<Survey>> survey(const std::map<std::string, base::Time>& kept_from,
                                           base::Time now) override {
    std::vector<Survey> surveys;
    if (settings_.store) {
      TRY(const auto client, settings_.store->connect());
      TRY(surveys, survey_sql(*client,
                              {{"last_seen", "last", "username", "CAST(seconds AS DECIMAL)", 1, ""},
                               {"registration_date", "users", "username", "", 1, ""},
                               {"user_name", "users", "username", "", 1, ""}},
                              kept_from));
    }
    if (!settings_.store)
      surveys.push_back({.category = "user_name",
                         .rows = {},
                         .oldest = {},
                         .setting = {},
                         .unlooked = "the accounts are in Mnesia, which only ejabberd itself can count."});
    const auto limit = kept_from.find("ip_address");
    Survey survey{.category = "ip_address", .oldest = {}, .past = 0, .setting = "rotate and maxage in /etc/logrotate.d/ejabberd"};
    TRY_VOID(
        read_log(facts_.name, settings_.log, settings_.limits, first_time, [&](const LogLine& line) -> base::Result<> {
          const auto record = ejabberd::parse_record(line.text);
          if (!record || record->at > now || !record->where.starts_with("ejabberd_listener:accept/")) return {};
          ++*survey.rows;
          if (!survey.oldest) survey.oldest = record->at;
          if (limit != kept_from.end() && record->at < limit->second) ++*survey.past;
          return {};
        }));
    surveys.push_back(std::move(survey));
    return surveys;
  }

 private:
  SourceFacts facts_;
  EjabberdSettings settings_;
};

}  // namespace

base::Result<std::unique_ptr<Source>> make_ejabberd(std::string name, Keys& keys) {
  EjabberdSettings settings;
  TRY(settings.domain, keys.text("domain"));
  TRY(settings.log, keys.path("log"));
  TRY(const std::string store, keys.text("store"));
  TRY(settings.new_schema, keys.flag_or("new_schema", false));
  TRY(settings.database_zone, keys.text_or("database_zone", "UTC"));
  if (store == "mnesia") {
    TRY(settings.limits, limits_of(keys));
  } else {
    const auto engine = sql::engine(store);
    if (!engine) return std::unexpected(keys.wrong("store", "must be mnesia, sqlite, postgresql or mariadb"));
    TRY(settings.store, Connection::read(keys, name, *engine, with_counting(ejabberd_columns(settings.new_schema))));
    settings.limits = settings.store->limits();
  }
  const auto zone = sql::TimeColumn::make(sql::TimeUnit::timestamp, settings.database_zone);
  if (!zone) return std::unexpected(keys.wrong("database_zone", zone.error().rule));
  return std::make_unique<Ejabberd>(std::move(name), std::move(settings));
}

}  // namespace writ::provider
