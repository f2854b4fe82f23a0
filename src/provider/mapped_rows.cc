#include "provider/mapped_rows.h"

#include <algorithm>
#include <limits>
#include <tuple>
#include <utility>

#include "provider/address.h"
#include "provider/phone.h"

namespace writ::provider {

namespace {

using legal::SelectorKind;

bool has_column(const sql::Row& row, std::string_view column) {
  const auto columns = row.columns();
  return std::find(columns.begin(), columns.end(), column) != columns.end();
}

bool same_name(Folding fold, const std::string& one, const std::string& other) {
  const auto folded = fold_name(fold, one);
  return folded && folded == fold_name(fold, other);
}

/// Does what is stored spell what was asked? A statement that gives `stored` may find more than it should.
bool spells(Folding fold, const legal::Selector& selector, const std::string& stored) {
  if (selector.kind == SelectorKind::phone_number) return spells_phone(stored, selector.value);
  if (selector.kind != SelectorKind::ip_address) return same_name(fold, stored, selector.value);
  const auto address = parse_stored_address(stored);
  if (!address || address->canonical != selector.value) return false;
  return !selector.port || !address->port || *selector.port == *address->port;
}

base::Result<std::optional<std::uint16_t>> port_of(const sql::Row& row) {
  if (!has_column(row, "port")) return std::nullopt;
  TRY(const auto port, row.integer_or_null("port"));
  if (!port || *port == 0) return std::nullopt;
  if (*port < 0 || *port > std::numeric_limits<std::uint16_t>::max())
    return std::unexpected(
        sql::error_of(row.source(), "port", sql::fault::schema, std::to_string(*port) + " is no port"));
  return static_cast<std::uint16_t>(*port);
}

/// Without `stored` the account must itself spell what was asked: a server takes 12abc for 12, and its collation ü for u.
base::Result<> check_found(const AccountQuery& query, const legal::Selector& selector, const sql::Row& row,
                           const AccountRow& account) {
  const bool id = selector.kind == SelectorKind::user_id;
  if (!id && (selector.kind != SelectorKind::user_name || account.name.empty())) return {};
  if (has_column(row, "stored") || same_name(query.fold, id ? account.id : account.name, selector.value)) return {};
  return std::unexpected(sql::error_of(row.source(), "accounts." + std::string(legal::name_of(selector.kind)),
                                       sql::fault::schema,
                                       "the answer's \"" + std::string(id ? "account" : "name") +
                                           "\" is not what was asked: give what it was found by as \"stored\""));
}

/// The same account, found by another row: it had what was asked from the first to the last.
void join(AccountRow& had, const AccountRow& again) {
  if (!had.matched_from || !again.matched_from) had.matched_from.reset();
  else had.matched_from = std::min(*had.matched_from, *again.matched_from);
  if (!had.matched_to || !again.matched_to) had.matched_to.reset();
  else had.matched_to = std::max(*had.matched_to, *again.matched_to);
  had.without_port = had.without_port && again.without_port;
}

}  // namespace

legal::Selector nobody(SelectorKind kind) {
  switch (kind) {
    case SelectorKind::user_id:
    case SelectorKind::user_name:
      return {.kind = kind, .value = "0", .window = {}, .port = {}};
    case SelectorKind::phone_number:
      return {.kind = kind, .value = "+441632960999", .window = {}, .port = {}};
    case SelectorKind::email:
      return {.kind = kind, .value = "nobody@invalid", .window = {}, .port = {}};
    case SelectorKind::ip_address:
      return {.kind = kind, .value = "192.0.2.255", .window = {}, .port = {}};
  }
  std::unreachable();
}

base::Result<sql::Values> account_values(const Mapping& mapping, const legal::Selector& selector, const Span& span,
                                         base::Time as_of) {
  const AccountQuery& query = mapping.accounts.at(selector.kind);
  const auto folded = fold_name(query.fold, selector.value);
  if (!folded) return base::invalid("selector.value", selector.value, "is no UTF-8");
  sql::Values values{{"value", *folded}, {"as_of", mapping.account_time.upper(as_of)}};
  const auto parts = split_e164(selector.value);
  const bool phone = selector.kind == SelectorKind::phone_number && parts;
  values.emplace_back("digits", phone ? selector.value.substr(1) : std::string());
  values.emplace_back("country", phone ? parts->country : std::string());
  values.emplace_back("national", phone ? parts->national : std::string());
  values.emplace_back("trunk", phone ? parts->trunk : std::string());
  const auto at = folded->rfind('@');
  values.emplace_back("local", folded->substr(0, at));
  values.emplace_back("domain", at == std::string::npos ? std::string() : folded->substr(at + 1));
  values.emplace_back("mapped", folded->find(':') == std::string::npos ? "::ffff:" + *folded : *folded);
  const auto address = mapping.categories.find("ip_address");
  const bool timed = selector.kind == SelectorKind::ip_address && address != mapping.categories.end();
  values.emplace_back("since", timed ? address->second.time.lower(span.from) : sql::Value());
  values.emplace_back("until", timed ? address->second.time.upper(span.to) : sql::Value());
  return values;
}

sql::Values category_values(const CategoryQuery& query, const std::string& account, const Span& span,
                            base::Time as_of) {
  return {{"account", account},
          {"since", query.time.lower(span.from)},
          {"until", query.time.upper(span.to)},
          {"as_of", query.time.upper(as_of)}};
}

base::Result<std::optional<base::Time>> MappedReading::optional_time(const sql::Row& row, std::string_view column) {
  if (!has_column(row, column)) return std::nullopt;
  return mapping_.account_time.read(row, column, now_);
}

base::Result<AccountRow> MappedReading::account_of(const sql::Row& row) {
  AccountRow account;
  TRY(account.id, row.text("account"));
  account.name_kept = has_column(row, "name");
  account.created_kept = has_column(row, "created");
  if (has_column(row, "name")) {
    TRY(const auto name, row.text_or_null("name"));
    account.name = name.value_or("");
  }
  if (has_column(row, "closed")) {
    TRY(const auto closed, row.integer_or_null("closed"));
    account.closed = closed.value_or(0) != 0;
  }
  TRY(account.created, optional_time(row, "created"));
  TRY(account.matched_from, optional_time(row, "matched_from"));
  TRY(account.matched_to, optional_time(row, "matched_to"));
  return account;
}

base::Result<bool> MappedReading::in_window(const sql::Row& row, const Span& span) const {
  const sql::TimeColumn& time = mapping_.categories.find("ip_address")->second.time;
  if (has_column(row, "at")) {
    TRY(const auto at, time.read(row, "at", now_));
    return at && *at >= span.from && *at < span.to;
  }
  if (!time.zoned()) return true;
  return std::unexpected(sql::error_of(row.source(), "accounts.ip_address", sql::fault::schema,
                                       "the answer has no column \"at\": with a zone the window is wider than asked"));
}

base::Result<std::vector<AccountRow>> MappedReading::find(const legal::Selector& selector, const Span& span) {
  const AccountQuery& query = mapping_.accounts.at(selector.kind);
  TRY(const sql::Values values, account_values(mapping_, selector, span, as_of_));
  std::vector<AccountRow> found;
  const std::string what = "account by " + std::string(legal::name_of(selector.kind));
  TRY_VOID(client_->query(what, query.statement, values, [&](const sql::Row& row) -> base::Result<> {
    if (has_column(row, "stored")) {
      TRY(const auto stored, row.text_or_null("stored"));
      if (!stored || !spells(query.fold, selector, *stored)) return {};
    }
    if (selector.kind == SelectorKind::ip_address) {
      TRY(const bool within, in_window(row, span));
      if (!within) return {};
    }
    TRY(AccountRow account, account_of(row));
    TRY_VOID(check_found(query, selector, row, account));
    if (selector.kind == SelectorKind::ip_address && selector.port) {
      TRY(const auto port, port_of(row));
      if (port && *port != *selector.port) return {};
      account.without_port = !port;
    }
    if (account.created && *account.created > as_of_) return {};
    if (account.matched_from && *account.matched_from > as_of_) return {};
    const auto known = std::ranges::find(found, account.id, &AccountRow::id);
    if (known == found.end()) found.push_back(std::move(account));
    else join(*known, account);
    return {};
  }));
  if (found.empty() && selector.kind == SelectorKind::ip_address) TRY_VOID(check_extent("ip_address"));
  return found;
}

base::Result<std::vector<StampedRow>> MappedReading::rows(std::string_view category, const AccountRow& account,
                                                          const Span& span) {
  const CategoryQuery& query = mapping_.categories.find(category)->second;
  const bool timed = mapping_.facts.categories.find(category)->second.timed;
  const Span asked = timed ? span : Span{base::from_unix(0), as_of_ + std::chrono::seconds(1)};
  std::vector<StampedRow> found;
  const std::string what = std::string(category) + " of an account";
  TRY_VOID(client_->query(what, query.statement, category_values(query, account.id, asked, as_of_),
                          [&](const sql::Row& row) -> base::Result<> {
                            StampedRow stamped;
                            if (has_column(row, "at")) {
                              TRY(stamped.at, query.time.read(row, "at", now_));
                            }
                            if (timed && !stamped.at) return {};
                            if (stamped.at && query.time.repeated_hour(*stamped.at)) {
                              stamped.meaning = mapping_.facts.categories.find(category)->second.time_meaning +
                                                " (clocks were set back in this hour: it may be an hour earlier)";
                            }
                            if (stamped.at && (*stamped.at < asked.from || *stamped.at >= asked.to)) return {};
                            if (category != "last_seen") {
                              TRY(auto value, row.text_or_null("value"));
                              if (!value || value->empty()) return {};
                              stamped.text = std::move(*value);
                            }
                            TRY(stamped.port, port_of(row));
                            found.push_back(std::move(stamped));
                            return {};
                          }));
  std::sort(found.begin(), found.end(), [](const StampedRow& a, const StampedRow& b) {
    return std::tie(a.at, a.text, a.port) < std::tie(b.at, b.text, b.port);
  });
  if (timed && found.empty()) TRY_VOID(check_extent(category));
  return found;
}

base::Result<> MappedReading::check_extent(std::string_view category) {
  const CategoryQuery& query = mapping_.categories.find(category)->second;
  return client_->query(std::string(category) + ".newest", query.extent, {},
                        [&](const sql::Row& row) -> base::Result<> {
                          TRY_VOID(query.time.read(row, "newest", now_));
                          return {};
                        });
}

}  // namespace writ::provider
