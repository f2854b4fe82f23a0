// Section 2, the value grammar: a row whose spelling differs is a request with unknown attributes (rule 3).
#include <doctest/doctest.h>

#include "cases.h"

using namespace writ;
using namespace writ::test;

namespace {
/// Sets one public value of one entry.
void set(Case& c, const std::string& name, std::size_t position, const std::string& value) {
  c.hooks.draft = [=](const std::string& of, log::Draft& draft) {
    if (of == name) draft.public_values[position - 8] = value;
  };
}
}  // namespace

BROKEN("a kind that section 2 does not know counts as a request", "grammar-kind", 3, "notice E") {
  set(c, "notice E", 8, "warning");
}
BROKEN("Greece is GR and never EL", "grammar-country", 3, "request E") { set(c, "request E", 9, "EL"); }
BROKEN("a CODE has no capital letters", "grammar-code", 3, "request E") { set(c, "request E", 10, "Court_order"); }
BROKEN("a SET ascends strictly", "grammar-set", 3, "request E") { set(c, "request E", 12, "phone_number,ip_address"); }
BROKEN("a BOOL is 0 or 1", "grammar-bool", 3, "request E") { set(c, "request E", 13, "true"); }
BROKEN("a request asks for stored or realtime data", "grammar-mode", 3, "request E") {
  set(c, "request E", 14, "both");
}
BROKEN("an INT has no leading zero", "grammar-int", 3, "request E") { set(c, "request E", 15, "01"); }
BROKEN("an INT has 15 digits at most", "", 3, "request E") { set(c, "request E", 15, "1000000000000000"); }
BROKEN("a HASH is never empty where it must stand", "grammar-hash", 3, "decision E") { set(c, "decision E", 13, ""); }
BROKEN("an outcome is one of seven", "grammar-outcome", 3, "decision E") { set(c, "decision E", 10, "maybe"); }
BROKEN("a DATE is a real day", "grammar-date", 3, "policy 3") { set(c, "policy 3", 11, "2025-02-29"); }
BROKEN("a PERIOD runs forward", "grammar-period", 3, "report 1") { set(c, "report 1", 9, "2024-06-30/2024-01-01"); }
BROKEN("a notice is given, delayed or barred", "grammar-notice", 3, "notice E") { set(c, "notice E", 10, "sent"); }
BROKEN("only positions 10 to 12 are recoded", "grammar-recode-position", 3, "recode A3") {
  set(c, "recode A3", 10, "9");
}
BROKEN("a recode's value has the type of its position", "grammar-recode-value", 3, "recode A3") {
  set(c, "recode A3", 11, "Not A Code");
}
BROKEN("positions that a kind does not use are empty", "grammar-unlisted", 3, "notice E") {
  set(c, "notice E", 15, "0");
}
