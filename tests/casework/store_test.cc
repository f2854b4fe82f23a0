#include <set>

#include "office.h"

using namespace writ;
using namespace writ::casework;
using namespace std::chrono_literals;
using base::Errc;

TEST_CASE("references are consecutive within the year of receipt") {
  Office office;
  CHECK(office.received() == "WR-2024-00001");
  CHECK(office.received() == "WR-2024-00002");
  office.clock.advance_to(*base::parse_time("2025-01-01T00:00:00Z"));
  CHECK(office.received() == "WR-2025-00001");
  CHECK(office.casework.list({}, 2) == std::vector<std::string>{"WR-2024-00001", "WR-2024-00002"});
  CHECK(office.casework.list(State::approved, 9)->empty());
}

TEST_CASE("of a batch with one bad request nothing is kept, and the request is named") {
  Office office;
  legal::Request bad = Office::request();
  bad.country = "UK";
  const auto result = office.casework.receive("intake", {Office::request(), bad});
  REQUIRE_FALSE(result);
  CHECK(result.error().field == "requests[1].position 9");
  CHECK(office.count("case_event") == 0);
  CHECK(office.count("case_state") == 0);
  CHECK(office.count("fake_entry") == 1);  // the policy
  CHECK(office.received() == "WR-2024-00001");
}

TEST_CASE("a client that asks again with its nonce is told the earlier reference and not counted twice") {
  Office office;
  legal::Request request = Office::request();
  request.nonce = crypto::sha256("nonce");
  const std::string ref = office.received(request);
  const auto again = office.casework.receive("intake", {request});
  REQUIRE_FALSE(again);
  CHECK(again.error().code == Errc::conflict);
  CHECK(again.error().value == ref);
  legal::Request other = request;
  other.requester = crypto::sha256("another");
  CHECK(office.casework.receive("intake", {other}));
  other.nonce = crypto::sha256("second");
  CHECK(office.count("case_state") == 2);
  const auto batch = office.casework.receive("intake", {other, request});
  REQUIRE_FALSE(batch);
  CHECK(batch.error().code == Errc::conflict);
  CHECK(batch.error().field == "requests[1].nonce");
  CHECK(batch.error().value == ref);
  CHECK(office.count("case_state") == 2);
}

TEST_CASE("a nonce that stands twice in a batch is the sender's mistake: both requests are named, no case is") {
  Office office;
  legal::Request request = Office::request();
  request.nonce = crypto::sha256("nonce");
  const auto batch = office.casework.receive("intake", {request, Office::request(), request});
  REQUIRE_FALSE(batch);
  CHECK(batch.error().code == Errc::invalid);
  CHECK(batch.error().field == "requests[2].nonce");
  CHECK(batch.error().value == base::to_hex(*request.nonce));
  CHECK(batch.error().rule.find("requests[0]") != std::string::npos);
  CHECK(office.count("case_state") == 0);
  // Also where one of them is known already: what is wrong with the batch is said first.
  const std::string ref = office.received(request);
  CHECK(office.casework.receive("intake", {request, request}).error().code == Errc::invalid);
  legal::Request other = request;
  other.requester = crypto::sha256("another");
  CHECK(office.casework.receive("intake", {other, Office::request()}));
}

TEST_CASE("the request comes back exactly as it was received") {
  Office office;
  legal::Request request = Office::request();
  request.nonce = crypto::sha256("nonce");
  request.emergency = true;
  request.declared = {{"suspect_confirmed", legal::Fact::yes}};
  request.secrecy = {legal::Secrecy::Kind::ordered, "Court", base::parse_day("2024-12-31")};
  request.selectors.push_back({legal::SelectorKind::ip_address, "192.0.2.1",
                               legal::Window{base::from_unix(5), base::from_unix(9)}, std::uint16_t{443}});
  const CaseFile file = office.file(office.received(request));
  CHECK(file.request == request);
  CHECK(file.state == State::received);
  CHECK(file.events.size() == 1);
}

TEST_CASE("no personal data of users stands in the store in the clear") {
  Office office;
  legal::Request request = Office::request();
  request.selectors[0].value = "very-particular-name";
  const std::string ref = office.approved(request);
  office.ok(office.casework.deliver("gus", ref, Office::package({"@very-particular-name:example.org"})));
  REQUIRE(office.db.query("SELECT detail, coalesce(sealed, x'') FROM case_event", {},
                          [&](const store::Row& row) -> base::Result<> {
                            CHECK(row.text(0).find("very-particular") == std::string::npos);
                            CHECK(row.text(1).find("very-particular") == std::string::npos);
                            return {};
                          }));
  CHECK(office.projection().find(base::to_hex(base::view("very-particular"))) == std::string::npos);
}

TEST_CASE("erasure takes the words and leaves the counts") {
  Office office;
  const std::string ref = office.approved();
  CHECK(office.casework.erase("adm", ref).error().code == Errc::conflict);
  office.ok(office.casework.deliver("gus", ref, Office::package()));
  const auto entries = office.count("fake_entry");
  office.ok(office.casework.erase("adm", ref));
  office.ok(office.casework.erase("adm", ref));
  const CaseFile file = office.file(ref);
  CHECK(file.erased);
  CHECK(file.request == legal::Request{});
  CHECK(file.facts.empty());
  CHECK(file.decisions[0].explanation.empty());
  CHECK(file.decisions[0].outcome == "full");
  CHECK(file.users_affected == 1);
  CHECK(office.count("fake_entry") == entries);
  CHECK(office.casework.slots(ref).error().code == Errc::not_found);
  CHECK(office.casework.acknowledge("o", ref).error().code == Errc::conflict);
  const std::string before = office.projection();
  office.ok(office.casework.rebuild());
  CHECK(office.projection() == before);
}

TEST_CASE("no request is received before a policy is in force, and the one of the day of receipt decides") {
  Office office;
  std::string text = policy_text;
  text.replace(text.find("test-policy"), 11, "next-policy");
  text.replace(text.find("2024-01-01"), 10, "2024-02-01");
  const auto next = policy::Policy::parse(text, "next");
  REQUIRE(next);
  office.received();
  office.ok(office.casework.publish_policy("publisher", *next));
  CHECK(office.casework.publish_policy("publisher", *next).error().code == Errc::conflict);
  CHECK(office.casework.policy_on(*base::parse_day("2024-01-31"))->id() == "test-policy");
  CHECK(office.casework.policy_on(*base::parse_day("2024-02-01"))->id() == "next-policy");
  CHECK(office.casework.policy_on(*base::parse_day("2023-12-31")).error().code == Errc::not_found);
  CHECK(office.casework.policies()->size() == 2);
  const std::string january = office.verified();
  office.clock.advance_to(*base::parse_time("2024-02-01T00:00:00Z"));
  office.ok(office.casework.draft_decision("ann", january));
  CHECK(office.file(january).draft->policy_id == "test-policy");
  const std::string february = office.verified();
  office.ok(office.casework.draft_decision("ann", february));
  CHECK(office.file(february).draft->policy_id == "next-policy");
}

TEST_CASE("a policy does not reach back over cases that were received") {
  Office office;
  office.received();
  std::string text = policy_text;
  text.replace(text.find("test-policy"), 11, "back-policy");
  text.replace(text.find("2024-01-01"), 10, "2023-12-01");
  CHECK(office.casework.publish_policy("publisher", *policy::Policy::parse(text, "back")).error().field == "effective");
}

TEST_CASE("an unknown case and a missing person are named") {
  Office office;
  CHECK(office.casework.find("WR-2024-00009").error().code == Errc::not_found);
  CHECK(office.casework.approve("ann", "WR-2024-00009").error().value == "WR-2024-00009");
  CHECK(office.casework.receive("", {Office::request()}).error().field == "actor");
}

namespace {

base::Result<> any_call(Office& office, base::Random& random, const std::string& ref, const std::string& actor) {
  Casework& casework = office.casework;
  switch (random.below(14)) {
    case 0:
      return casework.verify(actor, ref,
                             {{{"suspect_confirmed", random.below(3) == 0 ? legal::Fact::no : legal::Fact::yes}}, {}});
    case 1:
      return casework.verify(
          actor, ref,
          {{{"suspect_confirmed", legal::Fact::yes}}, {{11, random.below(2) == 0 ? "drugs" : "hate", "coding"}}});
    case 2:
      return casework.ask_clarification(actor, ref, "?");
    case 3:
      return casework.answer_clarification(actor, ref, "!");
    case 4:
    case 5:
      return casework.draft_decision(actor, ref);
    case 6:
      return casework.draft_decision(actor, ref, Override{{{"phone_number"}}, "staff_override", "because"});
    case 7:
    case 8:
    case 9:
      return casework.approve(actor, ref);
    case 10:
      return casework.deliver(actor, ref, Office::package({"a" + std::to_string(random.below(4))}));
    case 11:
      return random.below(4) == 0 ? casework.withdraw(actor, ref, "settled") : casework.draft_no_data(actor, ref, "{}");
    case 12:
      return casework.notice(actor, ref, "given", 0);
    default:
      return random.below(8) == 0 ? casework.draft_not_authentic(actor, ref, "forged")
                                  : casework.acknowledge(actor, ref);
  }
}

/// Every hash among an entry's public values names an entry that was committed before it.
void check_references(Office& office) {
  std::set<std::string> earlier;
  REQUIRE(
      office.db.query("SELECT body_root FROM fake_entry ORDER BY id", {}, [&](const store::Row& row) -> base::Result<> {
        const log::Draft& draft = office.entry(row.hash(0));
        const std::string& kind = draft.public_values[0];
        for (const std::size_t i : kind == "decision"     ? std::vector<std::size_t>{1, 5, 7}
                                   : kind == "disclosure" ? std::vector<std::size_t>{1, 5, 6}
                                   : kind == "recode"     ? std::vector<std::size_t>{1, 5}
                                                          : std::vector<std::size_t>{}) {
          if (!draft.public_values[i].empty()) CHECK(earlier.contains(draft.public_values[i]));
        }
        earlier.insert(row.text(0));
        return {};
      }));
}

void check_case(const CaseFile& file) {
  for (const Decision& decision : file.decisions) {
    if (decision.outcome == "withdrawn") continue;
    const std::set<std::string> approvers(decision.approved_by.begin(), decision.approved_by.end());
    const bool gives = decision.outcome == "full" || decision.outcome == "partial";
    CHECK(approvers.size() == (gives ? 2 : 1));
    if (decision.deviates) CHECK_FALSE(approvers.contains(decision.drafted_by));
  }
  std::size_t giving = 0;
  for (const Decision& decision : file.decisions)
    giving += decision.outcome == "full" || decision.outcome == "partial" ? 1 : 0;
  CHECK(file.packages.size() <= giving);
}

}  // namespace

TEST_CASE("whatever people try in whatever order, the rules hold and the events tell the whole story") {
  Office office;
  base::SeededRandom random(42);
  const std::vector<std::string> people = {"ann", "bob", "cem"};
  std::vector<std::string> refs;
  for (int i = 0; i < 24; ++i) refs.push_back(office.received());
  int done = 0;
  for (int step = 0; step < 1500; ++step) {
    office.clock.advance_to(office.clock.now() + std::chrono::minutes(random.below(600)));
    const std::string& ref = refs[random.below(refs.size())];
    const std::string before = office.projection();
    const auto entries = office.count("fake_entry");
    const auto result = any_call(office, random, ref, people[random.below(3)]);
    if (result) {
      ++done;
      check_case(office.file(ref));
    } else {
      CHECK(result.error().code != Errc::corrupt);
      CHECK(office.projection() == before);
      CHECK(office.count("fake_entry") == entries);
    }
    if (step % 50 == 0) {
      const std::string live = office.projection();
      office.ok(office.casework.rebuild());
      CHECK(office.projection() == live);
    }
  }
  CHECK(done > 150);
  check_references(office);
  const std::string live = office.projection();
  office.ok(office.casework.rebuild());
  CHECK(office.projection() == live);
}
