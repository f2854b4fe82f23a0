#include "cli/preserve.h"

#include <cstdio>

#include "app/preserve.h"
#include "cli/opened.h"

namespace writ::cli {

namespace {

/// The same words whether or not anything was found.
std::string words_of(const app::Preservation& one) {
  if (one.erased) return "ended, key destroyed";
  if (!one.carried_out) return "waiting for the source";
  return one.extended ? "carried out, extended" : "carried out";
}

void print(const app::Preservation& one) {
  std::printf("%s  %zu identifier%s  received %s  kept until %s  %s\n", one.ref.c_str(), one.identifiers,
              one.identifiers == 1 ? "" : "s", base::format_time(one.made_at).c_str(),
              base::format_time(one.expires_at).c_str(), words_of(one).c_str());
}

/// What no source can be asked would pass for kept if it were not said.
void print_not_askable(app::Deployment& deployment, const app::Preservation& one) {
  const auto file = deployment.casework->find(one.ref);
  if (!file || one.erased) return;
  for (const std::string& words : app::not_askable(deployment, file->request, one.made_at))
    std::printf("    not kept, cannot be asked here: identifier %s\n", words.c_str());
}

base::Result<> list(const PreserveListArguments& arguments) {
  TRY(const auto opened, open_deployment(arguments.root));
  TRY(const auto person, sign_in(*opened, arguments.token_file));
  if (person.kind != people::PersonKind::staff)
    return base::fail(base::Errc::denied, "role", "", "the list of preservations is the staff's");
  TRY(const auto all, app::preservations(*opened->deployment));
  for (const app::Preservation& one : all) {
    print(one);
    print_not_askable(*opened->deployment, one);
  }
  return {};
}

base::Result<> extend(const CaseArguments& arguments) {
  TRY(const auto opened, open_deployment(arguments.root));
  TRY(const auto person, sign_in(*opened, arguments.token_file));
  TRY_VOID(app::require_role(person, "intake", "extending a preservation"));
  TRY(const auto extended, app::extend_preservation(*opened->deployment, person.id, arguments.ref));
  print(extended);
  return {};
}

base::Result<> use(const PreserveUseArguments& arguments) {
  TRY(const auto opened, open_deployment(arguments.root));
  TRY(const auto person, sign_in(*opened, arguments.token_file));
  TRY_VOID(app::require_role(person, "decider", "using a preservation for another case"));
  TRY_VOID(app::use_preservation(*opened->deployment, person.id, arguments.ref, arguments.from));
  std::printf("%s will be answered from what was preserved for %s too\n", arguments.ref.c_str(),
              arguments.from.c_str());
  return {};
}

int report(const base::Result<>& result) { return result ? 0 : report_error(result.error()); }

}  // namespace

int run_preserve_list(const PreserveListArguments& arguments) { return report(list(arguments)); }
int run_preserve_extend(const CaseArguments& arguments) { return report(extend(arguments)); }
int run_preserve_use(const PreserveUseArguments& arguments) { return report(use(arguments)); }

}  // namespace writ::cli
