#include <doctest/doctest.h>

#include "people/credentials.h"
#include "people/invitations.h"
#include "people/sessions.h"
#include "people/totp.h"

using namespace writ;

TEST_CASE("one-time codes are those of RFC 6238 appendix B") {
  const std::string secret = "12345678901234567890";
  const std::pair<std::int64_t, const char*> vectors[] = {{59, "94287082"},         {1111111109, "07081804"},
                                                          {1111111111, "14050471"}, {1234567890, "89005924"},
                                                          {2000000000, "69279037"}, {20000000000, "65353130"}};
  for (const auto& [seconds, code] : vectors) {
    CAPTURE(seconds);
    CHECK(people::totp_code(base::view(secret), people::totp_step(base::from_unix(seconds)), 8) == code);
  }
}

TEST_CASE("codes by counter are those of RFC 4226 appendix D") {
  const std::string secret = "12345678901234567890";
  const char* codes[] = {"755224", "287082", "359152", "969429", "338314",
                         "254676", "287922", "162583", "399871", "520489"};
  for (std::int64_t i = 0; i < 10; ++i) CHECK(people::totp_code(base::view(secret), i) == codes[i]);
}

TEST_CASE("a code counts within one step of now, with spaces, and never twice") {
  const std::string secret = "12345678901234567890";
  const base::Time now = base::from_unix(3000);  // step 100
  const auto match = [&](std::int64_t step, std::int64_t last) {
    return people::totp_match(base::view(secret), people::totp_code(base::view(secret), step), now, last);
  };
  CHECK(match(99, 0) == 99);
  CHECK(match(101, 0) == 101);
  CHECK_FALSE(match(98, 0));
  CHECK_FALSE(match(102, 0));
  CHECK_FALSE(match(100, 100));
  std::string spaced = people::totp_code(base::view(secret), 100);
  CHECK(people::totp_match(base::view(secret), spaced.insert(3, " "), now, 0) == 100);
  CHECK_FALSE(people::totp_match(base::view(secret), "", now, 0));
}

TEST_CASE("base32 is that of RFC 4648 section 10 without padding") {
  const std::pair<const char*, const char*> vectors[] = {{"", ""},
                                                         {"f", "MY"},
                                                         {"fo", "MZXQ"},
                                                         {"foo", "MZXW6"},
                                                         {"foob", "MZXW6YQ"},
                                                         {"fooba", "MZXW6YTB"},
                                                         {"foobar", "MZXW6YTBOI"}};
  for (const auto& [text, expected] : vectors) CHECK(people::to_base32(base::view(text)) == expected);
}

namespace {
struct World {
  World() {
    REQUIRE(store::migrate(db, people::migrations()));
    for (const char* id : {"p", "q", "a", "b"})
      REQUIRE(db.run("INSERT INTO person VALUES(?, 'staff', 'N', ?, '', '', '', '')",
                     {id, std::string(id) + "@x.example"}));
  }
  store::Db db = store::Db::in_memory();
  base::ManualClock clock{base::from_unix(1'000'000)};
  base::SeededRandom random{1};
  void wait(std::chrono::seconds time) { clock.advance_to(clock.now() + time); }
};
}  // namespace

TEST_CASE("each further failure doubles the wait up to an hour, and success forgets them") {
  World world;
  people::Credentials credentials(world.db, world.clock, world.random, base::Hash{1});
  for (int i = 0; i < 4; ++i) REQUIRE(credentials.begin("p@x.example"));
  for (const int wait : {60, 120, 240, 480, 960, 1920, 3600, 3600}) {
    REQUIRE(credentials.begin("P@x.example"));  // another spelling is the same address
    const auto denied = credentials.begin("p@x.example");
    REQUIRE_FALSE(denied);
    CHECK(denied.error().value == std::to_string(wait));
    world.wait(std::chrono::seconds(wait));
  }
  REQUIRE(credentials.set_password("p", people::Credentials::hash_password("four words of one")));
  const auto secret = credentials.new_secret("p");
  const auto attempt = credentials.begin("p@x.example");
  REQUIRE(attempt);
  const std::string code = people::totp_code(*secret, people::totp_step(world.clock.now()));
  CHECK(credentials.finish(*attempt, people::Credentials::matches(attempt->hash, "four words of one"), code) == "p");
  for (int i = 0; i < 4; ++i) CHECK(credentials.begin("p@x.example"));
}

TEST_CASE("who does not know the password cannot use up somebody's codes") {
  World world;
  people::Credentials credentials(world.db, world.clock, world.random, base::Hash{1});
  REQUIRE(credentials.set_password("p", people::Credentials::hash_password("four words of one")));
  const auto secret = credentials.new_secret("p");
  const std::string code = people::totp_code(*secret, people::totp_step(world.clock.now()));
  const auto attempt = credentials.begin("p@x.example");
  CHECK_FALSE(credentials.finish(*attempt, false, code));
  CHECK(credentials.finish(*attempt, true, code));
  CHECK_FALSE(credentials.finish(*attempt, true, code));
}

TEST_CASE("a secret of one-time codes is sealed in the store, and bound to its person") {
  World world;
  people::Credentials credentials(world.db, world.clock, world.random, base::Hash{1});
  const auto secret = credentials.new_secret("p");
  const auto stored = world.db.text("SELECT secret FROM totp");
  CHECK((*stored)->find(base::text(*secret)) == std::string::npos);
  REQUIRE(world.db.run("UPDATE totp SET person = 'q'"));
  CHECK(credentials.secret_of("q").error().code == base::Errc::corrupt);
}

TEST_CASE("a password that is short, repeated or holds the address is refused with the rule") {
  const people::Person person{.name = "N", .email = "margaret@x.example"};
  for (const char* bad : {"short", "aaaaaaaaaaaaaa", "i am margaret 1", ""}) {
    CAPTURE(bad);
    CHECK(people::check_password(bad, person).error().field == "password");
  }
  CHECK(people::check_password("correct horse battery", person));
  CHECK(people::check_password("élève à l'école", person));
}

TEST_CASE("a session opens one face, is listed without what opens it, and can be ended") {
  World world;
  people::Sessions sessions(world.db, world.clock, world.random);
  const auto started = sessions.start("p", "desk", "password");
  REQUIRE(started);
  CHECK(sessions.find(started->cookie, "desk")->person == "p");
  CHECK_FALSE(sessions.find(started->cookie, "portal"));
  CHECK_FALSE(sessions.find(started->session.id, "desk"));
  CHECK(sessions.of("p")->size() == 1);
  REQUIRE(sessions.leave_word(started->session.id, "Saved."));
  CHECK(*sessions.take_word(started->session.id) == "Saved.");
  CHECK(sessions.take_word(started->session.id)->empty());
  const auto other = sessions.start("p", "desk", "password");
  REQUIRE(sessions.end_all("p", other->session.id));
  CHECK_FALSE(sessions.find(started->cookie, "desk"));
  CHECK(sessions.find(other->cookie, "desk"));
}

TEST_CASE("an invitation is good once and for three days; a new one voids the old") {
  World world;
  people::Invitations invitations(world.db, world.clock, world.random);
  const auto first = invitations.make("p");
  const auto second = invitations.make("p");
  CHECK_FALSE(invitations.take(*first));
  CHECK(invitations.take(*second) == "p");
  CHECK_FALSE(invitations.take(*second));
  const auto third = invitations.make("p");
  world.wait(people::invitation_age_max);
  CHECK_FALSE(invitations.take(*third));
}

TEST_CASE("recovery needs two administrators within a day, and neither is the person") {
  World world;
  people::Invitations invitations(world.db, world.clock, world.random);
  CHECK_FALSE(invitations.recover("a", "a"));
  CHECK(*invitations.recover("p", "a") == false);
  CHECK_FALSE(invitations.recover("p", "a"));
  CHECK(*invitations.recover("p", "b") == true);
  CHECK(*invitations.recover("q", "a") == false);
  world.wait(people::recovery_age_max);
  CHECK(*invitations.recover("q", "b") == false);  // too late: this is a first one again
}

TEST_CASE("whoever is forgotten has no credential and no session left") {
  World world;
  people::Credentials credentials(world.db, world.clock, world.random, base::Hash{1});
  people::Sessions sessions(world.db, world.clock, world.random);
  REQUIRE(credentials.set_password("p", people::Credentials::hash_password("four words of one")));
  REQUIRE(credentials.new_secret("p"));
  const auto started = sessions.start("p", "desk", "password");
  REQUIRE(credentials.forget("p"));
  CHECK_FALSE(*credentials.has_password("p"));
  CHECK_FALSE(sessions.find(started->cookie, "desk"));
}
