#include "notice/outbox.h"

#include <algorithm>

namespace writ::notice {

namespace {

constexpr std::int64_t attempts_max = 10;  // over about four days, as RFC 5321 section 4.5.4.1 asks of mailers
constexpr std::int64_t retry_first_s = 3600;
constexpr std::int64_t retry_doublings_max = 4;
constexpr std::size_t address_bytes_max = 254;  // RFC 5321 section 4.5.3.1.3, less the angle brackets
constexpr std::size_t id_bytes_max = 120;       // with ".eml" a file name

bool is_id(std::string_view id) {
  return !id.empty() && id.size() <= id_bytes_max && id.front() != '.' && std::all_of(id.begin(), id.end(), [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' || c == '.';
  });
}

base::Result<> check(const Queued& notice) {
  if (!is_id(notice.id)) return base::invalid("id", notice.id, "1 to 120 letters, digits, hyphens and dots");
  // The value stays out of the error: it is the user's.
  if (!is_mail_address(notice.address)) return base::invalid("address", "", "must be one mail address");
  const bool one_line = std::all_of(notice.message.subject.begin(), notice.message.subject.end(),
                                    [](char c) { return static_cast<unsigned char>(c) >= 0x20 && c != 0x7f; });
  if (!one_line || notice.message.subject.empty()) {
    return base::invalid("subject", notice.message.subject, "must be one line of printable characters");
  }
  return {};
}

std::optional<std::int64_t> seconds(const std::optional<base::Time>& time) {
  if (!time) return std::nullopt;
  return base::unix_seconds(*time);
}

std::optional<base::Time> time_of(const std::optional<std::int64_t>& seconds) {
  if (!seconds) return std::nullopt;
  return base::from_unix(*seconds);
}

}  // namespace

bool is_mail_address(std::string_view address) {
  const std::size_t at = address.rfind('@');
  return at != std::string_view::npos && at > 0 && at + 1 < address.size() && address.size() <= address_bytes_max &&
         std::all_of(address.begin(), address.end(), [](char c) {
           return static_cast<unsigned char>(c) > 0x20 && c != 0x7f && c != '<' && c != '>' && c != ',';
         });
}

struct Outbox::Row {
  std::string id;
  std::string case_ref;
  std::string address;
  Message message;
  std::int64_t attempts = 0;
};

std::vector<store::Migration> migrations() {
  return {{"notice-001", R"sql(
CREATE TABLE notice_plan(
  case_ref TEXT PRIMARY KEY, recorded_at INTEGER NOT NULL, asked_secrecy INTEGER NOT NULL, asked_words TEXT NOT NULL,
  duty TEXT NOT NULL, due_at INTEGER, reason TEXT NOT NULL) STRICT;
CREATE TABLE notice_gag(
  case_ref TEXT NOT NULL, position INTEGER NOT NULL, kind TEXT NOT NULL, court TEXT NOT NULL,
  starts_at INTEGER NOT NULL, ends_at INTEGER, reason TEXT NOT NULL, review_on TEXT, PRIMARY KEY(case_ref, position)) STRICT;
CREATE TABLE notice_outbox(
  id TEXT PRIMARY KEY, case_ref TEXT NOT NULL,
  state TEXT NOT NULL CHECK(state IN ('waiting', 'sent', 'failed')), due_at INTEGER, attempts INTEGER NOT NULL, address TEXT, subject TEXT, body TEXT, last_error TEXT, sent_at INTEGER) STRICT;
CREATE INDEX notice_outbox_due ON notice_outbox(state, due_at);
CREATE INDEX notice_outbox_case ON notice_outbox(case_ref);
)sql"}};
}

base::Result<> Outbox::record(const std::string& case_ref, const Situation& situation, const Plan& plan) {
  return db_.transaction([&]() -> base::Result<> {
    TRY_VOID(
        db_.run("INSERT INTO notice_plan(case_ref, recorded_at, asked_secrecy, asked_words, duty, due_at, reason) "
                "VALUES(?, ?, ?, ?, ?, ?, ?) ON CONFLICT(case_ref) DO UPDATE SET recorded_at = excluded.recorded_at, "
                "asked_secrecy = excluded.asked_secrecy, asked_words = excluded.asked_words, duty = excluded.duty, "
                "due_at = excluded.due_at, reason = excluded.reason",
                {case_ref, base::unix_seconds(clock_.now()), situation.asked.secrecy, situation.asked.words,
                 name_of(plan.duty), seconds(plan.due_at), plan.reason}));
    TRY_VOID(db_.run("DELETE FROM notice_gag WHERE case_ref = ?", {case_ref}));
    int position = 0;
    for (const Gag& gag : situation.gags) {
      const std::optional<std::string> review =
          gag.review ? std::optional(base::format_day(*gag.review)) : std::nullopt;
      TRY_VOID(db_.run("INSERT INTO notice_gag VALUES(?, ?, ?, ?, ?, ?, ?, ?)",
                       {case_ref, position++, name_of(gag.kind), gag.court, base::unix_seconds(gag.start),
                        seconds(gag.end), gag.reason, review}));
    }
    return db_.run("UPDATE notice_outbox SET due_at = ? WHERE case_ref = ? AND state = 'waiting'",
                   {seconds(plan.due_at), case_ref});
  });
}

base::Result<Outbox::Recorded> Outbox::find(const std::string& case_ref) const {
  std::optional<Recorded> recorded;
  TRY_VOID(db_.query("SELECT asked_secrecy, asked_words, duty, due_at, reason FROM notice_plan WHERE case_ref = ?",
                     {case_ref}, [&](const store::Row& row) -> base::Result<> {
                       const auto duty = duty_of(row.text(2));
                       if (!duty)
                         return base::fail(base::Errc::corrupt, "notice_plan.duty", row.text(2), "is none of the four");
                       recorded = Recorded{
                           {row.integer(0) != 0, row.text(1)}, {}, *duty, time_of(row.integer_or_null(3)), row.text(4)};
                       return {};
                     }));
  if (!recorded) return base::fail(base::Errc::not_found, "case_ref", case_ref, "no plan of notice was recorded");
  TRY_VOID(db_.query(
      "SELECT kind, court, starts_at, ends_at, reason, review_on FROM notice_gag WHERE case_ref = ? ORDER BY position",
      {case_ref}, [&](const store::Row& row) -> base::Result<> {
        const auto kind = gag_kind(row.text(0));
        if (!kind) return base::fail(base::Errc::corrupt, "notice_gag.kind", row.text(0), "is not a kind of gag");
        const auto review = row.text_or_null(5);
        recorded->gags.push_back({*kind, row.text(1), base::from_unix(row.integer(2)), time_of(row.integer_or_null(3)),
                                  row.text(4), review ? base::parse_day(*review) : std::nullopt});
        return {};
      }));
  return *recorded;
}

base::Result<> Outbox::queue(const Queued& notice) {
  TRY_VOID(check(notice));
  TRY(const Recorded plan, find(notice.case_ref));
  if (plan.duty == Duty::must_not) return base::fail(base::Errc::denied, "case_ref", notice.case_ref, plan.reason);
  return db_.run(
      "INSERT INTO notice_outbox(id, case_ref, state, due_at, attempts, address, subject, body) "
      "VALUES(?, ?, 'waiting', ?, 0, ?, ?, ?)",
      {notice.id, notice.case_ref, seconds(plan.due_at), notice.address, notice.message.subject, notice.message.body});
}

base::Result<std::vector<Outbox::Row>> Outbox::due(std::size_t cases_max) {
  static const std::string is_due =
      "o.state = 'waiting' AND o.due_at <= ? AND NOT EXISTS(SELECT 1 FROM notice_gag AS g "
      "WHERE g.case_ref = o.case_ref AND g.starts_at <= ? AND (g.ends_at IS NULL OR g.ends_at > ?)) "
      "AND NOT EXISTS(SELECT 1 FROM notice_plan AS p WHERE p.case_ref = o.case_ref AND p.duty = 'must_not')";
  const std::int64_t now = base::unix_seconds(clock_.now());
  std::vector<Row> rows;
  TRY_VOID(db_.query("SELECT o.id, o.case_ref, o.address, o.subject, o.body, o.attempts FROM notice_outbox AS o WHERE " +
                         is_due + " AND o.case_ref IN (SELECT o.case_ref FROM notice_outbox AS o WHERE " + is_due +
                         " GROUP BY o.case_ref ORDER BY MIN(o.due_at), o.case_ref LIMIT ?) ORDER BY o.due_at, o.id",
                     {now, now, now, now, now, now, static_cast<std::int64_t>(cases_max)},
                     [&](const store::Row& row) -> base::Result<> {
                       rows.push_back({row.text(0), row.text(1), row.text(2), {row.text(3), row.text(4)}, row.integer(5)});
                       return {};
                     }));
  return rows;
}

base::Result<bool> Outbox::reword(const std::string& case_ref, const Message& message) {
  TRY_VOID(db_.run("UPDATE notice_outbox SET subject = ?, body = ? WHERE case_ref = ? AND state = 'waiting'",
                   {message.subject, message.body, case_ref}));
  TRY(const auto count,
      db_.integer("SELECT COUNT(*) FROM notice_outbox WHERE case_ref = ? AND state = 'waiting'", {case_ref}));
  return count.value_or(0) > 0;
}

base::Result<std::vector<Outbox::Kept>> Outbox::calendar(std::size_t rows_max, std::size_t skip) const {
  std::vector<std::string> refs;
  TRY_VOID(db_.query(
      "SELECT p.case_ref FROM notice_plan AS p LEFT JOIN notice_gag AS g ON g.case_ref = p.case_ref AND g.position = 0 "
      "WHERE p.duty = 'must_not' OR (p.duty = 'must_not_yet' AND (p.due_at IS NULL OR p.due_at > ? OR EXISTS("
      "SELECT 1 FROM notice_outbox AS o WHERE o.case_ref = p.case_ref AND o.state = 'waiting'))) "
      "ORDER BY g.review_on IS NULL, g.review_on, p.due_at IS NULL, p.due_at, p.case_ref LIMIT ? OFFSET ?",
      {base::unix_seconds(clock_.now()), static_cast<std::int64_t>(rows_max), static_cast<std::int64_t>(skip)},
      [&](const store::Row& row) -> base::Result<> {
        refs.push_back(row.text(0));
        return {};
      }));
  std::vector<Kept> rows;
  for (const std::string& ref : refs) {
    TRY(Recorded recorded, find(ref));
    rows.push_back({ref, std::move(recorded)});
  }
  return rows;
}

base::Result<Delivery> Outbox::deliver_due(MailTransport& transport, const std::string& from, std::size_t cases_max) {
  TRY(const std::vector<Row> rows, due(cases_max));
  Delivery delivery;
  for (const Row& row : rows) {
    const auto sent = transport.send({row.id, from, row.address, clock_.now(), row.message.subject, row.message.body});
    if (sent) {
      TRY_VOID(mark_sent(row));
      delivery.sent.push_back({row.id, row.case_ref});
      continue;
    }
    if (sent.error().code == base::Errc::unavailable) {
      TRY_VOID(mark_stopped(row, sent.error()));
      delivery.stopped = true;
      break;
    }
    TRY(const bool given_up, mark_refused(row, sent.error()));
    ++(given_up ? delivery.given_up : delivery.postponed);
  }
  return delivery;
}

base::Result<> Outbox::mark_sent(const Row& row) {
  return db_.run(
      "UPDATE notice_outbox SET state = 'sent', sent_at = ?, address = NULL, subject = NULL, body = NULL WHERE id = ?",
      {base::unix_seconds(clock_.now()), row.id});
}

base::Result<bool> Outbox::mark_refused(const Row& row, const base::Error& error) {
  const std::int64_t attempts = row.attempts + 1;
  const bool given_up = attempts >= attempts_max;
  const std::int64_t wait_s = retry_first_s << std::min(row.attempts, retry_doublings_max);
  // The rule alone: field and value of a transport's error can hold the address.
  TRY_VOID(db_.run(
      "UPDATE notice_outbox SET state = ?, attempts = ?, due_at = ?, last_error = ? WHERE id = ?",
      {given_up ? "failed" : "waiting", attempts, base::unix_seconds(clock_.now()) + wait_s, error.rule, row.id}));
  return given_up;
}

base::Result<> Outbox::mark_stopped(const Row& row, const base::Error& error) {
  return db_.run("UPDATE notice_outbox SET last_error = ? WHERE id = ?", {error.rule, row.id});
}

base::Result<> Outbox::forget(const std::string& case_ref) {
  return db_.transaction([&]() -> base::Result<> {
    TRY_VOID(db_.run("DELETE FROM notice_outbox WHERE case_ref = ?", {case_ref}));
    TRY_VOID(db_.run("DELETE FROM notice_gag WHERE case_ref = ?", {case_ref}));
    return db_.run("DELETE FROM notice_plan WHERE case_ref = ?", {case_ref});
  });
}

base::Result<std::int64_t> Outbox::waiting() const {
  TRY(const auto count, db_.integer("SELECT COUNT(*) FROM notice_outbox WHERE state = 'waiting'"));
  return count.value_or(0);
}

base::Result<std::optional<base::Time>> Outbox::next_due() const {
  TRY(const auto due, db_.integer("SELECT MIN(due_at) FROM notice_outbox WHERE state = 'waiting'"));
  return time_of(due);
}

}  // namespace writ::notice
