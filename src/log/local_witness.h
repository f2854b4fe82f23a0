// C2SP tlog-witness v1.0.0, the server's side, for witnesses that live beside the log they sign: a demonstration shows
// the whole way of a cosignature without a network. To a stranger they prove nothing: who runs the log holds their
// keys.
#pragma once

#include <string>
#include <vector>

#include "base/clock.h"
#include "base/files.h"
#include "crypto/keys.h"
#include "log/witness.h"

namespace writ::log {

struct LocalWitness {
  VerifierKey key;  // type 0x04
  crypto::SigningKey signing;
  std::string url;
};

/// Each remembers in `folder` the checkpoint that it signed last, on stable storage before its line is given away, and
/// signs no other that does not continue it.
class LocalWitnesses final : public WitnessPost {
 public:
  struct Services {
    const base::Host& host;
    base::Files& files;
    const base::Clock& clock;
    base::Path folder;
  };
  LocalWitnesses(Services services, VerifierKey log, std::vector<LocalWitness> witnesses)
      : services_(std::move(services)), log_(std::move(log)), witnesses_(std::move(witnesses)) {}

  /// As C2SP tlog-witness says of add-checkpoint: 200, 400, 403, 404, 409 or 422.
  base::Result<HttpAnswer> post(const std::string& url, const std::string& body) override;

 private:
  base::Result<HttpAnswer> add_checkpoint(const LocalWitness& witness, std::string_view body);

  Services services_;
  VerifierKey log_;
  std::vector<LocalWitness> witnesses_;
};

}  // namespace writ::log
