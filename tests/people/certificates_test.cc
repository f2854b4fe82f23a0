#include "people/certificates.h"

#include <doctest/doctest.h>

#include "crypto/certificate.h"
#include "people/credentials.h"
#include "people/people.h"
#include "people/sessions.h"

using namespace writ;
using namespace std::chrono_literals;

namespace {

struct Office {
  store::Db db = store::Db::in_memory();
  base::ManualClock clock{*base::parse_time("2026-03-02T09:00:00Z")};
  base::SeededRandom random{1};
  people::People people{db, clock, random};
  people::Certificates certificates{db, clock};
  std::string ada;
  std::string bob;

  Office() {
    REQUIRE(store::migrate(db, people::migrations()));
    ada = people.add({.name = "Ada", .email = "ada@writ.example", .roles = {"decider"}})->id;
    bob = people.add({.name = "Bob", .email = "bob@writ.example", .roles = {"decider"}})->id;
  }
  std::string certificate(const std::string& name, const char* first = "2026-01-01T00:00:00Z",
                          const char* last = "2026-12-31T23:59:59Z") {
    return crypto::make_certificate({.common_name = name,
                                     .organisation = "TEST",
                                     .email = "",
                                     .not_before = *base::parse_time(first),
                                     .not_after = *base::parse_time(last)},
                                    random)
        ->certificate_pem;
  }
};

}  // namespace

TEST_CASE("a bound certificate says who it is; another of the same name does not") {
  Office office;
  const std::string pem = office.certificate("Ada");
  const auto bound = office.certificates.add(office.ada, pem);
  REQUIRE(bound);
  CHECK(bound->subject == "CN=Ada,O=TEST");
  CHECK(base::format_time(bound->expires) == "2026-12-31T23:59:59Z");
  CHECK(*office.certificates.check(pem) == office.ada);
  CHECK(office.certificates.check(office.certificate("Ada")).error().code == base::Errc::denied);
}

TEST_CASE("unknown, past its day, not yet good, taken away and not a certificate are answered alike") {
  Office office;
  const std::string pem = office.certificate("Ada");
  const std::string unknown = office.certificates.check(office.certificate("Eve")).error().message();
  CHECK(office.certificates.check("not a certificate").error().message() == unknown);
  const auto bound = office.certificates.add(office.ada, pem);
  office.clock.advance_to(*base::parse_time("2026-12-31T23:59:59Z"));
  CHECK(office.certificates.check(pem));
  office.clock.advance_to(*base::parse_time("2027-01-01T00:00:00Z"));
  CHECK(office.certificates.check(pem).error().message() == unknown);
  const std::string fresh = office.certificate("Ada", "2027-01-01T00:00:00Z", "2027-12-31T00:00:00Z");
  const auto again = office.certificates.add(office.ada, fresh);
  REQUIRE(again);
  REQUIRE(office.certificates.remove(office.ada, again->id));
  CHECK(office.certificates.check(fresh).error().message() == unknown);
}

TEST_CASE("a later certificate with the same key does not outlive the bound one: anybody with the key can write it") {
  Office office;
  const std::string pem = office.certificate("Ada");
  REQUIRE(office.certificates.add(office.ada, pem));
  REQUIRE(office.db.run("UPDATE client_certificate SET expires = ?", {base::unix_seconds(office.clock.now())}));
  CHECK(office.certificates.check(pem));
  office.clock.advance_to(office.clock.now() + 1s);
  CHECK_FALSE(office.certificates.check(pem));
}

TEST_CASE("only what is good today is bound, and a key belongs to one person") {
  Office office;
  for (const std::string& pem : {office.certificate("Old", "2020-01-01T00:00:00Z", "2021-01-01T00:00:00Z"),
                                 office.certificate("New", "2027-01-01T00:00:00Z", "2028-01-01T00:00:00Z")})
    CHECK(office.certificates.add(office.ada, pem).error().code == base::Errc::denied);
  CHECK(office.certificates.add(office.ada, "-----BEGIN CERTIFICATE-----\nAAAA\n").error().code == base::Errc::invalid);
  const std::string pem = office.certificate("Ada");
  REQUIRE(office.certificates.add(office.ada, pem));
  CHECK(office.certificates.add(office.ada, pem).error().code == base::Errc::conflict);
  CHECK(office.certificates.add(office.bob, pem).error().code == base::Errc::conflict);
  CHECK(*office.certificates.check(pem) == office.ada);
  for (std::size_t i = 1; i < people::certificates_max; ++i)
    REQUIRE(office.certificates.add(office.ada, office.certificate("Ada")));
  CHECK(office.certificates.add(office.ada, office.certificate("Ada")).error().code == base::Errc::conflict);
}

TEST_CASE("taking one away ends the sessions that began with one, and nobody takes another's") {
  Office office;
  people::Sessions sessions(office.db, office.clock, office.random);
  const auto bound = office.certificates.add(office.ada, office.certificate("Ada"));
  REQUIRE(bound);
  const auto by_certificate = sessions.start(office.ada, "desk", "certificate");
  const auto by_password = sessions.start(office.ada, "desk", "password");
  CHECK(office.certificates.remove(office.bob, bound->id).error().code == base::Errc::not_found);
  CHECK(office.certificates.remove(office.ada, "no id").error().code == base::Errc::not_found);
  REQUIRE(office.certificates.remove(office.ada, bound->id));
  CHECK_FALSE(sessions.find(by_certificate->cookie, "desk"));
  CHECK(sessions.find(by_password->cookie, "desk"));
}

TEST_CASE("nobody gives up the last way in") {
  Office office;
  const auto bound = office.certificates.add(office.ada, office.certificate("Ada"));
  REQUIRE(bound);
  CHECK(office.certificates.give_up(office.ada, bound->id, "").error().code == base::Errc::conflict);
  // One that ends sooner is no other way in once its day is over.
  const auto short_one =
      office.certificates.add(office.ada, office.certificate("Ada", "2026-01-01T00:00:00Z", "2026-04-01T00:00:00Z"));
  REQUIRE(short_one);
  office.clock.advance_to(*base::parse_time("2026-05-01T00:00:00Z"));
  CHECK_FALSE(office.certificates.give_up(office.ada, bound->id, ""));
  people::Credentials credentials(office.db, office.clock, office.random, base::Hash{});
  REQUIRE(credentials.set_password(office.ada, "hash"));
  CHECK(office.certificates.give_up(office.ada, bound->id, ""));
}

TEST_CASE("a recovery takes certificates away as it takes everything") {
  Office office;
  const std::string pem = office.certificate("Ada");
  REQUIRE(office.certificates.add(office.ada, pem));
  people::Credentials credentials(office.db, office.clock, office.random, base::Hash{});
  REQUIRE(credentials.forget(office.ada));
  CHECK_FALSE(office.certificates.check(pem));
}
