#include <libpq-fe.h>
#include <poll.h>

#include <algorithm>
#include <utility>

#include "provider/sql_engines.h"

namespace writ::provider::sql {

namespace {

constexpr std::uint16_t postgresql_port = 5432;

using ResultPtr = std::unique_ptr<PGresult, decltype(&PQclear)>;
using ConnectionPtr = std::unique_ptr<PGconn, decltype(&PQfinish)>;

/// The first line without what libpq puts before it. Of a connection that failed: it names host, user and reason.
std::string first_line(const char* message) {
  std::string text = message == nullptr ? "" : message;
  text.resize(std::min(text.find('\n'), text.size()));
  return text.empty() ? "no reason given" : text;
}

/// By SQLSTATE (PostgreSQL manual, appendix A). The server's words are given for class 42 only: they speak of names in
/// the statement; others may repeat a value.
base::Error explain(const Budget& budget, std::string_view what, const PGresult* result) {
  const char* field = PQresultErrorField(result, PG_DIAG_SQLSTATE);
  const std::string state = field == nullptr ? "" : field;
  const std::string detail = "SQLSTATE " + (state.empty() ? "missing" : state);
  const char* said = PQresultErrorField(result, PG_DIAG_MESSAGE_PRIMARY);
  const std::string words = detail + (said == nullptr ? "" : std::string(": ") + said);
  if (state == "57014") return budget.out_of_time(what);
  if (state == "55P03") return budget.error(what, fault::time_limit, "a lock was held for too long");
  if (state == "25006") return budget.error(what, fault::read_only, detail);
  if (state == "42501") return budget.error(what, fault::permission, words);
  if (state == "22P02" || state == "22003")
    return budget.error(what, fault::statement, detail + ": what was asked is no value of the column's type");
  if (state.starts_with("42") || state == "3F000") return budget.error(what, fault::schema, words);
  const bool broken = state.empty() || state.starts_with("08") || state.starts_with("57P") || state.starts_with("53");
  return budget.error(what, broken ? fault::connection : fault::statement, detail);
}

class PostgresqlRow final : public Row {
 public:
  PostgresqlRow(const PGresult* result, const std::vector<std::string>& names, const std::string& source,
                std::string_view what)
      : result_(result), names_(names), source_(source), what_(what) {}

  base::Result<std::optional<std::string_view>> cell(std::string_view column) const override {
    TRY(const std::size_t found, find_column(names_, column, source_, what_));
    const int index = static_cast<int>(found);
    if (PQgetisnull(result_, 0, index) != 0) return std::nullopt;
    return std::string_view(PQgetvalue(result_, 0, index), static_cast<std::size_t>(PQgetlength(result_, 0, index)));
  }
  std::vector<std::string> columns() const override { return names_; }
  const std::string& source() const override { return source_; }

 private:
  const PGresult* result_;
  const std::vector<std::string>& names_;
  const std::string& source_;
  std::string_view what_;
};

class PostgresqlClient final : public Client {
 public:
  PostgresqlClient(ConnectionPtr connection, Budget budget)
      : connection_(std::move(connection)), budget_(std::move(budget)) {}
  ~PostgresqlClient() override { stop(); }

  base::Result<> begin() {
    const std::string milliseconds = std::to_string(budget_.limits().time_max.count());
    const std::string lock = std::to_string(budget_.limits().busy_max.count());
    const std::string text = "SET statement_timeout = " + milliseconds + "; SET lock_timeout = " + lock +
                             "; SET TimeZone = 'UTC'; SET DateStyle = 'ISO, YMD'; SET bytea_output = 'hex'"
                             // Rows that a policy would hide are an error (42501) and no shorter answer.
                             "; SET row_security = off"
                             "; BEGIN TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY";
    if (PQsendQuery(connection_.get(), text.c_str()) == 0) return broken("beginning");
    return each_result("beginning", [](const PGresult*) { return base::Result<>(); });
  }

  base::Result<> query(std::string_view what, std::string_view statement, const Values& values,
                       const std::function<base::Result<>(const Row&)>& each) override {
    TRY(const Bound bound, bind_names(Engine::postgresql, statement));
    TRY(const auto ordered, in_order(bound, values));
    TRY_VOID(send(what, bound.statement, ordered));
    names_.clear();
    return each_result(what, [&](const PGresult* result) -> base::Result<> {
      if (names_.empty()) {
        for (int i = 0; i < PQnfields(result); ++i) names_.push_back(lower_ascii(PQfname(result, i)));
      }
      if (PQntuples(result) == 0) return {};
      TRY_VOID(budget_.count_row(what));
      return each(PostgresqlRow(result, names_, budget_.source(), what));
    });
  }
  const std::vector<std::string>& columns() const override { return names_; }
  Engine engine() const override { return Engine::postgresql; }
  std::int64_t rows() const override { return budget_.rows(); }
  const std::string& source() const override { return budget_.source(); }

 private:
  std::unexpected<base::Error> broken(std::string_view what) const {
    return std::unexpected(budget_.error(what, fault::connection, first_line(PQerrorMessage(connection_.get()))));
  }

  base::Result<> send(std::string_view what, const std::string& statement, const std::vector<const Value*>& values) {
    std::vector<std::string> texts(values.size());
    std::vector<const char*> pointers(values.size(), nullptr);
    for (std::size_t i = 0; i < values.size(); ++i) {
      if (const auto* number = std::get_if<std::int64_t>(values[i])) texts[i] = std::to_string(*number);
      if (const auto* text = std::get_if<std::string>(values[i])) texts[i] = *text;
      if (texts[i].find('\0') != std::string::npos)
        return base::invalid("selector.value", texts[i], "must not hold NUL");
      if (!std::holds_alternative<std::monostate>(*values[i])) pointers[i] = texts[i].c_str();
    }
    if (PQsendQueryParams(connection_.get(), statement.c_str(), static_cast<int>(values.size()), nullptr,
                          pointers.data(), nullptr, nullptr, 0) == 0 ||
        PQsetSingleRowMode(connection_.get()) == 0)
      return broken(what);
    return {};
  }

  /// Hands over every result as it comes; on an error the rest is cancelled and never read.
  base::Result<> each_result(std::string_view what, const std::function<base::Result<>(const PGresult*)>& each) {
    for (;;) {
      TRY_VOID(wait(what));
      const ResultPtr result(PQgetResult(connection_.get()), &PQclear);
      if (!result) return {};
      const auto status = PQresultStatus(result.get());
      const bool good = status == PGRES_SINGLE_TUPLE || status == PGRES_TUPLES_OK || status == PGRES_COMMAND_OK;
      auto done = good ? each(result.get()) : std::unexpected(explain(budget_, what, result.get()));
      if (!done) {
        stop();
        return done;
      }
    }
  }

  /// Until a result can be taken without blocking.
  base::Result<> wait(std::string_view what) {
    for (;;) {
      const int flushed = PQflush(connection_.get());
      if (flushed < 0) return broken(what);
      if (flushed == 0 && PQisBusy(connection_.get()) == 0) return {};
      pollfd socket{.fd = PQsocket(connection_.get()),
                    .events = static_cast<short>(POLLIN | (flushed > 0 ? POLLOUT : 0)),
                    .revents = 0};
      // A little longer than the server's own limit, which says more.
      const auto grace = budget_.left() + std::chrono::milliseconds(250);
      const int ready = ::poll(&socket, 1, static_cast<int>(grace.count()));
      if (ready == 0) {
        stop();
        return std::unexpected(budget_.out_of_time(what));
      }
      if (ready > 0 && PQconsumeInput(connection_.get()) == 0) return broken(what);
    }
  }

  void stop() {
    if (PQtransactionStatus(connection_.get()) != PQTRANS_ACTIVE) return;
    const std::unique_ptr<PGcancel, decltype(&PQfreeCancel)> cancel(PQgetCancel(connection_.get()), &PQfreeCancel);
    char reason[128];
    if (cancel) PQcancel(cancel.get(), reason, sizeof reason);
  }

  ConnectionPtr connection_;
  Budget budget_;
  std::vector<std::string> names_;
};

/// Every parameter that matters is given, so that the environment (PGHOST, PGOPTIONS ...) decides nothing but the rest.
ConnectionPtr open_connection(const ConnectOptions& options) {
  const std::string port = std::to_string(options.port == 0 ? postgresql_port : options.port);
  const auto seconds = std::max<std::int64_t>(2, (options.limits.busy_max.count() + 999) / 1000);  // libpq's least is 2
  const std::string timeout = std::to_string(seconds);
  const std::string root = options.tls_ca.string();
  std::vector<const char*> keys{
      "host",    "port",       "dbname", "user", "connect_timeout", "application_name", "client_encoding",
      "sslmode", "gssencmode", "options"};
  std::vector<const char*> values{options.host.c_str(),
                                  port.c_str(),
                                  options.database.c_str(),
                                  options.user.c_str(),
                                  timeout.c_str(),
                                  "writ",
                                  "UTF8",
                                  options.verify_tls ? "verify-full" : "prefer",
                                  "disable",
                                  ""};
  const auto add = [&](const char* key, const std::string& value) {
    if (value.empty()) return;
    keys.push_back(key);
    values.push_back(value.c_str());
  };
  add("password", options.secret.reveal());
  add("sslrootcert", root);
  keys.push_back(nullptr);
  values.push_back(nullptr);
  return {PQconnectdbParams(keys.data(), values.data(), 0), &PQfinish};
}

}  // namespace

base::Result<std::unique_ptr<Client>> connect_postgresql(const ConnectOptions& options) {
  Budget budget(options.source, options.limits);
  ConnectionPtr connection = open_connection(options);
  if (PQstatus(connection.get()) != CONNECTION_OK || PQsetnonblocking(connection.get(), 1) != 0) {
    const std::string said = first_line(PQerrorMessage(connection.get()));
    // libpq says what it found in words alone.
    const bool tls = options.verify_tls && (said.contains("certificate") || said.contains("SSL"));
    return std::unexpected(tls ? tls_error(options, said) : budget.error("connecting", fault::connection, said));
  }
  PQsetNoticeProcessor(connection.get(), [](void*, const char*) {}, nullptr);
  auto client = std::make_unique<PostgresqlClient>(std::move(connection), std::move(budget));
  TRY_VOID(client->begin());
  return client;
}

}  // namespace writ::provider::sql
