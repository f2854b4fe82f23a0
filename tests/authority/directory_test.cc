#include "authority/directory.h"

#include <doctest/doctest.h>

using namespace writ;
using authority::Directory;
using authority::Entry;

namespace {

struct Shelf {
  store::Db db = store::Db::in_memory();
  base::ManualClock clock{*base::parse_time("2026-03-02T09:00:00Z")};
  base::OsRandom random;
  Directory directory{db, clock, random};
  Shelf() { REQUIRE(store::migrate(db, authority::migrations())); }
};

Entry lyon() {
  return {.name = "Police of Lyon",
          .country = "FR",
          .number = "+33472000000",
          .mailbox_domain = "police.example",
          .source = "The ministry's public list",
          .checked = *base::parse_day("2026-03-01")};
}

}  // namespace

TEST_CASE("an authority is found by its name in either case, or by the domain of the officer's mailbox") {
  Shelf shelf;
  const auto id = shelf.directory.add(lyon(), "ines");
  REQUIRE(id);
  const auto found = [&](const char* country, const char* agency, const char* mailbox) {
    const auto entries = shelf.directory.of_requester(country, agency, mailbox);
    REQUIRE(entries);
    return entries->size();
  };
  CHECK(found("FR", "POLICE of lyon", "") == 1);
  CHECK(found("FR", "Brigade", "a@lyon.police.example") == 1);
  CHECK(found("FR", "Brigade", "a@police.example") == 1);
  CHECK(found("FR", "Brigade", "a@fakepolice.example") == 0);
  CHECK(found("FR", "Brigade", "") == 0);
  CHECK(found("BE", "Police of Lyon", "a@police.example") == 0);
  CHECK(shelf.directory.find(*id)->checked == *base::parse_day("2026-03-01"));
}

TEST_CASE("an entry says where its number was found and when, and its number is one") {
  Shelf shelf;
  const auto field = [&](auto change) {
    Entry entry = lyon();
    change(entry);
    return shelf.directory.add(entry, "ines").error().field;
  };
  CHECK(field([](Entry& one) { one.source.clear(); }) == "source");
  CHECK(field([](Entry& one) { one.number = "04 72 00"; }) == "number");
  CHECK(field([](Entry& one) { one.number = "+123456"; }) == "number");
  CHECK(field([](Entry& one) { one.number = "+1234567890123456"; }) == "number");
  CHECK(field([](Entry& one) { one.country = "UK"; }) == "country");
  CHECK(field([](Entry& one) { one.name.clear(); }) == "name");
  CHECK(field([](Entry& one) { one.mailbox_domain = "Police.example"; }) == "mailbox_domain");
  CHECK(field([](Entry& one) { one.checked = *base::parse_day("2026-03-03"); }) == "checked");
}

TEST_CASE("a number that is out of use is offered no more, and its authority can have a new entry") {
  Shelf shelf;
  const auto id = shelf.directory.add(lyon(), "ines");
  REQUIRE(id);
  Entry again = lyon();
  again.name = "police of lyon";
  CHECK(shelf.directory.add(again, "ines").error().code == base::Errc::conflict);
  CHECK(shelf.directory.take_out_of_use(*id, "", "ines").error().field == "out_of_use");
  REQUIRE(shelf.directory.take_out_of_use(*id, "Nobody answers any more", "ines"));
  CHECK(shelf.directory.of_requester("FR", "Police of Lyon", "a@police.example")->empty());
  REQUIRE(shelf.directory.add(again, "ines"));
  CHECK(shelf.directory.list(10)->size() == 2);
}

TEST_CASE("a changed entry keeps its name and country") {
  Shelf shelf;
  const auto id = shelf.directory.add(lyon(), "ines");
  REQUIRE(id);
  Entry changed = lyon();
  changed.id = *id;
  changed.name = "Somebody else";
  changed.country = "BE";
  changed.number = "+33472000001";
  REQUIRE(shelf.directory.change(changed, "ada"));
  const auto now = shelf.directory.find(*id);
  CHECK(now->name == "Police of Lyon");
  CHECK(now->country == "FR");
  CHECK(now->number == "+33472000001");
  CHECK(now->entered_by == "ada");
}
