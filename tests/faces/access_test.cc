// Every role x every route, from the table itself.
#include <algorithm>
#include <set>

#include "office.h"

using namespace writ;
using namespace writ::faces;

namespace {

std::string filled(std::string pattern, const std::string& ref) {
  for (auto open = pattern.find('{'); open != pattern.npos; open = pattern.find('{')) {
    const auto close = pattern.find('}', open);
    const std::string name = pattern.substr(open + 1, close - open - 1);
    pattern.replace(open, close - open + 1, name == "ref" ? ref : name == "queue" ? "all" : "1");
  }
  return pattern;
}

/// A person of exactly one role, signed in without a password.
Browser someone(Office& office, const std::string& role) {
  const bool officer = role == "requester";
  const std::string email = "only-" + role + "@" + (officer ? "us.police.example" : "writ.example");
  auto person = office.deployment->people.find_by_email(email);
  if (!person) {
    people::Person fresh{.kind = officer ? people::PersonKind::officer : people::PersonKind::staff,
                         .name = "Only " + role,
                         .email = email,
                         .roles = {role}};
    if (role == "none") fresh.roles.clear();
    if (officer) fresh.agency = "TEST agency", fresh.country = "US";
    person = office.deployment->people.add(fresh);
  }
  REQUIRE(person);
  const auto started = office.faces->shared().sessions.start(person->id, officer ? "portal" : "desk", "test");
  REQUIRE(started);
  Browser browser(office);
  browser.cookie = std::string(officer ? "writ-portal=" : "writ-desk=") + started->cookie;
  browser.csrf = started->session.csrf;
  return browser;
}

/// Without what may differ: the page's own address in the navigation, the form key.
std::string bare(std::string body, const std::string& csrf) {
  for (const std::string& part : {csrf}) {
    for (auto at = body.find(part); !part.empty() && at != body.npos; at = body.find(part)) body.erase(at, part.size());
  }
  return body;
}

/// "GET /desk/inbox: intake decider", as tests/faces/access.txt has it.
std::string row_of(const Route& route) {
  std::string who;
  if (route.access.kind == Access::Kind::anyone) who = " anyone";
  if (route.access.kind == Access::Kind::signed_in) who = " signed-in";
  for (const std::string_view role : route.access.roles) who += " " + std::string(role);
  return std::string(route.method) + " " + std::string(route.pattern) + ":" + who;
}

std::set<std::string> agreed_rows() {
  std::istringstream lines(file_text(std::string(WRIT_SOURCE_DIR) + "/tests/faces/access.txt"));
  std::set<std::string> rows;
  for (std::string line; std::getline(lines, line);)
    if (!line.empty() && line.front() != '#') rows.insert(line);
  return rows;
}

}  // namespace

TEST_CASE("who may ask for a route is what was agreed for it in access.txt, and no route goes without") {
  std::set<std::string> found;
  for (const Route& route : routes()) {
    CAPTURE(row_of(route));
    CHECK(found.insert(row_of(route)).second);
  }
  for (const std::string& row : found) {
    CAPTURE(row);
    CHECK(agreed_rows().contains(row));
  }
  for (const std::string& row : agreed_rows()) {
    CAPTURE(row);
    CHECK(found.contains(row));
  }
}

TEST_CASE("every route answers every role as the table says, and what is not allowed as if it were not there") {
  Office& office = Office::get();
  const std::string ref = office.submit();
  std::size_t refused = 0;
  std::size_t let_in = 0;
  for (const char* role :
       {"none", "intake", "decider", "approver", "gatherer", "publisher", "auditor", "administrator", "requester"}) {
    Browser browser = someone(office, role);
    const bool officer = std::string(role) == "requester";
    const std::string missing =
        bare(browser.get(officer ? "/portal/no/such/page" : "/desk/no/such/page").body, browser.csrf);
    for (const Route& route : routes()) {
      const bool portal = route.pattern.starts_with("/portal");
      if (portal != officer || route.pattern.ends_with("sign-out")) continue;
      CAPTURE(role);
      CAPTURE(route.method);
      CAPTURE(route.pattern);
      const bool allowed = route.access.kind == Access::Kind::anyone || route.access.kind == Access::Kind::signed_in ||
                           std::ranges::find(route.access.roles, role) != route.access.roles.end();
      for (const std::string& which : {ref, std::string("WR-2099-00001")}) {
        const std::string path = filled(std::string(route.pattern), which);
        Browser fresh = browser;
        const auto response = route.method == "GET" ? fresh.get(path) : fresh.post(path, {});
        if (!allowed) {
          ++refused;
          CHECK(response.status == 404);
          CHECK(bare(response.body, browser.csrf) == missing);
        } else {
          ++let_in;
          // 403 is the answer of a sign-in that failed, which anybody may try.
          if (route.access.kind != Access::Kind::anyone) CHECK(response.status != 403);
          CHECK(response.status < 500);
        }
      }
    }
  }
  CHECK(refused > 100);
  CHECK(let_in > 60);
}

TEST_CASE("without a session every address below a face asks to sign in, whether there is such a page or not") {
  Office& office = Office::get();
  for (const char* face : {"/desk", "/portal"}) {
    const std::string path = std::string(face) + "/no/such/page";
    http::Request request{.method = "GET", .path = path, .headers = {{"host", "127.0.0.1"}}};
    CHECK(office.faces->handle(request).status == 303);
  }
  for (const Route& route : routes()) {
    if (route.access.kind == Access::Kind::anyone) continue;
    CAPTURE(route.pattern);
    http::Request request{.method = std::string(route.method),
                          .path = filled(std::string(route.pattern), "WR-2026-00001"),
                          .headers = {{"host", "127.0.0.1"}}};
    const auto response = office.faces->handle(request);
    CHECK(response.status == (route.method == "GET" ? 303U : 401U));
  }
}

TEST_CASE("another officer's case and one that is not there are one and the same to an officer, on every address") {
  Office& office = Office::get();
  const std::string theirs = office.submit();
  const std::string missing = "WR-2099-00001";
  Browser browser = someone(office, "requester");
  std::size_t compared = 0;
  for (const Route& route : routes()) {
    if (!route.pattern.starts_with("/portal/requests/{ref}")) continue;
    CAPTURE(route.method);
    CAPTURE(route.pattern);
    std::vector<http::Response> answers;
    for (const std::string& ref : {theirs, missing}) {
      Browser fresh = browser;
      const std::string path = filled(std::string(route.pattern), ref);
      answers.push_back(route.method == "GET" ? fresh.get(path) : fresh.post(path, {}));
    }
    ++compared;
    CHECK(answers[0].status == 404);
    CHECK(answers[1].status == 404);
    CHECK(bare(answers[0].body, theirs) == bare(answers[1].body, missing));
  }
  CHECK(compared > 10);
}

TEST_CASE("a case that is not there and one that is look alike to who may see no cases") {
  Office& office = Office::get();
  const std::string ref = office.submit();
  Browser administrator = someone(office, "administrator");
  const auto there = administrator.get("/desk/cases/" + ref);
  const auto not_there = administrator.get("/desk/cases/WR-2099-00001");
  CHECK(there.status == 404);
  CHECK(there.body == not_there.body);
}

TEST_CASE("no form of any address is taken with another key, or from another site's page") {
  Office& office = Office::get();
  std::size_t tried = 0;
  for (const Route& route : routes()) {
    if (route.method != "POST") continue;
    CAPTURE(route.pattern);
    const bool portal = route.pattern.starts_with("/portal");
    const bool open = route.access.kind == Access::Kind::anyone;
    const std::string role = portal                           ? "requester"
                             : route.access.roles.empty() ? "intake"
                                                              : std::string(route.access.roles.front());
    const Browser whose = someone(office, role);
    const std::string path = filled(std::string(route.pattern), "WR-2026-00001");
    Browser other_key = whose;
    other_key.csrf = std::string(64, '0');
    Browser no_key = whose;
    no_key.csrf.clear();
    Browser other_site = whose;
    other_site.headers["sec-fetch-site"] = "cross-site";
    Browser other_origin = whose;
    other_origin.headers["origin"] = "https://evil.example";
    for (Browser* browser : {&other_key, &no_key, &other_site, &other_origin}) {
      const auto answer = browser->post(path, {{"text", "typed"}});
      ++tried;
      CHECK(answer.status == 403);
      const bool kept = says(answer, "This has not been sent yet") && says(answer, "name=\"text\" value=\"typed\"");
      CHECK((kept || (open && says(answer, "your browser keeps no cookies"))));
    }
  }
  CHECK(tried > 200);
}

TEST_CASE("a session that has ended loses nothing that was typed, on every address that takes a form") {
  Office& office = Office::get();
  for (const Route& route : routes()) {
    if (route.method != "POST" || route.access.kind == Access::Kind::anyone) continue;
    CAPTURE(route.pattern);
    const bool portal = route.pattern.starts_with("/portal");
    const std::string role = portal                           ? "requester"
                             : route.access.roles.empty() ? "intake"
                                                              : std::string(route.access.roles.front());
    Browser browser = someone(office, role);
    const std::string cookie = browser.cookie.substr(browser.cookie.find('=') + 1);
    const auto session = office.faces->shared().sessions.find(cookie, portal ? "portal" : "desk");
    REQUIRE(session);
    REQUIRE(office.faces->shared().sessions.end(session->id));
    const std::string path = filled(std::string(route.pattern), "WR-2026-00001");
    const auto answer = browser.post(path, {{"text", "typed"}});
    CHECK(answer.status == 401);
    CHECK(Browser::value_of(answer.body, "resume-path") == path);
    CHECK(Browser::value_of(answer.body, "resume.text") == "typed");
  }
}
