// One way to read somebody else's SQL store: SQLite (read-only file behind an allow-list), PostgreSQL (libpq), MariaDB
// and MySQL (libmariadb). A client is one connection, one read-only transaction (so all statements of a question see
// one snapshot), one question, one thread.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

#include "base/files.h"
#include "base/result.h"
#include "provider/guarded_db.h"
#include "provider/limits.h"
#include "provider/secret.h"

namespace writ::provider::sql {

enum class Engine : std::uint8_t { sqlite, postgresql, mariadb };
std::string_view name_of(Engine engine);
std::optional<Engine> engine(std::string_view name);

/// A parameter. Text is never put into the statement: parameters travel apart from it.
using Value = std::variant<std::monostate, std::int64_t, std::string>;
/// Name without its colon -> value.
using Values = std::vector<std::pair<std::string_view, Value>>;

/// One row of an answer, columns by name (in lower case). Valid until the callback returns. A missing column, NULL
/// where a value is needed and a text that is no integer are `unavailable`, rule "schema: ...".
class Row {
 public:
  virtual ~Row() = default;
  /// The column's text as the engine writes it (integers in decimal, times in UTC as `YYYY-MM-DD hh:mm:ss[.f][+00]`,
  /// booleans as 1 and 0 or t and f); nullopt = NULL.
  virtual base::Result<std::optional<std::string_view>> cell(std::string_view column) const = 0;
  virtual std::vector<std::string> columns() const = 0;
  virtual const std::string& source() const = 0;

  base::Result<std::string> text(std::string_view column) const;
  base::Result<std::optional<std::string>> text_or_null(std::string_view column) const;
  base::Result<std::int64_t> integer(std::string_view column) const;
  base::Result<std::optional<std::int64_t>> integer_or_null(std::string_view column) const;
};

struct ConnectOptions {
  std::string source;  // names the source in errors
  Engine engine = Engine::sqlite;
  ReadLimits limits;

  // SQLite
  base::Path file;
  AllowList allowed;

  // servers
  std::string host = "127.0.0.1";  // name, address, or the folder (PostgreSQL) or path (MariaDB) of a Unix socket
  std::uint16_t port = 0;          // 0 = the engine's own
  std::string database;
  std::string user;
  Secret secret;            // may be empty: peer authentication over a Unix socket
  bool verify_tls = false;  // certificate and name of the server
  base::Path tls_ca;        // empty = the system's
};

/// Errors of a client have code unavailable, field = source, value = what was being read; the rule begins with one of
/// these names and a colon. What the server says of a value is never repeated in it.
namespace fault {
constexpr std::string_view connection = "connection";  // not reached, refused, broken off, authentication failed
constexpr std::string_view tls = "tls";  // a certificate that is not this server's, or no encryption at all
constexpr std::string_view time_limit = "time limit";
constexpr std::string_view row_cap = "row cap";
constexpr std::string_view read_only = "read-only";  // the statement would write: the session is what refuses
constexpr std::string_view permission = "permission";  // of the server; of SQLite: code denied, rule "allow-list"
constexpr std::string_view schema = "schema";          // no such table, column or function; another type
constexpr std::string_view statement = "statement";    // anything else that the server says
}  // namespace fault
base::Error error_of(std::string source, std::string_view what, std::string_view fault, std::string_view detail);
/// Does the error's rule begin with this name?
bool is_fault(const base::Error& error, std::string_view fault);

class Client {
 public:
  virtual ~Client() = default;
  /// `statement` is one SELECT in the engine's own SQL with `:name` wherever a value goes; every name stands in
  /// `values` (invalid otherwise, and if there is a second statement). `what` names the reading in errors ("addresses
  /// of an account"). Stops at the first error that `each` returns, and returns that.
  virtual base::Result<> query(std::string_view what, std::string_view statement, const Values& values,
                               const std::function<base::Result<>(const Row&)>& each) = 0;
  /// Names of the columns of the last statement, in lower case, also when it gave no row.
  virtual const std::vector<std::string>& columns() const = 0;
  virtual Engine engine() const = 0;
  /// Rows read so far.
  virtual std::int64_t rows() const = 0;
  virtual const std::string& source() const = 0;
  /// `name(column)` is 1 where the stored text matches: in SQLite only, servers have functions of their own.
  virtual base::Result<> add_match(const std::string& name, std::function<bool(std::string_view stored)> matches);
};

/// Connects and begins the read-only transaction; ReadLimits::busy_max is the time to connect, time_max counts from
/// here.
base::Result<std::unique_ptr<Client>> connect(const ConnectOptions& options);

/// How a statement's named parameters are sent: PostgreSQL takes each name once (`$1`), the others a `?` for each
/// place.
struct Bound {
  std::string statement;
  std::vector<std::string> order;  // names, by position
};
/// Knows string literals, quoted names, comments, `::` casts and PostgreSQL's dollar quotes. invalid: a second
/// statement, something left open, a bare `?` or `$1`.
base::Result<Bound> bind_names(Engine engine, std::string_view statement);

}  // namespace writ::provider::sql
