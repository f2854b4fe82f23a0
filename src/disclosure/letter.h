// Inside the room: what the cover letter says.
#pragma once

#include <string>

#include "disclosure/disclosure.h"
#include "pdf/document.h"

namespace writ::disclosure {

/// Accounts in the letter's tables; the other files have no limit. 400 rows are about 16 pages.
inline constexpr std::size_t letter_rows_max = 400;

/// Whose request, which policy and rule, what is given, what is not held and why, how to check. Holds no value that was
/// disclosed: those stand in the machine-readable files alone.
pdf::Document cover_letter(const CaseFacts& facts, const Content& content);

base::Result<std::string> cover_letter_pdf(const CaseFacts& facts, const Content& content);

}  // namespace writ::disclosure
