#include "log/promise.h"

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

std::string promise_note(const base::Host& host, const crypto::SigningKey& key, const std::string& origin, const base::Hash& body_root,
                         base::Time time) {
  const std::string text = "writ-promise/v1\n" + origin + "\n" + base::to_hex(body_root) + "\n" + base::format_time(time) + "\n";
  return sign_note(promise_verifier_key(host, key, origin), key, text);
}

}  // namespace writ::log
