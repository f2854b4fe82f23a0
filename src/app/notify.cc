#include "app/notify.h"

#include <algorithm>
#include <map>
#include <nlohmann/json.hpp>

#include "app/jobs.h"
#include "app/mail.h"
#include "notice/zone.h"

namespace writ::app {

namespace {

/// What binds, with the last day of the order as its court counts days: a mail to a user names that day.
struct Bound {
  notice::Situation situation;
  std::optional<base::Day> until = {};
};

/// As staff read it in the document, else as it was declared: a court's order binds, a wish does not.
Bound bound_by(const casework::CaseFile& file, base::Time delivered_at) {
  const legal::Secrecy& secrecy = file.request.secrecy;
  Bound bound{.situation = {.instrument = file.request.instrument,
                            .asked = {.secrecy = secrecy.kind != legal::Secrecy::Kind::none, .words = {}},
                            .delivered_at = delivered_at}};
  if (file.gag) {
    const auto kind = notice::gag_kind(file.gag->kind);
    if (!kind) return bound;  // staff found that nothing binds
    bound.situation.gags = {{.kind = *kind,
                             .court = file.gag->court,
                             .start = file.received_at,
                             .end = file.gag->end,
                             .reason = file.gag->shown_by,
                             .review = file.gag->review}};
    bound.until = file.gag->until;
    return bound;
  }
  if (secrecy.kind != legal::Secrecy::Kind::ordered) return bound;
  notice::Gag gag{.kind = notice::Gag::Kind::court_order, .court = secrecy.court, .start = file.received_at};
  if (secrecy.until) gag.end = notice::day_ends_in(*secrecy.until, file.request.country);
  bound.until = secrecy.until;
  bound.situation.gags.push_back(gag);
  return bound;
}

/// The mailbox of an account; nullopt if the messenger holds none. Not part of what is disclosed.
base::Result<std::optional<std::string>> mailbox_of(Deployment& deployment, const std::string& account) {
  TRY(const auto answer, deployment.connector->ask({.selector = {.kind = legal::SelectorKind::user_id, .value = account},
                                                    .categories = {"email"},
                                                    .as_of = deployment.clock.now(),
                                                    .window = std::nullopt}));
  // Silence is no mailbox that is not held: the user would never be told.
  if (!answer.source_available) return base::fail(base::Errc::unavailable, "mailbox", "", "the source of the users' mailboxes does not answer");
  for (const provider::AccountAnswer& found : answer.accounts) {
    const auto email = found.categories.find("email");
    if (email != found.categories.end() && !email->second.data.empty()) return email->second.data.front().value;
  }
  return std::nullopt;
}

notice::UserNotice words_of(Deployment& deployment, const casework::CaseFile& file, const legal::CodeSet& disclosed, const notice::Plan& plan,
                            const Bound& bound) {
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
                           .given_on = base::day_of(bound.situation.delivered_at),
                           .delay = std::nullopt,
                           .check_url = deployment.settings.site_url + "notice/",
                           .receipt_url = deployment.settings.site_url + "receipt/",
                           .complaint_url = deployment.settings.site_url + "complain/",
                           .synthetic = deployment.settings.synthetic};
  if (plan.duty == notice::Duty::must_not_yet && bound.until) words.delay = {bound.situation.gags.front().kind, *bound.until};
  return words;
}

/// In the language of this service's users: that of one user is not held.
base::Result<notice::Message> message_to_user(const Deployment& deployment, const notice::UserNotice& words) {
  return notice::user_notice(words, page::Locale::of(page::language_of(deployment.settings.notice_language).value_or(page::Language::en)));
}

/// One notice for each account that has a mailbox.
base::Result<> queue_for(Deployment& deployment, const std::string& ref, const std::string& package, const std::vector<std::string>& accounts,
                         const notice::Message& message) {
  for (std::size_t i = 0; i < accounts.size(); ++i) {
    TRY(const auto mailbox, mailbox_of(deployment, accounts[i]));
    if (!mailbox) continue;  // no channel is held: only the public report tells
    TRY_VOID(deployment.outbox.queue({.id = package + "-user-" + std::to_string(i + 1), .case_ref = ref, .address = *mailbox, .message = message}));
  }
  return deployment.lookups->put_on_file();
}

/// Everybody in the packages of a case whose notice was barred: nothing waits for them yet.
base::Result<> queue_all(Deployment& deployment, const casework::CaseFile& file, const notice::Message& message) {
  TRY(const auto packages, deployment.casework->slots(file.ref));
  for (std::size_t i = 0; i < packages.size(); ++i) {
    std::vector<std::string> accounts;
    for (const casework::Slot& slot : packages[i]) accounts.push_back(slot.account);
    TRY_VOID(queue_for(deployment, file.ref, file.ref + "-disclosure-" + std::to_string(i + 1), accounts, message));
  }
  return {};
}

const casework::Event* last_of(const casework::CaseFile& file, std::string_view kind) {
  const auto found = std::find_if(file.events.rbegin(), file.events.rend(), [&](const casework::Event& one) { return one.kind == kind; });
  return found == file.events.rend() ? nullptr : &*found;
}

/// Of the last package.
std::optional<base::Time> delivery_of(const casework::CaseFile& file) {
  const casework::Event* delivered = last_of(file, "delivered");
  return delivered == nullptr ? std::nullopt : std::optional(delivered->at);
}

legal::CodeSet disclosed_in(const casework::CaseFile& file) {
  return nlohmann::json::parse(last_of(file, "delivered")->detail).at("disclosed").get<legal::CodeSet>();
}

/// What the log says of the notice of the last package: delayed, barred, given; empty: nothing yet.
std::string logged_notice(const casework::CaseFile& file) {
  const casework::Event* noticed = last_of(file, "noticed");
  if (noticed == nullptr || noticed->number < last_of(file, "delivered")->number) return {};
  return nlohmann::json::parse(noticed->detail).at("state");
}

}  // namespace

base::Result<> notify_at_delivery(Deployment& deployment, const std::string& actor, const casework::CaseFile& file, const legal::CodeSet& disclosed,
                                  const std::vector<std::string>& accounts) {
  const Bound bound = bound_by(file, deployment.clock.now());
  TRY(const notice::Plan plan, notice::decide_notice(bound.situation));
  TRY_VOID(deployment.outbox.record(file.ref, bound.situation, plan));
  if (plan.logged == "delayed" || plan.logged == "barred") {
    TRY_VOID(deployment.casework->notice(actor, file.ref, plan.logged, accounts.size()));
  }
  if (!plan.due_at) return {};
  TRY(const notice::Message message, message_to_user(deployment, words_of(deployment, file, disclosed, plan, bound)));
  TRY_VOID(queue_for(deployment, file.ref, file.ref + "-disclosure-" + std::to_string(file.packages.size() + 1), accounts, message));
  return add_job(deployment.db, *plan.due_at, JobKind::notice, file.ref);
}

base::Result<notice::Plan> notice_plan(const Deployment& deployment, const casework::CaseFile& file) {
  return notice::decide_notice(bound_by(file, delivery_of(file).value_or(deployment.clock.now())).situation);
}

base::Result<> replan_notice(Deployment& deployment, const std::string& actor, const std::string& ref) {
  TRY(const casework::CaseFile file, deployment.casework->find(ref));
  const auto delivered_at = delivery_of(file);
  const Bound bound = bound_by(file, delivered_at.value_or(deployment.clock.now()));
  TRY(const notice::Plan plan, notice::decide_notice(bound.situation));
  TRY_VOID(deployment.outbox.record(ref, bound.situation, plan));
  if (!delivered_at) return {};
  const std::string logged = logged_notice(file);
  if (logged == "given") return {};  // told is told
  if ((plan.logged == "delayed" || plan.logged == "barred") && plan.logged != logged)
    TRY_VOID(deployment.casework->notice(actor, ref, plan.logged, file.users_affected));
  if (!plan.due_at) return {};
  TRY(const notice::Message message, message_to_user(deployment, words_of(deployment, file, disclosed_in(file), plan, bound)));
  TRY(const bool waits, deployment.outbox.reword(ref, message));
  if (!waits) TRY_VOID(queue_all(deployment, file, message));
  return add_job(deployment.db, *plan.due_at, JobKind::notice, ref);
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
