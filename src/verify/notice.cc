// What a notified user can find out from a proof alone: the entry it proves, and the row that the report opens there.
#include "log/format/opening.h"
#include "log/format/policy.h"
#include "log/format/proof.h"
#include "log/format/report_json.h"
#include "log/format/tree.h"
#include "verify/verify.h"

namespace writ::verify {

namespace {
constexpr std::string_view proven = "the row that the report opens there is the one proven";
constexpr std::string_view listed = "a published report holds this entry";

class NoticeCheck {
 public:
  NoticeCheck(const base::Host& host, const NoticeOptions& options) : host_(host), options_(options) {}

  ReceiptVerdict run() {
    if (read_policy() && read_proof()) find_row();
    open("the row is about you", "a proof names no user: the provider gives no slot of a user yet");
    verdict_.exit = failed_ ? Exit::fails : unread_ ? Exit::not_checked : Exit::verified;
    return std::move(verdict_);
  }

 private:
  void say(std::string_view name, Answer answer, std::string why = "") {
    failed_ = failed_ || answer == Answer::no;
    verdict_.statements.push_back({std::string(name), answer, std::move(why)});
  }
  void yes(std::string_view name, std::string why = "") { say(name, Answer::yes, std::move(why)); }
  void no(std::string_view name, std::string why) { say(name, Answer::no, std::move(why)); }
  /// Cannot be known by this check: no reason to doubt.
  void open(std::string_view name, std::string why) { say(name, Answer::not_checked, std::move(why)); }
  void unread(std::string_view name, std::string why) {
    unread_ = true;
    open(name, std::move(why));
  }

  bool read_policy() {
    auto policy = log::parse_policy(host_, options_.policy);
    if (!policy) {
      unread("the trust policy is usable", policy.error().message());
      return false;
    }
    policy_ = std::move(*policy);
    return true;
  }

  bool read_proof() {
    const std::string name = "the proof is signed by the log of the trust policy";
    auto proof = log::parse_proof(options_.proof);
    if (!proof) {
      no("the proof is well formed", proof.error().message());
      return false;
    }
    yes("the proof is well formed", "it proves the entry of index " + std::to_string(proof->index));
    auto checked = log::check_log_signature(host_, policy_, proof->checkpoint);
    if (!checked) {
      no(name, checked.error().message());
      return false;
    }
    yes(name, checked->checkpoint.origin);
    if (log::is_test_origin(checked->checkpoint.origin)) open("the log is a real one", "TEST LOG: its origin ends in /test");
    say_quorum(*checked);
    proof_ = std::move(*proof);
    head_ = std::move(checked->checkpoint);
    return true;
  }

  void say_quorum(const log::CheckedCheckpoint& checked) {
    const std::string name = "the quorum of witnesses saw it";
    const std::string count =
        "witnesses " + std::to_string(checked.witnesses) + " of " + std::to_string(policy_.witnesses());
    if (!checked.quorum_met) return no(name, count);
    if (!policy_.quorum) return open(name, "the policy asks for no witness (" + count + ")");
    yes(name, count);
  }

  void find_row() {
    bool all_read = true;
    for (Source* bundle : options_.bundles) {
      const auto text = bundle->read("report.json");
      const auto report = text ? log::parse_report(*text) : std::unexpected(text.error());
      if (!report) {
        all_read = false;
        continue;
      }
      if (report->origin != head_.origin || proof_.index < report->first_index || proof_.index > report->close_index) continue;
      return read_row(*bundle, base::format_period(report->period));
    }
    if (!all_read) return unread(listed, "a report could not be read");
    unread(listed, "not yet: the period of this entry has no published report among those read");
  }

  void read_row(Source& bundle, const std::string& period) {
    std::optional<log::Line> row;
    const auto read = bundle.lines("openings.jsonl", [&](std::string_view text, bool) {
      auto line = log::parse_line(text);
      if (!line || std::visit([](const auto& of) { return of.index; }, *line) != proof_.index) return true;
      row = std::move(*line);
      return false;
    });
    if (!read) return unread(listed, "openings.jsonl of " + period + ": " + read.error().message());
    if (!row) return no(listed, "the report of " + period + " opens no row of this index: it says that this is no entry of a case");
    yes(listed, "the report of " + period);
    if (std::holds_alternative<log::HeldLine>(*row)) {
      prove(log::held_body_root(host_, std::get<log::HeldLine>(*row)));
      return open("what the row says", "its row is held back: only its number is shown");
    }
    const auto& line = std::get<log::OpenLine>(*row);
    const auto values = log::decode_values(line.values);
    if (!values) return no("the row is well formed", values.error().message());
    if (prove(log::opened_body_root(host_, line, *values))) say_row(line);
  }

  bool prove(const base::Hash& root) {
    const base::Hash leaf = log::leaf_hash(host_, log::entry_bytes(root));
    const bool holds = log::verify_inclusion(host_, proof_.index, head_.size, leaf, proof_.hashes, head_.root);
    say(proven, holds ? Answer::yes : Answer::no, holds ? "" : "the proof leads to another entry than the report shows");
    return holds;
  }

  void say_row(const log::OpenLine& line) {
    const auto& v = line.values;
    if (v[0] == "disclosure") return yes("the row is a disclosure", "data given: " + v[2] + "; users counted in it: " + v[3]);
    if (v[0] == "notice") return yes("the row is a notice", "notice " + v[2] + "; users counted in it: " + v[3]);
    no("the row is a disclosure or a notice", "it is a " + v[0]);
  }

  const base::Host& host_;
  const NoticeOptions& options_;
  ReceiptVerdict verdict_;
  log::TrustPolicy policy_;
  log::Proof proof_;
  log::Checkpoint head_;
  bool failed_ = false;
  bool unread_ = false;
};
}  // namespace

ReceiptVerdict check_notice(const base::Host& host, const NoticeOptions& options) {
  return NoticeCheck(host, options).run();
}

}  // namespace writ::verify
