// Becoming known: the application, the confirmed mailbox, what happens next.
#pragma once

#include "portal/values.h"

namespace writ::portal {

page::Html apply_page(const Context& context, const Fields& typed);
/// The same for every address.
page::Html applied_page(const Context& context);
page::Html confirm_page(const Context& context, const std::string& action);
page::Html confirmed_page(const Context& context);
page::Html dead_link_page(const Context& context);

}  // namespace writ::portal
