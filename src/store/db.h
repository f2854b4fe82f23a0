// A thin wrapper of SQLite's C API: connection, statements, transactions. No domain types; each room keeps its own SQL.
// A connection is used by one thread at a time.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/bytes.h"
#include "base/files.h"
#include "base/result.h"

struct sqlite3;
struct sqlite3_stmt;

namespace writ::store {

/// One bound value: NULL, integer, text or blob.
class Value {
 public:
  Value(std::nullptr_t) {}
  Value(std::int64_t value) : kind_(Kind::integer), integer_(value) {}
  Value(int value) : Value(static_cast<std::int64_t>(value)) {}
  Value(std::uint64_t value) : Value(static_cast<std::int64_t>(value)) {}
  Value(bool value) : Value(static_cast<std::int64_t>(value)) {}
  Value(std::string_view text) : kind_(Kind::text), text_(text) {}
  Value(const std::string& text) : Value(std::string_view(text)) {}
  Value(const char* text) : Value(std::string_view(text)) {}
  Value(base::ByteView blob) : kind_(Kind::blob), text_(base::text(blob)) {}
  Value(const base::Hash& hash) : Value(base::ByteView(hash)) {}
  template <class T>
  Value(const std::optional<T>& value) {
    if (value) *this = Value(*value);
  }
  /// Text bound as a blob.
  static Value blob(std::string_view bytes) { return Value(base::view(bytes)); }

 private:
  friend class Db;
  enum class Kind : std::uint8_t { null, integer, text, blob };
  Kind kind_ = Kind::null;
  std::int64_t integer_ = 0;
  std::string_view text_;
};

/// One row of an answer; columns from 0. Valid until the callback returns.
class Row {
 public:
  explicit Row(sqlite3_stmt* statement) : statement_(statement) {}
  bool is_null(int column) const;
  std::int64_t integer(int column) const;
  std::string text(int column) const;   // of a blob: its bytes
  base::Hash hash(int column) const;    // a blob of 32 bytes; anything else is a bug
  std::optional<std::int64_t> integer_or_null(int column) const;
  std::optional<std::string> text_or_null(int column) const;

 private:
  sqlite3_stmt* statement_;
};

struct OpenOptions {
  bool read_only = false;
  bool create = true;
  /// Deleted content is overwritten with zeros (for keys.db).
  bool secure_delete = false;
};

class Db {
 public:
  /// WAL, synchronous FULL, foreign keys on. unavailable if the file cannot be opened.
  static base::Result<Db> open(const base::Path& path, const OpenOptions& options = {});
  /// For tests.
  static Db in_memory();
  Db(Db&&) noexcept;
  Db& operator=(Db&&) noexcept;
  ~Db();

  /// One statement; unavailable if the disk or the lock fails, conflict if a UNIQUE or PRIMARY KEY constraint does.
  base::Result<> run(std::string_view sql, std::initializer_list<Value> values = {});
  /// Calls `each` for every row; stops at the first error that it returns.
  base::Result<> query(std::string_view sql, std::initializer_list<Value> values,
                       const std::function<base::Result<>(const Row&)>& each);
  /// The first column of the first row; nullopt if there is no row or it is NULL.
  base::Result<std::optional<std::int64_t>> integer(std::string_view sql, std::initializer_list<Value> values = {});
  base::Result<std::optional<std::string>> text(std::string_view sql, std::initializer_list<Value> values = {});
  /// Several statements without values.
  base::Result<> script(std::string_view sql);
  /// Rows changed by the last run().
  std::int64_t changes() const;
  sqlite3* handle() const { return handle_.get(); }

  /// BEGIN IMMEDIATE, body, COMMIT; ROLLBACK if the body returns an error. When it returns without one, what was
  /// written is on stable storage. Inside another transaction the body simply takes part in it.
  base::Result<> transaction(const std::function<base::Result<>()>& body);

 private:
  struct Closer {
    void operator()(sqlite3* handle) const;
  };
  struct Finalizer {
    void operator()(sqlite3_stmt* statement) const;
  };
  using Statement = std::unique_ptr<sqlite3_stmt, Finalizer>;
  explicit Db(sqlite3* handle);
  base::Result<sqlite3_stmt*> prepare(std::string_view sql, std::initializer_list<Value> values);
  base::Error error(std::string_view sql) const;

  // Prepared once for each text: our statements are few and fixed.
  std::vector<std::pair<std::string, Statement>> prepared_;
  std::unique_ptr<sqlite3, Closer> handle_;
};

/// A numbered step of a room's schema: forward only, run once, in the order given.
struct Migration {
  std::string_view name;  // "casework-001"
  std::string_view sql;
};

/// Runs those not yet run, each in one transaction. corrupt if one that was run has another text now.
base::Result<> migrate(Db& db, const std::vector<Migration>& migrations);

}  // namespace writ::store
