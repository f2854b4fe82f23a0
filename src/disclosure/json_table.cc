#include <nlohmann/json.hpp>

#include "disclosure/tables.h"
#include "disclosure/words.h"
#include "legal/vocabulary.h"

namespace writ::disclosure {

namespace {

using Json = nlohmann::ordered_json;  // keeps our order: the same content is the same bytes

Json case_json(const CaseFacts& facts) {
  return {{"reference", facts.case_ref},
          {"provider", facts.provider_name},
          {"received_at", base::format_time(facts.received_at)},
          {"sealed_at", base::format_time(facts.sealed_at)},
          {"policy", facts.policy_id},
          {"rule", facts.policy_rule},
          {"ground", facts.ground}};
}

Json authority_json(const CaseFacts& facts) {
  return {{"country", facts.country},
          {"agency", facts.agency},
          {"officer", facts.officer},
          {"file_number", facts.file_number},
          {"instrument", facts.instrument}};
}

Json selector_json(const legal::Selector& selector) {
  Json json = {{"kind", legal::name_of(selector.kind)}, {"value", selector.value}};
  if (selector.port) json["port"] = *selector.port;
  if (selector.window) {
    json["window"] = {{"from", base::format_time(selector.window->from)},
                      {"until", base::format_time(selector.window->to)}};
  }
  return json;
}

Json datum_json(const provider::Datum& datum) {
  Json json = {{"value", datum.value}};
  if (datum.at) json["at"] = base::format_time(*datum.at);
  if (!datum.time_meaning.empty()) json["at_meaning"] = datum.time_meaning;
  if (datum.port) json["port"] = *datum.port;
  if (!datum.as_stored.empty()) json["as_stored"] = datum.as_stored;
  return json;
}

Json category_json(const std::string& category, const provider::CategoryAnswer& answer) {
  Json values = Json::array();
  for (const provider::Datum& datum : answer.data) values.push_back(datum_json(datum));
  return {{"category", category},
          {"eu_class", legal::eu_class(category)},
          {"holding", provider::code_of(answer.holding)},
          {"holding_meaning", holding_meaning(answer.holding)},
          {"note", answer.note},
          {"values", std::move(values)}};
}

Json answer_json(const provider::Answer& answer) {
  Json accounts = Json::array();
  for (const provider::AccountAnswer& account : answer.accounts) {
    Json categories = Json::array();
    for (const auto& [category, held] : account.categories) categories.push_back(category_json(category, held));
    accounts.push_back({{"account", account.account}, {"categories", std::move(categories)}});
  }
  return {{"selector", selector_json(answer.selector)},
          {"account_note", answer.account_note},
          {"accounts", std::move(accounts)}};
}

}  // namespace

std::string disclosure_json(const CaseFacts& facts, const Content& content) {
  Json json = {{"schema", "writ-disclosure/v1"}, {"synthetic", facts.synthetic}};
  if (facts.synthetic) json["synthetic_meaning"] = synthetic_words;
  json["case"] = case_json(facts);
  json["authority"] = authority_json(facts);
  json["disclosed_categories"] = content.disclosed;
  json["accounts_with_data"] = content.accounts.size();
  json["answers"] = Json::array();
  for (const provider::Answer& answer : content.answers) json["answers"].push_back(answer_json(answer));
  return json.dump(2, ' ', false, Json::error_handler_t::replace) + "\n";
}

}  // namespace writ::disclosure
