#include "app/tell.h"

#include "app/desk_store.h"

namespace writ::app {

base::Result<> tell_staff(Deployment& deployment, const casework::CaseFile& file, std::string_view role,
                          const std::string& words) {
  DeskStore store(deployment.db, deployment.clock);
  TRY(const auto people, deployment.people.list());
  for (const people::Person& one : people) {
    const bool concerned = file.owner.empty() ? people::has_role(one, role) : one.id == file.owner;
    if (!concerned || one.kind != people::PersonKind::staff) continue;
    TRY_VOID(store.tell(one.id, file.ref, words));
  }
  return {};
}

}  // namespace writ::app
