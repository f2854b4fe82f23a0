#include "crypto/certificate.h"

#include <openssl/err.h>
#include <openssl/pem.h>
#include <openssl/x509v3.h>

#include <array>
#include <ctime>
#include <optional>

#include "crypto/certificate_openssl.h"
#include "crypto/native_host.h"

namespace writ::crypto {

namespace openssl {

Bio read_from(std::string_view bytes) { return Bio(BIO_new_mem_buf(bytes.data(), static_cast<int>(bytes.size()))); }
Bio write_to_memory() { return Bio(BIO_new(BIO_s_mem())); }

std::string taken_from(const Bio& memory) {
  char* data = nullptr;
  const long size = BIO_get_mem_data(memory.get(), &data);
  return size <= 0 ? std::string() : std::string(data, static_cast<std::size_t>(size));
}

std::unexpected<base::Error> failure(std::string field, std::string value, std::string rule) {
  const char* reason = ERR_reason_error_string(ERR_peek_last_error());
  if (reason != nullptr) rule += std::string(" (") + reason + ")";
  ERR_clear_error();
  return base::invalid(std::move(field), std::move(value), std::move(rule));
}

namespace {
// A callback that gives no pass phrase: without one OpenSSL would ask on the terminal.
int no_pass_phrase(char*, int, int, void*) { return -1; }

/// For errors: the size alone, unless the first line says what is there. A file given by mistake may hold anything.
std::string kind_shown(std::string_view pem) {
  const std::string_view line = pem.substr(0, pem.find('\n'));
  constexpr std::size_t line_bytes_max = 64;
  if (line.starts_with("-----BEGIN ") && line.size() <= line_bytes_max) return std::string(line);
  return std::to_string(pem.size()) + " bytes";
}
}  // namespace

base::Result<Certificate> read_certificate(std::string_view pem, std::string_view field) {
  const Bio in = read_from(pem);
  Certificate certificate(PEM_read_bio_X509(in.get(), nullptr, no_pass_phrase, nullptr));
  if (!certificate) return failure(std::string(field), kind_shown(pem), "must be an X.509 certificate in PEM");
  return certificate;
}

base::Result<Key> read_key(std::string_view pem, std::string_view field) {
  const Bio in = read_from(pem);
  Key key(PEM_read_bio_PrivateKey(in.get(), nullptr, no_pass_phrase, nullptr));
  // The value stays out of the error: it would be a secret.
  if (!key) return failure(std::string(field), "", "must hold a private key in PEM that is not encrypted");
  return key;
}

std::string subject_of(const X509* certificate) {
  const Bio out = write_to_memory();
  X509_NAME_print_ex(out.get(), X509_get_subject_name(certificate), 0,
                     XN_FLAG_RFC2253 & ~static_cast<unsigned long>(ASN1_STRFLGS_ESC_MSB));
  return taken_from(out);
}

}  // namespace openssl

namespace {

using namespace openssl;

constexpr std::size_t common_name_bytes_max = 64;  // RFC 5280 appendix A, ub-common-name

bool add_name(X509_NAME* name, const char* part, const std::string& value) {
  if (value.empty()) return true;
  return X509_NAME_add_entry_by_txt(name, part, MBSTRING_UTF8, reinterpret_cast<const unsigned char*>(value.data()),
                                    static_cast<int>(value.size()), -1, 0) == 1;
}

bool add_extension(X509* certificate, int nid, const std::string& value) {
  X509V3_CTX context;
  X509V3_set_ctx(&context, certificate, certificate, nullptr, nullptr, 0);
  std::unique_ptr<X509_EXTENSION, Free<X509_EXTENSION_free>> extension(
      X509V3_EXT_conf_nid(nullptr, &context, nid, value.c_str()));
  return extension && X509_add_ext(certificate, extension.get(), -1) == 1;
}

/// RFC 5280 section 4.1.2.2: positive, at most 20 bytes; 16 random ones cannot be guessed or meet.
bool set_serial(X509* certificate, base::Random& random) {
  std::array<std::uint8_t, 16> bytes;
  random.fill(bytes);
  bytes[0] = static_cast<std::uint8_t>((bytes[0] & 0x7f) | 0x40);
  std::unique_ptr<BIGNUM, Free<BN_free>> number(BN_bin2bn(bytes.data(), static_cast<int>(bytes.size()), nullptr));
  return number && BN_to_ASN1_INTEGER(number.get(), X509_get_serialNumber(certificate)) != nullptr;
}

bool set_validity(X509* certificate, const CertificateSubject& subject) {
  return ASN1_TIME_set(X509_getm_notBefore(certificate), base::unix_seconds(subject.not_before)) != nullptr &&
         ASN1_TIME_set(X509_getm_notAfter(certificate), base::unix_seconds(subject.not_after)) != nullptr;
}

bool set_extensions(X509* certificate, const CertificateSubject& subject) {
  return add_extension(certificate, NID_basic_constraints, "critical,CA:FALSE") &&
         add_extension(certificate, NID_key_usage, "critical,digitalSignature,keyAgreement") &&
         add_extension(certificate, NID_ext_key_usage, "emailProtection") &&
         add_extension(certificate, NID_subject_key_identifier, "hash") &&
         (subject.email.empty() || add_extension(certificate, NID_subject_alt_name, "email:" + subject.email));
}

std::optional<base::Time> time_of(const ASN1_TIME* time) {
  std::tm parts{};
  if (ASN1_TIME_to_tm(time, &parts) != 1) return std::nullopt;
  return base::from_unix(::timegm(&parts));
}

base::Result<> check(const CertificateSubject& subject) {
  if (subject.common_name.empty() || subject.common_name.size() > common_name_bytes_max) {
    return base::invalid("common_name", subject.common_name, "must have 1 to 64 bytes (RFC 5280)");
  }
  if (subject.not_after < subject.not_before) {
    return base::invalid("not_after", base::format_time(subject.not_after), "must not be before not_before");
  }
  // The address is put into OpenSSL's configuration grammar, where these characters have a meaning.
  if (subject.email.find_first_of(",;\r\n") != std::string::npos) {
    return base::invalid("email", subject.email, "must be one address without , ; or line breaks");
  }
  return {};
}

}  // namespace

base::Result<KeyAndCertificate> make_certificate(const CertificateSubject& subject, base::Random& random) {
  TRY_VOID(check(subject));
  const Key key(EVP_EC_gen("P-256"));
  const Certificate certificate(X509_new());
  if (!key || !certificate) return failure("key", "P-256", "could not be generated");
  X509_NAME* name = X509_get_subject_name(certificate.get());
  const bool filled = X509_set_version(certificate.get(), X509_VERSION_3) == 1 &&
                      set_serial(certificate.get(), random) && add_name(name, "O", subject.organisation) &&
                      add_name(name, "CN", subject.common_name) && X509_set_issuer_name(certificate.get(), name) == 1 &&
                      set_validity(certificate.get(), subject) && X509_set_pubkey(certificate.get(), key.get()) == 1 &&
                      set_extensions(certificate.get(), subject) &&
                      X509_sign(certificate.get(), key.get(), EVP_sha256()) > 0;
  if (!filled) return failure("subject", subject.common_name, "cannot stand in a certificate");

  const Bio key_out = write_to_memory();
  const Bio certificate_out = write_to_memory();
  if (PEM_write_bio_PrivateKey(key_out.get(), key.get(), nullptr, nullptr, 0, nullptr, nullptr) != 1 ||
      PEM_write_bio_X509(certificate_out.get(), certificate.get()) != 1) {
    return failure("subject", subject.common_name, "could not be written as PEM");
  }
  return KeyAndCertificate{taken_from(key_out), taken_from(certificate_out)};
}

base::Result<CertificateFacts> certificate_facts(std::string_view certificate_pem) {
  TRY(const Certificate certificate, read_certificate(certificate_pem, "certificate"));
  CertificateFacts facts{.key = {}, .subject = subject_of(certificate.get()), .not_before = {}, .not_after = {}};
  unsigned char* der = nullptr;
  const int length = i2d_X509_PUBKEY(X509_get_X509_PUBKEY(certificate.get()), &der);
  if (length <= 0) return failure("certificate", "", "must hold a public key");
  facts.key = sha256(base::ByteView(der, static_cast<std::size_t>(length)));
  OPENSSL_free(der);
  const auto first = time_of(X509_get0_notBefore(certificate.get()));
  const auto last = time_of(X509_get0_notAfter(certificate.get()));
  if (!first || !last) return failure("certificate", "", "must say from when to when it is good");
  facts.not_before = *first;
  facts.not_after = *last;
  return facts;
}

base::Result<std::string> certificate_subject(std::string_view certificate_pem) {
  TRY(const Certificate certificate, read_certificate(certificate_pem, "certificate"));
  return subject_of(certificate.get());
}

}  // namespace writ::crypto
