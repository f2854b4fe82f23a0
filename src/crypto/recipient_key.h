// The key to which an officer's packages will be sealed, checked on the day it is given, not on the day it is needed.
#pragma once

#include <string_view>

#include "base/result.h"
#include "base/time.h"

namespace writ::crypto {

/// One armoured OpenPGP public key (RFC 4880 section 6.2) or one PEM certificate (RFC 7468 section 5, with or without
/// its chain behind it), with nothing before it, to which something can be encrypted at `at`. invalid names the field
/// `public_key`, never a byte of what was given: the value is a fingerprint, a subject or a size. A secret or private
/// key, also one in a public key's armour, is refused as such.
base::Result<> check_recipient_key(std::string_view key, base::Time at);

}  // namespace writ::crypto
