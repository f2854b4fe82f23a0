// rooms: demo app intake
// Requests a second through the whole chain (parse, receive, verify, draft, two approvals, gather, seal, deliver), against
// as many raw SQLite commits with synchronous=FULL as the chain makes, in the same run and folder.
#include <unistd.h>

#include <chrono>
#include <cstdio>
#include <filesystem>

#include "app/desk.h"
#include "app/run.h"
#include "demo/small.h"
#include "demo/staff.h"
#include "intake/intake.h"

namespace {

using namespace writ;
using Seconds = std::chrono::duration<double>;

constexpr int requests = 300;
// receive, verify, draft, two approvals, delivery with its notice: one transaction each; one more for the case's key.
constexpr int commits_per_request = 7;

double measured(const std::function<base::Result<>()>& work) {
  const auto start = std::chrono::steady_clock::now();
  if (auto done = work(); !done) {
    std::fprintf(stderr, "bench_chain: %s\n", done.error().message().c_str());
    std::exit(1);
  }
  return Seconds(std::chrono::steady_clock::now() - start).count();
}

base::Result<> one_case(app::Deployment& deployment, const std::vector<demo::SampleAccount>& sample, base::Random& random) {
  app::Desk desk(deployment);
  TRY(const auto officer, deployment.people.find_by_email(demo::small_officer_email));
  TRY(const auto intake_person, deployment.people.find_by_email(demo::intake_email));
  TRY(const auto decider, deployment.people.find_by_email(demo::decider_email));
  TRY(const auto first, deployment.people.find_by_email(demo::first_approver_email));
  TRY(const auto second, deployment.people.find_by_email(demo::second_approver_email));
  TRY(const auto gatherer, deployment.people.find_by_email(demo::gatherer_email));
  TRY(const auto request, intake::parse_request(demo::small_request(sample, random), deployment.clock.now()));
  TRY(const auto accepted, desk.submit(officer, {request}));
  const std::string& ref = accepted.front().ref;
  TRY_VOID(desk.verify(intake_person, ref, {.facts = {{"suspect_confirmed", legal::Fact::yes}}, .recodes = {}}));
  TRY_VOID(desk.draft(decider, ref, std::nullopt));
  TRY_VOID(desk.approve(first, ref));
  TRY_VOID(desk.approve(second, ref));
  TRY_VOID(desk.carry_out(gatherer, ref));
  return {};
}

base::Result<std::string> read(const base::Path& path) {
  const base::DiskFiles files;
  return static_cast<const base::Files&>(files).read(path);
}

base::Result<> raw_commits(const base::Path& path, int count) {
  TRY(auto db, store::Db::open(path));
  TRY_VOID(db.script("CREATE TABLE t(a BLOB) STRICT;"));
  const std::string row(1000, 'x');
  for (int i = 0; i < count; ++i) TRY_VOID(db.run("INSERT INTO t VALUES(?)", {store::Value::blob(row)}));
  return {};
}

base::Result<> bench(const base::Path& source, const base::Path& folder) {
  TRY(std::string policy, read(source / "policies" / "telegram-2018.toml"));
  TRY(std::string profile, read(source / "profiles" / "telegram.toml"));
  const base::Period period = *base::parse_period("2024-01-01/2024-03-31");
  TRY_VOID(demo::make_small_deployment({.root = folder / "deployment", .policy = policy, .profile = profile, .first_period = period}));
  base::OsRandom random;
  base::ManualClock clock{base::Time(period.first)};
  TRY(const auto deployment, app::Deployment::open({.root = folder / "deployment", .clock = clock, .random = random, .sequence = true}));
  TRY_VOID(app::run_until(*deployment, clock.now(), [](base::Time) {}));
  clock.advance_to(base::Time(period.first) + std::chrono::days(20));
  TRY(const auto sample, demo::read_accounts(folder / "deployment" / "state" / "messenger.db"));

  const double chain = measured([&]() -> base::Result<> {
    for (int i = 0; i < requests; ++i) TRY_VOID(one_case(*deployment, sample, random));
    return {};
  });
  const double floor = measured([&] { return raw_commits(folder / "floor.db", requests * commits_per_request); });
  std::printf("whole chain    %8.0f requests/s\n", requests / chain);
  std::printf("raw commits    %8.0f commits/s (FULL, 1 kB rows)\n", requests * commits_per_request / floor);
  std::printf("ratio          %8.2f times the raw commits that a request needs (%d)\n", chain / floor, commits_per_request);
  return {};
}

}  // namespace

int main(int argc, char** argv) {
  const base::Path source = argc > 1 ? argv[1] : ".";
  const base::Path folder = std::filesystem::absolute("build") / ("bench-chain-" + std::to_string(::getpid()));
  std::filesystem::create_directories(folder);
  const auto done = bench(source, folder);
  std::filesystem::remove_all(folder);
  if (!done) std::fprintf(stderr, "bench_chain: %s\n", done.error().message().c_str());
  return done ? 0 : 1;
}
