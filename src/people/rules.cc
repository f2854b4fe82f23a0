#include "people/rules.h"

#include <algorithm>
#include <array>

#include "legal/codes.h"
#include "legal/countries.h"

namespace writ::people {

namespace {

constexpr std::array<std::string_view, 3> kinds = {"staff", "officer", "service"};
constexpr std::array<std::string_view, 7> staff_roles = {"intake",    "decider", "approver",     "gatherer",
                                                         "publisher", "auditor", "administrator"};
constexpr std::string_view officer_role = "requester";

bool plain(std::string_view text) {
  return std::ranges::none_of(text, [](char c) { return static_cast<unsigned char>(c) < 0x20 || c == 0x7f; });
}

base::Result<std::string> checked_email(const std::string& email) {
  const auto at = email.find('@');
  const bool shaped =
      at != std::string::npos && at > 0 && at + 1 < email.size() && email.find('@', at + 1) == std::string::npos &&
      email.find_first_of(" <>,;") == std::string::npos && plain(email) && email.size() <= email_bytes_max;
  if (!shaped) return base::invalid("email", email, "is an e-mail address: local@domain, at most 320 bytes");
  std::string normal = email;
  std::transform(normal.begin() + static_cast<std::ptrdiff_t>(at), normal.end(),
                 normal.begin() + static_cast<std::ptrdiff_t>(at),
                 [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c; });
  return normal;
}

// An officer never holds a role of the staff, nor the other way round: the one who asks must not be one who decides.
base::Result<> check_roles(const Person& person) {
  for (const std::string& role : person.roles) {
    const bool of_staff = std::ranges::find(staff_roles, role) != staff_roles.end();
    const bool of_officer = role == officer_role;
    if (!of_staff && !of_officer) {
      return base::invalid(
          "roles", role, "is one of intake, decider, approver, gatherer, publisher, auditor, administrator, requester");
    }
    if (person.kind == PersonKind::officer && !of_officer)
      return base::invalid("roles", role, "is not for an officer: officers are requester only");
    if (person.kind == PersonKind::staff && of_officer) return base::invalid("roles", role, "is for officers only");
  }
  return {};
}

}  // namespace

std::string_view name_of(PersonKind kind) { return kinds[static_cast<std::size_t>(kind)]; }

std::optional<PersonKind> person_kind(std::string_view name) {
  const auto found = std::ranges::find(kinds, name);
  if (found == kinds.end()) return std::nullopt;
  return static_cast<PersonKind>(found - kinds.begin());
}

bool has_role(const Person& person, std::string_view role) {
  return std::ranges::find(person.roles, role) != person.roles.end();
}

base::Result<Person> checked(Person person) {
  if (person.name.empty() || person.name.size() > name_bytes_max || !plain(person.name)) {
    return base::invalid("name", person.name, "is 1 to 200 bytes without control characters");
  }
  TRY(person.email, checked_email(person.email));
  TRY_VOID(check_roles(person));
  person.roles = legal::make_set(std::move(person.roles));
  if (person.public_key.size() > public_key_bytes_max) {
    return base::invalid("public_key", std::to_string(person.public_key.size()) + " bytes", "is at most 65536 bytes");
  }
  if (!person.country.empty() && legal::find_country(person.country) == nullptr) {
    return base::invalid("country", person.country, "is an ISO 3166-1 alpha-2 code, EU or XK");
  }
  if (person.kind == PersonKind::officer && (person.agency.empty() || person.country.empty())) {
    return base::invalid(person.agency.empty() ? "agency" : "country", "", "is required of an officer");
  }
  if (person.agency.size() > name_bytes_max || !plain(person.agency)) {
    return base::invalid("agency", person.agency, "is at most 200 bytes without control characters");
  }
  return person;
}

}  // namespace writ::people
