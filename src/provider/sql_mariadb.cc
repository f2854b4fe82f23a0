#include <mysql.h>

#include <algorithm>
#include <cstring>
#include <utility>

#include "provider/sql_engines.h"

namespace writ::provider::sql {

namespace {

constexpr unsigned mariadb_port = 3306;
/// Cells are fetched into this first; a longer one is fetched again.
constexpr unsigned long cell_bytes_first = 512;

using HandlePtr = std::unique_ptr<MYSQL, decltype(&mysql_close)>;
using StatementPtr = std::unique_ptr<MYSQL_STMT, decltype(&mysql_stmt_close)>;

/// By error number (MariaDB, "Error Codes"). The server's words are given where they speak of names in the statement
/// only; others may repeat a value.
base::Error explain(const Budget& budget, std::string_view what, unsigned number, const char* said) {
  const std::string detail = "error " + std::to_string(number);
  const std::string words = detail + ": " + said;
  switch (number) {
    case 1969:  // ER_STATEMENT_TIMEOUT
    case 3024:  // ER_QUERY_TIMEOUT of MySQL
    case 1317:  // ER_QUERY_INTERRUPTED
      return budget.out_of_time(what);
    case 1205:  // ER_LOCK_WAIT_TIMEOUT
      return budget.error(what, fault::time_limit, "a lock was held for too long");
    case 1792:  // ER_CANT_EXECUTE_IN_READ_ONLY_TRANSACTION
      return budget.error(what, fault::read_only, detail);
    case 1044:  // database, 1142 table, 1143 column, 1227 privilege, 1370 routine
    case 1142:
    case 1143:
    case 1227:
    case 1370:
      return budget.error(what, fault::permission, words);
    case 1049:  // database, 1054 column, 1064 syntax, 1146 table, 1305 function
    case 1054:
    case 1064:
    case 1146:
    case 1305:
      return budget.error(what, fault::schema, words);
    default:
      break;
  }
  if (number == 2026) return budget.error(what, fault::tls, words);  // CR_SSL_CONNECTION_ERROR
  if (number == 2014)  // CR_COMMANDS_OUT_OF_SYNC: it was prepared, and gives no rows
    return budget.error(what, fault::statement, detail + ": it gives no rows; a query is one SELECT");
  const bool client_side = number >= 2000 && number < 3000;
  if (client_side || number == 1040 || number == 1045 || number == 1053) {
    return budget.error(what, fault::connection, words);
  }
  return budget.error(what, fault::statement, detail);
}

/// Result columns of one statement, as text.
class Cells {
 public:
  base::Result<> bind(MYSQL_STMT* statement) {
    const std::unique_ptr<MYSQL_RES, decltype(&mysql_free_result)> meta(mysql_stmt_result_metadata(statement),
                                                                        &mysql_free_result);
    const unsigned count = meta ? mysql_num_fields(meta.get()) : 0;
    const MYSQL_FIELD* fields = meta ? mysql_fetch_fields(meta.get()) : nullptr;
    cells_.resize(count);
    binds_.assign(count, MYSQL_BIND{});
    for (unsigned i = 0; i < count; ++i) {
      names.push_back(lower_ascii(fields[i].name));
      cells_[i].text.resize(cell_bytes_first);
      binds_[i].buffer_type = MYSQL_TYPE_STRING;
      binds_[i].buffer = cells_[i].text.data();
      binds_[i].buffer_length = cell_bytes_first;
      binds_[i].length = &cells_[i].length;
      binds_[i].is_null = &cells_[i].null;
      binds_[i].error = &cells_[i].cut;
    }
    return count == 0 || mysql_stmt_bind_result(statement, binds_.data()) == 0
               ? base::Result<>()
               : base::fail(base::Errc::unavailable, "", "", "bind");
  }

  /// Those that were longer than the buffer. False: longer than any text that a connector reads.
  bool complete(MYSQL_STMT* statement) {
    for (unsigned i = 0; i < cells_.size(); ++i) {
      Cell& cell = cells_[i];
      cell.whole.clear();
      if (cell.null || cell.length <= cell_bytes_first) continue;
      if (cell.length > cell_bytes_max) return false;
      cell.whole.resize(cell.length);
      MYSQL_BIND again{};
      unsigned long length = 0;
      again.buffer_type = MYSQL_TYPE_STRING;
      again.buffer = cell.whole.data();
      again.buffer_length = cell.length;
      again.length = &length;
      if (mysql_stmt_fetch_column(statement, &again, i, 0) != 0) return false;
    }
    return true;
  }

  std::optional<std::string_view> at(std::size_t column) const {
    const Cell& cell = cells_[column];
    if (cell.null) return std::nullopt;
    return cell.whole.empty() ? std::string_view(cell.text.data(), cell.length) : std::string_view(cell.whole);
  }

  std::vector<std::string> names;

 private:
  struct Cell {
    std::string text;
    std::string whole;
    unsigned long length = 0;
    my_bool null = 0;
    my_bool cut = 0;
  };
  std::vector<Cell> cells_;
  std::vector<MYSQL_BIND> binds_;
};

class MariadbRow final : public Row {
 public:
  MariadbRow(const Cells& cells, const std::string& source, std::string_view what)
      : cells_(cells), source_(source), what_(what) {}
  base::Result<std::optional<std::string_view>> cell(std::string_view column) const override {
    TRY(const std::size_t found, find_column(cells_.names, column, source_, what_));
    return cells_.at(found);
  }
  std::vector<std::string> columns() const override { return cells_.names; }
  const std::string& source() const override { return source_; }

 private:
  const Cells& cells_;
  const std::string& source_;
  std::string_view what_;
};

class MariadbClient final : public Client {
 public:
  MariadbClient(HandlePtr handle, Budget budget) : handle_(std::move(handle)), budget_(std::move(budget)) {}

  base::Result<> begin() {
    // An explicit LIMIT goes before sql_select_limit; the count of rows is ours.
    const std::string rows = std::to_string(budget_.limits().rows_max + 1);
    TRY_VOID(run("SET SESSION time_zone = '+00:00', sql_select_limit = " + rows + ", transaction_read_only = 1", true));
    TRY_VOID(limit_time());
    TRY_VOID(run("SET SESSION TRANSACTION ISOLATION LEVEL REPEATABLE READ", false));
    return run("START TRANSACTION WITH CONSISTENT SNAPSHOT, READ ONLY", false);
  }

  base::Result<> query(std::string_view what, std::string_view text, const Values& values,
                       const std::function<base::Result<>(const Row&)>& each) override {
    TRY(const Bound bound, bind_names(Engine::mariadb, text));
    TRY(const auto ordered, in_order(bound, values));
    if (budget_.left().count() == 0) return std::unexpected(budget_.out_of_time(what));
    TRY_VOID(limit_time());
    const StatementPtr statement(mysql_stmt_init(handle_.get()), &mysql_stmt_close);
    if (!statement) return std::unexpected(budget_.error(what, fault::connection, "no statement could be made"));
    TRY_VOID(execute(what, statement.get(), bound.statement, ordered));
    Cells cells;
    if (!cells.bind(statement.get())) return failed(what, statement.get());
    names_ = cells.names;
    for (;;) {
      const int fetched = mysql_stmt_fetch(statement.get());
      if (fetched == MYSQL_NO_DATA) return {};
      if (fetched != 0 && fetched != MYSQL_DATA_TRUNCATED) return failed(what, statement.get());
      if (budget_.left().count() == 0) return std::unexpected(budget_.out_of_time(what));
      TRY_VOID(budget_.count_row(what));
      if (!cells.complete(statement.get())) {
        return std::unexpected(budget_.error(what, fault::schema, "a value is longer than any that is read"));
      }
      TRY_VOID(each(MariadbRow(cells, budget_.source(), what)));
    }
  }
  const std::vector<std::string>& columns() const override { return names_; }
  Engine engine() const override { return Engine::mariadb; }
  std::int64_t rows() const override { return budget_.rows(); }
  const std::string& source() const override { return budget_.source(); }

 private:
  /// An error that comes between two rows is the connection's, not the statement's.
  std::unexpected<base::Error> failed(std::string_view what, MYSQL_STMT* statement) const {
    const unsigned number = mysql_stmt_errno(statement);
    if (number != 0) return std::unexpected(explain(budget_, what, number, mysql_stmt_error(statement)));
    return std::unexpected(explain(budget_, what, mysql_errno(handle_.get()), mysql_error(handle_.get())));
  }

  /// MySQL before 8 and MariaDB before 11.1 call it tx_read_only.
  base::Result<> run(std::string statement, bool older_name) {
    if (mysql_real_query(handle_.get(), statement.data(), statement.size()) == 0) return {};
    constexpr unsigned unknown_variable = 1193;
    const auto place = statement.find("transaction_read_only");
    if (older_name && mysql_errno(handle_.get()) == unknown_variable && place != std::string::npos) {
      return run(statement.replace(place, std::strlen("transaction_read_only"), "tx_read_only"), false);
    }
    return std::unexpected(explain(budget_, "beginning", mysql_errno(handle_.get()), mysql_error(handle_.get())));
  }

  /// What is left of the question's time, told to the server.
  base::Result<> limit_time() {
    const auto left = std::max<std::int64_t>(1, budget_.left().count());
    const std::string seconds = std::to_string(left / 1000) + "." + std::to_string(1000 + left % 1000).substr(1);
    return run(mariadb_connection(handle_.get()) != 0 ? "SET SESSION max_statement_time = " + seconds
                                                      : "SET SESSION max_execution_time = " + std::to_string(left),
               false);
  }

  base::Result<> execute(std::string_view what, MYSQL_STMT* statement, const std::string& text,
                         const std::vector<const Value*>& values) {
    if (mysql_stmt_prepare(statement, text.data(), text.size()) != 0) return failed(what, statement);
    std::vector<MYSQL_BIND> binds(values.size(), MYSQL_BIND{});
    std::vector<std::int64_t> numbers(values.size());
    for (std::size_t i = 0; i < values.size(); ++i) {
      if (const auto* number = std::get_if<std::int64_t>(values[i])) {
        numbers[i] = *number;
        binds[i].buffer_type = MYSQL_TYPE_LONGLONG;
        binds[i].buffer = &numbers[i];
      } else if (const auto* string = std::get_if<std::string>(values[i])) {
        binds[i].buffer_type = MYSQL_TYPE_STRING;
        binds[i].buffer = const_cast<char*>(string->data());  // the library's struct serves both directions
        binds[i].buffer_length = string->size();
      } else {
        binds[i].buffer_type = MYSQL_TYPE_NULL;
      }
    }
    if (!binds.empty() && mysql_stmt_bind_param(statement, binds.data()) != 0) return failed(what, statement);
    return mysql_stmt_execute(statement) == 0 ? base::Result<>() : failed(what, statement);
  }

  HandlePtr handle_;
  Budget budget_;
  std::vector<std::string> names_;
};

/// The handle before it is connected: time limits, TLS, and no way to send a password in clear text or a local file.
base::Result<HandlePtr> prepare(const ConnectOptions& options, const Budget& budget) {
  HandlePtr handle(mysql_init(nullptr), &mysql_close);
  if (!handle) return std::unexpected(budget.error("connecting", fault::connection, "no connection could be made"));
  const auto seconds = [](std::chrono::milliseconds time) {
    return static_cast<unsigned>(std::max<std::int64_t>(1, (time.count() + 999) / 1000));
  };
  const unsigned connect = seconds(options.limits.busy_max);
  const unsigned read = seconds(options.limits.time_max) + 1;  // the server's own limit comes first, and says more
  const unsigned no_files = 0;
  const unsigned over_network = MYSQL_PROTOCOL_TCP;
  mysql_optionsv(handle.get(), MYSQL_OPT_CONNECT_TIMEOUT, &connect);
  mysql_optionsv(handle.get(), MYSQL_OPT_READ_TIMEOUT, &read);
  mysql_optionsv(handle.get(), MYSQL_OPT_WRITE_TIMEOUT, &read);
  mysql_optionsv(handle.get(), MYSQL_OPT_LOCAL_INFILE, &no_files);
  // Else the library takes a socket of its own choice where the host is called localhost, and no certificate is looked
  // at.
  if (!options.host.starts_with('/')) mysql_optionsv(handle.get(), MYSQL_OPT_PROTOCOL, &over_network);
  mysql_optionsv(handle.get(), MYSQL_SET_CHARSET_NAME, "utf8mb4");
  mysql_optionsv(handle.get(), MARIADB_OPT_RESTRICTED_AUTH,
                 "mysql_native_password,client_ed25519,caching_sha2_password,sha256_password,unix_socket");
  if (options.verify_tls) {
    const my_bool on = 1;
    mysql_optionsv(handle.get(), MYSQL_OPT_SSL_ENFORCE, &on);
    mysql_optionsv(handle.get(), MYSQL_OPT_SSL_VERIFY_SERVER_CERT, &on);
    if (!options.tls_ca.empty()) mysql_optionsv(handle.get(), MYSQL_OPT_SSL_CA, options.tls_ca.c_str());
  }
  return handle;
}

}  // namespace

base::Result<std::unique_ptr<Client>> connect_mariadb(const ConnectOptions& options) {
  Budget budget(options.source, options.limits);
  TRY(HandlePtr handle, prepare(options, budget));
  const bool socket = options.host.starts_with('/');
  if (mysql_real_connect(handle.get(), socket ? nullptr : options.host.c_str(), options.user.c_str(),
                         options.secret.reveal().c_str(), options.database.c_str(),
                         options.port == 0 ? mariadb_port : options.port, socket ? options.host.c_str() : nullptr,
                         0) == nullptr) {
    auto error = explain(budget, "connecting", mysql_errno(handle.get()), mysql_error(handle.get()));
    return std::unexpected(is_fault(error, fault::tls) ? tls_error(options, mysql_error(handle.get())) : error);
  }
  auto client = std::make_unique<MariadbClient>(std::move(handle), std::move(budget));
  TRY_VOID(client->begin());
  return client;
}

}  // namespace writ::provider::sql
