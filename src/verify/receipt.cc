// `writ receipt check`: section 4 of counted-log.md, as named statements with yes, no or not checked.
#include <algorithm>

#include "log/format/grammar.h"
#include "log/format/opening.h"
#include "log/format/policy.h"
#include "log/format/proof.h"
#include "log/format/tree.h"
#include "verify/verify.h"

namespace writ::verify {

namespace {
class Check {
 public:
  Check(const base::Host& host, const ReceiptOptions& options) : host_(host), options_(options) {}

  ReceiptVerdict run() {
    if (read_policy() && read_opening()) {
      check_opening();
      compare_openings();
      read_promise();
      read_proof();
    }
    verdict_.exit = failed_ ? Exit::fails : unread_ ? Exit::not_checked : Exit::verified;
    return std::move(verdict_);
  }

 private:
  void yes(const std::string& name, const std::string& more = "") {
    verdict_.statements.push_back({name, Answer::yes, more});
  }
  void no(const std::string& name, const std::string& why) {
    failed_ = true;
    verdict_.statements.push_back({name, Answer::no, why});
  }
  /// Something that was not asked for, or cannot be known: no reason to doubt.
  void open(const std::string& name, const std::string& why) {
    verdict_.statements.push_back({name, Answer::not_checked, why});
  }
  void unread(const std::string& name, const std::string& why) {
    unread_ = true;
    open(name, why);
  }
  void say(const std::string& name, bool holds, const std::string& why) { holds ? yes(name) : no(name, why); }

  std::optional<std::string> read(const char* file, const std::string& name) {
    auto text = options_.receipt->read(file);
    if (text) return std::move(*text);
    const bool missing = text.error().code == base::Errc::not_found || text.error().code == base::Errc::unavailable;
    if (missing) {
      unread(name, std::string(file) + " could not be read: " + text.error().message());
    } else {
      no(name, text.error().message());
    }
    return std::nullopt;
  }

  bool read_policy() {
    auto policy = log::parse_policy(host_, options_.policy);
    if (policy) {
      policy_ = std::move(*policy);
      return true;
    }
    unread("policy is usable", policy.error().message());
    return false;
  }

  /// The receipt's opening, or before the tick the promise's.
  bool read_opening() {
    const std::string name = "the opening is well formed";
    auto text = options_.receipt->read("receipt.opening.json");
    has_receipt_ = text.has_value();
    if (!text) text = options_.receipt->read("promise.opening.json");
    if (!text) {
      unread(name, "neither receipt.opening.json nor promise.opening.json could be read");
      return false;
    }
    auto opening = log::parse_receipt_opening(host_, *text);
    if (!opening) {
      no(name, opening.error().message());
      return false;
    }
    opening_ = std::move(*opening);
    kind_ = *log::kind_of(opening_.public_values[0]);
    root_ = log::receipt_body_root(host_, opening_);
    yes(name);
    return true;
  }

  /// What was shown at once and what is shown after the tick must be the same entry.
  void compare_openings() {
    if (!has_receipt_) return;
    const auto text = options_.receipt->read("promise.opening.json");
    const std::string name = "the opening that came with the promise is of the same entry";
    if (!text) return open(name, "promise.opening.json is not there");
    const auto promised = log::parse_receipt_opening(host_, *text);
    if (!promised) return no(name, promised.error().message());
    say(name, promised->origin == opening_.origin && log::receipt_body_root(host_, *promised) == root_, "it opens another entry");
  }

  void check_opening() {
    const bool pinned = policy_.log(opening_.origin) != nullptr;
    say("the origin is the one of the pinned policy", pinned, "the opening names " + opening_.origin);
    if (log::is_test_origin(opening_.origin)) open("the log is a real one", "TEST LOG: its origin ends in /test");
    if (options_.request_root) {
      check_later_event();
      return;
    }
    say("the entry is a request", kind_ == log::Kind::request, "position 8 is " + opening_.public_values[0]);
    if (kind_ != log::Kind::request) return;
    compare("it names your key or address (position 0)", 0, options_.requester);
    compare("it holds your nonce (position 1)", 1, options_.nonce);
    compare("it holds what you sent (position 2)", 2, options_.document);
    compare_public();
  }

  void compare(const std::string& name, std::size_t position, const std::optional<base::Hash>& own) {
    const std::string& value = opening_.private_values[position];
    if (!own) return open(name, "you gave nothing to compare with");
    say(name, value == log::hash_value(*own),
        "the entry holds " + (value.empty() ? "nothing" : "0x" + base::to_hex(base::view(value))));
  }

  void compare_public() {
    const std::string name = "positions 9 to 15 are coded as you sent them";
    if (options_.expected_public.empty()) return open(name, "you gave no request to compare with");
    for (std::size_t i = 0; i < 7; ++i) {
      const std::string own = i < options_.expected_public.size() ? options_.expected_public[i] : "";
      if (opening_.public_values[i + 1] == own) continue;
      return no(name, "position " + std::to_string(i + 9) + " is \"" + opening_.public_values[i + 1] +
                          "\", you sent \"" + own + "\"");
    }
    yes(name);
  }

  void check_later_event() {
    const bool later = kind_ == log::Kind::decision || kind_ == log::Kind::disclosure || kind_ == log::Kind::notice;
    say("the entry is a later event of a request", later, "position 8 is " + opening_.public_values[0]);
    if (!later) return;
    say("it names your own request", opening_.public_values[1] == log::hash_value(*options_.request_root),
        "it names 0x" + base::to_hex(base::view(opening_.public_values[1])));
    if (kind_ != log::Kind::disclosure) return;
    compare("it holds the package you were given (position 6)", 6, options_.package);
    const std::string name = "it counts the new accounts in the package (position 11)";
    if (!options_.new_accounts) return open(name, "you gave no number");
    say(name, opening_.public_values[3] == std::to_string(*options_.new_accounts),
        "the entry says " + opening_.public_values[3]);
  }

  void read_promise() {
    const std::string name = "the promise is signed and of this entry";
    const auto text = read("promise", name);
    if (!text) return;
    const auto note = log::parse_note(*text);
    if (!note) return no(name, note.error().message());
    auto promise = log::parse_promise(note->text);
    if (!promise) return no(name, promise.error().message());
    if (promise->origin != opening_.origin) return no(name, "it is of the origin " + promise->origin);
    if (promise->body_root != root_) return no(name, "it promises another entry");
    const log::VerifierKey* key = policy_.promise(promise->origin);
    promise_time_ = promise->time;
    if (key == nullptr) return unread(name, "the policy has no #writ-promise key for this log");
    bool is_signed = false;
    for (const log::SignatureLine& line : note->lines) {
      if (!log::is_by(line, *key)) continue;
      if (!log::check_signature(host_, *key, note->text, line)) return no(name, "its signature does not verify");
      is_signed = true;
    }
    say(name, is_signed, "no line is by the promise key of the policy");
  }

  void read_proof() {
    const std::string name = "the entry is in the log";
    if (!has_receipt_) return unread(name, "receipt.opening.json is not there yet: it follows after the next tick");
    const auto text = read("receipt.tlog-proof", name);
    if (!text) return;
    const auto proof = log::parse_proof(*text);
    if (!proof) return no(name, proof.error().message());
    const auto checked = log::check_log_signature(host_, policy_, proof->checkpoint);
    if (!checked) return no(name, checked.error().message());
    const log::Checkpoint& head = checked->checkpoint;
    if (head.origin != opening_.origin) return no(name, "its checkpoint is of the origin " + head.origin);
    if (!opening_.index) return no(name, "receipt.opening.json has no index");
    if (*opening_.index != proof->index) return no(name, "the proof is of index " + std::to_string(proof->index));
    const base::Hash leaf = log::leaf_hash(host_, log::entry_bytes(root_));
    if (!log::verify_inclusion(host_, proof->index, head.size, leaf, proof->hashes, head.root)) {
      return no(name, "the proof does not lead from this opening's entry to the checkpoint");
    }
    yes(name, "index " + std::to_string(proof->index) + " of " + std::to_string(head.size));
    check_quorum(*checked);
  }

  void check_quorum(const log::CheckedCheckpoint& checked) {
    const std::string witnesses =
        "witnesses " + std::to_string(checked.witnesses) + " of " + std::to_string(policy_.witnesses());
    const std::string name = "the quorum of witnesses saw it";
    if (!checked.quorum_met) {
      no(name, witnesses);
    } else if (policy_.quorum) {
      yes(name, witnesses);
    } else {
      open(name, "the policy asks for no witness (" + witnesses + ")");
    }
    if (policy_.split_view_possible()) open("everyone sees the same log", "split view possible");
    const std::string in_time = "it was logged within the promised time";
    if (!checked.quorum_time) return open(in_time, "without witnesses no time is proven");
    if (!promise_time_) return unread(in_time, "the promise could not be read");
    const base::Time due = *promise_time_ + std::chrono::seconds(options_.merge_delay_max_s);
    say(in_time, *checked.quorum_time <= due,
        "cosigned at " + base::format_time(*checked.quorum_time) + ", due " + base::format_time(due));
  }

  const base::Host& host_;
  const ReceiptOptions& options_;
  ReceiptVerdict verdict_;
  log::TrustPolicy policy_;
  log::ReceiptOpening opening_;
  log::Kind kind_ = log::Kind::request;
  base::Hash root_{};
  std::optional<base::Time> promise_time_;
  bool has_receipt_ = false;
  bool failed_ = false;
  bool unread_ = false;
};
}  // namespace

ReceiptVerdict check_receipt(const base::Host& host, const ReceiptOptions& options) {
  return Check(host, options).run();
}

}  // namespace writ::verify
