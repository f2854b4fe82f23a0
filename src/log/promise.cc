#include "log/promise.h"

#include "log/format/opening.h"

namespace writ::log {

VerifierKey log_verifier_key(const base::Host& host, const crypto::SigningKey& key, const std::string& origin) {
  return make_key(host, origin, SignatureType::ed25519, key.public_key());
}

VerifierKey promise_verifier_key(const base::Host& host, const crypto::SigningKey& key, const std::string& origin) {
  return make_key(host, origin + "/promise", SignatureType::ed25519, key.public_key());
}

std::string sign_note(const VerifierKey& name, const crypto::SigningKey& key, std::string_view text) {
  return signed_note(text, signature_line(name, text, [&](std::string_view message) { return key.sign(message); }));
}

std::string promise_note(const base::Host& host, const crypto::SigningKey& key, const std::string& origin,
                         const base::Hash& body_root, base::Time time) {
  return sign_note(promise_verifier_key(host, key, origin), key, format_promise({origin, body_root, time}));
}

}  // namespace writ::log
