#include "people/invitations.h"

#include "crypto/native_host.h"

namespace writ::people {

namespace {

base::Hash hash_of(std::string_view secret) { return crypto::sha256("writ/invitation/" + std::string(secret)); }

}  // namespace

base::Result<std::string> Invitations::make(const std::string& person) {
  const std::string secret = base::to_hex(random_.hash());
  const base::Time expires = clock_.now() + invitation_age_max;
  TRY_VOID(db_.transaction([&]() -> base::Result<> {
    TRY_VOID(db_.run("DELETE FROM invitation WHERE person = ?", {person}));
    return db_.run("INSERT INTO invitation(hash, person, expires) VALUES(?, ?, ?)",
                   {hash_of(secret), person, base::unix_seconds(expires)});
  }));
  return secret;
}

base::Result<std::string> Invitations::holder(std::string_view secret) const {
  TRY(const auto person, db_.text("SELECT person FROM invitation WHERE hash = ? AND expires > ?",
                                  {hash_of(secret), base::unix_seconds(clock_.now())}));
  if (!person)
    return base::fail(base::Errc::denied, "invitation", "", "is unknown, used or too old: ask for a new one");
  return *person;
}

base::Result<std::string> Invitations::take(std::string_view secret) {
  std::string person;
  TRY_VOID(db_.transaction([&]() -> base::Result<> {
    TRY(person, holder(secret));
    return db_.run("DELETE FROM invitation WHERE hash = ?", {hash_of(secret)});
  }));
  return person;
}

base::Result<std::optional<std::string>> Invitations::recovery_asked_by(const std::string& person) const {
  return db_.text("SELECT asked_by FROM recovery WHERE person = ? AND asked > ?",
                  {person, base::unix_seconds(clock_.now() - recovery_age_max)});
}

base::Result<bool> Invitations::recover(const std::string& person, const std::string& administrator) {
  if (person == administrator)
    return base::fail(base::Errc::denied, "administrator", "", "does not recover the own account: two others do");
  bool second = false;
  TRY_VOID(db_.transaction([&]() -> base::Result<> {
    TRY(const auto asked_by, recovery_asked_by(person));
    if (asked_by && *asked_by == administrator)
      return base::fail(base::Errc::denied, "administrator", "",
                        "asked for this already: a second administrator confirms");
    second = asked_by.has_value();
    if (second) return db_.run("DELETE FROM recovery WHERE person = ?", {person});
    return db_.run(
        "INSERT INTO recovery(person, asked_by, asked) VALUES(?, ?, ?)"
        " ON CONFLICT(person) DO UPDATE SET asked_by = excluded.asked_by, asked = excluded.asked",
        {person, administrator, base::unix_seconds(clock_.now())});
  }));
  return second;
}

}  // namespace writ::people
