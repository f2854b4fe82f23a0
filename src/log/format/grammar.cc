#include "log/format/grammar.h"

#include <algorithm>
#include <array>
#include <string>

#include "base/time.h"
#include "legal/codes.h"
#include "legal/countries.h"
#include "legal/vocabulary.h"
#include "log/format/utf8.h"

namespace writ::log {

namespace {
using enum ValueType;
using Row = std::array<ValueType, 16>;

// One row for each kind in the order of `Kind`; positions 0..7 private, 8..15 public.
constexpr std::array<Row, 8> table = {{
    {hash, hash_or_empty, hash, time, text, text, empty, empty,  // request
     kind, country, code, code, set, boolean, mode, integer},
    {empty, empty, empty, time, text, text, empty, empty,  // decision
     kind, hash, outcome, code, set, hash, integer, hash_or_empty},
    {empty, empty, empty, time, text, text, hash, empty,  // disclosure
     kind, hash, set, integer, hash_or_empty, hash_or_empty, hash, empty},
    {empty, empty, empty, time, text, text, empty, empty,  // notice
     kind, hash, notice_state, integer, empty, empty, empty, empty},
    {empty, empty, empty, empty, empty, empty, empty, empty,  // recode
     kind, hash, recode_position, recode_value, code, hash_or_empty, empty, empty},
    {empty, empty, empty, empty, empty, empty, empty, empty,  // policy
     kind, code, hash, date, empty, empty, empty, empty},
    {empty, empty, empty, empty, empty, empty, empty, empty,  // close
     kind, period, integer, hash_or_empty, empty, empty, empty, empty},
    {empty, empty, empty, empty, empty, empty, empty, empty,  // report
     kind, period, hash, empty, empty, empty, empty, empty},
}};

std::string field_name(int position) { return "position " + std::to_string(position); }

base::Result<> require(bool ok, int position, std::string_view value, const char* rule) {
  if (ok) return {};
  return base::invalid(field_name(position), std::string(value), rule);
}

bool is_one_of(std::string_view value, std::initializer_list<std::string_view> allowed) {
  return std::find(allowed.begin(), allowed.end(), value) != allowed.end();
}

base::Result<> check_scalar(ValueType type, int position, std::string_view value) {
  switch (type) {
    case code:
      return require(legal::is_code(value), position, value, "is not a CODE: [a-z0-9][a-z0-9._-]{0,63}");
    case country:
      return require(legal::find_country(value) != nullptr, position, value,
                     "is not a COUNTRY: an ISO 3166-1 alpha-2 code, XK or EU");
    case integer:
      return require(legal::parse_int(value).has_value(), position, value, "is not an INT: 0 or [1-9][0-9]{0,14}");
    case boolean:
      return require(value == "0" || value == "1", position, value, "is not a BOOL: 0 or 1");
    case date:
      return require(base::parse_day(value).has_value(), position, value, "is not a DATE: YYYY-MM-DD, a real day");
    case period:
      return require(base::parse_period(value).has_value(), position, value,
                     "is not a PERIOD: YYYY-MM-DD/YYYY-MM-DD, first not after last");
    case set:
      return require(legal::parse_set(value).has_value(), position, value,
                     "is not a SET: CODEs strictly ascending, joined by commas");
    default:
      return require(base::parse_time(value).has_value(), position, value, "is not a TIME: YYYY-MM-DDThh:mm:ssZ");
  }
}
}  // namespace

ValueType value_type(Kind of, int position) {
  return table[static_cast<std::size_t>(of)][static_cast<std::size_t>(position)];
}

bool is_hash_position(Kind of, int position) {
  const ValueType type = value_type(of, position);
  return type == hash || type == hash_or_empty;
}

base::Result<> check_value(ValueType type, int position, std::string_view value) {
  switch (type) {
    case empty:
      return require(value.empty(), position, value, "stands at a position that this kind leaves empty");
    case hash:
      return require(value.size() == 32, position, value, "is not a HASH of 32 bytes");
    case hash_or_empty:
      return require(value.empty() || value.size() == 32, position, value, "is neither a HASH of 32 bytes nor empty");
    case outcome:
      return require(legal::find_word(legal::outcomes(), value) != nullptr, position, value,
                     "is not an outcome: full, partial, refused, no_data, withdrawn, duplicate, not_authentic");
    case mode:
      return require(is_one_of(value, {"stored", "realtime"}), position, value, "is neither stored nor realtime");
    case notice_state:
      return require(is_one_of(value, {"given", "delayed", "barred"}), position, value,
                     "is not a notice state: given, delayed, barred");
    case recode_position:
      return require(is_one_of(value, {"10", "11", "12"}), position, value,
                     "is not a position that can be recoded: 10, 11, 12");
    case kind:
      return require(kind_of(value).has_value(), position, value, "is not a kind of entry");
    case recode_value:
    case text:
      return {};
    default:
      return check_scalar(type, position, value);
  }
}

base::Result<> check_text(const base::Host& host, int position, std::string_view value) {
  return require(is_utf8(value) && host.is_nfc(value), position, value, "is not TEXT: UTF-8 in normalisation form C");
}

base::Result<> check_public_values(const Values& values) {
  const auto of = kind_of(values[0]);
  if (!of) return base::invalid(field_name(8), values[0], "is not a kind of entry");
  for (int i = 0; i < 8; ++i) {
    ValueType type = value_type(*of, i + 8);
    if (type == recode_value) type = values[2] == "12" ? set : code;
    TRY_VOID(check_value(type, i + 8, values[static_cast<std::size_t>(i)]));
  }
  return {};
}

base::Result<> check_private_values(const base::Host& host, Kind of, const Values& values) {
  for (int i = 0; i < 8; ++i) {
    const std::string& value = values[static_cast<std::size_t>(i)];
    const ValueType type = value_type(of, i);
    TRY_VOID(check_value(type, i, value));
    if (type == text) TRY_VOID(check_text(host, i, value));
  }
  return {};
}

base::Result<> check_public_meaning(const Values& values) {
  const auto of = kind_of(values[0]);
  if (of == Kind::decision) {
    const bool gives = values[2] == "full" || values[2] == "partial";
    return require(gives != values[4].empty(), 12, values[4],
                   "data granted is not empty if and only if the outcome is full or partial");
  }
  if (of == Kind::disclosure) {
    TRY_VOID(require(!values[2].empty(), 10, values[2], "a disclosure discloses at least one category"));
    return require(values[4].empty() == (values[3] == "0"), 12, values[4],
                   "users_root is empty if and only if users affected is 0");
  }
  return {};
}

}  // namespace writ::log
