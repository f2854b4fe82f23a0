#include "people/passkeys.h"

#include <fido.h>
#include <fido/es256.h>

#include <algorithm>
#include <memory>
#include <nlohmann/json.hpp>

#include "crypto/native_host.h"

namespace writ::people {

namespace {

constexpr std::uint8_t user_present = 0x01;
constexpr std::uint8_t user_verified = 0x04;
constexpr std::size_t flags_at = 32;       // of authenticator data, after the hash of the relying party's id
constexpr std::size_t input_max = 65'536;  // of each member: real ones have some hundred bytes
constexpr const char* not_signed_in = "the passkey was not accepted: it is unknown here, or the page was open too long";

struct Free {
  void operator()(fido_cred_t* one) const { fido_cred_free(&one); }
  void operator()(fido_assert_t* one) const { fido_assert_free(&one); }
  void operator()(es256_pk_t* one) const { es256_pk_free(&one); }
};

base::Result<base::Bytes> decoded(const char* field, const std::string& text) {
  const auto bytes = text.size() <= input_max ? bytes_from_base64url(text) : std::nullopt;
  if (!bytes || bytes->empty()) return base::invalid(field, "", "is base64url of what the browser gave");
  return *bytes;
}

base::Result<> denied(const char* rule) { return base::fail(base::Errc::denied, "passkey", "", rule); }

/// Hash of our id, touched by a person who proved who it is.
base::Result<> check_data(const RelyingParty& party, const base::Bytes& data) {
  const base::Hash hash = crypto::sha256(party.id);
  if (data.size() <= flags_at || !std::equal(hash.begin(), hash.end(), data.begin()))
    return denied("is for another site");
  if ((data[flags_at] & user_present) == 0 || (data[flags_at] & user_verified) == 0)
    return denied("was not confirmed with its PIN, finger or face");
  return {};
}

/// Browsers give the data bare; libfido2 takes them as the CBOR byte string of the wire.
base::Bytes wrapped(const base::Bytes& data) {
  base::Bytes out = {0x59, static_cast<std::uint8_t>(data.size() >> 8), static_cast<std::uint8_t>(data.size())};
  out.insert(out.end(), data.begin(), data.end());
  return out;
}

}  // namespace

std::string to_base64url(base::ByteView bytes) {
  std::string text = base::to_base64(bytes);
  while (text.ends_with('=')) text.pop_back();
  for (char& c : text) c = c == '+' ? '-' : c == '/' ? '_' : c;
  return text;
}

std::optional<base::Bytes> bytes_from_base64url(std::string_view text) {
  std::string padded(text);
  for (char& c : padded) {
    if (c == '+' || c == '/' || c == '=') return std::nullopt;
    c = c == '-' ? '+' : c == '_' ? '/' : c;
  }
  while (padded.size() % 4 != 0) padded += '=';
  return base::bytes_from_base64(padded);
}

base::Result<std::string> Passkeys::challenge(std::string_view purpose, const std::string& person) {
  const base::Hash value = random_.hash();
  const std::int64_t now = base::unix_seconds(clock_.now());
  TRY_VOID(db_.run("DELETE FROM challenge WHERE expires <= ?", {now}));
  TRY_VOID(db_.run(
      "INSERT INTO challenge(hash, purpose, person, expires) VALUES(?, ?, ?, ?)",
      {crypto::sha256(base::text(value)), purpose, person, now + std::chrono::seconds(challenge_age_max).count()}));
  return to_base64url(value);
}

base::Result<> Passkeys::take_challenge(const RelyingParty& party, std::string_view client_data, std::string_view type,
                                        std::string_view purpose, const std::string& person) {
  const auto json = nlohmann::json::parse(client_data, nullptr, false);
  const auto text = [&](const char* name) {
    const auto found = json.is_object() ? json.find(name) : json.end();
    return found != json.end() && found->is_string() ? found->get<std::string>() : std::string();
  };
  if (text("type") != type) return denied("is an answer to another question");
  if (text("origin") != party.origin || json.value("crossOrigin", nlohmann::json(false)) != false)
    return denied("was used on another site");
  const auto challenge = bytes_from_base64url(text("challenge"));
  if (!challenge) return denied("answers no challenge");
  TRY_VOID(db_.run("DELETE FROM challenge WHERE hash = ? AND purpose = ? AND person = ? AND expires > ?",
                   {crypto::sha256(base::text(*challenge)), purpose, person, base::unix_seconds(clock_.now())}));
  return db_.changes() == 1 ? base::Result<>() : denied("answers a challenge that is used, too old or not ours");
}

base::Result<> Passkeys::add(const RelyingParty& party, const std::string& person, const Registration& registration) {
  if (registration.name.empty() || registration.name.size() > 100)
    return base::invalid("name", registration.name, "is 1 to 100 bytes");
  TRY(const base::Bytes client, decoded("client_data", registration.client_data));
  TRY(const base::Bytes data, decoded("authenticator_data", registration.authenticator_data));
  TRY_VOID(take_challenge(party, base::text(client), "webauthn.create", "register", person));
  TRY_VOID(check_data(party, data));
  const std::unique_ptr<fido_cred_t, Free> credential(fido_cred_new());
  if (!credential) return base::fail(base::Errc::unavailable, "passkey", "", "no memory");
  if (fido_cred_set_type(credential.get(), COSE_ES256) != FIDO_OK ||
      fido_cred_set_rp(credential.get(), party.id.c_str(), nullptr) != FIDO_OK ||
      fido_cred_set_authdata_raw(credential.get(), data.data(), data.size()) != FIDO_OK ||
      fido_cred_id_len(credential.get()) == 0 || fido_cred_pubkey_len(credential.get()) != 64) {
    return denied("has a key of another kind: ES256 is taken");
  }
  const base::ByteView id(fido_cred_id_ptr(credential.get()), fido_cred_id_len(credential.get()));
  const base::ByteView key(fido_cred_pubkey_ptr(credential.get()), fido_cred_pubkey_len(credential.get()));
  const std::int64_t now = base::unix_seconds(clock_.now());
  return db_.transaction([&]() -> base::Result<> {
    TRY(const auto count, db_.integer("SELECT count(*) FROM passkey WHERE person = ?", {person}));
    if (count.value_or(0) >= static_cast<std::int64_t>(passkeys_max))
      return base::fail(base::Errc::conflict, "passkey", "", "a person has at most 10: remove one first");
    return db_.run(
        "INSERT INTO passkey(id, person, algorithm, public_key, counter, name, created, used) VALUES(?, ?, ?, ?, ?, ?, "
        "?, ?)",
        {store::Value(id), person, COSE_ES256, store::Value(key),
         static_cast<std::int64_t>(fido_cred_sigcount(credential.get())), registration.name, now, now});
  });
}

base::Error Passkeys::stranger() { return {base::Errc::denied, "passkey", "", not_signed_in}; }

base::Result<std::string> Passkeys::check(const RelyingParty& party, const Assertion& assertion) {
  const std::unexpected<base::Error> no(stranger());
  const auto id = decoded("credential", assertion.credential);
  const auto client = decoded("client_data", assertion.client_data);
  const auto data = decoded("authenticator_data", assertion.authenticator_data);
  const auto signature = decoded("signature", assertion.signature);
  if (!id || !client || !data || !signature || data->size() > 0xFFFF) return no;
  if (const auto taken = take_challenge(party, base::text(*client), "webauthn.get", "sign-in", ""); !taken) return no;
  if (!check_data(party, *data)) return no;
  std::string person;
  std::string key;
  std::int64_t counter = 0;
  TRY_VOID(db_.query("SELECT person, public_key, counter FROM passkey WHERE id = ?",
                     {store::Value(base::ByteView(*id))}, [&](const store::Row& row) -> base::Result<> {
                       person = row.text(0);
                       key = row.text(1);
                       counter = row.integer(2);
                       return {};
                     }));
  if (person.empty()) return no;
  const std::unique_ptr<fido_assert_t, Free> check(fido_assert_new());
  const std::unique_ptr<es256_pk_t, Free> public_key(es256_pk_new());
  const base::Bytes wire = wrapped(*data);
  const bool good = check && public_key && es256_pk_from_ptr(public_key.get(), key.data(), key.size()) == FIDO_OK &&
                    fido_assert_set_clientdata(check.get(), client->data(), client->size()) == FIDO_OK &&
                    fido_assert_set_rp(check.get(), party.id.c_str()) == FIDO_OK &&
                    fido_assert_set_count(check.get(), 1) == FIDO_OK &&
                    fido_assert_set_authdata(check.get(), 0, wire.data(), wire.size()) == FIDO_OK &&
                    fido_assert_set_sig(check.get(), 0, signature->data(), signature->size()) == FIDO_OK &&
                    fido_assert_set_up(check.get(), FIDO_OPT_TRUE) == FIDO_OK &&
                    fido_assert_set_uv(check.get(), FIDO_OPT_TRUE) == FIDO_OK &&
                    fido_assert_verify(check.get(), 0, COSE_ES256, public_key.get()) == FIDO_OK;
  if (!good) return no;
  // Section 7.2 step 21: a counter that does not grow is a copy; keys that are synchronised always say 0.
  const std::int64_t now_at = fido_assert_sigcount(check.get(), 0);
  if ((now_at != 0 || counter != 0) && now_at <= counter) return no;
  TRY_VOID(db_.run("UPDATE passkey SET counter = ?, used = ? WHERE id = ?",
                   {now_at, base::unix_seconds(clock_.now()), store::Value(base::ByteView(*id))}));
  return person;
}

base::Result<std::vector<Passkey>> Passkeys::of(const std::string& person) const {
  std::vector<Passkey> list;
  TRY_VOID(db_.query("SELECT id, name, created, used FROM passkey WHERE person = ? ORDER BY created", {person},
                     [&](const store::Row& row) -> base::Result<> {
                       list.push_back({to_base64url(base::view(row.text(0))), row.text(1),
                                       base::from_unix(row.integer(2)), base::from_unix(row.integer(3))});
                       return {};
                     }));
  return list;
}

base::Result<> Passkeys::remove(const std::string& person, const std::string& id) {
  const auto bytes = bytes_from_base64url(id);
  if (!bytes) return base::fail(base::Errc::not_found, "passkey", "", "there is no such passkey");
  return db_.run("DELETE FROM passkey WHERE id = ? AND person = ?", {store::Value(base::ByteView(*bytes)), person});
}

}  // namespace writ::people
