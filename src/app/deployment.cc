#include "app/deployment.h"

#include <sys/stat.h>

#include <filesystem>

#include "app/applications.h"
#include "app/bands.h"
#include "app/desk_store.h"
#include "app/documents.h"
#include "app/drafts.h"
#include "app/gather.h"
#include "app/jobs.h"
#include "app/letters.h"
#include "app/local_witnesses.h"
#include "app/portal_store.h"
#include "app/preserve.h"
#include "app/release.h"
#include "app/suspensions.h"
#include "authority/directory.h"
#include "casework/officer_rows.h"
#include "crypto/certificate.h"
#include "policy/profile.h"
#include "provider/open.h"
#include "provider/synapse_sqlite.h"

namespace writ::app {

namespace {

constexpr const char* log_key_name = "log.key";
constexpr const char* promise_key_name = "promise.key";
constexpr const char* package_key_name = "package.pem";
constexpr std::size_t common_name_bytes_max = 64;  // RFC 5280 ub-common-name
constexpr auto certificate_validity = std::chrono::days(365 * 20);

/// Random, except that a key is never predictable: keys come from the operating system.
base::Result<base::Hash> make_master_key(const base::Path& file) {
  base::OsRandom random;
  base::DiskFiles files;
  const base::Hash key = random.hash();
  const mode_t before = ::umask(0077);
  const auto written = files.write_durable(file, base::to_hex(key) + "\n");
  ::umask(before);
  if (!written) return std::unexpected(written.error());
  if (::chmod(file.c_str(), 0600) != 0) return base::fail(base::Errc::unavailable, file.string(), "", "cannot narrow the mode to 0600");
  return key;
}

/// At most `bytes_max` bytes, not ending inside a UTF-8 character.
std::string whole_characters(const std::string& text, std::size_t bytes_max) {
  std::size_t end = std::min(text.size(), bytes_max);
  while (end > 0 && end < text.size() && (static_cast<unsigned char>(text[end]) & 0xc0) == 0x80) --end;
  return text.substr(0, end);
}

base::Result<> make_keys(const Layout& layout, const Settings& settings, base::Time now, base::Random& random) {
  TRY(const base::Hash master, make_master_key(layout.state() / "master.key"));
  TRY(auto folder, crypto::KeyFolder::open(layout.keys(), master));
  base::OsRandom os_random;
  for (const char* name : {log_key_name, promise_key_name}) {
    const base::Hash seed = os_random.hash();
    TRY_VOID(folder.write(name, base::text(seed), random));
  }
  TRY(const auto signer, crypto::make_certificate({.common_name = whole_characters(settings.provider_name, common_name_bytes_max),
                                                   .not_before = now - std::chrono::days(31),
                                                   .not_after = now + certificate_validity},
                                                  os_random));
  TRY_VOID(folder.write(package_key_name, signer.pem(), random));
  // For officers: what the signature in a package is checked against.
  base::DiskFiles files;
  return files.write_durable(layout.signer_certificate(), signer.certificate_pem);
}

base::Result<provider::HoldingsProfile> holdings_of(const policy::Profile& profile) {
  provider::HoldingsProfile holdings{.id = profile.id, .rules = {}};
  for (const auto& [category, kept] : profile.categories) {
    holdings.rules.push_back({.category = category, .held = kept.held, .retention_days = kept.retention_days, .why = kept.reason});
  }
  TRY_VOID(provider::check(holdings));
  return holdings;
}

/// The messenger's sources: those of a provider file, or Synapse's SQLite database. Nothing is connected yet.
base::Result<std::unique_ptr<provider::Connector>> open_connector(const Settings& settings, const base::Files& files,
                                                                  provider::HoldingsProfile holdings, provider::Audit audit) {
  if (!settings.provider) {
    return provider::make_synapse_connector({.database = settings.messenger,
                                             .holdings = std::move(holdings),
                                             .own_addresses = settings.own_addresses,
                                             .audit = std::move(audit)});
  }
  TRY(provider::ProviderFile file, provider::read_provider(files, *settings.provider));
  file.own_addresses.insert(file.own_addresses.end(), settings.own_addresses.begin(), settings.own_addresses.end());
  return provider::open_connector(std::move(file), std::move(holdings), std::move(audit));
}

base::Result<base::Hash> find_or_create(crypto::KeyRing& keys, std::string_view name) {
  auto found = keys.find(name);
  if (found || found.error().code != base::Errc::not_found) return found;
  return keys.create(name);
}

/// The migrations of every room that keeps rows in the store.
base::Result<> migrate(store::Db& db) {
  for (const auto& steps : {log::migrations(), people::migrations(), authority::migrations(), casework::migrations(), notice::migrations(), job_migrations(), witness_migrations(), lookup_migrations(), document_migrations(),
                            gather_migrations(), preservation_migrations(), desk_migrations(), draft_migrations(), portal_migrations(), application_migrations(), letter_migrations(), release_migrations(), band_migrations(), suspension_migrations(), casework::viewer_migrations()}) {
    TRY_VOID(store::migrate(db, steps));
  }
  return {};
}

}  // namespace

base::Result<> create_deployment(const base::Path& root, const Settings& settings, base::Time now, base::Random& random) {
  const Layout layout{root};
  base::DiskFiles files;
  if (files.exists(layout.settings())) {
    return base::fail(base::Errc::conflict, layout.settings().string(), "", "there is a deployment already; nothing was changed");
  }
  TRY_VOID(check_settings(settings));
  if (settings.first_period.end() <= now) {
    return base::invalid("first_period", base::format_period(settings.first_period), "must end after today: a log cannot open what it did not see");
  }
  TRY_VOID(policy::parse_profile(settings.profile, "profile"));
  std::error_code error;
  std::filesystem::create_directories(layout.state(), error);
  if (error) return base::fail(base::Errc::unavailable, layout.state().string(), "", error.message());
  std::filesystem::permissions(layout.state(), std::filesystem::perms::owner_all, error);
  TRY_VOID(make_keys(layout, settings, now, random));
  TRY_VOID(files.write_durable(layout.state() / "profile.toml", settings.profile));
  // Last: a deployment is there when its settings are.
  return files.write_durable(layout.settings(), format_settings(settings));
}

namespace {

/// The policy that readers get must be one that they can read, so it is tried before anything is signed.
base::Result<> meet_witnesses(Deployment& deployment) {
  deployment.cosigner = std::make_unique<log::NoCosigner>();
  TRY(deployment.witness_lines, read_witness_lines(deployment.files, deployment.layout));
  auto witnesses = log::witnesses_of(deployment.host, log::policy_file(deployment.log_services(), deployment.log_settings()));
  if (!witnesses) {
    witnesses.error().field = deployment.layout.witnesses().string() + ": " + witnesses.error().field;
    return std::unexpected(witnesses.error());
  }
  if (witnesses->empty()) return {};
  deployment.cosigner = std::make_unique<log::WitnessClient>(
      log::WitnessServices{.host = deployment.host,
                           .files = deployment.files,
                           .folder = deployment.layout.log(),
                           .post = *deployment.witness_post,
                           .alarm = [&deployment](const log::WitnessAlarm& alarm) {
                             // An alarm that cannot be written must not keep the log from being published.
                             (void)put_alarm_on_file(deployment.db, deployment.clock.now(), alarm);
                           }},
      std::move(*witnesses));
  return {};
}

}  // namespace

struct Deployment::Opened {
  Settings settings;
  store::Db db;
  std::unique_ptr<crypto::KeyRing> keys;
  crypto::SigningKey log_key;
  crypto::SigningKey promise_key;
  std::string package_pem;
};

Deployment::Deployment(const OpenOptions& options, Opened opened)
    : layout{options.root},
      share(options.share),
      settings(std::move(opened.settings)),
      clock(options.clock),
      random(options.random),
      db(std::move(opened.db)),
      keys(std::move(opened.keys)),
      log_key(std::move(opened.log_key)),
      promise_key(std::move(opened.promise_key)),
      package_pem(std::move(opened.package_pem)),
      people(db, clock, random),
      outbox(db, clock) {}

log::LogSettings Deployment::log_settings() const {
  return {.origin = settings.origin, .folder = layout.log(), .mirror = settings.mirror, .witnesses = witness_lines};
}

log::Services Deployment::log_services() {
  return {.db = db, .files = files, .keys = *keys, .log_key = log_key, .promise_key = promise_key, .clock = clock, .random = random, .host = host, .cosigner = *cosigner};
}

base::Result<std::unique_ptr<Deployment>> Deployment::open(const OpenOptions& options) {
  const Layout layout{options.root};
  const base::DiskFiles files;
  TRY(Settings settings, read_settings(files, layout));
  TRY(const base::Hash master, crypto::read_master_key(layout.state() / "master.key"));
  TRY(const auto folder, crypto::KeyFolder::open(layout.keys(), master));
  TRY(auto log_key, folder.signing_key(log_key_name));
  TRY(auto promise_key, folder.signing_key(promise_key_name));
  TRY(std::string package_pem, folder.read(package_key_name));
  TRY(auto keys, crypto::open_key_ring(layout.key_ring(), master, options.random));
  TRY(auto db, store::Db::open(layout.store()));
  TRY_VOID(migrate(db));
  TRY(const auto profile, policy::parse_profile(settings.profile, "state/profile.toml"));
  TRY(auto holdings, holdings_of(profile));
  TRY(const base::Hash audit_key, find_or_create(*keys, "audit"));

  // From here on its members have their final places, and what refers to them can be made.
  std::unique_ptr<Deployment> deployment(new Deployment(
      options, {std::move(settings), std::move(db), std::move(keys), std::move(log_key), std::move(promise_key), std::move(package_pem)}));
  deployment->lookups = std::make_unique<Lookups>(deployment->db, deployment->clock, audit_key);
  TRY(deployment->connector, open_connector(deployment->settings, files, std::move(holdings), deployment->lookups->audit()));
  TRY(deployment->witness_post, open_witness_post(*deployment, folder));
  TRY_VOID(meet_witnesses(*deployment));
  TRY(deployment->journal, log::make_journal(deployment->log_services(), deployment->log_settings()));
  deployment->casework = std::make_unique<casework::Casework>(casework::Services{.db = deployment->db,
                                                                                 .journal = *deployment->journal,
                                                                                 .keys = *deployment->keys,
                                                                                 .clock = deployment->clock,
                                                                                 .random = deployment->random,
                                                                                 .host = deployment->host});
  TRY_VOID(deployment->casework->fill_rows());
  if (options.sequence) {
    TRY(deployment->sequencer, log::Sequencer::open(deployment->log_services(), deployment->log_settings()));
  }
  return deployment;
}

base::Result<base::Hash> credentials_key(Deployment& deployment) { return find_or_create(*deployment.keys, "credentials"); }

base::Result<base::Hash> letters_key(Deployment& deployment) { return find_or_create(*deployment.keys, "letters"); }

}  // namespace writ::app
