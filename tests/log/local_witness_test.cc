#include "log/local_witness.h"

#include <doctest/doctest.h>

#include "log/format/policy.h"
#include "log/promise.h"
#include "world.h"

namespace writ::log {
namespace {

struct Demo {
  World world;
  VerifierKey log = log_verifier_key(world.host, world.log_key, world.settings.origin);
  VerifierKey key;
  LocalWitnesses witnesses;
  static LocalWitness one(const base::Host& host) {
    auto signing = crypto::SigningKey::from_seed(hash_of('w')).value();
    auto vkey = make_key(host, "w.invalid", SignatureType::cosignature_v1, signing.public_key());
    return {std::move(vkey), std::move(signing), "https://w.invalid"};
  }
  static std::vector<LocalWitness> list(const base::Host& host) {
    std::vector<LocalWitness> all;
    all.push_back(one(host));
    return all;
  }
  Demo()
      : key(one(world.host).key),
        witnesses(
            {.host = world.host, .files = world.disk, .clock = world.clock, .folder = world.folder.path / "witness"},
            log, list(world.host)) {}

  std::string note(std::uint64_t size, char root, const char* origin = nullptr) {
    const Checkpoint checkpoint{.origin = origin ? origin : log.name, .size = size, .root = hash_of(root)};
    return sign_note(log, world.log_key, format_checkpoint(checkpoint));
  }
  HttpAnswer ask(const std::string& body) { return witnesses.post("https://w.invalid/add-checkpoint", body).value(); }
};

}  // namespace

TEST_CASE("a witness of the same machine signs what continues its last checkpoint, and nothing else") {
  Demo demo;
  const std::string first = demo.note(1, 'a');
  const HttpAnswer given = demo.ask("old 0\n\n" + first);
  CHECK(given.status == 200);
  const auto text = first.substr(0, first.find("\n\n") + 1);
  const auto line = parse_note(signed_note(text, given.body));
  REQUIRE(line);
  CHECK(check_signature(demo.world.host, demo.key, text, line->lines.front())->time == demo.world.clock.now());

  CHECK(demo.ask("old 1\n\n" + first).status == 200);              // the same once more
  CHECK(demo.ask("old 1\n\n" + demo.note(1, 'b')).status == 409);  // another root at this size
  const HttpAnswer behind = demo.ask("old 0\n\n" + demo.note(2, 'b'));
  CHECK(behind.status == 409);
  CHECK(behind.content_type == "text/x.tlog.size");
  CHECK(behind.body == "1\n");
  // RFC 6962: the proof of 1 -> 2 is the second leaf; with another one the roots do not come out.
  CHECK(demo.ask("old 1\n" + base::to_base64(base::ByteView(hash_of('c'))) + "\n\n" + demo.note(2, 'b')).status == 422);
}

TEST_CASE("a witness of the same machine knows one log and its key") {
  Demo demo;
  CHECK(demo.ask("old 0\n\n" + demo.note(1, 'a', "other.example/log")).status == 404);
  std::string forged = demo.note(1, 'a');
  forged.replace(forged.size() - 6, 3, "AAA");
  CHECK(demo.ask("old 0\n\n" + forged).status == 403);
  CHECK(demo.ask("").status == 400);
  CHECK(demo.ask("old x\n\n").status == 400);
  CHECK(demo.ask("old 5\n\n" + demo.note(1, 'a')).status == 400);
  CHECK_FALSE(demo.witnesses.post("https://other.invalid/add-checkpoint", ""));
}

}  // namespace writ::log
