// Notices that wait to go out, as rows of the store, and the mail they become.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "base/clock.h"
#include "base/files.h"
#include "notice/notice.h"
#include "store/db.h"

namespace writ::notice {

std::vector<store::Migration> migrations();

struct Mail {
  std::string id;    // [A-Za-z0-9.-]: names the file and the Message-ID, so that a second try is seen to be one
  std::string from;  // address
  std::string to;    // address
  base::Time date;
  std::string subject;  // UTF-8, one line
  std::string body;     // UTF-8, LF
};

/// No syntax beyond what a header needs to stay one line, and one "@" with something on both sides.
bool is_mail_address(std::string_view address);

/// RFC 5322 with CRLF, text/plain in UTF-8, marked as sent by a program (RFC 3834).
std::string eml_of(const Mail& mail);

class MailTransport {
 public:
  virtual ~MailTransport() = default;
  /// When it returns without an error, somebody else answers for the mail. May be called again with the same id.
  /// unavailable: no mail can go at present; any other error is about this mail.
  virtual base::Result<> send(const Mail& mail) = 0;
};

/// `<folder>/<id>.eml`, on stable storage: for demos and tests.
class FolderTransport final : public MailTransport {
 public:
  FolderTransport(base::Files& files, base::Path folder) : files_(files), folder_(std::move(folder)) {}
  base::Result<> send(const Mail& mail) override;

 private:
  base::Files& files_;
  base::Path folder_;
};

/// One notice to one user.
struct Queued {
  std::string id;  // as Mail::id, unique, without data of the user: "WR-2024-00001-disclosure-1-user-3"
  std::string case_ref;
  std::string address;  // the user's mailbox
  Message message;
};

struct Delivery {
  struct Sent {
    std::string id;
    std::string case_ref;
  };
  std::vector<Sent> sent;
  std::size_t postponed = 0;  // this mail was refused; tried again later
  std::size_t given_up = 0;   // refused too often: a person must look
  bool stopped = false;       // the transport is unavailable: the rest waits, and no row is charged for it
};

/// Rows live in the caller's store, so that queueing takes part in the caller's transaction.
class Outbox {
 public:
  Outbox(store::Db& db, base::Clock& clock) : db_(db), clock_(clock) {}

  /// Keeps what was asked, what binds and what follows. Again for the same case (a gag was extended or lifted):
  /// replaces them and moves the notices that still wait.
  base::Result<> record(const std::string& case_ref, const Situation& situation, const Plan& plan);
  struct Recorded {
    Asked asked;
    std::vector<Gag> gags;
    Duty duty = Duty::must_not;
    std::optional<base::Time> due_at;
    std::string reason;
  };
  base::Result<Recorded> find(const std::string& case_ref) const;

  /// Waits until the recorded plan's due time. denied if the plan is must_not; conflict if the id is taken; not_found
  /// without a plan; invalid names field and rule.
  base::Result<> queue(const Queued& notice);

  /// Other words for what waits of a case, as its delay now ends on another day. False: nothing waits.
  base::Result<bool> reword(const std::string& case_ref, const Message& message);

  /// One case of the calendar of gags.
  struct Kept {
    std::string case_ref;
    Recorded recorded;
  };
  /// Cases whose users must not be told, now or ever: by the day of review, those without one last, at most `rows_max`
  /// from row `skip` on.
  base::Result<std::vector<Kept>> calendar(std::size_t rows_max, std::size_t skip = 0) const;

  /// Sends what is due now, oldest first, every due notice of at most `cases_max` cases. A row whose case is under a
  /// gag now is never sent, whatever its due time says. Of a sent row, address and text are deleted.
  base::Result<Delivery> deliver_due(MailTransport& transport, const std::string& from, std::size_t cases_max = 1000);

  /// Deletes every row of a case: its data have reached the end of their retention.
  base::Result<> forget(const std::string& case_ref);

  base::Result<std::int64_t> waiting() const;
  /// When the earliest notice that still waits is due; past while the transport is unavailable.
  base::Result<std::optional<base::Time>> next_due() const;

 private:
  struct Row;
  base::Result<std::vector<Row>> due(std::size_t cases_max);
  base::Result<> mark_sent(const Row& row);
  base::Result<bool> mark_refused(const Row& row, const base::Error& error);
  base::Result<> mark_stopped(const Row& row, const base::Error& error);

  store::Db& db_;
  base::Clock& clock_;
};

}  // namespace writ::notice
