// A log of its own for each test: store, keys, clock and folder, and the drafts of a small provider.
#pragma once

#include <doctest/doctest.h>
#include <unistd.h>

#include <cstdlib>
#include <fstream>
#include <iterator>
#include <map>

#include "crypto/native_host.h"
#include "log/bundle.h"
#include "log/format/checkpoint.h"
#include "log/format/note.h"
#include "log/format/tiles.h"
#include "log/sequencer.h"

namespace writ::log {

inline base::Time at(const char* text) { return base::parse_time(text).value(); }
inline base::Period days(const char* text) { return base::parse_period(text).value(); }

struct TemporaryFolder {
  base::Path path;
  bool own = true;
  TemporaryFolder() {
    std::string name = (std::filesystem::temp_directory_path() / "writ-log-XXXXXX").string();
    path = ::mkdtemp(name.data());
  }
  explicit TemporaryFolder(base::Path existing) : path(std::move(existing)), own(false) {}
  ~TemporaryFolder() {
    if (own) std::filesystem::remove_all(path);
  }
  TemporaryFolder(const TemporaryFolder&) = delete;
};

inline std::string slurp(const base::Path& path) {
  std::ifstream in(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(in), {}};
}

/// Every file below a folder, by its path from there.
inline std::map<std::string, std::string> tree(const base::Path& folder) {
  std::map<std::string, std::string> files;
  for (const auto& entry : std::filesystem::recursive_directory_iterator(folder)) {
    if (entry.is_regular_file()) files[std::filesystem::relative(entry.path(), folder).string()] = slurp(entry.path());
  }
  return files;
}

inline base::Hash hash_of(char c) {
  base::Hash hash{};
  hash.fill(static_cast<std::uint8_t>(c));
  return hash;
}

/// The entries of the log as a stranger reads them: bundles up to the checkpoint's size.
inline std::vector<std::string> published_entries(const base::Path& folder) {
  const auto note = parse_note(slurp(folder / "checkpoint")).value();
  const auto head = parse_checkpoint(note.text).value();
  std::vector<std::string> entries;
  for (const Tile& bundle : changed_bundles(0, head.size)) {
    const std::string bytes = slurp(folder / entries_path(bundle));
    for (const auto entry : parse_bundle(bytes, bundle.width).value()) entries.emplace_back(entry);
  }
  CompactRange range;
  const crypto::NativeHost host;
  for (const std::string& entry : entries) range.append(host, leaf_hash(host, entry));
  CHECK(range.root(host) == head.root);
  return entries;
}

struct World {
  TemporaryFolder folder;
  base::SeededRandom random{7};
  base::OsRandom os_random;
  base::SeededRandom ring_random{8};  // two worlds have the same keys, so their logs can be compared
  base::ManualClock clock{at("2024-01-01T00:00:00Z")};
  crypto::NativeHost host;
  base::DiskFiles disk;
  base::Files* files = &disk;
  NoCosigner no_cosigner;
  Cosigner* cosigner = &no_cosigner;
  store::Db db = store::Db::open(folder.path / "writ.db").value();
  std::unique_ptr<crypto::KeyRing> keys =
      crypto::open_key_ring(folder.path / "keys.db", hash_of('m'), ring_random).value();
  crypto::SigningKey log_key = crypto::SigningKey::from_seed(hash_of('l')).value();
  crypto::SigningKey promise_key = crypto::SigningKey::from_seed(hash_of('p')).value();
  LogSettings settings{.origin = "log.example/test", .folder = folder.path / "log"};
  std::unique_ptr<Journal> journal;
  std::unique_ptr<Sequencer> sequencer;

  World() { begin(); }
  /// Goes on in the folder of another World, with other chance.
  World(const base::Path& existing, std::uint64_t seed) : folder(existing), random(seed), ring_random(seed) { begin(); }
  void begin() {
    REQUIRE(store::migrate(db, migrations()));
    journal = make_journal(services(), settings).value();
  }

  Services services() { return {db, *files, *keys, log_key, promise_key, clock, random, host, *cosigner}; }

  base::Result<> open() {
    sequencer.reset();
    TRY(sequencer, Sequencer::open(services(), settings));
    return {};
  }

  Tick tick(const char* cut, const char* close = nullptr) {
    if (!sequencer) REQUIRE(open());
    clock.advance_to(at(cut));
    auto done = sequencer->tick(at(cut), close ? std::optional(days(close)) : std::nullopt);
    REQUIRE_MESSAGE(done, (done ? "" : done.error().message()));
    return *done;
  }

  base::Hash commit(const std::string& case_ref, const std::string& place, const Draft& draft) {
    if (!case_ref.empty() && !keys->find("case/" + case_ref)) REQUIRE(keys->create("case/" + case_ref));
    auto committed = journal->commit(db, case_ref, place, draft);
    REQUIRE_MESSAGE(committed, (committed ? "" : committed.error().message()));
    return committed->body_root;
  }

  Values of_case(const std::string& case_ref) const {
    return {"", "", "", base::format_time(clock.now()), case_ref, "Polizei M\xc3\xbcnchen", "", ""};
  }

  base::Hash request(const std::string& ref, const std::string& country = "US",
                     const std::string& instrument = "court_order", const std::string& offence = "terrorism",
                     bool emergency = false) {
    Values hidden = of_case(ref);
    hidden[0] = hash_value(hash_of('k'));
    hidden[2] = hash_value(hash_of('d'));
    return commit(
        ref, "",
        {{"request", country, instrument, offence, "ip_address,phone_number", emergency ? "1" : "0", "stored", "1"},
         hidden});
  }
  base::Hash policy(const std::string& id, const std::string& effective) {
    return commit("", "", {{"policy", id, hash_value(hash_of(id[0])), effective, "", "", "", ""}, {}});
  }
  base::Hash decision(const std::string& ref, const base::Hash& request, const base::Hash& policy,
                      const std::string& outcome = "full", const std::string& place = "decision-1",
                      const std::optional<base::Hash>& before = {}) {
    const bool gives = outcome == "full" || outcome == "partial";
    return commit(ref, place,
                  {{"decision", hash_value(request), outcome, "conditions_met", gives ? "ip_address,phone_number" : "",
                    hash_value(policy), "1", before ? hash_value(*before) : ""},
                   of_case(ref)});
  }
  base::Hash disclosure(const std::string& ref, const base::Hash& request, const base::Hash& decision,
                        std::uint64_t users, const std::string& place = "disclosure-1",
                        const std::optional<base::Hash>& before = {}) {
    Values hidden = of_case(ref);
    hidden[6] = hash_value(hash_of('z'));
    return commit(
        ref, place,
        {{"disclosure", hash_value(request), "ip_address,phone_number", std::to_string(users),
          users > 0 ? hash_value(hash_of('u')) : "", before ? hash_value(*before) : "", hash_value(decision), ""},
         hidden});
  }
  base::Hash notice(const std::string& ref, const base::Hash& request) {
    return commit(ref, "notice-1", {{"notice", hash_value(request), "given", "1", "", "", "", ""}, of_case(ref)});
  }
  base::Hash recode(const std::string& ref, const base::Hash& request, int position, const std::string& value,
                    const std::optional<base::Hash>& before = {}) {
    return commit(ref, "",
                  {{"recode", hash_value(request), std::to_string(position), value, "staff_coding",
                    before ? hash_value(*before) : "", "", ""},
                   {}});
  }
  std::uint64_t index_of(const base::Hash& root) {
    return static_cast<std::uint64_t>(
        db.integer("SELECT idx FROM log_entry WHERE body_root = ?", {root}).value().value());
  }
  std::string checkpoint() const { return slurp(settings.folder / "checkpoint"); }
};

}  // namespace writ::log
