#include "log/witness.h"

#include <algorithm>
#include <future>

#include "base/bytes.h"
#include "log/format/checkpoint.h"
#include "log/format/decimal.h"
#include "log/format/policy.h"
#include "log/format/tiles.h"
#include "log/integrate.h"

namespace writ::log {

namespace {

constexpr std::string_view size_type = "text/x.tlog.size";
// One for the size that we believe in and one for the size that the witness names; a third would chase a moving witness.
constexpr int tries_max = 2;

bool is_loopback(std::string_view authority) {
  for (const std::string_view host : {"127.0.0.1", "localhost", "[::1]"}) {
    if (authority.starts_with(host) && (authority.size() == host.size() || authority[host.size()] == ':')) return true;
  }
  return false;
}

bool is_address(std::string_view url) {
  if (url.starts_with("https://")) return url.size() > 8;
  if (!url.starts_with("http://")) return false;
  const std::string_view rest = url.substr(7);
  return is_loopback(rest.substr(0, rest.find('/')));
}

std::vector<std::string_view> words_of(std::string_view line) {
  std::vector<std::string_view> words;
  while (!line.empty()) {
    const std::size_t end = std::min(line.find_first_of(" \t"), line.size());
    if (end > 0) words.push_back(line.substr(0, end));
    line.remove_prefix(std::min(end + 1, line.size()));
  }
  return words;
}

/// A cosignature line, or why a person must look, or neither: asked again later.
struct Outcome {
  std::string line;
  std::string alarm;
};

/// One conversation with one witness about one checkpoint.
class Conversation {
 public:
  Conversation(const WitnessServices& services, const Witness& witness, std::string_view note, const Checkpoint& checkpoint)
      : services_(services), witness_(witness), note_(note), checkpoint_(checkpoint) {}

  Outcome ask(std::uint64_t old_size) {
    for (int tries = 0; tries < tries_max; ++tries) {
      const auto body = request(old_size);
      if (!body) return alarm("the consistency proof could not be made: " + body.error().rule);
      const auto answer = services_.post.post(witness_.url + "/add-checkpoint", *body);
      if (!answer) return {};
      if (answer->status == 200) return line_in(answer->body);
      if (answer->status != 409 || answer->content_type != size_type) return refused(*answer);
      const auto size = parse_decimal(std::string_view(answer->body).substr(0, answer->body.find('\n')));
      if (!size || *size > checkpoint_.size)
        return alarm("it saw the log at a size beyond ours: a fork, or the log was put back to an older state");
      old_size = *size;
    }
    return {};
  }

 private:
  base::Result<std::string> request(std::uint64_t old_size) const {
    std::string body = "old " + std::to_string(old_size) + "\n";
    if (old_size > 0 && old_size < checkpoint_.size) {
      const SubtreeReader read = read_from_tiles(services_.host, checkpoint_.size, disk_tiles(services_.files, services_.folder));
      TRY(const auto proof, consistency_proof(services_.host, read, old_size, checkpoint_.size));
      for (const base::Hash& hash : proof) body += base::to_base64(base::ByteView(hash)) + "\n";
    }
    return body + "\n" + std::string(note_);
  }

  static Outcome refused(const HttpAnswer& answer) {
    switch (answer.status) {
      case 409: return alarm("it saw another root at this size: a fork");
      case 422: return alarm("it finds our consistency proof wrong");
      case 403:
      case 404: return alarm("it does not know this log or its key");
      default: return {};  // 429 and 5xx: later
    }
  }

  Outcome line_in(const std::string& body) const {
    const auto note = parse_note(signed_note(format_checkpoint(checkpoint_), body));
    if (!note) return alarm("its answer holds no signature line");
    for (const SignatureLine& line : note->lines) {
      if (!is_by(line, witness_.key)) continue;
      if (!check_signature(services_.host, witness_.key, note->text, line)) return alarm("its signature does not verify");
      return {format_note({note->text, {line}}).substr(note->text.size() + 1), {}};
    }
    return alarm("its answer is not signed by its key");
  }

  static Outcome alarm(std::string rule) { return {{}, std::move(rule)}; }

  const WitnessServices& services_;
  const Witness& witness_;
  std::string_view note_;
  const Checkpoint& checkpoint_;
};

}  // namespace

base::Result<std::vector<Witness>> witnesses_of(const base::Host& host, std::string_view policy) {
  TRY_VOID(parse_policy(host, policy));
  std::vector<Witness> witnesses;
  for (std::size_t begin = 0; begin < policy.size();) {
    const std::size_t end = std::min(policy.find('\n', begin), policy.size());
    const auto words = words_of(policy.substr(begin, end - begin));
    begin = end + 1;
    if (words.size() != 4 || words[0] != "witness") continue;
    std::string url(words[3]);
    if (!is_address(url)) return base::invalid("witness " + std::string(words[1]), url, "must be an https address, or http on this machine");
    if (url.ends_with('/')) url.pop_back();
    TRY(VerifierKey key, parse_vkey(host, words[2]));
    witnesses.push_back({std::string(words[1]), std::move(key), std::move(url)});
  }
  return witnesses;
}

namespace {

bool has_line_of(const Note& note, const Witness& witness) {
  return std::any_of(note.lines.begin(), note.lines.end(), [&](const SignatureLine& line) { return is_by(line, witness.key); });
}

}  // namespace

std::size_t WitnessClient::missing(std::string_view signed_checkpoint) const {
  const auto note = parse_note(signed_checkpoint);
  const auto lacks = [&](const Witness& witness) { return !note || !has_line_of(*note, witness); };
  return static_cast<std::size_t>(std::count_if(witnesses_.begin(), witnesses_.end(), lacks));
}

std::string WitnessClient::cosign(std::string_view signed_checkpoint, std::uint64_t old_size) {
  const auto note = parse_note(signed_checkpoint);
  if (!note) return {};
  const auto checkpoint = parse_checkpoint(note->text);
  if (!checkpoint) return {};
  std::vector<std::pair<const Witness*, std::future<Outcome>>> answers;
  for (const Witness& witness : witnesses_) {
    if (has_line_of(*note, witness)) continue;
    answers.emplace_back(&witness, std::async(std::launch::async, [&, this] {
      return Conversation(services_, witness, signed_checkpoint, *checkpoint).ask(old_size);
    }));
  }
  std::string lines;
  for (auto& [witness, answer] : answers) {
    Outcome outcome = answer.get();
    lines += outcome.line;
    if (!outcome.alarm.empty()) services_.alarm({witness->name, std::move(outcome.alarm)});
  }
  return lines;
}

}  // namespace writ::log
