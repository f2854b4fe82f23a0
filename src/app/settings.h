// What an operator decides once: state/writ.toml of a deployment.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "base/files.h"
#include "base/result.h"
#include "base/time.h"

namespace writ::app {

/// Where things lie below the root of a deployment. What is outside `state/` may be given to anybody or to its addressee;
/// `state/` is private.
struct Layout {
  base::Path root;
  base::Path log() const { return root / "log"; }
  base::Path bundles() const { return root / "bundles"; }
  base::Path site() const { return root / "site"; }
  base::Path policy_file() const { return root / "policy.txt"; }
  base::Path published_policies() const { return root / "policies"; }
  base::Path signer_certificate() const { return root / "package-signer.crt.pem"; }   // what officers check packages against
  base::Path well_known() const { return root / ".well-known" / "writ.json"; }
  base::Path receipts() const { return root / "receipts"; }
  base::Path packages() const { return root / "packages"; }
  base::Path state() const { return root / "state"; }
  base::Path settings() const { return state() / "writ.toml"; }
  base::Path store() const { return state() / "writ.db"; }
  base::Path key_ring() const { return state() / "keys.db"; }
  base::Path keys() const { return state() / "keys"; }
  base::Path witnesses() const { return state() / "witnesses.policy"; }
  base::Path outbox() const { return state() / "outbox"; }
};

/// One of the places of a deployment that anybody may read.
struct PublicPlace {
  std::string url;     // path on the public site; ends in "/" where it is a folder
  base::Path source;   // file or folder of the deployment; need not be there yet
  bool any_origin;     // a checker on any page may read it (Access-Control-Allow-Origin: *)
};

/// What `writ serve` serves and `writ report site` exports: the one list of it. A log is read while it grows, so its
/// checkpoint comes before its tiles: whoever copies in this order has more tiles than the checkpoint needs, never fewer.
std::vector<PublicPlace> public_places(const Layout& layout);

struct Settings {
  std::string provider_name;
  std::string origin;                       // of the log; `/test` at its end = a test log
  std::string site_url;                     // https, ends in "/": where the public site is, as notices name it
  std::string onion_url;                    // the same site as an onion service, ends in ".onion/"; empty: there is none
  std::string mail_from;                    // address that notices come from
  std::string on_call;                      // address that is written to when an emergency arrives; empty: nobody is
  std::string notice_language = "en";       // of the notices to users: a tag of page::languages
  std::string mail_server;                  // smtp:// or smtps:// address; empty: mail becomes files in state/outbox
  std::string mail_user;                    // for the mail server; empty: no sign-in
  base::Path mail_password_file;            // its first line is the password
  base::Path front_secret_file;             // its first line makes the front that shows client certificates believed; empty: none
  bool synthetic = false;
  base::Path messenger;                     // Synapse's SQLite database; empty where there is a provider file
  std::optional<base::Path> provider;       // where the messenger's data are (docs/formats/provider.md), instead
  std::vector<std::string> own_addresses;   // of the provider's own proxies: never reported as a user's
  std::string profile;                      // TOML text of the holdings profile
  base::Period first_period;
  std::chrono::days publish_after{30};      // after the end of a period; counted-log.md section 5
  std::chrono::days package_kept{30};       // for download after delivery; then the file is erased
  int publishers = 0;                       // persons who must release a report: 2, or 0 = it is published at its time
  std::optional<base::Path> mirror;         // second storage
  std::chrono::seconds clock_offset{0};     // a demo that lives in the past
};

/// invalid names the first setting that breaks its rule. Says nothing of files.
base::Result<> check_settings(const Settings& settings);

/// Relative paths are relative to the root of the deployment.
base::Result<Settings> read_settings(const base::Files& files, const Layout& layout);
std::string format_settings(const Settings& settings);

}  // namespace writ::app
