#include "crypto/key_facts.h"

#include <openssl/x509.h>
#include <rnp/rnp.h>
#include <rnp/rnp_err.h>

#include <ctime>
#include <limits>

#include "base/bytes.h"
#include "crypto/certificate_openssl.h"
#include "crypto/quiet.h"

namespace writ::crypto {

namespace {

base::Result<KeyFacts> certificate_facts(std::string_view pem) {
  TRY(const openssl::Certificate certificate, openssl::read_certificate(pem, "public_key"));
  KeyFacts facts{.certificate = true, .fingerprint = {}, .until = {}};
  std::uint8_t digest[EVP_MAX_MD_SIZE];
  unsigned length = 0;
  if (X509_digest(certificate.get(), EVP_sha256(), digest, &length) != 1)
    return openssl::failure("public_key", "", "has no fingerprint");
  facts.fingerprint = base::to_hex({digest, length});
  std::tm end{};
  if (ASN1_TIME_to_tm(X509_get0_notAfter(certificate.get()), &end) == 1) facts.until = base::from_unix(::timegm(&end));
  return facts;
}

struct Engine {
  rnp_ffi_t ffi = nullptr;
  rnp_input_t input = nullptr;
  rnp_identifier_iterator_t keys = nullptr;
  Engine() = default;
  Engine(const Engine&) = delete;
  Engine& operator=(const Engine&) = delete;
  ~Engine() {
    if (keys != nullptr) rnp_identifier_iterator_destroy(keys);
    if (input != nullptr) rnp_input_destroy(input);
    if (ffi != nullptr) rnp_ffi_destroy(ffi);
  }
};

/// False: not a primary key.
bool read_primary(rnp_ffi_t ffi, const char* fingerprint, KeyFacts& facts) {
  rnp_key_handle_t key = nullptr;
  if (rnp_locate_key(ffi, "fingerprint", fingerprint, &key) != RNP_SUCCESS || key == nullptr) return false;
  bool primary = false;
  const bool found = rnp_key_is_primary(key, &primary) == RNP_SUCCESS && primary;
  if (found) {
    facts.fingerprint = fingerprint;
    std::uint64_t till = 0;
    quietly([&] { return rnp_key_valid_till64(key, &till); });
    if (till != 0 && till < std::numeric_limits<std::uint32_t>::max() * std::uint64_t{2})
      facts.until = base::from_unix(static_cast<std::int64_t>(till));
  }
  rnp_key_handle_destroy(key);
  return found;
}

base::Result<KeyFacts> pgp_facts(std::string_view key, base::Time at) {
  Engine engine;
  KeyFacts facts;
  const base::ByteView bytes = base::view(key);
  const bool loaded = quietly([&] {
    return rnp_ffi_create(&engine.ffi, "GPG", "GPG") == RNP_SUCCESS &&
           rnp_set_timestamp(engine.ffi, static_cast<std::uint64_t>(base::unix_seconds(at))) == RNP_SUCCESS &&
           rnp_input_from_memory(&engine.input, bytes.data(), bytes.size(), false) == RNP_SUCCESS &&
           rnp_load_keys(engine.ffi, "GPG", engine.input, RNP_LOAD_SAVE_PUBLIC_KEYS) == RNP_SUCCESS &&
           rnp_identifier_iterator_create(engine.ffi, &engine.keys, "fingerprint") == RNP_SUCCESS;
  });
  const char* fingerprint = nullptr;
  while (loaded && rnp_identifier_iterator_next(engine.keys, &fingerprint) == RNP_SUCCESS && fingerprint != nullptr) {
    if (read_primary(engine.ffi, fingerprint, facts)) return facts;
  }
  return base::invalid("public_key", std::to_string(key.size()) + " bytes", "is no OpenPGP public key");
}

}  // namespace

base::Result<KeyFacts> key_facts(std::string_view key, base::Time at) {
  if (key.find("-----BEGIN CERTIFICATE-----") != std::string_view::npos) return certificate_facts(key);
  return pgp_facts(key, at);
}

std::string grouped_fingerprint(std::string_view hex) {
  std::string out;
  for (std::size_t i = 0; i < hex.size(); ++i) {
    if (i != 0 && i % 4 == 0) out += ' ';
    out += hex[i] >= 'a' && hex[i] <= 'f' ? static_cast<char>(hex[i] - 'a' + 'A') : hex[i];
  }
  return out;
}

}  // namespace writ::crypto
