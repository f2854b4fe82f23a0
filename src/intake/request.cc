// docs/formats/request.md, schema "writ-request/v1".
#include <algorithm>

#include "crypto/native_host.h"
#include "intake/intake.h"
#include "intake/members.h"
#include "intake/normal.h"
#include "intake/selectors.h"
#include "legal/countries.h"
#include "legal/vocabulary.h"

namespace writ::intake {

namespace {

using legal::Request;
using nlohmann::json;

constexpr std::size_t code_bytes_max = 64;     // CODE of counted-log.md section 2
constexpr std::size_t agency_bytes_max = 200;  // a name that fits a letter's head
constexpr std::size_t file_number_bytes_max = 120;
constexpr std::size_t court_bytes_max = 200;
constexpr std::size_t mail_bytes_max = 320;  // RFC 5321
constexpr std::size_t facts_max = 64;        // a policy names a handful
constexpr std::string_view schema = "writ-request/v1";

base::Result<std::string> read_word(Members& members, std::string_view name, std::span<const legal::Word> words,
                                    const char* otherwise) {
  TRY(const auto code, members.text(name, code_bytes_max));
  if (!code && otherwise == nullptr) return base::invalid(members.path_of(name), "", "is required");
  const std::string value = code ? *code : otherwise;
  if (legal::find_word(words, value) == nullptr) {
    std::string known;
    for (const legal::Word& word : words) known += (known.empty() ? "" : ", ") + std::string(word.code);
    return base::invalid(members.path_of(name), value, "is one of " + known);
  }
  return value;
}

base::Result<legal::CodeSet> read_data_sought(Members& members) {
  TRY(const json* array, members.array("data_sought", legal::categories().size()));
  std::vector<std::string> codes;
  for (std::size_t i = 0; array != nullptr && i < array->size(); ++i) {
    const std::string path = members.path_of("data_sought") + "[" + std::to_string(i) + "]";
    TRY(const std::string code, checked_text((*array)[i], path, code_bytes_max));
    if (legal::find_word(legal::categories(), code) == nullptr) {
      return base::invalid(path, code,
                           "is a data category: device, email, ip_address, last_seen, phone_number, registration_date, "
                           "user_name; content is none");
    }
    if (std::ranges::find(codes, code) != codes.end()) return base::invalid(path, code, "stands once");
    codes.push_back(code);
  }
  return legal::make_set(std::move(codes));
}

base::Result<std::optional<base::Hash>> read_hash(Members& members, std::string_view name) {
  TRY(const auto text, members.text(name, 64));
  if (!text) return std::nullopt;
  const auto hash = base::hash_from_hex(*text);
  if (!hash) return base::invalid(members.path_of(name), *text, "is 32 bytes as 64 lower-case hex digits");
  return hash;
}

base::Result<legal::Facts> read_facts(Members& members) {
  const json* value = members.find("facts");
  if (value == nullptr) return legal::Facts{};
  if (!value->is_object()) return base::invalid("facts", shown(*value), "is a JSON object of names and true or false");
  if (value->size() > facts_max)
    return base::invalid("facts", std::to_string(value->size()) + " facts", "are at most 64");
  legal::Facts facts;
  for (const auto& [name, fact] : value->items()) {
    if (!legal::is_code(name)) return base::invalid("facts", name, "is a CODE: [a-z0-9][a-z0-9._-]{0,63}");
    if (!fact.is_boolean())
      return base::invalid("facts." + name, shown(fact), "is true or false; leave out what is not known");
    facts[name] = fact.get<bool>() ? legal::Fact::yes : legal::Fact::no;
  }
  return facts;
}

base::Result<legal::Secrecy> read_secrecy(Members& request) {
  legal::Secrecy secrecy;
  const json* value = request.find("secrecy");
  if (value == nullptr) return secrecy;
  TRY(Members members, Members::of(*value, "secrecy"));
  TRY(const std::string kind_name, members.required_text("kind", code_bytes_max));
  const auto kind = legal::secrecy_kind(kind_name);
  if (!kind) return base::invalid("secrecy.kind", kind_name, "is none, asked or ordered");
  secrecy.kind = *kind;
  TRY(const auto court, members.text("court", court_bytes_max));
  if (secrecy.kind == legal::Secrecy::Kind::ordered && !court)
    return base::invalid("secrecy.court", "", "is required when secrecy was ordered");
  if (secrecy.kind != legal::Secrecy::Kind::ordered && court)
    return base::invalid("secrecy.court", *court, "stands only where kind is ordered");
  if (court) {
    TRY(secrecy.court, normal_name(*court, "secrecy.court"));
  }
  TRY(const auto until, members.text("until", 10));
  if (until && secrecy.kind == legal::Secrecy::Kind::none)
    return base::invalid("secrecy.until", *until, "needs kind asked or ordered");
  if (until && !(secrecy.until = base::parse_day(*until)))
    return base::invalid("secrecy.until", *until, "is a day: YYYY-MM-DD");
  TRY_VOID(members.no_others());
  return secrecy;
}

base::Result<> read_what(Members& members, Request& request) {
  TRY(request.country, members.required_text("country", 2));
  if (legal::find_country(request.country) == nullptr) {
    return base::invalid("country", request.country,
                         "is an ISO 3166-1 alpha-2 code, EU or XK (docs/vectors/countries.txt); GR not EL, GB not UK");
  }
  TRY(request.instrument, read_word(members, "instrument", legal::instruments(), nullptr));
  TRY(request.offence, read_word(members, "offence", legal::offences(), "not_stated"));
  TRY(request.data_sought, read_data_sought(members));
  TRY(request.emergency, members.boolean("emergency", false));
  TRY(const auto mode, members.text("mode", code_bytes_max));
  if (mode && *mode != "stored" && *mode != "realtime") return base::invalid("mode", *mode, "is stored or realtime");
  request.realtime = mode == "realtime";
  return {};
}

base::Result<> read_who(Members& members, Request& request) {
  TRY(const std::string agency, members.required_text("agency", agency_bytes_max));
  TRY(request.agency, normal_name(agency, "agency"));
  TRY(const std::string officer, members.required_text("officer", mail_bytes_max));
  TRY(request.officer, normal_mail(officer, "officer"));
  TRY(const auto file_number, members.text("file_number", file_number_bytes_max));
  if (file_number) {
    TRY(request.file_number, normal_name(*file_number, "file_number"));
  }
  TRY(request.nonce, read_hash(members, "nonce"));
  return {};
}

}  // namespace

base::Result<Request> parse_request(std::string_view text, base::Time received_at) {
  TRY(const json document, parse_strict(text));
  TRY(Members members, Members::of(document, ""));
  TRY(const std::string named_schema, members.required_text("schema", code_bytes_max));
  if (named_schema != schema) return base::invalid("schema", named_schema, "is writ-request/v1");
  Request request;
  TRY_VOID(read_what(members, request));
  TRY_VOID(read_who(members, request));
  TRY(const json* selectors, members.array("selectors", selectors_max));
  if (selectors == nullptr || selectors->empty()) return base::invalid("selectors", "", "names at least one selector");
  TRY(request.selectors, read_selectors(*selectors, {received_at, request.realtime}));
  TRY(const auto document_hash, read_hash(members, "document_sha256"));
  request.document = document_hash ? *document_hash : crypto::sha256(text);
  TRY(request.declared, read_facts(members));
  TRY(request.secrecy, read_secrecy(members));
  TRY_VOID(members.no_others());
  return request;
}

}  // namespace writ::intake
