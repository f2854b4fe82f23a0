// Rows that the law forbids to show: two people, before the report, and never beside an entry that tells them.
#include "casework/hold.h"

#include "casework/rows.h"
#include "office.h"

using namespace writ;
using namespace writ::casework;

namespace {

constexpr const char* law = "50 USC 3511(b)";
constexpr const char* why = "The letter's non-disclosure order covers that it exists.";

}  // namespace

TEST_CASE("a row is held when one person asks and another agrees, and both stand in the history") {
  Office office;
  const std::string ref = office.received();
  const base::Hash request = office.file(ref).request_entry;
  const auto version = office.file(ref).version;
  office.ok(office.casework.ask_hold("ann", ref, law, why));
  CHECK(office.journal.held.empty());
  CHECK(CaseRows(office.db).refs({.flag = hold_asked_flag}).value() == std::vector<std::string>{ref});
  CHECK(office.casework.agree_hold("ann", ref).error().code == base::Errc::denied);
  office.ok(office.casework.agree_hold("bob", ref));
  CHECK(office.journal.held.contains(request));
  CHECK(office.casework.agree_hold("eve", ref).error().code == base::Errc::conflict);
  CHECK(CaseRows(office.db).refs({.flag = held_flag}).value() == std::vector<std::string>{ref});
  const CaseFile file = office.file(ref);
  REQUIRE(file.hold);
  CHECK(file.hold->law == law);
  CHECK(file.hold->asked_by == "ann");
  CHECK(file.hold->agreed_by == "bob");
  CHECK(file.comments.back().text == why);
  CHECK(file.version == version);
}

TEST_CASE("a hold is lifted with a reason, and can be asked again") {
  Office office;
  const std::string ref = office.received();
  CHECK(office.casework.lift_hold("ann", ref, "none").error().code == base::Errc::conflict);
  office.ok(office.casework.ask_hold("ann", ref, law, why));
  office.ok(office.casework.agree_hold("bob", ref));
  CHECK(office.casework.lift_hold("bob", ref, "").error().field == "words");
  office.ok(office.casework.lift_hold("bob", ref, "The order was lifted."));
  CHECK(office.journal.held.empty());
  CHECK_FALSE(office.file(ref).hold);
  office.ok(office.casework.ask_hold("bob", ref, law, why));
  CHECK(office.casework.ask_hold("ann", ref, law, why).error().code == base::Errc::conflict);
}

TEST_CASE("nothing is held or lifted once the report of its period was made") {
  Office office;
  const std::string open = office.received(), held = office.received();
  office.ok(office.casework.ask_hold("ann", held, law, why));
  office.ok(office.casework.agree_hold("bob", held));
  for (const auto& ref : {open, held}) office.journal.reported.insert(office.file(ref).request_entry);
  CHECK(office.casework.ask_hold("ann", open, law, why).error().code == base::Errc::conflict);
  CHECK(office.casework.lift_hold("bob", held, "too late").error().code == base::Errc::conflict);
  CHECK(office.file(held).hold);
}

TEST_CASE("the instrument of a held request is not recoded, and a request whose instrument was recoded is not held") {
  Office office;
  const Verification recoded{{{"suspect_confirmed", legal::Fact::yes}}, {{10, "subpoena", "staff_coding"}}};
  const std::string held = office.received();
  office.ok(office.casework.ask_hold("ann", held, law, why));
  CHECK(office.casework.verify("ann", held, recoded).error().field == "recodes[0].position");
  const std::string other = office.received();
  office.ok(office.casework.verify("ann", other, recoded));
  CHECK(office.casework.ask_hold("ann", other, law, why).error().code == base::Errc::conflict);
}

TEST_CASE("the marks of a held row are nobody's own flags, and survive a rebuild") {
  Office office;
  const std::string ref = office.received();
  CHECK(office.casework.flag("ann", ref, held_flag, true).error().field == "flag");
  office.ok(office.casework.ask_hold("ann", ref, law, why));
  office.ok(office.casework.agree_hold("bob", ref));
  office.ok(office.casework.rebuild());
  CHECK(office.file(ref).hold->agreed_by == "bob");
  CHECK(CaseRows(office.db).refs({.flag = held_flag}).value() == std::vector<std::string>{ref});
  CHECK(office.casework.ask_hold("ann", ref, "", why).error().field == "law");
}
