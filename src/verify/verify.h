// The stranger's side: everything of counted-log.md sections 4 and 5, from files alone. Depends on base, legal and
// log/format only; no exceptions, no fmt, so that it compiles for a browser too.
#pragma once

#include <array>
#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/host.h"
#include "base/progress.h"
#include "base/result.h"
#include "base/time.h"

namespace writ::verify {

/// Where the log and the bundles are read from: a folder, a web server, a browser's cache. Names are relative.
class Source {
 public:
  virtual ~Source() = default;
  /// not_found or unavailable give exit 2, never 1.
  virtual base::Result<std::string> read(std::string_view name) = 0;
  /// Calls `line` for each line without its LF, bounded memory; `terminated` is false for a last line without LF.
  /// Stops when `line` returns false.
  virtual base::Result<> lines(std::string_view name,
                               const std::function<bool(std::string_view line, bool terminated)>& line) = 0;
};

/// The rules of counted-log.md section 5, "Verifier", have numbers from 1 to 8.
constexpr int rules_max = 8;

/// What is said of a rule, or of a statement about a receipt.
enum class Answer : std::uint8_t { yes, no, not_checked };

struct Failure {
  std::optional<std::uint64_t> index;
  int rule = 0;      // of section 5, "Verifier"; for receipts of section 4
  std::string text;  // expected and found
};

enum class Exit : int { verified = 0, fails = 1, not_checked = 2 };

struct Total {
  std::string country;  // alpha-2, `--` or `all`
  std::uint64_t value = 0;
};

/// Totals of one bundle as recomputed from its rows.
struct PeriodTotals {
  base::Period period;
  std::vector<std::pair<std::string, std::vector<Total>>> totals;  // requests, fulfilled, users_affected ...
};

struct Verdict {
  Exit exit = Exit::not_checked;
  std::string origin;
  bool test_log = false;
  std::uint64_t size = 0;
  std::optional<base::Time> quorum_time;
  std::uint64_t held = 0;
  int witnesses = 0;     // h
  int witnesses_of = 0;  // n
  bool split_view_possible = false;
  bool older_checkpoint = false;  // one was given to compare with
  /// By rule; 0 is not used. `yes` only if the rule was tried on everything given: 7 is not_checked where the policy asks
  /// for no witness, 8 where there is one period.
  std::array<Answer, rules_max + 1> rules{};
  std::vector<Failure> failures;         // exit 1
  std::vector<std::string> not_checked;  // exit 2: what could not be read
  std::vector<std::string> notes;        // said in words, no failure
  std::vector<std::string> not_proven;   // always some
  std::vector<PeriodTotals> periods;
  std::uint64_t unexplained = 0;  // requests between T and T+n
  std::string text() const;       // as `writ verify` prints it
  std::string json() const;       // one line, ASCII: docs/formats/verdict.md
};

struct Options {
  std::vector<Source*> bundles;
  Source* log = nullptr;
  std::string policy;  // text of the tlog-policy
  std::optional<std::string> old_checkpoint;
  bool all = false;
  base::Time now;  // the reader's clock, for `next report was due`
};

Verdict verify(const base::Host& host, const Options& options, base::Progress& progress);

/// `writ receipt check`: the folder of one event's receipt.
struct ReceiptOptions {
  Source* receipt = nullptr;  // promise, promise.opening.json, receipt.tlog-proof, receipt.opening.json
  std::string policy;
  std::optional<base::Hash> requester;       // 0, when the requester gives its own
  std::optional<base::Hash> nonce;           // 1
  std::optional<base::Hash> document;        // 2
  std::vector<std::string> expected_public;  // 9..15 as sent; empty = not compared
  std::optional<base::Hash> request_root;    // of later events: their own request
  std::optional<base::Hash> package;         // of a disclosure
  std::optional<std::uint64_t> new_accounts;
  std::uint64_t merge_delay_max_s = 172'800;
};

/// One named statement with its answer: never one tick for all.
struct Statement {
  std::string name;
  Answer answer = Answer::not_checked;
  std::string why;  // of a `yes` a detail, or empty
};

struct ReceiptVerdict {
  Exit exit = Exit::not_checked;
  std::vector<Statement> statements;
  std::string text() const;
  std::string json() const;  // one line, ASCII: docs/formats/verdict.md
};
ReceiptVerdict check_receipt(const base::Host& host, const ReceiptOptions& options);

/// What a notified user can check with the proof that the provider gives on asking: which entry of the log it is, and,
/// once the report is out, what its row says. Whether the row is about this user is not proven by it.
struct NoticeOptions {
  std::string proof;  // receipt.tlog-proof of the disclosure or notice
  std::string policy;
  std::vector<Source*> bundles;  // published periods, any order; only report.json and openings.jsonl are read
};
ReceiptVerdict check_notice(const base::Host& host, const NoticeOptions& options);

}  // namespace writ::verify
