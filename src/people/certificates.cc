#include "people/certificates.h"

#include <algorithm>

#include "crypto/certificate.h"

namespace writ::people {

namespace {

constexpr const char* not_signed_in =
    "the certificate was not accepted: it is not known here, is not good today, or was taken away";

std::unexpected<base::Error> not_there() {
  return base::fail(base::Errc::not_found, "certificate", "", "there is no such certificate");
}

}  // namespace

base::Result<ClientCertificate> Certificates::add(const std::string& person, std::string_view pem) {
  TRY(const crypto::CertificateFacts facts, crypto::certificate_facts(pem));
  const base::Time now = clock_.now();
  if (now < facts.not_before || now > facts.not_after)
    return base::fail(base::Errc::denied, "certificate", facts.subject, "is not good today: its days are over, or to come");
  const ClientCertificate one{base::to_hex(facts.key), facts.subject, facts.not_after, now, now};
  TRY_VOID(db_.transaction([&]() -> base::Result<> {
    TRY(const auto holder, db_.text("SELECT person FROM client_certificate WHERE key = ?", {facts.key}));
    if (holder)
      return base::fail(base::Errc::conflict, "certificate", one.subject,
                        *holder == person ? "is bound already" : "has a key that cannot be used here");
    TRY(const auto count, db_.integer("SELECT count(*) FROM client_certificate WHERE person = ?", {person}));
    if (count.value_or(0) >= static_cast<std::int64_t>(certificates_max))
      return base::fail(base::Errc::conflict, "certificate", one.subject, "a person has at most 10: remove one first");
    return db_.run("INSERT INTO client_certificate(key, person, subject, expires, created, used) VALUES(?, ?, ?, ?, ?, ?)",
                   {facts.key, person, one.subject, base::unix_seconds(one.expires), base::unix_seconds(now),
                    base::unix_seconds(now)});
  }));
  return one;
}

base::Error Certificates::stranger() { return {base::Errc::denied, "certificate", "", not_signed_in}; }

base::Result<std::string> Certificates::check(std::string_view pem) {
  const std::unexpected<base::Error> no(stranger());
  const auto facts = crypto::certificate_facts(pem);
  if (!facts) return no;
  const std::int64_t now = base::unix_seconds(clock_.now());
  // Nobody vouches for what the shown certificate says: its holder can write another with the same key. So the bound
  // one's last day counts as well.
  TRY(const auto person,
      db_.text("SELECT person FROM client_certificate WHERE key = ? AND expires >= ?", {facts->key, now}));
  if (!person || clock_.now() < facts->not_before || clock_.now() > facts->not_after) return no;
  TRY_VOID(db_.run("UPDATE client_certificate SET used = ? WHERE key = ?", {now, facts->key}));
  return *person;
}

base::Result<std::vector<ClientCertificate>> Certificates::of(const std::string& person) const {
  std::vector<ClientCertificate> list;
  TRY_VOID(db_.query("SELECT key, subject, expires, created, used FROM client_certificate WHERE person = ?"
                     " ORDER BY created, key",
                     {person}, [&](const store::Row& row) -> base::Result<> {
                       list.push_back({base::to_hex(row.hash(0)), row.text(1), base::from_unix(row.integer(2)),
                                       base::from_unix(row.integer(3)), base::from_unix(row.integer(4))});
                       return {};
                     }));
  return list;
}

base::Result<> Certificates::remove(const std::string& person, const std::string& id,
                                    const std::string& except_session) {
  const auto key = base::hash_from_hex(id);
  if (!key) return not_there();
  return db_.transaction([&]() -> base::Result<> {
    TRY_VOID(db_.run("DELETE FROM client_certificate WHERE key = ? AND person = ?", {*key, person}));
    if (db_.changes() == 0) return not_there();
    return db_.run("DELETE FROM session WHERE person = ? AND method = 'certificate' AND id <> ?",
                   {person, except_session});
  });
}

base::Result<> Certificates::give_up(const std::string& person, const std::string& id, const std::string& session) {
  TRY(const auto others,
      db_.integer("SELECT (SELECT count(*) FROM password WHERE person = ?) + (SELECT count(*) FROM passkey WHERE person = ?)",
                  {person, person}));
  TRY(const auto list, of(person));
  const std::int64_t now = base::unix_seconds(clock_.now());
  const bool another = std::ranges::any_of(
      list, [&](const ClientCertificate& one) { return one.id != id && base::unix_seconds(one.expires) >= now; });
  if (others.value_or(0) == 0 && !another)
    return base::fail(base::Errc::conflict, "certificate", "", "is the only way in that you have: bind another one first");
  return remove(person, id, session);
}

}  // namespace writ::people
