// rooms: log crypto store base
// Log appends per second, fsync and integration included, beside the floor of the same run: as many raw SQLite commits
// (WAL, synchronous FULL) and as many fsynced file writes. Usage: bench_log_append [entries] [folder]
#include <fcntl.h>
#include <fmt/core.h>
#include <unistd.h>

#include <chrono>
#include <cstdlib>
#include <functional>

#include "crypto/native_host.h"
#include "log/sequencer.h"

namespace {

using namespace writ;

constexpr std::size_t row_bytes = 1100;  // about what a row of log_entry takes

double seconds_of(const std::function<void()>& work) {
  const auto start = std::chrono::steady_clock::now();
  work();
  return std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
}

template <class T>
T must(base::Result<T> result) {
  if (result) {
    if constexpr (std::is_void_v<T>) {
      return;
    } else {
      return std::move(*result);
    }
  }
  fmt::print(stderr, "{}\n", result.error().message());
  std::exit(1);
}

struct Bench {
  base::Path folder;
  base::OsRandom random;
  base::ManualClock clock{base::parse_time("2024-01-01T00:00:00Z").value()};
  crypto::NativeHost host;
  base::DiskFiles files;
  log::NoCosigner cosigner;
  store::Db db = must(store::Db::open(folder / "writ.db"));
  std::unique_ptr<crypto::KeyRing> keys = must(crypto::open_key_ring(folder / "keys.db", base::Hash{}, random));
  crypto::SigningKey log_key = must(crypto::SigningKey::from_seed(random.hash()));
  crypto::SigningKey promise_key = must(crypto::SigningKey::from_seed(random.hash()));
  log::LogSettings settings{.origin = "bench.example/test", .folder = folder / "log"};
  log::Services services() { return {db, files, *keys, log_key, promise_key, clock, random, host, cosigner}; }
};

log::Draft request(const base::Hash& hash) {
  return {
      {"request", "US", "court_order", "fraud", "ip_address,phone_number", "0", "stored", "1"},
      {log::hash_value(hash), "", log::hash_value(hash), "2024-01-01T00:00:00Z", "WR-2024-00001", "Agency", "", ""}};
}

/// Each its own transaction, as an intake of single requests does it.
double commit_entries(Bench& bench, log::Journal& journal, int count) {
  return seconds_of([&] {
    for (int i = 0; i < count; ++i) must(journal.commit(bench.db, "case", "", request(bench.random.hash())));
  });
}

double raw_commits(store::Db& db, int count) {
  const std::string body(row_bytes, 'x');
  return seconds_of([&] {
    for (int i = 0; i < count; ++i) must(db.run("INSERT INTO row(body) VALUES(?)", {store::Value::blob(body)}));
  });
}

/// One file, appended and fsynced: the least that a durable acknowledgement can cost here.
double raw_fsyncs(int fd, int count) {
  const std::string body(row_bytes, 'x');
  return seconds_of([&] {
    for (int i = 0; i < count; ++i) {
      if (::write(fd, body.data(), body.size()) < 0 || ::fsync(fd) != 0) std::exit(1);
    }
  });
}

struct Measured {
  double commit = 0, tick = 0, sqlite = 0, fsyncs = 0;
};

/// In turns, so that what else the machine does falls on all three alike.
Measured measure(const base::Path& folder, int rounds, int round_entries) {
  Bench bench{.folder = folder};
  must(store::migrate(bench.db, log::migrations()));
  must(bench.keys->create("case/case"));
  const auto journal = must(log::make_journal(bench.services(), bench.settings));
  const auto sequencer = must(log::Sequencer::open(bench.services(), bench.settings));
  store::Db raw = must(store::Db::open(folder / "raw.db"));
  must(raw.script("CREATE TABLE row(id INTEGER PRIMARY KEY, body BLOB NOT NULL) STRICT;"));
  const int fd = ::open((folder / "raw").c_str(), O_CREAT | O_WRONLY | O_APPEND | O_CLOEXEC, 0600);
  Measured total;
  for (int round = 0; round < rounds; ++round) {
    total.commit += commit_entries(bench, *journal, round_entries);
    total.sqlite += raw_commits(raw, round_entries);
    total.fsyncs += raw_fsyncs(fd, round_entries);
  }
  ::close(fd);
  bench.clock.advance_to(base::parse_time("2024-01-02T00:00:00Z").value());
  total.tick = seconds_of([&] { must(sequencer->tick(bench.clock.now(), {})); });
  return total;
}

void line(const char* what, int count, double seconds) {
  fmt::print("{:<52} {:>9.3f} s {:>10.0f} /s\n", what, seconds, count / seconds);
}

}  // namespace

int main(int argc, char** argv) {
  constexpr int rounds = 20;
  const int entries = (argc > 1 ? std::atoi(argv[1]) : 2000) / rounds * rounds;
  std::string name = (base::Path(argc > 2 ? argv[2] : ".") / "bench-log-XXXXXX").string();
  if (entries <= 0 || ::mkdtemp(name.data()) == nullptr) return 2;
  const Measured total = measure(name, rounds, entries / rounds);
  std::filesystem::remove_all(name);

  const double append = total.commit + total.tick;
  fmt::print("{} entries, each committed and promised on its own, then one tick; floors in turns with it\n", entries);
  line("commit and promise", entries, total.commit);
  line("tick: order, tiles, bundles, fsyncs, checkpoint", entries, total.tick);
  line("append in all", entries, append);
  line("floor: raw SQLite commits (WAL, FULL), same bytes", entries, total.sqlite);
  line("floor: append and fsync of one file, same bytes", entries, total.fsyncs);
  fmt::print("ratio append / SQLite commits {:.2f}, append / fsyncs {:.2f}, tick / SQLite commits {:.3f}\n",
             append / total.sqlite, append / total.fsyncs, total.tick / total.sqlite);
  return 0;
}
