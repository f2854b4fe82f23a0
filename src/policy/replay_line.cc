#include "policy/replay_line.h"

#include "legal/vocabulary.h"
#include "policy/replay_request.h"

namespace writ::policy {

namespace {

constexpr std::size_t code_bytes_max = 64;

/// What the staff of a recorded stream did; the times of their other steps decide nothing.
base::Result<> read_staff(const JsonElement& value, const FactNames& names, ReplayCase& item) {
  TRY(const simdjson::dom::object staff, json_object("staff", value));
  for (const auto& [key, member] : staff) {
    if (key == "facts") TRY_VOID(read_replay_facts("staff.facts", member, names, item));
    if (key == "withdrawn") {
      TRY_VOID(read_replay_day("staff.withdrawn", member));
      item.course.aside = Course::Aside::withdrawn;
    }
    if (key == "refused_on_ground") {
      TRY(const std::string_view code, json_text("staff.refused_on_ground", member, code_bytes_max));
      const auto ground = position_in(legal::grounds(), code);
      if (!ground) return json_fault("staff.refused_on_ground", member, "is a code of the grounds");
      item.course.deviates = true;
      item.course.ground = *ground;
    }
    if (key == "recoded_offence") {
      TRY(item.offence, read_replay_offence("staff.recoded_offence", member));
    }
  }
  return {};
}

/// A line of `writ demo stream`: request, and what staff established and did.
base::Result<> read_stream_case(const simdjson::dom::object& line, const FactNames& names, ReplayCase& item) {
  static constexpr std::array<std::string_view, 5> members = {"schema", "arrives", "sender", "staff", "request"};
  SeenMembers<members.size()> seen(members);
  JsonElement staff;
  for (const auto& [key, value] : line) {
    bool twice = false;
    const std::size_t member = seen.see(key, twice);
    if (twice) return json_repeated(key);
    if (member == members.size()) return json_unknown(key, value);
    if (key == "staff") staff = value;
    if (key == "arrives") {
      TRY(item.received, read_replay_day(key, value));
    }
    if (key == "request") {
      TRY(const simdjson::dom::object request, json_object(key, value));
      TRY_VOID(read_replay_request(request, names, item));
    }
  }
  for (const std::string_view required : {"arrives", "staff", "request"}) {
    bool there = false;
    seen.see(required, there);
    if (!there) return base::invalid(std::string(required), "", "is required");
  }
  item.facts_known = 0;  // what staff established stands in the place of what was declared
  item.facts_true = 0;
  return read_staff(staff, names, item);
}

}  // namespace

struct ReplayLineReader::Parser {
  simdjson::dom::parser json;
};

ReplayLineReader::ReplayLineReader(const FactNames& names) : parser_(std::make_unique<Parser>()), names_(names) {}
ReplayLineReader::~ReplayLineReader() = default;
ReplayLineReader::ReplayLineReader(ReplayLineReader&&) noexcept = default;

base::Result<ReplayCase> ReplayLineReader::read(std::string_view line) {
  static_assert(padding >= simdjson::SIMDJSON_PADDING);
  if (line.size() > line_bytes_max)
    return base::invalid("", std::to_string(line.size()) + " bytes", "a line is at most 1 MiB");
  simdjson::dom::object object;
  JsonElement root;
  if (const auto error = parser_->json.parse(line.data(), line.size(), false).get(root)) {
    return base::invalid("", std::string(line.substr(0, 40)),
                         std::string("is not JSON (RFC 8259): ") + simdjson::error_message(error));
  }
  if (root.get(object) != simdjson::SUCCESS) return json_fault("", root, "is a JSON object");
  std::string_view schema;
  const bool is_stream = object["schema"].get(schema) == simdjson::SUCCESS && schema == "writ-demo-case/v1";
  ReplayCase item;
  if (is_stream) {
    TRY_VOID(read_stream_case(object, names_, item));
  } else {
    TRY_VOID(read_replay_request(object, names_, item));
  }
  return item;
}

}  // namespace writ::policy
