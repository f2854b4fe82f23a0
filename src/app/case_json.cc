#include "app/case_json.h"

#include <nlohmann/json.hpp>

#include "intake/intake.h"

namespace writ::app {

namespace {

using Json = nlohmann::ordered_json;

Json decision_json(const casework::Decision& decision, bool for_staff) {
  Json json = {{"outcome", decision.outcome}, {"ground", decision.ground}, {"granted", decision.granted}, {"policy", decision.policy_id}, {"rule", decision.policy_rule}};
  if (decision.decided_at) json["decided_at"] = base::format_time(*decision.decided_at);
  if (decision.entry) json["entry"] = base::to_hex(*decision.entry);
  if (!for_staff) return json;
  json["explanation"] = decision.explanation;
  json["drafted_by"] = decision.drafted_by;
  json["approved_by"] = decision.approved_by;
  json["deviates"] = decision.deviates;
  if (decision.deviates) json["written_ground"] = decision.written_ground;
  return json;
}

Json facts_json(const legal::Facts& facts) {
  Json json = Json::object();
  for (const auto& [name, fact] : facts) json[name] = fact == legal::Fact::unknown ? Json() : Json(fact == legal::Fact::yes);
  return json;
}

Json events_json(const std::vector<casework::Event>& events) {
  Json list = Json::array();
  for (const casework::Event& event : events) {
    list.push_back({{"number", event.number}, {"kind", event.kind}, {"actor", event.actor}, {"at", base::format_time(event.at)}, {"detail", event.detail}});
  }
  return list;
}

}  // namespace

std::string case_json(const casework::CaseFile& file, const people::Person& reader) {
  const bool for_staff = reader.kind == people::PersonKind::staff;
  Json json = {{"ref", file.ref},
               {"state", casework::name_of(file.state)},
               {"received_at", base::format_time(file.received_at)},
               {"due_at", base::format_time(file.due_at)},
               {"entry", base::to_hex(file.request_entry)},
               {"erased", file.erased}};
  if (!file.erased) json["request"] = Json::parse(intake::to_json(file.request), nullptr, false);
  json["decisions"] = Json::array();
  for (const casework::Decision& decision : file.decisions) json["decisions"].push_back(decision_json(decision, for_staff));
  json["packages"] = file.packages;
  json["users_affected"] = file.users_affected;
  if (for_staff) {
    json["facts"] = facts_json(file.facts);
    json["draft"] = file.draft ? decision_json(*file.draft, true) : Json();
    json["events"] = events_json(file.events);
  }
  return json.dump(2);
}

}  // namespace writ::app
