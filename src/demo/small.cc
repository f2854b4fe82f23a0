#include "demo/small.h"

#include <filesystem>

#include "app/desk.h"
#include "app/run.h"
#include "demo/officers.h"
#include "demo/staff.h"

namespace writ::demo {

base::Result<> make_small_deployment(const SmallOptions& options) {
  base::OsRandom random;
  const base::Time start(options.first_period.first);
  base::ManualClock clock(start - std::chrono::hours(6));
  std::filesystem::create_directories(options.root / "state");
  TRY_VOID(make_messenger(options.root / "state" / "messenger.db", options.seed, options.accounts));
  TRY_VOID(app::create_deployment(options.root,
                                  {.provider_name = "Example Messenger",
                                   .origin = "small.example/writ/test",
                                   .site_url = "https://small.example/",
                                   .mail_from = "transparency@small.example",
                                   .synthetic = true,
                                   .messenger = "state/messenger.db",
                                   .profile = options.profile,
                                   .first_period = options.first_period,
                                   .mirror = "state/mirror"},
                                  clock.now(), random));
  TRY(const auto deployment, app::Deployment::open({.root = options.root, .clock = clock, .random = random, .sequence = true}));
  TRY(const auto officers, make_officers(random, {"US"}));
  TRY_VOID(add_people(*deployment, officers));
  TRY(const auto policy, policy::Policy::parse(options.policy, "policy"));
  TRY(const auto publisher, deployment->people.find_by_email(publisher_email));
  TRY_VOID(app::Desk(*deployment).publish_policy(publisher, policy));
  return app::schedule_first_tick(*deployment, start);
}

std::string small_request(const std::vector<SampleAccount>& sample, base::Random& random) {
  const SampleAccount& account = sample[random.below(sample.size())];
  return R"({"schema":"writ-request/v1","country":"US","instrument":"court_order","offence":"terrorism",)"
         R"("data_sought":["ip_address","phone_number"],"emergency":false,"mode":"stored","selectors":[{"kind":"user_id","value":")" +
         account.user_id + R"("}],"agency":"TEST agency","officer":")" + small_officer_email + R"(","file_number":"F-)" +
         std::to_string(random.below(1'000'000)) + R"(","nonce":")" + base::to_hex(random.hash()) + R"("})";
}

}  // namespace writ::demo
