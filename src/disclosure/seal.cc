// The bag as one archive, encrypted to the officer's key.
#include "crypto/cms.h"
#include "crypto/openpgp.h"
#include "disclosure/case_ref.h"
#include "disclosure/disclosure.h"
#include "disclosure/tar.h"

namespace writ::disclosure {

base::Result<Package> seal_package(const CaseFacts& facts, const std::vector<File>& bag, const OfficerKey& key) {
  TRY_VOID(check_case_ref(facts.case_ref));
  std::vector<File> files = bag;
  for (File& file : files) file.name = facts.case_ref + "/" + file.name;  // unpacks into a folder of its own
  TRY(const std::string archive, tar_of(files, facts.sealed_at));
  const std::string name = facts.case_ref + (facts.number > 1 ? "-" + std::to_string(facts.number) : "") + ".tar";
  if (key.kind == KeyKind::cms) {
    TRY(std::string sealed, crypto::cms_encrypt(archive, key.public_key, facts.sealed_at));
    return Package{name + ".p7m", std::move(sealed)};
  }
  TRY(std::string sealed, crypto::pgp_encrypt(archive, key.public_key, name, facts.sealed_at));
  return Package{name + ".pgp", std::move(sealed)};
}

}  // namespace writ::disclosure
