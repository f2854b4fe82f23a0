// The promise of section 4: what a requester holds before the tick. Inside log/.
#pragma once

#include <string>

#include "base/host.h"
#include "base/time.h"
#include "crypto/keys.h"
#include "log/format/note.h"

namespace writ::log {

/// Default maximum merge delay: after it a promise without its entry completes a proof of fault.
constexpr std::uint64_t merge_delay_max_s = 172'800;

VerifierKey log_verifier_key(const base::Host& host, const crypto::SigningKey& key, const std::string& origin);
/// Named `<origin>/promise`.
VerifierKey promise_verifier_key(const base::Host& host, const crypto::SigningKey& key, const std::string& origin);

/// A text signed by one key.
std::string sign_note(const VerifierKey& name, const crypto::SigningKey& key, std::string_view text);

/// format_promise, signed.
std::string promise_note(const base::Host& host, const crypto::SigningKey& key, const std::string& origin,
                         const base::Hash& body_root, base::Time time);

}  // namespace writ::log
