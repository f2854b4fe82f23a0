#include "app/notify.h"

#include <map>

#include "app/jobs.h"
#include "app/mail.h"

namespace writ::app {

namespace {


/// What the authority asked, apart from what binds: a court's order does, a wish does not.
notice::Situation situation_of(const casework::CaseFile& file, base::Time delivered_at) {
  notice::Situation situation{.instrument = file.request.instrument, .asked = {}, .gags = {}, .delivered_at = delivered_at};
  const legal::Secrecy& secrecy = file.request.secrecy;
  situation.asked.secrecy = secrecy.kind != legal::Secrecy::Kind::none;
  if (secrecy.kind != legal::Secrecy::Kind::ordered) return situation;
  notice::Gag gag{.kind = notice::Gag::Kind::court_order, .court = secrecy.court, .start = file.received_at};
  if (secrecy.until) gag.end = base::Time(*secrecy.until + std::chrono::days(1));
  situation.gags.push_back(gag);
  return situation;
}

/// The mailbox of an account; nullopt if the messenger holds none. Not part of what is disclosed.
base::Result<std::optional<std::string>> mailbox_of(Deployment& deployment, const std::string& account) {
  TRY(const auto answer, deployment.connector->ask({.selector = {.kind = legal::SelectorKind::user_id, .value = account},
                                                    .categories = {"email"},
                                                    .as_of = deployment.clock.now(),
                                                    .window = std::nullopt}));
  for (const provider::AccountAnswer& found : answer.accounts) {
    const auto email = found.categories.find("email");
    if (email != found.categories.end() && !email->second.data.empty()) return email->second.data.front().value;
  }
  return std::nullopt;
}

notice::UserNotice words_of(Deployment& deployment, const casework::CaseFile& file, const legal::CodeSet& disclosed, const notice::Plan& plan,
                            const notice::Situation& situation) {
  legal::CodeSet withheld;
  for (const std::string& category : file.request.data_sought) {
    if (!legal::contains(disclosed, category)) withheld.push_back(category);
  }
  notice::UserNotice words{.provider_name = deployment.settings.provider_name,
                           .reference = file.ref,
                           .country = file.request.country,
                           .agency = file.request.agency,
                           .policy_id = file.decisions.back().policy_id,
                           .given = disclosed,
                           .not_given = withheld,
                           .given_on = base::day_of(situation.delivered_at),
                           .delay = std::nullopt,
                           .check_url = deployment.settings.site_url + "notice/",
                           .complaint_url = deployment.settings.site_url + "complain/",
                           .synthetic = deployment.settings.synthetic};
  if (plan.duty == notice::Duty::must_not_yet && !situation.gags.empty() && situation.gags.front().end) {
    words.delay = {situation.gags.front().kind, base::day_of(*situation.gags.front().end - std::chrono::seconds(1))};
  }
  return words;
}

}  // namespace

base::Result<> notify_at_delivery(Deployment& deployment, const std::string& actor, const casework::CaseFile& file, const legal::CodeSet& disclosed,
                                  const std::vector<std::string>& accounts) {
  const notice::Situation situation = situation_of(file, deployment.clock.now());
  TRY(const notice::Plan plan, notice::decide_notice(situation));
  TRY_VOID(deployment.outbox.record(file.ref, situation, plan));
  if (plan.logged == "delayed" || plan.logged == "barred") {
    TRY_VOID(deployment.casework->notice(actor, file.ref, plan.logged, accounts.size()));
  }
  if (!plan.due_at) return {};
  TRY(const notice::Message message, notice::user_notice(words_of(deployment, file, disclosed, plan, situation)));
  const std::string package = file.ref + "-disclosure-" + std::to_string(file.packages.size() + 1);
  for (std::size_t i = 0; i < accounts.size(); ++i) {
    TRY(const auto mailbox, mailbox_of(deployment, accounts[i]));
    if (!mailbox) continue;  // no channel is held: only the public report tells
    TRY_VOID(deployment.outbox.queue({.id = package + "-user-" + std::to_string(i + 1), .case_ref = file.ref, .address = *mailbox, .message = message}));
  }
  TRY_VOID(deployment.lookups->put_on_file());
  return add_job(deployment.db, *plan.due_at, JobKind::notice, file.ref);
}

namespace {

constexpr std::chrono::minutes look_again_after{10};  // for a mail server that could not be reached

/// One case at a time, since the store is locked for writing meanwhile and a case's notice is one entry of the log.
base::Result<notice::Delivery> send_next_case(Deployment& deployment, notice::MailTransport& transport) {
  notice::Delivery delivery;
  TRY_VOID(deployment.db.transaction([&]() -> base::Result<> {
    TRY(delivery, deployment.outbox.deliver_due(transport, deployment.settings.mail_from, 1));
    std::map<std::string, std::uint64_t> told;
    for (const auto& sent : delivery.sent) ++told[sent.case_ref];
    for (const auto& [ref, users] : told) TRY_VOID(deployment.casework->notice(casework::system_actor, ref, "given", users));
    return {};
  }));
  return delivery;
}

}  // namespace

base::Result<std::optional<base::Time>> send_due_notices(Deployment& deployment) {
  TRY(const auto transport, open_mail(deployment));
  for (;;) {
    TRY(const notice::Delivery delivery, send_next_case(deployment, *transport));
    if (delivery.stopped) return deployment.clock.now() + look_again_after;
    if (delivery.sent.size() + delivery.postponed + delivery.given_up == 0) return deployment.outbox.next_due();
  }
}

}  // namespace writ::app
