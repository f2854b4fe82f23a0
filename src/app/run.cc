#include "app/run.h"

#include "app/drafts.h"
#include "app/emergencies.h"
#include "app/jobs.h"
#include "app/notify.h"
#include "app/officer_letters.h"
#include "app/packages.h"
#include "app/preserve.h"
#include "app/publish.h"
#include "app/schedule.h"

namespace writ::app {

namespace {

constexpr std::chrono::seconds failed_again_after = std::chrono::hours(1);
constexpr std::chrono::seconds alert_again_after = std::chrono::minutes(1);  // an emergency has eight hours
constexpr std::chrono::minutes cosign_again_after{30};  // witnesses answer within seconds or are down

/// While a witness has not signed the last checkpoint; the next tick asks for a newer one.
base::Result<> schedule_cosigning(Deployment& deployment) {
  if (deployment.cosigner->missing(deployment.sequencer->checkpoint()) == 0) return {};
  return add_job(deployment.db, deployment.clock.now() + cosign_again_after, JobKind::cosign, "");
}

base::Result<> do_cosign(Deployment& deployment, const Job& job) {
  TRY_VOID(deployment.sequencer->cosign_again());
  return deployment.db.transaction([&]() -> base::Result<> {
    TRY_VOID(schedule_cosigning(deployment));
    return finish_job(deployment.db, job);
  });
}

base::Result<> do_tick(Deployment& deployment, const Job& job) {
  const auto closing = period_ending_at(deployment.settings.first_period, job.due_at);
  TRY_VOID(deployment.sequencer->tick(job.due_at, closing));
  TRY_VOID(deployment.db.transaction([&]() -> base::Result<> {
    if (closing) {
      TRY_VOID(add_job(deployment.db, closing->end() + deployment.settings.publish_after, JobKind::publish, base::format_period(*closing)));
    }
    TRY_VOID(add_job(deployment.db, base::day_of(job.due_at) + std::chrono::days(1), JobKind::tick, ""));
    TRY_VOID(schedule_cosigning(deployment));
    return finish_job(deployment.db, job);
  }));
  TRY_VOID(publish_well_known(deployment));
  // Drafts past their time; one that could not be erased is tried again tomorrow and opens for nobody meanwhile.
  static_cast<void>(Drafts(deployment).erase_expired());
  // Before the first report the site says that no period has closed yet.
  return deployment.files.exists(deployment.layout.site() / "index.html") ? base::Result<>() : publish_site(deployment);
}

base::Result<base::Period> period_of(const Job& job) {
  const auto period = base::parse_period(job.subject);
  if (!period) return base::fail(base::Errc::corrupt, "job.subject", job.subject, "must be a period");
  return *period;
}

base::Result<> do_publish(Deployment& deployment, const Job& job) {
  TRY(const base::Period period, period_of(job));
  // The staged files are on the disk before the transaction that logs their hash is committed; a crash between leaves
  // files that the next try writes again.
  return deployment.db.transaction([&]() -> base::Result<> {
    TRY_VOID(stage_report(deployment, period, job.due_at));
    TRY_VOID(add_job(deployment.db, job.due_at + std::chrono::days(1), JobKind::finish_report, job.subject));
    return finish_job(deployment.db, job);
  });
}

base::Result<> do_finish_report(Deployment& deployment, const Job& job) {
  TRY(const base::Period period, period_of(job));
  TRY(const bool finished, finish_report(deployment, period));
  return deployment.db.transaction([&]() -> base::Result<> {
    if (!finished) TRY_VOID(add_job(deployment.db, job.due_at + std::chrono::days(1), JobKind::finish_report, job.subject));
    return finish_job(deployment.db, job);
  });
}

base::Result<> do_notice(Deployment& deployment, const Job& job) {
  TRY(const auto again, send_due_notices(deployment));
  return deployment.db.transaction([&]() -> base::Result<> {
    if (again && *again > job.due_at) TRY_VOID(add_job(deployment.db, *again, JobKind::notice, ""));
    return finish_job(deployment.db, job);
  });
}

base::Result<> do_letters(Deployment& deployment, const Job& job, const LetGo& let_go) {
  TRY(const auto again, send_letters(deployment, let_go));
  return deployment.db.transaction([&]() -> base::Result<> {
    if (again) TRY_VOID(add_job(deployment.db, *again, JobKind::letters, ""));
    return finish_job(deployment.db, job);
  });
}

base::Result<> do_preserve(Deployment& deployment, const Job& job) {
  TRY_VOID(job.kind == JobKind::preserve ? carry_out_preservation(deployment, job.subject) : expire_preservation(deployment, job.subject));
  return finish_job(deployment.db, job);
}

base::Result<> do_receipt_letter(Deployment& deployment, const Job& job) {
  return deployment.db.transaction([&]() -> base::Result<> {
    TRY(const auto again, write_receipt_letter(deployment, job.subject));
    if (again) TRY_VOID(add_job(deployment.db, *again, JobKind::receipt_letter, job.subject));
    return finish_job(deployment.db, job);
  });
}

base::Result<> do_job(Deployment& deployment, const Job& job, const LetGo& let_go) {
  switch (job.kind) {
    case JobKind::preserve:
    case JobKind::end_preservation: return do_preserve(deployment, job);
    case JobKind::tick: return do_tick(deployment, job);
    case JobKind::publish: return do_publish(deployment, job);
    case JobKind::finish_report: return do_finish_report(deployment, job);
    case JobKind::notice: return do_notice(deployment, job);
    case JobKind::letters: return do_letters(deployment, job, let_go);
    case JobKind::cosign: return do_cosign(deployment, job);
    case JobKind::alert:
      TRY_VOID(alert_on_call(deployment, job.subject, let_go));
      return finish_job(deployment.db, job);
    case JobKind::process_reminder:
      TRY_VOID(remind_of_process(deployment, job.subject));
      return finish_job(deployment.db, job);
    case JobKind::receipt_letter: return do_receipt_letter(deployment, job);
    case JobKind::acknowledge_reminder:
      TRY_VOID(remind_to_acknowledge(deployment, job.subject));
      return finish_job(deployment.db, job);
    case JobKind::end_package:
      TRY_VOID(expire_package(deployment, job.subject));
      return finish_job(deployment.db, job);
  }
  return base::fail(base::Errc::corrupt, "job.kind", "", "is not known");
}

}  // namespace

base::Result<> run_due(Deployment& deployment, base::Time time, const std::function<void(std::string_view, const base::Error&)>& failed,
                       const LetGo& let_go) {
  for (;;) {
    TRY(const auto job, next_job(deployment.db, time));
    if (!job) return {};
    const auto done = do_job(deployment, *job, let_go);
    if (done) continue;
    if (job->kind == JobKind::tick) return done;
    failed(name_of(job->kind), done.error());
    const auto later = time + (job->kind == JobKind::alert ? alert_again_after : failed_again_after);
    TRY_VOID(deployment.db.transaction([&] { return postpone_job(deployment.db, *job, later); }));
  }
}

base::Result<> schedule_first_tick(Deployment& deployment, base::Time start) {
  TRY(const auto due, next_due(deployment.db, JobKind::tick));
  return due ? base::Result<>() : add_job(deployment.db, start, JobKind::tick, "");
}

base::Result<> run_until(Deployment& deployment, base::Time time, const std::function<void(base::Time)>& advance) {
  for (;;) {
    TRY(const auto job, next_job(deployment.db, time));
    if (!job) return {};
    advance(job->due_at);
    TRY_VOID(do_job(deployment, *job, [](const auto& work) { work(); }));
  }
}

}  // namespace writ::app
