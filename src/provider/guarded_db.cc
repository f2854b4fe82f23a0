#include "provider/guarded_db.h"

#include <sqlite3.h>

#include <algorithm>
#include <optional>
#include <utility>

namespace writ::provider {

namespace {

/// No text that a connector reads is longer; a longer one is an attack on us or a broken file.
constexpr int text_bytes_max = 1 << 20;
/// Steps of SQLite's machine between two looks at the clock: some tens of microseconds.
constexpr int steps_between_looks = 1000;

using Match = std::function<bool(std::string_view)>;

void call_match(sqlite3_context* context, int, sqlite3_value** values) {
  const auto& matches = *static_cast<const Match*>(sqlite3_user_data(context));
  const auto* text = reinterpret_cast<const char*>(sqlite3_value_text(values[0]));
  const auto size = static_cast<std::size_t>(sqlite3_value_bytes(values[0]));
  sqlite3_result_int(context, text != nullptr && matches({text, size}) ? 1 : 0);
}

}  // namespace

struct GuardedDb::State {
  std::string source;
  AllowList allowed;
  ReadLimits limits;
  std::chrono::steady_clock::time_point deadline;
  std::int64_t rows = 0;
  std::string denied;                           // the first thing that the allow-list refused
  std::vector<std::unique_ptr<Match>> matches;  // SQLite holds pointers to them
  std::optional<store::Db> db;                  // last, so it is closed first

  bool allows(int action, const char* first, const char* second) const;
  base::Error explain(std::string_view what, const base::Error& error) const;
  base::Result<> count_row(std::string_view what);
  static int authorize(void* self, int action, const char* first, const char* second, const char*, const char*);
};

bool GuardedDb::State::allows(int action, const char* first, const char* second) const {
  const std::string_view a = first == nullptr ? "" : first;
  const std::string_view b = second == nullptr ? "" : second;
  if (action == SQLITE_SELECT) return true;  // says only that there is a SELECT; its columns are asked one by one
  if (action == SQLITE_FUNCTION)
    return std::find(allowed.functions.begin(), allowed.functions.end(), b) != allowed.functions.end();
  if (action != SQLITE_READ) return false;
  const auto table = allowed.columns.find(a);
  return table != allowed.columns.end() &&
         std::find(table->second.begin(), table->second.end(), b) != table->second.end();
}

int GuardedDb::State::authorize(void* self, int action, const char* first, const char* second, const char*,
                                const char*) {
  auto& state = *static_cast<State*>(self);
  if (state.allows(action, first, second)) return SQLITE_OK;
  if (state.denied.empty()) {
    const std::string a = first == nullptr ? "" : first;
    const std::string b = second == nullptr ? "" : second;
    if (action == SQLITE_READ)
      state.denied = a + "." + (b.empty() ? "(row count)" : b);
    else if (action == SQLITE_FUNCTION)
      state.denied = b + "()";
    else
      state.denied = "action " + std::to_string(action) + (a.empty() ? "" : " on " + a);
  }
  return SQLITE_DENY;
}

base::Error GuardedDb::State::explain(std::string_view what, const base::Error& error) const {
  const auto unavailable = [&](std::string rule) {
    return base::Error{base::Errc::unavailable, source, std::string(what), std::move(rule)};
  };
  // SQLite has several codes for what its authorizer refused.
  if (!denied.empty()) {
    return {base::Errc::denied, source, denied, "allow-list: is not among the columns and functions that may be read"};
  }
  switch (sqlite3_errcode(db->handle()) & 0xff) {
    case SQLITE_INTERRUPT:
      return unavailable("time limit: not read within " + std::to_string(limits.time_max.count()) + " ms");
    case SQLITE_BUSY:
    case SQLITE_LOCKED:
      return unavailable("lock: the writer held it for longer than " + std::to_string(limits.busy_max.count()) + " ms");
    case SQLITE_TOOBIG:
      return unavailable("size: a value is longer than " + std::to_string(text_bytes_max) + " bytes");
    case SQLITE_NOTADB:
    case SQLITE_CORRUPT:
      return unavailable("file: " + error.rule);
    case SQLITE_ERROR:
      return unavailable("schema: " + error.rule);
    case SQLITE_READONLY:
      return unavailable("read-only: " + error.rule);
    default:
      return unavailable("reading: " + error.rule);
  }
}

GuardedDb::GuardedDb(std::unique_ptr<State> state) : state_(std::move(state)) {}
GuardedDb::GuardedDb(GuardedDb&&) noexcept = default;
GuardedDb::~GuardedDb() = default;

base::Result<GuardedDb> GuardedDb::open(std::string source, const base::Path& path, const AllowList& allowed,
                                        const ReadLimits& limits) {
  auto opened = store::Db::open(path, {.read_only = true, .create = false});
  if (!opened)
    return base::fail(base::Errc::unavailable, std::move(source), "opening " + path.filename().string(),
                      opened.error().rule);
  auto state = std::make_unique<State>();
  state->source = std::move(source);
  state->allowed = allowed;
  state->limits = limits;
  state->deadline = std::chrono::steady_clock::now() + limits.time_max;
  state->db = std::move(*opened);
  sqlite3* handle = state->db->handle();
  sqlite3_busy_timeout(handle, static_cast<int>(limits.busy_max.count()));
  sqlite3_db_config(handle, SQLITE_DBCONFIG_DEFENSIVE, 1, nullptr);
  sqlite3_limit(handle, SQLITE_LIMIT_ATTACHED, 0);
  sqlite3_limit(handle, SQLITE_LIMIT_LENGTH, text_bytes_max);
  // The transaction gives all statements of a question one snapshot; it is rolled back when the connection closes.
  if (auto begun = state->db->script("PRAGMA query_only=ON; BEGIN"); !begun)
    return std::unexpected(state->explain("snapshot", begun.error()));
  sqlite3_set_authorizer(handle, &State::authorize, state.get());
  sqlite3_progress_handler(
      handle, steps_between_looks,
      [](void* self) { return std::chrono::steady_clock::now() > static_cast<State*>(self)->deadline ? 1 : 0; },
      state.get());
  return GuardedDb(std::move(state));
}

base::Result<> GuardedDb::add_match(const std::string& name, Match matches) {
  auto kept = std::make_unique<Match>(std::move(matches));
  constexpr int flags = SQLITE_UTF8 | SQLITE_DETERMINISTIC | SQLITE_DIRECTONLY;
  if (sqlite3_create_function_v2(state_->db->handle(), name.c_str(), 1, flags, kept.get(), &call_match, nullptr,
                                 nullptr, nullptr) != SQLITE_OK) {
    return base::fail(base::Errc::unavailable, state_->source, name, "function: could not be registered");
  }
  state_->matches.push_back(std::move(kept));
  state_->allowed.functions.push_back(name);
  return {};
}

base::Result<> GuardedDb::State::count_row(std::string_view what) {
  if (++rows <= limits.rows_max) return {};
  return base::fail(base::Errc::unavailable, source, std::string(what),
                    "row cap: more than " + std::to_string(limits.rows_max) + " rows for one question");
}

base::Result<> GuardedDb::query(std::string_view what, std::string_view sql, std::initializer_list<store::Value> values,
                                const std::function<base::Result<>(const store::Row&)>& each) {
  state_->denied.clear();
  std::optional<base::Error> ours;  // an error that did not come from SQLite
  const auto result = state_->db->query(sql, values, [&](const store::Row& row) -> base::Result<> {
    auto done = state_->count_row(what);
    if (done) done = each(row);
    if (!done) ours = done.error();
    return done;
  });
  if (ours) return std::unexpected(std::move(*ours));
  if (!result) return std::unexpected(state_->explain(what, result.error()));
  return {};
}

base::Result<> GuardedDb::query_raw(std::string_view what, const std::string& sql,
                                    const std::function<void(sqlite3_stmt*)>& bind,
                                    const std::function<base::Result<>(sqlite3_stmt*)>& each) {
  state_->denied.clear();
  sqlite3* handle = state_->db->handle();
  const auto failed = [&] {
    return std::unexpected(
        state_->explain(what, {base::Errc::unavailable, {}, {}, std::string(sqlite3_errmsg(handle))}));
  };
  sqlite3_stmt* prepared = nullptr;
  const int made = sqlite3_prepare_v2(handle, sql.data(), static_cast<int>(sql.size()), &prepared, nullptr);
  const std::unique_ptr<sqlite3_stmt, int (*)(sqlite3_stmt*)> statement(prepared, &sqlite3_finalize);
  if (made != SQLITE_OK || !statement) return failed();
  bind(statement.get());
  for (;;) {
    const int step = sqlite3_step(statement.get());
    if (step == SQLITE_DONE) return {};
    if (step != SQLITE_ROW) return failed();
    TRY_VOID(state_->count_row(what));
    TRY_VOID(each(statement.get()));
  }
}

std::int64_t GuardedDb::rows() const { return state_->rows; }
const std::string& GuardedDb::source() const { return state_->source; }

}  // namespace writ::provider
