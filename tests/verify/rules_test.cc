// What a verdict says of each rule: `no` where a failure names it, `yes` only where it was tried on everything.
#include <doctest/doctest.h>

#include <algorithm>
#include <nlohmann/json.hpp>

#include "cases.h"

using namespace writ;
using namespace writ::test;
using verify::Answer;

namespace {
Answer of(const verify::Verdict& verdict, std::size_t rule) { return verdict.rules.at(rule); }
}  // namespace

TEST_CASE("an honest log of two periods holds in all eight rules") {
  const verify::Verdict verdict = World({}).verify();
  for (std::size_t rule = 1; rule <= verify::rules_max; ++rule) CHECK(of(verdict, rule) == Answer::yes);
}

TEST_CASE("with one period nothing is said of the order of several, without witnesses nothing of the time") {
  CHECK(of(World({}).verify({1}), 8) == Answer::not_checked);
  Hooks hooks;
  hooks.witnesses = false;
  const verify::Verdict verdict = World(hooks).verify();
  CHECK(verdict.exit == verify::Exit::verified);
  CHECK(of(verdict, 7) == Answer::not_checked);
}

TEST_CASE("every broken case says no to the rules that its failures name, and to no other") {
  for (const Case& one : cases()) {
    const World world(one.hooks);
    const verify::Verdict verdict = world.verify(one.periods, [&](verify::Options& options) {
      if (one.options) one.options(options, world);
    });
    CAPTURE(one.sentence);
    for (std::size_t rule = 1; rule <= verify::rules_max; ++rule) {
      CAPTURE(rule);
      const bool named = std::ranges::any_of(verdict.failures, [&](const verify::Failure& failure) {
        return failure.rule == static_cast<int>(rule);
      });
      CHECK((of(verdict, rule) == Answer::no) == named);
    }
  }
}

TEST_CASE("a file that cannot be read leaves every rule that needs it not checked") {
  const auto without = [](const std::string& file) {
    Hooks hooks;
    hooks.after = [file](int, Files& files) { files.erase(file); };
    return World(hooks).verify();
  };
  const verify::Verdict openings = without("openings.jsonl");
  for (const std::size_t rule : {3U, 4U, 5U, 6U}) CHECK(of(openings, rule) == Answer::not_checked);
  CHECK(of(without("references.jsonl"), 4) == Answer::not_checked);
  CHECK(of(without("close.tlog-proof"), 7) == Answer::not_checked);
  CHECK(of(without("report.tlog-proof"), 6) == Answer::not_checked);
  Hooks hooks;
  hooks.log = [](Files& log) { log.erase("checkpoint"); };
  const verify::Verdict nothing = World(hooks).verify();
  for (const std::size_t rule : {1U, 2U, 3U, 4U, 5U, 6U}) CHECK(of(nothing, rule) == Answer::not_checked);
}

TEST_CASE("a verdict as JSON is one line of ASCII that says what the words say") {
  Hooks hooks;
  hooks.report = [](int period, log::Report& report) {
    if (period == 2) report.totals["requests"]["US"] += 1;
  };
  const verify::Verdict verdict = World(hooks).verify();
  const std::string text = verdict.json();
  CHECK(std::ranges::all_of(text, [](char c) { return c >= 0x20 && c < 0x7f; }));
  const auto json = nlohmann::json::parse(text);
  CHECK(json.at("answer") == "fails");
  CHECK(json.at("rules").at("5") == "no");
  CHECK(json.at("size") == verdict.size);
  CHECK(json.at("failures").size() == verdict.failures.size());
  CHECK(json.at("failures").at(0).at("text") == verdict.failures.at(0).text);
}
