// X.509 certificates of the provider and of officers: making self-signed ones, and naming them in errors.
#pragma once

#include <string>
#include <string_view>

#include "base/bytes.h"
#include "base/random.h"
#include "base/result.h"
#include "base/time.h"

namespace writ::crypto {

struct CertificateSubject {
  std::string common_name;   // 1 to 64 characters (RFC 5280 ub-common-name)
  std::string organisation;  // may be empty
  std::string email;         // may be empty; stands in subjectAltName (RFC 8550 section 3)
  base::Time not_before;
  base::Time not_after;  // included
};

struct KeyAndCertificate {
  std::string key_pem;  // PKCS #8, not encrypted
  std::string certificate_pem;
  /// What cms_sign() takes.
  std::string pem() const { return key_pem + certificate_pem; }
};

/// A new P-256 key with a self-signed certificate for signing and key agreement of mail and files (extended key usage
/// emailProtection, which `openssl cms` asks for). The key comes from OpenSSL's generator, the serial number from
/// `random`.
base::Result<KeyAndCertificate> make_certificate(const CertificateSubject& subject, base::Random& random);

/// What a certificate says of itself. Who issued it is not looked at.
struct CertificateFacts {
  base::Hash key;       // SHA-256 of the DER of its SubjectPublicKeyInfo
  std::string subject;  // RFC 2253
  base::Time not_before;
  base::Time not_after;  // included
};
/// Of a PEM certificate; invalid if it is none.
base::Result<CertificateFacts> certificate_facts(std::string_view certificate_pem);

/// The subject in RFC 2253 form, for pages and errors. invalid if it is not a PEM certificate.
base::Result<std::string> certificate_subject(std::string_view certificate_pem);

}  // namespace writ::crypto
