// A small deployment with people, and browsers that keep a cookie and send forms.
#pragma once

#include <doctest/doctest.h>
#include <unistd.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <map>
#include <sstream>

#include "app/desk.h"
#include "app/run.h"
#include "demo/small.h"
#include "demo/staff.h"
#include "faces/faces.h"
#include "faces/routes.h"
#include "intake/intake.h"
#include "people/totp.h"

namespace writ::faces {

inline std::string file_text(const base::Path& path) {
  std::ifstream in(path, std::ios::binary);
  std::stringstream out;
  out << in.rdbuf();
  return out.str();
}

class Office {
 public:
  /// One for all tests of this program: making the people costs a second of password hashes. A test whose dates matter
  /// makes its own.
  static Office& get() {
    static Office office("all");
    return office;
  }
  explicit Office(const std::string& name);
  ~Office() {
    faces.reset();
    deployment.reset();
    std::error_code ignored;
    std::filesystem::remove_all(root, ignored);
  }

  base::Path root;
  base::OsRandom random;
  base::ManualClock clock{*base::parse_time("2026-03-02T09:00:00Z")};
  base::ManualClock system_clock{base::SystemClock().now()};
  std::mutex lock;
  std::unique_ptr<app::Deployment> deployment;
  std::unique_ptr<Faces> faces;
  std::map<std::string, std::string> passwords;  // by address
  std::map<std::string, base::Bytes> secrets;

  std::string code(const std::string& email) {
    // Each code is good once: the next step each time.
    system_clock.advance_to(system_clock.now() + std::chrono::seconds(people::totp_step_seconds));
    return people::totp_code(secrets.at(email), people::totp_step(system_clock.now()));
  }

  /// Everything that is due by now: letters go out.
  void run_jobs() {
    REQUIRE(app::run_due(*deployment, clock.now(), [](std::string_view job, const base::Error& error) {
      FAIL_CHECK(job << ": " << error.message());
    }));
  }
  /// Text of the last mail in the outbox to `to`, of those that hold `words`; empty if there is none.
  std::string mail_to(const std::string& to, const std::string& words = "") const {
    std::string found;
    std::filesystem::file_time_type newest = std::filesystem::file_time_type::min();
    for (const auto& one : std::filesystem::directory_iterator(root / "state" / "outbox")) {
      const std::string text = file_text(one.path());
      if (text.find("To: <" + to + ">") == text.npos || text.find(words) == text.npos || one.last_write_time() < newest)
        continue;
      newest = one.last_write_time();
      found = text;
    }
    return found;
  }

  /// Whether a mail to `to` holds all of these words.
  bool mailed(const std::string& to, const std::vector<std::string>& words) const {
    for (const auto& one : std::filesystem::directory_iterator(root / "state" / "outbox")) {
      const std::string text = file_text(one.path());
      const auto holds = [&](const std::string& word) { return text.find(word) != text.npos; };
      if (holds("To: <" + to + ">") && std::ranges::all_of(words, holds)) return true;
    }
    return false;
  }

  /// A request from officer us-1 about a random account; `mailbox`: one that can be written to.
  std::string submit(bool emergency = false, const std::string& instrument = "court_order", bool mailbox = false) {
    auto sample = demo::read_accounts(root / "state" / "messenger.db");
    REQUIRE(sample);
    // Addresses of the sample are past their retention by now; a phone number is kept.
    std::erase_if(*sample, [](const demo::SampleAccount& one) { return one.phone.empty() || one.deactivated; });
    if (mailbox) std::erase_if(*sample, [](const demo::SampleAccount& one) { return one.email.empty(); });
    std::string json = demo::small_request(*sample, random);
    json.replace(json.find("court_order"), 11, instrument);
    if (emergency) json.replace(json.find("\"emergency\":false"), 17, "\"emergency\":true");
    return submit_json(json);
  }

  std::string submit_json(const std::string& json) {
    auto request = intake::parse_request(json, clock.now());
    REQUIRE(request);
    const auto officer = deployment->people.find_by_email(demo::small_officer_email);
    REQUIRE(officer);
    const auto accepted = app::Desk(*deployment).submit(*officer, {*request});
    REQUIRE_MESSAGE(accepted, accepted.error().message());
    return accepted->front().ref;
  }
};

inline Office::Office(const std::string& name)
    : root(std::filesystem::temp_directory_path() / ("writ-faces-" + std::to_string(::getpid()) + "-" + name)) {
  std::filesystem::remove_all(root);
  REQUIRE(
      demo::make_small_deployment({.root = root,
                                   .policy = file_text(std::string(WRIT_SOURCE_DIR) + "/policies/telegram-2018.toml"),
                                   .profile = file_text(std::string(WRIT_SOURCE_DIR) + "/profiles/telegram.toml"),
                                   .first_period = *base::parse_period("2026-01-01/2026-03-31")}));
  auto opened = app::Deployment::open({.root = root, .clock = clock, .random = random, .sequence = true});
  REQUIRE(opened);
  deployment = std::move(*opened);
  std::istringstream lines(file_text(root / "state" / "tokens" / "sign-in"));
  const auto key = app::credentials_key(*deployment);
  REQUIRE(key);
  people::Credentials credentials(deployment->db, system_clock, random, *key);
  for (std::string line; std::getline(lines, line);) {
    if (line.starts_with("#")) continue;
    const std::string email = line.substr(0, line.find('\t'));
    const auto password_at = email.size() + 1;
    passwords[email] = line.substr(password_at, line.find('\t', password_at) - password_at);
    const auto person = deployment->people.find_by_email(email);
    REQUIRE(person);
    secrets[email] = **credentials.secret_of(person->id);
  }
  auto opened_faces = Faces::open(*deployment, lock, system_clock);
  REQUIRE(opened_faces);
  faces = std::move(*opened_faces);
}

using Fields = std::vector<std::pair<std::string, std::string>>;

class Browser {
 public:
  explicit Browser(Office& office) : office_(office) {}

  http::Response get(const std::string& address) { return send("GET", address, ""); }
  http::Response post(const std::string& address, Fields fields) {
    if (!csrf.empty()) fields.emplace_back("csrf", csrf);
    return send("POST", address, http::encode_query(fields));
  }
  http::Response send(const std::string& method, const std::string& address, std::string body) {
    http::Request request{.method = method,
                          .path = address.substr(0, address.find('?')),
                          .query = {},
                          .headers = headers,
                          .body = std::move(body)};
    if (const auto question = address.find('?'); question != std::string::npos) {
      http::Request as_form{.headers = {{"content-type", "application/x-www-form-urlencoded"}},
                            .body = address.substr(question + 1)};
      const auto query = http::parse_form(as_form);
      for (const auto& [name, value] : query->fields) request.query[name] = value;
    }
    request.headers["host"] = "127.0.0.1";
    if (!cookie.empty()) request.headers["cookie"] = cookie;
    if (method == "POST" && !request.headers.contains("content-type"))
      request.headers["content-type"] = "application/x-www-form-urlencoded";
    http::Response response = office_.faces->handle(request);
    if (const auto set = response.headers.find("Set-Cookie"); set != response.headers.end())
      cookie = set->second.substr(0, set->second.find(';'));
    if (const auto key = value_of(response.body, "csrf"); !key.empty()) csrf = key;
    return response;
  }
  /// Follows a redirect.
  http::Response follow(const http::Response& response) {
    CHECK(response.status == 303);
    const auto location = response.headers.find("Location");
    REQUIRE(location != response.headers.end());
    return get(location->second);
  }
  http::Response sign_in(const std::string& email, const std::string& face = "desk") {
    get("/" + face + "/");
    const http::Response response =
        post("/" + face + "/sign-in",
             {{"email", email}, {"password", office_.passwords[email]}, {"code", office_.code(email)}});
    if (response.status == 303) get("/" + face + "/me");
    return response;
  }
  /// Of a hidden field in a page.
  static std::string value_of(const std::string& page, const std::string& name) {
    const std::string wanted = "name=\"" + name + "\" value=\"";
    const auto at = page.find(wanted);
    if (at == std::string::npos) return {};
    return page.substr(at + wanted.size(), page.find('"', at + wanted.size()) - at - wanted.size());
  }

  std::string cookie;
  std::string csrf;
  std::map<std::string, std::string> headers;

 private:
  Office& office_;
};

inline bool says(const http::Response& response, std::string_view text) {
  return response.body.find(text) != std::string::npos;
}

}  // namespace writ::faces
