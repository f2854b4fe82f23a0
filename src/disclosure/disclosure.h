// From granted data to a sealed package: minimise, package (BagIt), sign, encrypt.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "base/result.h"
#include "base/time.h"
#include "legal/request.h"
#include "provider/connector.h"

namespace writ::disclosure {

/// What one selector was granted; the same index as in the request.
struct Grant {
  legal::Selector selector;
  legal::CodeSet categories;
};

/// What is left after minimising: only granted categories of granted selectors. Pure.
struct Content {
  std::vector<provider::Answer> answers;
  legal::CodeSet disclosed;             // categories of which at least one value is given
  std::vector<std::string> accounts;    // with at least one value given; ascending, without repetition
};
/// unavailable if any granted category is source_unavailable: a package is never sealed over a source that did not answer,
/// unless it is one that says of itself that it is `incomplete`.
base::Result<Content> minimise(const std::vector<provider::Answer>& answers, const std::vector<Grant>& grants,
                               bool incomplete = false);

struct File {
  std::string name;    // relative, '/' separated
  std::string content;
};

/// Everything the package says about its case.
struct CaseFacts {
  std::string provider_name;
  std::string case_ref;
  std::string file_number;    // the authority's
  std::string agency;
  std::string officer;        // e-mail
  std::string country;
  std::string instrument;
  base::Time received_at;
  base::Time sealed_at;
  std::string policy_id;
  std::string policy_rule;
  std::string ground;
  bool synthetic = false;     // printed on every page
  std::size_t number = 1;     // of the package within the case
  std::optional<base::Time> follow_up;  // of an incomplete package: by when the rest is sent
  /// What the log gave for the case so far (counted-log.md section 4): "promise", "promise.opening.json" and, once the
  /// tick is past, "receipt.tlog-proof", "receipt.opening.json" of the request; the same below "decision-1/" ...
  std::vector<File> receipts = {};
};

/// The plain BagIt folder (RFC 8493): data/disclosure.json, data/disclosure.csv, data/cover-letter.pdf, data/receipt/* of the
/// request, data/receipts.zip of every step so far, bag-info.txt, manifests, and `tagmanifest-sha256.txt.p7s`, a detached CMS signature over the tag manifest.
base::Result<std::vector<File>> make_bag(const CaseFacts& facts, const Content& content, std::string_view signer_pem);

enum class KeyKind : std::uint8_t { openpgp, cms };
struct OfficerKey {
  KeyKind kind = KeyKind::openpgp;
  std::string public_key;   // armoured OpenPGP key, or PEM certificate
};

struct Package {
  std::string name;      // "<case ref>.tar.pgp" or "<case ref>.tar.p7m"; "<case ref>-2.tar.pgp" of the second
  std::string content;   // the bag as a tar archive, encrypted to the officer's key
};
/// invalid if the key cannot encrypt or is out of its validity at sealed_at.
base::Result<Package> seal_package(const CaseFacts& facts, const std::vector<File>& bag, const OfficerKey& key);

}  // namespace writ::disclosure
