// A process that dies, or a disk that fails, at every step of a tick: the log never forks and nothing promised is lost.
#include "log/mirror.h"
#include "world.h"

namespace writ::log {
namespace {

/// Does what DiskFiles does, step by step, until step `fatal`: there it leaves what a dying process leaves, and every
/// call after it fails too. Steps: each temporary file, each rename, the fsync of the folders, each append.
class DyingFiles final : public base::Files {
 public:
  explicit DyingFiles(int fatal) : left_(fatal) {}
  bool died() const { return dead_; }

  base::Result<std::string> read(const base::Path& path, std::size_t bytes_max) const override {
    return disk_.read(path, bytes_max);
  }
  base::Result<> write_durable(const base::Path& path, std::string_view content) override {
    return write_durable_all({{path, std::string(content)}});
  }
  base::Result<> write_durable_all(const std::vector<std::pair<base::Path, std::string>>& files) override {
    for (const auto& [path, content] : files) {
      std::filesystem::create_directories(path.parent_path());
      const bool dies = step();
      std::ofstream(base::Path(path).concat(".tmp"), std::ios::binary)
          << content.substr(0, dies ? content.size() / 2 : content.size());
      if (dies) return failed("fsync failed");
    }
    for (const auto& [path, content] : files) {
      if (step()) return failed("cannot rename into place");
      std::filesystem::rename(base::Path(path).concat(".tmp"), path);
    }
    if (step()) return failed("fsync of the folder failed");
    return {};
  }
  base::Result<> append_durable(const base::Path& path, std::string_view content) override {
    const bool dies = step();
    TRY_VOID(disk_.append_durable(path, content.substr(0, dies ? content.size() / 2 : content.size())));
    if (dies) return failed("fsync failed");
    return {};
  }
  base::Result<> write(const base::Path&, std::string_view) override { return failed("the log writes durably only"); }
  bool exists(const base::Path& path) const override { return disk_.exists(path); }
  std::vector<std::string> list(const base::Path& folder) const override { return disk_.list(folder); }

 private:
  bool step() {
    if (!dead_ && --left_ == 0) dead_ = true;
    return dead_;
  }
  base::Result<> failed(const char* rule) const { return base::fail(base::Errc::unavailable, "disk", "", rule); }

  base::DiskFiles disk_;
  int left_;
  bool dead_ = false;
};

/// The published tree without what is left over under temporary names.
std::map<std::string, std::string> published(const World& world) {
  auto files = tree(world.settings.folder);
  std::erase_if(files, [](const auto& file) { return file.first.ends_with(".tmp"); });
  return files;
}

/// A log that grows from 240 to 272 in the observed tick: full tiles, a second level and partial tiles are all written.
void prepare(World& world) {
  world.settings.mirror = world.folder.path / "mirror";
  for (int day = 1; day <= 15; ++day)
    world.tick(("2024-01-" + std::string(day < 10 ? "0" : "") + std::to_string(day) + "T00:00:00Z").c_str());
  for (int i = 0; i < 20; ++i) {
    const std::string ref = "WR-" + std::to_string(i % 7);
    i < 7 ? world.request(ref) : world.notice(ref, hash_of('r'));
  }
}

constexpr const char* cut = "2024-02-01T00:00:00Z";
constexpr const char* closing = "2024-01-01/2024-01-31";

TEST_CASE("after a crash at every step of a tick the log comes out byte for byte as without it") {
  World whole;
  prepare(whole);
  whole.sequencer.reset();
  whole.tick(cut, closing);
  const auto expected = published(whole);
  const auto expected_entries = published_entries(whole.settings.folder);
  REQUIRE(expected_entries.size() == 240 + 32);

  int fatal = 1;
  for (;; ++fatal) {
    CAPTURE(fatal);
    World world;
    prepare(world);
    world.sequencer.reset();
    const std::string before = world.checkpoint();
    DyingFiles dying(fatal);
    world.files = &dying;
    REQUIRE(world.open());
    world.clock.advance_to(at(cut));
    const auto result = world.sequencer->tick(at(cut), days(closing));
    if (!dying.died()) {
      CHECK(result.has_value());
      break;
    }
    CHECK(result.error().code == base::Errc::unavailable);
    // The process must stop: nothing more is done, whatever is asked.
    CHECK(world.sequencer->tick(at(cut), {}).error().code == base::Errc::unavailable);
    // Whatever a reader may have seen meanwhile is the old checkpoint or the one of the whole run: no third.
    const std::string seen = world.checkpoint();
    CHECK((seen == before || seen == expected.at("checkpoint")));

    world.files = &world.disk;
    REQUIRE(world.open());
    CHECK(published(world) == expected);
    CHECK_FALSE(world.db.integer("SELECT id FROM log_entry WHERE idx IS NULL").value());
    world.request("WR-after");
    world.tick("2024-02-02T00:00:00Z");
    const auto entries = published_entries(world.settings.folder);
    CHECK(std::equal(expected_entries.begin(), expected_entries.end(), entries.begin()));
  }
  // Mirror; two bundles and three tiles, their renames, folders; the checkpoint's three.
  CHECK(fatal == 1 + 5 + 5 + 1 + 3 + 1);
}

TEST_CASE("a process that dies twice, in the tick and in the recovery, still comes out the same") {
  World whole;
  prepare(whole);
  whole.sequencer.reset();
  whole.tick(cut, closing);
  const auto expected = published(whole);
  for (int fatal = 1; fatal < 12; fatal += 2) {
    World world;
    prepare(world);
    world.sequencer.reset();
    DyingFiles first(fatal + 1), second(fatal);
    world.files = &first;
    REQUIRE(world.open());
    world.clock.advance_to(at(cut));
    CHECK_FALSE(world.sequencer->tick(at(cut), days(closing)));
    world.files = &second;
    const auto reopened = world.open();
    CHECK(reopened.has_value() != second.died());
    world.files = &world.disk;
    REQUIRE(world.open());
    CHECK(published(world) == expected);
  }
}

TEST_CASE(
    "the mirror holds every tick that was signed, opens under the period's key and no longer once it is destroyed") {
  World world;
  prepare(world);
  world.tick(cut, closing);
  const std::string content = slurp(world.settings.mirror.value() / "2024-02-01.mirror");
  KeyCache keys(*world.keys);
  const auto ticks = read_mirror(keys, content).value();
  REQUIRE(ticks.size() == 1);
  CHECK(ticks[0].tick.size == 240 + 32);
  CHECK(ticks[0].entries.size() == 21);
  CHECK(ticks[0].dummies_key == world.keys->find("dummies/0").value());
  for (const EntryRow& row : ticks[0].entries) {
    const OpeningSecret secret = open_secret(keys, row).value();
    const base::Hash root =
        body_root(world.host, secret.private_root, public_root(world.host, secret.seed, row.public_values));
    CHECK(root == row.body_root);
    CHECK(published_entries(world.settings.folder)[row.index.value()] == entry_bytes(root));
  }
  CHECK(read_mirror(keys, content.substr(0, content.size() / 2)).value().empty());
  CHECK(read_mirror(keys, content.substr(0, content.size() / 2) + content).value().size() == 1);
  CHECK(content.find("WR-1") == std::string::npos);
  REQUIRE(world.keys->destroy("seeds/0"));
  KeyCache none(*world.keys);
  CHECK_FALSE(read_mirror(none, content));
}

TEST_CASE("what witnesses signed is kept before it is shown and is not asked for again after a crash") {
  struct Witness final : Cosigner {
    int asked = 0;
    std::string cosign(std::string_view, std::uint64_t old_size) override {
      ++asked;
      CHECK(old_size == 0);
      return "\xe2\x80\x94 witness.example AAAAAAA=\n";
    }
    std::size_t missing(std::string_view) const override { return 0; }
  } witness;
  World world;
  DyingFiles dying(4 + 1);  // a bundle, a tile, two renames; folder; then the checkpoint's temporary file
  world.cosigner = &witness;
  world.files = &dying;
  REQUIRE(world.open());
  CHECK_FALSE(world.sequencer->tick(world.clock.now(), {}));
  const int before = witness.asked;
  DyingFiles at_checkpoint(1 + before);
  world.files = &at_checkpoint;
  CHECK_FALSE(world.open());
  world.files = &world.disk;
  REQUIRE(world.open());
  CHECK(witness.asked == 1);
  CHECK(world.checkpoint().find("witness.example") != std::string::npos);
}

}  // namespace
}  // namespace writ::log
