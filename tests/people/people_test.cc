#include "people/people.h"

#include <doctest/doctest.h>

#include "crypto/native_host.h"
#include "crypto/openpgp.h"

using namespace writ;
using namespace std::chrono_literals;

namespace {

struct Office {
  store::Db db = store::Db::in_memory();
  base::ManualClock clock{*base::parse_time("2024-01-01T08:00:00Z")};
  base::SeededRandom random{1};
  people::People people{db, clock, random};
  Office() { REQUIRE(store::migrate(db, people::migrations())); }
};

people::Person approver() {
  people::Person person;
  person.name = "Ada";
  person.email = "ada@provider.example";
  person.roles = {"decider", "approver"};
  return person;
}

people::Person officer() {
  people::Person person;
  person.kind = people::PersonKind::officer;
  person.name = "O. Ficer";
  person.email = "o@Police.Example";
  person.roles = {"requester"};
  person.agency = "Police";
  person.country = "DE";
  return person;
}

}  // namespace

TEST_CASE("a person is found again by id and by address, with the mail domain in lower case") {
  Office office;
  const auto added = office.people.add(officer());
  REQUIRE(added);
  CHECK(added->email == "o@police.example");
  CHECK(office.people.find(added->id)->agency == "Police");
  CHECK(office.people.find_by_email("o@police.example")->id == added->id);
  CHECK(people::has_role(*office.people.find(added->id), "requester"));
  CHECK_FALSE(people::has_role(*office.people.find(added->id), "approver"));
  CHECK(office.people.list()->size() == 1);
  CHECK(office.people.find("nobody").error().code == base::Errc::not_found);
}

TEST_CASE("two persons cannot have one address") {
  Office office;
  REQUIRE(office.people.add(approver()));
  CHECK(office.people.add(approver()).error().code == base::Errc::conflict);
  CHECK(office.people.list()->size() == 1);
}

TEST_CASE("the one who asks is never one who decides") {
  Office office;
  people::Person both = officer();
  both.roles = {"requester", "approver"};
  CHECK(office.people.add(both).error().field == "roles");
  people::Person staff = approver();
  staff.roles.push_back("requester");
  CHECK(office.people.add(staff).error().field == "roles");
}

TEST_CASE("a bad record is refused with field, value and rule") {
  Office office;
  people::Person person = approver();
  person.email = "ada";
  auto error = office.people.add(person).error();
  CHECK(error.field == "email");
  CHECK(error.value == "ada");
  CHECK_FALSE(error.rule.empty());
  person = approver();
  person.name = "A\nda";
  CHECK(office.people.add(person).error().field == "name");
  person = approver();
  person.roles = {"emperor"};
  CHECK(office.people.add(person).error().value == "emperor");
  person = officer();
  person.country = "UK";
  CHECK(office.people.add(person).error().field == "country");
  person = officer();
  person.agency.clear();
  CHECK(office.people.add(person).error().field == "agency");
}

TEST_CASE("an officer's delivery key is judged when the officer is added, and a secret one is stored nowhere") {
  Office office;
  const auto key =
      crypto::pgp_generate({"TEST <o@police.example>", office.clock.now() - 24h, office.clock.now() + 24h * 365});
  REQUIRE(key);
  people::Person person = officer();
  person.public_key = key->secret_key;
  const auto secret = office.people.add(person);
  REQUIRE_FALSE(secret);
  CHECK(secret.error().field == "public_key");
  CHECK(secret.error().message().find("secret key") != std::string::npos);
  person.public_key = "root:x:0:0:root:/root:/bin/sh\n";
  CHECK(office.people.add(person).error().message().find("root") == std::string::npos);
  CHECK(office.people.list()->empty());
  person.public_key = key->public_key;
  const auto added = office.people.add(person);
  REQUIRE(added);
  CHECK(office.people.find(added->id)->public_key == key->public_key);
  Office later;
  later.clock.advance_to(office.clock.now() + 24h * 400);
  CHECK(later.people.add(person).error().rule.starts_with("is expired at "));
}

TEST_CASE("a token opens the door until it expires or is revoked, and every closed door looks alike") {
  Office office;
  const auto person = office.people.add(approver());
  const auto token = office.people.issue_token(person->id, office.clock.now() + 1h);
  REQUIRE(token);
  CHECK(token->size() == 5 + 64);
  CHECK(office.people.authenticate(*token)->id == person->id);

  const auto unknown = office.people.authenticate("writ_" + std::string(64, '0')).error();
  CHECK(unknown.code == base::Errc::denied);
  const auto other = office.people.issue_token(person->id, office.clock.now() + 2h);
  office.clock.advance_to(office.clock.now() + 1h);
  CHECK(office.people.authenticate(*token).error().message() == unknown.message());
  CHECK(office.people.authenticate(*other));
  REQUIRE(office.people.revoke_tokens(person->id));
  CHECK(office.people.authenticate(*other).error().message() == unknown.message());
}

TEST_CASE("the store keeps a token's SHA-256 and nothing from which it could be used") {
  Office office;
  const auto person = office.people.add(approver());
  const auto token = office.people.issue_token(person->id, office.clock.now() + 1h);
  int rows = 0;
  REQUIRE(office.db.query("SELECT hash, person, expires FROM token", {}, [&](const store::Row& row) -> base::Result<> {
    ++rows;
    CHECK(row.hash(0) == crypto::sha256(*token));
    return {};
  }));
  CHECK(rows == 1);
}

TEST_CASE("no token is issued for nobody, nor one that has expired already") {
  Office office;
  CHECK(office.people.issue_token("nobody", office.clock.now() + 1h).error().code == base::Errc::not_found);
  const auto person = office.people.add(approver());
  CHECK(office.people.issue_token(person->id, office.clock.now()).error().field == "expires");
}
