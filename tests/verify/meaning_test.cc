// Section 2, Meaning, and rule 4: what entries may name and say of each other.
#include <doctest/doctest.h>

#include "cases.h"

using namespace writ;
using namespace writ::test;

namespace {
const std::string users(32, 'u');

void set(Case& c, const std::string& name, std::size_t position, const std::string& value) {
  c.hooks.draft = [=](const std::string& of, log::Draft& draft) {
    if (of == name) draft.public_values[position - 8] = value;
  };
}
/// One more entry before the close of a period.
void more(Case& c, int period, const std::string& name, const std::function<log::Values(LogBuilder&)>& values) {
  c.hooks.extra = [=](LogBuilder& log, int of) {
    if (of == period) log.add(name, draft(values(log)));
  };
}
}  // namespace

BROKEN("a refusal grants nothing", "decision-refused-grants", 4, "decision D") {
  set(c, "decision D", 12, "ip_address");
}
BROKEN("a full answer grants something", "decision-full-grants-nothing", 4, "decision E") {
  set(c, "decision E", 12, "");
}
BROKEN("a decision names a request of this bundle", "decision-unknown-request", 4, "decision E") {
  set(c, "decision E", 9, std::string(32, 'x'));
}
BROKEN("a decision names a policy entry", "decision-unknown-policy", 4, "decision E") {
  set(c, "decision E", 13, std::string(32, 'x'));
}
BROKEN("a policy that takes effect after the period's last day decides nothing in it", "decision-later-policy", 4,
       "decision X") {
  more(c, 2, "decision X", [](LogBuilder& log) {
    log.add("request X", request_draft("US", "subpoena", "fraud"));
    return log::Values{"decision", log.root_value("request X"), "refused", "not_offered",
                       "",         log.root_value("policy 3"),  "1",       ""};
  });
}
BROKEN("a request has one first decision", "decision-two-firsts", 4, "decision X") {
  more(c, 1, "decision X", [](LogBuilder& log) {
    return log::Values{"decision", log.root_value("request A"), "refused", "not_offered",
                       "",         log.root_value("policy 1"),  "1",       ""};
  });
}
BROKEN("a decision is revised once", "decision-two-children", 4, "decision X") {
  more(c, 1, "decision X", [](LogBuilder& log) {
    return log::Values{"decision", log.root_value("request B"), "refused", "not_offered",
                       "",         log.root_value("policy 1"),  "1",       log.root_value("decision B")};
  });
}
BROKEN("a revision is of the same request", "decision-other-request", 4, "decision X") {
  more(c, 1, "decision X", [](LogBuilder& log) {
    return log::Values{"decision", log.root_value("request C"), "refused", "not_offered",
                       "",         log.root_value("policy 1"),  "1",       log.root_value("decision A")};
  });
}
BROKEN("a second first decision in a later period is seen when both bundles are given",
       "decision-two-firsts-over-periods", 4, "decision X") {
  more(c, 2, "decision X", [](LogBuilder& log) {
    return log::Values{"decision", log.root_value("request H"), "refused", "not_offered",
                       "",         log.root_value("policy 1"),  "200",     ""};
  });
}
BROKEN("what is disclosed was granted", "disclosure-not-granted", 4, "disclosure E") {
  set(c, "disclosure E", 10, "phone_number");
}
BROKEN("a disclosure is never empty", "disclosure-empty", 4, "disclosure E") { set(c, "disclosure E", 10, ""); }
BROKEN("users_root is empty if and only if no user is affected", "disclosure-users-root", 4, "disclosure E") {
  set(c, "disclosure E", 12, users);
}
BROKEN("users affected need a users_root", "", 4, "disclosure A2") { set(c, "disclosure A2", 12, ""); }
BROKEN("a disclosure executes a decision that gives", "disclosure-of-refusal", 4, "disclosure X") {
  more(c, 1, "disclosure X", [](LogBuilder& log) {
    return log::Values{
        "disclosure", log.root_value("request H"), "ip_address", "1", users, "", log.root_value("decision H"), ""};
  });
}
BROKEN("a disclosure executes no decision that was revised before", "disclosure-of-revised", 4, "disclosure X") {
  more(c, 1, "disclosure X", [](LogBuilder& log) {
    return log::Values{
        "disclosure", log.root_value("request B"), "ip_address", "1", users, "", log.root_value("decision B"), ""};
  });
}
BROKEN("a disclosure executes a decision of its own request", "disclosure-other-decision", 4, "disclosure X") {
  more(c, 1, "disclosure X", [](LogBuilder& log) {
    return log::Values{
        "disclosure", log.root_value("request C"), "ip_address", "1", users, "", log.root_value("decision A"), ""};
  });
}
BROKEN("a request is fulfilled once: its second package names the first", "disclosure-two-firsts", 4, "disclosure A2") {
  set(c, "disclosure A2", 13, "");
}
BROKEN("a package is continued once", "disclosure-two-children", 4, "disclosure X") {
  more(c, 2, "disclosure X", [](LogBuilder& log) {
    return log::Values{"disclosure",
                       log.root_value("request A"),
                       "ip_address",
                       "1",
                       users,
                       log.root_value("disclosure A1"),
                       log.root_value("decision A"),
                       ""};
  });
}
BROKEN("a notice names a request", "notice-unknown-request", 4, "notice E") {
  set(c, "notice E", 9, std::string(32, 'x'));
}
BROKEN("a notice that names a decision names no request", "notice-other-kind", 4, "notice X") {
  more(c, 1, "notice X",
       [](LogBuilder& log) { return log::Values{"notice", log.root_value("decision A"), "given", "1"}; });
}
BROKEN("a position has one first recode", "recode-two-firsts", 4, "recode A2") { set(c, "recode A2", 13, ""); }
BROKEN("a recode is continued once", "recode-two-children", 4, "recode X") {
  more(c, 1, "recode X", [](LogBuilder& log) {
    return log::Values{"recode", log.root_value("request A"), "11", "fraud", "again", log.root_value("recode A1")};
  });
}
BROKEN("a recode continues a recode of the same position", "recode-other-position", 4, "recode X") {
  more(c, 1, "recode X", [](LogBuilder& log) {
    return log::Values{"recode", log.root_value("request A"), "10", "court_order",
                       "again",  log.root_value("recode A2")};
  });
}
BROKEN("no recode leads into preservation", "recode-into-preservation", 4, "recode A3") {
  set(c, "recode A3", 11, "preservation_order");
}
BROKEN("no recode leads out of preservation", "recode-out-of-preservation", 4, "recode X") {
  more(c, 1, "recode X", [](LogBuilder& log) {
    return log::Values{"recode", log.root_value("request C"), "10", "subpoena", "again", ""};
  });
}
BROKEN("the instrument of a held request is not recoded", "recode-held-instrument", 4, "recode X") {
  more(c, 1, "recode X", [](LogBuilder& log) {
    return log::Values{"recode", log.root_value("request H"), "10", "subpoena", "again", ""};
  });
}
BROKEN("a policy is logged before it takes effect", "policy-after-its-date", 4, "policy 3") {
  set(c, "policy 3", 11, "2024-07-01");
}
BROKEN("a policy id is logged once", "policy-id-twice", 4, "policy 3") { set(c, "policy 3", 9, "second-policy"); }
BROKEN("an event never comes before what it names", "named-later", 4, "decision X") {
  c.hooks.extra = [](LogBuilder& log, int period) {
    if (period != 1) return;
    // The root that the next entry will have is known to a provider who sealed it earlier.
    LogBuilder copy = log;
    copy.add("decision X", draft({"decision", std::string(32, 'x'), "refused", "not_offered", "",
                                  log.root_value("policy 1"), "1", ""}));
    const std::uint64_t later = copy.add("request X", request_draft("US", "subpoena", "fraud"));
    CHECK(later > 0);
    log.add("decision X", draft({"decision", copy.root_value("request X"), "refused", "not_offered", "",
                                 log.root_value("policy 1"), "1", ""}));
    log.add("request X", request_draft("US", "subpoena", "fraud"));
  };
}
BROKEN("references.jsonl opens every earlier entry that is named", "references-missing", 4, "decision D") {
  c.hooks.files = [](int period, Files& files) {
    std::string& text = files["references.jsonl"];
    if (period == 2) text.erase(0, text.find('\n') + 1);  // the first is policy 1
  };
}
BROKEN("references.jsonl opens nothing that is not named", "references-unnamed", 4, "notice A") {
  auto line = std::make_shared<std::string>();
  c.hooks.files = [line](int period, Files& files) {
    const std::string& text = files[period == 1 ? "openings.jsonl" : "references.jsonl"];
    if (period == 1) {
      const std::size_t at = text.find("\"notice\"");
      const std::size_t begin = text.rfind('\n', at) + 1;
      *line = text.substr(begin, text.find('\n', at) + 1 - begin);
      return;
    }
    std::string& references = files["references.jsonl"];
    references.insert(references.rfind('\n', references.size() - 2) + 1, *line);  // before the close: ascending
  };
}
BROKEN("a reference opens the log's entry", "references-false", 4, "policy 1") {
  c.hooks.files = [](int period, Files& files) {
    std::string& text = files["references.jsonl"];
    if (period == 2) text.replace(text.find("2024-01-01"), 10, "2023-01-01");
  };
}
