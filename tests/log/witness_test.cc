#include "log/witness.h"

#include <doctest/doctest.h>

#include <map>
#include <mutex>

#include "log/format/decimal.h"
#include "log/format/policy.h"
#include "world.h"

namespace writ::log {
namespace {

std::vector<std::string> lines_of(std::string_view text) {
  std::vector<std::string> lines;
  while (!text.empty()) {
    const std::size_t end = std::min(text.find('\n'), text.size());
    lines.emplace_back(text.substr(0, end));
    text.remove_prefix(std::min(end + 1, text.size()));
  }
  return lines;
}

/// A witness as tlog-witness describes it, kept to one log.
struct OneWitness {
  crypto::NativeHost host;
  crypto::SigningKey key;
  VerifierKey vkey;
  std::uint64_t size = 0;
  base::Hash root{};
  bool up = true;
  int asked = 0;

  OneWitness(const std::string& name, char seed)
      : key(crypto::SigningKey::from_seed(hash_of(seed)).value()),
        vkey(make_key(host, name, SignatureType::cosignature_v1, key.public_key())) {}

  HttpAnswer answer(const std::string& body) {
    ++asked;
    const std::size_t blank = body.find("\n\n");
    REQUIRE(blank != body.npos);
    const auto head = lines_of(std::string_view(body).substr(0, blank));
    REQUIRE(head[0].starts_with("old "));
    const std::uint64_t old_size = parse_decimal(std::string_view(head[0]).substr(4)).value();
    const Note note = parse_note(std::string_view(body).substr(blank + 2)).value();
    const Checkpoint checkpoint = parse_checkpoint(note.text).value();
    if (old_size != size) return {409, "text/x.tlog.size", std::to_string(size) + "\n"};
    if (size == checkpoint.size && root != checkpoint.root) return {409, "text/plain", "\n"};
    std::vector<base::Hash> proof;
    for (std::size_t i = 1; i < head.size(); ++i) {
      const auto bytes = base::bytes_from_base64(head[i]);
      REQUIRE((bytes && bytes->size() == 32));
      base::Hash hash;
      std::copy(bytes->begin(), bytes->end(), hash.begin());
      proof.push_back(hash);
    }
    if (size > 0 && !verify_consistency(host, size, checkpoint.size, proof, root, checkpoint.root)) return {422, "", ""};
    size = checkpoint.size;
    root = checkpoint.root;
    return {200, "", cosignature_line(vkey, note.text, at("2024-01-01T00:00:05Z"), [&](std::string_view m) { return key.sign(m); })};
  }
};

struct Witnesses final : WitnessPost {
  std::map<std::string, OneWitness*> at_url;
  std::mutex lock;
  base::Result<HttpAnswer> post(const std::string& url, const std::string& body) override {
    const std::scoped_lock hold(lock);
    OneWitness* witness = at_url.at(url);
    if (!witness->up) return base::fail(base::Errc::unavailable, "witness", url, "connection refused");
    return witness->answer(body);
  }
};

struct Witnessed {
  World world;
  OneWitness first{"first.example", 'a'};
  OneWitness second{"second.example", 'b'};
  Witnesses net;
  std::vector<WitnessAlarm> alarms;
  std::unique_ptr<WitnessClient> client;

  Witnessed() {
    net.at_url = {{"https://first.example/w/add-checkpoint", &first}, {"https://second.example/add-checkpoint", &second}};
    world.settings.witnesses = "witness first " + format_vkey(first.vkey) + " https://first.example/w/\nwitness second " + format_vkey(second.vkey) +
                               " https://second.example\ngroup both all first second\nquorum both\n";
    client = std::make_unique<WitnessClient>(
        WitnessServices{world.host, *world.files, world.settings.folder, net, [this](const WitnessAlarm& alarm) { alarms.push_back(alarm); }},
        witnesses_of(world.host, policy()).value());
    world.cosigner = client.get();
    REQUIRE(world.open());
  }
  std::string policy() { return policy_file(world.services(), world.settings); }
  CheckedCheckpoint checked() { return check_log_signature(world.host, parse_policy(world.host, policy()).value(), world.checkpoint()).value(); }
};

TEST_CASE("two witnesses that saw every tick give each checkpoint the quorum of the published policy") {
  Witnessed at_work;
  for (const char* cut : {"2024-01-01T00:00:00Z", "2024-01-02T00:00:00Z", "2024-01-03T00:00:00Z"}) {
    for (int i = 0; i < 20; ++i) at_work.world.request("WR-" + std::string(cut).substr(8, 2) + "-" + std::to_string(i));
    at_work.world.clock.advance_to(at(cut) + std::chrono::seconds(1));
    at_work.world.tick(cut);
    CHECK(at_work.checked().quorum_met);
    CHECK(at_work.checked().witnesses == 2);
  }
  CHECK(at_work.alarms.empty());
}

TEST_CASE("a witness that was away is told the way from the size it saw last, and its line joins the published checkpoint") {
  Witnessed at_work;
  at_work.world.tick("2024-01-01T00:00:00Z");
  at_work.second.up = false;
  at_work.world.request("WR-1");
  at_work.world.clock.advance_to(at("2024-01-01T12:00:00Z"));
  at_work.world.tick("2024-01-02T00:00:00Z");
  at_work.world.request("WR-2");
  at_work.world.clock.advance_to(at("2024-01-02T12:00:00Z"));
  at_work.world.tick("2024-01-03T00:00:00Z");
  CHECK_FALSE(at_work.checked().quorum_met);
  CHECK(*at_work.world.sequencer->cosign_again() == 1);
  at_work.second.up = true;
  const int asked_of_first = at_work.first.asked;
  CHECK(*at_work.world.sequencer->cosign_again() == 0);
  CHECK(at_work.first.asked == asked_of_first);
  CHECK(at_work.checked().quorum_met);
  CHECK(at_work.second.size == at_work.world.sequencer->size());
  CHECK(at_work.alarms.empty());
}

TEST_CASE("a witness that saw another history raises an alarm and signs nothing") {
  Witnessed at_work;
  at_work.world.tick("2024-01-01T00:00:00Z");
  SUBCASE("a larger log: ours was put back or forked") {
    at_work.second.size = 1'000'000;
    at_work.world.request("WR-1");
    at_work.world.clock.advance_to(at("2024-01-01T12:00:00Z"));
    at_work.world.tick("2024-01-02T00:00:00Z");
  }
  SUBCASE("another root at the size that it saw") {
    at_work.second.root = hash_of('x');
    at_work.world.request("WR-1");
    at_work.world.clock.advance_to(at("2024-01-01T12:00:00Z"));
    at_work.world.tick("2024-01-02T00:00:00Z");
  }
  REQUIRE(at_work.alarms.size() == 1);
  CHECK(at_work.alarms[0].witness == "second");
  CHECK(at_work.checked().witnesses == 1);
}

TEST_CASE("a witness whose key is not the policy's is not believed") {
  Witnessed at_work;
  at_work.second.key = crypto::SigningKey::from_seed(hash_of('z')).value();
  at_work.world.tick("2024-01-01T00:00:00Z");
  REQUIRE(at_work.alarms.size() == 1);
  CHECK(at_work.checked().witnesses == 1);
}

TEST_CASE("a witness is reached by https, or on this machine") {
  Witnessed at_work;
  const std::string log = policy_file(at_work.world.services(), LogSettings{.origin = "log.example/test", .witnesses = ""});
  const auto with = [&](const std::string& url) {
    return witnesses_of(at_work.world.host, log + "witness first " + format_vkey(at_work.first.vkey) + " " + url + "\nquorum first\n");
  };
  CHECK(with("https://w.example/x")->front().url == "https://w.example/x");
  CHECK(with("http://127.0.0.1:8000").has_value());
  CHECK_FALSE(with("http://localhost.w.example/"));
  CHECK(with("http://w.example").error().field == "witness first");
  CHECK(with("ftp://w.example").error().rule.find("https") != std::string::npos);
}

}  // namespace
}  // namespace writ::log
