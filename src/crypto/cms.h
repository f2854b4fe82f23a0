// Cryptographic Message Syntax (RFC 5652) by OpenSSL: detached signatures, and envelopes to an officer's certificate.
#pragma once

#include <string>
#include <string_view>

#include "base/result.h"
#include "base/time.h"

namespace writ::crypto {

/// Detached SignedData in DER, SHA-256, with the signer's certificate inside, the signing time given (record clock, not
/// the machine's) and the signing certificate's hash (CAdES-BES, RFC 5035). `signer_pem`: P-256 key and certificate.
/// invalid names the field signer_pem, the certificate's subject and the rule; a certificate that is out of its
/// validity at `signing_time` is invalid.
base::Result<std::string> cms_sign(std::string_view content, std::string_view signer_pem, base::Time signing_time);

/// AuthEnvelopedData (RFC 5083) in DER with AES-256-GCM (RFC 5084), to one certificate: EC on P-256, P-384 or P-521 by
/// ephemeral ECDH with SHA-256 (RFC 5753), RSA of at least 2048 bits by OAEP with SHA-256 (RFC 3560).
/// invalid names public_key, the certificate's subject and the rule: out of its validity at `at`, other key, key usage.
base::Result<std::string> cms_encrypt(std::string_view content, std::string_view certificate_pem, base::Time at);

/// What the officer's side does; `key_pem` holds key and certificate. invalid if it was not sealed to it or was
/// altered.
base::Result<std::string> cms_decrypt(std::string_view der, std::string_view key_pem);

}  // namespace writ::crypto
