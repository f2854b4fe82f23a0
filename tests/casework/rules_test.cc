#include <chrono>

#include "casework/deadlines.h"
#include "log/format/tree.h"
#include "office.h"

using namespace writ;
using namespace writ::casework;
using namespace std::chrono_literals;
using base::Errc;

TEST_CASE("nothing is approved by one person alone, however often that person approves") {
  Office office;
  const std::string ref = office.verified();
  office.ok(office.casework.draft_decision("ann", ref));
  office.ok(office.casework.approve("ann", ref));
  CHECK(office.casework.approve("ann", ref).error().code == Errc::denied);
  CHECK(office.state(ref) == State::drafted);
  CHECK(office.casework.deliver("eve", ref, Office::package()).error().code == Errc::conflict);
  office.ok(office.casework.approve("bob", ref));
  CHECK(office.state(ref) == State::approved);
}

TEST_CASE("who drafted a deviation cannot approve it, and two others must") {
  Office office;
  const std::string ref = office.verified();
  office.ok(office.casework.draft_decision("ann", ref, Override{{{"ip_address"}}, "human_rights", "less is enough"}));
  CHECK(office.casework.approve("ann", ref).error().code == Errc::denied);
  office.ok(office.casework.approve("bob", ref));
  CHECK(office.state(ref) == State::drafted);
  office.ok(office.casework.approve("cem", ref));
  const CaseFile file = office.file(ref);
  CHECK(file.state == State::approved);
  CHECK(file.decisions.back().outcome == "partial");
  CHECK(file.decisions.back().approved_by == std::vector<std::string>{"bob", "cem"});
  CHECK(file.decisions.back().written_ground == "less is enough");
  CHECK(file.decisions.back().policy_rule == "give");
}

TEST_CASE("a refusal needs one approval") {
  Office office;
  const std::string ref = office.received();
  office.ok(office.casework.verify("ann", ref, {{{"suspect_confirmed", legal::Fact::no}}, {}}));
  office.ok(office.casework.draft_decision("ann", ref));
  office.ok(office.casework.approve("ann", ref));
  CHECK(office.state(ref) == State::refused);
  CHECK(office.file(ref).decisions.front().ground == "suspect_not_confirmed");
}

TEST_CASE("a second draft voids the approvals of the first") {
  Office office;
  const std::string ref = office.verified();
  office.ok(office.casework.draft_decision("ann", ref));
  office.ok(office.casework.approve("bob", ref));
  office.ok(office.casework.draft_decision("ann", ref));
  CHECK(office.file(ref).draft->approved_by.empty());
  office.ok(office.casework.approve("bob", ref));
  CHECK(office.state(ref) == State::drafted);
}

TEST_CASE("the policy is not asked before its facts are established") {
  Office office;
  const std::string ref = office.received();
  CHECK(office.casework.draft_decision("ann", ref).error().code == Errc::conflict);
  office.ok(office.casework.verify("ann", ref, {}));
  const auto error = office.casework.draft_decision("ann", ref).error();
  CHECK(error.field == "facts");
  CHECK(error.value == "suspect_confirmed");
}

TEST_CASE("an override names a ground, has words for it, and gives nothing that was not asked") {
  Office office;
  const std::string ref = office.verified();
  CHECK(office.casework.draft_decision("ann", ref, Override{{{"email"}}, "human_rights", "why"}).error().field ==
        "granted[0]");
  CHECK(office.casework.draft_decision("ann", ref, Override{{{}}, "mood", "why"}).error().field == "ground");
  CHECK(office.casework.draft_decision("ann", ref, Override{{{}}, "human_rights", ""}).error().field ==
        "written_ground");
  CHECK(office.casework.draft_decision("ann", ref, Override{{}, "human_rights", "why"}).error().field == "granted");
}

TEST_CASE("the decision entry says what section 2 of the format says, and is committed when approvals are complete") {
  Office office;
  const std::string ref = office.verified();
  office.clock.advance_to(office.clock.now() + 47h);
  office.ok(office.casework.draft_decision("ann", ref));
  const std::size_t before = office.journal.drafts.size();
  office.ok(office.casework.approve("ann", ref));
  CHECK(office.journal.drafts.size() == before);
  office.ok(office.casework.approve("bob", ref));
  const CaseFile file = office.file(ref);
  const log::Draft& entry = office.entry(*file.decisions.front().entry);
  CHECK(entry.public_values[0] == "decision");
  CHECK(entry.public_values[1] == log::hash_value(file.request_entry));
  CHECK(entry.public_values[2] == "full");
  CHECK(entry.public_values[3] == "conditions_met");
  CHECK(entry.public_values[4] == "ip_address,phone_number");
  CHECK(office.entry(log::value_hash(entry.public_values[5])).public_values[0] == "policy");
  CHECK(entry.public_values[6] == "1");  // 1 to 2 January
  CHECK(entry.public_values[7].empty());
  CHECK(entry.private_values[3] == "2024-01-02T23:00:00Z");
  CHECK(entry.private_values[4] == ref);
  CHECK(entry.private_values[5] == "Example Bureau");
}

TEST_CASE("a revised decision names the one before") {
  Office office;
  const std::string ref = office.approved();
  office.ok(office.casework.draft_decision("ann", ref, Override{{{}}, "human_rights", "new facts"}));
  office.ok(office.casework.approve("bob", ref));
  const CaseFile file = office.file(ref);
  REQUIRE(file.decisions.size() == 2);
  CHECK(file.state == State::refused);
  CHECK(office.entry(*file.decisions[1].entry).public_values[7] == log::hash_value(*file.decisions[0].entry));
}

TEST_CASE("the staff's own coding is logged before the decision, asked of the policy, and chained") {
  Office office;
  legal::Request declared = Office::request();
  declared.instrument = "subpoena";
  const std::string ref = office.received(declared);
  Verification verification = Office::confirmed();
  verification.recodes = {{10, "court_order", "misdeclared"}};
  office.ok(office.casework.verify("ann", ref, verification));
  office.ok(office.casework.draft_decision("ann", ref));
  office.ok(office.casework.approve("ann", ref));
  office.ok(office.casework.approve("bob", ref));
  CHECK(office.file(ref).decisions.front().outcome == "full");
  CHECK(office.file(ref).request.instrument == "subpoena");
  verification.recodes = {{10, "subpoena", "mistaken"}};
  office.ok(office.casework.verify("ann", ref, verification));
  office.ok(office.casework.draft_decision("ann", ref));
  office.ok(office.casework.approve("ann", ref));
  std::vector<log::Draft> recodes;
  REQUIRE(office.db.query("SELECT body_root FROM fake_entry WHERE folder LIKE 'recode%' ORDER BY id", {},
                          [&](const store::Row& row) -> base::Result<> {
                            recodes.push_back(office.entry(row.hash(0)));
                            return {};
                          }));
  REQUIRE(recodes.size() == 2);
  CHECK(recodes[0].public_values[3] == "court_order");
  CHECK(recodes[0].public_values[5].empty());
  CHECK(office.entry(log::value_hash(recodes[1].public_values[5])).public_values[3] == "court_order");
}

TEST_CASE("a recode is of the vocabulary, differs, and never touches preservation") {
  Office office;
  const std::string ref = office.received();
  const auto recode = [&](int position, const char* value, const char* reason = "coding") {
    Verification verification;
    verification.recodes = {{position, value, reason}};
    return office.casework.verify("ann", ref, verification);
  };
  CHECK(recode(9, "DE").error().field == "recodes[0].position");
  CHECK(recode(11, "fraud").error().rule == "differs from what was declared");
  CHECK(recode(11, "theft").error().field == "recodes[0].value");
  CHECK(recode(10, "preservation_letter").error().rule == "a recode never leads into or out of preservation");
  CHECK(recode(12, "phone_number,ip_address").error().field == "recodes[0].value");
  CHECK(recode(11, "drugs", "Because").error().field == "recodes[0].reason");
  CHECK(recode(11, "drugs"));
}

TEST_CASE("a package executes the last decision once, and gives no more than it granted") {
  Office office;
  const std::string ref = office.approved();
  Delivered more = Office::package();
  more.disclosed = {"device"};
  CHECK(office.casework.deliver("gus", ref, more).error().field == "disclosed");
  more.disclosed = {};
  CHECK(office.casework.deliver("gus", ref, more).error().field == "disclosed");
  office.ok(office.casework.deliver("gus", ref, Office::package()));
  CHECK(office.state(ref) == State::delivered);
  CHECK(office.casework.deliver("gus", ref, Office::package()).error().code == Errc::conflict);
}

TEST_CASE("a disclosure counts accounts that no earlier package of the request had, and proves them by slots") {
  Office office;
  const std::string ref = office.approved();
  office.ok(office.casework.deliver("gus", ref, Office::package({"b", "a", "b"})));
  office.ok(office.casework.draft_decision("ann", ref));
  office.ok(office.casework.approve("ann", ref));
  office.ok(office.casework.approve("bob", ref));
  Delivered second = Office::package({"a", "c"});
  second.package_name = "package-2.tar.gpg";
  office.ok(office.casework.deliver("gus", ref, second));
  const CaseFile file = office.file(ref);
  CHECK(file.users_affected == 3);
  CHECK(file.packages == std::vector<std::string>{"package-1.tar.gpg", "package-2.tar.gpg"});
  std::vector<log::Draft> disclosures;
  std::vector<base::Hash> roots;
  REQUIRE(office.db.query("SELECT body_root FROM fake_entry WHERE folder LIKE 'disclosure%' ORDER BY id", {},
                          [&](const store::Row& row) -> base::Result<> {
                            roots.push_back(row.hash(0));
                            disclosures.push_back(office.entry(row.hash(0)));
                            return {};
                          }));
  REQUIRE(disclosures.size() == 2);
  CHECK(disclosures[0].public_values[3] == "2");
  CHECK(disclosures[1].public_values[3] == "1");
  CHECK(disclosures[0].public_values[5].empty());
  CHECK(disclosures[1].public_values[5] == log::hash_value(roots[0]));
  CHECK(disclosures[1].public_values[6] == log::hash_value(*file.decisions[1].entry));
  CHECK(disclosures[0].private_values[6] == log::hash_value(crypto::sha256("package")));
  const auto slots = office.casework.slots(ref);
  REQUIRE(slots->size() == 2);
  std::vector<base::Hash> leaves;
  for (const Slot& slot : (*slots)[0]) {
    const std::string body = std::string("writ/user/v1\0", 13) + std::string(base::text(slot.salt)) +
                             std::string("\0\0\0\1", 4) + slot.account;
    CHECK(slot.hash == log::leaf_hash(office.host, body));
    leaves.push_back(slot.hash);
  }
  CHECK(leaves[0] < leaves[1]);
  CHECK(disclosures[0].public_values[4] == log::hash_value(log::root_of(office.host, leaves)));
}

TEST_CASE("gathering that finds nothing is a second decision with one approver") {
  Office office;
  const std::string ref = office.approved();
  office.ok(office.casework.draft_no_data("gus", ref, "{}"));
  office.ok(office.casework.approve("gus", ref));
  const CaseFile file = office.file(ref);
  CHECK(file.state == State::no_data);
  CHECK(office.entry(*file.decisions[1].entry).public_values[2] == "no_data");
  CHECK(office.entry(*file.decisions[1].entry).public_values[7] == log::hash_value(*file.decisions[0].entry));
  CHECK(office.casework.draft_no_data("gus", ref, "{}").error().code == Errc::conflict);
}

TEST_CASE("a withdrawal is logged at once, and comes too late after delivery") {
  Office office;
  const std::string ref = office.received();
  CHECK(office.casework.withdraw("ann", ref, "").error().field == "reason");
  office.ok(office.casework.withdraw("ann", ref, "settled"));
  CHECK(office.state(ref) == State::withdrawn);
  CHECK(office.entry(*office.file(ref).decisions[0].entry).public_values[2] == "withdrawn");
  CHECK(office.casework.withdraw("ann", ref, "again").error().code == Errc::conflict);
  const std::string delivered = office.approved();
  office.ok(office.casework.deliver("gus", delivered, Office::package()));
  CHECK(office.casework.withdraw("ann", delivered, "late").error().code == Errc::conflict);
}

TEST_CASE("a repetition and a forgery end by one approval, a forgery by another person's") {
  Office office;
  const std::string first = office.received();
  const std::string second = office.received();
  CHECK(office.casework.draft_duplicate("ann", first, second).error().field == "earlier_ref");
  office.ok(office.casework.draft_duplicate("ann", second, first));
  office.ok(office.casework.approve("ann", second));
  CHECK(office.state(second) == State::duplicate);
  office.ok(office.casework.draft_not_authentic("ann", first, "no such bureau"));
  CHECK(office.casework.approve("ann", first).error().code == Errc::denied);
  office.ok(office.casework.approve("bob", first));
  CHECK(office.state(first) == State::not_authentic);
}

TEST_CASE("each instrument has its deadline, and an emergency eight hours") {
  const base::Time at = *base::parse_time("2024-01-01T00:00:00Z");
  CHECK(due_at("production_order", false, at) - at == 240h);
  CHECK(due_at("copo", false, at) - at == 168h);
  CHECK(due_at("court_order", false, at) - at == 720h);
  CHECK(due_at("production_order", true, at) - at == 8h);
}

TEST_CASE("the clock stands while the authority owes an answer") {
  Office office;
  const std::string ref = office.verified();
  const base::Time due = office.file(ref).due_at;
  CHECK(office.casework.due_before(due + 1s)->size() == 1);
  CHECK(office.casework.due_before(due)->empty());
  office.ok(office.casework.ask_clarification("ann", ref, "which Alice?"));
  CHECK(office.casework.due_before(due + 1s)->empty());
  CHECK(office.casework.draft_decision("ann", ref).error().code == Errc::conflict);
  office.clock.advance_to(office.clock.now() + 72h);
  office.ok(office.casework.answer_clarification("ann", ref, "that one"));
  CHECK(office.file(ref).due_at == due + 72h);
  CHECK(office.state(ref) == State::verified);
  CHECK(office.casework.answer_clarification("ann", ref, "again").error().code == Errc::conflict);
}

TEST_CASE("an authority that does not answer can be refused for it") {
  Office office;
  const std::string ref = office.received();
  office.ok(office.casework.ask_clarification("ann", ref, "which Alice?"));
  office.ok(office.casework.draft_decision("ann", ref, Override{{{}}, "clarification_unanswered", "14 days"}));
  office.ok(office.casework.approve("bob", ref));
  CHECK(office.state(ref) == State::refused);
}

TEST_CASE("users are told of packages, once for each, and no more users than were affected") {
  Office office;
  const std::string ref = office.approved();
  CHECK(office.casework.notice("gus", ref, "given", 0).error().code == Errc::conflict);
  office.ok(office.casework.deliver("gus", ref, Office::package()));
  CHECK(office.casework.notice("gus", ref, "told", 1).error().field == "state");
  CHECK(office.casework.notice("gus", ref, "given", 2).error().field == "users");
  office.ok(office.casework.notice("gus", ref, "delayed", 1));
  office.ok(office.casework.notice("gus", ref, "given", 1));
  CHECK(office.casework.notice("gus", ref, "given", 1).error().code == Errc::conflict);
  office.ok(office.casework.acknowledge("o", ref));
  CHECK(office.casework.acknowledge("o", ref).error().code == Errc::conflict);
}
