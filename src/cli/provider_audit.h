// `writ provider audit`: what the messenger really holds, against what the provider says that it holds.
#pragma once

#include <string>
#include <vector>

namespace writ::cli {

struct ProviderAuditArguments {
  std::string file;                   // provider.toml
  std::string profile;                // TOML
  std::vector<std::string> promised;  // profiles (TOML) of what the service published
  std::vector<std::string> policies;  // policies (TOML) in force or to come
  bool json = false;
};
/// For cron: 0 nothing is wrong, 1 something is, 2 a source could not be looked at.
int run_provider_audit(const ProviderAuditArguments& arguments);

}  // namespace writ::cli
