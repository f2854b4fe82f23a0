// Section 5 between the rules: what a provider, or a copy that lacks files, could try.
#include <doctest/doctest.h>

#include <algorithm>

#include "cases.h"
#include "saying.h"

using namespace writ;
using namespace writ::test;

namespace {
bool fails_by(const verify::Verdict& verdict, int rule, std::optional<std::uint64_t> index = {}) {
  return std::any_of(verdict.failures.begin(), verdict.failures.end(), [&](const verify::Failure& failure) {
    return failure.rule == rule && (!index || failure.index == index);
  });
}
/// Published files of one period, changed after all was hashed.
Hooks after(int period, const std::function<void(Files&)>& change) {
  Hooks hooks;
  hooks.after = [=](int of, Files& files) {
    if (of == period) change(files);
  };
  return hooks;
}
void drop_line(std::string& text, const std::string& holding) {
  const std::size_t found = text.find(holding);
  REQUIRE(found != std::string::npos);
  const std::size_t begin = text.rfind('\n', found) + 1;
  text.erase(begin, text.find('\n', found) + 1 - begin);
}
std::string line_of(std::uint64_t index) { return "{\"index\":" + std::to_string(index) + ","; }
}  // namespace

TEST_CASE("whatever file of whatever bundle is missing, two bundles together give 2, never 1") {
  for (const int period : {1, 2}) {
    for (const char* file : {"report.json", "openings.jsonl", "references.jsonl", "dummies.key", "before.checkpoint",
                             "close.tlog-proof", "report.opening.json", "report.tlog-proof"}) {
      const World world(after(period, [&](Files& files) { files.erase(file); }));
      const verify::Verdict verdict = world.verify();
      INFO(period << " " << file << "\n" << verdict.text());
      CHECK(verdict.exit == verify::Exit::not_checked);
      // Who has no decision is known only where every decision could be read.
      const bool hides_decisions = std::string(file).ends_with(".jsonl");
      CHECK((period == 2 && hides_decisions && says(verdict.notes, "has no decision")) == false);
    }
  }
}

TEST_CASE("whatever file of the log is missing gives 2, never 1") {
  const World honest({});
  for (const auto& [name, unused] : honest.log_tree) {
    Hooks hooks;
    hooks.log = [file = name](Files& log) { log.erase(file); };
    const verify::Verdict verdict = World(hooks).verify();
    INFO(name << "\n" << verdict.text());
    CHECK(verdict.exit == verify::Exit::not_checked);
  }
}

TEST_CASE("a request that only a later bundle's references open is not opened in its own period") {
  const World honest({});
  const std::uint64_t request = honest.log.index_of("request A");
  Hooks hooks;
  hooks.files = [=](int period, Files& files) {
    if (period == 1) drop_line(files["openings.jsonl"], line_of(request));
  };
  const verify::Verdict verdict = World(hooks).verify();
  INFO(verdict.text());
  CHECK(verdict.exit == verify::Exit::fails);
  CHECK(fails_by(verdict, 3, request));
  CHECK(fails_by(verdict, 4, honest.log.index_of("decision A")));
  CHECK(says(verdict.notes, "requests between 5 and 6"));
  for (const auto& period : verdict.periods) {
    for (const auto& [name, totals] : period.totals) {
      for (const verify::Total& total : totals) CHECK(total.value < 100);
    }
  }
}

TEST_CASE("a rule shown broken gives 1 though something else could not be checked") {
  const auto lowered = [](int period, log::Report& report) {
    if (period == 1) report.totals["requests"] = {{"all", 1}, {"US", 1}};
  };
  Hooks hooks = after(2, [](Files& files) { files.erase("report.tlog-proof"); });
  hooks.report = lowered;
  CHECK(World(hooks).verify().exit == verify::Exit::fails);

  Hooks no_log = after(1, [](Files& files) { files["report.json"] += "}"; });
  no_log.log = [](Files& log) { log.clear(); };
  CHECK(World(no_log).verify().exit == verify::Exit::fails);

  Hooks late = seen_at("close 1", "2024-07-20T00:00:00Z");
  late.log = [](Files& log) { log.clear(); };
  CHECK(World(late).verify().exit == verify::Exit::fails);
}

TEST_CASE("of three periods one that cannot be read is not checked, and one left out is not contiguous") {
  World world({});
  world.log.tick("before 3", at("2025-06-30T00:00:00Z"));
  world.log.close({on("2025-01-01"), on("2025-06-30")});
  world.log.publish(at("2025-08-05T09:00:00Z"), on("2026-02-01"));
  world.log.tick("report 3", at("2025-08-06T00:00:00Z"));
  world.log.prove_report();
  world.log_tree = world.log.log_files();
  for (const auto& periods : std::vector<std::vector<int>>{{1, 2, 3}, {3, 1, 2}, {2, 3}, {3}}) {
    const verify::Verdict verdict = world.verify(periods);
    INFO(verdict.text());
    CHECK(verdict.exit == verify::Exit::verified);
  }
  CHECK(fails_by(world.verify({1, 3}), 8));
  CHECK(fails_by(world.verify({1, 3}), 6));  // the report of the second is for none of theirs
  world.log.bundles[1].erase("report.json");
  const verify::Verdict verdict = world.verify({1, 2, 3});
  INFO(verdict.text());
  CHECK(verdict.exit == verify::Exit::not_checked);
  CHECK_FALSE(says(verdict.notes, "pending at"));
}

TEST_CASE("where the log's first period is given, a report for a time before it fails") {
  Hooks hooks;
  hooks.extra = [](LogBuilder& log, int period) {
    if (period == 2) log.add("report X", draft({"report", "2023-01-01/2023-12-31", std::string(32, 'r')}));
  };
  const World world(hooks);
  CHECK(fails_by(world.verify({1, 2}), 6, world.log.index_of("report X")));
  CHECK(world.verify({2}).exit == verify::Exit::verified);  // it could be of a period that was not given
}

TEST_CASE("a second first decision is seen in one bundle where its references open the first") {
  Hooks hooks;
  hooks.extra = [](LogBuilder& log, int period) {
    if (period == 2)
      log.add("decision X", draft({"decision", log.root_value("request A"), "refused", "not_offered", "",
                                   log.root_value("policy 1"), "200", ""}));
  };
  const World world(hooks);
  CHECK(fails_by(world.verify({2}), 4, world.log.index_of("decision X")));
}

TEST_CASE("nothing given is nothing verified") { CHECK(World({}).verify({}).exit == verify::Exit::not_checked); }

TEST_CASE("one bundle given twice is not contiguous") {
  const verify::Verdict verdict = World({}).verify({1, 1});
  INFO(verdict.text());
  CHECK(verdict.exit == verify::Exit::fails);
  CHECK(fails_by(verdict, 8));
}

TEST_CASE("an entry repeated from a lower index fails though the openings of its period are missing") {
  auto first = std::make_shared<std::string>();
  Hooks hooks = after(2, [](Files& files) { files.erase("openings.jsonl"); });
  hooks.entry = [first](const std::string& name, std::string& entry) {
    if (name == "request A") *first = entry;
    if (name == "request E") entry = *first;
  };
  const World world(hooks);
  const verify::Verdict verdict = world.verify({2});
  INFO(verdict.text());
  CHECK(verdict.exit == verify::Exit::fails);
  CHECK(fails_by(verdict, 3, world.log.index_of("request E")));
}

TEST_CASE("a full tile may stand where a partial one was") {
  Hooks hooks;
  hooks.log = [](Files& log) {
    Files grown;
    for (auto& [name, content] : log) {
      const std::size_t cut = name.find(".p/");
      std::string more = content;
      if (name.starts_with("tile/0/")) more.resize(256 * 32, 'h');
      if (name.starts_with("tile/entries/")) {
        for (std::size_t held =
                 log::parse_bundle(content, static_cast<unsigned>(std::stoi(name.substr(cut + 3))))->size();
             held < 256; ++held)
          log::append_to_bundle(more, "an entry of later days");
      }
      grown[name.substr(0, cut)] = more;
    }
    log = grown;
  };
  const verify::Verdict verdict = World(hooks).verify();
  INFO(verdict.text());
  CHECK(verdict.exit == verify::Exit::verified);
}

TEST_CASE("a log without padding needs no K") {
  Hooks hooks;
  hooks.files = [](int, Files& files) { files.erase("dummies.key"); };
  LogBuilder log("log.example/test", hooks);
  log.add("policy", draft({"policy", "first-policy", std::string(32, '1'), "2024-01-01"}));
  log.add("request", request_draft("US", "subpoena", "fraud"));
  log.tick("before 1", at("2024-06-30T00:00:00Z"));
  log.close({on("2024-01-01"), on("2024-06-30")});
  log.publish(at("2024-08-05T09:00:00Z"), on("2025-02-01"));
  log.tick("report 1", at("2024-08-06T00:00:00Z"));
  log.prove_report();
  const Files tree = log.log_files();
  MemorySource log_source(tree);
  MemorySource bundle(log.bundles[0]);
  base::SilentProgress silent;
  const verify::Verdict verdict = verify::verify(
      crypto::NativeHost(),
      {.bundles = {&bundle}, .log = &log_source, .policy = log.policy(), .now = at("2024-09-01T00:00:00Z")}, silent);
  INFO(verdict.text());
  CHECK(verdict.exit == verify::Exit::verified);
}

TEST_CASE("every checkpoint of a bundle needs the quorum, not only the log's own") {
  for (const char* file : {"before.checkpoint", "close.tlog-proof", "report.tlog-proof"}) {
    const World world(after(1, [&](Files& files) {
      std::string& note = files[file];
      for (int i = 0; i < 2; ++i) note.erase(note.rfind('\n', note.size() - 2) + 1);
    }));
    const verify::Verdict verdict = world.verify();
    INFO(file << "\n" << verdict.text());
    CHECK(fails_by(verdict, 1));
    CHECK(verdict.witnesses == 1);
  }
}

TEST_CASE("before.checkpoint is from before the close entry") {
  Hooks hooks;
  hooks.files = [](int period, Files& files) {
    if (period == 1)
      files["before.checkpoint"] = World({}).log.checkpoint_at_most(World({}).log.index_of("close 1") + 1);
  };
  CHECK(fails_by(World(hooks).verify(), 7, World({}).log.index_of("close 1")));
}

TEST_CASE("a proof is of the entry it stands for and leads to its checkpoint") {
  const auto with = [](const std::string& file, const std::function<void(std::string&)>& change) {
    Hooks hooks;
    hooks.files = [=](int period, Files& files) {
      if (period == 1 && files.contains(file)) change(files[file]);
    };
    hooks.after = [=](int period, Files& files) {
      if (period == 1 && file.starts_with("report")) change(files[file]);
    };
    return World(hooks).verify();
  };
  const auto other_index = [](std::string& proof) {
    const std::size_t digit = proof.find("index ") + 6;
    proof[digit] = proof[digit] == '1' ? '2' : '1';
  };
  const auto other_path = [](std::string& proof) {
    const std::size_t hash = proof.find('\n', proof.find("index ")) + 1;
    proof[hash] = proof[hash] == 'A' ? 'B' : 'A';
  };
  CHECK(fails_by(with("close.tlog-proof", other_index), 2));
  CHECK(fails_by(with("close.tlog-proof", other_path), 2));
  CHECK(fails_by(with("report.tlog-proof", other_index), 6));
  CHECK(fails_by(with("report.tlog-proof", other_path), 6));
}

TEST_CASE("report.opening.json opens the report entry of this period, after its close") {
  const auto with = [](const std::string& text) {
    return World(after(1, [&](Files& files) { files["report.opening.json"] = text; })).verify({1});
  };
  const World honest({});
  const Files& second = honest.log.bundles[1];
  CHECK(fails_by(with(second.at("report.opening.json")), 6));  // of another period
  const std::string& openings = honest.log.bundles[0].at("openings.jsonl");
  CHECK(fails_by(with(openings.substr(0, openings.find('\n') + 1)), 6));  // of another kind
  const std::size_t held = openings.find("\"salt8\"");
  const std::size_t begin = openings.rfind('\n', held) + 1;
  CHECK(fails_by(with(openings.substr(begin, openings.find('\n', held) + 1 - begin)), 6));  // held
  std::string unterminated = honest.log.bundles[0].at("report.opening.json");
  unterminated.pop_back();
  CHECK(fails_by(with(unterminated), 6));
}

TEST_CASE("a report entry before the close fails, with openings.jsonl or without") {
  for (const bool missing : {false, true}) {
    Hooks hooks = after(1, [=](Files& files) {
      std::string& line = files["report.opening.json"];
      line.replace(0, line.find(','), "{\"index\":7");
      if (missing) files.erase("openings.jsonl");
    });
    const verify::Verdict verdict = World(hooks).verify({1});
    INFO(verdict.text());
    CHECK(verdict.exit == verify::Exit::fails);
    CHECK(fails_by(verdict, 6, 7));
  }
}

TEST_CASE("the period in which a report entry falls opens it again") {
  Hooks hooks;
  hooks.files = [](int period, Files& files) {
    if (period == 2) drop_line(files["openings.jsonl"], "\"report\"");
  };
  const World world(hooks);
  CHECK(fails_by(world.verify(), 6, world.log.index_of("report 1")));
}

TEST_CASE("the limits of time are met exactly") {
  const auto exit_of = [](const Hooks& hooks) { return World(hooks).verify().exit; };
  CHECK(exit_of(seen_at("close 1", "2024-06-30T23:55:00Z")) == verify::Exit::verified);
  CHECK(exit_of(seen_at("close 1", "2024-06-30T23:54:59Z")) == verify::Exit::fails);
  CHECK(exit_of(seen_at("close 1", "2024-07-08T00:00:00Z")) == verify::Exit::verified);
  CHECK(exit_of(seen_at("close 1", "2024-07-08T00:00:01Z")) == verify::Exit::fails);
  CHECK(exit_of(seen_at("before 1", "2024-06-29T00:00:00Z")) == verify::Exit::verified);
  CHECK(exit_of(seen_at("before 1", "2024-06-28T23:59:59Z")) == verify::Exit::fails);
  CHECK_FALSE(says(World(seen_at("close 1", "2024-07-03T00:00:00Z")).verify().notes, "after the end"));
}

TEST_CASE("a late tick outside the gap explains nothing") {
  for (const char* tick : {"2024-12-28T23:59:59Z", "2025-01-01T00:00:01Z"}) {
    Hooks hooks = seen_at("before 2", "2024-12-29T00:00:00Z");
    hooks.report = [=](int period, log::Report& report) {
      if (period == 2) report.late_ticks = {{at(tick), 40, {}}};
    };
    CHECK(fails_by(World(hooks).verify(), 7));
  }
}

TEST_CASE("a report is not yet overdue on the day it is due") {
  const auto on_that_day = [](verify::Options& options) { options.now = at("2025-08-01T23:59:59Z"); };
  CHECK_FALSE(says(World({}).verify({1, 2}, on_that_day).notes, "next report was due"));
}

TEST_CASE("an older checkpoint may be the present one, not one of another key") {
  const World world({});
  const auto with = [&](const std::string& note) {
    return world.verify({1, 2}, [&](verify::Options& options) { options.old_checkpoint = note; });
  };
  CHECK(with(world.log.last_checkpoint()).exit == verify::Exit::verified);
  std::string log_only = world.log.last_checkpoint();
  for (int i = 0; i < 3; ++i) log_only.erase(log_only.rfind('\n', log_only.size() - 2) + 1);
  CHECK(with(log_only).exit == verify::Exit::verified);
  std::string other = log_only;
  other.replace(0, other.find('\n'), "log.example/other");
  CHECK(fails_by(with(other), 7));
  CHECK(fails_by(with("not a note"), 7));
}

TEST_CASE("a late recode of the data sought is restated too") {
  Hooks hooks;
  hooks.extra = [](LogBuilder& log, int period) {
    if (period == 2)
      log.add("recode D", draft({"recode", log.root_value("request D"), "12", "ip_address", "read_document", ""}));
  };
  const verify::Verdict verdict = World(hooks).verify();
  INFO(verdict.text());
  CHECK(verdict.exit == verify::Exit::verified);
}

TEST_CASE("nothing that a provider wrote steers the reader's terminal") {
  Hooks hooks;
  hooks.report = [](int period, log::Report& report) {
    if (period == 1)
      report.files
          ["\x1b[2J\xc2\x9b"
           "31mVERIFIED\x7f"] = {};
  };
  const std::string text = World(hooks).verify().text();
  CHECK(text.find("VERIFIED") != std::string::npos);
  CHECK(std::all_of(text.begin(), text.end(), [](char c) { return c == '\n' || (c >= 0x20 && c < 0x7f); }));
}
