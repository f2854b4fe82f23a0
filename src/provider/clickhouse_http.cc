#include "provider/clickhouse_http.h"

#include <curl/curl.h>

#include <algorithm>
#include <charconv>
#include <utility>

#include "provider/address.h"

namespace writ::provider::clickhouse {

namespace {

using namespace sql::fault;

/// A row of an answer has an account, an address, a port and a time: far less than 1 KiB. Longer is not what was asked.
constexpr std::size_t row_bytes_max = 1'024;
constexpr std::size_t body_bytes_least = 1 << 20;

struct FreeMime {
  void operator()(curl_mime* mime) const { curl_mime_free(mime); }
};
struct FreeList {
  void operator()(curl_slist* list) const { curl_slist_free_all(list); }
};

/// RowBinary: FixedString as its bytes, String with its length as LEB128 before it.
std::string row_binary(const ExternalTable& table) {
  std::string out;
  for (const std::string& value : table.values) {
    if (table.type == "String") {
      for (std::size_t size = value.size();; size >>= 7) {
        out += static_cast<char>((size & 0x7f) | (size > 0x7f ? 0x80 : 0));
        if (size <= 0x7f) break;
      }
    }
    out += value;
  }
  return out;
}

struct Reply {
  std::string body;
  std::size_t body_max = 0;
  int exception = 0;  // of the header X-ClickHouse-Exception-Code
  bool too_long = false;
};

std::size_t take_body(char* data, std::size_t, std::size_t size, void* user) {
  Reply& reply = *static_cast<Reply*>(user);
  if (reply.body.size() + size > reply.body_max) {
    reply.too_long = true;
    return 0;
  }
  reply.body.append(data, size);
  return size;
}

std::size_t take_header(char* data, std::size_t, std::size_t size, void* user) {
  constexpr std::string_view name = "x-clickhouse-exception-code:";
  std::string line(data, size);
  std::transform(line.begin(), line.end(), line.begin(),
                 [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c; });
  if (line.starts_with(name)) {
    int code = -1;
    const auto digits = line.find_first_of("0123456789", name.size());
    if (digits != std::string::npos) std::from_chars(line.data() + digits, line.data() + line.size(), code);
    static_cast<Reply*>(user)->exception = code;
  }
  return size;
}

/// "Code: 279, e.displayText() = ..." or "Code: 279. DB::..."; 0 = none.
int code_in(std::string_view body) {
  constexpr std::string_view mark = "Code: ";
  const auto at = body.find(mark);
  int code = 0;
  if (at != std::string_view::npos) std::from_chars(body.data() + at + mark.size(), body.data() + body.size(), code);
  return code;
}

}  // namespace

std::string_view fault_of(int code) {
  switch (code) {
    case 159:
    case 160:
      return time_limit;  // TIMEOUT_EXCEEDED, TOO_SLOW
    case 158:
    case 396:
    case 241:
      return row_cap;  // TOO_MANY_ROWS(_OR_BYTES), MEMORY_LIMIT_EXCEEDED
    case 164:
      return read_only;  // READONLY
    case 192:
    case 193:
    case 194:
    case 195:
    case 291:
    case 497:
    case 516:
      return permission;  // users, ACCESS_DENIED
    case 16:
    case 46:
    case 47:
    case 53:
    case 60:
    case 81:
      return schema;  // unknown column, function, identifier, type, table, database
    case 32:
    case 198:
    case 209:
    case 210:
    case 279:
    case 519:
      return connection;  // a shard: EOF, DNS, socket, network, all tries failed
    default:
      return statement;
  }
}

struct Client::Curl {
  CURL* handle = curl_easy_init();
  Secret secret;
  ~Curl() { curl_easy_cleanup(handle); }
};

Client::Client(const Server& server, std::unique_ptr<Curl> curl)
    : server_(server), curl_(std::move(curl)), end_(std::chrono::steady_clock::now() + server.limits.time_max) {}
Client::~Client() = default;

base::Result<std::unique_ptr<Client>> Client::connect(const Server& server) {
  auto curl = std::make_unique<Curl>();
  if (!curl->handle)
    return std::unexpected(sql::error_of(server.source, "connecting", connection, "libcurl has no memory"));
  auto secret = !server.secret_file.empty()  ? secret_of_file(server.secret_file)
                : !server.secret_env.empty() ? secret_of_environment(server.secret_env)
                                             : base::Result<Secret>(Secret());
  if (!secret)
    return std::unexpected(
        sql::error_of(server.source, "connecting", "secret", secret.error().field + " " + secret.error().rule));
  curl->secret = std::move(*secret);
  return std::unique_ptr<Client>(new Client(server, std::move(curl)));
}

namespace {

/// Settings travel in the address. Values of a question never do: addresses are logged.
std::string address_of(const Server& server, const ExternalTable& values, std::chrono::milliseconds left) {
  const auto seconds = std::max<std::int64_t>(1, (left.count() + 999) / 1000);
  // skip_unavailable_shards=0 overrides an operator's profile that turned it on: a dead shard must fail the question.
  return server.url + "?database=" + server.database + "&max_execution_time=" + std::to_string(seconds) +
         // 2: nothing is written whatever the user may do, and these settings may be sent, which 1 refuses.
         (server.read_only ? "&readonly=2" : "") +
         "&timeout_overflow_mode=throw&result_overflow_mode=throw&skip_unavailable_shards=0&wait_end_of_query=1"
         "&output_format_json_quote_64bit_integers=0&q_format=RowBinary&q_structure=v%20" +
         (values.type == "String" ? "String" : "FixedString%2816%29");
}

base::Error curl_error(const Server& server, std::string_view what, CURLcode code) {
  const std::string said = curl_easy_strerror(code);
  switch (code) {
    case CURLE_OPERATION_TIMEDOUT:
      return sql::error_of(server.source, what, time_limit, said);
    case CURLE_SSL_CONNECT_ERROR:
    case CURLE_PEER_FAILED_VERIFICATION:
    case CURLE_SSL_CACERT_BADFILE:
      return sql::error_of(server.source, what, tls,
                           "by url = \"" + server.url + "\"" +
                               (server.tls_ca.empty() ? "" : ", tls_ca = \"" + server.tls_ca.string() + "\"") + ": " + said);
    default:
      return sql::error_of(server.source, what, connection, said);
  }
}

}  // namespace

base::Result<std::string> Client::post(std::string_view what, const std::string& select, const ExternalTable& values) {
  const auto left = std::chrono::duration_cast<std::chrono::milliseconds>(end_ - std::chrono::steady_clock::now());
  if (left.count() <= 0)
    return std::unexpected(sql::error_of(server_.source, what, time_limit, "nothing is left of the question's time"));
  CURL* curl = curl_->handle;
  curl_easy_reset(curl);  // keeps the connection
  Reply reply{.body_max =
                  std::max(body_bytes_least, static_cast<std::size_t>(server_.limits.rows_max) * row_bytes_max)};
  const std::string address = address_of(server_, values, left), query = select + " FORMAT JSONCompact",
                    table = row_binary(values);
  const std::unique_ptr<curl_mime, FreeMime> mime(curl_mime_init(curl));
  curl_mimepart* part = curl_mime_addpart(mime.get());
  curl_mime_name(part, "query");
  curl_mime_data(part, query.data(), query.size());
  part = curl_mime_addpart(mime.get());
  curl_mime_name(part, "q");
  curl_mime_filename(part, "q");
  curl_mime_data(part, table.data(), table.size());
  std::unique_ptr<curl_slist, FreeList> headers;
  for (const std::string& line :
       {"X-ClickHouse-User: " + server_.user, "X-ClickHouse-Key: " + curl_->secret.reveal(), std::string("Expect:")})
    headers.reset(curl_slist_append(headers.release(), line.c_str()));
  curl_easy_setopt(curl, CURLOPT_URL, address.c_str());
  curl_easy_setopt(curl, CURLOPT_MIMEPOST, mime.get());
  curl_easy_setopt(curl, CURLOPT_HTTPHEADER, headers.get());
  curl_easy_setopt(curl, CURLOPT_PROTOCOLS_STR, "http,https");
  curl_easy_setopt(curl, CURLOPT_PROXY, "");  // an environment variable must not send questions elsewhere
  curl_easy_setopt(curl, CURLOPT_NOSIGNAL, 1L);
  curl_easy_setopt(curl, CURLOPT_CONNECTTIMEOUT_MS, static_cast<long>(server_.limits.busy_max.count()));
  curl_easy_setopt(curl, CURLOPT_TIMEOUT_MS, static_cast<long>(left.count()));
  curl_easy_setopt(curl, CURLOPT_WRITEFUNCTION, &take_body);
  curl_easy_setopt(curl, CURLOPT_WRITEDATA, &reply);
  curl_easy_setopt(curl, CURLOPT_HEADERFUNCTION, &take_header);
  curl_easy_setopt(curl, CURLOPT_HEADERDATA, &reply);
  if (!server_.tls_ca.empty()) curl_easy_setopt(curl, CURLOPT_CAINFO, server_.tls_ca.c_str());
  const CURLcode code = curl_easy_perform(curl);
  long status = 0;
  curl_easy_getinfo(curl, CURLINFO_RESPONSE_CODE, &status);
  if (reply.too_long) return std::unexpected(sql::error_of(server_.source, what, row_cap, "the answer is too long"));
  if (code != CURLE_OK)
    return std::unexpected(curl_error(server_, what, code));
  if (status == 200 && reply.exception == 0) return std::move(reply.body);
  const int said = reply.exception > 0 ? reply.exception : code_in(reply.body);
  const std::string_view fault = status == 401 || status == 403 ? permission : fault_of(said);
  return std::unexpected(sql::error_of(
      server_.source, what, fault, "status " + std::to_string(status) + ", the server's code " + std::to_string(said)));
}

base::Result<> Client::query(std::string_view what, const std::string& select, const ExternalTable& values,
                             std::size_t columns, const std::function<base::Result<>(const Cells&)>& each) {
  TRY(const std::string body, post(what, select, values));
  const auto parsed = parse_body(body, columns);
  if (!parsed) return std::unexpected(sql::error_of(server_.source, what, connection, parsed.error().rule));
  for (const Cells& cells : *parsed) {
    if (++rows_ > server_.limits.rows_max)
      return std::unexpected(sql::error_of(server_.source, what, row_cap,
                                           "more than " + std::to_string(server_.limits.rows_max) + " rows"));
    TRY_VOID(each(cells));
  }
  return {};
}

base::Result<Server> read_server(Keys& keys, std::string source) {
  Server server{.source = std::move(source)};
  TRY(server.limits, limits_of(keys));
  TRY(server.url, keys.text("url"));
  if (keys.has("password") || keys.has("secret"))
    return std::unexpected(keys.wrong(keys.has("password") ? "password" : "secret",
                                      "must not stand here: name a file (secret_file) or a variable (secret_env)"));
  TRY(server.database, keys.text_or("database", "default"));
  TRY(server.user, keys.text("user"));
  TRY(server.secret_file, keys.path_or_none("secret_file"));
  TRY(server.secret_env, keys.text_or("secret_env", ""));
  TRY(server.tls_ca, keys.path_or_none("tls_ca"));
  if (!server.secret_file.empty() && !server.secret_env.empty())
    return std::unexpected(keys.wrong("secret_env", "must not stand beside secret_file: one of them"));
  const bool encrypted = server.url.starts_with("https://");
  const auto scheme = server.url.find("://");
  std::string host = scheme == std::string::npos ? "" : server.url.substr(scheme + 3);
  const bool bare =
      !host.empty() && host.find_first_of("?#@ ") == std::string::npos && host.find('/') == host.size() - 1;
  if ((!encrypted && !server.url.starts_with("http://")) || !bare)
    return std::unexpected(keys.wrong("url", "must be https://host:port/ and nothing more"));
  host.pop_back();
  const auto address = parse_stored_address(host);
  const bool local = host == "localhost" || host.starts_with("localhost:") || (address && address->kind == AddressClass::loopback);
  if (!encrypted && !local) return std::unexpected(keys.wrong("url", "must be https: the answers are people's addresses"));
  for (const auto& [key, word] : {std::pair("database", server.database), std::pair("user", server.user)}) {
    const bool fits = std::all_of(word.begin(), word.end(), [](char c) {
      return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' || c == '-' ||
             c == '.';
    });
    if (!fits) return std::unexpected(keys.wrong(key, "must be letters, digits and . _ -"));
  }
  return server;
}

}  // namespace writ::provider::clickhouse
