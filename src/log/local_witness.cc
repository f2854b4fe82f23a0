#include "log/local_witness.h"

#include <algorithm>

#include "log/format/checkpoint.h"
#include "log/format/decimal.h"
#include "log/format/tree.h"

namespace writ::log {

namespace {

constexpr std::size_t proof_lines_max = 63;  // C2SP tlog-witness: a tree has no more levels

struct Asked {
  std::uint64_t old_size = 0;
  std::vector<base::Hash> proof;
  Note note;
  Checkpoint checkpoint;
};

/// "old <size>", the proof's hashes a line each, an empty line, the signed checkpoint.
std::optional<Asked> read_request(std::string_view body) {
  Asked asked;
  const auto line = [&]() -> std::optional<std::string_view> {
    const std::size_t end = body.find('\n');
    if (end == body.npos) return std::nullopt;
    const std::string_view text = body.substr(0, end);
    body.remove_prefix(end + 1);
    return text;
  };
  const auto old = line();
  if (!old || !old->starts_with("old ")) return std::nullopt;
  const auto size = parse_decimal(old->substr(4));
  if (!size) return std::nullopt;
  asked.old_size = *size;
  for (auto next = line(); next != ""; next = line()) {
    if (!next || asked.proof.size() == proof_lines_max) return std::nullopt;
    const auto bytes = base::bytes_from_base64(*next);
    base::Hash hash;
    if (!bytes || bytes->size() != hash.size()) return std::nullopt;
    std::ranges::copy(*bytes, hash.begin());
    asked.proof.push_back(hash);
  }
  auto note = parse_note(body);
  if (!note) return std::nullopt;
  const auto checkpoint = parse_checkpoint(note->text);
  if (!checkpoint || asked.old_size > checkpoint->size) return std::nullopt;
  asked.note = std::move(*note);
  asked.checkpoint = *checkpoint;
  return asked;
}

bool signed_by(const base::Host& host, const VerifierKey& key, const Note& note) {
  return std::ranges::any_of(note.lines, [&](const SignatureLine& line) {
    return is_by(line, key) && check_signature(host, key, note.text, line).has_value();
  });
}

}  // namespace

base::Result<HttpAnswer> LocalWitnesses::post(const std::string& url, const std::string& body) {
  for (const LocalWitness& one : witnesses_) {
    if (url == one.url + "/add-checkpoint") return add_checkpoint(one, body);
  }
  return base::fail(base::Errc::unavailable, "witness", url, "is none of this machine's");
}

base::Result<HttpAnswer> LocalWitnesses::add_checkpoint(const LocalWitness& witness, std::string_view body) {
  const auto asked = read_request(body);
  if (!asked) return HttpAnswer{.status = 400, .content_type = {}, .body = {}};
  if (asked->checkpoint.origin != log_.name) return HttpAnswer{.status = 404, .content_type = {}, .body = {}};
  if (!signed_by(services_.host, log_, asked->note)) return HttpAnswer{.status = 403, .content_type = {}, .body = {}};

  const base::Path file =
      services_.folder / (base::to_hex(services_.host.sha256(base::view(witness.key.name))) + ".checkpoint");
  Checkpoint seen{.origin = log_.name};
  const auto kept = services_.files.read(file);
  if (!kept && kept.error().code != base::Errc::not_found) return std::unexpected(kept.error());
  if (kept) {
    TRY(seen, parse_checkpoint(*kept));
  }
  const HttpAnswer conflict{
      .status = 409, .content_type = "text/x.tlog.size", .body = std::to_string(seen.size) + "\n"};
  if (asked->old_size != seen.size) return conflict;
  if (asked->checkpoint.size == seen.size && seen.size > 0) {
    if (asked->checkpoint.root != seen.root) return conflict;
  } else if (seen.size > 0 && !verify_consistency(services_.host, seen.size, asked->checkpoint.size, asked->proof,
                                                  seen.root, asked->checkpoint.root)) {
    return HttpAnswer{.status = 422, .content_type = {}, .body = {}};
  }
  TRY_VOID(services_.files.write_durable(file, asked->note.text));
  const Signer sign = [&](std::string_view message) { return witness.signing.sign(message); };
  return HttpAnswer{.status = 200,
                    .content_type = "text/plain; charset=utf-8",
                    .body = cosignature_line(witness.key, asked->note.text, services_.clock.now(), sign)};
}

}  // namespace writ::log
