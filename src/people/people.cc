#include "people/people.h"

#include "crypto/native_host.h"
#include "crypto/recipient_key.h"
#include "legal/codes.h"
#include "people/rules.h"

namespace writ::people {

namespace {

constexpr std::string_view token_prefix = "writ_";  // so that scanners of leaked secrets can know one
constexpr std::string_view columns = "id, kind, name, email, roles, public_key, agency, country";

base::Result<Person> person_from(const store::Row& row) {
  Person person;
  const auto kind = person_kind(row.text(1));
  const auto roles = legal::parse_set(row.text(4));
  if (!kind || !roles)
    return base::fail(base::Errc::corrupt, "person", row.text(0), "has a kind and roles that are known");
  person.id = row.text(0);
  person.kind = *kind;
  person.name = row.text(2);
  person.email = row.text(3);
  person.roles = *roles;
  person.public_key = row.text(5);
  person.agency = row.text(6);
  person.country = row.text(7);
  return person;
}

base::Result<std::vector<Person>> select(store::Db& db, std::string_view where,
                                         std::initializer_list<store::Value> values) {
  std::vector<Person> persons;
  const std::string sql = "SELECT " + std::string(columns) + " FROM person " + std::string(where);
  TRY_VOID(db.query(sql, values, [&](const store::Row& row) -> base::Result<> {
    TRY(Person person, person_from(row));
    persons.push_back(std::move(person));
    return {};
  }));
  return persons;
}

base::Result<Person> one(base::Result<std::vector<Person>> found, const char* field, const std::string& value) {
  if (!found) return std::unexpected(std::move(found).error());
  if (found->empty()) return base::fail(base::Errc::not_found, field, value, "no such person is known");
  return std::move(found->front());
}

}  // namespace

People::People(store::Db& db, base::Clock& clock, base::Random& random) : db_(db), clock_(clock), random_(random) {}

base::Result<Person> People::add(Person person) {
  TRY(person, checked(std::move(person)));
  if (!person.public_key.empty()) TRY_VOID(crypto::check_recipient_key(person.public_key, clock_.now()));
  person.id = base::uuid_v7(clock_.now(), random_);
  TRY_VOID(db_.transaction([&]() -> base::Result<> {
    TRY(const auto taken, db_.text("SELECT id FROM person WHERE email = ?", {person.email}));
    if (taken) return base::fail(base::Errc::conflict, "email", person.email, "belongs to a person already");
    return db_.run(
        "INSERT INTO person(id, kind, name, email, roles, public_key, agency, country) VALUES(?, ?, ?, ?, ?, ?, ?, ?)",
        {person.id, name_of(person.kind), person.name, person.email, legal::join_set(person.roles), person.public_key,
         person.agency, person.country});
  }));
  return person;
}

base::Result<Person> People::find(const std::string& id) const {
  return one(select(db_, "WHERE id = ?", {id}), "person", id);
}

base::Result<Person> People::find_by_email(const std::string& email) const {
  return one(select(db_, "WHERE email = ?", {email}), "email", email);
}

base::Result<std::vector<Person>> People::list() const { return select(db_, "ORDER BY id", {}); }

base::Result<> People::set_roles(const std::string& id, std::vector<std::string> roles) {
  TRY(Person person, find(id));
  person.roles = std::move(roles);
  TRY(person, checked(std::move(person)));
  return db_.run("UPDATE person SET roles = ? WHERE id = ?", {legal::join_set(person.roles), id});
}

base::Result<std::string> People::issue_token(const std::string& person_id, base::Time expires) {
  TRY(const Person person, find(person_id));
  if (expires <= clock_.now()) return base::invalid("expires", base::format_time(expires), "is later than now");
  const std::string token = std::string(token_prefix) + base::to_hex(random_.hash());
  TRY_VOID(db_.run("INSERT INTO token(hash, person, expires) VALUES(?, ?, ?)",
                   {crypto::sha256(token), person.id, base::unix_seconds(expires)}));
  return token;
}

base::Error People::stranger() { return {base::Errc::denied, "token", "", "is unknown, expired or revoked"}; }

base::Result<Person> People::authenticate(std::string_view token) const {
  // Looked up by its hash: how long the look-up takes says nothing about the token.
  TRY(const auto person, db_.text("SELECT person FROM token WHERE hash = ? AND expires > ?",
                                  {crypto::sha256(token), base::unix_seconds(clock_.now())}));
  if (!person) return std::unexpected(stranger());
  return find(*person);
}

base::Result<> People::revoke_tokens(const std::string& person_id) {
  return db_.run("DELETE FROM token WHERE person = ?", {person_id});
}

}  // namespace writ::people
