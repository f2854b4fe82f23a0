#include "notice/smtp.h"

#include <curl/curl.h>

#include <algorithm>
#include <cstring>
#include <memory>

namespace writ::notice {

namespace {

// A server on the same machine answers at once; the deployment's lock is held while a mail is handed over.
constexpr long connect_seconds_max = 5;
constexpr long send_seconds_max = 20;

struct Reading {
  std::string text;
  std::size_t sent = 0;
};

std::size_t give_piece(char* to, std::size_t size, std::size_t count, void* reading_pointer) {
  auto& reading = *static_cast<Reading*>(reading_pointer);
  const std::size_t piece = std::min(size * count, reading.text.size() - reading.sent);
  std::memcpy(to, reading.text.data() + reading.sent, piece);
  reading.sent += piece;
  return piece;
}

std::size_t drop_answer(char*, std::size_t size, std::size_t count, void*) { return size * count; }

std::string_view host_and_port(std::string_view url) {
  const std::size_t scheme = url.find("://");
  return scheme == url.npos ? std::string_view() : url.substr(scheme + 3);
}

bool on_this_machine(std::string_view url) {
  const std::string_view rest = host_and_port(url);
  const std::string_view host = rest.starts_with('[') ? rest.substr(0, rest.find(']') + 1) : rest.substr(0, rest.find(':'));
  return host == "127.0.0.1" || host == "localhost" || host == "[::1]";
}

/// A reply of the server to MAIL, RCPT or DATA that says no to this mail; what comes before is about the connection.
bool refused_this_mail(CURLcode code, long reply) {
  return (code == CURLE_SEND_ERROR || code == CURLE_WEIRD_SERVER_REPLY) && reply >= 400 && reply < 600 && reply != 421;
}

base::Result<> outcome(CURL* curl, CURLcode code) {
  if (code == CURLE_OK) return {};
  long reply = 0;
  curl_easy_getinfo(curl, CURLINFO_RESPONSE_CODE, &reply);
  // The text of a reply often repeats the address, so only its code is kept.
  if (refused_this_mail(code, reply))
    return base::fail(base::Errc::denied, "mail", "", "the mail server refused it with code " + std::to_string(reply));
  return base::fail(base::Errc::unavailable, "mail server", "", curl_easy_strerror(code));
}

}  // namespace

base::Result<> check_smtp_url(std::string_view field, std::string_view url) {
  const std::string_view rest = host_and_port(url);
  if ((!url.starts_with("smtp://") && !url.starts_with("smtps://")) || rest.empty() || rest.front() == ':' ||
      rest.find_first_of("/@?# \t\r\n\"") != rest.npos) {
    return base::invalid(std::string(field), std::string(url), "must be smtp://host[:port] or smtps://host[:port], nothing more");
  }
  return {};
}

base::Result<> SmtpTransport::send(const Mail& mail) {
  const std::unique_ptr<CURL, decltype(&curl_easy_cleanup)> owner(curl_easy_init(), &curl_easy_cleanup);
  CURL* curl = owner.get();
  if (curl == nullptr) return base::fail(base::Errc::unavailable, "mail server", "", "no memory for a connection");
  const std::unique_ptr<curl_slist, decltype(&curl_slist_free_all)> to(
      curl_slist_append(nullptr, ("<" + mail.to + ">").c_str()), &curl_slist_free_all);
  const std::string from = "<" + mail.from + ">";
  Reading reading{eml_of(mail)};
  curl_easy_setopt(curl, CURLOPT_PROTOCOLS_STR, "smtp,smtps");
  curl_easy_setopt(curl, CURLOPT_URL, options_.url.c_str());
  curl_easy_setopt(curl, CURLOPT_USE_SSL, on_this_machine(options_.url) ? CURLUSESSL_TRY : CURLUSESSL_ALL);
  curl_easy_setopt(curl, CURLOPT_NOSIGNAL, 1L);
  curl_easy_setopt(curl, CURLOPT_CONNECTTIMEOUT, connect_seconds_max);
  curl_easy_setopt(curl, CURLOPT_TIMEOUT, send_seconds_max);
  curl_easy_setopt(curl, CURLOPT_MAIL_FROM, from.c_str());
  curl_easy_setopt(curl, CURLOPT_MAIL_RCPT, to.get());
  curl_easy_setopt(curl, CURLOPT_UPLOAD, 1L);
  curl_easy_setopt(curl, CURLOPT_READFUNCTION, give_piece);
  curl_easy_setopt(curl, CURLOPT_READDATA, &reading);
  curl_easy_setopt(curl, CURLOPT_WRITEFUNCTION, drop_answer);
  if (!options_.user.empty()) {
    curl_easy_setopt(curl, CURLOPT_USERNAME, options_.user.c_str());
    curl_easy_setopt(curl, CURLOPT_PASSWORD, options_.password.c_str());
  }
  return outcome(curl, curl_easy_perform(curl));
}

}  // namespace writ::notice
