#include "crypto/recipient_key.h"

#include <string>

#include "crypto/cms.h"
#include "crypto/openpgp.h"

namespace writ::crypto {

namespace {

constexpr std::string_view pgp_armour = "-----BEGIN PGP PUBLIC KEY BLOCK-----";
constexpr std::string_view pgp_armour_end = "-----END PGP PUBLIC KEY BLOCK-----";
constexpr std::string_view certificate_armour = "-----BEGIN CERTIFICATE-----";
constexpr std::string_view blanks = " \t\r\n";

/// "PRIVATE KEY" also stands in the armour of encrypted, RSA, EC and OpenSSH keys; "SECRET" is that of old OpenPGP.
bool says_secret(std::string_view text) {
  for (std::size_t at = text.find("-----BEGIN "); at != std::string_view::npos; at = text.find("-----BEGIN ", at + 1)) {
    const std::string_view line = text.substr(at, text.find('\n', at) - at);
    if (line.find("PRIVATE KEY") != std::string_view::npos || line.find("SECRET KEY") != std::string_view::npos)
      return true;
  }
  return false;
}

std::string size_of(std::string_view key) { return std::to_string(key.size()) + " bytes"; }

base::Result<> check_pgp(std::string_view key, const PgpKeyCount& count, base::Time at) {
  const std::size_t end = key.find(pgp_armour_end);
  if (end == std::string_view::npos ||
      key.find_first_not_of(blanks, end + pgp_armour_end.size()) != std::string_view::npos) {
    return base::invalid("public_key", size_of(key), "an OpenPGP key ends with its armour: nothing stands behind it");
  }
  if (count.primary > 1) {
    return base::invalid("public_key", std::to_string(count.primary) + " keys",
                         "must be one OpenPGP key: which of several is meant cannot be guessed");
  }
  // Whether it can be done is shown by doing it.
  TRY_VOID(pgp_encrypt("probe", key, "", at));
  return {};
}

}  // namespace

base::Result<> check_recipient_key(std::string_view key, base::Time at) {
  const PgpKeyCount count = pgp_count_keys(key);
  if (says_secret(key) || count.secret > 0) {
    return base::invalid("public_key", "",
                         "this is a secret key: give the public key or the certificate. Nothing of it was kept, but "
                         "whoever could read the file has it: its owner should replace the key");
  }
  const std::size_t start = key.find_first_not_of(blanks);
  const std::string_view text = start == std::string_view::npos ? std::string_view() : key.substr(start);
  if (text.starts_with(pgp_armour)) return check_pgp(text, count, at);
  if (text.starts_with(certificate_armour)) {
    TRY_VOID(cms_encrypt("probe", text, at));
    return {};
  }
  return base::invalid("public_key", size_of(key),
                       "must be an armoured OpenPGP public key or a certificate in PEM, and begin with the line " +
                           std::string(pgp_armour) + " or " + std::string(certificate_armour));
}

}  // namespace writ::crypto
