#include "app/witnesses.h"

#include <curl/curl.h>

#include <algorithm>
#include <memory>

namespace writ::app {

namespace {

constexpr std::size_t lines_bytes_max = 64 * 1024;
constexpr std::size_t answer_bytes_max = 64 * 1024;  // a few signature lines
constexpr long connect_seconds_max = 5;
constexpr long answer_seconds_max = 10;  // the deployment's lock is held meanwhile

std::size_t take_piece(char* piece, std::size_t size, std::size_t count, void* body_pointer) {
  auto& body = *static_cast<std::string*>(body_pointer);
  const std::size_t bytes = size * count;
  if (body.size() + bytes > answer_bytes_max) return 0;
  body.append(piece, bytes);
  return bytes;
}

std::string lower(std::string text) {
  std::transform(text.begin(), text.end(), text.begin(), [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c; });
  return text;
}

}  // namespace

std::vector<store::Migration> witness_migrations() {
  return {{"app-witness-001", R"(
CREATE TABLE witness_alarm(
  id INTEGER PRIMARY KEY, at INTEGER NOT NULL, witness TEXT NOT NULL, rule TEXT NOT NULL) STRICT;
)"}};
}

base::Result<std::string> read_witness_lines(const base::Files& files, const Layout& layout) {
  auto lines = files.read(layout.witnesses(), lines_bytes_max);
  if (!lines && lines.error().code == base::Errc::not_found) return "quorum none\n";
  if (lines && !lines->ends_with('\n')) *lines += '\n';
  return lines;
}

base::Result<log::HttpAnswer> CurlPost::post(const std::string& url, const std::string& body) {
  const std::unique_ptr<CURL, decltype(&curl_easy_cleanup)> owner(curl_easy_init(), &curl_easy_cleanup);
  CURL* curl = owner.get();
  if (curl == nullptr) return base::fail(base::Errc::unavailable, "witness", url, "no memory for a connection");
  log::HttpAnswer answer;
  curl_easy_setopt(curl, CURLOPT_PROTOCOLS_STR, "http,https");
  curl_easy_setopt(curl, CURLOPT_URL, url.c_str());
  curl_easy_setopt(curl, CURLOPT_FOLLOWLOCATION, 0L);
  curl_easy_setopt(curl, CURLOPT_NOSIGNAL, 1L);
  curl_easy_setopt(curl, CURLOPT_CONNECTTIMEOUT, connect_seconds_max);
  curl_easy_setopt(curl, CURLOPT_TIMEOUT, answer_seconds_max);
  curl_easy_setopt(curl, CURLOPT_USERAGENT, "writ");
  const std::unique_ptr<curl_slist, decltype(&curl_slist_free_all)> fields(curl_slist_append(nullptr, "Content-Type: text/plain; charset=utf-8"),
                                                                           &curl_slist_free_all);
  curl_easy_setopt(curl, CURLOPT_HTTPHEADER, fields.get());
  curl_easy_setopt(curl, CURLOPT_POSTFIELDS, body.data());
  curl_easy_setopt(curl, CURLOPT_POSTFIELDSIZE_LARGE, static_cast<curl_off_t>(body.size()));
  curl_easy_setopt(curl, CURLOPT_WRITEFUNCTION, take_piece);
  curl_easy_setopt(curl, CURLOPT_WRITEDATA, &answer.body);
  const CURLcode code = curl_easy_perform(curl);
  if (code != CURLE_OK) return base::fail(base::Errc::unavailable, "witness", url, curl_easy_strerror(code));
  long status = 0;
  curl_easy_getinfo(curl, CURLINFO_RESPONSE_CODE, &status);
  answer.status = static_cast<unsigned>(status);
  const char* type = nullptr;
  if (curl_easy_getinfo(curl, CURLINFO_CONTENT_TYPE, &type) == CURLE_OK && type != nullptr) answer.content_type = lower(type);
  return answer;
}

base::Result<> put_alarm_on_file(store::Db& db, base::Time at, const log::WitnessAlarm& alarm) {
  return db.run("INSERT INTO witness_alarm(at, witness, rule) VALUES(?, ?, ?)", {base::unix_seconds(at), alarm.witness, alarm.rule});
}

base::Result<std::vector<AlarmOnFile>> witness_alarms(store::Db& db) {
  std::vector<AlarmOnFile> alarms;
  TRY_VOID(db.query("SELECT at, witness, rule FROM witness_alarm ORDER BY id DESC", {}, [&](const store::Row& row) -> base::Result<> {
    alarms.push_back({base::from_unix(row.integer(0)), {row.text(1), row.text(2)}});
    return {};
  }));
  return alarms;
}

}  // namespace writ::app
