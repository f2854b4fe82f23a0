// Client certificates: a key that a browser shows when it connects, bound to a person. What counts is the key: a
// certificate is known by its public key, whoever signed it, until the day on which the bound one ends.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "base/clock.h"
#include "store/db.h"

namespace writ::people {

inline constexpr std::size_t certificates_max = 10;  // of one person

struct ClientCertificate {
  std::string id;       // hex of the SHA-256 of the SubjectPublicKeyInfo
  std::string subject;  // RFC 2253
  base::Time expires;   // included
  base::Time created;
  base::Time used;
};

/// `pem` is everywhere a certificate whose key the browser has just been seen to hold (http's front proves it).
class Certificates {
 public:
  Certificates(store::Db& db, const base::Clock& system_clock) : db_(db), clock_(system_clock) {}

  /// invalid if it is no certificate; denied if it is not good today; conflict if its key is somebody's already, or the
  /// person has too many.
  base::Result<ClientCertificate> add(const std::string& person, std::string_view pem);
  /// The person's id. denied with one sentence, whether the key is unknown, taken away or past its day.
  base::Result<std::string> check(std::string_view pem);
  /// What check() tells whoever it does not know.
  static base::Error stranger();

  base::Result<std::vector<ClientCertificate>> of(const std::string& person) const;
  /// Also ends the sessions that began with a certificate of this person, but `except_session`. not_found unless it is
  /// this person's.
  base::Result<> remove(const std::string& person, const std::string& id, const std::string& except_session = {});
  /// The same for its own person: conflict if nothing else would let them in again.
  base::Result<> give_up(const std::string& person, const std::string& id, const std::string& session);

 private:
  store::Db& db_;
  const base::Clock& clock_;
};

}  // namespace writ::people
