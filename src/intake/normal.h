// One spelling for each selector value, so that two spellings of one account are one account.
#pragma once

#include <string>
#include <string_view>

#include "base/result.h"

namespace writ::intake {

/// E.164. A national number needs `country` (alpha-2, else empty). Refused by what is *possible* (length), never by
/// what is *valid*: the numbering plans we ship are older than the newest prefixes. Errors name `path`.
base::Result<std::string> normal_phone(std::string_view value, std::string_view country, const std::string& path);

/// IPv4 dotted decimal, or IPv6 as RFC 5952 spells it; an IPv4-mapped address is the IPv4 address. No zone, port or
/// prefix length.
base::Result<std::string> normal_address(std::string_view value, const std::string& path);

/// The domain in lower-case ASCII (UTS 46), the local part as written, in NFC (RFC 6531).
base::Result<std::string> normal_mail(std::string_view value, const std::string& path);

/// Without white space at either end, in Unicode normalisation form C; the case is kept.
base::Result<std::string> normal_name(std::string_view value, const std::string& path);

}  // namespace writ::intake
