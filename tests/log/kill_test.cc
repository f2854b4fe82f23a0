// kill -9 of a real process between its promises and ticks: what it acknowledged is in the log, and the log did not
// fork.
#include <signal.h>
#include <sys/wait.h>

#include <thread>

#include "world.h"

namespace writ::log {
namespace {

/// Commits and ticks until it is killed; tells each promised body_root after it is committed.
[[noreturn]] void work(const base::Path& folder, std::uint64_t seed, int acknowledge) {
  World world(folder, seed);
  world.settings.mirror = folder / "mirror";
  if (!world.open()) ::_exit(3);
  // Each life goes on after the last one's clock.
  base::Time now = world.clock.now() + std::chrono::hours(seed * 100);
  for (int i = 0;; ++i) {
    world.clock.advance_to(now += std::chrono::minutes(1));
    const base::Hash root = world.request("WR-" + std::to_string(seed) + "-" + std::to_string(i % 3));
    if (::write(acknowledge, root.data(), root.size()) != static_cast<ssize_t>(root.size())) ::_exit(4);
    if (i % 3 != 2) continue;
    world.clock.advance_to(now += std::chrono::minutes(1));
    if (!world.sequencer->tick(now, {})) ::_exit(5);
  }
}

bool read_root(int from, base::Hash& root) {
  return ::read(from, root.data(), root.size()) == static_cast<ssize_t>(root.size());
}

/// Killed a moment after its `acknowledged`-th promise: the machine's speed decides where.
std::vector<base::Hash> live_and_die(const base::Path& folder, std::uint64_t seed, std::uint64_t acknowledged,
                                     std::chrono::microseconds more) {
  int ends[2];
  REQUIRE(::pipe(ends) == 0);
  const pid_t child = ::fork();
  if (child == 0) {
    ::close(ends[0]);
    work(folder, seed, ends[1]);
  }
  ::close(ends[1]);
  std::vector<base::Hash> promised;
  base::Hash root{};
  while (promised.size() < acknowledged && read_root(ends[0], root)) promised.push_back(root);
  std::this_thread::sleep_for(more);
  ::kill(child, SIGKILL);
  int status = 0;
  ::waitpid(child, &status, 0);
  CHECK_MESSAGE(WIFSIGNALED(status), WEXITSTATUS(status));
  while (read_root(ends[0], root)) promised.push_back(root);
  ::close(ends[0]);
  return promised;
}

TEST_CASE("a process killed at random moments loses no promise and forks nothing") {
  const TemporaryFolder folder;
  base::SeededRandom chance(11);
  std::vector<base::Hash> promised;
  std::vector<std::string> before;
  for (std::uint64_t round = 1; round <= 12; ++round) {
    const auto more =
        live_and_die(folder.path, round, 1 + chance.below(7), std::chrono::microseconds(chance.below(25'000)));
    promised.insert(promised.end(), more.begin(), more.end());
    if (!std::filesystem::exists(folder.path / "log/checkpoint")) continue;
    // What a reader sees right after the crash, before any recovery.
    const auto now = published_entries(folder.path / "log");
    REQUIRE(now.size() >= before.size());
    CHECK(std::equal(before.begin(), before.end(), now.begin()));
    before = now;
  }
  World last(folder.path, 99);
  last.tick("2030-01-01T00:00:00Z");
  const auto entries = published_entries(last.settings.folder);
  CHECK(std::equal(before.begin(), before.end(), entries.begin()));
  CHECK(promised.size() >= 12);
  for (const base::Hash& root : promised) CHECK(entries[last.index_of(root)] == entry_bytes(root));
}

}  // namespace
}  // namespace writ::log
