// Asks a Synapse database through the connector and prints the answer as JSON. For check.py.
//   provider_ask DATABASE '{"kind":..., "value":..., "categories":[...], "as_of":..., "from":..., "to":...,
//   "retention_days":...}' provider_ask DATABASE '{"sql":"SELECT ..."}'   tries SQL through the connector's own guarded
//   connection provider_ask --make DATABASE ACCOUNTS          makes a sample messenger
#include <cstdio>
#include <nlohmann/json.hpp>
#include <string>

#include "demo/messenger.h"
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

json to_json(const provider::Answer& answer) {
  json accounts = json::array();
  for (const provider::AccountAnswer& account : answer.accounts) {
    json categories = json::object();
    for (const auto& [name, category] : account.categories) categories[name] = to_json(category);
    accounts.push_back({{"account", account.account}, {"categories", categories}});
  }
  return {{"accounts", accounts}, {"account_note", answer.account_note}};
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

base::Result<json> ask(const base::Path& database, const json& asked) {
  const int days = asked.value("retention_days", 28);
  provider::SynapseOptions options{.database = database,
                                   .holdings = {.id = "synapse",
                                                .rules = {{"phone_number", true, {}, ""},
                                                          {"email", true, {}, ""},
                                                          {"registration_date", true, {}, ""},
                                                          {"ip_address", true, days, ""},
                                                          {"last_seen", true, days, ""}}}};
  TRY(auto connector, provider::make_synapse_connector(std::move(options)));
  provider::Question question;
  const auto kind = legal::selector_kind(asked.at("kind").get<std::string>());
  if (!kind) return base::invalid("kind", asked.at("kind").get<std::string>(), "is not a kind of selector");
  question.selector = {.kind = *kind, .value = asked.at("value").get<std::string>()};
  question.categories = legal::make_set(asked.at("categories").get<std::vector<std::string>>());
  question.as_of = base::from_unix(asked.at("as_of").get<std::int64_t>());
  if (asked.contains("from")) {
    question.selector.window = legal::Window{base::from_unix(asked.at("from").get<std::int64_t>()),
                                             base::from_unix(asked.at("to").get<std::int64_t>())};
  }
  TRY(const auto answer, connector->ask(question));
  return to_json(answer);
}

base::Result<json> run(int count, char** words) {
  if (count == 4 && std::string(words[1]) == "--make") {
    TRY_VOID(demo::make_messenger(words[2], 1, std::stoul(words[3])));
    return json{{"made", words[3]}};
  }
  if (count != 3) return base::invalid("arguments", "", "must be DATABASE QUESTION or --make DATABASE ACCOUNTS");
  const json asked = json::parse(words[2]);
  return asked.contains("sql") ? try_sql(words[1], asked.at("sql").get<std::string>()) : ask(words[1], asked);
}

}  // namespace

int main(int count, char** words) {
  try {
    const auto result = run(count, words);
    std::puts((result ? *result : to_json(result.error())).dump().c_str());
    return 0;
  } catch (const std::exception& error) {  // of the JSON library: a slip in the test
    std::fprintf(stderr, "provider_ask: %s\n", error.what());
    return 2;
  }
}
