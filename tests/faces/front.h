// A front that shows client certificates, and certificates to show.
#pragma once

#include "crypto/certificate.h"
#include "faces/certificates.h"
#include "office.h"

namespace writ::faces {

inline const std::string front_secret(40, 's');

inline std::string certificate(Office& office, const std::string& name, std::chrono::days until = std::chrono::days(90)) {
  const base::Time now = office.system_clock.now();
  return crypto::make_certificate({.common_name = name,
                                   .organisation = "TEST",
                                   .email = "",
                                   .not_before = now - std::chrono::days(1),
                                   .not_after = now + until},
                                  office.random)
      ->certificate_pem;
}

/// As nginx writes $ssl_client_escaped_cert.
inline std::string escaped(const std::string& pem) {
  return http::encode_query({{"", pem}}).substr(1);
}

/// The front is set up for one test.
struct Front {
  explicit Front(Office& given) : office(given) { office.faces->shared().front_secret = front_secret; }
  ~Front() { office.faces->shared().front_secret.clear(); }
  Front(const Front&) = delete;
  Front& operator=(const Front&) = delete;

  Browser browser(const std::string& pem) {
    Browser one(office);
    one.headers = {{"writ-front", front_secret}, {"client-cert", escaped(pem)}};
    return one;
  }
  Office& office;
};

}  // namespace writ::faces
