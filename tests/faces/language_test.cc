// The doors and the desk's lists in a reader's language: no sentence of theirs is left in English.
#include <nlohmann/json.hpp>

#include "legal/bands.h"
#include "page/locale.h"
#include "people/invitations.h"
#include "staff.h"

using namespace writ;
using namespace writ::faces;

namespace {

constexpr std::size_t words_min = 20;  // shorter texts may be the same in two languages
constexpr const char* first_period = "/desk/close/2026-01-01_2026-03-31";
constexpr const char* tags[] = {"fr", "de", "zh-Hans", "ar"};

nlohmann::json texts(const std::string& folder, const std::string& tag) {
  return nlohmann::json::parse(file_text(std::string(WRIT_SOURCE_DIR) + "/locales/" + folder + "/" + tag + ".json"));
}

/// What a page shows of a text whatever its arguments are: the pieces between them.
void add_pieces(const std::string& text, std::vector<std::string>& pieces) {
  for (std::size_t at = 0; at < text.size();) {
    const std::size_t end = std::min(text.find_first_of("{}<>#\"&", at), text.size());
    if (end - at > words_min) pieces.push_back(text.substr(at, end - at));
    at = end + 1;
  }
}

/// English sentences that this language says otherwise.
std::vector<std::string> english_sentences(const std::string& tag) {
  std::vector<std::string> pieces;
  for (const char* folder : {"door", "desk"}) {
    const auto other = texts(folder, tag);
    for (const auto& [key, text] : texts(folder, "en").items())
      if (other.at(key) != text) add_pieces(text, pieces);
  }
  return pieces;
}

struct Reader {
  Reader(Office& office, const std::string& tag) : browser(office), tag(tag), english(english_sentences(tag)) {
    browser.headers["accept-language"] = tag;
  }
  Browser browser;
  std::string tag;
  std::vector<std::string> english;

  void read(const http::Response& page, const std::string& where) const {
    CAPTURE(where);
    CHECK(page.body.find("<html") != page.body.npos);
    CHECK(says(page, "lang=\"" + tag + "\""));
    CHECK(says(page, tag == "ar" ? "dir=\"rtl\"" : "dir=\"ltr\""));
    for (const std::string& sentence : english) CHECK_MESSAGE(!says(page, sentence), sentence);
  }
  void get(const std::string& address) { read(browser.get(address), address); }
  void post(const std::string& address, const Fields& fields) { read(browser.post(address, fields), address); }
  /// What was done, and the sentence that says so.
  void act(const std::string& address, const Fields& fields) {
    const auto answer = browser.post(address, fields);
    CAPTURE(answer.body);
    REQUIRE(answer.status == 303);
    read(browser.follow(answer), address);
  }
};

/// Moves by itself: its periods, its holds and its bands are of these tests alone.
Office& own_office() {
  static Office office("language");
  return office;
}

std::string person(Office& office, const char* email) { return office.deployment->people.find_by_email(email)->id; }

/// Rows for every list, made once.
const std::string& filled(Office& office) {
  static const std::string ref = [&] {
    const std::string one = office.submit();
    office.submit(true);
    office.submit(false, "preservation_order");
    enter_directory(office, one);
    return one;
  }();
  return ref;
}

std::string entry_of(Office& office) {
  const authority::Directory directory(office.deployment->db, office.clock, office.random);
  return directory.list(1, 0)->front().id;
}

}  // namespace

TEST_CASE("the doors speak the reader's language before anybody has signed in") {
  Office& office = own_office();
  const std::string staff = people::Invitations(office.deployment->db, office.system_clock, office.random)
                                .make(person(office, demo::intake_email))
                                .value();
  for (const char* tag : tags) {
    CAPTURE(tag);
    Reader reader(office, tag);
    for (const std::string face : {"/desk/", "/portal/"}) {
      reader.get(face);
      reader.get(face + "invitation/unknown");
      reader.post(face + "passkeys", {{"name", "kept"}});                    // signed out
      reader.read(reader.browser.send("POST", face + "sign-in", ""), face);  // no form of this browser
    }
    reader.get("/desk/invitation/" + staff);
    reader.post("/desk/invitation/" + staff, {{"password", "correct horse battery"}, {"code", "1"}});
  }
}

TEST_CASE("the desk's lists speak the reader's language") {
  Office& office = own_office();
  const std::string& ref = filled(office);
  const std::string authority = entry_of(office);
  for (const char* tag : tags) {
    CAPTURE(tag);
    Reader reader(office, tag);
    REQUIRE(reader.browser.sign_in(demo::intake_email).status == 303);
    for (const char* queue : {"emergency", "verify", "decide", "approve", "seal", "deliver", "answered", "notices",
                              "preservations", "waiting", "reviews", "emergencies", "all"})
      reader.get("/desk/inbox/" + std::string(queue));
    reader.get("/desk/inbox/all?state=received&owner=nobody&instrument=court_order&due-before=soon");
    for (const char* address :
         {"/desk/find", "/desk/policies", "/desk/holdings", "/desk/preservations", "/desk/log", "/desk/authorities",
          "/desk/me", "/desk/passkeys", "/desk/certificates", "/desk/applications"})
      reader.get(address);
    reader.get("/desk/authorities/" + authority);
    reader.post("/desk/find", {});
    reader.post("/desk/find", {{"identifier", "nobody-at-all"}, {"reason", "test"}});
    reader.post("/desk/authorities/" + authority + "/out-of-use", {{"out_of_use", ""}});
    reader.act("/desk/views", {{"queue", "all"}, {"state", "received"}, {"name", "x"}});
    reader.act("/desk/views/remove", {{"name", "x"}});
    reader.act("/desk/me", {{"keys", "alt"}});
    reader.read(reader.browser.send("POST", "/desk/find", "csrf=old&identifier=" + ref), "/desk/find of before");
  }
}

TEST_CASE("an administrator's pages speak the reader's language") {
  Office& office = own_office();
  for (const char* tag : tags) {
    CAPTURE(tag);
    Reader reader(office, tag);
    REQUIRE(reader.browser.sign_in(demo::first_administrator_email).status == 303);
    for (const char* address : {"/desk/people", "/desk/audit", "/desk/authorities", "/desk/applications", "/desk/me"})
      reader.get(address);
    reader.get("/desk/people/" + person(office, demo::intake_email));
    const std::string officer = "/desk/people/" + person(office, demo::small_officer_email);
    reader.get(officer);
    reader.act(officer + "/suspend", {{"suspended", "test"}});
    reader.act(officer + "/suspend", {{"lift", "1"}});
    reader.act("/desk/people/" + person(office, demo::gatherer_email) + "/roles", {{"role", "gatherer"}});
  }
}

TEST_CASE("the close, its held rows and the bands speak the reader's language") {
  Office& office = own_office();
  const std::string& ref = filled(office);
  const std::string held = std::string(first_period) + "/held";
  for (const char* tag : tags) {
    CAPTURE(tag);
    Reader one(office, tag), two(office, tag);
    REQUIRE(one.browser.sign_in(demo::publisher_email).status == 303);
    REQUIRE(two.browser.sign_in(demo::second_publisher_email).status == 303);
    for (const std::string& address :
         {std::string("/desk/close"), std::string(first_period), held, std::string("/desk/bands")})
      one.get(address);
    one.post(std::string(first_period) + "/release", {{"at", "soon"}});
    one.act(held, {{"reference", ref}, {"law", "50 USC 3511(b)"}, {"words", "test"}});
    two.get(held);
    two.act(held + "/agree", {{"reference", ref}});
    two.act(held + "/lift", {{"reference", ref}, {"why-" + ref, "test"}});
    one.post("/desk/bands", {});
    one.act("/desk/bands/structure", {{"structure", std::string(legal::band_structures().front().code)}});
    two.get("/desk/bands");
  }
  // A structure is locked once: then every language has the bands that are stated.
  Browser publisher(office);
  REQUIRE(publisher.sign_in(demo::second_publisher_email).status == 303);
  REQUIRE(publisher.post("/desk/bands/lock", {}).status == 303);
  const legal::BandStructure& structure = legal::band_structures().front();
  const std::string span =
      base::format_period(legal::band_span(structure, base::day_of(office.clock.now()) - std::chrono::days(400)));
  for (const char* tag : tags) {
    CAPTURE(tag);
    Reader one(office, tag);
    REQUIRE(one.browser.sign_in(demo::publisher_email).status == 303);
    const Fields band = {{"category", std::string(structure.categories.front().code)}, {"span", span}};
    Fields stated = band;
    stated.emplace_back("low", "0");
    one.act("/desk/bands", stated);
    one.act("/desk/bands/take-back", band);
  }
}
