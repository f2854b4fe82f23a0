#include "log/sequencer.h"

#include "world.h"

namespace writ::log {
namespace {

TEST_CASE("a tick without entries is sixteen dummies under a checkpoint signed by the log's key") {
  World world;
  const Tick tick = world.tick("2024-01-01T00:00:00Z");
  CHECK(tick.size == 16);
  CHECK(tick.entries == 0);
  const auto note = parse_note(world.checkpoint()).value();
  const VerifierKey key =
      make_key(world.host, world.settings.origin, SignatureType::ed25519, world.log_key.public_key());
  REQUIRE(note.lines.size() == 1);
  CHECK(check_signature(world.host, key, note.text, note.lines[0]));
  const base::Hash k = world.keys->find("dummies/0").value();
  const auto entries = published_entries(world.settings.folder);
  for (std::uint64_t i = 0; i < 16; ++i) CHECK(entries[i] == entry_bytes(dummy_body_root(world.host, k, i)));
}

TEST_CASE("an entry committed before the cut is in the tick and one committed at the cut waits") {
  World world;
  world.clock.advance_to(at("2024-01-01T23:59:59Z"));
  const base::Hash early = world.request("WR-1");
  world.clock.advance_to(at("2024-01-02T00:00:00Z"));
  const base::Hash late = world.request("WR-2");
  CHECK(world.tick("2024-01-02T00:00:00Z").entries == 1);
  CHECK(published_entries(world.settings.folder)[world.index_of(early)] == entry_bytes(early));
  CHECK_FALSE(world.db.integer("SELECT idx FROM log_entry WHERE body_root = ?", {late}).value());
  CHECK(world.tick("2024-01-03T00:00:00Z").entries == 1);
  CHECK(published_entries(world.settings.folder)[world.index_of(late)] == entry_bytes(late));
}

TEST_CASE("a batch of a thousand goes out in one tick") {
  World world;
  REQUIRE(world.db.transaction([&]() -> base::Result<> {
    for (int i = 0; i < 1000; ++i) world.request("WR-" + std::to_string(i % 50));
    return {};
  }));
  const Tick tick = world.tick("2024-01-02T00:00:00Z");
  CHECK(tick.entries == 1000);
  CHECK(tick.size == 1024);
  CHECK(published_entries(world.settings.folder).size() == 1024);
  // Four full tiles: the partial forms of the level below are not there.
  CHECK(world.disk.exists(world.settings.folder / "tile/0/003"));
  CHECK_FALSE(world.disk.exists(world.settings.folder / "tile/0/003.p"));
}

TEST_CASE("a close is the last entry of its tick and the next dummies come from another key") {
  World world;
  world.tick("2024-01-01T00:00:00Z");
  world.request("WR-1");
  const Tick tick = world.tick("2024-02-01T00:00:00Z", "2024-01-01/2024-01-31");
  CHECK(tick.entries == 2);
  REQUIRE(tick.close_index == tick.size - 1);
  world.tick("2024-02-02T00:00:00Z");
  const base::Hash k0 = world.keys->find("dummies/0").value();
  const base::Hash k1 = world.keys->find("dummies/" + std::to_string(tick.size)).value();
  CHECK(k0 != k1);
  const auto entries = published_entries(world.settings.folder);
  CHECK(entries[tick.size] == entry_bytes(dummy_body_root(world.host, k1, tick.size)));
  CHECK(entries[tick.size] != entry_bytes(dummy_body_root(world.host, k0, tick.size)));
}

TEST_CASE("a cut in the future, a cut gone back and a close out of order are refused and nothing is appended") {
  World world;
  world.tick("2024-01-02T00:00:00Z");
  CHECK(world.sequencer->tick(at("2024-01-02T00:00:01Z"), {}).error().code == base::Errc::invalid);
  CHECK(world.sequencer->tick(at("2024-01-01T00:00:00Z"), {}).error().code == base::Errc::invalid);
  world.clock.advance_to(at("2024-03-01T00:00:00Z"));
  CHECK(world.sequencer->tick(at("2024-02-02T00:00:00Z"), days("2024-01-01/2024-01-31")).error().field == "close");
  world.tick("2024-02-01T00:00:00Z", "2024-01-01/2024-01-31");
  CHECK(world.sequencer->tick(at("2024-03-01T00:00:00Z"), days("2024-02-02/2024-02-29")).error().field == "close");
  CHECK(world.sequencer->size() == 32);
  world.tick("2024-03-01T00:00:00Z", "2024-02-01/2024-02-29");
}

TEST_CASE("the first tick of a log is never a close") {
  World world;
  REQUIRE(world.open());
  world.clock.advance_to(at("2024-02-01T00:00:00Z"));
  CHECK(world.sequencer->tick(at("2024-02-01T00:00:00Z"), days("2024-01-01/2024-01-31")).error().code ==
        base::Errc::invalid);
}

TEST_CASE("without padding the log holds its entries and no dummies") {
  World world;
  world.settings.padding = false;
  CHECK(world.tick("2024-01-01T00:00:00Z").size == 0);
  CHECK_FALSE(world.disk.exists(world.settings.folder / "checkpoint"));
  for (int i = 0; i < 5; ++i) world.request("WR-" + std::to_string(i));
  CHECK(world.tick("2024-01-02T00:00:00Z").size == 5);
  CHECK(world.keys->find("dummies/0").error().code == base::Errc::not_found);
  CHECK(published_entries(world.settings.folder).size() == 5);
}

TEST_CASE("a second sequencer of the same log is refused until the first is gone") {
  World world;
  REQUIRE(world.open());
  auto other_db = store::Db::open(world.folder.path / "writ.db").value();
  Services other{other_db,    *world.files, *world.keys, world.log_key,  world.promise_key,
                 world.clock, world.random, world.host,  *world.cosigner};
  CHECK(Sequencer::open(other, world.settings).error().code == base::Errc::conflict);
  world.sequencer.reset();
  CHECK(Sequencer::open(other, world.settings));
}

TEST_CASE("a predictable random source is refused for an origin that is not a test log") {
  World world;
  LogSettings real = world.settings;
  real.origin = "log.example";
  CHECK(make_journal(world.services(), real).error().field == "origin");
  CHECK(Sequencer::open(world.services(), real).error().field == "origin");
  Services honest{world.db,    world.disk,      *world.keys, world.log_key,    world.promise_key,
                  world.clock, world.os_random, world.host,  world.no_cosigner};
  // The store holds the log of another origin: refused for that reason only.
  CHECK(make_journal(honest, real).error().code == base::Errc::conflict);
}

TEST_CASE("a writer that moved the log on behind our back stops us before a second checkpoint is shown") {
  World world;
  world.tick("2024-01-01T00:00:00Z");
  const std::string before = world.checkpoint();
  struct Thief final : base::Files {
    base::DiskFiles disk;
    store::Db* db = nullptr;
    base::Result<std::string> read(const base::Path& p, std::size_t n) const override { return disk.read(p, n); }
    base::Result<> write_durable(const base::Path& p, std::string_view c) override { return disk.write_durable(p, c); }
    base::Result<> write_durable_all(const std::vector<std::pair<base::Path, std::string>>& f) override {
      TRY_VOID(db->run("UPDATE log_state SET size = 17 WHERE id = 1"));
      return disk.write_durable_all(f);
    }
    base::Result<> append_durable(const base::Path& p, std::string_view c) override {
      return disk.append_durable(p, c);
    }
    base::Result<> write(const base::Path& p, std::string_view c) override { return disk.write(p, c); }
    bool exists(const base::Path& p) const override { return disk.exists(p); }
    std::vector<std::string> list(const base::Path& p) const override { return disk.list(p); }
  } thief;
  thief.db = &world.db;
  world.files = &thief;
  REQUIRE(world.open());
  world.clock.advance_to(at("2024-01-02T00:00:00Z"));
  CHECK(world.sequencer->tick(world.clock.now(), {}).error().rule == "another writer moved the log on");
  CHECK(world.sequencer->tick(world.clock.now(), {}).error().code == base::Errc::unavailable);
  CHECK(world.checkpoint() == before);
}

TEST_CASE("a store older than the published log, damaged tiles and another key are refused before anything is signed") {
  World world;
  world.tick("2024-01-01T00:00:00Z");
  world.sequencer.reset();

  SUBCASE("damaged tile") {
    std::string tile = slurp(world.settings.folder / "tile/0/000.p/16");
    tile[0] = static_cast<char>(tile[0] ^ 1);
    std::ofstream(world.settings.folder / "tile/0/000.p/16", std::ios::binary) << tile;
    CHECK(world.open().error().code == base::Errc::corrupt);
  }
  SUBCASE("another log key") {
    world.log_key = crypto::SigningKey::from_seed(hash_of('x')).value();
    CHECK(world.open().error().code == base::Errc::corrupt);
  }
  SUBCASE("restored backup") {
    const std::string old = world.checkpoint();
    world.tick("2024-01-02T00:00:00Z");
    world.sequencer.reset();
    REQUIRE(world.db.run("UPDATE log_state SET size = 16, sequenced = 16, checkpoint = ?", {old}));
    const auto text = parse_checkpoint(parse_note(old).value().text).value();
    REQUIRE(world.db.run("UPDATE log_state SET root = ?", {text.root}));
    const auto refused = world.open();
    CHECK(refused.error().code == base::Errc::corrupt);
    CHECK(refused.error().rule.find("fork") != std::string::npos);
  }
  SUBCASE("a lost checkpoint file is put in place again") {
    const std::string signed_note = world.checkpoint();
    std::filesystem::remove(world.settings.folder / "checkpoint");
    REQUIRE(world.open());
    CHECK(world.checkpoint() == signed_note);
  }
}

}  // namespace
}  // namespace writ::log
