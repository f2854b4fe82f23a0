// The demo's people: officers who send, and staff who verify, draft, approve and gather, each a person with a token of
// its own who goes through the same doors as anybody.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "app/deployment.h"
#include "demo/officers.h"
#include "demo/stream.h"

namespace writ::demo {

/// Tokens by e-mail address, for as long as the demo is built.
struct Tokens {
  std::map<std::string, std::string> by_email;
};

inline constexpr const char* intake_email = "intake@writ.example";
inline constexpr const char* decider_email = "decider@writ.example";
inline constexpr const char* first_approver_email = "approver-1@writ.example";
inline constexpr const char* second_approver_email = "approver-2@writ.example";
inline constexpr const char* gatherer_email = "gatherer@writ.example";
inline constexpr const char* publisher_email = "publisher@writ.example";
inline constexpr const char* second_publisher_email = "publisher-2@writ.example";
inline constexpr const char* auditor_email = "auditor@writ.example";
inline constexpr const char* first_administrator_email = "admin-1@writ.example";
inline constexpr const char* second_administrator_email = "admin-2@writ.example";

/// Adds staff and officers and issues a token for each; those of the staff are also written to state/tokens/<name>.
/// Passwords and secrets of one-time codes of the staff and of officer us-1 are written to state/tokens/sign-in.
base::Result<Tokens> add_people(app::Deployment& deployment, const std::vector<TestOfficer>& officers);

}  // namespace writ::demo
