#include "demo/officers.h"

#include <algorithm>

#include "crypto/certificate.h"
#include "crypto/openpgp.h"
#include "legal/countries.h"

namespace writ::demo {

namespace {

constexpr int officers_per_country = 2;

// Before the log begins (2024-01-01) and after anyone tries the demo.
const base::Time keys_from = base::Time(base::Day(std::chrono::year(2023) / 12 / 1));
const base::Time keys_until = base::Time(base::Day(std::chrono::year(2049) / 12 / 31));

std::string lower(std::string text) {
  std::transform(text.begin(), text.end(), text.begin(),
                 [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c; });
  return text;
}

base::Result<> give_pgp_key(TestOfficer& officer) {
  TRY(crypto::PgpKeyPair key, crypto::pgp_generate({officer.name + " <" + officer.email + ">", keys_from, keys_until}));
  officer.kind = disclosure::KeyKind::openpgp;
  officer.public_key = std::move(key.public_key);
  officer.secret_key = std::move(key.secret_key);
  return {};
}

base::Result<> give_certificate(TestOfficer& officer, base::Random& random) {
  TRY(crypto::KeyAndCertificate key, crypto::make_certificate({.common_name = officer.name,
                                                               .organisation = "TEST",
                                                               .email = officer.email,
                                                               .not_before = keys_from,
                                                               .not_after = keys_until},
                                                              random));
  officer.kind = disclosure::KeyKind::cms;
  officer.public_key = std::move(key.certificate_pem);
  officer.secret_key = std::move(key.key_pem);
  return {};
}

constexpr std::string_view readme =
    "TEST KEYS. Nobody's: made for this run, without pass phrases, so that its packages can be opened.\n"
    "\n"
    "OpenPGP:  gpg --homedir $(mktemp -d) --import ID.pgp.sec.asc, then gpg --decrypt CASE.tar.pgp | tar x\n"
    "CMS:      openssl cms -decrypt -inform DER -in CASE.tar.p7m -recip ID.crt.pem -inkey ID.key.pem | tar x\n";

}  // namespace

base::Result<std::vector<TestOfficer>> make_officers(base::Random& random, const std::vector<std::string>& countries) {
  std::vector<TestOfficer> officers;
  for (const std::string& code : countries) {
    const legal::Country* country = legal::find_country(code);
    if (country == nullptr) return base::invalid("countries", code, "must be an alpha-2 code of ISO 3166-1, XK or EU");
    for (int number = 1; number <= officers_per_country; ++number) {
      TestOfficer officer;
      officer.id = lower(code) + "-" + std::to_string(number);
      officer.name = "TEST officer " + std::to_string(number) + " of " + code;
      officer.email = "test-officer-" + std::to_string(number) + "@" + lower(code) + ".police.example";
      officer.agency = "TEST Police of " + std::string(country->name);
      officer.country = code;
      TRY_VOID(number % 2 == 1 ? give_pgp_key(officer) : give_certificate(officer, random));
      officers.push_back(std::move(officer));
    }
  }
  return officers;
}

base::Result<> write_officer_keys(base::Files& files, const base::Path& folder,
                                  const std::vector<TestOfficer>& officers) {
  TRY_VOID(files.write(folder / "README", readme));
  for (const TestOfficer& officer : officers) {
    const bool pgp = officer.kind == disclosure::KeyKind::openpgp;
    TRY_VOID(files.write(folder / (officer.id + (pgp ? ".pgp.sec.asc" : ".key.pem")), officer.secret_key));
    TRY_VOID(files.write(folder / (officer.id + (pgp ? ".pgp.pub.asc" : ".crt.pem")), officer.public_key));
  }
  return {};
}

}  // namespace writ::demo
