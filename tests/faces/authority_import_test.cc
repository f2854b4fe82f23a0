// A list of authorities in the directory: all of it or nothing, and seen at the desk.
#include "app/authority_file.h"
#include "portal.h"

using namespace writ;
using namespace writ::faces;

namespace {

const std::string head = "name,country,number,mailbox_domain,source,checked\n";

auto imports(Office& office, const std::string& lines, bool update = false,
             const std::string& who = demo::intake_email) {
  const auto rows = app::parse_authorities(head + lines);
  REQUIRE(rows);
  return app::import_authorities(*office.deployment, person(office, who), *rows, update);
}

std::size_t entries(Office& office) {
  return authority::Directory(office.deployment->db, office.clock, office.random).list(1000)->size();
}

}  // namespace

TEST_CASE("an imported list stands in the directory, with who imported it in the audit, and can be read again") {
  Office office("imported");
  const std::string lines =
      "TEST Lyon,FR,04 99 00 12 34,lyon.example,List,2026-03-01\nTEST Ghent,BE,+3225550123,,List,2026-03-01\n";
  const auto first = imports(office, lines);
  REQUIRE(first);
  CHECK(first->added == 2);
  const auto again = imports(office, lines);
  REQUIRE(again);
  CHECK(again->added == 0);
  CHECK(again->unchanged == 2);
  Browser auditor(office);
  auditor.sign_in(demo::first_administrator_email);
  CHECK(says(auditor.get("/desk/authorities"), "TEST Lyon"));
  CHECK(says(auditor.get("/desk/audit"), "2 new, 0 changed"));
}

TEST_CASE("one wrong line, and nothing of the list is imported or changed") {
  Office office("not-imported");
  REQUIRE(imports(office, "TEST Lyon,FR,+33499001234,,List,2026-03-01\n"));
  const std::string other = "TEST Ghent,BE,+3225550123,,List,2026-03-01\nTEST Lyon,FR,+33499001235,,List,2026-03-01\n";
  const auto clash = imports(office, other);
  REQUIRE_FALSE(clash);
  REQUIRE(clash.error().size() == 1);
  CHECK(clash.error()[0].line == 3);
  CHECK(clash.error()[0].error.rule.find("--update") != std::string::npos);
  CHECK(entries(office) == 1);
  const auto future = imports(office, other + "TEST Metz,FR,+33499001236,,List,2026-03-03\n", true);
  REQUIRE_FALSE(future);
  CHECK(future.error()[0].error.field == "checked");
  CHECK(entries(office) == 1);

  const auto changed = imports(office, other, true);
  REQUIRE(changed);
  CHECK(changed->changed == 1);
  const authority::Directory directory(office.deployment->db, office.clock, office.random);
  CHECK(directory.of_requester("FR", "TEST Lyon", "")->front().number == "+33499001235");
}

TEST_CASE("only those who keep the directory import into it") {
  Office office("import-denied");
  const auto denied = imports(office, "TEST Lyon,FR,+33499001234,,List,2026-03-01\n", false, demo::decider_email);
  REQUIRE_FALSE(denied);
  CHECK(denied.error()[0].error.code == base::Errc::denied);
  CHECK(entries(office) == 0);
}
