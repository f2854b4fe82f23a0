// One-time links with which a person sets password, one-time code or passkey: on joining, and after two administrators
// agreed that the old ones are lost.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "base/clock.h"
#include "base/random.h"
#include "store/db.h"

namespace writ::people {

inline constexpr std::chrono::hours invitation_age_max{72};  // over a weekend
inline constexpr std::chrono::hours recovery_age_max{24};    // between the first administrator and the second

class Invitations {
 public:
  Invitations(store::Db& db, const base::Clock& system_clock, base::Random& random)
      : db_(db), clock_(system_clock), random_(random) {}

  /// 64 hex digits; only their hash is kept. An earlier invitation of this person is void.
  base::Result<std::string> make(const std::string& person);
  /// The person's id. denied if it is unknown, used or too old; alike in all three.
  base::Result<std::string> holder(std::string_view secret) const;
  /// The same, and the invitation is used.
  base::Result<std::string> take(std::string_view secret);

  /// The first administrator asks, a second one confirms. True: it is the second, the caller forgets the old
  /// credentials and makes an invitation. denied: the same one again, or an administrator's own account.
  base::Result<bool> recover(const std::string& person, const std::string& administrator);
  /// Who asked, if somebody did and it still counts.
  base::Result<std::optional<std::string>> recovery_asked_by(const std::string& person) const;

 private:
  store::Db& db_;
  const base::Clock& clock_;
  base::Random& random_;
};

}  // namespace writ::people
