// Inside the room: what does not agree in published figures, as tables. Both figures stand; nothing is repaired.
#pragma once

#include <set>

#include "report/page_others.h"

namespace writ::report {

/// Of one platform, or of all if it is empty; of these checks, or of all if the set is empty.
page::Html disagreements_table(const Others& others, const Here& here, std::string_view platform,
                               const std::set<observatory::Check>& checks);
/// What was refused, what is defective and what is worth a note, with file, line, column, value and rule.
page::Html findings_table(const Others& others, const Here& here, std::string_view platform);

/// "7 + 292 = 299, published as 293" for a sum, "170 fulfilled of 94 received" and the like.
std::string disagreement_in_words(const observatory::Disagreement& one, const page::Locale& in);
/// "12", "0 to 249", "500 or more", "not reported"; digits as the file has them.
std::string figure_words(const observatory::Figure& figure, const page::Locale& in);
std::string check_in_words(observatory::Check check, const page::Locale& in);

}  // namespace writ::report
