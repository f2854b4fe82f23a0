#include "app/publish.h"

#include <filesystem>
#include <nlohmann/json.hpp>

#include "app/bands.h"
#include "app/emergencies.h"
#include "app/holds.h"
#include "app/release.h"
#include "app/schedule.h"
#include "log/bundle.h"
#include "report/site.h"
#include "verify/directory_source.h"
#include "verify/verify.h"

namespace writ::app {

namespace {

/// What follows once the bundle is in place; safe to repeat.
base::Result<bool> finish_published(Deployment& deployment, const base::Period& period) {
  TRY_VOID(log::forget_seeds(deployment.log_services(), deployment.log_settings(), period));
  TRY_VOID(publish_well_known(deployment));
  TRY_VOID(publish_site(deployment));
  std::error_code ignored;  // a preview that stays shows nothing that is not public now
  std::filesystem::remove_all(preview_folder(deployment, period), ignored);
  return true;
}

/// False: the report's entry has no index in the log yet.
base::Result<bool> complete_staged(Deployment& deployment, const base::Period& period) {
  TRY(const auto proof, log::report_proof(deployment.log_services(), deployment.log_settings(), period));
  if (!proof) return false;
  std::vector<std::pair<base::Path, std::string>> files;
  for (const auto& [name, content] : *proof) files.emplace_back(staged_folder(deployment, period) / name, content);
  TRY_VOID(deployment.files.write_durable_all(files));
  return true;
}

/// The stranger's check of these bundles, over the public tree.
verify::Verdict judged(Deployment& deployment, const std::vector<base::Path>& folders) {
  std::vector<verify::DirectorySource> bundles(folders.begin(), folders.end());
  verify::DirectorySource log(deployment.layout.log());
  verify::Options options{.log = &log, .policy = log::policy_file(deployment.log_services(), deployment.log_settings()), .now = deployment.clock.now()};
  for (verify::DirectorySource& bundle : bundles) options.bundles.push_back(&bundle);
  base::SilentProgress silent;
  return verify::verify(deployment.host, options, silent);
}

/// Of every published bundle and this one.
base::Result<> verify_with(Deployment& deployment, const base::Path& candidate) {
  std::vector<base::Path> folders = published_bundles(deployment);
  folders.push_back(candidate);
  const verify::Verdict verdict = judged(deployment, folders);
  if (verdict.exit == verify::Exit::verified) return {};
  return base::fail(base::Errc::corrupt, candidate.string(), "", "the report does not verify and is not published:\n" + verdict.text());
}

/// What a report states outside the counted log.
base::Result<std::string> unverified_of(Deployment& deployment, const base::Period& period) {
  TRY(const std::string emergencies, emergencies_statement(deployment, period));
  TRY(const std::string bands, Bands(deployment.db).print(period));
  auto stated = nlohmann::json::parse(emergencies);
  if (!bands.empty()) stated["national_security"] = nlohmann::json::parse(bands);
  return stated.dump();
}

}  // namespace

base::Path staged_folder(const Deployment& deployment, const base::Period& period) {
  return deployment.layout.state() / "staged" / base::period_name(period);
}

base::Path preview_folder(const Deployment& deployment, const base::Period& period) {
  return deployment.layout.state() / "preview" / base::period_name(period);
}

base::Result<SaidByStranger> verify_staged(Deployment& deployment, const base::Period& period) {
  const base::Path folder = staged_folder(deployment, period);
  if (!deployment.files.exists(folder)) return base::fail(base::Errc::not_found, "period", base::period_name(period), "has no report that waits");
  TRY(const bool complete, complete_staged(deployment, period));
  if (!complete) return base::fail(base::Errc::conflict, "period", base::period_name(period), "has a report whose entry is not in the log before the next tick");
  std::vector<base::Path> folders = published_bundles(deployment);
  folders.push_back(folder);
  const verify::Verdict verdict = judged(deployment, folders);
  return SaidByStranger{verdict.exit == verify::Exit::verified, verdict.text()};
}

base::Result<SaidByStranger> verify_published(Deployment& deployment) {
  const std::vector<base::Path> folders = published_bundles(deployment);
  if (folders.empty()) return base::fail(base::Errc::not_found, "bundles", "", "nothing is published yet");
  const verify::Verdict verdict = judged(deployment, folders);
  return SaidByStranger{verdict.exit == verify::Exit::verified, verdict.text()};
}

std::vector<base::Path> published_bundles(const Deployment& deployment) {
  std::vector<base::Path> folders;
  for (const std::string& name : deployment.files.list(deployment.layout.bundles())) folders.push_back(deployment.layout.bundles() / name);
  return folders;
}

base::Result<> stage_report(Deployment& deployment, const base::Period& period, base::Time published_at) {
  TRY_VOID(require_settled_holds(deployment, period));
  TRY(const std::string unverified, unverified_of(deployment, period));
  const log::PublishOptions options{.period = period,
                                    .published_at = published_at,
                                    .next_report = next_report_day(period, deployment.settings.publish_after),
                                    .unverified = unverified};
  TRY(const auto files, log::make_bundle(deployment.log_services(), deployment.log_settings(), *deployment.journal, options));
  std::vector<std::pair<base::Path, std::string>> staged_files;
  for (const auto& [name, content] : files) staged_files.emplace_back(staged_folder(deployment, period) / name, content);
  return deployment.files.write_durable_all(staged_files);
}

base::Result<bool> finish_report(Deployment& deployment, const base::Period& period) {
  const base::Path target = deployment.layout.bundles() / base::period_name(period);
  if (deployment.files.exists(target)) return finish_published(deployment, period);  // a crash came after the rename
  TRY(const bool complete, complete_staged(deployment, period));
  if (!complete) return false;
  TRY(const bool free_to_go, released(deployment, period));
  if (!free_to_go) return false;
  TRY_VOID(verify_with(deployment, staged_folder(deployment, period)));
  std::error_code error;
  std::filesystem::create_directories(target.parent_path(), error);
  if (!error) std::filesystem::rename(staged_folder(deployment, period), target, error);
  if (error) return base::fail(base::Errc::unavailable, target.string(), "", "cannot put the bundle in place: " + error.message());
  return finish_published(deployment, period);
}

base::Result<> publish_well_known(Deployment& deployment) {
  const auto settings = deployment.log_settings();
  TRY(auto proofs, log::policy_proofs(deployment.log_services(), settings));
  TRY(const auto policies, deployment.casework->policies());
  for (const policy::Policy& policy : policies) proofs.emplace_back(policy.id() + ".toml", policy.text());
  for (const auto& [name, content] : proofs) {
    // They never change once they are there: a proof stays good for the checkpoint that it carries.
    const base::Path path = deployment.layout.published_policies() / name;
    if (!deployment.files.exists(path)) TRY_VOID(deployment.files.write_durable(path, content));
  }
  TRY_VOID(deployment.files.write_durable(deployment.layout.policy_file(), log::policy_file(deployment.log_services(), settings)));
  TRY(const std::string document, log::well_known(deployment.log_services(), settings,
                                                  {.log = "../log/", .policy = "../policy.txt", .policies = "../policies/", .bundles = "../bundles/"}));
  return deployment.files.write_durable(deployment.layout.well_known(), document);
}

namespace {

/// Other services whose published rules and holdings a reader may want to compare with. Telegram's own stand as this
/// deployment's if it follows them.
constexpr const char* models[] = {"signal", "session", "onion-service"};

/// What another policy or holding would have given, and what other platforms published: from files that a stranger has
/// as well.
base::Result<> add_shipped(const base::Files& files, const base::Path& share, report::SiteOptions& options) {
  if (share.empty()) return {};
  options.observatory = share / "data" / "observatory";
  for (const std::string name : models) {
    const base::Path policy_path = share / "policies" / (name + ".toml"), profile_path = share / "profiles" / (name + ".toml");
    TRY(const std::string policy_text, files.read(policy_path));
    TRY(policy::Policy model, policy::Policy::parse(policy_text, policy_path.string()));
    TRY(const std::string profile_text, files.read(profile_path));
    TRY(policy::Profile held, policy::parse_profile(profile_text, profile_path.string()));
    options.models.push_back(std::move(model));
    options.holdings.push_back(std::move(held));
  }
  return {};
}

}  // namespace

namespace {

base::Result<report::SiteOptions> site_options(Deployment& deployment, std::vector<base::Path> bundles) {
  report::SiteOptions options{.provider_name = deployment.settings.provider_name,
                              .origin = deployment.settings.origin,
                              .synthetic = deployment.settings.synthetic,
                              .made_at = deployment.clock.now(),
                              .bundles = std::move(bundles),
                              .policies = {},
                              .holdings_profile = deployment.settings.profile,
                              .source_build = WRIT_VERSION};
  options.public_url = deployment.settings.site_url;
  options.contact = deployment.settings.mail_from;
  options.onion_url = deployment.settings.onion_url;
  TRY(const auto first_tick, log::first_tick_at(deployment.db));
  if (first_tick) options.log_since = base::day_of(*first_tick);
  TRY(options.policies, deployment.casework->policies());
  TRY_VOID(add_shipped(deployment.files, deployment.share, options));
  // Of a demonstration only: its requests are made up, and published with their facts.
  const base::Path requests = deployment.layout.root / "requests.jsonl";
  if (options.synthetic && deployment.files.exists(requests)) {
    TRY(options.synthetic_requests, static_cast<const base::Files&>(deployment.files).read(requests));
  }
  return options;
}

base::Result<> write_site(Deployment& deployment, std::vector<base::Path> bundles, const base::Path& folder) {
  TRY(const report::SiteOptions options, site_options(deployment, std::move(bundles)));
  TRY(const auto files, report::make_site(deployment.files, options));
  for (const auto& [name, content] : files) TRY_VOID(deployment.files.write(folder / name, content));
  return {};
}

/// Which build of the program made the site.
base::Path made_by_file(const Deployment& deployment) { return deployment.layout.state() / "site-made-by"; }

base::Result<std::string> program_hash(const Deployment& deployment) {
  TRY(const std::string program, static_cast<const base::Files&>(deployment.files).read("/proc/self/exe"));
  return base::to_hex(deployment.host.sha256(base::view(program))) + "\n";
}

}  // namespace

base::Result<> publish_site(Deployment& deployment) {
  TRY_VOID(write_site(deployment, published_bundles(deployment), deployment.layout.site()));
  TRY(const std::string program, program_hash(deployment));
  return deployment.files.write(made_by_file(deployment), program);
}

base::Result<> preview_site(Deployment& deployment, const base::Period& period) {
  std::vector<base::Path> bundles = published_bundles(deployment);
  bundles.push_back(staged_folder(deployment, period));
  return write_site(deployment, std::move(bundles), preview_folder(deployment, period));
}

base::Result<> refresh_site(Deployment& deployment) {
  const base::Files& files = deployment.files;
  const base::Path site = deployment.layout.site();
  if (!files.exists(site / "index.html")) return {};
  TRY(const std::string program, program_hash(deployment));
  const auto made_by = files.read(made_by_file(deployment));
  if (!made_by || *made_by != program) return publish_site(deployment);
  TRY(const auto assets, report::read_assets(files, report::built_assets()));
  for (const auto& [name, content] : assets) {
    const auto there = files.read(site / name);
    if (!there || *there != content) return publish_site(deployment);
  }
  return {};
}

}  // namespace writ::app
