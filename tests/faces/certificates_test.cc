// Client certificates as the front passes them on. tests/peers/front does the same with nginx and TLS.
#include "front.h"
#include "people/invitations.h"

using namespace writ;
using namespace writ::faces;

namespace {

/// As Caddy and HAProxy can write it (RFC 9440).
std::string binary(const std::string& pem) {
  std::string out = ":";
  std::istringstream lines(pem);
  for (std::string line; std::getline(lines, line);)
    if (!line.starts_with("-----")) out += line;
  return out + ":";
}

}  // namespace

TEST_CASE("a certificate is bound by its person and signs in without password, code or script") {
  Office& office = Office::get();
  Front front(office);
  const std::string pem = certificate(office, "Decider");
  Browser browser = front.browser(pem);
  browser.sign_in(demo::decider_email);
  CHECK(says(browser.get("/desk/certificates"), "CN=Decider,O=TEST"));
  CHECK(browser.post("/desk/certificates", {}).status == 303);
  CHECK(says(browser.get("/desk/certificates"), "You can sign in with this certificate now."));

  for (const std::string& shown : {escaped(pem), binary(pem)}) {
    Browser fresh(office);
    fresh.headers = {{"writ-front", front_secret}, {"client-cert", shown}};
    CHECK(says(fresh.get("/desk/"), "Sign in with the certificate of this browser"));
    const auto response = fresh.post("/desk/certificate", {});
    CHECK(response.status == 303);
    CHECK(says(fresh.get("/desk/me"), "by certificate (this one)"));
  }
}

TEST_CASE("nobody but the front is believed, and an unknown certificate opens nothing") {
  Office& office = Office::get();
  const std::string pem = certificate(office, "Forged");
  {
    Front front(office);
    Browser browser = front.browser(pem);
    browser.sign_in(demo::gatherer_email);
    REQUIRE(browser.post("/desk/certificates", {}).status == 303);
    for (const auto& headers : std::vector<std::map<std::string, std::string>>{
             {{"client-cert", escaped(pem)}},
             {{"client-cert", escaped(pem)}, {"writ-front", ""}},
             {{"client-cert", escaped(pem)}, {"writ-front", std::string(40, 't')}},
             {{"client-cert", escaped(pem)}, {"writ-front", front_secret + ", " + front_secret}},
             {{"writ-front", front_secret}},
             {{"client-cert", ""}, {"writ-front", front_secret}},
             {{"client-cert", "%zz"}, {"writ-front", front_secret}},
             {{"client-cert", ":!!!:"}, {"writ-front", front_secret}},
             {{"client-cert", escaped(certificate(office, "Forged"))}, {"writ-front", front_secret}}}) {
      Browser fresh(office);
      fresh.headers = headers;
      fresh.get("/desk/");
      CHECK(fresh.post("/desk/certificate", {}).status == 403);
      CHECK(fresh.get("/desk/me").status == 303);
    }
  }
  // Without a secret in the settings there is no front, whatever a request says.
  Browser fresh(office);
  fresh.headers = {{"client-cert", escaped(pem)}, {"writ-front", ""}};
  CHECK_FALSE(says(fresh.get("/desk/"), "Sign in with the certificate"));
  CHECK(fresh.post("/desk/certificate", {}).status == 403);
}

TEST_CASE("an administrator takes a certificate away, and with it the sessions that began with one") {
  Office& office = Office::get();
  Front front(office);
  const std::string pem = certificate(office, "Lost laptop");
  Browser owner = front.browser(pem);
  owner.sign_in(demo::publisher_email);
  REQUIRE(owner.post("/desk/certificates", {}).status == 303);
  Browser laptop = front.browser(pem);
  laptop.get("/desk/");
  REQUIRE(laptop.post("/desk/certificate", {}).status == 303);
  CHECK(laptop.get("/desk/me").status == 200);

  Browser administrator(office);
  administrator.sign_in(demo::first_administrator_email);
  const std::string person = office.deployment->people.find_by_email(demo::publisher_email)->id;
  const auto page = administrator.get("/desk/people/" + person);
  CHECK(says(page, "CN=Lost laptop,O=TEST"));
  const std::string id = Browser::value_of(page.body, "certificate");
  CHECK(administrator.post("/desk/people/" + person + "/certificate/remove", {{"certificate", id}}).status == 303);
  CHECK(says(administrator.get("/desk/audit"), "certificate_removed"));
  CHECK(laptop.get("/desk/me").status == 303);
  laptop.get("/desk/");
  CHECK(laptop.post("/desk/certificate", {}).status == 403);
  CHECK(owner.get("/desk/me").status == 200);
}

TEST_CASE("an officer accepts an invitation with a certificate alone, once, and cannot give up the only way in") {
  Office& office = Office::get();
  Front front(office);
  const auto person = office.deployment->people.add({.kind = people::PersonKind::officer,
                                                     .name = "Officer With Card",
                                                     .email = "card@us.police.example",
                                                     .roles = {"requester"},
                                                     .agency = "TEST agency",
                                                     .country = "US"});
  REQUIRE(person);
  Browser administrator(office);
  administrator.sign_in(demo::first_administrator_email);
  CHECK(says(administrator.get("/desk/people"), "card@us.police.example"));
  people::Invitations invitations(office.deployment->db, office.system_clock, office.random);
  const std::string path = "/portal/invitation/" + *invitations.make(person->id);

  const std::string pem = certificate(office, "Officer");
  Browser plain(office);
  CHECK_FALSE(says(plain.get(path), "Use this certificate"));
  CHECK(plain.post(path + "/certificate", {}).status == 422);
  Browser officer = front.browser(pem);
  CHECK(says(officer.get(path), "CN=Officer,O=TEST"));
  CHECK(officer.post(path + "/certificate", {}).status == 303);
  CHECK(officer.get("/portal/home").status == 200);
  CHECK(front.browser(pem).get(path).status == 404);

  const auto own = officer.get("/portal/certificates");
  const auto refused =
      officer.post("/portal/certificates/remove", {{"certificate", Browser::value_of(own.body, "certificate")}});
  CHECK(refused.status == 409);
  CHECK(says(refused, "the only way in"));
  // The desk does not know it.
  Browser desk = front.browser(pem);
  desk.get("/desk/");
  CHECK(desk.post("/desk/certificate", {}).status == 403);
}

TEST_CASE("the front's secret is long and its file nobody else's") {
  const base::Path file = std::filesystem::temp_directory_path() / ("writ-front-" + std::to_string(::getpid()));
  std::filesystem::remove(file);
  const auto write = [&](const std::string& text) { std::ofstream(file) << text; };
  CHECK(read_front_secret(file).error().code == base::Errc::not_found);
  write("short\n");
  std::filesystem::permissions(file, std::filesystem::perms::owner_read | std::filesystem::perms::owner_write);
  CHECK(read_front_secret(file).error().field == "front_secret_file");
  write(front_secret + "\nmore\n");
  CHECK(*read_front_secret(file) == front_secret);
  std::filesystem::permissions(file, std::filesystem::perms::group_read, std::filesystem::perm_options::add);
  CHECK(read_front_secret(file).error().code == base::Errc::denied);
  std::filesystem::remove(file);
}
