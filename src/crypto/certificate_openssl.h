// OpenSSL's objects as owned pointers, for the sources of crypto/ only: no other room sees an OpenSSL type.
#pragma once

#include <openssl/bio.h>
#include <openssl/cms.h>
#include <openssl/evp.h>
#include <openssl/x509.h>

#include <memory>
#include <string>
#include <string_view>

#include "base/result.h"

namespace writ::crypto::openssl {

template <auto free_function>
struct Free {
  template <class T>
  void operator()(T* object) const {
    free_function(object);
  }
};
using Bio = std::unique_ptr<BIO, Free<BIO_free_all>>;
using Certificate = std::unique_ptr<X509, Free<X509_free>>;
using Key = std::unique_ptr<EVP_PKEY, Free<EVP_PKEY_free>>;
using KeyContext = std::unique_ptr<EVP_PKEY_CTX, Free<EVP_PKEY_CTX_free>>;
using Cms = std::unique_ptr<CMS_ContentInfo, Free<CMS_ContentInfo_free>>;
using Name = std::unique_ptr<X509_NAME, Free<X509_NAME_free>>;
using Time = std::unique_ptr<ASN1_TIME, Free<ASN1_TIME_free>>;

/// A read-only view: `bytes` must outlive it.
Bio read_from(std::string_view bytes);
Bio write_to_memory();
std::string taken_from(const Bio& memory);

/// The rule, followed by OpenSSL's reason where it gives one; empties OpenSSL's queue of errors.
std::unexpected<base::Error> failure(std::string field, std::string value, std::string rule);

/// The first certificate of a PEM text; other PEM blocks are skipped.
base::Result<Certificate> read_certificate(std::string_view pem, std::string_view field);
/// The first private key, which must not be encrypted.
base::Result<Key> read_key(std::string_view pem, std::string_view field);
std::string subject_of(const X509* certificate);

}  // namespace writ::crypto::openssl
