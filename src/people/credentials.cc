#include "people/credentials.h"

#include <sodium.h>

#include <algorithm>
#include <array>

#include "crypto/keys.h"
#include "crypto/native_host.h"
#include "people/rules.h"
#include "people/totp.h"

namespace writ::people {

namespace {

constexpr std::size_t secret_bytes = 20;  // RFC 4226 section 4, R6: at least 128 bits, 160 recommended
constexpr std::chrono::hours failures_kept{24};
constexpr const char* not_signed_in = "address, password and code do not fit together, or the code was used before";

std::string label(const std::string& person) { return "totp/" + person; }
std::string failure_key(const std::string& what) { return base::to_hex(crypto::sha256("writ/sign-in/" + what)); }

std::string lower(std::string text) {
  for (char& c : text) c = c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
  return text;
}

std::string in_words(std::chrono::seconds wait) {
  if (wait < std::chrono::seconds(120)) return std::to_string(wait.count()) + " seconds";
  return std::to_string((wait.count() + 59) / 60) + " minutes";
}

/// A hash that belongs to nobody, made once, with the same cost as everybody's.
const std::string& hash_of_nobody() {
  static const std::string hash = Credentials::hash_password("nobody has this password");
  return hash;
}

}  // namespace

base::Result<> check_password(std::string_view password, const Person& person) {
  const auto chars =
      std::ranges::count_if(password, [](char c) { return (static_cast<unsigned char>(c) & 0xC0U) != 0x80U; });
  if (static_cast<std::size_t>(chars) < password_chars_min)
    return base::invalid("password", "",
                         "is at least 12 characters; four words that you do not use elsewhere are good");
  if (password.size() > password_bytes_max) return base::invalid("password", "", "is at most 1024 bytes");
  const std::string local = lower(person.email.substr(0, person.email.find('@')));
  const std::string given = lower(std::string(password));
  if (local.size() >= 4 && given.find(local) != std::string::npos)
    return base::invalid("password", "", "does not contain your address");
  if (std::ranges::all_of(password, [&](char c) { return c == password.front(); }))
    return base::invalid("password", "", "is more than one character repeated");
  return {};
}

std::string Credentials::hash_password(std::string_view password) {
  std::array<char, crypto_pwhash_STRBYTES> out{};
  CHECK_INVARIANT(sodium_init() >= 0);
  CHECK_INVARIANT(crypto_pwhash_str_alg(out.data(), password.data(), password.size(),
                                        crypto_pwhash_OPSLIMIT_INTERACTIVE, crypto_pwhash_MEMLIMIT_INTERACTIVE,
                                        crypto_pwhash_ALG_ARGON2ID13) == 0);
  return out.data();
}

bool Credentials::matches(const std::string& hash, std::string_view password) {
  return password.size() <= password_bytes_max &&
         crypto_pwhash_str_verify(hash.c_str(), password.data(), password.size()) == 0;
}

base::Result<> Credentials::set_password(const std::string& person, const std::string& hash) {
  return db_.run(
      "INSERT INTO password(person, hash, changed) VALUES(?, ?, ?)"
      " ON CONFLICT(person) DO UPDATE SET hash = excluded.hash, changed = excluded.changed",
      {person, hash, base::unix_seconds(clock_.now())});
}

base::Result<bool> Credentials::has_password(const std::string& person) const {
  TRY(const auto hash, db_.text("SELECT hash FROM password WHERE person = ?", {person}));
  return hash.has_value();
}

base::Result<base::Bytes> Credentials::new_secret(const std::string& person) {
  base::Bytes secret(secret_bytes);
  random_.fill(secret);
  TRY_VOID(set_secret(person, secret));
  return secret;
}

base::Result<> Credentials::set_secret(const std::string& person, base::ByteView secret) {
  const std::string sealed = crypto::seal(key_, base::text(secret), label(person), random_);
  return db_.run(
      "INSERT INTO totp(person, secret, last_step) VALUES(?, ?, 0)"
      " ON CONFLICT(person) DO UPDATE SET secret = excluded.secret, last_step = 0",
      {person, store::Value::blob(sealed)});
}

base::Bytes Credentials::secret_of_invitation(std::string_view invitation) const {
  const base::Hash hash = crypto::sha256("writ/totp/" + base::to_hex(key_) + "/" + std::string(invitation));
  return {hash.begin(), hash.begin() + secret_bytes};
}

base::Result<std::optional<base::Bytes>> Credentials::secret_of(const std::string& person) const {
  TRY(const auto sealed, db_.text("SELECT secret FROM totp WHERE person = ?", {person}));
  if (!sealed) return std::optional<base::Bytes>();
  TRY(const std::string secret, crypto::unseal(key_, *sealed, label(person)));
  return std::optional(base::bytes(secret));
}

base::Result<> Credentials::take_code(const std::string& person, std::string_view code) {
  const std::string what = "code/" + person;
  TRY_VOID(check_wait(what));
  TRY(const auto secret, secret_of(person));
  if (!secret) return base::fail(base::Errc::denied, "code", "", "no one-time code is set up for this person");
  TRY(const auto last, db_.integer("SELECT last_step FROM totp WHERE person = ?", {person}));
  const auto step = totp_match(*secret, code, clock_.now(), last.value_or(0));
  if (!step) {
    TRY_VOID(count_failure(what));
    return base::fail(base::Errc::denied, "code", "",
                      "is not the code of this moment, or was used before; wait for the next one");
  }
  TRY_VOID(clear_failures(what));
  return db_.run("UPDATE totp SET last_step = ? WHERE person = ?", {*step, person});
}

base::Result<Credentials::Attempt> Credentials::begin(const std::string& address) {
  Attempt attempt{lower(address), {}, hash_of_nobody()};
  TRY_VOID(check_wait(attempt.address));
  TRY_VOID(count_failure(attempt.address));
  TRY_VOID(db_.query("SELECT p.id, w.hash FROM person p JOIN password w ON w.person = p.id WHERE lower(p.email) = ?",
                     {attempt.address}, [&](const store::Row& row) -> base::Result<> {
                       attempt.person = row.text(0);
                       attempt.hash = row.text(1);
                       return {};
                     }));
  return attempt;
}

void Credentials::make_stranger(Attempt& attempt) {
  attempt.person.clear();
  attempt.hash = hash_of_nobody();
}

base::Error Credentials::stranger() { return {base::Errc::denied, "sign-in", "", not_signed_in}; }

base::Result<std::string> Credentials::finish(const Attempt& attempt, bool password_matches, std::string_view code) {
  const std::unexpected<base::Error> denied(stranger());
  // The code is not taken, and its failures not counted, unless the password was right: else anybody could lock a
  // person out of the second factor.
  if (attempt.person.empty() || !password_matches) return denied;
  const auto taken = take_code(attempt.person, code);
  if (!taken && taken.error().code != base::Errc::denied) return std::unexpected(taken.error());
  if (!taken) return denied;
  TRY_VOID(clear_failures(attempt.address));
  return attempt.person;
}

base::Result<> Credentials::forget(const std::string& person) {
  return db_.transaction([&]() -> base::Result<> {
    for (const char* sql : {"DELETE FROM password WHERE person = ?", "DELETE FROM totp WHERE person = ?",
                            "DELETE FROM passkey WHERE person = ?", "DELETE FROM client_certificate WHERE person = ?",
                            "DELETE FROM session WHERE person = ?", "DELETE FROM token WHERE person = ?"}) {
      TRY_VOID(db_.run(sql, {person}));
    }
    return {};
  });
}

base::Result<> Credentials::count_failure(const std::string& what) {
  const std::int64_t now = base::unix_seconds(clock_.now());
  TRY_VOID(db_.run("DELETE FROM sign_in_failure WHERE last < ?", {now - std::chrono::seconds(failures_kept).count()}));
  TRY(const auto before, db_.integer("SELECT failures FROM sign_in_failure WHERE what = ?", {failure_key(what)}));
  const std::int64_t failures = before.value_or(0) + 1;
  std::int64_t until = 0;
  if (failures >= failures_free) {
    const std::int64_t doublings = std::min<std::int64_t>(failures - failures_free, 6);
    until = now + std::min<std::int64_t>(first_wait.count() << doublings, std::chrono::seconds(longest_wait).count());
  }
  return db_.run(
      "INSERT INTO sign_in_failure(what, failures, wait_until, last) VALUES(?, ?, ?, ?)"
      " ON CONFLICT(what) DO UPDATE SET failures = excluded.failures, wait_until = excluded.wait_until, last = "
      "excluded.last",
      {failure_key(what), failures, until, now});
}

base::Result<> Credentials::check_wait(const std::string& what) const {
  TRY(const auto until, db_.integer("SELECT wait_until FROM sign_in_failure WHERE what = ?", {failure_key(what)}));
  const std::int64_t left = until.value_or(0) - base::unix_seconds(clock_.now());
  if (left <= 0) return {};
  return base::fail(
      base::Errc::denied, "wait", std::to_string(left),
      "too many attempts for this address: wait " + in_words(std::chrono::seconds(left)) + ", then try again");
}

base::Result<> Credentials::clear_failures(const std::string& what) {
  return db_.run("DELETE FROM sign_in_failure WHERE what = ?", {failure_key(what)});
}

}  // namespace writ::people
