#include "store/db.h"

#include <sqlite3.h>

#include <algorithm>
#include <cstring>
#include <utility>

namespace writ::store {

namespace {
constexpr int busy_timeout_ms = 30'000;  // a tick of a large log holds the write lock for seconds, not minutes
}

bool Row::is_null(int column) const { return sqlite3_column_type(statement_, column) == SQLITE_NULL; }
std::int64_t Row::integer(int column) const { return sqlite3_column_int64(statement_, column); }

std::string Row::text(int column) const {
  const auto* data = static_cast<const char*>(sqlite3_column_blob(statement_, column));
  return data == nullptr ? std::string() : std::string(data, static_cast<std::size_t>(sqlite3_column_bytes(statement_, column)));
}

base::Hash Row::hash(int column) const {
  base::Hash hash{};
  CHECK_INVARIANT(sqlite3_column_bytes(statement_, column) == static_cast<int>(hash.size()));
  std::memcpy(hash.data(), sqlite3_column_blob(statement_, column), hash.size());
  return hash;
}

std::optional<std::int64_t> Row::integer_or_null(int column) const {
  if (is_null(column)) return std::nullopt;
  return integer(column);
}

std::optional<std::string> Row::text_or_null(int column) const {
  if (is_null(column)) return std::nullopt;
  return text(column);
}

void Db::Closer::operator()(sqlite3* handle) const { sqlite3_close_v2(handle); }
void Db::Finalizer::operator()(sqlite3_stmt* statement) const { sqlite3_finalize(statement); }
Db::Db(sqlite3* handle) : handle_(handle) {}
Db::Db(Db&&) noexcept = default;
Db& Db::operator=(Db&& other) noexcept {
  prepared_ = std::move(other.prepared_);  // before the old connection goes
  handle_ = std::move(other.handle_);
  return *this;
}
Db::~Db() { prepared_.clear(); }

base::Result<Db> Db::open(const base::Path& path, const OpenOptions& options) {
  sqlite3* handle = nullptr;
  int flags = options.read_only ? SQLITE_OPEN_READONLY : SQLITE_OPEN_READWRITE;
  if (options.create && !options.read_only) flags |= SQLITE_OPEN_CREATE;
  const int opened = sqlite3_open_v2(path.c_str(), &handle, flags | SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_EXRESCODE, nullptr);
  Db db(handle);
  if (opened != SQLITE_OK) {
    return base::fail(base::Errc::unavailable, path.string(), "", std::string("cannot open the store: ") + sqlite3_errstr(opened));
  }
  sqlite3_busy_timeout(handle, busy_timeout_ms);
  if (!options.read_only) TRY_VOID(db.script("PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL;"));
  TRY_VOID(db.script("PRAGMA foreign_keys=ON; PRAGMA trusted_schema=OFF;"));
  if (options.secure_delete) TRY_VOID(db.script("PRAGMA secure_delete=ON;"));
  return db;
}

Db Db::in_memory() {
  auto db = open(":memory:");
  CHECK_INVARIANT(db.has_value());
  return std::move(*db);
}

base::Error Db::error(std::string_view sql) const {
  const int code = sqlite3_extended_errcode(handle_.get());
  const bool repeated = code == SQLITE_CONSTRAINT_UNIQUE || code == SQLITE_CONSTRAINT_PRIMARYKEY;
  return {repeated ? base::Errc::conflict : base::Errc::unavailable, "store", std::string(sql), sqlite3_errmsg(handle_.get())};
}

base::Result<sqlite3_stmt*> Db::prepare(std::string_view sql, std::initializer_list<Value> values) {
  auto found = std::find_if(prepared_.begin(), prepared_.end(), [&](const auto& entry) { return entry.first == sql; });
  // One that is running (a query inside a query's callback) is not taken twice.
  if (found != prepared_.end() && sqlite3_stmt_busy(found->second.get())) found = prepared_.end();
  if (found == prepared_.end()) {
    sqlite3_stmt* statement = nullptr;
    const int code = sqlite3_prepare_v3(handle_.get(), sql.data(), static_cast<int>(sql.size()), SQLITE_PREPARE_PERSISTENT, &statement, nullptr);
    if (code != SQLITE_OK) return std::unexpected(error(sql));
    prepared_.emplace_back(std::string(sql), Statement(statement));
    found = std::prev(prepared_.end());
  }
  sqlite3_stmt* statement = found->second.get();
  int at = 0;
  for (const Value& value : values) {
    ++at;
    const int size = static_cast<int>(value.text_.size());
    switch (value.kind_) {
      case Value::Kind::null: sqlite3_bind_null(statement, at); break;
      case Value::Kind::integer: sqlite3_bind_int64(statement, at, value.integer_); break;
      case Value::Kind::text: sqlite3_bind_text(statement, at, value.text_.data() ? value.text_.data() : "", size, SQLITE_TRANSIENT); break;
      case Value::Kind::blob: sqlite3_bind_blob(statement, at, value.text_.data() ? value.text_.data() : "", size, SQLITE_TRANSIENT); break;
    }
  }
  return statement;
}

base::Result<> Db::run(std::string_view sql, std::initializer_list<Value> values) {
  return query(sql, values, [](const Row&) { return base::Result<>(); });
}

base::Result<> Db::query(std::string_view sql, std::initializer_list<Value> values,
                         const std::function<base::Result<>(const Row&)>& each) {
  TRY(sqlite3_stmt * statement, prepare(sql, values));
  base::Result<> result;
  for (;;) {
    const int code = sqlite3_step(statement);
    if (code == SQLITE_DONE) break;
    if (code != SQLITE_ROW) {
      result = std::unexpected(error(sql));
      break;
    }
    result = each(Row(statement));
    if (!result) break;
  }
  sqlite3_reset(statement);
  sqlite3_clear_bindings(statement);
  return result;
}

base::Result<std::optional<std::int64_t>> Db::integer(std::string_view sql, std::initializer_list<Value> values) {
  std::optional<std::int64_t> value;
  bool first = true;
  TRY_VOID(query(sql, values, [&](const Row& row) {
    if (std::exchange(first, false)) value = row.integer_or_null(0);
    return base::Result<>();
  }));
  return value;
}

base::Result<std::optional<std::string>> Db::text(std::string_view sql, std::initializer_list<Value> values) {
  std::optional<std::string> value;
  bool first = true;
  TRY_VOID(query(sql, values, [&](const Row& row) {
    if (std::exchange(first, false)) value = row.text_or_null(0);
    return base::Result<>();
  }));
  return value;
}

base::Result<> Db::script(std::string_view sql) {
  if (sqlite3_exec(handle_.get(), std::string(sql).c_str(), nullptr, nullptr, nullptr) != SQLITE_OK) return std::unexpected(error(sql));
  return {};
}

std::int64_t Db::changes() const { return sqlite3_changes64(handle_.get()); }

base::Result<> Db::transaction(const std::function<base::Result<>()>& body) {
  if (sqlite3_get_autocommit(handle_.get()) == 0) return body();
  TRY_VOID(run("BEGIN IMMEDIATE"));
  auto result = body();
  if (result) result = run("COMMIT");
  if (!result && sqlite3_get_autocommit(handle_.get()) == 0) {
    // The first error is the one to report; a failed ROLLBACK leaves nothing committed either.
    if (!run("ROLLBACK")) return result;
  }
  return result;
}

}  // namespace writ::store
