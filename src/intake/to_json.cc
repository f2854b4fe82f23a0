// The one spelling of a request: members in the order of docs/formats/request.md, what is absent left out.
#include <nlohmann/json.hpp>

#include "intake/intake.h"

namespace writ::intake {

namespace {

using json = nlohmann::ordered_json;

json selector_json(const legal::Selector& selector) {
  json out = {{"kind", legal::name_of(selector.kind)}, {"value", selector.value}};
  if (selector.window) {
    out["from"] = base::format_time(selector.window->from);
    out["to"] = base::format_time(selector.window->to);
  }
  if (selector.port) out["port"] = *selector.port;
  return out;
}

json secrecy_json(const legal::Secrecy& secrecy) {
  json out = {{"kind", legal::name_of(secrecy.kind)}};
  if (!secrecy.court.empty()) out["court"] = secrecy.court;
  if (secrecy.until) out["until"] = base::format_day(*secrecy.until);
  return out;
}

}  // namespace

std::string to_json(const legal::Request& request) {
  json out = {{"schema", "writ-request/v1"},
              {"country", request.country},
              {"instrument", request.instrument},
              {"offence", request.offence},
              {"data_sought", request.data_sought},
              {"emergency", request.emergency},
              {"mode", request.realtime ? "realtime" : "stored"},
              {"selectors", json::array()},
              {"agency", request.agency},
              {"officer", request.officer}};
  for (const legal::Selector& selector : request.selectors) out["selectors"].push_back(selector_json(selector));
  if (!request.file_number.empty()) out["file_number"] = request.file_number;
  if (request.nonce) out["nonce"] = base::to_hex(*request.nonce);
  out["document_sha256"] = base::to_hex(request.document);
  for (const auto& [name, fact] : request.declared) {
    if (fact != legal::Fact::unknown) out["facts"][name] = fact == legal::Fact::yes;
  }
  if (request.secrecy.kind != legal::Secrecy::Kind::none) out["secrecy"] = secrecy_json(request.secrecy);
  return out.dump(-1, ' ', false, json::error_handler_t::replace);
}

}  // namespace writ::intake
