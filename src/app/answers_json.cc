#include "app/answers_json.h"

#include <nlohmann/json.hpp>

#include "legal/vocabulary.h"

namespace writ::app {

namespace {

using nlohmann::json;

json to_json(const legal::Selector& selector) {
  json out = {{"kind", legal::name_of(selector.kind)}, {"value", selector.value}};
  if (selector.window)
    out["window"] = {base::unix_seconds(selector.window->from), base::unix_seconds(selector.window->to)};
  if (selector.port) out["port"] = *selector.port;
  return out;
}

legal::Selector selector_from(const json& in) {
  legal::Selector selector{.kind = legal::selector_kind(in.at("kind").get<std::string>()).value(),
                           .value = in.at("value"),
                           .window = {},
                           .port = {}};
  if (in.contains("window"))
    selector.window = {base::from_unix(in["window"].at(0)), base::from_unix(in["window"].at(1))};
  if (in.contains("port")) selector.port = in["port"].get<std::uint16_t>();
  return selector;
}

json to_json(const provider::Datum& datum) {
  json out = {{"value", datum.value}, {"meaning", datum.time_meaning}, {"stored", datum.as_stored}};
  if (datum.at) out["at"] = base::unix_seconds(*datum.at);
  if (datum.port) out["port"] = *datum.port;
  return out;
}

provider::Datum datum_from(const json& in) {
  provider::Datum datum{
      .value = in.at("value"), .at = {}, .time_meaning = in.at("meaning"), .port = {}, .as_stored = in.at("stored")};
  if (in.contains("at")) datum.at = base::from_unix(in["at"]);
  if (in.contains("port")) datum.port = in["port"].get<std::uint16_t>();
  return datum;
}

provider::Holding holding_from(const std::string& code) {
  for (const auto holding : {provider::Holding::held, provider::Holding::none_in_period,
                             provider::Holding::not_held_by_design, provider::Holding::expired}) {
    if (provider::code_of(holding) == code) return holding;
  }
  return provider::Holding::source_unavailable;
}

json to_json(const provider::AccountAnswer& account) {
  json categories = json::object();
  for (const auto& [category, answer] : account.categories) {
    json data = json::array();
    for (const provider::Datum& datum : answer.data) data.push_back(to_json(datum));
    categories[category] = {{"holding", provider::code_of(answer.holding)}, {"note", answer.note}, {"data", data}};
  }
  return {{"account", account.account}, {"categories", categories}};
}

provider::AccountAnswer account_from(const json& in) {
  provider::AccountAnswer account{.account = in.at("account"), .categories = {}};
  for (const auto& [category, item] : in.at("categories").items()) {
    provider::CategoryAnswer answer{.holding = holding_from(item.at("holding")), .data = {}, .note = item.at("note")};
    for (const json& datum : item.at("data")) answer.data.push_back(datum_from(datum));
    account.categories.emplace(category, std::move(answer));
  }
  return account;
}

}  // namespace

std::string answers_to_json(const std::vector<provider::Answer>& answers) {
  json list = json::array();
  for (const provider::Answer& answer : answers) {
    json accounts = json::array();
    for (const provider::AccountAnswer& account : answer.accounts) accounts.push_back(to_json(account));
    list.push_back({{"selector", to_json(answer.selector)},
                    {"accounts", accounts},
                    {"note", answer.account_note},
                    {"available", answer.source_available}});
  }
  return list.dump();
}

base::Result<std::vector<provider::Answer>> answers_from_json(const std::string& text) {
  try {
    std::vector<provider::Answer> answers;
    for (const json& item : json::parse(text)) {
      provider::Answer answer{.selector = selector_from(item.at("selector")),
                              .accounts = {},
                              .account_note = item.at("note"),
                              .source_available = item.at("available")};
      for (const json& account : item.at("accounts")) answer.accounts.push_back(account_from(account));
      answers.push_back(std::move(answer));
    }
    return answers;
  } catch (const std::exception& error) {
    return base::fail(base::Errc::corrupt, "gathered", "", error.what());
  }
}

}  // namespace writ::app
