#include "app/officer_letters.h"

#include "app/jobs.h"
#include "app/letters.h"
#include "app/receipts.h"
#include "app/refusals.h"
#include "casework/emergency.h"

namespace writ::app {

namespace {

using casework::CaseFile;
using casework::State;

constexpr std::chrono::minutes look_again_after{20};  // for a log that is late
constexpr std::chrono::days late_is_given_up{30};

base::Result<> post(Deployment& deployment, const CaseFile& file, const std::string& what, std::string words,
                    const std::string& page) {
  const std::string& to = file.request.officer;
  const page::Locale& t = language_for(deployment, to);
  return post_letter(deployment, {.id = "case-" + file.ref + "-" + std::to_string(file.revision) + "-" + what,
                                  .to = to,
                                  .subject = t.text("mail.case.subject", {{"ref", file.ref}}),
                                  .body = std::move(words) + "\n\n" + deployment.settings.site_url +
                                          "portal/requests/" + file.ref + (page.empty() ? "" : "/" + page) + "\n"});
}

bool can_be_written_to(const CaseFile& file) { return !file.erased && !file.request.officer.empty(); }

base::Result<> write_refusal(Deployment& deployment, const CaseFile& file) {
  const page::Locale& t = language_for(deployment, file.request.officer);
  const auto refusal = refusal_of(deployment, file, t);
  if (!refusal) return {};
  const std::string until = t.time(refusal->review_until);
  if (file.request.emergency)
    return post(deployment, file, "emergency", t.text("mail.case.emergency", {{"ref", file.ref}, {"time", until}}), "");
  return post(deployment, file, "refused",
              t.text("mail.case.refused", {{"ref", file.ref},
                                           {"ground", refusal->ground},
                                           {"rule", refusal->rule},
                                           {"policy", refusal->policy},
                                           {"time", until}}),
              "");
}

}  // namespace

base::Result<> write_officer(Deployment& deployment, const CaseFile& file, const OfficerLetter& letter) {
  if (!can_be_written_to(file)) return {};
  const page::Locale& t = language_for(deployment, file.request.officer);
  const auto key = page::Key::find("mail.case." + letter.what);
  if (!key) return base::fail(base::Errc::invalid, "letter", letter.what, "is none of the texts");
  return post(deployment, file, letter.what,
              t.text(*key, {{"ref", file.ref},
                            {"time", t.time(letter.time)},
                            {"due", t.time(file.due_at)},
                            {"days", casework::process_within.count()}}),
              letter.page);
}

base::Result<> tell_decision(Deployment& deployment, const std::string& ref) {
  TRY(const CaseFile file, deployment.casework->find(ref));
  if (!can_be_written_to(file)) return {};
  if (file.state == State::refused) return write_refusal(deployment, file);
  if (file.state == State::no_data || file.state == State::duplicate || file.state == State::not_authentic)
    return write_officer(deployment, file, {.what = "decided"});
  return {};
}

base::Result<> plan_receipt_letter(Deployment& deployment, const std::string& ref) {
  const base::Time midnight = base::day_of(deployment.clock.now()) + std::chrono::days(1);
  return add_job(deployment.db, midnight, JobKind::receipt_letter, ref);
}

base::Result<std::optional<base::Time>> write_receipt_letter(Deployment& deployment, const std::string& ref) {
  TRY(const CaseFile file, deployment.casework->find(ref));
  if (!can_be_written_to(file)) return std::nullopt;
  TRY(const auto receipts, receipts_of(deployment, ref));
  if (!receipts.empty() && receipts.front().proof.empty()) {
    const base::Time now = deployment.clock.now();
    return now - file.received_at < late_is_given_up ? std::optional(now + look_again_after) : std::nullopt;
  }
  TRY_VOID(write_officer(deployment, file, {.what = "receipt", .time = file.received_at}));
  return std::nullopt;
}

}  // namespace writ::app
