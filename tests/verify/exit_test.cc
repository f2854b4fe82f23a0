// Exit codes, and what the verdict says in words without failing.
#include <doctest/doctest.h>

#include <algorithm>

#include "log_builder.h"
#include "saying.h"

using namespace writ;
using namespace writ::test;

namespace {
Hooks without(int period, const std::string& file) {
  Hooks hooks;
  hooks.after = [=](int of, Files& files) {
    if (of == period) files.erase(file);
  };
  return hooks;
}
}  // namespace

TEST_CASE("a file of the bundle that is not there gives 2, never 1") {
  for (const char* file : {"report.json", "openings.jsonl", "references.jsonl", "dummies.key", "before.checkpoint",
                           "close.tlog-proof", "report.opening.json", "report.tlog-proof"}) {
    const verify::Verdict verdict = World(without(2, file)).verify({2});
    INFO(file << "\n" << verdict.text());
    CHECK(verdict.exit == verify::Exit::not_checked);
  }
}

TEST_CASE("a report entry that is not shown is said so") {
  const verify::Verdict verdict = World(without(2, "report.tlog-proof")).verify({2});
  CHECK(says(verdict.not_checked, "report entry not shown"));
}

TEST_CASE("a tile of the log that is not there gives 2") {
  Hooks hooks;
  hooks.log = [](Files& log) {
    std::erase_if(log, [](const auto& file) { return file.first.starts_with("tile/entries/"); });
  };
  CHECK(World(hooks).verify().exit == verify::Exit::not_checked);
  hooks.log = [](Files& log) {
    std::erase_if(log, [](const auto& file) { return file.first.starts_with("tile/0/"); });
  };
  CHECK(World(hooks).verify().exit == verify::Exit::not_checked);
}

TEST_CASE("a copy of the log that ends before the close entry gives 2") {
  const World world({});
  Files shorter;
  Hooks hooks;
  const World full(hooks);
  // The log as it was when the first report entry was proven, with the second bundle.
  hooks.extra = {};
  const std::uint64_t size = full.log.index_of("report 1") + 1;
  std::string bundle;
  for (const auto entry :
       *log::parse_bundle(full.log_tree.at(log::entries_path({0, 0, static_cast<unsigned>(full.log.size())})),
                          static_cast<unsigned>(full.log.size()))) {
    if (shorter.size() < size) shorter[std::to_string(shorter.size() + 1000)] = std::string(entry);
  }
  std::string tile;
  for (const auto& [name, entry] : shorter) {
    log::append_to_bundle(bundle, entry);
    tile += base::text(log::leaf_hash(crypto::NativeHost(), entry));
  }
  const auto width = static_cast<unsigned>(size);
  Files tree{{log::entries_path({0, 0, width}), bundle},
             {log::tile_path({0, 0, width}), tile},
             {"checkpoint", full.log.checkpoint_at_most(size)}};
  MemorySource source(tree);
  const verify::Verdict verdict = full.verify({1, 2}, [&](verify::Options& options) { options.log = &source; });
  INFO(verdict.text());
  CHECK(verdict.exit == verify::Exit::not_checked);
  const verify::Verdict first = full.verify({1}, [&](verify::Options& options) { options.log = &source; });
  INFO(first.text());
  CHECK(first.exit == verify::Exit::verified);
}

TEST_CASE("a policy that cannot be used is the reader's own and gives 2") {
  const World world({});
  CHECK(world.verify({1}, [](verify::Options& options) { options.policy = "quorum none\n"; }).exit ==
        verify::Exit::not_checked);
}

TEST_CASE("--all demands the bundle that begins at index 0") {
  const World world({});
  CHECK(world.verify({2}, [](verify::Options& options) { options.all = true; }).exit == verify::Exit::not_checked);
  CHECK(world.verify({1, 2}, [](verify::Options& options) { options.all = true; }).exit == verify::Exit::verified);
}

TEST_CASE("an honest older checkpoint is a prefix of the log") {
  const World world({});
  const verify::Verdict verdict = world.verify(
      {1, 2}, [&](verify::Options& options) { options.old_checkpoint = world.log.checkpoint_at_most(20); });
  INFO(verdict.text());
  CHECK(verdict.exit == verify::Exit::verified);
}

TEST_CASE("a late tick explains a gap before the end, in words") {
  Hooks hooks = seen_at("before 2", "2024-12-29T00:00:00Z");
  hooks.report = [](int period, log::Report& report) {
    if (period == 2) report.late_ticks = {{at("2024-12-30T00:00:00Z"), 40, {}}};
  };
  const verify::Verdict verdict = World(hooks).verify();
  INFO(verdict.text());
  CHECK(verdict.exit == verify::Exit::verified);
  CHECK(says(verdict.notes, "late tick"));
}

TEST_CASE("a close that was cosigned three days after the end is a note") {
  const verify::Verdict verdict = World(seen_at("close 2", "2025-01-04T00:00:00Z")).verify();
  INFO(verdict.text());
  CHECK(verdict.exit == verify::Exit::verified);
  CHECK(says(verdict.notes, "72 hours after the end"));
}

TEST_CASE("without witnesses the time of close is not proven and a split view is possible") {
  Hooks hooks;
  hooks.witnesses = false;
  const verify::Verdict verdict = World(hooks).verify();
  INFO(verdict.text());
  CHECK(verdict.exit == verify::Exit::verified);
  CHECK(verdict.text().find("witnesses 0 of 0, split view possible") != std::string::npos);
  CHECK(says(verdict.not_proven, "time of close not proven"));
}

TEST_CASE("a report that is overdue by the reader's clock is said so") {
  const World world({});
  CHECK(says(world.verify().notes, "next report was due") == false);
  const auto later = [](verify::Options& options) { options.now = at("2025-08-02T00:00:00Z"); };
  CHECK(says(world.verify({1, 2}, later).notes, "next report was due 2025-08-01"));
}

TEST_CASE("an old request without a decision is listed") {
  const World world({});
  const verify::Verdict verdict = world.verify();
  INFO(verdict.text());
  CHECK(says(verdict.notes, "the request of index " + std::to_string(world.log.index_of("request C"))));
  CHECK_FALSE(says(verdict.notes, "the request of index " + std::to_string(world.log.index_of("request D"))));
  CHECK(says(verdict.notes, "pending at the last close: 1"));
}

TEST_CASE("an index that is neither dummy nor opened widens the bound and leaves the totals to what passes") {
  Hooks hooks;
  hooks.entry = [](const std::string& name, std::string& entry) {
    if (name == "dummy 2") entry[20] ^= 1;
  };
  const verify::Verdict verdict = World(hooks).verify();
  CHECK(verdict.unexplained == 1);
  CHECK(says(verdict.notes, "requests between 6 and 7"));
}

TEST_CASE("an entry that is repeated after the periods given is a note") {
  auto first = std::make_shared<std::string>();
  Hooks hooks;
  hooks.entry = [first](const std::string& name, std::string& entry) {
    if (name == "request A") *first = entry;
    if (name == "dummy 39") entry = *first;
  };
  const World world(hooks);
  const verify::Verdict verdict = world.verify({1});
  INFO(verdict.text());
  CHECK(verdict.exit == verify::Exit::verified);
  CHECK(says(verdict.notes, "is repeated at index 39"));
}

TEST_CASE("two entries that share only their first eight bytes are no repetition") {
  auto first = std::make_shared<std::string>();
  Hooks hooks;
  hooks.entry = [first](const std::string& name, std::string& entry) {
    if (name == "request A") *first = entry;
    if (name == "dummy 39") entry = first->substr(0, 9) + std::string(24, 'x');
  };
  const verify::Verdict verdict = World(hooks).verify({1});
  INFO(verdict.text());
  CHECK(verdict.exit == verify::Exit::verified);
  CHECK_FALSE(says(verdict.notes, "is repeated"));
}

TEST_CASE("bundles that are not next to each other fail") {
  const World world({});
  const World other = [] {
    Hooks hooks;
    hooks.report = [](int period, log::Report& report) {
      if (period == 2) report.period.first = on("2024-07-02");
    };
    return World(hooks);
  }();
  const verify::Verdict verdict = other.verify();
  CHECK(verdict.exit == verify::Exit::fails);
  CHECK(std::any_of(verdict.failures.begin(), verdict.failures.end(),
                    [](const verify::Failure& failure) { return failure.rule == 8; }));
}
