#include "observatory/store.h"

#include <algorithm>
#include <tuple>

namespace writ::observatory {

namespace {

const std::vector<store::Migration>& migrations() {
  static const std::vector<store::Migration> steps{
      {"observatory-001",
       "CREATE TABLE source("
       "  id INTEGER PRIMARY KEY,"
       "  file TEXT NOT NULL UNIQUE,"
       "  family TEXT NOT NULL,"
       "  rows_read INTEGER NOT NULL,"
       "  rows_refused INTEGER NOT NULL"
       ") STRICT;"
       "CREATE TABLE refusal("
       "  source INTEGER NOT NULL REFERENCES source(id),"
       "  rule TEXT NOT NULL,"
       "  refused_rows INTEGER NOT NULL,"
       "  PRIMARY KEY(source, rule)"
       ") STRICT, WITHOUT ROWID;"
       "CREATE TABLE observation("
       "  source INTEGER NOT NULL REFERENCES source(id),"
       "  number INTEGER NOT NULL,"
       "  platform TEXT NOT NULL,"
       "  country TEXT NOT NULL,"
       "  first_day INTEGER NOT NULL,"  // days since 1970-01-01, as last_day
       "  last_day INTEGER NOT NULL,"
       "  measure TEXT NOT NULL,"
       "  low INTEGER,"
       "  high INTEGER,"
       "  status INTEGER NOT NULL,"  // 0 reported, 1 not reported, 2 banded
       "  source_file TEXT NOT NULL,"
       "  source_line INTEGER NOT NULL,"
       "  source_record INTEGER NOT NULL,"
       "  PRIMARY KEY(source, number)"
       ") STRICT, WITHOUT ROWID;"
       "CREATE TABLE finding("
       "  source INTEGER NOT NULL REFERENCES source(id),"
       "  number INTEGER NOT NULL,"
       "  severity INTEGER NOT NULL,"  // 0 refused, 1 defect, 2 note
       "  file TEXT NOT NULL,"
       "  line INTEGER NOT NULL,"
       "  record INTEGER NOT NULL,"
       "  field TEXT NOT NULL,"
       "  value TEXT NOT NULL,"
       "  rule TEXT NOT NULL,"
       "  PRIMARY KEY(source, number)"
       ") STRICT, WITHOUT ROWID;"}};
  return steps;
}

std::int64_t number(base::Day day) { return day.time_since_epoch().count(); }
base::Day day(std::int64_t number) { return base::Day(std::chrono::days(number)); }

Observation observation_of(const store::Row& row) {
  Observation out;
  out.platform = row.text(0);
  out.country = row.text(1);
  out.period = {day(row.integer(2)), day(row.integer(3))};
  out.measure = row.text(4);
  out.figure = {static_cast<Status>(row.integer(7)), row.integer_or_null(5), row.integer_or_null(6)};
  out.source_file = row.text(8);
  out.source_line = static_cast<std::uint64_t>(row.integer(9));
  out.source_record = static_cast<std::uint64_t>(row.integer(10));
  return out;
}

auto order(const Observation& o) {
  return std::tie(o.platform, o.country, o.period, o.measure, o.source_file, o.source_line, o.source_record);
}

}  // namespace

base::Result<Store> Store::open(const base::Path& path, bool create) {
  std::error_code error;
  if (!create && !std::filesystem::exists(path, error)) {
    return base::fail(base::Errc::not_found, "db", path.string(),
                      "there is no such store; `writ observatory import` makes it");
  }
  TRY(store::Db db, store::Db::open(path));
  TRY_VOID(store::migrate(db, migrations()));
  return Store(std::move(db));
}

base::Result<Store> Store::in_memory() {
  store::Db db = store::Db::in_memory();
  TRY_VOID(store::migrate(db, migrations()));
  return Store(std::move(db));
}

base::Result<> Store::put(const std::vector<Import>& imports) {
  return db_.transaction([&]() -> base::Result<> {
    for (const Import& import : imports) TRY_VOID(put_one(import));
    return {};
  });
}

base::Result<> Store::put_one(const Import& import) {
  TRY(const auto known, db_.integer("SELECT id FROM source WHERE file = ?", {import.file}));
  if (known) {
    TRY_VOID(db_.run("DELETE FROM refusal WHERE source = ?", {*known}));
    TRY_VOID(db_.run("DELETE FROM observation WHERE source = ?", {*known}));
    TRY_VOID(db_.run("DELETE FROM finding WHERE source = ?", {*known}));
    TRY_VOID(db_.run("DELETE FROM source WHERE id = ?", {*known}));
  }
  TRY(const auto highest, db_.integer("SELECT max(id) FROM source"));
  const std::int64_t id = highest.value_or(0) + 1;
  TRY_VOID(db_.run("INSERT INTO source(id, file, family, rows_read, rows_refused) VALUES(?, ?, ?, ?, ?)",
                   {id, import.file, import.family, import.rows_read, import.rows_refused}));
  for (const auto& [rule, rows] : import.refused_by_rule) {
    TRY_VOID(db_.run("INSERT INTO refusal(source, rule, refused_rows) VALUES(?, ?, ?)", {id, rule, rows}));
  }
  std::int64_t place = 0;
  for (const Observation& o : import.observations) {
    TRY_VOID(db_.run(
        "INSERT INTO observation VALUES(?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        {id, ++place, o.platform, o.country, number(o.period.first), number(o.period.last), o.measure, o.figure.low,
         o.figure.high, static_cast<std::int64_t>(o.figure.status), o.source_file, o.source_line, o.source_record}));
  }
  place = 0;
  for (const Finding& f : import.findings) {
    TRY_VOID(db_.run(
        "INSERT INTO finding VALUES(?, ?, ?, ?, ?, ?, ?, ?, ?)",
        {id, ++place, static_cast<std::int64_t>(f.severity), f.file, f.line, f.record, f.column, f.value, f.rule}));
  }
  return {};
}

base::Result<std::vector<Observation>> Store::observations(const Filter& filter) {
  std::vector<Observation> out;
  TRY_VOID(db_.query(
      "SELECT platform, country, first_day, last_day, measure, low, high, status, source_file, source_line, "
      "source_record "
      "FROM observation WHERE (?1 = '' OR platform = ?1) AND (?2 = '' OR country = ?2) AND (?3 = '' OR measure = ?3)",
      {filter.platform, filter.country, filter.measure}, [&](const store::Row& row) -> base::Result<> {
        out.push_back(observation_of(row));
        return {};
      }));
  std::ranges::sort(out, [](const Observation& a, const Observation& b) { return order(a) < order(b); });
  return out;
}

base::Result<std::vector<Finding>> Store::findings() {
  std::vector<Finding> out;
  TRY_VOID(db_.query(
      "SELECT severity, finding.file, line, record, field, value, rule FROM finding JOIN source ON source.id = "
      "finding.source "
      "ORDER BY source.file, number",
      {}, [&](const store::Row& row) -> base::Result<> {
        out.push_back({static_cast<Severity>(row.integer(0)), row.text(1), static_cast<std::uint64_t>(row.integer(2)),
                       static_cast<std::uint64_t>(row.integer(3)), row.text(4), row.text(5), row.text(6)});
        return {};
      }));
  return out;
}

base::Result<std::vector<Source>> Store::sources() {
  std::vector<Source> out;
  TRY_VOID(db_.query("SELECT file, family, rows_read, rows_refused FROM source ORDER BY file", {},
                     [&](const store::Row& row) -> base::Result<> {
                       out.push_back({row.text(0),
                                      row.text(1),
                                      static_cast<std::uint64_t>(row.integer(2)),
                                      static_cast<std::uint64_t>(row.integer(3)),
                                      {}});
                       return {};
                     }));
  for (Source& source : out) {
    TRY_VOID(db_.query(
        "SELECT rule, refused_rows FROM refusal JOIN source ON source.id = refusal.source WHERE source.file = ?",
        {source.file}, [&](const store::Row& row) -> base::Result<> {
          source.refused_by_rule[row.text(0)] = static_cast<std::uint64_t>(row.integer(1));
          return {};
        }));
  }
  return out;
}

}  // namespace writ::observatory
