// Passkeys (WebAuthn level 2, sections 7.1 and 7.2) with libfido2 as the relying party's checker; attestation none. A
// challenge is good once and for five minutes.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "base/clock.h"
#include "base/random.h"
#include "store/db.h"

namespace writ::people {

inline constexpr std::chrono::minutes challenge_age_max{5};
inline constexpr std::size_t passkeys_max = 10;  // of one person

/// Whom a passkey is for: the host name, and the addresses from which a page may use it.
struct RelyingParty {
  std::string id;      // "desk.example"
  std::string origin;  // "https://desk.example"
};

struct Passkey {
  std::string id;  // base64url
  std::string name;
  base::Time created;
  base::Time used;
};

class Passkeys {
 public:
  Passkeys(store::Db& db, const base::Clock& system_clock, base::Random& random)
      : db_(db), clock_(system_clock), random_(random) {}

  /// base64url. `person` empty: for signing in, whoever answers.
  base::Result<std::string> challenge(std::string_view purpose, const std::string& person);

  /// What navigator.credentials.create() gave, each member base64url. denied names what does not fit.
  struct Registration {
    std::string client_data;  // JSON
    std::string authenticator_data;
    std::string name;  // as the person calls it
  };
  base::Result<> add(const RelyingParty& party, const std::string& person, const Registration& registration);

  /// What navigator.credentials.get() gave. Gives the person's id. denied with one sentence whatever does not fit.
  struct Assertion {
    std::string credential;
    std::string client_data;
    std::string authenticator_data;
    std::string signature;
  };
  base::Result<std::string> check(const RelyingParty& party, const Assertion& assertion);
  /// What check() tells whoever it does not know.
  static base::Error stranger();

  base::Result<std::vector<Passkey>> of(const std::string& person) const;
  base::Result<> remove(const std::string& person, const std::string& id);

 private:
  base::Result<> take_challenge(const RelyingParty& party, std::string_view client_data, std::string_view type,
                                std::string_view purpose, const std::string& person);

  store::Db& db_;
  const base::Clock& clock_;
  base::Random& random_;
};

/// RFC 4648 section 5, without padding.
std::string to_base64url(base::ByteView bytes);
std::optional<base::Bytes> bytes_from_base64url(std::string_view text);

}  // namespace writ::people
