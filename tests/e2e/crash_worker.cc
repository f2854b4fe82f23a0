// A deployment at work that may be killed at any moment: crash_test.py starts it, kills it, starts it again.
//   crash_worker init ROOT POLICY PROFILE   makes a deployment with one officer, the staff and a small messenger
//   crash_worker work ROOT                  submits, decides, delivers and ticks until killed; prints what was acknowledged
//   crash_worker finish ROOT                carries out what is open and runs until the period is published
#include <cstdio>
#include <string>

#include "app/desk.h"
#include "app/run.h"
#include "demo/messenger.h"
#include "demo/small.h"
#include "demo/staff.h"
#include "intake/intake.h"

namespace {

using namespace writ;

constexpr base::Time start = base::Day(std::chrono::year(2024) / 1 / 1);
constexpr base::Time work_end = base::Day(std::chrono::year(2024) / 3 / 25);
constexpr base::Time published = base::Day(std::chrono::year(2024) / 5 / 2);

int fail(const base::Error& error) {
  std::fprintf(stderr, "crash_worker: %s\n", error.message().c_str());
  return 1;
}

base::Result<std::string> read(const base::Path& path) {
  const base::DiskFiles files;
  return static_cast<const base::Files&>(files).read(path);
}

base::Result<> init(const base::Path& root, const base::Path& policy_file, const base::Path& profile_file) {
  TRY(std::string policy, read(policy_file));
  TRY(std::string profile, read(profile_file));
  return demo::make_small_deployment({.root = root,
                                      .policy = std::move(policy),
                                      .profile = std::move(profile),
                                      .first_period = *base::parse_period("2024-01-01/2024-03-31")});
}

/// The deployment with its clock where its records end.
struct Worker {
  base::OsRandom random;
  base::ManualClock clock{start};
  std::unique_ptr<app::Deployment> deployment;
  std::vector<demo::SampleAccount> sample;

  base::Result<> open(const base::Path& root) {
    TRY(deployment, app::Deployment::open({.root = root, .clock = clock, .random = random, .sequence = true}));
    TRY(const auto last, deployment->db.integer("SELECT max(committed_at) FROM log_entry"));
    clock.advance_to(base::from_unix(last.value_or(0)));
    TRY(sample, demo::read_accounts(root / "state" / "messenger.db"));
    return {};
  }
  base::Result<> run_to(base::Time time) {
    TRY_VOID(app::run_until(*deployment, time, [&](base::Time due) { clock.advance_to(due); }));
    clock.advance_to(time);
    return {};
  }
  base::Result<people::Person> person(const char* email) { return deployment->people.find_by_email(email); }
};

base::Result<> submit(Worker& worker, app::Desk& desk, const people::Person& officer) {
  std::vector<legal::Request> batch;
  for (std::uint64_t i = worker.random.below(3); i < 3; ++i) {
    TRY(const auto request, intake::parse_request(demo::small_request(worker.sample, worker.random), worker.clock.now()));
    batch.push_back(request);
  }
  TRY(const auto accepted, desk.submit(officer, batch));
  for (const auto& one : accepted) std::printf("ACCEPTED %s %s\n", one.ref.c_str(), base::to_hex(one.body_root).c_str());
  std::fflush(stdout);
  return {};
}

/// One step for every case that waits for one.
base::Result<> serve_cases(Worker& worker, app::Desk& desk) {
  using casework::State;
  TRY(const auto intake, worker.person(demo::intake_email));
  TRY(const auto decider, worker.person(demo::decider_email));
  TRY(const auto first, worker.person(demo::first_approver_email));
  TRY(const auto second, worker.person(demo::second_approver_email));
  TRY(const auto gatherer, worker.person(demo::gatherer_email));
  casework::Casework& cases = *worker.deployment->casework;
  TRY(const auto approved, cases.list(State::approved, 4));
  for (const std::string& ref : approved) {
    TRY(const auto execution, desk.carry_out(gatherer, ref));
    if (execution.delivered) std::printf("DELIVERED %s\n", ref.c_str());
    std::fflush(stdout);
  }
  TRY(const auto drafted, cases.list(State::drafted, 4));
  for (const std::string& ref : drafted) {
    TRY(const auto file, desk.find(intake, ref));
    const bool by_first = file.draft && !file.draft->approved_by.empty() && file.draft->approved_by.front() == first.id;
    TRY_VOID(desk.approve(by_first ? second : first, ref));
  }
  TRY(const auto verified, cases.list(State::verified, 4));
  for (const std::string& ref : verified) TRY_VOID(desk.draft(decider, ref, std::nullopt));
  TRY(const auto received, cases.list(State::received, 4));
  for (const std::string& ref : received) TRY_VOID(desk.verify(intake, ref, {.facts = {{"suspect_confirmed", legal::Fact::yes}}, .recodes = {}}));
  return {};
}

base::Result<> work(const base::Path& root) {
  Worker worker;
  TRY_VOID(worker.open(root));
  TRY(const auto officer, worker.person(demo::small_officer_email));
  app::Desk desk(*worker.deployment);
  std::printf("STARTED\n");
  std::fflush(stdout);
  while (worker.clock.now() < work_end) {
    TRY_VOID(worker.run_to(worker.clock.now() + std::chrono::hours(1)));
    TRY_VOID(submit(worker, desk, officer));
    TRY_VOID(serve_cases(worker, desk));
  }
  return {};
}

base::Result<> finish(const base::Path& root) {
  Worker worker;
  TRY_VOID(worker.open(root));
  app::Desk desk(*worker.deployment);
  for (;;) {
    std::size_t open = 0;
    for (const auto state : {casework::State::received, casework::State::verified, casework::State::drafted, casework::State::approved}) {
      TRY(const auto refs, worker.deployment->casework->list(state, 1));
      open += refs.size();
    }
    if (open == 0) break;
    TRY_VOID(serve_cases(worker, desk));
  }
  return worker.run_to(published);
}

}  // namespace

int main(int argc, char** argv) {
  const std::string mode = argc > 1 ? argv[1] : "";
  base::Result<> result = base::invalid("mode", mode, "must be init ROOT POLICY PROFILE, work ROOT or finish ROOT");
  if (mode == "init" && argc == 5) result = init(argv[2], argv[3], argv[4]);
  if (mode == "work" && argc == 3) result = work(argv[2]);
  if (mode == "finish" && argc == 3) result = finish(argv[2]);
  return result ? 0 : fail(result.error());
}
