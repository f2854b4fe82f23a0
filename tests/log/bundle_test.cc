// From the writer's side to the stranger's: what the sequencer and make_bundle leave, judged by src/verify alone.
#include "log/bundle.h"

#include "log/format/opening.h"
#include "log/format/policy.h"
#include "log/format/proof.h"
#include "log/format/report_json.h"
#include "log/held.h"
#include "verify/directory_source.h"
#include "verify/verify.h"
#include "world.h"

namespace writ::log {
namespace {

using Files = std::map<std::string, std::string>;

constexpr const char* january = "2024-01-01/2024-01-31";
constexpr const char* february = "2024-02-01/2024-02-29";

Files bundle(World& world, const char* period, const char* published_at) {
  world.clock.advance_to(at(published_at));
  const PublishOptions options{.period = days(period),
                               .published_at = at(published_at),
                               .next_report = days(period).last + std::chrono::days(200)};
  auto made = make_bundle(world.services(), world.settings, *world.journal, options);
  REQUIRE_MESSAGE(made, (made ? "" : made.error().message()));
  return {made->begin(), made->end()};
}

void add_proof(World& world, const char* period, Files& files) {
  const auto proof = report_proof(world.services(), world.settings, days(period)).value();
  REQUIRE(proof.has_value());
  for (const auto& [name, content] : *proof) files[name] = content;
}

base::Path write_bundle(World& world, const std::string& name, const Files& files) {
  const base::Path folder = world.folder.path / "bundles" / name;
  for (const auto& [file, content] : files) REQUIRE(world.disk.write(folder / file, content));
  return folder;
}

verify::Verdict verdict(World& world, const std::vector<base::Path>& folders, bool all = true) {
  verify::DirectorySource log(world.settings.folder);
  std::vector<verify::DirectorySource> sources(folders.begin(), folders.end());
  verify::Options options{
      .log = &log, .policy = policy_file(world.services(), world.settings), .all = all, .now = world.clock.now()};
  for (auto& source : sources) options.bundles.push_back(&source);
  base::SilentProgress silent;
  return verify::verify(world.host, options, silent);
}

std::uint64_t value_of(const verify::PeriodTotals& period, const std::string& total, const std::string& country) {
  for (const auto& [name, values] : period.totals) {
    if (name != total) continue;
    for (const auto& value : values) {
      if (value.country == country) return value.value;
    }
  }
  return 0;
}

struct Year {
  Files first, second;
  base::Hash open_request{}, policy{};
};

/// Two periods with every kind of entry: a recode, a revised decision, a second package, what reaches into the next
/// period (a decision, a disclosure, a late recode), a preservation, an emergency, a pending request.
Year two_periods(World& world, bool held = false) {
  Year year;
  year.policy = world.policy("telegram-2018", "2018-08-28");
  world.tick("2024-01-01T00:00:01Z");
  world.clock.advance_to(at("2024-01-05T09:00:00Z"));
  const base::Hash given = world.request("WR-1");
  world.recode("WR-1", given, 11, "fraud");
  const base::Hash decided = world.decision("WR-1", given, year.policy);
  const base::Hash package = world.disclosure("WR-1", given, decided, 2);
  world.disclosure("WR-1", given, decided, 1, "disclosure-2", package);
  world.notice("WR-1", given);
  const base::Hash revised = world.request("WR-2", "DE", "subpoena", "fraud", true);
  const base::Hash refusal = world.decision("WR-2", revised, year.policy, "refused");
  world.tick("2024-01-06T00:00:00Z");
  world.decision("WR-2", revised, year.policy, "withdrawn", "decision-2", refusal);
  world.request("WR-3", "FR", "preservation_letter");
  year.open_request = world.request("WR-4", "IN");
  world.tick("2024-01-31T00:00:00Z");
  world.tick("2024-02-01T00:00:00Z", january);
  // Committed on the day of the close and before its report: it belongs to February.
  const base::Hash late = world.decision("WR-4", year.open_request, year.policy);
  world.disclosure("WR-4", year.open_request, late, 3);
  world.recode("WR-4", year.open_request, held ? 11 : 10, held ? "fraud" : "search_warrant");
  world.policy("telegram-2024-09", "2024-09-24");
  world.tick("2024-02-28T00:00:00Z");
  world.tick("2024-03-01T00:00:00Z", february);
  if (held) {
    REQUIRE(hold_request(world.db, given));
    REQUIRE(hold_request(world.db, year.open_request));
  }
  year.first = bundle(world, january, "2024-03-02T10:00:00Z");
  world.tick("2024-03-03T00:00:00Z");
  add_proof(world, january, year.first);
  year.second = bundle(world, february, "2024-04-01T00:00:00Z");
  world.tick("2024-04-02T00:00:00Z");
  add_proof(world, february, year.second);
  return year;
}

TEST_CASE("a log of two periods with every kind of entry is verified by a stranger") {
  World world;
  SUBCASE("with dummies") {}
  SUBCASE("without padding") { world.settings.padding = false; }
  SUBCASE("with a mirror") { world.settings.mirror = world.folder.path / "mirror"; }
  const Year year = two_periods(world);
  CHECK(year.first.contains("dummies.key") == world.settings.padding);
  const auto found = verdict(world, {write_bundle(world, "b", year.second), write_bundle(world, "a", year.first)});
  CHECK_MESSAGE(found.exit == verify::Exit::verified, found.text());
  CHECK(found.test_log);
  REQUIRE(found.periods.size() == 2);
  const auto& first = found.periods[0];
  CHECK(value_of(first, "requests", "all") == 4);
  CHECK(value_of(first, "fulfilled", "US") == 1);
  CHECK(value_of(first, "users_affected", "US") == 3);
  CHECK(value_of(first, "disclosures", "all") == 2);
  CHECK(value_of(first, "preservations", "FR") == 1);
  CHECK(value_of(found.periods[1], "users_affected", "IN") == 3);
  CHECK(value_of(found.periods[1], "requests", "all") == 0);
}

TEST_CASE("report.json says what the rows say, restates what came later and lists the policies applied") {
  World world;
  const Year year = two_periods(world);
  const Report first = parse_report(year.first.at("report.json")).value();
  CHECK(first.by.at("offence") == Counts{{"fraud", 2}, {"terrorism", 2}});
  CHECK(first.by.at("outcome") == Counts{{"full", 1}, {"pending", 2}, {"withdrawn", 1}});
  CHECK(first.by.at("emergency") == Counts{{"0", 3}, {"1", 1}});
  CHECK(first.by.at("notice") == Counts{{"given", 1}});
  CHECK(first.policies == std::vector<std::string>{"telegram-2018"});
  CHECK(first.restated.empty());
  CHECK(first.late_ticks.empty());
  const Report second = parse_report(year.second.at("report.json")).value();
  REQUIRE(second.restated.size() == 1);
  CHECK(second.restated[0].request == year.open_request);
  CHECK(second.restated[0].value == "search_warrant");
  CHECK(second.first_index == first.close_index + 1);
  // February names the close of January, the open request and the policy; their own references are not followed.
  const std::string& lines = year.second.at("references.jsonl");
  CHECK(std::count(lines.begin(), lines.end(), '\n') == 3);
}

TEST_CASE("two held requests are counted without country, verified by a stranger, and held in every bundle") {
  World world;
  const Year year = two_periods(world, true);
  const auto found = verdict(world, {write_bundle(world, "a", year.first), write_bundle(world, "b", year.second)});
  CHECK_MESSAGE(found.exit == verify::Exit::verified, found.text());
  CHECK(found.held == 2);
  REQUIRE(found.periods.size() == 2);
  CHECK(value_of(found.periods[0], "requests", "--") == 2);
  CHECK(value_of(found.periods[0], "requests", "US") == 0);
  CHECK(value_of(found.periods[0], "users_affected", "--") == 3);
  CHECK(value_of(found.periods[1], "users_affected", "--") == 3);
  const Report first = parse_report(year.first.at("report.json")).value();
  CHECK(first.by.at("instrument") == Counts{{"--", 2}, {"preservation_letter", 1}, {"subpoena", 1}});
  CHECK(first.by.at("offence") == Counts{{"--", 1}, {"fraud", 2}, {"terrorism", 1}});  // one is recoded: its offence is known
  const std::string shown = year.first.at("openings.jsonl") + year.second.at("references.jsonl");
  CHECK(shown.find("\"IN\"") == std::string::npos);
  CHECK(shown.find("\"US\"") == std::string::npos);
}

TEST_CASE("a held request stays held when the seeds of its period are forgotten, and its sender's receipt is still made") {
  World world;
  const Year year = two_periods(world, true);
  REQUIRE(forget_seeds(world.services(), world.settings, days(january)));
  const auto again = stored_bundle(world.services(), world.settings, days(february)).value();
  for (const auto& [name, content] : again) CHECK(year.second.at(name) == content);
  const auto first = stored_bundle(world.services(), world.settings, days(january)).value();
  for (const auto& [name, content] : first) CHECK(year.first.at(name) == content);
  CHECK(world.db.text("SELECT seed_key FROM log_entry WHERE body_root = ?", {year.open_request}).value() == "case/WR-4");
  CHECK_FALSE(receipts_of(world.db, *world.keys, world.disk, world.settings, "WR-4").value().at(0).opening.empty());
}

TEST_CASE("a held request of an erased case stays held, and nobody can open it any more") {
  World world;
  const Year year = two_periods(world, true);
  REQUIRE(world.keys->destroy("case/WR-4"));
  REQUIRE(forget_seeds(world.services(), world.settings, days(january)));
  const auto again = stored_bundle(world.services(), world.settings, days(february)).value();
  for (const auto& [name, content] : again) CHECK(year.second.at(name) == content);
  CHECK(world.db.text("SELECT opening FROM log_entry WHERE body_root = ?", {year.open_request}).value() == "");
}

TEST_CASE("what a report shows stays as it is: no row is held or shown after its report was made") {
  World world;
  const Year year = two_periods(world);
  CHECK(hold_request(world.db, year.open_request).error().code == base::Errc::conflict);
  CHECK(show_request(world.db, year.open_request).error().code == base::Errc::conflict);
  CHECK(hold_request(world.db, year.policy).error().code == base::Errc::not_found);
  const base::Hash waiting = world.request("WR-9");
  REQUIRE(hold_request(world.db, waiting));
  REQUIRE(show_request(world.db, waiting));
  CHECK(world.db.integer("SELECT COUNT(*) FROM log_held").value() == 0);
}

TEST_CASE("one request left out of the rows or added to the totals is found by the stranger") {
  World world;
  Year year = two_periods(world);
  SUBCASE("a row is left out") { year.first["openings.jsonl"].erase(0, year.first["openings.jsonl"].find('\n') + 1); }
  SUBCASE("a total is smaller") {
    std::string& report = year.first["report.json"];
    report.replace(report.find("\"US\""), 4, "\"CA\"");
  }
  const auto found = verdict(world, {write_bundle(world, "a", year.first), write_bundle(world, "b", year.second)});
  CHECK(found.exit == verify::Exit::fails);
}

TEST_CASE("a bundle is made once, is read again from what was stored, and needs its period closed") {
  World world;
  const Year year = two_periods(world);
  const PublishOptions again{.period = days(january),
                             .published_at = at("2024-04-03T00:00:00Z"),
                             .next_report = base::parse_day("2024-09-01").value()};
  CHECK(make_bundle(world.services(), world.settings, *world.journal, again).error().code == base::Errc::conflict);
  const auto stored = stored_bundle(world.services(), world.settings, days(january)).value();
  for (const auto& [name, content] : stored) CHECK(year.first.at(name) == content);
  PublishOptions open = again;
  open.period = days("2024-03-01/2024-03-31");
  CHECK(make_bundle(world.services(), world.settings, *world.journal, open).error().code == base::Errc::not_found);
  CHECK(report_proof(world.services(), world.settings, open.period).error().code == base::Errc::not_found);
}

TEST_CASE("a report before the end of its period, one due too late and a remark that is no JSON object are refused") {
  World world;
  world.tick("2024-01-01T00:00:00Z");
  world.tick("2024-02-01T00:00:00Z", january);
  const PublishOptions good{.period = days(january),
                            .published_at = at("2024-03-01T00:00:00Z"),
                            .next_report = base::parse_day("2024-09-01").value()};
  PublishOptions options = good;
  options.published_at = at("2024-02-01T00:00:00Z");
  CHECK(make_bundle(world.services(), world.settings, *world.journal, options).error().field == "published_at");
  options = good;
  options.next_report = base::parse_day("2025-03-08").value();  // 401 days after 2024-02-01
  CHECK(make_bundle(world.services(), world.settings, *world.journal, options).error().field == "next_report");
  options = good;
  options.unverified = "[]";
  CHECK_FALSE(make_bundle(world.services(), world.settings, *world.journal, options));
  CHECK(world.db.integer("SELECT COUNT(*) FROM log_entry WHERE kind = 'report'").value() == 0);
  CHECK_FALSE(report_proof(world.services(), world.settings, days(january)).value());
  REQUIRE(make_bundle(world.services(), world.settings, *world.journal, good));
  CHECK_FALSE(report_proof(world.services(), world.settings, days(january)).value());
}

TEST_CASE("seeds are forgotten only after publication, and later bundles and receipts still open what they name") {
  World world;
  Year year = two_periods(world);
  const base::Hash waiting = world.request("WR-9");
  REQUIRE(forget_seeds(world.services(), world.settings, days(january)));
  CHECK(world.keys->find("seeds/0").error().code == base::Errc::not_found);
  REQUIRE(forget_seeds(world.services(), world.settings, days(january)));
  const auto stored = stored_bundle(world.services(), world.settings, days(february)).value();
  for (const auto& [name, content] : stored) CHECK(year.second.at(name) == content);
  CHECK_FALSE(receipts_of(world.db, *world.keys, world.disk, world.settings, "WR-1").value().at(0).opening.empty());
  world.tick("2024-04-03T00:00:00Z");
  CHECK(world.index_of(waiting) > 0);
  world.tick("2024-04-04T00:00:00Z");
  CHECK(forget_seeds(world.services(), world.settings, days("2024-03-01/2024-03-31")).error().code ==
        base::Errc::not_found);
}

TEST_CASE("an entry that waits across a close keeps its seed secret when the closed period's seeds are forgotten") {
  World world;
  world.tick("2024-01-01T00:00:00Z");
  world.clock.advance_to(at("2024-02-01T00:00:00Z"));
  const base::Hash waiting = world.request("WR-1");  // at the cut: sealed under January's key, sequenced in February
  world.tick("2024-02-01T00:00:00Z", january);
  bundle(world, january, "2024-02-01T00:00:01Z");
  world.tick("2024-02-02T00:00:00Z");
  REQUIRE(forget_seeds(world.services(), world.settings, days(january)));
  CHECK(world.db.text("SELECT seed_key FROM log_entry WHERE body_root = ?", {waiting}).value() == "seeds/32");
  CHECK_FALSE(receipts_of(world.db, *world.keys, world.disk, world.settings, "WR-1").value().at(0).opening.empty());
}

TEST_CASE("a tick that came out later than a day after its cut is listed as late") {
  World world;
  world.tick("2024-01-01T00:00:00Z");
  world.clock.advance_to(at("2024-01-12T00:00:00Z"));
  world.tick("2024-01-10T00:00:00Z");
  world.tick("2024-02-01T00:00:00Z", january);
  const Files files = bundle(world, january, "2024-02-02T00:00:00Z");
  const Report report = parse_report(files.at("report.json")).value();
  REQUIRE(report.late_ticks.size() == 1);
  CHECK(report.late_ticks[0].tick == at("2024-01-10T00:00:00Z"));
  CHECK(report.late_ticks[0].size == 32);
}

TEST_CASE("the trust policy and writ.json name the log's keys, its policies with proofs and its reports") {
  World world;
  const Year year = two_periods(world);
  const TrustPolicy policy = parse_policy(world.host, policy_file(world.services(), world.settings)).value();
  REQUIRE(policy.log("log.example/test"));
  REQUIRE(policy.promise("log.example/test"));
  CHECK(check_checkpoint(world.host, policy, world.checkpoint()).value().checkpoint.size == world.sequencer->size());
  const std::string document =
      well_known(world.services(), world.settings, {"../log/", "../policy.txt", "../policies/", "../bundles/"}).value();
  CHECK(document.find("\"bundle\": \"../bundles/2024-01-01_2024-01-31/\"") != std::string::npos);
  CHECK(document.find("\"proof\": \"../policies/telegram-2024-09.tlog-proof\"") != std::string::npos);
  CHECK(document.find("\"max_merge_delay\": 172800") != std::string::npos);
  const auto proofs = policy_proofs(world.services(), world.settings).value();
  REQUIRE(proofs.size() == 2);
  CHECK(proofs[0].first == "telegram-2018.tlog-proof");
  const Proof proof = parse_proof(proofs[0].second).value();
  const Checkpoint head = check_checkpoint(world.host, policy, proof.checkpoint).value().checkpoint;
  CHECK(verify_inclusion(world.host, proof.index, head.size, leaf_hash(world.host, entry_bytes(year.policy)),
                         proof.hashes, head.root));
}

}  // namespace
}  // namespace writ::log
