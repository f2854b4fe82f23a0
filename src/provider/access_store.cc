#include "provider/access_store.h"

#include <arpa/inet.h>

#include <algorithm>

namespace writ::provider::access {

namespace {

using legal::SelectorKind;

constexpr std::size_t table_bytes_max = 127;      // of PostgreSQL: 63, twice, with a dot
constexpr std::size_t meaning_bytes_max = 80;     // it stands beside every value of a package
constexpr std::int64_t granularity_max = 86'400;  // a day; coarser is not a time of use

bool is_word(std::string_view text) {
  const auto fits = [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_';
  };
  return !text.empty() && !(text[0] >= '0' && text[0] <= '9') && std::all_of(text.begin(), text.end(), fits);
}

base::Result<std::string> table(Keys& keys, const std::string& key, const std::string& otherwise) {
  TRY(std::string name, keys.text_or(key, otherwise));
  const auto dot = name.find('.');
  const std::string_view view = name;
  const bool fits =
      dot == std::string::npos ? is_word(view) : is_word(view.substr(0, dot)) && is_word(view.substr(dot + 1));
  if (!fits || name.size() > table_bytes_max)
    return std::unexpected(
        keys.wrong(key, "must be a table's name: letters, digits and _, a schema before a dot at most"));
  return name;
}

std::string note_of(const Shape& shape) {
  if (shape.granularity_s == 1) return "One row for each use, to the second, in UTC.";
  return "One row for each use, to " + std::to_string(shape.granularity_s) + " seconds, in UTC.";
}

}  // namespace

base::Result<Shape> read_shape(Keys& keys) {
  Shape shape;
  TRY(shape.accounts, table(keys, "accounts", "writ_accounts"));
  TRY(shape.access, table(keys, "access", "writ_access"));
  TRY(shape.by_address, table(keys, "access_by_address", shape.access));
  TRY(shape.time_meaning, keys.text_or("time_meaning", "used at"));
  if (shape.time_meaning.size() > meaning_bytes_max)
    return std::unexpected(keys.wrong("time_meaning", "must have 80 bytes at most, as \"used at\""));
  TRY(shape.granularity_s, keys.integer_or("granularity_seconds", 1, 1, granularity_max));
  TRY(shape.ports, keys.flag_or("ports", true));
  return shape;
}

SourceFacts facts_of(std::string name, const Shape& shape) {
  SourceFacts known{.name = std::move(name)};
  known.categories = {
      {"phone_number",
       {.note = "The number at the time of reading; earlier numbers are not kept here.",
        .none_note = "The account has no phone number."}},
      {"ip_address", {.timed = true, .time_meaning = shape.time_meaning, .note = note_of(shape)}},
      {"last_seen",
       {.timed = true, .time_meaning = shape.time_meaning, .note = "The newest access record in the period."}},
  };
  known.selectors = {SelectorKind::user_id, SelectorKind::user_name, SelectorKind::phone_number,
                     SelectorKind::ip_address};
  known.ports = shape.ports;
  return known;
}

void each_once(std::vector<AccountRow>& accounts) {
  std::sort(accounts.begin(), accounts.end(), [](const AccountRow& a, const AccountRow& b) { return a.id < b.id; });
  const auto last = std::unique(accounts.begin(), accounts.end(),
                                [](const AccountRow& a, const AccountRow& b) { return a.id == b.id; });
  accounts.erase(last, accounts.end());
}

std::optional<std::string> address_bytes(const std::string& canonical) {
  std::string bytes(16, '\0');
  if (canonical.find(':') != std::string::npos) {
    if (inet_pton(AF_INET6, canonical.c_str(), bytes.data()) != 1) return std::nullopt;
    return bytes;
  }
  bytes[10] = bytes[11] = '\xff';
  if (inet_pton(AF_INET, canonical.c_str(), bytes.data() + 12) != 1) return std::nullopt;
  return bytes;
}

std::string address_text(const std::string& bytes) {
  char text[INET6_ADDRSTRLEN] = {};
  if (bytes.size() != 16) return text;
  const bool four = bytes.starts_with(std::string(10, '\0') + "\xff\xff");
  inet_ntop(four ? AF_INET : AF_INET6, bytes.data() + (four ? 12 : 0), text, sizeof text);
  return text;
}

}  // namespace writ::provider::access
