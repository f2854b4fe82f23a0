// Builds small counted logs and their bundles with fresh test keys, honestly by default: hooks change what is about to
// be committed or published. Its totals are counted here from the drafts, by other code than the verifier's.
#pragma once

#include <sodium.h>

#include <deque>
#include <functional>
#include <map>
#include <set>
#include <string>
#include <vector>

#include "base/random.h"
#include "crypto/native_host.h"
#include "log/format/note.h"
#include "log/format/opening.h"
#include "log/format/policy.h"
#include "log/format/proof.h"
#include "log/format/report_json.h"
#include "log/format/tiles.h"
#include "log/format/tree.h"
#include "verify/verify.h"

namespace writ::test {

using Files = std::map<std::string, std::string>;

/// A Source over files in memory.
class MemorySource final : public verify::Source {
 public:
  explicit MemorySource(const Files& files) : files_(files) {}
  base::Result<std::string> read(std::string_view name) override;
  base::Result<> lines(std::string_view name,
                       const std::function<bool(std::string_view line, bool terminated)>& line) override;

 private:
  const Files& files_;
};

struct TestKey {
  log::VerifierKey key;
  log::Signer sign;
};
TestKey make_test_key(const std::string& name, log::SignatureType type, std::uint64_t number);

struct Built {
  std::string name;  // "" for a dummy
  log::SealedEntry sealed;
  std::string bytes;  // as in the log
  bool held = false;
  bool is_dummy() const { return name.empty(); }
  const log::Values& values() const { return sealed.draft.public_values; }
};

/// What a test changes; every hook may be empty.
struct Hooks {
  std::function<void(const std::string& name, log::Draft& draft)> draft;   // before it is sealed; not checked
  std::function<void(const std::string& name, std::string& entry)> entry;  // the bytes that go into the log
  std::function<void(class LogBuilder& log, int period)> extra;            // more entries before the close of 1 or 2
  std::function<void(int period, log::Report& report)> report;             // before report.json is written and hashed
  std::function<void(int period, Files& files)> files;                     // before `files` is hashed
  std::function<void(int period, Files& files)> after;                     // published files, hashed by nothing
  std::function<void(Files& log)> log;                                     // the log's files
  std::function<base::Time(const std::string& tick, base::Time time)> cosigned;  // when the witnesses saw a tick
  std::set<std::string> held = {"request H"};
  bool same_key = false;  // one K for both periods
  bool witnesses = true;
};

class LogBuilder {
 public:
  LogBuilder(std::string origin, Hooks hooks);

  /// Sealed without checks; returns its index.
  std::uint64_t add(const std::string& name, log::Draft draft);
  void dummies(std::size_t count);
  /// Signs a checkpoint of the present size.
  void tick(const std::string& name, base::Time time);
  /// Appends the close entry and a tick at the period's end; a new K from then on.
  void close(const base::Period& period);
  /// Makes the bundle's files and appends its report entry; prove_report() adds the proof after the next tick.
  void publish(base::Time at, base::Day next_report);
  void prove_report();

  std::uint64_t index_of(const std::string& name) const;
  const Built& find(const std::string& name) const { return entries_[index_of(name)]; }
  std::string root_value(const std::string& name) const { return log::hash_value(find(name).sealed.body_root); }
  std::string promise(const std::string& name, base::Time time) const;
  Files receipt(const std::string& name, base::Time promised) const;
  Files log_files() const;
  std::string policy() const;
  std::uint64_t size() const { return entries_.size(); }
  const std::string& last_checkpoint() const { return checkpoints_.rbegin()->second; }
  const std::string& checkpoint_at_most(std::uint64_t size) const;

  std::vector<Files> bundles;
  std::vector<base::Period> periods;
  std::string origin;

 private:
  struct Span {
    std::uint64_t first = 0;
    std::uint64_t close = 0;
    base::Hash key{};
  };
  log::SubtreeReader reader() const;
  std::string proof(std::uint64_t index) const;
  std::string line(std::uint64_t index) const;
  log::Report count(const Span& span, const base::Period& period) const;
  std::set<std::uint64_t> named_before(const Span& span) const;

  Hooks hooks_;
  crypto::NativeHost host_;
  base::SeededRandom random_{7};
  TestKey log_key_;
  TestKey promise_key_;
  std::vector<TestKey> witnesses_;
  std::deque<Built> entries_;
  std::map<std::uint64_t, std::string> checkpoints_;  // by size
  std::vector<Span> spans_;
  base::Hash key_{};
  std::uint64_t first_ = 0;
};

/// A valid log of two closed periods with all eight kinds, a held request, recodes, a revised decision, several
/// disclosures, a late recode; `hooks` break it.
struct World {
  LogBuilder log;
  explicit World(const Hooks& hooks);
  Files log_tree;
  verify::Verdict verify(const std::vector<int>& periods = {1, 2},
                         const std::function<void(verify::Options&)>& change = {}) const;
};

log::Draft request_draft(const std::string& country, const std::string& instrument, const std::string& offence);
log::Draft draft(const log::Values& values);
base::Time at(std::string_view time);
base::Day on(std::string_view day);

}  // namespace writ::test
