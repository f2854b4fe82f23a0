// Persons (staff, officers, services), their roles and tokens. Every event's actor is a person id.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "base/clock.h"
#include "base/random.h"
#include "store/db.h"

namespace writ::people {

std::vector<store::Migration> migrations();

enum class PersonKind : std::uint8_t { staff, officer, service };
std::string_view name_of(PersonKind kind);
std::optional<PersonKind> person_kind(std::string_view name);

struct Person {
  std::string id;  // UUIDv7
  PersonKind kind = PersonKind::staff;
  std::string name;
  std::string email;  // unique; an officer's verified address
  std::vector<std::string>
      roles;  // intake, decider, approver, gatherer, publisher, auditor, administrator; officers: requester
  std::string public_key;  // an officer's delivery key: armoured OpenPGP or PEM certificate; may be empty
  std::string agency;      // an officer's
  std::string country;     // an officer's, alpha-2
};
bool has_role(const Person& person, std::string_view role);

class People {
 public:
  People(store::Db& db, base::Clock& clock, base::Random& random);
  /// Gives the person its id. conflict if the e-mail address is taken; invalid names field, value and rule. A delivery
  /// key must be one to which a package can be sealed today (crypto::check_recipient_key); none is allowed.
  base::Result<Person> add(Person person);
  base::Result<Person> find(const std::string& id) const;
  base::Result<Person> find_by_email(const std::string& email) const;
  base::Result<std::vector<Person>> list() const;
  /// invalid as add() has it: an officer never holds a role of the staff.
  base::Result<> set_roles(const std::string& id, std::vector<std::string> roles);
  /// A new token of 32 random bytes ("writ_" and 64 hex digits); only its SHA-256 is kept.
  base::Result<std::string> issue_token(const std::string& person_id, base::Time expires);
  /// denied if unknown, expired or revoked; alike in all three.
  base::Result<Person> authenticate(std::string_view token) const;
  /// What authenticate() tells whoever it does not know.
  static base::Error stranger();
  base::Result<> revoke_tokens(const std::string& person_id);

 private:
  store::Db& db_;
  base::Clock& clock_;
  base::Random& random_;
};

}  // namespace writ::people
