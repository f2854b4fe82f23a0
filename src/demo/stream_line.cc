#include <nlohmann/json.hpp>

#include "demo/stream.h"

namespace writ::demo {

namespace {

using Json = nlohmann::ordered_json;

Json optional_time(const std::optional<base::Time>& time) { return time ? Json(base::format_time(*time)) : Json(); }

Json facts_json(const legal::Facts& facts) {
  Json json = Json::object();
  for (const auto& [name, fact] : facts) {
    if (fact != legal::Fact::unknown) json[name] = fact == legal::Fact::yes;
  }
  return json;
}

/// Members of a line, with the first fault remembered.
class LineReader {
 public:
  explicit LineReader(const Json& json) : json_(json) {}
  std::optional<base::Time> time(const char* member, bool required) {
    const auto found = json_.find(member);
    if (found == json_.end() || found->is_null()) {
      if (required) note(member, "", "is required");
      return std::nullopt;
    }
    const std::string text = found->is_string() ? found->get<std::string>() : found->dump();
    const auto parsed = base::parse_time(text);
    if (!parsed) note(member, text, "must be YYYY-MM-DDThh:mm:ssZ");
    return parsed;
  }
  std::optional<std::string> text(const char* member) {
    const auto found = json_.find(member);
    if (found == json_.end() || found->is_null()) return std::nullopt;
    if (found->is_string()) return found->get<std::string>();
    note(member, found->dump(), "must be a text");
    return std::nullopt;
  }
  legal::Facts facts() {
    legal::Facts facts;
    const auto found = json_.find("facts");
    if (found == json_.end() || !found->is_object()) {
      note("facts", "", "must be an object of true and false");
      return facts;
    }
    for (const auto& [name, value] : found->items()) {
      if (!value.is_boolean()) note("facts", name, "must be true or false");
      else facts[name] = value.get<bool>() ? legal::Fact::yes : legal::Fact::no;
    }
    return facts;
  }
  const std::optional<base::Error>& fault() const { return fault_; }

 private:
  void note(const char* member, std::string value, std::string rule) {
    if (!fault_) fault_ = base::Error{base::Errc::invalid, member, std::move(value), std::move(rule)};
  }
  const Json& json_;
  std::optional<base::Error> fault_;
};

}  // namespace

std::string to_line(const StreamCase& item) {
  Json staff = {{"facts", facts_json(item.staff.facts)}, {"verify", base::format_time(item.staff.verify)}};
  if (item.staff.recoded_offence) staff["recoded_offence"] = *item.staff.recoded_offence;
  if (item.staff.refused_on_ground) staff["refused_on_ground"] = *item.staff.refused_on_ground;
  const std::pair<const char*, const std::optional<base::Time>*> steps[] = {{"withdrawn", &item.staff.withdrawn},
                                                                           {"draft", &item.staff.draft},
                                                                           {"first_approval", &item.staff.first_approval},
                                                                           {"second_approval", &item.staff.second_approval},
                                                                           {"deliver", &item.staff.deliver}};
  for (const auto& [name, time] : steps) {
    if (*time) staff[name] = optional_time(*time);
  }
  const Json line = {{"schema", "writ-demo-case/v1"},
                     {"arrives", base::format_time(item.arrives)},
                     {"sender", item.sender},
                     {"staff", staff},
                     {"request", Json::parse(item.request)}};
  return line.dump();
}

std::string replay_line(const StreamCase& item) {
  Json request = Json::parse(item.request);
  request["facts"] = facts_json(item.staff.facts);
  request["received"] = base::format_time(item.arrives);
  return request.dump();
}

base::Result<StreamCase> from_line(std::string_view line) {
  const Json json = Json::parse(line, nullptr, false);
  if (!json.is_object() || json.value("schema", "") != "writ-demo-case/v1") {
    return base::invalid("schema", std::string(line.substr(0, 40)), "must be one JSON object whose schema is writ-demo-case/v1");
  }
  if (!json.contains("staff") || !json["staff"].is_object() || !json.contains("request") || !json["request"].is_object()) {
    return base::invalid("staff, request", "", "are required objects");
  }
  LineReader outer(json);
  LineReader inner(json["staff"]);
  StreamCase item;
  item.arrives = outer.time("arrives", true).value_or(base::Time{});
  item.sender = outer.text("sender").value_or("");
  item.request = json["request"].dump();
  item.staff = {.facts = inner.facts(),
                .recoded_offence = inner.text("recoded_offence"),
                .refused_on_ground = inner.text("refused_on_ground"),
                .verify = inner.time("verify", true).value_or(base::Time{}),
                .withdrawn = inner.time("withdrawn", false),
                .draft = inner.time("draft", false),
                .first_approval = inner.time("first_approval", false),
                .second_approval = inner.time("second_approval", false),
                .deliver = inner.time("deliver", false)};
  for (const LineReader* reader : {&outer, &inner}) {
    if (reader->fault()) return std::unexpected(*reader->fault());
  }
  return item;
}

}  // namespace writ::demo
