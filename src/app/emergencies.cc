#include "app/emergencies.h"

#include <algorithm>
#include <map>
#include <nlohmann/json.hpp>

#include "app/desk_store.h"
#include "app/jobs.h"
#include "app/mail.h"
#include "app/officer_letters.h"
#include "casework/rows.h"
#include "legal/vocabulary.h"

namespace writ::app {

namespace {

constexpr std::size_t emergencies_max = 10'000;  // of a deployment: more would be no emergencies

std::optional<base::Time> delivered_at(const casework::CaseFile& file) {
  const auto found = std::ranges::find(file.events, "delivered", &casework::Event::kind);
  return found == file.events.end() ? std::nullopt : std::optional(found->at);
}

base::Result<> tell_desk(Deployment& deployment, const std::string& ref, const casework::CaseFile& file) {
  DeskStore store(deployment.db, deployment.clock);
  TRY(const auto people, deployment.people.list());
  for (const people::Person& one : people) {
    const bool concerned = file.owner.empty() ? people::has_role(one, "intake") : one.id == file.owner;
    if (!concerned || one.kind != people::PersonKind::staff) continue;
    TRY_VOID(store.tell(one.id, ref,
                        "The ordinary process of this emergency has not come in time. It will be counted in public."));
  }
  return {};
}

}  // namespace

base::Result<std::vector<OwedProcess>> owed_processes(Deployment& deployment) {
  TRY(const auto rows,
      casework::CaseRows(deployment.db).page({.instrument = std::string(legal::emergency_instrument)}, {}, emergencies_max));
  std::vector<OwedProcess> owed;
  for (const casework::CaseRow& row : rows) {
    TRY(const casework::CaseFile file, deployment.casework->find(row.ref));
    if (const auto at = delivered_at(file))
      owed.push_back({row.ref, row.country, *at, legal::contains(row.flags, casework::process_flag)});
  }
  std::ranges::sort(owed, {}, [](const OwedProcess& one) { return std::pair(one.delivered_at, one.ref); });
  return owed;
}

base::Result<> plan_alert(Deployment& deployment, const std::string& ref, const legal::Request& request) {
  if (!request.emergency || deployment.settings.on_call.empty()) return {};
  return add_job(deployment.db, deployment.clock.now(), JobKind::alert, ref);
}

base::Result<> alert_on_call(Deployment& deployment, const std::string& ref, const LetGo& let_go) {
  TRY(const auto row, casework::CaseRows(deployment.db).find(ref));
  TRY(const auto transport, open_mail(deployment));
  const notice::Mail mail{.id = "emergency-" + ref,
                          .from = deployment.settings.mail_from,
                          .to = deployment.settings.on_call,
                          .date = deployment.clock.now(),
                          .subject = "Emergency " + ref + ", an answer is due by " + base::format_time(row.due_at),
                          .body = "An emergency request arrived from " + row.agency + " (" + row.country +
                                  "). An answer is due by " + base::format_time(row.due_at) + ".\n\n" +
                                  deployment.settings.site_url + "desk/cases/" + ref +
                                  "/verify\n\nCall the authority on a number of our own directory, never on one that "
                                  "came with the request.\n"};
  base::Result<> sent;
  let_go([&] { sent = transport->send(mail); });
  return sent;
}

base::Result<> plan_process_reminder(Deployment& deployment, const std::string& ref, const legal::Request& request) {
  if (request.instrument != legal::emergency_instrument) return {};
  return add_job(deployment.db, deployment.clock.now() + casework::process_within, JobKind::process_reminder, ref);
}

base::Result<> remind_of_process(Deployment& deployment, const std::string& ref) {
  TRY(const casework::CaseFile file, deployment.casework->find(ref));
  if (legal::contains(file.flags, casework::process_flag)) return {};
  return deployment.db.transaction([&]() -> base::Result<> {
    TRY_VOID(write_officer(deployment, file, {.what = "process"}));
    return tell_desk(deployment, ref, file);
  });
}

base::Result<std::string> emergencies_statement(Deployment& deployment, const base::Period& period) {
  TRY(const auto owed, owed_processes(deployment));
  std::map<std::string, std::uint64_t> answered;
  std::map<std::string, std::uint64_t> received;
  std::map<std::string, std::uint64_t> never;
  for (const OwedProcess& one : owed) {
    if (one.due_at() < base::Time(period.first) || one.due_at() >= period.end()) continue;
    ++answered[one.country];
    ++(one.received ? received : never)[one.country];
  }
  if (answered.empty()) return "{}";
  return nlohmann::json({{"emergencies",
                          {{"days_for_process", casework::process_within.count()},
                           {"answered", answered},
                           {"process_received", received},
                           {"process_never_sent", never}}}})
      .dump();
}

}  // namespace writ::app
