#include <algorithm>
#include <cmath>

#include "casework/officer_rows.h"
#include "portal.h"

using namespace writ;
using namespace writ::faces;

namespace {

/// Without what may differ: the reference, times, hashes, the form's key.
std::string plain(std::string body, const std::string& ref) {
  for (auto at = body.find(ref); at != body.npos; at = body.find(ref)) body.replace(at, ref.size(), "REF");
  std::string out;
  for (std::size_t i = 0; i < body.size(); ++i) {
    if (body.compare(i, 9, "datetime=") == 0) {
      i = body.find("</time>", i);
      continue;
    }
    if (body.compare(i, 14, "w-hash__group\"") == 0) {
      i = body.find("</span>", i);
      continue;
    }
    if (body.compare(i, 11, "name=\"csrf\"") == 0) {
      i = body.find('>', i);
      continue;
    }
    out += body[i];
  }
  return out;
}

/// Two-sided p of the Mann-Whitney test, normal approximation: near 0 if one sample tends to be larger.
double rank_test(std::vector<double> a, std::vector<double> b) {
  double u = 0;
  for (const double x : a) {
    for (const double y : b) u += x > y ? 1 : x == y ? 0.5 : 0;
  }
  const double n = static_cast<double>(a.size());
  const double m = static_cast<double>(b.size());
  const double z = (u - n * m / 2) / std::sqrt(n * m * (n + m + 1) / 12);
  return std::erfc(std::abs(z) / std::sqrt(2.0));
}

}  // namespace

TEST_CASE("before approval an account that exists and one that does not look alike, and take alike") {
  Office& office = Office::get();
  Officer officer(office);
  const std::string real = officer.request({{"user_ids", an_account(office)}});
  std::string made_up = an_account(office);
  made_up[made_up.find(':') - 1] = made_up[made_up.find(':') - 1] == 'x' ? 'y' : 'x';
  const std::string missing = officer.request({{"user_ids", made_up}});
  for (int stage = 0; stage < 2; ++stage) {
    CAPTURE(stage);
    for (const char* page : {"", "/sent"}) {
      const auto a = officer.get("/portal/requests/" + real + page);
      const auto b = officer.get("/portal/requests/" + missing + page);
      CHECK(a.status == 200);
      CHECK(plain(a.body, real) == plain(b.body, missing));
    }
    verify(office, real);
    verify(office, missing);
  }
  std::vector<double> times_real;
  std::vector<double> times_missing;
  const auto time_of = [&](const std::string& ref) {
    const auto start = std::chrono::steady_clock::now();
    officer.get("/portal/requests/" + ref);
    return std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
  };
  for (int i = 0; i < 100; ++i) {
    times_real.push_back(time_of(real));
    times_missing.push_back(time_of(missing));
  }
  CHECK(rank_test(times_real, times_missing) > 0.001);
}

TEST_CASE("another officer's case answers like one that does not exist; a named colleague may look and do nothing") {
  Office& office = Office::get();
  Officer officer(office);
  const std::string ref = officer.request({{"user_names", "somebody"}});
  // The case now is another's: as the officer sees it who was not named.
  const people::Person stranger{.id = "stranger",
                                .kind = people::PersonKind::officer,
                                .name = "TEST stranger",
                                .email = "stranger@us.police.example",
                                .roles = {"requester"},
                                .agency = "TEST Police",
                                .country = "US"};
  auto added = office.deployment->people.add(stranger);
  if (!added) added = office.deployment->people.find_by_email(stranger.email);
  REQUIRE(added);
  const auto session = office.faces->shared().sessions.start(added->id, "portal", "password");
  REQUIRE(session);
  Browser browser(office);
  browser.cookie = "writ-portal=" + session->cookie;
  browser.csrf = session->session.csrf;
  const auto hidden = browser.get("/portal/requests/" + ref);
  CHECK(hidden.status == 404);
  CHECK(hidden.body == browser.get("/portal/requests/WR-2026-99999").body);
  for (const char* page : {"/sent", "/package", "/package/file", "/answer", "/withdraw", "/review", "/request.json",
                           "/receipts/request/promise", "/documents/0"})
    CHECK(browser.get("/portal/requests/" + ref + page).status == 404);
  CHECK(browser.post("/portal/requests/" + ref + "/withdraw", {{"withdraw", "No more."}}).status == 404);

  REQUIRE(casework::OfficerRows(office.deployment->db).add_viewer(ref, stranger.email));
  CHECK(browser.get("/portal/requests/" + ref).status == 200);
  CHECK(says(browser.get("/portal/home"), ref));
  CHECK(browser.get("/portal/requests/" + ref + "/request.json").status == 404);
  CHECK(browser.post("/portal/requests/" + ref + "/withdraw", {{"withdraw", "No more."}}).status == 404);
}

TEST_CASE("the package is downloaded whole or from where it stopped, and acknowledged once") {
  Office& office = Office::get();
  Officer officer(office);
  const std::string ref = delivered(office, officer);
  const std::string at = "/portal/requests/" + ref;
  CHECK(says(officer.get("/portal/home"), "The package is ready"));
  const auto page = officer.get(at + "/package");
  CHECK(says(page, "in the package"));
  CHECK(says(page, "fingerprint"));
  const auto whole = officer.get(at + "/package/file");
  REQUIRE(whole.file);
  officer.headers["range"] = "bytes=100-";
  const auto rest = officer.get(at + "/package/file");
  CHECK(rest.status == 206);
  CHECK(rest.file->offset == 100);
  CHECK(rest.file->length == whole.file->length - 100);
  officer.headers["if-range"] = "\"another\"";
  CHECK(officer.get(at + "/package/file").status == 200);
  officer.headers.clear();
  CHECK(officer.post(at + "/acknowledge", {}).status == 303);
  CHECK(officer.post(at + "/acknowledge", {}).status == 303);  // the button pressed twice
  CHECK(office.deployment->casework->find(ref)->state == casework::State::acknowledged);
  CHECK(says(officer.get(at), "Delivered and acknowledged"));
}

TEST_CASE("a question stops the clock, is answered with words, and then is with us again") {
  Office& office = Office::get();
  Officer officer(office);
  const std::string ref = officer.request({{"user_names", "somebody"}});
  const std::string at = "/portal/requests/" + ref;
  CHECK(officer.get(at + "/answer").status == 303);  // nothing was asked
  REQUIRE(
      app::Desk(*office.deployment).ask(person(office, demo::intake_email), ref, "Which <page> names the account?"));
  CHECK(says(officer.get(at), "Waits for your answer"));
  CHECK(says(officer.get(at + "/answer"), "Which &lt;page&gt; names the account?"));
  CHECK(post_files(officer, at + "/answer", {{"answer", "  "}}, {}).status == 422);
  CHECK(post_files(officer, at + "/answer", {{"answer", "Page three."}}, {}).status == 303);
  CHECK(says(officer.get(at), "Page three."));
  CHECK(says(officer.get(at), "Being checked"));
}

TEST_CASE("a withdrawn request ends at once and stays counted as withdrawn") {
  Office& office = Office::get();
  Officer officer(office);
  const std::string ref = officer.request({{"user_names", "somebody"}});
  CHECK(officer.post("/portal/requests/" + ref + "/withdraw", {{"withdraw", "The case was closed."}}).status == 303);
  CHECK(office.deployment->casework->find(ref)->state == casework::State::withdrawn);
  CHECK(says(officer.get("/portal/requests/" + ref), "stays counted as withdrawn"));
}

TEST_CASE("a refusal says why, what is missing, that nothing was searched, and can be reviewed") {
  Office& office = Office::get();
  Officer officer(office);
  const std::string ref = officer.request({{"user_names", "somebody"}});
  verify(office, ref, {"suspect_confirmed"});
  decide(office, ref);
  REQUIRE(office.deployment->casework->find(ref)->state == casework::State::refused);
  const std::string at = "/portal/requests/" + ref;
  const auto page = officer.get(at);
  CHECK(says(page, "We will not give data on request"));
  CHECK(says(page, "No data was searched for."));
  CHECK(says(page, "What is missing"));
  CHECK(officer.post(at + "/review", {{"review", "The seal is on page two."}}).status == 303);
  CHECK(says(officer.get(at), "took no part in the refusal"));
  CHECK(legal::contains(office.deployment->casework->find(ref)->flags, "review_asked"));
  // Another person decides: neither who drafted the refusal nor who approved it.
  app::Desk desk(*office.deployment);
  const auto same = desk.draft(person(office, demo::decider_email), ref, {});
  REQUIRE(!same);
  CHECK(same.error().code == base::Errc::denied);
  auto other = office.deployment->people.add({.kind = people::PersonKind::staff,
                                              .name = "TEST decider two",
                                              .email = "decider-two@writ.example",
                                              .roles = {"decider"}});
  REQUIRE(other);
  REQUIRE(desk.draft(*other, ref, {}));
  CHECK(!desk.approve(person(office, demo::first_approver_email), ref));
  CHECK(desk.approve(person(office, demo::second_approver_email), ref));
}

TEST_CASE("no identifier of a user stands in an address or a title of the portal") {
  Office& office = Office::get();
  Officer officer(office);
  const std::string account = an_account(office);
  const std::string draft = officer.fill(officer.begin(), {{"user_ids", account}});
  CHECK(draft.find(account) == draft.npos);
  for (const char* page : {"", "/accounts", "/check"}) {
    const std::string body = officer.get(draft + page).body;
    const auto from = body.find("<title>");
    CHECK(body.substr(from, body.find("</title>") - from).find(account) == std::string::npos);
  }
  const auto sent = officer.send_draft(draft);
  CHECK(location(sent).find(account) == std::string::npos);
}

TEST_CASE("a ground that is the operator's own is read in words, in the portal, the letter to approve and the mail") {
  Office office("grounds");
  const std::string toml =
      "schema = \"writ-policy/v1\"\nid = \"seals\"\ntitle = \"Seals\"\neffective = 2026-03-03\nsource = \"s\"\n"
      "[fields]\nvalid_order = \"bool\"\n[words]\n"
      "valid_order = { yes = \"the order is valid\", no = \"the order is not valid\" }\n"
      "[grounds.seal_missing]\nen = \"The seal is missing\"\nfr = \"Le sceau manque\"\nde = \"Das Siegel fehlt\"\n"
      "zh-Hans = \"缺少印章\"\nar = \"الختم ناقص\"\n"
      "[[rule]]\nid = \"give\"\nwhen = { valid_order = true }\ndisclose = \"phone_number\"\nground = "
      "\"conditions_met\"\n"
      "[[rule]]\nid = \"no\"\nwhen = { valid_order = false }\nground = \"seal_missing\"\n";
  const auto policy = policy::Policy::parse(toml, "seals.toml");
  if (!policy) FAIL(policy.error().message());
  REQUIRE(office.deployment->casework->publish_policy("system", *policy));
  office.clock.advance_to(office.clock.now() + std::chrono::days(1));
  Officer officer(office);
  const std::map<std::string, std::string> words = {{"en", "The seal is missing"},
                                                    {"fr", "Le sceau manque"},
                                                    {"de", "Das Siegel fehlt"},
                                                    {"zh-Hans", "缺少印章"},
                                                    {"ar", "الختم ناقص"}};
  for (const auto& [tag, ground] : words) {
    CAPTURE(tag);
    officer.get("/portal/account");
    REQUIRE(officer.post("/portal/account/language", {{"language", tag}}).status == 303);
    const std::string ref = officer.request({{"user_ids", an_account(office)}});
    verify(office, ref, {"valid_order"});
    app::Desk desk(*office.deployment);
    REQUIRE(desk.draft(person(office, demo::decider_email), ref, {}));
    Browser approver(office);
    approver.sign_in(demo::first_approver_email);
    const auto letter = approver.get("/desk/cases/" + ref + "/approve");
    CHECK(says(letter, "Reason: The seal is missing"));
    REQUIRE(desk.approve(person(office, demo::first_approver_email), ref));
    const auto page = officer.get("/portal/requests/" + ref);
    CHECK(says(page, ground));
    CHECK_FALSE(says(page, "seal_missing"));
    const page::Locale& t = page::Locale::of(*page::language_of(tag));
    CHECK(says(page, t.text("portal.fact.valid_order.yes")));  // what is missing
    office.run_jobs();
    CHECK(office.mailed(demo::small_officer_email, {ref, ground}));
  }
}
