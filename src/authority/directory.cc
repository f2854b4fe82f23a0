#include "authority/directory.h"

#include <algorithm>

#include "legal/countries.h"

namespace writ::authority {

namespace {

constexpr std::size_t digits_min = 7;
constexpr std::size_t digits_max = 15;  // ITU-T E.164 section 6

bool digit(char c) { return c >= '0' && c <= '9'; }

bool is_e164(std::string_view number) {
  return number.size() > digits_min && number.size() <= digits_max + 1 && number.front() == '+' &&
         std::ranges::all_of(number.substr(1), digit);
}

bool is_domain(std::string_view domain) {
  const auto fits = [](char c) { return (c >= 'a' && c <= 'z') || digit(c) || c == '-' || c == '.'; };
  return domain.size() <= domain_bytes_max && std::ranges::all_of(domain, fits) && domain.find('.') != domain.npos &&
         domain.front() != '.' && domain.back() != '.' && domain.find("..") == domain.npos;
}

bool plain(std::string_view text) {
  return std::ranges::none_of(text, [](char c) { return static_cast<unsigned char>(c) < 0x20 || c == 0x7f; });
}
Entry entry_from(const store::Row& row) {
  return {.id = row.text(0),
          .name = row.text(1),
          .country = row.text(2),
          .number = row.text(3),
          .mailbox_domain = row.text(4),
          .source = row.text(5),
          .checked = base::day_of(base::from_unix(row.integer(6))),
          .entered_by = row.text(7),
          .out_of_use = row.text(8)};
}

std::int64_t seconds_of(base::Day day) { return base::unix_seconds(base::Time(day)); }

/// "a.b.example" lies in "b.example" and in itself.
bool lies_in(std::string_view host, std::string_view domain) {
  return !domain.empty() && (host == domain || (host.size() > domain.size() && host.ends_with(domain) &&
                                                host[host.size() - domain.size() - 1] == '.'));
}

bool same_name(std::string_view a, std::string_view b) {
  const auto lower = [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; };
  return std::ranges::equal(a, b, {}, lower, lower);
}

base::Result<> check_at(const Entry& entry, base::Day today) {
  TRY_VOID(check(entry));
  if (entry.checked > today) return base::invalid("checked", base::format_day(entry.checked), "is not in the future");
  return {};
}

}  // namespace

base::Result<> check_country(const std::string& code) {
  if (legal::find_country(code) != nullptr) return {};
  return base::invalid("country", code, "is a country (ISO 3166-1 alpha-2)");
}

base::Result<> check(const Entry& entry) {
  if (entry.name.empty() || entry.name.size() > name_bytes_max || !plain(entry.name))
    return base::invalid("name", entry.name, "is the authority's name, 1 to 200 bytes without line breaks");
  TRY_VOID(check_country(entry.country));
  if (!is_e164(entry.number)) return base::invalid("number", entry.number, "is + and 7 to 15 digits (ITU-T E.164)");
  if (!entry.mailbox_domain.empty() && !is_domain(entry.mailbox_domain))
    return base::invalid("mailbox_domain", entry.mailbox_domain, "is a domain in lower case, like police.example");
  if (entry.source.empty() || entry.source.size() > source_bytes_max || !plain(entry.source))
    return base::invalid("source", entry.source, "says where the number was found, 1 to 500 bytes without line breaks");
  return {};
}

std::vector<store::Migration> migrations() {
  return {{"authority-001",
           "CREATE TABLE authority("
           "  id TEXT PRIMARY KEY,"
           "  name TEXT NOT NULL,"
           "  country TEXT NOT NULL,"
           "  number TEXT NOT NULL,"
           "  mailbox_domain TEXT NOT NULL,"
           "  source TEXT NOT NULL,"
           "  checked INTEGER NOT NULL,"  // midnight UTC of the day, seconds
           "  entered_by TEXT NOT NULL,"
           "  out_of_use TEXT NOT NULL"
           ") STRICT;"
           "CREATE UNIQUE INDEX authority_name ON authority(country, name COLLATE NOCASE) WHERE out_of_use = '';"}};
}

base::Result<std::string> Directory::add(Entry entry, const std::string& by) {
  TRY_VOID(check_at(entry, base::day_of(clock_.now())));
  entry.id = base::uuid_v7(clock_.now(), random_);
  const auto added = db_.run(
      "INSERT INTO authority(id, name, country, number, mailbox_domain, source, checked, entered_by, out_of_use)"
      " VALUES(?, ?, ?, ?, ?, ?, ?, ?, '')",
      {entry.id, entry.name, entry.country, entry.number, entry.mailbox_domain, entry.source, seconds_of(entry.checked),
       by});
  if (!added && added.error().code == base::Errc::conflict)
    return base::fail(base::Errc::conflict, "name", entry.name, "has an entry in this country already");
  TRY_VOID(added);
  return entry.id;
}

base::Result<> Directory::change(Entry entry, const std::string& by) {
  TRY(const Entry before, find(entry.id));
  entry.name = before.name;
  entry.country = before.country;
  TRY_VOID(check_at(entry, base::day_of(clock_.now())));
  return db_.run(
      "UPDATE authority SET number = ?, mailbox_domain = ?, source = ?, checked = ?, entered_by = ? WHERE id = ?",
      {entry.number, entry.mailbox_domain, entry.source, seconds_of(entry.checked), by, entry.id});
}

base::Result<> Directory::take_out_of_use(const std::string& id, const std::string& reason, const std::string& by) {
  if (reason.empty() || reason.size() > source_bytes_max)
    return base::invalid("out_of_use", reason, "says why, 1 to 500 bytes");
  TRY_VOID(find(id));
  return db_.run("UPDATE authority SET out_of_use = ?, entered_by = ? WHERE id = ?", {reason, by, id});
}

base::Result<std::vector<Entry>> Directory::select(std::string_view where,
                                                   std::initializer_list<store::Value> values) const {
  std::vector<Entry> entries;
  const std::string sql =
      "SELECT id, name, country, number, mailbox_domain, source, checked, entered_by, out_of_use FROM authority " +
      std::string(where);
  TRY_VOID(db_.query(sql, values, [&](const store::Row& row) -> base::Result<> {
    entries.push_back(entry_from(row));
    return {};
  }));
  return entries;
}

base::Result<Entry> Directory::find(const std::string& id) const {
  TRY(auto found, select("WHERE id = ?", {id}));
  if (found.empty()) return base::fail(base::Errc::not_found, "authority", id, "stands in no entry of the directory");
  return std::move(found.front());
}

base::Result<std::vector<Entry>> Directory::list(std::size_t rows_max, std::size_t skip) const {
  return select("ORDER BY country, name COLLATE NOCASE, id LIMIT ? OFFSET ?", {rows_max, skip});
}

base::Result<std::vector<Entry>> Directory::of_requester(std::string_view country, std::string_view agency,
                                                         std::string_view officer_mailbox) const {
  const auto at = officer_mailbox.rfind('@');
  const std::string_view host = at == officer_mailbox.npos ? std::string_view() : officer_mailbox.substr(at + 1);
  TRY(auto entries, select("WHERE country = ? AND out_of_use = '' ORDER BY name COLLATE NOCASE, id", {country}));
  std::erase_if(entries,
                [&](const Entry& one) { return !same_name(one.name, agency) && !lies_in(host, one.mailbox_domain); });
  return entries;
}

}  // namespace writ::authority
