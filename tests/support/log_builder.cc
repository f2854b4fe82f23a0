#include "log_builder.h"

#include <algorithm>

#include "legal/codes.h"
#include "log/format/checkpoint.h"

namespace writ::test {

base::Result<std::string> MemorySource::read(std::string_view name) {
  const auto found = files_.find(std::string(name));
  if (found == files_.end()) return base::fail(base::Errc::not_found, std::string(name), "", "is not there");
  return found->second;
}

base::Result<> MemorySource::lines(std::string_view name, const std::function<bool(std::string_view, bool)>& line) {
  TRY(const std::string text, read(name));
  std::string_view rest = text;
  while (!rest.empty()) {
    const std::size_t end = rest.find('\n');
    if (!line(rest.substr(0, end), end != std::string_view::npos) || end == std::string_view::npos) return {};
    rest.remove_prefix(end + 1);
  }
  return {};
}

TestKey make_test_key(const std::string& name, log::SignatureType type, std::uint64_t number) {
  CHECK_INVARIANT(sodium_init() >= 0);
  base::Hash seed{};
  seed[0] = static_cast<std::uint8_t>(number);
  base::Hash public_key;
  std::string secret(crypto_sign_SECRETKEYBYTES, '\0');
  crypto_sign_seed_keypair(public_key.data(), reinterpret_cast<unsigned char*>(secret.data()), seed.data());
  return {log::make_key(crypto::NativeHost(), name, type, public_key), [secret](std::string_view message) {
            std::string signature(crypto_sign_BYTES, '\0');
            crypto_sign_detached(reinterpret_cast<unsigned char*>(signature.data()), nullptr,
                                 base::view(message).data(), message.size(),
                                 reinterpret_cast<const unsigned char*>(secret.data()));
            return signature;
          }};
}

base::Time at(std::string_view time) { return *base::parse_time(time); }
base::Day on(std::string_view day) { return *base::parse_day(day); }

LogBuilder::LogBuilder(std::string of, Hooks hooks)
    : origin(std::move(of)),
      hooks_(std::move(hooks)),
      log_key_(make_test_key(origin, log::SignatureType::ed25519, 1)),
      promise_key_(make_test_key(origin + "/promise", log::SignatureType::ed25519, 2)) {
  for (std::uint64_t i = 0; hooks_.witnesses && i < 3; ++i) {
    witnesses_.push_back(
        make_test_key("witness" + std::to_string(i + 1) + ".example", log::SignatureType::cosignature_v1, 10 + i));
  }
  key_ = random_.hash();
}

std::uint64_t LogBuilder::add(const std::string& name, log::Draft draft) {
  if (hooks_.draft) hooks_.draft(name, draft);
  Built built{.name = name, .sealed = {.draft = draft, .seed = random_.hash()}, .held = hooks_.held.contains(name)};
  for (base::Hash& salt : built.sealed.private_salts) salt = random_.hash();
  built.sealed.private_root = log::private_root(host_, built.sealed.private_salts, draft.private_values);
  built.sealed.body_root =
      log::body_root(host_, built.sealed.private_root, log::public_root(host_, built.sealed.seed, draft.public_values));
  built.bytes = log::entry_bytes(built.sealed.body_root);
  if (hooks_.entry) hooks_.entry(name, built.bytes);
  entries_.push_back(std::move(built));
  return entries_.size() - 1;
}

void LogBuilder::dummies(std::size_t count) {
  for (std::size_t i = 0; i < count; ++i) {
    Built built;
    built.bytes = log::entry_bytes(log::dummy_body_root(host_, key_, entries_.size()));
    if (hooks_.entry) hooks_.entry("dummy " + std::to_string(entries_.size()), built.bytes);
    entries_.push_back(std::move(built));
  }
}

log::SubtreeReader LogBuilder::reader() const {
  return [this](unsigned level, std::uint64_t index) -> base::Result<base::Hash> {
    log::CompactRange range;
    for (std::uint64_t i = index << level; i < (index + 1) << level; ++i)
      range.append(host_, log::leaf_hash(host_, entries_[i].bytes));
    return range.root(host_);
  };
}

void LogBuilder::tick(const std::string& name, base::Time time) {
  const base::Time seen = hooks_.cosigned ? hooks_.cosigned(name, time) : time + std::chrono::seconds(60);
  const base::Hash root = *log::range_root(host_, reader(), 0, entries_.size());
  const std::string text = log::format_checkpoint({origin, entries_.size(), root});
  std::string lines = log::signature_line(log_key_.key, text, log_key_.sign);
  for (const TestKey& witness : witnesses_) lines += log::cosignature_line(witness.key, text, seen, witness.sign);
  checkpoints_[entries_.size()] = log::signed_note(text, lines);
}

std::uint64_t LogBuilder::index_of(const std::string& name) const {
  for (std::uint64_t i = 0; i < entries_.size(); ++i) {
    if (entries_[i].name == name) return i;
  }
  base::check_failed(name.c_str(), __FILE__, __LINE__);
}

const std::string& LogBuilder::checkpoint_at_most(std::uint64_t size) const {
  return std::prev(checkpoints_.upper_bound(size))->second;
}

void LogBuilder::close(const base::Period& period) {
  const std::string previous = spans_.empty() ? "" : root_value("close " + std::to_string(spans_.size()));
  const std::uint64_t index = add("close " + std::to_string(spans_.size() + 1),
                                  draft({"close", base::format_period(period), std::to_string(first_), previous}));
  spans_.push_back({first_, index, key_});
  periods.push_back(period);
  first_ = index + 1;
  const base::Hash fresh = random_.hash();
  if (!hooks_.same_key) key_ = fresh;
  tick("close " + std::to_string(spans_.size()), period.end());
}

std::string LogBuilder::proof(std::uint64_t index) const {
  return log::format_proof({.index = index,
                            .hashes = *log::inclusion_proof(host_, reader(), index, entries_.size()),
                            .checkpoint = last_checkpoint()});
}

std::string LogBuilder::line(std::uint64_t index) const {
  const Built& built = entries_[index];
  if (built.held) return log::format_line(log::held_line(host_, index, built.sealed)) + "\n";
  return log::format_line(log::open_line(index, built.sealed)) + "\n";
}

std::set<std::uint64_t> LogBuilder::named_before(const Span& span) const {
  std::set<std::uint64_t> named;
  for (std::uint64_t i = span.first; i <= span.close; ++i) {
    if (entries_[i].is_dummy() || entries_[i].held) continue;
    for (const std::string& value : entries_[i].values()) {
      for (std::uint64_t k = 0; k < span.first && value.size() == 32; ++k) {
        if (!entries_[k].is_dummy() && log::hash_value(entries_[k].sealed.body_root) == value) named.insert(k);
      }
    }
  }
  return named;
}

void LogBuilder::publish(base::Time time, base::Day next_report) {
  const auto number = static_cast<int>(bundles.size()) + 1;
  const Span& span = spans_[bundles.size()];
  const base::Period& period = periods[bundles.size()];
  Files files;
  for (std::uint64_t i = span.first; i <= span.close; ++i) {
    if (!entries_[i].is_dummy()) files["openings.jsonl"] += line(i);
  }
  files["references.jsonl"];
  for (const std::uint64_t index : named_before(span)) files["references.jsonl"] += line(index);
  files["dummies.key"] = base::to_hex(span.key) + "\n";
  files["before.checkpoint"] = checkpoint_at_most(span.close);
  files["close.tlog-proof"] = proof(span.close);
  if (hooks_.files) hooks_.files(number, files);
  log::Report report = count(span, period);
  report.published_at = time;
  report.next_report = next_report;
  for (const auto& [name, content] : files) report.files[name] = host_.sha256(base::view(content));
  if (hooks_.report) hooks_.report(number, report);
  files["report.json"] = log::format_report(report);
  add("report " + std::to_string(number),
      draft({"report", base::format_period(period), log::hash_value(host_.sha256(base::view(files["report.json"])))}));
  bundles.push_back(std::move(files));
}

void LogBuilder::prove_report() {
  const std::uint64_t index = index_of("report " + std::to_string(bundles.size()));
  bundles.back()["report.opening.json"] = line(index);
  bundles.back()["report.tlog-proof"] = proof(index);
}

Files LogBuilder::log_files() const {
  Files files;
  for (const log::Tile& tile : log::changed_tiles(0, entries_.size()))
    files[log::tile_path(tile)] = *log::tile_bytes(tile, reader());
  for (const log::Tile& tile : log::changed_bundles(0, entries_.size())) {
    std::string& bundle = files[log::entries_path(tile)];
    for (unsigned i = 0; i < tile.width; ++i)
      log::append_to_bundle(bundle, entries_[tile.n * log::tile_width_max + i].bytes);
  }
  files["checkpoint"] = last_checkpoint();
  if (hooks_.log) hooks_.log(files);
  return files;
}

std::string LogBuilder::policy() const {
  std::string text =
      "log " + log::format_vkey(log_key_.key) + "\n#writ-promise " + log::format_vkey(promise_key_.key) + "\n";
  for (std::size_t i = 0; i < witnesses_.size(); ++i)
    text += "witness w" + std::to_string(i + 1) + " " + log::format_vkey(witnesses_[i].key) + "\n";
  return text + (witnesses_.empty() ? "quorum none\n" : "group all-three 2 w1 w2 w3\nquorum all-three\n");
}

std::string LogBuilder::promise(const std::string& name, base::Time time) const {
  const std::string text = log::format_promise({origin, find(name).sealed.body_root, time});
  return log::signed_note(text, log::signature_line(promise_key_.key, text, promise_key_.sign));
}

Files LogBuilder::receipt(const std::string& name, base::Time promised) const {
  const std::uint64_t index = index_of(name);
  return {
      {"promise", promise(name, promised)},
      {"promise.opening.json", log::format_receipt_opening(log::receipt_opening(host_, origin, {}, find(name).sealed))},
      {"receipt.opening.json",
       log::format_receipt_opening(log::receipt_opening(host_, origin, index, find(name).sealed))},
      {"receipt.tlog-proof", proof(index)}};
}

}  // namespace writ::test
