#include "office.h"

using namespace writ;
using namespace writ::faces;

TEST_CASE("with address, password and code one is signed in, and the cookie is for this face only") {
  Office& office = Office::get();
  Browser browser(office);
  const auto response = browser.sign_in(demo::intake_email);
  CHECK(response.status == 303);
  const std::string cookie = response.headers.at("Set-Cookie");
  CHECK(cookie.find("HttpOnly") != cookie.npos);
  CHECK(cookie.find("SameSite=Strict") != cookie.npos);
  CHECK(cookie.find("Path=/desk") != cookie.npos);
  CHECK(browser.follow(response).status == 303);  // the start page goes on to the inbox
  CHECK(browser.get("/desk/inbox/verify").status == 200);
  // The same cookie under the portal's name opens nothing.
  browser.cookie.replace(0, 9, "writ-portal");
  CHECK(browser.get("/portal/home").status == 303);
}

TEST_CASE("over the network the cookie is Secure; on loopback and over an onion service it cannot be") {
  Office& office = Office::get();
  for (const auto& [host, secure] : std::map<std::string, bool>{
           {"127.0.0.1:8480", false}, {"abc.onion", false}, {"desk.example", true}, {"127.0.0.1.example", true}}) {
    CAPTURE(host);
    http::Request request{.method = "GET", .path = "/desk/", .headers = {{"host", host}}};
    const std::string cookie = office.faces->handle(request).headers.at("Set-Cookie");
    CHECK((cookie.find("Secure") != cookie.npos) == secure);
  }
}

TEST_CASE("an unknown address, a wrong password and a wrong code are answered alike") {
  Office& office = Office::get();
  std::vector<std::string> bodies;
  const std::string decider = demo::decider_email;
  for (const Fields& fields :
       {Fields{{"email", "nobody@writ.example"}, {"password", "demo-0000000000000000"}, {"code", "000000"}},
        Fields{{"email", decider}, {"password", "demo-0000000000000000"}, {"code", "000000"}},
        Fields{{"email", decider}, {"password", office.passwords[decider]}, {"code", "000000"}}}) {
    Browser browser(office);
    browser.get("/desk/");
    const auto response = browser.post("/desk/sign-in", fields);
    CHECK(response.status == 403);
    std::string body = response.body;
    const auto challenge = body.find("data-challenge=\"");
    REQUIRE(challenge != body.npos);
    for (const std::string& typed :
         {fields[0].second, Browser::value_of(body, "csrf"), body.substr(challenge + 16, 43)}) {
      for (auto at = body.find(typed); at != body.npos; at = body.find(typed)) body.erase(at, typed.size());
    }
    bodies.push_back(body);
  }
  CHECK(bodies[0] == bodies[1]);
  CHECK(bodies[0] == bodies[2]);
}

TEST_CASE("after five failures one waits and is told how long, whether the address is known or not") {
  Office& office = Office::get();
  for (const char* address : {"locked-out@writ.example", demo::auditor_email}) {
    CAPTURE(address);
    Browser browser(office);
    browser.get("/desk/");
    for (int i = 0; i < 5; ++i)
      CHECK(browser.post("/desk/sign-in", {{"email", address}, {"password", "wrong wrong wrong"}, {"code", "1"}})
                .status == 403);
    const auto locked =
        browser.post("/desk/sign-in", {{"email", address}, {"password", "wrong wrong wrong"}, {"code", "1"}});
    CHECK(locked.status == 429);
    CHECK(says(locked, "wait 60 seconds"));
    CHECK(locked.headers.at("Retry-After") == "60");
  }
  // The right password does not help before the time is over, and does after it.
  Browser browser(office);
  const std::string auditor = demo::auditor_email;
  browser.get("/desk/");
  CHECK(browser.post("/desk/sign-in", {{"email", auditor}, {"password", office.passwords[auditor]}, {"code", "1"}})
            .status == 429);
  office.system_clock.advance_to(office.system_clock.now() + std::chrono::seconds(61));
  CHECK(browser.sign_in(auditor).status == 303);
}

TEST_CASE("a one-time code is good once") {
  Office& office = Office::get();
  const std::string email = demo::gatherer_email;
  const std::string code = office.code(email);
  for (const unsigned expected : {303U, 403U}) {
    Browser browser(office);
    browser.get("/desk/");
    CHECK(browser.post("/desk/sign-in", {{"email", email}, {"password", office.passwords[email]}, {"code", code}})
              .status == expected);
  }
}

TEST_CASE("a session ends when it was idle for an hour, and after twelve hours") {
  Office& office = Office::get();
  Browser browser(office);
  browser.sign_in(demo::publisher_email);
  CHECK(browser.get("/desk/inbox/verify").status == 200);
  for (int hour = 0; hour < 12; ++hour) {
    office.system_clock.advance_to(office.system_clock.now() + std::chrono::minutes(59));
    CHECK(browser.get("/desk/inbox/verify").status == 200);
  }
  office.system_clock.advance_to(office.system_clock.now() + std::chrono::minutes(59));
  CHECK(browser.get("/desk/inbox/verify").status == 303);
  browser.sign_in(demo::publisher_email);
  office.system_clock.advance_to(office.system_clock.now() + std::chrono::minutes(61));
  CHECK(browser.get("/desk/inbox/verify").status == 303);
}

TEST_CASE("a form sent after the session has ended is kept, and offered again after signing in") {
  Office& office = Office::get();
  Browser browser(office);
  browser.sign_in(demo::intake_email);
  office.system_clock.advance_to(office.system_clock.now() + std::chrono::minutes(61));
  const auto asked =
      browser.post("/desk/cases/WR-2026-00001/comment", {{"text", "The <b>second</b> page is missing."}});
  CHECK(asked.status == 401);
  CHECK(says(asked, "nothing was sent"));
  CHECK(says(asked, "The &lt;b&gt;second&lt;/b&gt; page is missing."));
  const std::string email = demo::intake_email;
  const auto again = browser.post("/desk/sign-in", {{"email", email},
                                                    {"password", office.passwords[email]},
                                                    {"code", office.code(email)},
                                                    {"resume-path", Browser::value_of(asked.body, "resume-path")},
                                                    {"resume.text", "The <b>second</b> page is missing."}});
  CHECK(again.status == 200);
  CHECK(says(again, "action=\"/desk/cases/WR-2026-00001/comment\""));
  CHECK(says(again, "name=\"text\" value=\"The &lt;b&gt;second&lt;/b&gt; page is missing.\""));
  CHECK(Browser::value_of(again.body, "csrf") == browser.csrf);
}

TEST_CASE("after signing in one is led to the page one asked for, and never to another site") {
  Office& office = Office::get();
  Browser browser(office);
  const auto asked = browser.get("/desk/cases/WR-2026-00001");
  CHECK(asked.headers.at("Location") == "/desk/?next=%2Fdesk%2Fcases%2FWR-2026-00001");
  CHECK(Browser::value_of(browser.follow(asked).body, "next") == "/desk/cases/WR-2026-00001");
  for (const char* next :
       {"https://evil.example/", "//evil.example/desk/", "/desk//evil.example", "/portal/home", "/desk/\\evil"}) {
    CAPTURE(next);
    CHECK(Browser::value_of(browser.get("/desk/?" + http::encode_query({{"next", next}})).body, "next").empty());
  }
}

TEST_CASE("a form that another site's page sends is not taken") {
  Office& office = Office::get();
  Browser browser(office);
  browser.sign_in(demo::decider_email);
  const std::string own = browser.csrf;
  browser.csrf = std::string(64, '0');
  CHECK(browser.post("/desk/sign-out", {}).status == 403);
  browser.csrf = own;
  browser.headers["sec-fetch-site"] = "cross-site";
  CHECK(browser.post("/desk/sign-out", {}).status == 403);
  browser.headers = {{"origin", "https://evil.example"}};
  CHECK(browser.post("/desk/sign-out", {}).status == 403);
  browser.headers = {{"origin", "http://127.0.0.1"}};
  CHECK(browser.get("/desk/inbox/verify").status == 200);
  CHECK(browser.post("/desk/sign-out", {}).status == 303);
  CHECK(browser.get("/desk/inbox/verify").status == 303);
}

TEST_CASE("every answer of a face may not be kept, framed or sent on") {
  Office& office = Office::get();
  Browser browser(office);
  for (const char* address : {"/desk/", "/portal/", "/desk/inbox", "/desk/nothing", "/desk"}) {
    CAPTURE(address);
    const auto response = browser.get(address);
    CHECK(response.headers.at("Cache-Control") == "no-store");
    CHECK(response.headers.at("Referrer-Policy") == "no-referrer");
    CHECK(response.headers.at("Content-Security-Policy").find("frame-ancestors 'none'") != std::string::npos);
    CHECK(response.headers.at("Content-Security-Policy").find("default-src 'none'") != std::string::npos);
  }
}

TEST_CASE("after signing in everybody stands on a page that is theirs") {
  Office& office = Office::get();
  for (const auto& [email, first] : std::map<std::string, std::string>{{demo::decider_email, "/desk/inbox"},
                                                                       {demo::first_administrator_email, "/desk/people"}}) {
    Browser browser(office);
    const auto start = browser.follow(browser.sign_in(email));
    CHECK(start.headers.at("Location") == first);
    CHECK(browser.get(first).status != 404);
  }
}

TEST_CASE("staff do not get into the portal, nor officers into the desk") {
  Office& office = Office::get();
  CHECK(Browser(office).sign_in(demo::intake_email, "portal").status == 403);
  CHECK(Browser(office).sign_in(demo::small_officer_email, "desk").status == 403);
  Browser officer(office);
  CHECK(officer.sign_in(demo::small_officer_email, "portal").status == 303);
  CHECK(officer.get("/portal/home").status == 200);
}
