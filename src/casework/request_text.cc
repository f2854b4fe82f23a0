#include "casework/request_text.h"

#include "base/time.h"

namespace writ::casework {

using nlohmann::json;

json facts_json(const legal::Facts& facts) {
  json out = json::object();
  for (const auto& [name, fact] : facts) out[name] = static_cast<int>(fact);
  return out;
}

legal::Facts facts_from(const json& facts) {
  legal::Facts out;
  for (const auto& [name, fact] : facts.items()) out[name] = static_cast<legal::Fact>(fact.get<int>());
  return out;
}

namespace {

json selector_json(const legal::Selector& selector) {
  json out = {{"kind", legal::name_of(selector.kind)}, {"value", selector.value}};
  if (selector.window)
    out["window"] = {base::unix_seconds(selector.window->from), base::unix_seconds(selector.window->to)};
  if (selector.port) out["port"] = *selector.port;
  return out;
}

legal::Selector selector_from(const json& in) {
  legal::Selector selector;
  selector.kind = legal::selector_kind(in.at("kind").get<std::string>()).value();
  selector.value = in.at("value");
  if (in.contains("window")) {
    selector.window = legal::Window{base::from_unix(in["window"].at(0)), base::from_unix(in["window"].at(1))};
  }
  if (in.contains("port")) selector.port = in["port"].get<std::uint16_t>();
  return selector;
}

base::Hash hash_from(const json& in) { return base::hash_from_hex(in.get<std::string>()).value(); }

}  // namespace

json to_sealed(const legal::Request& request) {
  json selectors = json::array();
  for (const legal::Selector& selector : request.selectors) selectors.push_back(selector_json(selector));
  json out = {{"country", request.country},
              {"instrument", request.instrument},
              {"offence", request.offence},
              {"data_sought", request.data_sought},
              {"emergency", request.emergency},
              {"realtime", request.realtime},
              {"selectors", selectors},
              {"agency", request.agency},
              {"officer", request.officer},
              {"file_number", request.file_number},
              {"requester", base::to_hex(request.requester)},
              {"document", base::to_hex(request.document)},
              {"declared", facts_json(request.declared)},
              {"secrecy", legal::name_of(request.secrecy.kind)},
              {"court", request.secrecy.court}};
  if (request.nonce) out["nonce"] = base::to_hex(*request.nonce);
  if (request.secrecy.until) out["until"] = base::format_day(*request.secrecy.until);
  return out;
}

legal::Request request_from(const json& in) {
  legal::Request request;
  request.country = in.at("country");
  request.instrument = in.at("instrument");
  request.offence = in.at("offence");
  request.data_sought = in.at("data_sought").get<legal::CodeSet>();
  request.emergency = in.at("emergency");
  request.realtime = in.at("realtime");
  for (const json& selector : in.at("selectors")) request.selectors.push_back(selector_from(selector));
  request.agency = in.at("agency");
  request.officer = in.at("officer");
  request.file_number = in.at("file_number");
  request.requester = hash_from(in.at("requester"));
  request.document = hash_from(in.at("document"));
  request.declared = facts_from(in.at("declared"));
  request.secrecy.kind = legal::secrecy_kind(in.at("secrecy").get<std::string>()).value();
  request.secrecy.court = in.at("court");
  if (in.contains("nonce")) request.nonce = hash_from(in["nonce"]);
  if (in.contains("until")) request.secrecy.until = base::parse_day(in["until"].get<std::string>()).value();
  return request;
}

json gag_json(const GagFound& gag) {
  json out = {{"kind", gag.kind}, {"court", gag.court}, {"zone", gag.zone}, {"shown_by", gag.shown_by}};
  if (gag.until) out["until"] = base::format_day(*gag.until);
  if (gag.end) out["end"] = base::format_time(*gag.end);
  if (gag.review) out["review"] = base::format_day(*gag.review);
  return out;
}

GagFound gag_from(const json& from) {
  GagFound gag{.kind = from.at("kind"),
               .court = from.at("court"),
               .zone = from.at("zone"),
               .shown_by = from.at("shown_by")};
  if (from.contains("until")) gag.until = base::parse_day(from.at("until").get<std::string>()).value();
  if (from.contains("end")) gag.end = base::parse_time(from.at("end").get<std::string>()).value();
  if (from.contains("review")) gag.review = base::parse_day(from.at("review").get<std::string>()).value();
  return gag;
}

}  // namespace writ::casework
