#include "policy/replay_request.h"

#include "legal/countries.h"
#include "legal/vocabulary.h"

namespace writ::policy {

namespace {

constexpr std::size_t code_bytes_max = 64;    // CODE of counted-log.md section 2
constexpr std::size_t text_bytes_max = 400;   // the longest text of a request: a selector's value
constexpr std::size_t selectors_max = 1'000;  // docs/formats/request.md
constexpr std::size_t facts_max = 64;         // docs/formats/request.md

enum Member : std::uint8_t {
  schema,
  country,
  instrument,
  offence,
  data_sought,
  emergency,
  mode,
  selectors,
  agency,
  officer,
  file_number,
  nonce,
  document_sha256,
  secrecy,
  facts,
  received,
  member_count
};
constexpr std::array<std::string_view, member_count> members = {
    "schema", "country", "instrument",  "offence", "data_sought",     "emergency", "mode",  "selectors",
    "agency", "officer", "file_number", "nonce",   "document_sha256", "secrecy",   "facts", "received"};

std::string known_words(std::span<const legal::Word> words) {
  std::string known;
  for (const legal::Word& word : words) known += (known.empty() ? "" : ", ") + std::string(word.code);
  return "is one of " + known;
}

base::Result<std::uint8_t> read_word(std::string_view path, const JsonElement& value,
                                     std::span<const legal::Word> words) {
  TRY(const std::string_view code, json_text(path, value, code_bytes_max));
  const auto position = position_in(words, code);
  if (!position) return json_fault(path, value, known_words(words));
  return *position;
}

base::Result<CategoryMask> read_categories(const JsonElement& value) {
  simdjson::dom::array array;
  if (value.get(array) != simdjson::SUCCESS) return json_fault("data_sought", value, "is a JSON array");
  CategoryMask mask = 0;
  for (const JsonElement element : array) {
    TRY(const std::uint8_t position, read_word("data_sought", element, legal::categories()));
    const auto bit = static_cast<CategoryMask>(1U << position);
    if ((mask & bit) != 0) return json_fault("data_sought", element, "stands once");
    mask = static_cast<CategoryMask>(mask | bit);
  }
  return mask;
}

std::string selector_path(std::size_t index, std::string_view member) {
  return "selectors[" + std::to_string(index) + "]" + (member.empty() ? "" : "." + std::string(member));
}

base::Result<> read_selector(std::size_t index, const JsonElement& element, ReplayCase& item) {
  static constexpr std::array<std::string_view, 6> names = {"kind", "value", "country", "from", "to", "port"};
  simdjson::dom::object selector;
  if (element.get(selector) != simdjson::SUCCESS)
    return json_fault(selector_path(index, ""), element, "is a JSON object");
  SeenMembers<names.size()> seen(names);
  for (const auto& [key, value] : selector) {
    bool twice = false;
    const std::size_t member = seen.see(key, twice);
    if (twice) return json_repeated(selector_path(index, key));
    if (member == names.size()) return json_unknown(selector_path(index, key), value);
    std::string_view text;
    const bool good = value.get(text) == simdjson::SUCCESS && !text.empty() && text.size() <= text_bytes_max;
    if (member <= 1 && !good) TRY_VOID(json_text(selector_path(index, key), value, text_bytes_max));
    if (member != 0) continue;
    const auto kind = legal::selector_kind(text);
    if (!kind) {
      return json_fault(selector_path(index, key), value, "is user_id, user_name, phone_number, email or ip_address");
    }
    item.add_selector(*kind);
  }
  for (const std::size_t required : {std::size_t{0}, std::size_t{1}}) {
    if (!seen.has(required)) return base::invalid(selector_path(index, names[required]), "", "is required");
  }
  return {};
}

base::Result<> read_selectors(const JsonElement& value, ReplayCase& item) {
  simdjson::dom::array array;
  if (value.get(array) != simdjson::SUCCESS) return json_fault("selectors", value, "is a JSON array");
  std::size_t index = 0;
  for (const JsonElement element : array) {
    if (index == selectors_max) return base::invalid("selectors", "", "has at most 1000 elements");
    TRY_VOID(read_selector(index++, element, item));
  }
  if (index == 0) return base::invalid("selectors", "", "names at least one selector");
  return {};
}

base::Result<> read_member(Member member, const JsonElement& value, const FactNames& names, ReplayCase& item) {
  const std::string_view path = members[member];
  switch (member) {
    case country: {
      TRY(const std::string_view code, json_text(path, value, code_bytes_max));
      const auto position = country_position(code);
      if (!position) return json_fault(path, value, "is an ISO 3166-1 alpha-2 code, EU or XK; GR not EL, GB not UK");
      item.country = *position;
      return {};
    }
    case instrument: {
      TRY(item.instrument, read_word(path, value, legal::instruments()));
      return {};
    }
    case offence: {
      TRY(item.offence, read_replay_offence(path, value));
      return {};
    }
    case data_sought: {
      TRY(item.asked, read_categories(value));
      return {};
    }
    case emergency: {
      TRY(item.emergency, json_bool(path, value));
      return {};
    }
    case mode: {
      TRY(const std::string_view text, json_text(path, value, code_bytes_max));
      if (text != "stored" && text != "realtime") return json_fault(path, value, "is stored or realtime");
      item.realtime = text == "realtime";
      return {};
    }
    case received: {
      TRY(item.received, read_replay_day(path, value));
      return {};
    }
    case selectors:
      return read_selectors(value, item);
    case facts:
      return read_replay_facts(path, value, names, item);
    case secrecy: {
      TRY_VOID(json_object(path, value));
      return {};
    }
    default:
      TRY_VOID(json_text(path, value, text_bytes_max));
      return {};
  }
}

}  // namespace

base::Result<> read_replay_request(const simdjson::dom::object& request, const FactNames& names, ReplayCase& item) {
  static const std::uint8_t not_stated = position_in(legal::offences(), "not_stated").value();
  item.offence = not_stated;
  SeenMembers<member_count> seen(members);
  for (const auto& [key, value] : request) {
    bool twice = false;
    const std::size_t member = seen.see(key, twice);
    if (twice) return json_repeated(key);
    if (member == member_count) return json_unknown(key, value);
    TRY_VOID(read_member(static_cast<Member>(member), value, names, item));
    std::string_view text;
    if (member == schema && (value.get(text) != simdjson::SUCCESS || text != "writ-request/v1"))
      return json_fault(key, value, "is writ-request/v1, or writ-demo-case/v1");
  }
  for (const Member required : {schema, country, instrument, selectors, agency, officer}) {
    if (!seen.has(required)) return base::invalid(std::string(members[required]), "", "is required");
  }
  return {};
}

base::Result<> read_replay_facts(std::string_view path, const JsonElement& value, const FactNames& names,
                                 ReplayCase& item) {
  TRY(const simdjson::dom::object facts_object, json_object(path, value));
  std::array<std::string_view, facts_max> seen;
  std::size_t count = 0;
  for (const auto& [key, fact] : facts_object) {
    const auto path_of = [&, name = key] { return std::string(path) + "." + std::string(name); };
    if (count == facts_max) return base::invalid(std::string(path), "", "are at most 64");
    for (std::size_t i = 0; i < count; ++i) {
      if (seen[i] == key) return json_repeated(path_of());
    }
    seen[count++] = key;
    bool truth = false;
    if (fact.get(truth) != simdjson::SUCCESS)
      return json_fault(path_of(), fact, "is true or false; leave out what is not known");
    if (const auto number = names.find(key)) {
      item.set_fact(*number, truth);
    } else if (!legal::is_code(key)) {
      return base::invalid(std::string(path), std::string(key), "is a CODE: [a-z0-9][a-z0-9._-]{0,63}");
    }
  }
  return {};
}

base::Result<base::Day> read_replay_day(std::string_view path, const JsonElement& value) {
  TRY(const std::string_view text, json_text(path, value, code_bytes_max));
  const auto time = base::parse_time(text);
  if (!time) return json_fault(path, value, "is a time in UTC: YYYY-MM-DDThh:mm:ssZ");
  return base::day_of(*time);
}

base::Result<std::uint8_t> read_replay_offence(std::string_view path, const JsonElement& value) {
  return read_word(path, value, legal::offences());
}

}  // namespace writ::policy
