// Inside the room: the two machine-readable files of a package (docs/formats/package.md).
#pragma once

#include <string>
#include <string_view>

#include "disclosure/disclosure.h"

namespace writ::disclosure {

/// data/disclosure.json, schema `writ-disclosure/v1`. Text that is not UTF-8 has U+FFFD for each bad sequence.
std::string disclosure_json(const CaseFacts& facts, const Content& content);

/// data/disclosure.csv: RFC 4180, UTF-8, CRLF, one row for each value, and for each category without one.
std::string disclosure_csv(const CaseFacts& facts, const Content& content);

/// One field as it stands in the CSV. A spreadsheet runs what begins with = + - @ TAB or CR, so such a field gets an
/// apostrophe in front; `+` and digits only, as E.164 spells a phone number, can run nothing and stays as it is.
std::string csv_field(std::string_view text);

}  // namespace writ::disclosure
