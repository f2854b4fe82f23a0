// What makes a person's record acceptable.
#pragma once

#include "people/people.h"

namespace writ::people {

constexpr std::size_t name_bytes_max = 200;
constexpr std::size_t email_bytes_max = 320;          // RFC 5321
constexpr std::size_t public_key_bytes_max = 65'536;  // an RSA-4096 key with many signatures is about 30 kB

/// invalid names field, value and rule. Sorts the roles and puts the mail domain in lower case.
base::Result<Person> checked(Person person);

}  // namespace writ::people
