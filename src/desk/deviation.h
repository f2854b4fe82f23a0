// The form in which staff grant something else than the policy says: account by account, or, for many accounts, in groups.
#pragma once

#include "desk/case_page.h"

namespace writ::desk {

/// More accounts than this are decided in groups ("1-200, 207"): a row for each of four hundred helps nobody.
inline constexpr std::size_t single_rows_max = 10;
inline constexpr std::size_t groups_max = 5;

/// The names of the fields of one row: "give-0", of one group: "give-g1".
std::string row_name(std::string_view field, std::size_t account);
std::string group_name(std::string_view field, std::size_t group);

page::Html deviation_form(const CasePage& page, bool open);

}  // namespace writ::desk
