// One provider's running Writ: every room opened and wired. main() and tests make one; nothing here is global.
#pragma once

#include <memory>
#include <string>

#include "app/lookups.h"
#include "app/settings.h"
#include "app/witnesses.h"
#include "base/clock.h"
#include "base/files.h"
#include "base/random.h"
#include "casework/casework.h"
#include "crypto/keys.h"
#include "crypto/native_host.h"
#include "log/sequencer.h"
#include "notice/outbox.h"
#include "people/people.h"
#include "provider/connector.h"
#include "store/db.h"

namespace writ::app {

/// Makes the private half of a deployment: folder, settings, profile, keys, master key file, provider's certificate.
/// conflict if there is one already.
base::Result<> create_deployment(const base::Path& root, const Settings& settings, base::Time now, base::Random& random);

struct OpenOptions {
  base::Path root;
  base::Clock& clock;
  base::Random& random;
  /// Takes the log's lock: one process of a deployment does, the server. Others can still work on cases.
  bool sequence = false;
  /// What comes with the program (policies/, profiles/, data/): the site's pages about other platforms are made of it.
  /// Empty: it has none.
  base::Path share = {};
};

class Deployment {
 public:
  static base::Result<std::unique_ptr<Deployment>> open(const OpenOptions& options);

  Layout layout;
  base::Path share;                            // as in OpenOptions
  Settings settings;
  base::DiskFiles files;
  crypto::NativeHost host;
  base::Clock& clock;
  base::Random& random;
  store::Db db;
  std::unique_ptr<crypto::KeyRing> keys;
  crypto::SigningKey log_key;
  crypto::SigningKey promise_key;
  std::string package_pem;                     // P-256 key and certificate that sign packages
  std::unique_ptr<log::WitnessPost> witness_post;
  std::string witness_lines;                    // of the trust policy
  std::unique_ptr<log::Cosigner> cosigner;
  people::People people;
  notice::Outbox outbox;
  std::unique_ptr<log::Journal> journal;
  std::unique_ptr<casework::Casework> casework;
  std::unique_ptr<Lookups> lookups;            // who asks the connector, on file
  std::unique_ptr<provider::Connector> connector;
  std::unique_ptr<log::Sequencer> sequencer;   // null unless asked for

  log::LogSettings log_settings() const;
  log::Services log_services();

 private:
  struct Opened;
  Deployment(const OpenOptions& options, Opened opened);
};

/// The key of the ring that seals the secrets of one-time codes; made on first use.
base::Result<base::Hash> credentials_key(Deployment& deployment);
/// The key that seals letters while they wait; made on first use.
base::Result<base::Hash> letters_key(Deployment& deployment);

}  // namespace writ::app
