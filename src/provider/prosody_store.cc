#include "provider/prosody_store.h"

#include <filesystem>
#include <utility>

namespace writ::provider::prosody {

namespace {

/// A file of mod_lastlog2 has some hundred bytes.
constexpr std::size_t file_bytes_max = 65'536;

class FileStore final : public Store {
 public:
  FileStore(std::string source, base::Path folder, const ReadLimits& limits)
      : source_(std::move(source)), folder_(std::move(folder)), limits_(limits) {}

  base::Result<bool> has_account(const std::string& user) override {
    std::error_code error;
    const bool there = std::filesystem::exists(folder_ / "accounts" / (file_name(user) + ".dat"), error);
    if (error) return std::unexpected(fault("account by name", sql::fault::permission, error.message()));
    return there;
  }

  base::Result<std::int64_t> accounts() override {
    std::error_code error;
    std::int64_t found = 0;
    std::filesystem::directory_iterator files(folder_ / "accounts", error);
    for (; !error && files != std::filesystem::directory_iterator(); files.increment(error))
      if (files->path().extension() == ".dat") ++found;
    if (error) return std::unexpected(fault("accounts", sql::fault::permission, error.message()));
    return found;
  }

  base::Result<Events> events(const std::string& user) override {
    std::error_code error;
    const base::Path file = folder_ / "lastlog2" / (file_name(user) + ".dat");
    const bool there = std::filesystem::exists(file, error);
    if (error) return std::unexpected(fault("last events", sql::fault::permission, error.message()));
    return there ? read(file) : base::Result<Events>(Events());
  }

  base::Result<> each(const std::function<base::Result<>(const std::string&, const Events&)>& one) override {
    const auto end = std::chrono::steady_clock::now() + limits_.time_max;
    const base::Path folder = folder_ / "lastlog2";
    std::error_code error;
    if (!std::filesystem::exists(folder, error) && !error) return {};  // nobody has signed in yet
    std::filesystem::directory_iterator files(folder, error);
    for (; !error && files != std::filesystem::directory_iterator(); files.increment(error)) {
      const auto user = from_file_name(files->path().stem().string());
      if (!user || files->path().extension() != ".dat") continue;
      if (std::chrono::steady_clock::now() > end)
        return std::unexpected(fault("last events of all", sql::fault::time_limit, "too many files"));
      TRY(const Events found, read(files->path()));
      TRY_VOID(one(*user, found));
    }
    if (error) return std::unexpected(fault("last events of all", sql::fault::permission, error.message()));
    return {};
  }

  base::Result<bool> reads_secrets() override { return true; }
  std::int64_t rows() const override { return rows_; }

 private:
  base::Error fault(std::string_view what, std::string_view name, const std::string& detail) const {
    return sql::error_of(source_, what, name, detail);
  }

  base::Result<Events> read(const base::Path& file) {
    const base::DiskFiles files;
    const auto text = static_cast<const base::Files&>(files).read(file, file_bytes_max);
    if (!text) return std::unexpected(fault("last events", sql::fault::permission, text.error().rule));
    const auto found = parse_lua(*text);
    if (!found)
      return std::unexpected(
          fault("last events", sql::fault::schema, "a file of lastlog2 is not as mod_lastlog2 writes it"));
    ++rows_;
    return *found;
  }

  std::string source_;
  base::Path folder_;
  ReadLimits limits_;
  std::int64_t rows_ = 0;
};

class SqlStore final : public Store {
 public:
  SqlStore(std::unique_ptr<sql::Client> client, std::string domain)
      : client_(std::move(client)), domain_(std::move(domain)) {
    // `user`, `key` and `type` are words of PostgreSQL or MariaDB.
    quote_ = client_->engine() == sql::Engine::mariadb ? "`" : "\"";
  }

  base::Result<bool> has_account(const std::string& user) override {
    bool there = false;
    TRY_VOID(client_->query("account by name",
                            "SELECT COUNT(" + name("store") + ") AS n FROM prosody WHERE " + name("host") +
                                " = :host AND " + name("user") + " = :user AND " + name("store") + " = 'accounts'",
                            {{"host", domain_}, {"user", user}}, [&](const sql::Row& row) -> base::Result<> {
                              TRY(const auto n, row.integer("n"));
                              there = n > 0;
                              return {};
                            }));
    return there;
  }

  base::Result<std::int64_t> accounts() override {
    std::int64_t found = 0;
    TRY_VOID(client_->query("accounts",
                            "SELECT COUNT(DISTINCT " + name("user") + ") AS n FROM prosody WHERE " + name("host") +
                                " = :host AND " + name("store") + " = 'accounts'",
                            {{"host", domain_}}, [&](const sql::Row& row) -> base::Result<> {
                              TRY(found, row.integer("n"));
                              return {};
                            }));
    return found;
  }

  base::Result<Events> events(const std::string& user) override {
    Events found;
    TRY_VOID(select(" AND " + name("user") + " = :user", {{"host", domain_}, {"user", user}},
                    [&](const std::string&, const std::string& kind, Event event) { found[kind] = std::move(event); }));
    return found;
  }

  base::Result<> each(const std::function<base::Result<>(const std::string&, const Events&)>& one) override {
    std::map<std::string, Events> all;
    TRY_VOID(select("", {{"host", domain_}}, [&](const std::string& user, const std::string& kind, Event event) {
      all[user][kind] = std::move(event);
    }));
    for (const auto& [user, found] : all) TRY_VOID(one(user, found));
    return {};
  }

  base::Result<bool> reads_secrets() override {
    bool found = false;
    TRY_VOID(client_->query("what the role can read",
                            "SELECT COUNT(" + name("value") + ") AS n FROM prosody WHERE " + name("store") + " = 'accounts'",
                            {}, [&](const sql::Row& row) -> base::Result<> {
                              TRY(const auto n, row.integer("n"));
                              found = n > 0;
                              return {};
                            }));
    return found;
  }
  std::int64_t rows() const override { return client_->rows(); }

 private:
  std::string name(const std::string& column) const { return quote_ + column + quote_; }

  base::Result<> select(const std::string& where, const sql::Values& values,
                        const std::function<void(const std::string& user, const std::string& kind, Event)>& each_row) {
    return client_->query("last events",
                          "SELECT " + name("user") + " AS who, " + name("key") + " AS kind, " + name("value") +
                              " AS value FROM prosody WHERE " + name("host") + " = :host AND " + name("store") +
                              " = 'lastlog2'" + where,
                          values, [&](const sql::Row& row) -> base::Result<> {
                            TRY(const std::string user, row.text("who"));
                            TRY(const std::string kind, row.text("kind"));
                            TRY(const std::string value, row.text("value"));
                            auto event = parse_json(value);
                            if (!event)
                              return std::unexpected(sql::error_of(client_->source(), "last events", sql::fault::schema,
                                                                   "a value is not as mod_lastlog2 writes it"));
                            each_row(user, kind, std::move(*event));
                            return {};
                          });
  }

  std::unique_ptr<sql::Client> client_;
  std::string domain_;
  std::string quote_;
};

}  // namespace

base::Result<std::unique_ptr<Store>> open_files(const std::string& source, const base::Path& data,
                                                const std::string& domain, const ReadLimits& limits) {
  const base::Path folder = data / file_name(domain);
  std::error_code error;
  if (!std::filesystem::is_directory(folder / "accounts", error))
    return std::unexpected(sql::error_of(source, "connecting", sql::fault::connection,
                                         "there are no accounts of this domain in data_path, or they cannot be read"));
  return std::make_unique<FileStore>(source, folder, limits);
}

base::Result<std::unique_ptr<Store>> open_sql(const Connection& connection, const std::string& domain) {
  TRY(auto client, connection.connect());
  return std::make_unique<SqlStore>(std::move(client), domain);
}

}  // namespace writ::provider::prosody
