// ClickHouse over HTTP: one SELECT, its values beside it as an external table. Works with Debian's 18.16 (no query
// parameters, no IPv6 type) and with current versions. Inside of the room.
#pragma once

#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "base/files.h"
#include "base/result.h"
#include "provider/limits.h"
#include "provider/open.h"

namespace writ::provider::clickhouse {

struct Server {
  std::string source;
  std::string url;  // http://127.0.0.1:8123/ or https://...
  std::string database;
  std::string user;
  base::Path secret_file;
  std::string secret_env;
  base::Path tls_ca;
  ReadLimits limits;
  bool read_only = true;  // false: the user's own profile decides, so that it can be looked at
};

/// Keys url, database, user, secret_file, secret_env, tls_ca, limits.*. Plain http to another machine is refused.
base::Result<Server> read_server(Keys& keys, std::string source);

/// The values of a question, as rows of one column `v` of a table `q`.
struct ExternalTable {
  std::string type;  // "String" or "FixedString(16)"
  std::vector<std::string> values;
};

/// One answer row: texts, numbers in decimal.
using Cells = std::vector<std::string>;

class Client {
 public:
  static base::Result<std::unique_ptr<Client>> connect(const Server& server);
  ~Client();
  /// `select` names its `columns` columns, without FORMAT. An answer counts only with status 200, without an exception
  /// header, whole (the format's own row count agrees with its rows): a dead shard, a time-out, a body that was cut, a
  /// missing right are `unavailable` with the fault's name (provider/sql_client.h). What the server says is never
  /// repeated: it quotes values.
  base::Result<> query(std::string_view what, const std::string& select, const ExternalTable& values,
                       std::size_t columns, const std::function<base::Result<>(const Cells&)>& each);
  std::int64_t rows() const { return rows_; }

 private:
  struct Curl;
  Client(const Server& server, std::unique_ptr<Curl> curl);
  base::Result<std::string> post(std::string_view what, const std::string& select, const ExternalTable& values);

  const Server& server_;
  std::unique_ptr<Curl> curl_;
  std::int64_t rows_ = 0;
  std::chrono::steady_clock::time_point end_;
};

/// Which fault a ClickHouse error code is (dbms/src/Common/ErrorCodes.cpp), of sql::fault. For tests.
std::string_view fault_of(int code);
/// The rows of a body in the format JSONCompact; what is wrong with it as the error. For tests and fuzzing.
base::Result<std::vector<Cells>> parse_body(std::string_view body, std::size_t columns);

}  // namespace writ::provider::clickhouse
