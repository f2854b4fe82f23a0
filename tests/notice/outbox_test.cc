#include "notice/outbox.h"

#include <doctest/doctest.h>

#include <unistd.h>

#include <filesystem>

namespace writ::notice {

namespace {

base::Time at(std::string_view text) { return *base::parse_time(text); }

struct Carrier final : MailTransport {
  std::vector<Mail> taken;
  bool reached = true;
  bool works = true;
  base::Result<> send(const Mail& mail) override {
    if (!reached) return base::fail(base::Errc::unavailable, "mail server", "", "connection refused");
    if (!works) return base::fail(base::Errc::denied, "to", mail.to, "mailbox full");
    taken.push_back(mail);
    return {};
  }
};

struct Office {
  store::Db db = store::Db::in_memory();
  base::ManualClock clock{at("2024-10-02T09:30:00Z")};
  Outbox outbox{db, clock};
  Carrier carrier;
  Office() { REQUIRE(store::migrate(db, migrations())); }

  Plan record(std::vector<Gag> gags = {}, const std::string& instrument = "court_order") {
    const Situation situation{.instrument = instrument,
                              .promised = true,
                              .asked = {true, "please"},
                              .gags = std::move(gags),
                              .delivered_at = clock.now()};
    const Plan plan = *decide_notice(situation);
    REQUIRE(outbox.record("WR-1", situation, plan));
    return plan;
  }
  base::Result<> queue(const std::string& id = "WR-1-user-1") {
    return outbox.queue({id, "WR-1", "alice@mail.example", {"A notice", "body\n"}});
  }
  Delivery deliver() { return *outbox.deliver_due(carrier, "notices@messenger.example"); }
};

Gag until(std::string_view end) {
  return {Gag::Kind::court_order,       "District Court", at("2024-09-01T00:00:00Z"), at(end), "flight",
          base::parse_day("2024-12-01")};
}

}  // namespace

TEST_CASE("a notice that is due goes out once, and then the store holds neither address nor text") {
  Office office;
  office.record();
  REQUIRE(office.queue());
  const Delivery delivery = office.deliver();
  REQUIRE(delivery.sent.size() == 1);
  CHECK(delivery.sent[0].case_ref == "WR-1");
  CHECK(office.carrier.taken[0].to == "alice@mail.example");
  CHECK(office.deliver().sent.empty());
  CHECK(*office.db.integer("SELECT COUNT(*) FROM notice_outbox WHERE address IS NULL AND subject IS NULL AND body IS "
                           "NULL AND state = 'sent'") == 1);
}

TEST_CASE("a notice under a gag waits until the day after, and longer if the gag is extended") {
  Office office;
  office.record({until("2025-01-01T05:00:00Z")});
  REQUIRE(office.queue());
  office.clock.advance_to(at("2025-01-01T23:59:59Z"));
  CHECK(office.deliver().sent.empty());
  office.record({until("2025-03-01T00:00:00Z")});
  office.clock.advance_to(at("2025-02-28T23:59:59Z"));
  CHECK(office.deliver().sent.empty());
  office.clock.advance_to(at("2025-03-01T00:00:00Z"));
  CHECK(office.deliver().sent.size() == 1);
}

TEST_CASE("a gag stops a notice even where its row says it is due") {
  Office office;
  office.record({until("2025-01-01T05:00:00Z")});
  REQUIRE(office.queue());
  REQUIRE(office.db.run("UPDATE notice_outbox SET due_at = 0"));
  CHECK(office.deliver().sent.empty());
  CHECK(*office.outbox.waiting() == 1);
}

TEST_CASE("on a European order nothing can be queued and nothing is sent") {
  Office office;
  office.record({}, "production_order");
  const auto queued = office.queue();
  REQUIRE_FALSE(queued);
  CHECK(queued.error().code == base::Errc::denied);
  office.clock.advance_to(at("2030-01-01T00:00:00Z"));
  CHECK(office.deliver().sent.empty());
}

TEST_CASE("what was asked is kept apart from what binds") {
  Office office;
  const Gag gag = until("2025-01-01T05:00:00Z");
  const Plan plan = office.record({gag});
  const Outbox::Recorded recorded = *office.outbox.find("WR-1");
  CHECK(recorded.asked == Asked{true, "please"});
  CHECK(recorded.gags == std::vector<Gag>{gag});
  CHECK(recorded.duty == Duty::must_not_yet);
  CHECK(recorded.due_at == plan.due_at);
  CHECK(office.outbox.find("WR-2").error().code == base::Errc::not_found);
}

TEST_CASE(
    "mail that is refused is tried again later, and given up after ten attempts without naming the user") {
  Office office;
  office.record();
  REQUIRE(office.queue());
  office.carrier.works = false;
  CHECK(office.deliver().postponed == 1);
  CHECK(office.deliver().postponed == 0);
  std::size_t given_up = 0;
  for (int hours = 0; hours < 24 * 10; ++hours) {
    office.clock.advance_to(office.clock.now() + std::chrono::hours(1));
    given_up += office.deliver().given_up;
  }
  CHECK(given_up == 1);
  CHECK(*office.db.text("SELECT last_error FROM notice_outbox") == "mailbox full");
  office.carrier.works = true;
  CHECK(office.deliver().sent.empty());
}

TEST_CASE("while the mail server cannot be reached every notice waits, however long, and none is given up") {
  Office office;
  office.record();
  REQUIRE(office.queue("WR-1-user-1"));
  REQUIRE(office.queue("WR-1-user-2"));
  office.carrier.reached = false;
  for (int day = 0; day < 60; ++day) {
    office.clock.advance_to(office.clock.now() + std::chrono::days(1));
    const Delivery delivery = office.deliver();
    CHECK(delivery.stopped);
    CHECK(delivery.given_up + delivery.postponed + delivery.sent.size() == 0);
  }
  CHECK(*office.outbox.next_due() < office.clock.now());
  office.carrier.reached = true;
  CHECK(office.deliver().sent.size() == 2);
  CHECK_FALSE(office.outbox.next_due()->has_value());
}

TEST_CASE("a notice is queued once, for a case with a plan, to one mailbox") {
  Office office;
  CHECK(office.queue().error().code == base::Errc::not_found);
  office.record();
  REQUIRE(office.queue());
  CHECK(office.queue().error().code == base::Errc::conflict);
  const auto bad_id = office.outbox.queue({"../x", "WR-1", "a@b.example", {"s", ""}});
  CHECK(bad_id.error().field == "id");
  const auto injected = office.outbox.queue({"x", "WR-1", "a@b.example\nBcc: c@d.example", {"s", ""}});
  CHECK(injected.error().field == "address");
  CHECK(injected.error().value.empty());
  CHECK(office.outbox.queue({"x", "WR-1", "a@b.example", {"s\nBcc: c", ""}}).error().field == "subject");
}

TEST_CASE("forgetting a case leaves no row of it") {
  Office office;
  office.record({until("2025-01-01T05:00:00Z")});
  REQUIRE(office.queue());
  REQUIRE(office.outbox.forget("WR-1"));
  for (const char* table : {"notice_plan", "notice_gag", "notice_outbox"}) {
    CHECK(*office.db.integer(std::string("SELECT COUNT(*) FROM ") + table) == 0);
  }
}

TEST_CASE("a mail is a file that a mail reader opens, with the record clock's date") {
  const base::Path folder = std::filesystem::temp_directory_path() / ("writ-notice-" + std::to_string(getpid()));
  base::DiskFiles files;
  FolderTransport transport(files, folder);
  REQUIRE(transport.send({"WR-1-user-1", "notices@messenger.example", "alice@mail.example", at("2024-10-02T09:30:00Z"),
                          "A notice", "a\nb\n"}));
  CHECK(*files.read(folder / "WR-1-user-1.eml", 10'000) ==
        "Date: Wed, 2 Oct 2024 09:30:00 +0000\r\nFrom: <notices@messenger.example>\r\nTo: <alice@mail.example>\r\n"
        "Subject: A notice\r\nMessage-ID: <WR-1-user-1@messenger.example>\r\nAuto-Submitted: auto-generated\r\n"
        "MIME-Version: 1.0\r\nContent-Type: text/plain; charset=utf-8\r\nContent-Transfer-Encoding: "
        "8bit\r\n\r\na\r\nb\r\n");
  std::filesystem::remove_all(folder);
}

}  // namespace writ::notice
