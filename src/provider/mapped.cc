#include "provider/mapped.h"

#include <algorithm>
#include <chrono>
#include <utility>

#include "provider/examine.h"
#include "provider/mapped_rows.h"
#include "provider/mapped_survey.h"

namespace writ::provider {

namespace {

using legal::SelectorKind;

constexpr std::size_t mapping_bytes_max = 256 * 1024;

base::Time now() { return std::chrono::floor<std::chrono::seconds>(std::chrono::system_clock::now()); }

/// Units and zone, by the oldest and the newest row over all accounts.
class ExtentExam {
 public:
  ExtentExam(const std::string& category, const CategoryQuery& query, base::Time at, Findings& findings)
      : category_(category), query_(query), at_(at), findings_(findings) {}

  void run(sql::Client& client) {
    const auto asked =
        client.query(category_ + ".extent", query_.extent, {}, [&](const sql::Row& row) -> base::Result<> {
          for (const char* column : {"oldest", "newest"}) {
            TRY(const auto cell, row.cell(column));
            look(client.source(), column, cell);
          }
          return {};
        });
    if (!asked) findings_.wrong("category." + category_, "the extent cannot be asked: " + asked.error().message());
  }

 private:
  void look(const std::string& source, const char* column, std::optional<std::string_view> cell) {
    const std::string subject = "category." + category_;
    const auto time = query_.time.read(source, column, cell, at_);
    if (!time) {
      std::string change = "say the unit and zone that the column has";
      for (const sql::TimeUnit unit : {sql::TimeUnit::seconds, sql::TimeUnit::milliseconds, sql::TimeUnit::microseconds,
                                       sql::TimeUnit::timestamp}) {
        const auto other = sql::TimeColumn::make(unit, "UTC");
        if (other && other->read(source, column, cell, at_))
          change = "it looks like unit = \"" + std::string(sql::name_of(unit)) + "\"";
      }
      findings_.wrong(subject, "wrong unit: the " + std::string(column) + " row, " + time.error().rule, change);
      return;
    }
    const bool newest = std::string_view(column) == "newest";
    if (newest && !*time) findings_.note(subject, "there is no row at all");
    if (newest && *time && **time > at_ + std::chrono::minutes(5)) {
      findings_.wrong(subject, "the newest row, " + base::format_time(**time) + ", lies in the future",
                      "say the zone of the column, or set the server's clock");
    }
    if (newest && *time && **time < at_ - std::chrono::days(7)) {
      findings_.note(subject, "the newest row is of " + base::format_time(**time) + ": is it still written?");
    }
  }

  const std::string& category_;
  const CategoryQuery& query_;
  base::Time at_;
  Findings& findings_;
};

class Mapped final : public Source, public Surveyed {
 public:
  Mapped(std::string name, Mapping mapping, Connection connection)
      : mapping_(std::move(mapping)), connection_(std::move(connection)) {
    mapping_.facts.name = std::move(name);
  }

  const SourceFacts& facts() const override { return mapping_.facts; }
  base::Result<std::unique_ptr<Reading>> open(base::Time as_of) override {
    TRY(auto client, connection_.connect());
    return std::make_unique<MappedReading>(std::move(client), mapping_, as_of, std::max(as_of, now()));
  }

  base::Result<std::vector<Survey>> survey(const std::map<std::string, base::Time>& kept_from,
                                           base::Time at) override {
    TRY(const auto client, connection_.connect());
    return survey_mapped(*client, mapping_, kept_from, at);
  }

  std::vector<Finding> examine(base::Time at) override {
    Findings findings(mapping_.facts.name);
    examine_connection(connection_, findings);
    examine_accounts(at, findings);
    examine_categories(at, findings);
    if (const auto client = connect(findings)) examine_audit(*client, mapping_, at, findings);
    if (const auto client = connect(findings)) examine_grants(*client, mapping_.allowed, findings);
    return findings.take();
  }

 private:
  /// A connection for each look: after an error PostgreSQL's transaction answers nothing more.
  std::unique_ptr<sql::Client> connect(Findings& findings) const {
    auto client = connection_.connect();
    if (client) return std::move(*client);
    findings.wrong("connection", "could not be read: " + client.error().message());
    return nullptr;
  }

  void examine_accounts(base::Time at, Findings& findings) const {
    for (const auto& [kind, query] : mapping_.accounts) {
      const auto client = connect(findings);
      if (!client) return;
      const std::string subject = "accounts." + std::string(legal::name_of(kind));
      const auto values = account_values(mapping_, nobody(kind), {at - std::chrono::hours(1), at}, at);
      std::set<std::string> needed{"account"};
      if (kind == SelectorKind::ip_address && mapping_.facts.ports) needed.insert("port");
      if (kind == SelectorKind::ip_address && mapping_.categories.find("ip_address")->second.time.zoned())
        needed.insert("at");
      if (!values || !examine_columns(*client, subject, query.statement, *values, needed, findings)) continue;
      if (kind != SelectorKind::ip_address && client->engine() == sql::Engine::mariadb &&
          std::ranges::find(client->columns(), "stored") == client->columns().end())
        findings.note(subject, "gives no column \"stored\": MariaDB's collation may take other letters for equal, and an "
                               "account that is found so is refused and not compared again");
      if (!query.scan) examine_index(*client, subject, query.statement, *values, findings);
    }
  }

  void examine_categories(base::Time at, Findings& findings) const {
    for (const auto& [category, query] : mapping_.categories) {
      const auto client = connect(findings);
      if (!client) return;
      const std::string subject = "category." + category;
      const bool timed = mapping_.facts.categories.at(category).timed;
      const sql::Values values = category_values(query, "0", {at - std::chrono::hours(1), at}, at);
      std::set<std::string> needed;
      if (category != "last_seen") needed.insert("value");
      if (timed) needed.insert("at");
      if (examine_columns(*client, subject, query.statement, values, needed, findings) && !query.scan)
        examine_index(*client, subject, query.statement, values, findings);
      if (query.extent.empty()) continue;
      if (const auto second = connect(findings)) ExtentExam(category, query, at, findings).run(*second);
    }
  }

  Mapping mapping_;
  Connection connection_;
};

}  // namespace

base::Result<std::unique_ptr<Source>> make_mapped(std::string name, Keys& keys) {
  TRY(const base::Path file, keys.path("mapping"));
  const base::DiskFiles files;
  const auto text = static_cast<const base::Files&>(files).read(file, mapping_bytes_max);
  if (!text) return std::unexpected(keys.wrong("mapping", "must name a file that can be read"));
  TRY(Mapping mapping, parse_mapping(*text, file.filename().string()));
  const sql::Engine engine = mapping.engine;
  AllowList allowed = mapping.allowed;
  TRY(Connection connection, Connection::read(keys, name, engine, std::move(allowed)));
  return std::make_unique<Mapped>(std::move(name), std::move(mapping), std::move(connection));
}

}  // namespace writ::provider
