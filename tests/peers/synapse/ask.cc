// Asks a messenger through its connector and prints the answer as JSON. For the tests of tests/peers.
//   provider_ask SOURCE '{"kind":..., "value":..., "categories":[...], "as_of":..., "from":..., "to":..., "port":...,
//   "retention_days":...}'     SOURCE is a Synapse SQLite database or a provider.toml; a list of questions gives a list
//   provider_ask DATABASE '{"sql":"SELECT ..."}'     tries SQL through the SQLite connector's own guarded connection
//   provider_ask --make DATABASE ACCOUNTS            makes a sample messenger
//   provider_ask --check PROVIDER_TOML TIME          what `writ provider check` finds
//   provider_ask --audit PROVIDER_TOML OPTIONS    what the sources hold, options as of a question
//   provider_ask --sql SERVER TABLES                 what `writ provider sql` prints, as it is
#include <cstdio>
#include <nlohmann/json.hpp>
#include <string>

#include "base/clock.h"
#include "demo/messenger.h"
#include "legal/vocabulary.h"
#include "provider/audit.h"
#include "provider/install_sql.h"
#include "provider/open.h"
#include "provider/synapse_sqlite.h"

using namespace writ;
using nlohmann::json;

namespace {

json to_json(const base::Error& error) {
  static constexpr const char* codes[] = {"invalid", "not_found", "conflict", "denied", "unavailable", "corrupt"};
  return {{"error",
           {{"code", codes[static_cast<int>(error.code)]},
            {"field", error.field},
            {"value", error.value},
            {"rule", error.rule}}}};
}

json to_json(const provider::CategoryAnswer& category) {
  json data = json::array();
  for (const provider::Datum& datum : category.data) {
    data.push_back({{"value", datum.value},
                    {"at", datum.at ? json(base::unix_seconds(*datum.at)) : json()},
                    {"time_meaning", datum.time_meaning},
                    {"port", datum.port ? json(*datum.port) : json()},
                    {"as_stored", datum.as_stored}});
  }
  return {{"holding", provider::code_of(category.holding)}, {"data", data}, {"note", category.note}};
}

json to_json(const provider::Answer& answer, const json& records) {
  json accounts = json::array();
  for (const provider::AccountAnswer& account : answer.accounts) {
    json categories = json::object();
    for (const auto& [name, category] : account.categories) categories[name] = to_json(category);
    accounts.push_back({{"account", account.account}, {"categories", categories}});
  }
  return {{"accounts", accounts}, {"account_note", answer.account_note}, {"records", records}};
}

base::Result<json> try_sql(const base::Path& database, const std::string& sql) {
  TRY(auto db, provider::GuardedDb::open("synapse", database, provider::synapse_allow_list(), {}));
  std::int64_t rows = 0;
  TRY_VOID(db.query("sql", sql, {}, [&](const store::Row&) -> base::Result<> {
    ++rows;
    return {};
  }));
  return json{{"rows", rows}};
}

/// Everything but `not_held`, what has a time of use for `days`.
provider::HoldingsProfile profile(int days, const std::vector<std::string>& not_held) {
  provider::HoldingsProfile holdings{.id = "test", .rules = {}};
  for (const legal::Word& word : legal::categories()) {
    const std::string category(word.code);
    const bool timed = category == "ip_address" || category == "last_seen" || category == "device";
    const bool held = std::find(not_held.begin(), not_held.end(), category) == not_held.end();
    holdings.rules.push_back({category, held, timed && held ? std::optional(days) : std::nullopt, ""});
  }
  return holdings;
}

base::Result<std::unique_ptr<provider::Connector>> connector_of(const base::Path& source, const json& asked,
                                                                json& records) {
  provider::Audit audit{.hash = [](base::ByteView) { return base::Hash{}; },
                        .record =
                            [&](const provider::AuditRecord& record) {
                              records.push_back({{"source", record.source},
                                                 {"rows", record.rows_read},
                                                 {"accounts", record.accounts},
                                                 {"refused", record.refused}});
                            }};
  auto holdings =
      profile(asked.value("retention_days", 28), asked.value("not_held", std::vector<std::string>{"device"}));
  if (source.extension() == ".toml") {
    const base::DiskFiles files;
    TRY(auto file, provider::read_provider(files, source));
    return provider::open_connector(std::move(file), std::move(holdings), std::move(audit));
  }
  return provider::make_synapse_connector(
      {.database = source, .holdings = std::move(holdings), .audit = std::move(audit)});
}

base::Result<json> ask(const base::Path& source, const json& asked) {
  json records = json::array();
  TRY(auto connector, connector_of(source, asked, records));
  provider::Question question;
  const auto kind = legal::selector_kind(asked.at("kind").get<std::string>());
  if (!kind) return base::invalid("kind", asked.at("kind").get<std::string>(), "is not a kind of selector");
  question.selector = {.kind = *kind, .value = asked.at("value").get<std::string>()};
  question.categories = legal::make_set(asked.at("categories").get<std::vector<std::string>>());
  question.as_of = base::from_unix(asked.at("as_of").get<std::int64_t>());
  if (asked.contains("port")) question.selector.port = asked.at("port").get<std::uint16_t>();
  if (asked.contains("from")) {
    question.selector.window = legal::Window{base::from_unix(asked.at("from").get<std::int64_t>()),
                                             base::from_unix(asked.at("to").get<std::int64_t>())};
  }
  TRY(const auto answer, connector->ask(question));
  return to_json(answer, records);
}

base::Result<json> audit(const base::Path& file, const json& options) {
  const base::DiskFiles files;
  TRY(const auto opened, provider::read_provider(files, file));
  const auto holdings = profile(options.value("retention_days", 28), options.value("not_held", std::vector<std::string>{}));
  const auto report = provider::audit_sources(opened.sources, holdings, {}, base::SystemClock().now());
  json held = json::object(), wrong = json::array(), open = json::array();
  for (const auto& [source, survey] : report.surveys) {
    held[survey.category] = {{"rows", survey.rows ? json(*survey.rows) : json()},
                             {"past", survey.past ? json(*survey.past) : json()},
                             {"oldest", survey.oldest ? json(base::unix_seconds(*survey.oldest)) : json()}};
  }
  for (const auto& finding : report.findings) {
    if (finding.wrong) wrong.push_back(finding.subject + ": " + finding.said + " " + finding.change);
    if (finding.open) open.push_back(finding.subject + ": " + finding.said);
  }
  return json{{"held", held}, {"wrong", wrong}, {"open", open}, {"complete", !report.unread && !report.uncompared}};
}

base::Result<std::string> install_sql(const std::string& server, const std::string& tables) {
  const provider::InstallOptions options{.tables = tables, .host = "127.0.0.1"};
  if (server == "synapse") return provider::synapse_sql(options);
  return server == "mas" ? provider::mas_sql(options) : provider::teamgram_sql(options);
}

base::Result<json> check(const base::Path& file, std::int64_t at) {
  const base::DiskFiles files;
  TRY(const auto opened, provider::read_provider(files, file));
  json findings = json::array();
  for (const auto& source : opened.sources) {
    for (const provider::Finding& finding : source->examine(base::from_unix(at))) {
      findings.push_back({{"wrong", finding.wrong},
                          {"source", finding.source},
                          {"subject", finding.subject},
                          {"said", finding.said},
                          {"change", finding.change}});
    }
  }
  return json{{"findings", findings}};
}

/// Each question for itself: one that fails is an answer too.
json ask_all(const base::Path& source, const json& questions) {
  json answers = json::array();
  for (const json& question : questions) {
    const auto answer = ask(source, question);
    answers.push_back(answer ? *answer : to_json(answer.error()));
  }
  return answers;
}

base::Result<json> run(int count, char** words) {
  if (count == 4 && std::string(words[1]) == "--make") {
    TRY_VOID(demo::make_messenger(words[2], 1, std::stoul(words[3])));
    return json{{"made", words[3]}};
  }
  if (count == 4 && std::string(words[1]) == "--check") return check(words[2], std::stoll(words[3]));
  if (count == 4 && std::string(words[1]) == "--audit") return audit(words[2], json::parse(words[3]));
  if (count != 3) return base::invalid("arguments", "", "must be SOURCE QUESTION or --make DATABASE ACCOUNTS");
  const json asked = json::parse(words[2]);
  if (asked.is_array()) return ask_all(words[1], asked);
  return asked.contains("sql") ? try_sql(words[1], asked.at("sql").get<std::string>()) : ask(words[1], asked);
}

}  // namespace

int main(int count, char** words) {
  try {
    if (count == 4 && std::string(words[1]) == "--sql") {
      const auto text = install_sql(words[2], words[3]);
      std::puts(text ? text->c_str() : text.error().message().c_str());
      return text ? 0 : 1;
    }
    const auto result = run(count, words);
    std::puts((result ? *result : to_json(result.error())).dump().c_str());
    return 0;
  } catch (const std::exception& error) {  // of the JSON library: a slip in the test
    std::fprintf(stderr, "provider_ask: %s\n", error.what());
    return 2;
  }
}
