// What a person is told when something cannot be done, and what is kept of what was typed.
#include "faces/refusal.h"
#include "faces/respond.h"
#include "office.h"

using namespace writ;
using namespace writ::faces;

namespace {

/// The store can be read and not written, as with a full disk, for the length of one block.
struct FullDisk {
  explicit FullDisk(Office& given) : office(given) { REQUIRE(office.deployment->db.script("PRAGMA query_only = 1")); }
  ~FullDisk() { CHECK(office.deployment->db.script("PRAGMA query_only = 0")); }
  FullDisk(const FullDisk&) = delete;
  FullDisk& operator=(const FullDisk&) = delete;
  Office& office;
};

/// Who is signed in cannot be read.
struct NoSessions {
  explicit NoSessions(Office& given) : office(given) {
    REQUIRE(office.deployment->db.script("ALTER TABLE session RENAME TO session_away"));
  }
  ~NoSessions() { CHECK(office.deployment->db.script("ALTER TABLE session_away RENAME TO session")); }
  NoSessions(const NoSessions&) = delete;
  NoSessions& operator=(const NoSessions&) = delete;
  Office& office;
};

http::Refused refused(unsigned status, const std::string& path, const std::string& language = "") {
  return {status, path, "text/html,application/xhtml+xml", language};
}

}  // namespace

TEST_CASE("while the disk is full pages are read, a form is answered 503, kept, and sent again from its answer") {
  Office& office = Office::get();
  const std::string ref = office.submit();
  Browser browser(office);
  browser.sign_in(demo::intake_email);
  const std::string path = "/desk/cases/" + ref + "/comment";
  browser.get("/desk/cases/" + ref);
  http::Response answer;
  {
    FullDisk full(office);
    office.system_clock.advance_to(office.system_clock.now() + std::chrono::minutes(2));
    CHECK(browser.get("/desk/cases/" + ref).status == 200);
    answer = browser.post(path, {{"text", "Page <2> is missing."}});
  }
  CHECK(answer.status == 503);
  CHECK(answer.headers.at("Retry-After") == "60");
  CHECK(says(answer, "Nothing was changed."));
  CHECK(says(answer, "action=\"" + path + "\""));
  CHECK(says(answer, "name=\"text\" value=\"Page &lt;2&gt; is missing.\""));
  const auto again = browser.post(path, {{"text", "Page <2> is missing."}});
  CHECK(again.status == 303);
  CHECK(says(browser.get("/desk/cases/" + ref + "/history"), "Page &lt;2&gt; is missing."));
}

TEST_CASE("a store that does not say who is signed in signs nobody out") {
  Office& office = Office::get();
  Browser browser(office);
  browser.sign_in(demo::intake_email);
  const std::string cookie = browser.cookie;
  const std::string csrf = browser.csrf;
  for (const bool writes : {false, true}) {
    CAPTURE(writes);
    http::Response answer;
    {
      NoSessions away(office);
      answer = writes ? browser.post("/desk/me", {{"keys", "alt"}}) : browser.get("/desk/me");
    }
    CHECK(answer.status == 503);
    CHECK(answer.headers.at("Retry-After") == "60");
    CHECK(answer.headers.at("Content-Security-Policy").find("default-src 'none'") != std::string::npos);
    CHECK(says(answer, "name=\"keys\" value=\"alt\"") == writes);
    CHECK(browser.cookie == cookie);
  }
  CHECK(browser.csrf == csrf);
  CHECK(browser.post("/desk/me", {{"keys", "on"}}).status == 303);
}

TEST_CASE("a sign-in that the store cannot count is not taken, and neither password nor code stands in the answer") {
  Office& office = Office::get();
  Browser browser(office);
  browser.get("/desk/");
  const std::string email = demo::intake_email;
  FullDisk full(office);
  const auto answer =
      browser.post("/desk/sign-in", {{"email", email}, {"password", office.passwords[email]}, {"code", "123456"}});
  CHECK(answer.status == 503);
  CHECK_FALSE(says(answer, office.passwords[email]));
  CHECK_FALSE(says(answer, "123456"));
}

TEST_CASE("what is refused before it is read is a page of the face that was asked, in its language") {
  for (const unsigned status : {408U, 413U, 431U, 503U}) {
    CAPTURE(status);
    for (const char* path : {"/desk/inbox", "/portal/drafts/1/document", "/countries/", ""}) {
      CAPTURE(path);
      const auto page = refusal_page(refused(status, path), "Example", true);
      REQUIRE(page);
      CHECK(page->status == status);
      CHECK(page->headers.contains("Retry-After") == (status == 503));
      CHECK(page->headers.at("Content-Security-Policy").find("frame-ancestors 'none'") != std::string::npos);
      CHECK(says(*page, "<h1"));
      CHECK(says(*page, "Example"));
      CHECK(says(*page, page::Locale::of(page::Language::en).text("door.synthetic")));
    }
  }
  CHECK(says(*refusal_page(refused(413, "/desk/x"), "Example", false), "Desk</title>"));
  CHECK(says(*refusal_page(refused(413, "/portal/x", "de"), "Example", false), "Das ist zu groß"));
  CHECK(says(*refusal_page(refused(413, "/desk/x", "de"), "Example", false), "Das ist zu groß"));
  CHECK(says(*refusal_page(refused(503, "/ar/countries/", "fr"), "Example", false), "dir=\"rtl\""));
}

TEST_CASE("a program is refused in its own words") {
  CHECK_FALSE(refusal_page({413, "/portal/x", "*/*", ""}, "Example", false));
  CHECK_FALSE(refusal_page({413, "/portal/x", "application/json", ""}, "Example", false));
  CHECK_FALSE(refusal_page(refused(413, "/api/v1/requests"), "Example", false));
  CHECK_FALSE(refusal_page(refused(400, "/desk/"), "Example", false));
}
