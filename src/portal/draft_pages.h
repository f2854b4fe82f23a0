// Pages of a request that is being filled in.
#pragma once

#include "portal/steps.h"

namespace writ::portal {

/// The eight tasks with how far each is, and what can be done now.
page::Html task_list_page(const Context& context, const DraftView& draft);
/// One step with its form. What was typed stands in the fields, messages beside them.
page::Html step_page(const Context& context, const DraftView& draft, std::string_view slug);
/// Everything once more, what will be public later and what never, the declaration, Send.
page::Html check_page(const Context& context, const DraftView& draft);
/// Asks before a draft is erased.
page::Html delete_page(const Context& context, const DraftView& draft);

/// The title of a step, for tab and breadcrumb.
std::string step_title(const page::Locale& t, std::string_view slug);

/// Inside the room: fields of the lists of accounts and of the data, which the emergency page has too.
page::Html accounts_fields(const Context& context, const DraftView& draft);
page::Html data_fields(const Context& context, const DraftView& draft);

}  // namespace writ::portal
