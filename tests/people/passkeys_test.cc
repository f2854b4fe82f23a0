#include "people/passkeys.h"

#include <doctest/doctest.h>
#include <openssl/ec.h>
#include <openssl/evp.h>

#include "crypto/native_host.h"
#include "people/people.h"

using namespace writ;

namespace {

const people::RelyingParty desk{"desk.example", "https://desk.example"};

/// An authenticator in software: a P-256 key that signs as WebAuthn section 6.3.3 says.
struct Authenticator {
  Authenticator() : key(EVP_EC_gen("P-256")) {}
  ~Authenticator() { EVP_PKEY_free(key); }
  Authenticator(const Authenticator&) = delete;
  Authenticator& operator=(const Authenticator&) = delete;

  std::string data(std::uint8_t flags, bool with_key) {
    std::string out(base::text(crypto::sha256(party)));
    out += static_cast<char>(flags);
    for (int shift = 24; shift >= 0; shift -= 8) out += static_cast<char>(counter >> shift & 0xFF);
    if (!with_key) return out;
    unsigned char point[65];
    std::size_t length = 0;
    REQUIRE(EVP_PKEY_get_octet_string_param(key, "pub", point, sizeof point, &length) == 1);
    REQUIRE(length == 65);
    out += std::string(16, '\0') + std::string("\0\x10", 2) + id;
    out += "\xA5\x01\x02\x03\x26\x20\x01\x21\x58\x20" + std::string(reinterpret_cast<char*>(point) + 1, 32) +
           "\x22\x58\x20" + std::string(reinterpret_cast<char*>(point) + 33, 32);
    return out;
  }
  static std::string client(const std::string& type, const std::string& challenge, const std::string& origin) {
    return R"({"type":")" + type + R"(","challenge":")" + challenge + R"(","origin":")" + origin +
           R"(","crossOrigin":false})";
  }
  std::string sign(const std::string& data, const std::string& client) {
    const std::string message = data + std::string(base::text(crypto::sha256(client)));
    EVP_MD_CTX* context = EVP_MD_CTX_new();
    REQUIRE(EVP_DigestSignInit(context, nullptr, EVP_sha256(), nullptr, key) == 1);
    std::string signature(80, '\0');
    std::size_t length = signature.size();
    REQUIRE(EVP_DigestSign(context, reinterpret_cast<unsigned char*>(signature.data()), &length,
                           reinterpret_cast<const unsigned char*>(message.data()), message.size()) == 1);
    EVP_MD_CTX_free(context);
    signature.resize(length);
    return signature;
  }

  EVP_PKEY* key;
  std::string id = "sixteen-byte-id!";
  std::string party = "desk.example";
  std::uint32_t counter = 1;
};

std::string url(const std::string& bytes) { return people::to_base64url(base::view(bytes)); }

struct World {
  World() {
    REQUIRE(store::migrate(db, people::migrations()));
    for (const char* person : {"p", "q"})
      REQUIRE(db.run("INSERT INTO person VALUES(?, 'staff', 'N', ?, '', '', '', '')",
                     {person, std::string(person) + "@x.example"}));
  }
  store::Db db = store::Db::in_memory();
  base::ManualClock clock{base::from_unix(1'000'000)};
  base::SeededRandom random{1};
  people::Passkeys passkeys{db, clock, random};
  Authenticator device;

  base::Result<> enrol(std::uint8_t flags = 0x45, const std::string& origin = desk.origin) {
    const auto challenge = passkeys.challenge("register", "p");
    return passkeys.add(desk, "p",
                        {url(Authenticator::client("webauthn.create", *challenge, origin)),
                         url(device.data(flags, true)), "the blue key"});
  }
  people::Passkeys::Assertion answer(const std::string& challenge, std::uint8_t flags = 0x05,
                                     const std::string& origin = desk.origin) {
    ++device.counter;
    const std::string client = Authenticator::client("webauthn.get", challenge, origin);
    const std::string data = device.data(flags, false);
    return {url(device.id), url(client), url(data), url(device.sign(data, client))};
  }
};

}  // namespace

TEST_CASE("a passkey that was registered signs its person in, each challenge once") {
  World world;
  const auto enrolled = world.enrol();
  REQUIRE_MESSAGE(enrolled, (enrolled ? "" : enrolled.error().message()));
  CHECK(world.passkeys.of("p")->front().name == "the blue key");
  const auto challenge = world.passkeys.challenge("sign-in", "");
  const auto answer = world.answer(*challenge);
  CHECK(world.passkeys.check(desk, answer) == "p");
  CHECK_FALSE(world.passkeys.check(desk, answer));
  CHECK(world.passkeys.check(desk, world.answer(*world.passkeys.challenge("sign-in", ""))) == "p");
}

TEST_CASE("what does not fit is refused: site, origin, purpose, time, confirmation, signature, a copied key") {
  World world;
  CHECK_FALSE(world.enrol(0x41));  // touched, but nobody proved who it is
  CHECK_FALSE(world.enrol(0x45, "https://evil.example"));
  REQUIRE(world.enrol());
  const auto fresh = [&] { return *world.passkeys.challenge("sign-in", ""); };
  CHECK_FALSE(world.passkeys.check(desk, world.answer(fresh(), 0x05, "https://evil.example")));
  CHECK_FALSE(world.passkeys.check(desk, world.answer(fresh(), 0x01)));
  CHECK_FALSE(world.passkeys.check({"other.example", desk.origin}, world.answer(fresh())));
  CHECK_FALSE(world.passkeys.check(desk, world.answer(*world.passkeys.challenge("register", "p"))));
  CHECK_FALSE(world.passkeys.check(desk, world.answer(url("a challenge of somebody else"))));
  auto changed = world.answer(fresh());
  changed.signature[10] = changed.signature[10] == 'A' ? 'B' : 'A';
  CHECK_FALSE(world.passkeys.check(desk, changed));
  const std::string late = fresh();
  world.clock.advance_to(world.clock.now() + people::challenge_age_max);
  CHECK_FALSE(world.passkeys.check(desk, world.answer(late)));
  CHECK(world.passkeys.check(desk, world.answer(fresh())) == "p");
  world.device.counter -= 2;  // a copy that signed before
  CHECK_FALSE(world.passkeys.check(desk, world.answer(fresh())));
}

TEST_CASE("a challenge to register is its person's, and an id that is taken stays whose it is") {
  World world;
  const auto of_p = world.passkeys.challenge("register", "p");
  const std::string client = url(Authenticator::client("webauthn.create", *of_p, desk.origin));
  CHECK_FALSE(world.passkeys.add(desk, "q", {client, url(world.device.data(0x45, true)), "stolen"}));
  REQUIRE(world.enrol());
  const auto of_q = world.passkeys.challenge("register", "q");
  CHECK(world.passkeys
            .add(desk, "q",
                 {url(Authenticator::client("webauthn.create", *of_q, desk.origin)), url(world.device.data(0x45, true)),
                  "the same"})
            .error()
            .code == base::Errc::conflict);
  REQUIRE(world.passkeys.remove("q", url(world.device.id)));
  CHECK(world.passkeys.of("p")->size() == 1);
  REQUIRE(world.passkeys.remove("p", url(world.device.id)));
  CHECK(world.passkeys.of("p")->empty());
}

TEST_CASE("noise in place of what a browser gives is refused and breaks nothing") {
  World world;
  for (const std::string& noise :
       {std::string(), std::string("!!"), url("{}"), url(std::string(100, '\0')), std::string(100'000, 'A')}) {
    CHECK_FALSE(world.passkeys.add(desk, "p", {noise, noise, "n"}));
    CHECK_FALSE(world.passkeys.check(desk, {noise, noise, noise, noise}));
  }
}
