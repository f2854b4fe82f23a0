#include <arpa/inet.h>

#include <utility>

#include "provider/address.h"
#include "provider/open.h"

namespace writ::provider {

namespace {

constexpr std::int64_t time_ms_max = 600'000;  // ten minutes: longer than any question that a person waits for
constexpr std::int64_t rows_max = 10'000'000;

/// This machine: a socket file, or loopback.
bool is_local(const std::string& host) {
  if (host.starts_with('/') || host == "localhost") return true;
  const auto address = parse_stored_address(host);
  return address && address->kind == AddressClass::loopback;
}

}  // namespace

base::Result<ReadLimits> limits_of(Keys& keys) {
  ReadLimits limits;
  TRY(const auto time, keys.integer_or("limits.time_ms", limits.time_max.count(), 1, time_ms_max));
  TRY(const auto busy, keys.integer_or("limits.connect_ms", limits.busy_max.count(), 1, time_ms_max));
  TRY(limits.rows_max, keys.integer_or("limits.rows", limits.rows_max, 1, rows_max));
  limits.time_max = std::chrono::milliseconds(time);
  limits.busy_max = std::chrono::milliseconds(busy);
  return limits;
}

base::Result<Connection> Connection::read(Keys& keys, std::string source, sql::Engine engine, AllowList allowed) {
  Connection connection;
  connection.source_ = std::move(source);
  connection.engine_ = engine;
  connection.allowed_ = std::move(allowed);
  TRY(connection.limits_, limits_of(keys));
  if (engine == sql::Engine::sqlite) {
    TRY(connection.file_, keys.path("file"));
    return connection;
  }
  if (keys.has("password") || keys.has("secret")) {
    return std::unexpected(keys.wrong(keys.has("password") ? "password" : "secret",
                                      "must not stand here: name a file (secret_file) or a variable (secret_env)"));
  }
  TRY(connection.host_, keys.text_or("host", "127.0.0.1"));
  TRY(const auto port, keys.integer_or("port", 0, 1, 65'535));
  connection.port_ = static_cast<std::uint16_t>(port);
  TRY(connection.database_, keys.text("database"));
  TRY(connection.user_, keys.text("user"));
  TRY(connection.secret_file_, keys.path_or_none("secret_file"));
  TRY(connection.secret_env_, keys.text_or("secret_env", ""));
  if (!connection.secret_file_.empty() && !connection.secret_env_.empty())
    return std::unexpected(keys.wrong("secret_env", "must not stand beside secret_file: one of them"));
  TRY(const std::string tls, keys.text_or("tls", is_local(connection.host_) ? "off" : "verify"));
  if (tls != "verify" && tls != "off") return std::unexpected(keys.wrong("tls", "must be verify or off"));
  connection.verify_tls_ = tls == "verify";
  TRY(connection.tls_ca_, keys.path_or_none("tls_ca"));
  return connection;
}

bool Connection::exposed() const { return engine_ != sql::Engine::sqlite && !verify_tls_ && !is_local(host_); }

base::Result<std::unique_ptr<sql::Client>> Connection::connect() const {
  sql::ConnectOptions options{.source = source_,
                              .engine = engine_,
                              .limits = limits_,
                              .file = file_,
                              .allowed = allowed_,
                              .host = host_,
                              .port = port_,
                              .database = database_,
                              .user = user_,
                              .secret = {},
                              .verify_tls = verify_tls_,
                              .tls_ca = tls_ca_};
  auto secret = secret_file_.empty()
                    ? (secret_env_.empty() ? base::Result<Secret>(Secret()) : secret_of_environment(secret_env_))
                    : secret_of_file(secret_file_);
  if (!secret) {
    const base::Error& error = secret.error();
    return std::unexpected(
        sql::error_of(source_, "connecting", "secret", error.field + " \"" + error.value + "\" " + error.rule));
  }
  options.secret = std::move(*secret);
  return sql::connect(options);
}

}  // namespace writ::provider
