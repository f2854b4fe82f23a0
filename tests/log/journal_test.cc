#include "log/journal.h"

#include "log/format/opening.h"
#include "log/format/proof.h"
#include "log/rows.h"
#include "world.h"

namespace writ::log {
namespace {

TEST_CASE("the promise is a note of its own key over the entry that its opening recomputes to") {
  World world;
  REQUIRE(world.keys->create("case/WR-1"));
  Values hidden = world.of_case("WR-1");
  hidden[0] = hash_value(hash_of('k'));
  hidden[2] = hash_value(hash_of('d'));
  hidden[5] = "A \"quoted\" agency";
  const Committed committed =
      world.journal
          ->commit(world.db, "WR-1", "",
                   {{"request", "DE", "court_order", "not_stated", "", "0", "stored", "1"}, hidden})
          .value();

  const Note note = parse_note(committed.promise).value();
  const Promise promise = parse_promise(note.text).value();
  CHECK(promise.origin == "log.example/test");
  CHECK(promise.body_root == committed.body_root);
  CHECK(promise.time == at("2024-01-01T00:00:00Z"));
  const VerifierKey key =
      make_key(world.host, "log.example/test/promise", SignatureType::ed25519, world.promise_key.public_key());
  CHECK(check_signature(world.host, key, note.text, note.lines.at(0)));
  const VerifierKey log_key =
      make_key(world.host, "log.example/test", SignatureType::ed25519, world.log_key.public_key());
  CHECK_FALSE(is_by(note.lines.at(0), log_key));

  const ReceiptOpening opening = parse_receipt_opening(world.host, committed.promise_opening).value();
  CHECK_FALSE(opening.index);
  CHECK(opening.private_values[5] == "A \"quoted\" agency");
  CHECK(receipt_body_root(world.host, opening) == committed.body_root);
}

TEST_CASE("an entry goes with the caller's transaction, also when that is rolled back") {
  World world;
  REQUIRE(world.keys->create("case/WR-1"));
  const auto undone = world.db.transaction([&]() -> base::Result<> {
    world.request("WR-1");
    return base::invalid("event", "", "the case refuses");
  });
  CHECK_FALSE(undone);
  CHECK(world.db.integer("SELECT COUNT(*) FROM log_entry").value() == 0);
  REQUIRE(world.db.transaction([&]() -> base::Result<> {
    world.request("WR-1");
    return {};
  }));
  CHECK(world.db.integer("SELECT COUNT(*) FROM log_entry").value() == 1);
}

TEST_CASE("a value outside the grammar is refused by position and rule, and a case without a key has no entry") {
  World world;
  Values hidden = world.of_case("WR-1");
  hidden[0] = hash_value(hash_of('k'));
  hidden[2] = hash_value(hash_of('d'));
  const Draft greece{{"request", "EL", "court_order", "fraud", "", "0", "stored", "1"}, hidden};
  const auto refused = world.journal->commit(world.db, "WR-1", "", greece);
  CHECK(refused.error().code == base::Errc::invalid);
  CHECK(refused.error().field == "position 9");
  CHECK(refused.error().value == "EL");
  Draft good = greece;
  good.public_values[1] = "GR";
  CHECK(world.journal->commit(world.db, "WR-1", "", good).error().code == base::Errc::not_found);
  CHECK(world.db.integer("SELECT COUNT(*) FROM log_entry").value() == 0);
}

TEST_CASE("nothing of a case can be read in the store without its key") {
  World world;
  world.request("WR-1");
  REQUIRE(world.db.run("PRAGMA wal_checkpoint(TRUNCATE)"));
  const std::string bytes = slurp(world.folder.path / "writ.db");
  CHECK(bytes.find("court_order") != std::string::npos);  // public half
  CHECK(bytes.find("Polizei") == std::string::npos);
  CHECK(bytes.find(hash_value(hash_of('k'))) == std::string::npos);
  REQUIRE(world.keys->destroy("case/WR-1"));
  const auto receipts = receipts_of(world.db, *world.keys, world.disk, world.settings, "WR-1").value();
  CHECK(receipts.at(0).promise_opening.empty());
  CHECK_FALSE(receipts.at(0).promise.empty());
}

TEST_CASE("a clock that was set back puts no entry before a cut that is over") {
  World world;
  world.tick("2024-01-02T00:00:00Z");
  base::ManualClock back(at("2024-01-01T12:00:00Z"));
  Services services{world.db, world.disk,   *world.keys, world.log_key,    world.promise_key,
                    back,     world.random, world.host,  world.no_cosigner};
  auto journal = make_journal(services, world.settings).value();
  const auto committed =
      journal->commit(world.db, "", "", {{"policy", "p", hash_value(hash_of('p')), "2024-03-01", "", "", "", ""}, {}})
          .value();
  CHECK(parse_promise(parse_note(committed.promise).value().text).value().time == at("2024-01-02T00:00:00Z"));
}

/// Everything that a requester checks of one event, through the format's functions only.
void check_receipt(const World& world, const Receipt& receipt, std::string_view kind) {
  const Proof proof = parse_proof(receipt.proof).value();
  const ReceiptOpening opening = parse_receipt_opening(world.host, receipt.opening).value();
  CHECK(opening.index == proof.index);
  CHECK(opening.public_values[0] == kind);
  const base::Hash root = receipt_body_root(world.host, opening);
  const Note note = parse_note(proof.checkpoint).value();
  const VerifierKey key = make_key(world.host, "log.example/test", SignatureType::ed25519, world.log_key.public_key());
  CHECK(check_signature(world.host, key, note.text, note.lines.at(0)));
  const Checkpoint head = parse_checkpoint(note.text).value();
  CHECK(verify_inclusion(world.host, proof.index, head.size, leaf_hash(world.host, entry_bytes(root)), proof.hashes,
                         head.root));
  CHECK(parse_promise(parse_note(receipt.promise).value().text).value().body_root == root);
  CHECK(receipt_body_root(world.host, parse_receipt_opening(world.host, receipt.promise_opening).value()) == root);
}

TEST_CASE("every event of a case has a receipt that verifies from its tick on, also under a log that has grown") {
  World world;
  const base::Hash policy = world.policy("telegram-2018", "2018-08-28");
  world.tick("2024-01-02T00:00:00Z");
  const base::Hash request = world.request("WR-1");
  auto receipts = receipts_of(world.db, *world.keys, world.disk, world.settings, "WR-1").value();
  REQUIRE(receipts.size() == 1);
  CHECK(receipts[0].proof.empty());
  CHECK(receipts[0].opening.empty());
  world.recode("WR-1", request, 11, "fraud");
  const base::Hash decision = world.decision("WR-1", request, policy);
  world.disclosure("WR-1", request, decision, 2);
  world.notice("WR-1", request);
  world.tick("2024-01-03T00:00:00Z");
  for (int day = 4; day < 30; ++day)
    world.tick(
        (day < 10 ? "2024-01-0" + std::to_string(day) + "T00:00:00Z" : "2024-01-" + std::to_string(day) + "T00:00:00Z")
            .c_str());
  REQUIRE(world.sequencer->size() > 256);
  receipts = receipts_of(world.db, *world.keys, world.disk, world.settings, "WR-1").value();
  REQUIRE(receipts.size() == 4);
  const std::pair<const char*, const char*> expected[] = {
      {"", "request"}, {"decision-1", "decision"}, {"disclosure-1", "disclosure"}, {"notice-1", "notice"}};
  for (std::size_t i = 0; i < 4; ++i) {
    CHECK(receipts[i].folder == expected[i].first);
    check_receipt(world, receipts[i], expected[i].second);
  }
  CHECK(receipts_of(world.db, *world.keys, world.disk, world.settings, "WR-2").error().code == base::Errc::not_found);
}

}  // namespace
}  // namespace writ::log
