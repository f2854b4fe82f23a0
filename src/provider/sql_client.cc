#include "provider/sql_client.h"

#include <algorithm>
#include <charconv>
#include <utility>

#include "provider/sql_engines.h"

namespace writ::provider::sql {

std::string_view name_of(Engine engine) {
  switch (engine) {
    case Engine::sqlite:
      return "sqlite";
    case Engine::postgresql:
      return "postgresql";
    case Engine::mariadb:
      return "mariadb";
  }
  std::unreachable();
}

std::optional<Engine> engine(std::string_view name) {
  for (const Engine engine : {Engine::sqlite, Engine::postgresql, Engine::mariadb})
    if (name_of(engine) == name) return engine;
  return std::nullopt;
}

base::Error error_of(std::string source, std::string_view what, std::string_view fault, std::string_view detail) {
  return {base::Errc::unavailable, std::move(source), std::string(what),
          std::string(fault) + ": " + std::string(detail)};
}

bool is_fault(const base::Error& error, std::string_view fault) {
  return error.rule.starts_with(fault) && error.rule.substr(fault.size()).starts_with(":");
}

base::Result<std::string> Row::text(std::string_view column) const {
  TRY(const auto found, cell(column));
  if (found) return std::string(*found);
  return std::unexpected(error_of(source(), column, fault::schema, "is NULL where a value is needed"));
}

base::Result<std::optional<std::string>> Row::text_or_null(std::string_view column) const {
  TRY(const auto found, cell(column));
  if (!found) return std::nullopt;
  return std::string(*found);
}

base::Result<std::optional<std::int64_t>> Row::integer_or_null(std::string_view column) const {
  TRY(const auto found, cell(column));
  if (!found) return std::nullopt;
  if (*found == "t" || *found == "f") return *found == "t" ? 1 : 0;
  std::int64_t value = 0;
  const auto [end, error] = std::from_chars(found->data(), found->data() + found->size(), value);
  if (error != std::errc() || end != found->data() + found->size())
    return std::unexpected(error_of(source(), column, fault::schema, "is not an integer"));
  return value;
}

base::Result<std::int64_t> Row::integer(std::string_view column) const {
  TRY(const auto found, integer_or_null(column));
  if (found) return *found;
  return std::unexpected(error_of(source(), column, fault::schema, "is NULL where a value is needed"));
}

base::Result<> Client::add_match(const std::string& name, std::function<bool(std::string_view)>) {
  return base::invalid("function", name, "functions of ours can be called by SQLite only");
}

base::Result<std::unique_ptr<Client>> connect(const ConnectOptions& options) {
  switch (options.engine) {
    case Engine::sqlite:
      return connect_sqlite(options);
    case Engine::postgresql:
      return connect_postgresql(options);
    case Engine::mariadb:
      return connect_mariadb(options);
  }
  std::unreachable();
}

std::chrono::milliseconds Budget::left() const {
  const auto left = std::chrono::duration_cast<std::chrono::milliseconds>(deadline_ - std::chrono::steady_clock::now());
  return std::max(left, std::chrono::milliseconds(0));
}

base::Error Budget::out_of_time(std::string_view what) const {
  return error(what, fault::time_limit, "not read within " + std::to_string(limits_.time_max.count()) + " ms");
}

base::Result<> Budget::count_row(std::string_view what) {
  if (++rows_ <= limits_.rows_max) return {};
  return std::unexpected(
      error(what, fault::row_cap, "more than " + std::to_string(limits_.rows_max) + " rows for one question"));
}

base::Error tls_error(const ConnectOptions& options, std::string_view said) {
  const std::string authority = options.tls_ca.empty() ? "" : ", tls_ca = \"" + options.tls_ca.string() + "\"";
  return error_of(options.source, "connecting", fault::tls,
                  std::string(options.verify_tls ? "by tls = \"verify\"" + authority : "tls") + ": " + std::string(said));
}

base::Result<std::vector<const Value*>> in_order(const Bound& bound, const Values& values) {
  std::vector<const Value*> ordered;
  for (const std::string& name : bound.order) {
    const auto found =
        std::find_if(values.begin(), values.end(), [&](const auto& value) { return value.first == name; });
    if (found == values.end()) return base::invalid("statement", ":" + name, "names a value that there is not");
    ordered.push_back(&found->second);
  }
  return ordered;
}

std::string lower_ascii(std::string_view text) {
  std::string lower(text);
  for (char& c : lower)
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c + 32);
  return lower;
}

base::Result<std::size_t> find_column(const std::vector<std::string>& columns, std::string_view column,
                                      const std::string& source, std::string_view what) {
  const auto found = std::find(columns.begin(), columns.end(), column);
  if (found == columns.end()) {
    return std::unexpected(
        error_of(source, what, fault::schema, "the answer has no column \"" + std::string(column) + "\""));
  }
  return static_cast<std::size_t>(found - columns.begin());
}

}  // namespace writ::provider::sql
