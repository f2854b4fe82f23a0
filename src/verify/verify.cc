#include "verify/verify.h"

#include <algorithm>
#include <cstring>
#include <map>

#include "log/format/policy.h"
#include "verify/checks.h"
#include "verify/loaded_bundle.h"
#include "verify/log_reader.h"
#include "verify/repeats.h"
#include "verify/row_checker.h"

namespace writ::verify {

namespace {
constexpr std::chrono::days pending_listed_after{90};
constexpr std::size_t pending_listed_max = 100;  // the rest is counted

/// One run over one log and its bundles.
class Run {
 public:
  Run(const base::Host& host, const Options& options, base::Progress& progress)
      : host_(host), options_(options), progress_(progress) {}

  Verdict verify() {
    if (options_.bundles.empty()) findings_.cannot(0, "no bundle is given");
    if (read_policy()) {
      const bool has_head = read_checkpoint();
      load_bundles(has_head);
      has_head ? read_all() : check_without_log();
    }
    verdict_.exit = findings_.exit();
    if (findings_.failed() > findings_.failures.size()) {
      findings_.failures.push_back(
          {std::nullopt, 0,
           "and " + std::to_string(findings_.failed() - findings_.failures.size()) + " more failures"});
    }
    for (int rule = 1; rule <= rules_max; ++rule)
      verdict_.rules[static_cast<std::size_t>(rule)] = findings_.answer(rule);
    verdict_.failures = std::move(findings_.failures);
    verdict_.not_checked = std::move(findings_.not_checked);
    verdict_.notes = std::move(findings_.notes);
    say_not_proven();
    return std::move(verdict_);
  }

 private:
  bool read_policy() {
    auto policy = log::parse_policy(host_, options_.policy);
    if (!policy) {
      findings_.cannot(0, "the policy file is unusable: " + policy.error().message());
      return false;
    }
    policy_ = std::move(*policy);
    verdict_.witnesses_of = policy_.witnesses();
    verdict_.split_view_possible = policy_.split_view_possible();
    return true;
  }

  bool read_checkpoint() {
    const auto note = options_.log->read("checkpoint");
    if (!note) {
      findings_.report(1, std::nullopt, "checkpoint of the log", note.error());
      return false;
    }
    auto checked = log::check_log_signature(host_, policy_, *note);
    if (!checked) {
      findings_.fail(1, std::nullopt, "checkpoint of the log: " + checked.error().message());
      return false;
    }
    if (!checked->quorum_met)
      findings_.fail(1, std::nullopt, "checkpoint of the log does not meet the policy's quorum");
    head_ = std::move(*checked);
    verdict_.origin = head_.checkpoint.origin;
    verdict_.test_log = log::is_test_origin(verdict_.origin);
    verdict_.size = head_.checkpoint.size;
    verdict_.quorum_time = head_.quorum_time;
    verdict_.witnesses = head_.witnesses;
    return true;
  }

  void count_witnesses(const std::optional<log::CheckedCheckpoint>& checked) {
    if (checked) verdict_.witnesses = std::min(verdict_.witnesses, checked->witnesses);
  }

  void load_bundles(bool has_head) {
    for (Source* source : options_.bundles) {
      auto bundle = load_report(host_, *source, findings_);
      if (!bundle) continue;
      if (has_head && bundle->report.origin != head_.checkpoint.origin) {
        findings_.fail(1, std::nullopt,
                       bundle->label() + "report.json is of the origin " + bundle->report.origin + ", the log of " +
                           head_.checkpoint.origin);
      }
      if (has_head && bundle->close() >= head_.checkpoint.size) {
        findings_.cannot(2, bundle->label() + "the copy of the log is too short: it ends before the close entry");
      }
      bundles_.push_back(std::move(*bundle));
    }
    std::sort(bundles_.begin(), bundles_.end(),
              [](const LoadedBundle& a, const LoadedBundle& b) { return a.first() < b.first(); });
    for (LoadedBundle& bundle : bundles_) {
      load_files(host_, policy_, bundle, findings_);
      count_witnesses(bundle.before);
      if (bundle.close_proof) count_witnesses(bundle.close_proof->checkpoint);
      if (bundle.report_proof) count_witnesses(bundle.report_proof->checkpoint);
    }
  }

  void read_old_checkpoint(LogReader& reader) {
    verdict_.older_checkpoint = options_.old_checkpoint.has_value();
    if (!options_.old_checkpoint) return;
    auto checked = log::check_log_signature(host_, policy_, *options_.old_checkpoint);
    if (!checked) return findings_.fail(7, std::nullopt, "the older checkpoint: " + checked.error().message());
    if (checked->checkpoint.origin != head_.checkpoint.origin) {
      return findings_.fail(7, std::nullopt, "the older checkpoint is of another log: " + checked->checkpoint.origin);
    }
    if (checked->checkpoint.size > head_.checkpoint.size) {
      return findings_.fail(7, std::nullopt,
                            "the older checkpoint has size " + std::to_string(checked->checkpoint.size) +
                                ", larger than the log that was read: entries were taken away");
    }
    old_ = checked->checkpoint;
    reader.want_root(old_->size);
  }

  /// report.json of every bundle given could be read.
  bool all_read() const { return bundles_.size() == options_.bundles.size(); }

  /// A rule shown broken gives 1 even if the log could not be read.
  void check_without_log() {
    findings_.skip(0);
    for (const LoadedBundle& bundle : bundles_) check_times(policy_, bundle, findings_);
    check_order(bundles_, all_read(), findings_);
  }

  void read_all() {
    if (!all_read()) skip_rules_on_rows();
    if (bundles_.empty()) return findings_.skip(0);
    LogReader reader(host_, *options_.log, head_.checkpoint.size, findings_, progress_);
    reader_ = &reader;
    std::uint64_t salt;
    std::memcpy(&salt, head_.checkpoint.root.data(), sizeof salt);
    RowChecker checker(host_, bundles_, findings_, salt);
    checker_ = &checker;
    checker.all_bundles_read = all_read();
    ShortRoots short_roots(head_.checkpoint.size, salt);
    short_roots_ = &short_roots;
    read_old_checkpoint(reader);
    for (LoadedBundle& bundle : bundles_) {
      want(reader, bundle);
      read_references(bundle);
    }
    reader.want_root(head_.checkpoint.size);
    for (LoadedBundle& bundle : bundles_) read_bundle(bundle);
    while (skip_entry()) {
    }
    check_root();
    check_repeats();
    for (LoadedBundle& bundle : bundles_) check_bundle(bundle);
    check_order(bundles_, all_read(), findings_);
    check_whole();
    verdict_.held = checker.held_count;
    verdict_.unexplained = checker.unexplained_count;
    say_pending();
    say_due();
  }

  static void want(LogReader& reader, const LoadedBundle& bundle) {
    reader.want_leaf(bundle.close());
    if (bundle.before) reader.want_root(bundle.before->checkpoint.size);
    for (const auto* proof : {&bundle.close_proof, &bundle.report_proof}) {
      if (*proof && (*proof)->checkpoint) reader.want_root((*proof)->checkpoint->checkpoint.size);
    }
  }

  static std::string place(const LoadedBundle& bundle, const std::string& name, std::uint64_t number) {
    return bundle.label() + name + " line " + std::to_string(number) + ": ";
  }

  /// Hands each line of a JSONL file on and checks the file's hash. False if it could not be read.
  bool read_lines(LoadedBundle& bundle, const std::string& name, int rule,
                  const std::function<void(const log::Line&, std::uint64_t number)>& use) {
    const auto hash = host_.hash_stream();
    std::uint64_t number = 0;
    const auto read = bundle.source->lines(name, [&](std::string_view line, bool terminated) {
      ++number;
      hash->add(base::view(line));
      if (terminated) hash->add(base::view("\n"));
      if (!terminated) findings_.fail(rule, std::nullopt, place(bundle, name, number) + "does not end in a newline");
      auto parsed = log::parse_line(line);
      if (!parsed) {
        findings_.fail(rule, std::nullopt, place(bundle, name, number) + parsed.error().message());
      } else {
        use(*parsed, number);
      }
      return true;
    });
    if (!read) {
      findings_.report(rule, std::nullopt, bundle.label() + name, read.error());
      findings_.skip(6);  // its hash
      return false;
    }
    check_file_hash(bundle, name, hash->finish(), findings_);
    return true;
  }

  void read_references(LoadedBundle& bundle) {
    bundle.references_unread =
        !read_lines(bundle, "references.jsonl", 4, [&](const log::Line& line, std::uint64_t number) {
          checker_->add_reference(bundle, line, place(bundle, "references.jsonl", number));
        });
    for (std::size_t i = 0; i < bundle.references.size(); ++i) {
      awaited_.emplace(bundle.references[i].index, std::pair(&bundle, i));
    }
  }

  /// Takes the next entry and does what every entry of the log needs.
  bool take(std::string_view& entry) {
    const std::uint64_t index = reader_->position();
    if (!reader_->take(entry)) return false;
    std::uint64_t root;
    if (short_root(entry, root)) short_roots_->add(root);
    for (; !awaited_.empty() && awaited_.begin()->first == index; awaited_.erase(awaited_.begin())) {
      const auto [bundle, place] = awaited_.begin()->second;
      checker_->check_reference(*bundle, bundle->references[place], entry);
    }
    return true;
  }

  bool skip_entry() {
    std::string_view entry;
    return take(entry);
  }

  /// Takes entries that no line opens, up to `index`.
  bool pass_unopened(LoadedBundle& bundle, std::uint64_t index) {
    std::string_view entry;
    while (reader_->position() < index) {
      const std::uint64_t at = reader_->position();
      if (!take(entry)) return false;
      checker_->check_unopened(bundle, at, entry);
    }
    return true;
  }

  void read_bundle(LoadedBundle& bundle) {
    while (reader_->position() < bundle.first() && skip_entry()) {
    }
    const bool in_step = reader_->position() == bundle.first();
    bundle.opened = read_lines(bundle, "openings.jsonl", 3, [&](const log::Line& line, std::uint64_t number) {
      if (in_step) read_line(bundle, line, number);
    });
    if (in_step && bundle.opened) pass_unopened(bundle, bundle.close() + 1);
    // Overlapping bundles are named by rule 8; where the log ended or could not be read is named already.
    bundle.opened = bundle.opened && in_step && reader_->position() == bundle.close() + 1;
  }

  void read_line(LoadedBundle& bundle, const log::Line& line, std::uint64_t number) {
    const std::uint64_t index = std::visit([](const auto& of) { return of.index; }, line);
    const auto where = [&] { return place(bundle, "openings.jsonl", number); };
    if (!bundle.holds(index)) return findings_.fail(3, index, where() + "its index is outside the period");
    if (index < reader_->position()) return findings_.fail(3, index, where() + "its index does not ascend");
    std::string_view entry;
    if (!pass_unopened(bundle, index) || !take(entry)) return;
    checker_->check_line(bundle, line, entry);
  }

  void check_root() {
    if (reader_->broken()) return findings_.skip(7);
    const auto root = reader_->root_at(head_.checkpoint.size);
    if (root && *root != head_.checkpoint.root)
      findings_.fail(1, std::nullopt, "the log's entries do not give the root of its checkpoint");
    if (!old_) return;
    const auto old_root = reader_->root_at(old_->size);
    if (old_root && *old_root != old_->root)
      findings_.fail(7, std::nullopt, "the older checkpoint is not a prefix of the log: history was rewritten");
  }

  /// Section 2: an index of a bundle whose body_root occurs at a lower index fails; a later repetition is a note.
  void check_repeats() {
    const std::vector<std::uint64_t> repeated = short_roots_->repeated();
    if (repeated.empty() || reader_->broken()) return;
    std::map<base::Hash, std::uint64_t> lowest;
    std::string kept;
    for (std::uint64_t first = 0; first < head_.checkpoint.size; first += log::tile_width_max) {
      const auto entries = reader_->reread(first / log::tile_width_max, kept);
      if (!entries)
        return findings_.cannot(3, "the log could not be read again for repeated entries: " + entries.error().message());
      for (std::size_t i = 0; i < entries->size(); ++i) {
        std::uint64_t root;
        if (!short_root((*entries)[i], root) || !std::binary_search(repeated.begin(), repeated.end(), root)) continue;
        const base::Hash whole = log::value_hash((*entries)[i].substr(1));
        const auto [at, fresh] = lowest.emplace(whole, first + i);
        if (!fresh) repeat(whole, first + i, at->second);
      }
    }
  }

  void repeat(const base::Hash& root, std::uint64_t index, std::uint64_t lower) {
    const auto holding = [&](std::uint64_t of) {
      return std::find_if(bundles_.begin(), bundles_.end(),
                          [of](const LoadedBundle& bundle) { return bundle.holds(of); });
    };
    const auto bundle = holding(index);
    if (bundle != bundles_.end()) return checker_->withdraw(*bundle, root, index, lower);
    if (holding(lower) == bundles_.end()) return;
    findings_.note("the entry of index " + std::to_string(lower) + " is repeated at index " + std::to_string(index) +
                   ", outside the periods given");
  }

  void check_bundle(LoadedBundle& bundle) {
    check_proofs(host_, *reader_, head_.checkpoint.size, bundle, findings_);
    check_times(policy_, bundle, findings_);
    checker_->check_report_entry(bundle);
    if (!bundle.opened) return skip_rules_on_rows();
    checker_->finish(bundle);
    if (bundle.references_unread) return skip_rules_on_rows();  // totals by country need the requests that it opens
    check_statements(bundle, checker_->codes, findings_);
    verdict_.periods.push_back(bundle.totals.summary(bundle.report.period));
  }

  void skip_rules_on_rows() {
    for (const int rule : {2, 3, 4, 5, 6}) findings_.skip(rule);
  }

  void check_whole() {
    if (options_.all && bundles_.front().first() != 0)
      findings_.cannot(8, "--all: the bundle that begins at index 0 is not given");
    if (checker_->unexplained_count == 0) return;
    findings_.note("requests between " + std::to_string(checker_->requests_passing) + " and " +
                   std::to_string(checker_->requests_passing + checker_->unexplained_count));
  }

  void say_pending() {
    // A decision may stand in what was not read.
    const auto is_whole = [](const LoadedBundle& bundle) { return bundle.opened && !bundle.references_unread; };
    if (!all_read() || !std::all_of(bundles_.begin(), bundles_.end(), is_whole)) return;
    const base::Period& last = bundles_.back().report.period;
    std::uint64_t at_last_close = 0;
    std::uint64_t old = 0;
    for (const LoadedBundle& bundle : bundles_) {
      for (const RowId id : bundle.requests) {
        if (!checker_->is_pending(id)) continue;
        ++at_last_close;
        if (last.last - bundle.report.period.last <= pending_listed_after) continue;
        if (++old <= pending_listed_max) {
          findings_.note("the request of index " + std::to_string(checker_->rows[id].index) + " (" +
                         base::format_period(bundle.report.period) + ") has no decision");
        }
      }
    }
    if (old > pending_listed_max)
      findings_.note("and " + std::to_string(old - pending_listed_max) + " more old requests without a decision");
    if (bundles_.size() > 1) findings_.note("pending at the last close: " + std::to_string(at_last_close));
  }

  void say_due() {
    const base::Day due = bundles_.back().report.next_report;
    if (base::day_of(options_.now) > due) findings_.note("next report was due " + base::format_day(due));
  }

  void say_not_proven() {
    auto& words = verdict_.not_proven;
    if (!policy_.quorum) words.push_back("time of close not proven: the policy asks for no witness");
    if (verdict_.split_view_possible)
      words.push_back("split view possible: the provider could show others another log");
    if (verdict_.test_log) words.push_back("this is a test log: its times and witnesses may be simulated");
    if (!options_.all && !bundles_.empty() && bundles_.front().first() != 0) {
      words.push_back("what was revised or repeated in a period that was not given is not seen");
    }
    if (verdict_.held > 0)
      words.push_back("country, instrument and data sought of the " + std::to_string(verdict_.held) + " held requests");
    words.push_back("that every request was logged: only its sender can know, from a missing receipt");
    words.push_back(
        "that no request was invented, that decisions were right, and that the data given was what is listed");
  }

  const base::Host& host_;
  const Options& options_;
  base::Progress& progress_;
  Findings findings_;
  Verdict verdict_;
  log::TrustPolicy policy_;
  log::CheckedCheckpoint head_;
  std::optional<log::Checkpoint> old_;
  std::vector<LoadedBundle> bundles_;
  std::multimap<std::uint64_t, std::pair<LoadedBundle*, std::size_t>> awaited_;
  LogReader* reader_ = nullptr;
  RowChecker* checker_ = nullptr;
  ShortRoots* short_roots_ = nullptr;
};
}  // namespace

Verdict verify(const base::Host& host, const Options& options, base::Progress& progress) {
  return Run(host, options, progress).verify();
}

}  // namespace writ::verify
