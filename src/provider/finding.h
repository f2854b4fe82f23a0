// What is to be said of a source before it is used, or while it is: by `writ provider check` and `writ provider audit`.
#pragma once

#include <string>

namespace writ::provider {

struct Finding {
  /// False: worth knowing, and nothing is wrong.
  bool wrong = false;
  std::string source;
  std::string subject;  // "connection", "grants", "ip_address", "accounts.phone_number"
  std::string said;     // one sentence
  std::string change;   // what to change, where; may be empty
  bool open = false;    // it could not be looked at: neither right nor wrong
};

}  // namespace writ::provider
