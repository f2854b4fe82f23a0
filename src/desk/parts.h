// Parts of page/parts.h whose own few words are those of the language.
#pragma once

#include "page/form.h"
#include "page/locale.h"
#include "page/parts.h"

namespace writ::desk {

page::Html pages_part(const page::Locale& t, page::Paging paging);
page::Html warning_part(const page::Locale& t, const page::Html& text);
/// Of a check that somebody made: yes, no, cannot_tell.
std::vector<page::Option> result_options(const page::Locale& t);
/// The row of headings of a table, one cell for each.
page::Html heading_row(const page::Locale& t, const std::vector<page::Key>& titles);

}  // namespace writ::desk
