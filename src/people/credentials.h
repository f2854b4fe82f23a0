// Passwords (Argon2id, libsodium) with one-time codes, and the count of failures that makes a guesser wait. What is
// said and how long it takes do not depend on whether an address is known.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "base/clock.h"
#include "base/random.h"
#include "people/people.h"
#include "store/db.h"

namespace writ::people {

inline constexpr std::size_t password_chars_min =
    12;  // NIST SP 800-63B section 5.1.1 asks for 8 beside a second factor
inline constexpr std::size_t password_bytes_max = 1024;  // longer ones only cost time
inline constexpr int failures_free = 5;                  // then one waits
inline constexpr std::chrono::seconds first_wait{60};    // doubled with each further failure
inline constexpr std::chrono::hours longest_wait{1};

/// invalid of the field `password`: too short, too long, or the address or name in it.
base::Result<> check_password(std::string_view password, const Person& person);

class Credentials {
 public:
  /// `key` seals the secrets of one-time codes. `system_clock` is never a demo's.
  Credentials(store::Db& db, const base::Clock& system_clock, base::Random& random, const base::Hash& key)
      : db_(db), clock_(system_clock), random_(random), key_(key) {}

  /// Slow on purpose (some 100 ms, 64 MiB); holds no lock and touches no store.
  static std::string hash_password(std::string_view password);
  static bool matches(const std::string& hash, std::string_view password);

  base::Result<> set_password(const std::string& person, const std::string& hash);
  base::Result<bool> has_password(const std::string& person) const;
  /// 20 random bytes; replaces what was there.
  base::Result<base::Bytes> new_secret(const std::string& person);
  base::Result<> set_secret(const std::string& person, base::ByteView secret);
  /// The secret that an invitation offers: the same each time its page is shown, and not to be known from its link.
  base::Bytes secret_of_invitation(std::string_view invitation) const;
  base::Result<std::optional<base::Bytes>> secret_of(const std::string& person) const;
  /// denied if the code is not one of now, or was taken before. Counts as the guess of a code.
  base::Result<> take_code(const std::string& person, std::string_view code);

  /// Signing in is begin(), matches(), finish(): the slow middle runs outside every lock.
  struct Attempt {
    std::string address;
    std::string person;  // empty if nobody has it: the rest goes on alike
    std::string hash;    // of somebody, or of nobody
  };
  /// The attempt of somebody who may not sign in: it goes on, and ends, as that of an unknown address.
  static void make_stranger(Attempt& attempt);
  /// What whoever is not known is told.
  static base::Error stranger();
  /// denied with the waiting time in words, alike for known and unknown addresses. Counts the attempt as failed until
  /// finish() says otherwise, so that many at once gain nothing.
  base::Result<Attempt> begin(const std::string& address);
  /// denied, with one and the same sentence, unless the password was right and the code is good. Gives the person's id.
  base::Result<std::string> finish(const Attempt& attempt, bool password_matches, std::string_view code);

  /// Takes every credential and every session away: before a person gets new ones.
  base::Result<> forget(const std::string& person);

 private:
  base::Result<> count_failure(const std::string& what);
  base::Result<> check_wait(const std::string& what) const;
  base::Result<> clear_failures(const std::string& what);

  store::Db& db_;
  const base::Clock& clock_;
  base::Random& random_;
  base::Hash key_;
};

}  // namespace writ::people
