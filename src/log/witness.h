// C2SP tlog-witness v1.0.0, the client's side: asks witnesses to cosign a checkpoint that is consistent with the one they
// saw last.
#pragma once

#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "base/files.h"
#include "base/host.h"
#include "base/result.h"
#include "log/format/note.h"
#include "log/sequencer.h"

namespace writ::log {

struct Witness {
  std::string name;  // as the policy calls it
  VerifierKey key;   // type 0x04
  std::string url;   // submission prefix: "<url>/add-checkpoint" is asked
};

/// The witness lines of a trust policy that name an address. invalid as parse_policy, and if an address is neither https
/// nor http on a loopback host. `policy` has its log line.
base::Result<std::vector<Witness>> witnesses_of(const base::Host& host, std::string_view policy);

struct HttpAnswer {
  unsigned status = 0;
  std::string content_type;  // in lower case
  std::string body;
};

/// Called from several threads at once. unavailable: no answer.
class WitnessPost {
 public:
  virtual ~WitnessPost() = default;
  virtual base::Result<HttpAnswer> post(const std::string& url, const std::string& body) = 0;
};

/// What a witness said that a person must see: it saw another history than ours, or does not know our log.
struct WitnessAlarm {
  std::string witness;
  std::string rule;
};

struct WitnessServices {
  const base::Host& host;
  const base::Files& files;
  base::Path folder;  // of the published tiles
  WitnessPost& post;
  std::function<void(const WitnessAlarm&)> alarm;  // called by the thread that called cosign
};

class WitnessClient final : public Cosigner {
 public:
  WitnessClient(WitnessServices services, std::vector<Witness> witnesses)
      : services_(std::move(services)), witnesses_(std::move(witnesses)) {}

  /// Asks those who have no line on the note yet, all at once. 409 with a size: asked again from that size. 409 without,
  /// 422, a size beyond ours and a line that does not verify are alarms; whoever does not answer is left for later.
  std::string cosign(std::string_view signed_checkpoint, std::uint64_t old_size) override;
  std::size_t missing(std::string_view signed_checkpoint) const override;

 private:
  WitnessServices services_;
  std::vector<Witness> witnesses_;
};

}  // namespace writ::log
