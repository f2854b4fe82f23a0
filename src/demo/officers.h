// Test officers with keys of their own, about half OpenPGP and half CMS. Their secret keys lie open in the result
// folder: they are for tests and for trying the demo, and every name says TEST.
#pragma once

#include <string>
#include <vector>

#include "base/files.h"
#include "base/random.h"
#include "disclosure/disclosure.h"

namespace writ::demo {

struct TestOfficer {
  std::string id;  // "us-1": names the key files
  std::string name;
  std::string email;  // at <country>.police.example (RFC 6761: never a real address)
  std::string agency;
  std::string country;  // alpha-2
  disclosure::KeyKind kind = disclosure::KeyKind::openpgp;
  std::string public_key;  // armoured OpenPGP key, or PEM certificate
  std::string secret_key;  // armoured OpenPGP secret key, or PEM key; no pass phrase
};

/// Two officers of each country, one of each kind of key. OpenPGP keys are made at 2023-12-01 (gpg reports a conflict
/// for a key younger than what it opens), certificates run from then to the end of 2049. Names and kinds follow from
/// the countries alone; the keys are new each time. invalid if a country is not one of legal::countries().
base::Result<std::vector<TestOfficer>> make_officers(base::Random& random, const std::vector<std::string>& countries);

/// `<id>.pgp.sec.asc` and `<id>.pgp.pub.asc`, or `<id>.key.pem` and `<id>.crt.pem`, with a README that says what they
/// are.
base::Result<> write_officer_keys(base::Files& files, const base::Path& folder,
                                  const std::vector<TestOfficer>& officers);

}  // namespace writ::demo
