// What the page calls. Text goes in through writ_text() and comes out as the last answer; numbers go as they are.
// One call at a time: the module runs in one worker.
#include <cstdlib>
#include <string>
#include <vector>

#include "log/format/checkpoint.h"
#include "log/format/note.h"
#include "log/format/opening.h"
#include "log/format/policy.h"
#include "log/format/tiles.h"
#include "wasm/browser.h"

using namespace writ;

namespace {

constexpr std::size_t texts_max = 16;  // arguments of one call

/// Arguments by number, as writ_text() left them; emptied by the call that uses them.
std::string texts[texts_max];
bool given[texts_max];
std::string answer;

std::optional<std::string> take(std::size_t number) {
  if (!given[number]) return std::nullopt;
  given[number] = false;
  return std::move(texts[number]);
}

std::optional<base::Hash> take_hash(std::size_t number) {
  const auto hex = take(number);
  return hex ? base::hash_from_hex(*hex) : std::nullopt;
}

std::vector<wasm::PageSource> numbered(std::uint32_t first, std::uint32_t count) {
  std::vector<wasm::PageSource> sources;
  for (std::uint32_t i = 0; i < count; ++i) sources.emplace_back(first + i);
  return sources;
}

std::vector<verify::Source*> pointers_to(std::vector<wasm::PageSource>& sources) {
  std::vector<verify::Source*> out;
  for (wasm::PageSource& source : sources) out.push_back(&source);
  return out;
}

std::vector<std::string> split(std::string_view lines) {
  std::vector<std::string> out;
  for (std::size_t at = 0; at <= lines.size();) {
    const std::size_t end = std::min(lines.find('\n', at), lines.size());
    out.emplace_back(lines.substr(at, end - at));
    at = end + 1;
  }
  return out;
}

}  // namespace

#define WRIT_TO_PAGE(name) __attribute__((export_name(#name)))

extern "C" {

/// Where to write argument `number`, `size` bytes.
WRIT_TO_PAGE(writ_text) char* writ_text(std::size_t number, std::size_t size) {
  if (number >= texts_max) std::abort();
  texts[number].assign(size, '\0');
  given[number] = true;
  return texts[number].data();
}
WRIT_TO_PAGE(writ_answer) const char* writ_answer() { return answer.data(); }
WRIT_TO_PAGE(writ_answer_size) std::size_t writ_answer_size() { return answer.size(); }

/// 0: a log's checkpoint. Answers the names of all files of that log, one a line; nothing if it is no checkpoint.
WRIT_TO_PAGE(writ_log_files) void writ_log_files() {
  answer.clear();
  const auto note = log::parse_note(take(0).value_or(""));
  const auto checkpoint = note ? log::parse_checkpoint(note->text) : std::unexpected(note.error());
  if (!checkpoint) return;
  for (const log::Tile& tile : log::changed_bundles(0, checkpoint->size)) answer += log::entries_path(tile) + "\n";
  for (const log::Tile& tile : log::changed_tiles(0, checkpoint->size)) answer += log::tile_path(tile) + "\n";
}

/// 0: trust policy, 1: older checkpoint or not given. Source 0 is the log, 1 to `bundles` are the bundles. Answers a
/// verdict (docs/formats/verdict.md).
WRIT_TO_PAGE(writ_verify) void writ_verify(std::uint32_t bundles, bool all, double now_seconds) {
  std::vector<wasm::PageSource> sources = numbered(1, bundles);
  wasm::PageSource log(0);
  verify::Options options{.bundles = pointers_to(sources),
                          .log = &log,
                          .policy = take(0).value_or(""),
                          .old_checkpoint = take(1),
                          .all = all,
                          .now = base::Time(std::chrono::seconds(static_cast<std::int64_t>(now_seconds)))};
  wasm::PageProgress progress;
  answer = verify::verify(wasm::BrowserHost(), options, progress).json();
}

/// 0: trust policy; then what the reader has, each may be missing: hashes in hex of 1 requester, 2 nonce, 3 document;
/// 4 positions 9 to 15 as sent, one a line; 5 the opening of the request, for later events; 6 hash of the package;
/// 7 new accounts in it. Source 0 is the receipt's folder.
WRIT_TO_PAGE(writ_receipt) void writ_receipt(double merge_delay_max_s) {
  const wasm::BrowserHost host;
  wasm::PageSource receipt(0);
  verify::ReceiptOptions options{.receipt = &receipt,
                                 .policy = take(0).value_or(""),
                                 .requester = take_hash(1),
                                 .nonce = take_hash(2),
                                 .document = take_hash(3)};
  if (const auto sent = take(4)) options.expected_public = split(*sent);
  if (const auto opening = take(5)) {
    const auto request = log::parse_receipt_opening(host, *opening);
    if (request) options.request_root = log::receipt_body_root(host, *request);
  }
  options.package = take_hash(6);
  if (const auto accounts = take(7)) options.new_accounts = std::strtoull(accounts->c_str(), nullptr, 10);
  options.merge_delay_max_s = static_cast<std::uint64_t>(merge_delay_max_s);
  answer = verify::check_receipt(host, options).json();
}

/// 0: trust policy, 1: the proof. Sources 1 to `bundles` are published bundles.
WRIT_TO_PAGE(writ_notice) void writ_notice(std::uint32_t bundles) {
  std::vector<wasm::PageSource> sources = numbered(1, bundles);
  const verify::NoticeOptions options{
      .proof = take(1).value_or(""), .policy = take(0).value_or(""), .bundles = pointers_to(sources)};
  answer = verify::check_notice(wasm::BrowserHost(), options).json();
}

/// 0: trust policy. Answers `log NAME`, `witness NAME` lines and `quorum NAME|none`, or `unusable WHY`: what the page
/// shows before it starts.
WRIT_TO_PAGE(writ_trust) void writ_trust() {
  const auto policy = log::parse_policy(wasm::BrowserHost(), take(0).value_or(""));
  if (!policy) {
    answer = "unusable " + policy.error().message() + "\n";
    return;
  }
  answer.clear();
  for (const log::VerifierKey& key : policy->logs) answer += "log " + key.name + "\n";
  for (const log::QuorumNode& node : policy->nodes) {
    if (node.key) answer += "witness " + node.name + "\n";
  }
  if (!policy->quorum) {
    answer += "quorum none\n";
    return;
  }
  const log::QuorumNode& quorum = policy->nodes[*policy->quorum];
  const std::size_t of = quorum.key ? 1 : quorum.members.size();
  answer += "quorum " + std::to_string(quorum.key ? 1 : quorum.threshold) + " of " + std::to_string(of) + "\n";
}

}  // extern "C"
