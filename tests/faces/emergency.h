// An officer's emergency, sent on its one page.
#pragma once

#include "portal.h"

namespace writ::faces {

/// Its reference.
inline std::string send_emergency(Officer& officer, const std::string& account) {
  const std::string page = officer.begin("emergency");
  REQUIRE(post_files(officer, page,
                     {{"agency", "TEST Police of the United States"},
                      {"danger", "A threat to shoot"},
                      {"to_whom", "People in a school"},
                      {"when", "Today"},
                      {"why_now", "The threat names this afternoon"},
                      {"data_sought", "ip_address"},
                      {"data_sought", "phone_number"},
                      {"supervisor", "Captain Example, +1 202 555 0143"},
                      {"process", "yes"},
                      {"user_ids", account}},
                     {})
              .status == 303);
  const std::string sent = location(officer.send_draft(page.substr(0, page.rfind('/'))));
  return sent.substr(17, sent.find("/sent") - 17);
}

}  // namespace writ::faces
