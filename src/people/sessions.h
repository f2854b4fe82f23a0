// Who is signed in. A session ends when it was idle too long, after a working day, or when it is ended. Its time is the
// system's, never a demo's.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/clock.h"
#include "base/random.h"
#include "store/db.h"

namespace writ::people {

inline constexpr std::chrono::minutes session_idle_max{60};  // an unattended screen
inline constexpr std::chrono::hours session_age_max{12};     // a working day, then everybody signs in again
inline constexpr std::chrono::seconds session_touch_every{
    60};  // how exactly idleness is kept: a write a minute at most

struct Session {
  std::string id;  // SHA-256 of the cookie in hex: names it in the list, opens nothing
  std::string person;
  std::string face;    // "desk" or "portal": one does not open the other
  std::string method;  // password, passkey, certificate
  base::Time created;
  base::Time seen;
  std::string csrf;  // what every form of this session carries; follows from the cookie, kept nowhere
};

class Sessions {
 public:
  Sessions(store::Db& db, const base::Clock& system_clock, base::Random& random)
      : db_(db), clock_(system_clock), random_(random) {}

  struct Started {
    std::string cookie;  // 64 hex digits; only its hash is kept
    Session session;
  };
  base::Result<Started> start(const std::string& person, std::string_view face, std::string_view method);
  /// denied if it is unknown, ended, idle or too old; alike in all four. What a page asks by itself is `nobodys_doing`:
  /// it does not keep a session alive.
  enum class Use : std::uint8_t { somebodys_doing, nobodys_doing };
  base::Result<Session> find(std::string_view cookie, std::string_view face, Use use = Use::somebodys_doing);
  base::Result<> end(const std::string& id);
  base::Result<> end_all(const std::string& person, const std::string& except_id = {});
  /// Those that still count, newest first.
  base::Result<std::vector<Session>> of(const std::string& person) const;

  /// A sentence for the next page that this session asks for; taken once.
  base::Result<> leave_word(const std::string& id, std::string_view word);
  base::Result<std::string> take_word(const std::string& id);

 private:
  store::Db& db_;
  const base::Clock& clock_;
  base::Random& random_;
};

/// What a form carries for a cookie's value.
std::string csrf_of(std::string_view cookie);
/// Equal, in a time that does not depend on where they differ.
bool same_secret(std::string_view a, std::string_view b);

}  // namespace writ::people
