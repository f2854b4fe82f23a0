// What staff note, lists, and the approver's own reading.
#include "casework/rows.h"
#include "office.h"

using namespace writ;
using namespace writ::casework;

TEST_CASE("a note moves nothing: version, state and draft stay") {
  Office office;
  const std::string ref = office.verified();
  office.ok(office.casework.draft_decision("ann", ref));
  office.ok(office.casework.approve("bob", ref));
  const auto version = office.casework.version(ref);
  office.ok(office.casework.assign("ann", ref, "bob"));
  office.ok(office.casework.flag("ann", ref, "gag", true));
  office.ok(office.casework.comment("ann", ref, "The second page is missing."));
  office.ok(office.casework.record_call(
      "ann", ref, {.reached = true, .number = "+33 4 00", .answered_by = "a clerk", .said = "yes"}));
  office.ok(office.casework.check("ann", ref,
                                  {.item = "signatory", .result = "cannot_tell", .evidence = "not in the register"}));
  office.ok(office.casework.note_preservation("ann", ref, Casework::PreservationAct::extended));
  office.ok(office.casework.check("ann", ref, {.item = "signatory", .result = "yes", .evidence = "found after all"}));
  CHECK(*office.casework.version(ref) == *version);
  const CaseFile file = office.file(ref);
  CHECK(file.version == *version);
  CHECK(file.draft->approved_by == std::vector<std::string>{"bob"});
  CHECK(file.owner == "bob");
  CHECK(file.flags == legal::CodeSet{"gag"});
  CHECK(file.comments.back().text == "The second page is missing.");
  CHECK(file.calls.back().answered_by == "a clerk");
  REQUIRE(file.checks.size() == 1);
  CHECK(file.checks.back().result == "yes");
}

TEST_CASE("a note that says nothing is refused by field") {
  Office office;
  const std::string ref = office.received();
  CHECK(office.casework.comment("ann", ref, "").error().field == "text");
  CHECK(office.casework.flag("ann", ref, "Not A Code", true).error().field == "flag");
  CHECK(office.casework.check("ann", ref, {"signatory", "maybe", "x"}).error().field == "result");
  CHECK(office.casework.check("ann", ref, {"signatory", "yes", ""}).error().field == "evidence");
  CHECK(office.casework.record_call("ann", ref, {true, "+33", "", "said"}).error().field == "answered_by");
  CHECK(office.casework.comment("ann", "WR-2024-99999", "x").error().code == base::Errc::not_found);
}

TEST_CASE("a full disclosure is approved only by who first read the document without the drafter's answers") {
  Office office;
  const std::string ref = office.verified();
  office.ok(office.casework.draft_decision("ann", ref, {}, 5));
  CHECK(office.file(ref).draft->blind);
  const auto denied = office.casework.approve("bob", ref);
  CHECK(denied.error().code == base::Errc::denied);
  CHECK(office.casework.read_blind("ann", ref, {{"suspect_confirmed", legal::Fact::yes}}).error().code ==
        base::Errc::denied);
  office.ok(office.casework.read_blind("bob", ref, {{"suspect_confirmed", legal::Fact::no}}));
  CHECK(office.casework.read_blind("bob", ref, {{"suspect_confirmed", legal::Fact::yes}}).error().code ==
        base::Errc::conflict);
  office.ok(office.casework.approve("bob", ref));
  CHECK(office.file(ref).readings.front().facts.at("suspect_confirmed") == legal::Fact::no);
  // The drafter of what is no deviation may be one of the two, and has nothing left to read blind.
  office.ok(office.casework.approve("ann", ref));
  CHECK(office.state(ref) == State::approved);
}

TEST_CASE("a new draft voids approvals and readings") {
  Office office;
  const std::string ref = office.verified();
  office.ok(office.casework.draft_decision("ann", ref, {}, 5));
  office.ok(office.casework.read_blind("bob", ref, {{"suspect_confirmed", legal::Fact::yes}}));
  office.ok(office.casework.approve("bob", ref));
  office.ok(office.casework.verify("ann", ref, Office::confirmed()));
  CHECK_FALSE(office.file(ref).draft);
  office.ok(office.casework.draft_decision("ann", ref, {}, 5));
  CHECK(office.file(ref).draft->approved_by.empty());
  CHECK(office.file(ref).readings.empty());
  CHECK(office.casework.approve("bob", ref).error().code == base::Errc::denied);
}

TEST_CASE("a draft that is sent back leaves the case where it stood before it") {
  Office office;
  const std::string ref = office.verified();
  office.ok(office.casework.draft_decision("ann", ref));
  office.ok(office.casework.approve("bob", ref));
  CHECK(office.casework.send_back("bob", ref, "").error().field == "reason");
  office.ok(office.casework.send_back("bob", ref, "Page 3 names another account."));
  CHECK(office.state(ref) == State::verified);
  CHECK_FALSE(office.file(ref).draft);
  CHECK(office.casework.send_back("bob", ref, "again").error().code == base::Errc::conflict);
  const std::string decided = office.approved();
  office.ok(office.casework.draft_no_data("gita", decided, "{}"));
  office.ok(office.casework.send_back("bob", decided, "Look again."));
  CHECK(office.state(decided) == State::approved);
}

TEST_CASE("in an emergency one of the two who approve was not on the call") {
  Office office;
  legal::Request request = Office::request();
  request.emergency = true;
  const std::string ref = office.verified(request);
  office.confirm_emergency(ref);
  for (const char* caller : {"ann", "bob"})
    office.ok(office.casework.record_call(caller, ref, {true, "+33 4", "clerk", "danger"}));
  office.ok(office.casework.draft_decision("dora", ref));
  office.ok(office.casework.approve("ann", ref));
  CHECK(office.casework.approve("bob", ref).error().code == base::Errc::denied);
  office.ok(office.casework.approve("carl", ref));
  CHECK(office.state(ref) == State::approved);
}

TEST_CASE("an emergency gives nothing until somebody was reached, a second channel confirmed it and the least is asked") {
  Office office;
  legal::Request request = Office::request();
  request.emergency = true;
  const std::string ref = office.verified(request);
  office.ok(office.casework.draft_decision("dora", ref));
  const auto refused = [&](const char* because) {
    const auto result = office.casework.approve("bob", ref);
    REQUIRE_FALSE(result);
    CHECK(result.error().code == base::Errc::conflict);
    CHECK(result.error().rule.contains(because));
  };
  office.ok(office.casework.record_call("ina", ref, {false, "+33 4", "", "It rang for a minute."}));
  refused("nobody was reached");  // not reached is not verified
  office.ok(office.casework.record_call("ina", ref, {true, "+33 4", "clerk", "They confirm."}));
  office.ok(office.casework.check("ina", ref, {second_channel, "cannot_tell", "No answer by mail."}));
  refused("no second channel");
  office.ok(office.casework.check("ina", ref, {second_channel, "yes", "Mail from the court's own address."}));
  refused("the least that helps");
  office.ok(office.casework.check("ina", ref, {least_data, "yes", "The phone number alone would not do."}));
  office.ok(office.casework.approve("bob", ref));
  // What is established anew decides: the danger is not concrete after all.
  Verification doubtful = Office::confirmed();
  doubtful.facts[danger_fact] = legal::Fact::no;
  office.ok(office.casework.verify("ann", ref, doubtful));
  office.ok(office.casework.draft_decision("dora", ref));
  refused("concrete and imminent");
}

TEST_CASE("a case stands in the queue of its next step, and an emergency in its own until it is delivered") {
  Office office;
  CaseRows rows(office.db);
  const auto queue = [&](const std::string& ref) { return rows.find(ref)->queue; };
  const std::string ref = office.received();
  CHECK(queue(ref) == "verify");
  CHECK(rows.find(ref)->says == "unknown");
  office.ok(office.casework.ask_clarification("ann", ref, "Which account?"));
  CHECK(queue(ref) == "waiting");
  office.ok(office.casework.answer_clarification("officer", ref, "alice"));
  CHECK(queue(ref) == "answered");
  office.ok(office.casework.verify("ann", ref, Office::confirmed()));
  CHECK(queue(ref) == "decide");
  CHECK(rows.find(ref)->says == "full");
  office.ok(office.casework.draft_decision("ann", ref));
  CHECK(queue(ref) == "approve");
  office.ok(office.casework.approve("ann", ref));
  office.ok(office.casework.approve("bob", ref));
  CHECK(queue(ref) == "seal");
  office.ok(office.casework.deliver("gita", ref, Office::package()));
  CHECK(queue(ref) == "deliver");
  office.ok(office.casework.acknowledge("officer", ref));
  CHECK(queue(ref) == "ended");
  legal::Request urgent = Office::request();
  urgent.emergency = true;
  const std::string emergency = office.approved(urgent);
  CHECK(queue(emergency) == "emergency");
}

TEST_CASE("lists are by deadline, paged by key in both directions, and filtered") {
  Office office;
  CaseRows rows(office.db);
  std::vector<std::string> refs;
  for (int i = 0; i < 7; ++i) {
    legal::Request request = Office::request();
    request.country = i % 2 == 0 ? "US" : "FR";
    if (i == 6) request.instrument = "production_order";  // ten days: due first
    refs.push_back(office.received(request));
    office.clock.advance_to(office.clock.now() + std::chrono::hours(1));
  }
  const RowFilter verify{.queue = "verify"};
  const auto first = rows.page(verify, {}, 3);
  REQUIRE(first->size() == 3);
  CHECK(first->front().ref == refs[6]);
  CHECK((*first)[1].ref == refs[0]);
  const RowKey last{first->back().due_at, first->back().ref};
  const auto second = rows.page(verify, last, 3);
  CHECK(second->front().ref == refs[2]);
  const auto back = rows.page(verify, RowKey{second->front().due_at, second->front().ref}, 3, true);
  REQUIRE(back->size() == 3);
  CHECK(back->front().ref == refs[6]);
  CHECK(*rows.count({.queue = "verify", .country = "FR"}) == 3);
  CHECK(*rows.count({.agency = "example"}) == 7);
  CHECK(*rows.count({.agency = "100%"}) == 0);
  office.ok(office.casework.assign("ann", refs[1], "bob"));
  office.ok(office.casework.flag("ann", refs[1], "gag", true));
  CHECK(*rows.refs({.owner = "bob"}) == std::vector<std::string>{refs[1]});
  CHECK(*rows.count({.owner = "nobody"}) == 6);
  CHECK(*rows.refs({.flag = "gag"}) == std::vector<std::string>{refs[1]});
  CHECK(*rows.count({.flag = "ga"}) == 0);
  CHECK(*rows.count({.ref = "WR-2024-0000"}) == 7);
  const auto counts = rows.counts(office.clock.now() + std::chrono::days(20), "");
  CHECK(counts->at("verify").all == 7);
  CHECK(counts->at("verify").overdue == 1);
}

TEST_CASE("an approver's list holds only what that person may approve") {
  Office office;
  CaseRows rows(office.db);
  const std::string ref = office.verified();
  office.ok(
      office.casework.draft_decision("dora", ref, Override{{legal::CodeSet{}}, "staff_override", "Because of it."}));
  CHECK(*rows.count({.queue = "approve", .approver = "dora"}) == 0);  // a deviation of her own
  CHECK(*rows.count({.queue = "approve", .approver = "bob"}) == 1);
  const std::string other = office.verified();
  office.ok(office.casework.draft_decision("dora", other));
  office.ok(office.casework.approve("bob", other));
  CHECK(*rows.refs({.queue = "approve", .approver = "dora"}) == std::vector<std::string>{other});
  CHECK(*rows.refs({.queue = "approve", .approver = "bob"}) == std::vector<std::string>{ref});
}

TEST_CASE(
    "the lists made again from the events are the lists that were, and an erased case keeps nothing of the authority") {
  Office office;
  CaseRows rows(office.db);
  const std::string open = office.verified();
  office.ok(office.casework.flag("ann", open, "gag", true));
  const std::string gone = office.approved();
  office.ok(office.casework.deliver("gita", gone, Office::package()));
  office.ok(office.casework.erase("ann", gone));
  const auto dump = [&] {
    std::string text;
    REQUIRE(office.db.query("SELECT * FROM case_row ORDER BY ref", {}, [&](const store::Row& row) -> base::Result<> {
      for (int column = 0; column < 15; ++column) text += row.text(column) + "|";
      return {};
    }));
    return text;
  };
  const auto find = rows.find(gone);
  CHECK(find->agency.empty());
  CHECK(find->asked.empty());
  office.ok(office.casework.rebuild());
  const std::string rebuilt = dump();
  CHECK(rebuilt.find("Bureau") == rebuilt.rfind("Bureau"));
  CHECK(rows.find(open)->says == "full");
  CHECK(rows.find(open)->flags == legal::CodeSet{"gag"});
  REQUIRE(office.db.run("DELETE FROM case_row"));
  office.ok(office.casework.fill_rows());
  CHECK(dump() == rebuilt);
}
