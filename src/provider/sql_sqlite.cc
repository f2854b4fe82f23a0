#include <sqlite3.h>

#include "provider/sql_engines.h"

namespace writ::provider::sql {

namespace {

class SqliteRow final : public Row {
 public:
  SqliteRow(sqlite3_stmt* statement, const std::vector<std::string>& names, const std::string& source)
      : statement_(statement), names_(names), source_(source) {}

  base::Result<std::optional<std::string_view>> cell(std::string_view column) const override {
    TRY(const std::size_t found, find_column(names_, column, source_, "row"));
    const int index = static_cast<int>(found);
    if (sqlite3_column_type(statement_, index) == SQLITE_NULL) return std::nullopt;
    const auto* text = reinterpret_cast<const char*>(sqlite3_column_text(statement_, index));
    if (text == nullptr) return std::string_view();
    return std::string_view(text, static_cast<std::size_t>(sqlite3_column_bytes(statement_, index)));
  }
  std::vector<std::string> columns() const override { return names_; }
  const std::string& source() const override { return source_; }

 private:
  sqlite3_stmt* statement_;
  const std::vector<std::string>& names_;
  const std::string& source_;
};

void bind(sqlite3_stmt* statement, const std::vector<const Value*>& values) {
  for (std::size_t i = 0; i < values.size(); ++i) {
    const int place = static_cast<int>(i) + 1;
    if (const auto* number = std::get_if<std::int64_t>(values[i])) {
      sqlite3_bind_int64(statement, place, *number);
    } else if (const auto* text = std::get_if<std::string>(values[i])) {
      sqlite3_bind_text(statement, place, text->data(), static_cast<int>(text->size()), SQLITE_TRANSIENT);
    } else {
      sqlite3_bind_null(statement, place);
    }
  }
}

class SqliteClient final : public Client {
 public:
  explicit SqliteClient(GuardedDb db) : db_(std::move(db)) {}

  base::Result<> query(std::string_view what, std::string_view statement, const Values& values,
                       const std::function<base::Result<>(const Row&)>& each) override {
    TRY(const Bound bound, bind_names(Engine::sqlite, statement));
    TRY(const auto ordered, in_order(bound, values));
    names_.clear();
    return db_.query_raw(
        what, bound.statement,
        [&](sqlite3_stmt* prepared) {
          for (int i = 0; i < sqlite3_column_count(prepared); ++i)
            names_.push_back(lower_ascii(sqlite3_column_name(prepared, i)));
          bind(prepared, ordered);
        },
        [&](sqlite3_stmt* row) { return each(SqliteRow(row, names_, db_.source())); });
  }
  const std::vector<std::string>& columns() const override { return names_; }
  Engine engine() const override { return Engine::sqlite; }
  std::int64_t rows() const override { return db_.rows(); }
  const std::string& source() const override { return db_.source(); }
  base::Result<> add_match(const std::string& name, std::function<bool(std::string_view)> matches) override {
    return db_.add_match(name, std::move(matches));
  }

 private:
  GuardedDb db_;
  std::vector<std::string> names_;
};

}  // namespace

base::Result<std::unique_ptr<Client>> connect_sqlite(const ConnectOptions& options) {
  TRY(GuardedDb db, GuardedDb::open(options.source, options.file, options.allowed, options.limits));
  return std::make_unique<SqliteClient>(std::move(db));
}

}  // namespace writ::provider::sql
