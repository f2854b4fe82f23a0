#include "app/authority_file.h"

#include <algorithm>
#include <array>
#include <map>

#include "app/desk_store.h"
#include "intake/normal.h"
#include "observatory/csv_reader.h"

namespace writ::app {

namespace {

using Errors = std::vector<intake::LineError>;

constexpr std::array<std::string_view, 6> columns = {"name", "country", "number", "mailbox_domain", "source", "checked"};
constexpr const char* columns_rule =
    "the first line names each of name, country, number, source, checked once, and mailbox_domain if it is given";

std::string lower(std::string_view text) {
  std::string out(text);
  for (char& c : out) c = c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c;
  return out;
}

/// Where each column stands, by its place in `columns`.
base::Result<std::vector<std::size_t>> read_head(const std::vector<std::string>& head) {
  std::vector<std::size_t> order;
  for (const std::string& name : head) {
    const auto known = std::ranges::find(columns, name);
    const auto at = static_cast<std::size_t>(known - columns.begin());
    if (known == columns.end() || std::ranges::find(order, at) != order.end())
      return base::invalid("column", name, columns_rule);
    order.push_back(at);
  }
  for (std::size_t at = 0; at < columns.size(); ++at) {
    if (columns[at] != "mailbox_domain" && std::ranges::find(order, at) == order.end())
      return base::invalid("column", std::string(columns[at]), "is missing: " + std::string(columns_rule));
  }
  return order;
}

base::Result<authority::Entry> read_row(const std::vector<std::size_t>& order, const std::vector<std::string>& fields) {
  if (fields.size() != order.size())
    return base::invalid("row", std::to_string(fields.size()) + " fields",
                         "has as many fields as the first line, " + std::to_string(order.size()));
  std::array<std::string, columns.size()> of;
  for (std::size_t i = 0; i < fields.size(); ++i) of[order[i]] = fields[i];
  const auto& [name, country, number, domain, source, checked] = of;
  authority::Entry entry{.country = country, .mailbox_domain = domain, .source = source};
  TRY(entry.name, intake::normal_name(name, "name"));
  TRY_VOID(authority::check_country(country));  // first: a national number is read by its rules
  TRY(entry.number, intake::normal_phone(number, country, "number"));
  const auto day = base::parse_day(checked);
  if (!day) return base::invalid("checked", checked, "is a day, YYYY-MM-DD");
  entry.checked = *day;
  TRY_VOID(authority::check(entry));
  return entry;
}

class Reading {
 public:
  void row(const observatory::CsvRow& row) {
    const auto line = static_cast<std::size_t>(row.line);
    if (row.fault) {
      const std::string field = row.fault->field < order_.size()
                                    ? std::string(columns[order_[row.fault->field]])
                                    : "field " + std::to_string(row.fault->field + 1);
      errors.push_back({static_cast<std::size_t>(row.fault->line),
                        {base::Errc::invalid, field, row.fault->value, row.fault->rule}});
      return;
    }
    auto entry = read_row(order_, row.fields);
    if (!entry) return errors.push_back({line, entry.error()});
    const auto [earlier, fresh] = lines_.emplace(entry->country + lower(entry->name), line);
    if (!fresh)
      return errors.push_back({line,
                               {base::Errc::conflict, "name", entry->name,
                                "stands on line " + std::to_string(earlier->second) + " already"}});
    rows.push_back({line, std::move(*entry)});
  }
  /// False: the file cannot be read any further.
  bool head(const observatory::CsvRow& row) {
    if (row.fault) {
      errors.push_back({1, {base::Errc::invalid, "column", row.fault->value, row.fault->rule}});
      return false;
    }
    auto order = read_head(row.fields);
    if (!order) errors.push_back({static_cast<std::size_t>(row.line), order.error()});
    if (order) order_ = std::move(*order);
    return order.has_value();
  }

  std::vector<AuthorityRow> rows;
  Errors errors;

 private:
  std::vector<std::size_t> order_;
  std::map<std::string, std::size_t> lines_;
};

bool says_the_same(const authority::Entry& a, const authority::Entry& b) {
  return a.number == b.number && a.mailbox_domain == b.mailbox_domain && a.source == b.source && a.checked == b.checked;
}

base::Result<> import_row(authority::Directory& directory, const people::Person& person, authority::Entry entry,
                          bool update, ImportedAuthorities& done) {
  TRY(const auto known, directory.of_requester(entry.country, entry.name, ""));
  if (known.empty()) {
    TRY_VOID(directory.add(std::move(entry), person.id));
    ++done.added;
    return {};
  }
  if (says_the_same(known.front(), entry)) {
    ++done.unchanged;
    return {};
  }
  if (!update)
    return base::fail(base::Errc::conflict, "name", entry.name,
                      "has an entry in this country that says something else: --update changes it");
  entry.id = known.front().id;
  TRY_VOID(directory.change(std::move(entry), person.id));
  ++done.changed;
  return {};
}

std::unexpected<Errors> whole_file(base::Error error) { return std::unexpected(Errors{{0, std::move(error)}}); }

}  // namespace

std::expected<std::vector<AuthorityRow>, Errors> parse_authorities(std::string_view csv) {
  if (csv.size() > authorities_bytes_max)
    return whole_file({base::Errc::invalid, "file", std::to_string(csv.size()) + " bytes", "is at most 16 MiB"});
  observatory::TextSource text(csv);
  observatory::DecodedSource decoded(text);
  observatory::CsvReader reader(decoded);
  observatory::CsvRow row;
  Reading reading;
  bool first = true;
  while (true) {
    const auto more = reader.next(row);
    if (!more) return whole_file(more.error());
    if (!*more) break;
    if (first && !reading.head(row)) break;
    if (!first) reading.row(row);
    first = false;
  }
  if (!reading.errors.empty()) return std::unexpected(std::move(reading.errors));
  if (reading.rows.empty()) return whole_file({base::Errc::invalid, "file", "", "holds at least one authority"});
  return std::move(reading.rows);
}

std::expected<ImportedAuthorities, Errors> import_authorities(Deployment& deployment, const people::Person& person,
                                                              const std::vector<AuthorityRow>& rows, bool update) {
  if (!people::has_role(person, "intake") && !people::has_role(person, "administrator"))
    return whole_file({base::Errc::denied, "role", person.name, "the directory is kept by intake and administrators"});
  authority::Directory directory(deployment.db, deployment.clock, deployment.random);
  ImportedAuthorities done;
  Errors errors;
  const auto kept = deployment.db.transaction([&]() -> base::Result<> {
    for (const AuthorityRow& row : rows) {
      auto one = import_row(directory, person, row.entry, update, done);
      if (!one && one.error().code != base::Errc::invalid && one.error().code != base::Errc::conflict) return one;
      if (!one) errors.push_back({row.line, one.error()});
    }
    if (!errors.empty()) return std::unexpected(errors.front().error);
    return DeskStore(deployment.db, deployment.clock)
        .audit(person.id, "authorities_imported", "",
               std::to_string(done.added) + " new, " + std::to_string(done.changed) + " changed");
  });
  if (!errors.empty()) return std::unexpected(std::move(errors));
  if (!kept) return whole_file(kept.error());
  return done;
}

}  // namespace writ::app
