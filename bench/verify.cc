// rooms: verify crypto log_builder
// Verification of 1,000,000 entries (a fifth of them opened rows) against the same number of SHA-256 compressions on
// one core in the same run. Prints the ratio (goal: at most 2) and the peak resident memory.
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <ctime>

#include "base/files.h"
#include "crypto/native_host.h"
#include "log/format/checkpoint.h"
#include "log_builder.h"
#include "verify/directory_source.h"

using namespace writ;
using namespace writ::test;

namespace {
/// Counts compressions: a message of n bytes takes (n + 9 + 63) / 64 of them.
class CountingHost final : public base::Host {
 public:
  using base::Host::sha256;
  void sha256(base::ByteView message, base::Hash& out) const override {
    compressions += (message.size() + 72) / 64;
    host_.sha256(message, out);
  }
  bool ed25519_verify(const base::Hash& key, base::ByteView message, base::ByteView signature) const override {
    return host_.ed25519_verify(key, message, signature);
  }
  bool is_nfc(std::string_view utf8) const override { return host_.is_nfc(utf8); }
  std::unique_ptr<base::HashStream> hash_stream() const override { return std::make_unique<Stream>(*this); }
  mutable std::uint64_t compressions = 0;

 private:
  class Stream final : public base::HashStream {
   public:
    explicit Stream(const CountingHost& host) : host_(host), stream_(host.host_.hash_stream()) {}
    void add(base::ByteView piece) override {
      bytes_ += piece.size();
      stream_->add(piece);
    }
    base::Hash finish() override {
      host_.compressions += (bytes_ + 72) / 64;
      return stream_->finish();
    }

   private:
    const CountingHost& host_;
    std::unique_ptr<base::HashStream> stream_;
    std::uint64_t bytes_ = 0;
  };
  crypto::NativeHost host_;
};

/// One period of `size` entries on disk: the log under DIR/log, the bundle under DIR/bundle. Every fifth entry is a
/// row.
class BigLog {
 public:
  BigLog(base::Path folder, std::uint64_t size)
      : folder_(std::move(folder)),
        size_(size),
        key_(make_test_key("bench.example/test", log::SignatureType::ed25519, 1)) {}

  void write() {
    openings_ = std::fopen((folder_ / "openings").c_str(), "wb");
    policy_ = row(draft({"policy", "only-policy", std::string(32, '1'), "2024-01-01"}));
    while (entries() < 16) dummy();
    checkpoint("before.checkpoint");
    while (entries() + 2 < size_) {
      if (entries() % 5 == 0) {
        one_case(entries() % 15);
      } else {
        dummy();
      }
    }
    const std::uint64_t close = entries();
    row(draft({"close", "2024-01-01/2024-12-31", "0", ""}));
    std::fclose(openings_);
    publish(close);
  }
  std::string policy() const { return "log " + log::format_vkey(key_.key) + "\nquorum none\n"; }
  std::uint64_t rows() const { return rows_; }

 private:
  std::uint64_t entries() const { return leaves_.size(); }

  void append(const std::string& entry) {
    leaves_.push_back(log::leaf_hash(host_, entry));
    log::append_to_bundle(bundle_, entry);
    if (entries() % 256 == 0) flush_bundle(256);
  }
  void flush_bundle(unsigned width) {
    write_file("log/" + log::entries_path({0, (entries() - 1) / 256, width}), bundle_);
    bundle_.clear();
  }
  void dummy() { append(log::entry_bytes(log::dummy_body_root(host_, dummies_, entries()))); }

  std::string row(const log::Draft& draft) {
    log::SealedEntry sealed{.draft = draft, .seed = random_.hash()};
    sealed.private_root = random_.hash();
    sealed.body_root =
        log::body_root(host_, sealed.private_root, log::public_root(host_, sealed.seed, draft.public_values));
    const std::string line = log::format_line(log::open_line(entries(), sealed)) + "\n";
    std::fwrite(line.data(), 1, line.size(), openings_);
    append(log::entry_bytes(sealed.body_root));
    ++rows_;
    return log::hash_value(sealed.body_root);
  }

  void one_case(std::uint64_t step) {
    if (step == 0 || request_.empty()) {
      request_ = row(request_draft("US", "court_order", "fraud"));
      decision_.clear();
      ++requests_;
    } else if (decision_.empty()) {
      decision_ =
          row(draft({"decision", request_, "full", "conditions_met", "ip_address,phone_number", policy_, "3", ""}));
      ++decisions_;
    } else {
      row(draft({"disclosure", request_, "ip_address", "2", std::string(32, 'u'), "", decision_, ""}));
      request_.clear();
      ++disclosures_;
    }
  }

  log::SubtreeReader reader() {
    // Hashes of complete subtrees, level by level, made once the log is whole.
    if (levels_.size() < 2) {
      levels_.assign(1, leaves_);
      while (levels_.back().size() > 1) {
        const std::vector<base::Hash>& below = levels_.back();
        std::vector<base::Hash> level(below.size() / 2);
        for (std::size_t i = 0; i < level.size(); ++i) level[i] = log::node_hash(host_, below[2 * i], below[2 * i + 1]);
        levels_.push_back(std::move(level));
      }
    }
    return
        [this](unsigned level, std::uint64_t index) -> base::Result<base::Hash> { return levels_.at(level).at(index); };
  }

  std::string checkpoint(const std::string& name) {
    const std::string text = log::format_checkpoint({key_.key.name, entries(), log::root_of(host_, leaves_)});
    const std::string note = log::signed_note(text, log::signature_line(key_.key, text, key_.sign));
    write_file("bundle/" + name, note);
    return note;
  }

  void publish(std::uint64_t close) {
    base::DiskFiles files;
    std::filesystem::rename(folder_ / "openings", folder_ / "bundle/openings.jsonl");
    const std::string before = *files.read(folder_ / "bundle/before.checkpoint", 1 << 20);
    const std::string first = checkpoint("unused");
    const std::string proof = log::format_proof(
        {.index = close, .hashes = *log::inclusion_proof(host_, reader(), close, entries()), .checkpoint = first});
    levels_.clear();
    log::Report report{.origin = key_.key.name,
                       .period = {on("2024-01-01"), on("2024-12-31")},
                       .first_index = 0,
                       .close_index = close};
    report.published_at = at("2025-02-01T00:00:00Z");
    report.next_report = on("2025-08-01");
    report.policies = {"only-policy"};
    const std::uint64_t pending = requests_ - decisions_;
    report.totals = {
        {"requests", us(requests_)},       {"fulfilled", us(disclosures_)}, {"users_affected", us(2 * disclosures_)},
        {"disclosures", us(disclosures_)}, {"pending", us(pending)},        {"preservations", us(0)}};
    report.by = {{"instrument", {{"court_order", requests_}}},
                 {"offence", {{"fraud", requests_}}},
                 {"emergency", {{"0", requests_}}},
                 {"outcome", {{"full", decisions_}}},
                 {"data_disclosed", {{"ip_address", disclosures_}}},
                 {"notice", {}}};
    if (pending > 0) report.by["outcome"]["pending"] = pending;
    const std::string key = base::to_hex(dummies_) + "\n";
    report.files = {{"openings.jsonl", hash_of(folder_ / "bundle/openings.jsonl")},
                    {"references.jsonl", host_.sha256(base::view(""))},
                    {"dummies.key", host_.sha256(base::view(key))},
                    {"before.checkpoint", host_.sha256(base::view(before))},
                    {"close.tlog-proof", host_.sha256(base::view(proof))}};
    const std::string json = log::format_report(report);
    const log::Draft entry =
        draft({"report", "2024-01-01/2024-12-31", log::hash_value(host_.sha256(base::view(json)))});
    openings_ = std::fopen((folder_ / "bundle/report.opening.json").c_str(), "wb");
    const std::uint64_t index = entries();
    row(entry);
    std::fclose(openings_);
    if (!bundle_.empty()) flush_bundle(static_cast<unsigned>(entries() % 256));
    const std::string last = checkpoint("unused");
    write_file("log/checkpoint", last);
    write_file("bundle/report.json", json);
    write_file("bundle/references.jsonl", "");
    write_file("bundle/dummies.key", key);
    write_file("bundle/close.tlog-proof", proof);
    write_file(
        "bundle/report.tlog-proof",
        log::format_proof(
            {.index = index, .hashes = *log::inclusion_proof(host_, reader(), index, entries()), .checkpoint = last}));
    for (const log::Tile& tile : log::changed_tiles(0, entries()))
      write_file("log/" + log::tile_path(tile), *log::tile_bytes(tile, reader()));
  }

  static log::Counts us(std::uint64_t count) {
    return count == 0 ? log::Counts{{"all", 0}} : log::Counts{{"US", count}, {"all", count}};
  }
  base::Hash hash_of(const base::Path& path) {
    return host_.sha256(base::view(*base::DiskFiles().read(path, std::size_t{1} << 31)));
  }
  void write_file(const std::string& name, std::string_view content) {
    CHECK_INVARIANT(base::DiskFiles().write(folder_ / name, content));
  }

  base::Path folder_;
  std::uint64_t size_;
  TestKey key_;
  crypto::NativeHost host_;
  base::SeededRandom random_{3};
  base::Hash dummies_{9};
  std::vector<base::Hash> leaves_;
  std::vector<std::vector<base::Hash>> levels_;
  std::string bundle_;
  std::FILE* openings_ = nullptr;
  std::string policy_, request_, decision_;
  std::uint64_t rows_ = 0, requests_ = 0, decisions_ = 0, disclosures_ = 0;
};

/// Processor time of this process: other work on the machine does not count, file system calls do.
double processor_seconds() {
  timespec now{};
  clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &now);
  return static_cast<double>(now.tv_sec) + static_cast<double>(now.tv_nsec) * 1e-9;
}
}  // namespace

int main(int count, char** arguments) {
  const std::uint64_t size = count > 1 ? std::strtoull(arguments[1], nullptr, 10) : 1'000'000;
  // A second argument names a folder in which the log stays, for other programs to read (bench/browser_verify.mjs).
  const bool keeps = count > 2;
  const base::Path folder = keeps ? base::Path(arguments[2]) : std::filesystem::temp_directory_path() / ("writ-bench-verify-" + std::to_string(getpid()));
  std::filesystem::create_directories(folder / "bundle");
  // Built in a child, so that the peak memory below is the verifier's own.
  if (const pid_t child = fork(); child == 0) {
    BigLog big(folder, size);
    big.write();
    CHECK_INVARIANT(base::DiskFiles().write(folder / "policy.txt", big.policy()));
    std::printf("log of %llu entries, %llu of them rows\n", static_cast<unsigned long long>(size),
                static_cast<unsigned long long>(big.rows()));
    std::fflush(stdout);
    _exit(0);
  } else {
    waitpid(child, nullptr, 0);
  }

  verify::DirectorySource log_source((folder / "log").string());
  verify::DirectorySource bundle((folder / "bundle").string());
  verify::Options options{.bundles = {&bundle},
                          .log = &log_source,
                          .policy = BigLog(folder, 0).policy(),
                          .now = at("2025-03-01T00:00:00Z")};
  base::SilentProgress silent;
  const CountingHost counting;
  const verify::Verdict first = verify::verify(counting, options, silent);  // counts, and warms the page cache
  if (first.exit != verify::Exit::verified) std::fputs(first.text().c_str(), stdout);

  const crypto::NativeHost host;
  double verified = 1e9;
  double hashed = 1e9;
  base::Bytes blocks(64 * 16'384);
  base::Hash out;
  for (int round = 0; round < 3; ++round) {
    double start = processor_seconds();
    const bool same = verify::verify(host, options, silent).exit == first.exit;
    verified = std::min(verified, processor_seconds() - start);
    CHECK_INVARIANT(same);
    start = processor_seconds();
    for (std::uint64_t done = 0; done < counting.compressions; done += 16'384) {
      blocks[0] = static_cast<std::uint8_t>(done >> 14);
      host.sha256(blocks, out);
    }
    hashed = std::min(hashed, processor_seconds() - start);
  }
  rusage usage{};
  getrusage(RUSAGE_SELF, &usage);
  if (!keeps) std::filesystem::remove_all(folder);
  std::printf("compressions          %12llu\n", static_cast<unsigned long long>(counting.compressions));
  std::printf("verification          %12.3f s\n", verified);
  std::printf("compressions alone    %12.3f s  (floor)\n", hashed);
  std::printf("ratio                 %12.2f    (goal: at most 2)\n", verified / hashed);
  std::printf("peak resident memory  %12ld MB (goal: under 300)\n", usage.ru_maxrss / 1024);
  return first.exit == verify::Exit::verified ? 0 : 1;
}
