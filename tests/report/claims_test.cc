// What the pages claim, and to whom they say what to do: each claim true of the log as it is.
#include <doctest/doctest.h>

#include <fstream>

#include "crypto/native_host.h"
#include "page_text.h"
#include "sample_site.h"

using namespace writ;
using namespace writ::report;
using report_test::addresses;
using report_test::is_page;
using report_test::made;
using report_test::sample_site;
using report_test::says;

namespace {

/// A profile that holds nothing.
const std::string holdings = [] {
  std::string toml =
      "schema = \"writ-profile/v1\"\nid = \"none\"\ntitle = \"Somebody\"\nsource = \"written for this test\"\n";
  for (const legal::Word& word : legal::categories())
    toml += "[holdings." + std::string(word.code) + "]\nheld = false\nreason = \"never\"\nsource = \"here\"\n";
  return toml;
}();

}  // namespace

TEST_CASE(
    "without witnesses no page claims a proven time or a single view of the log; with some, it depends on whom one "
    "trusts") {
  auto sample = sample_site();
  auto files = made(sample);
  CHECK_FALSE(says(files.at("verify/index.html"), "was closed when it says it was"));
  for (const char* page : {"verify/index.html", "method/index.html"}) {
    CAPTURE(page);
    CHECK(says(files.at(page), "time of close not proven"));
    CHECK(says(files.at(page), "split view possible"));
    CHECK(says(files.at(page), "No witness has signed the closes published here"));
  }
  for (const std::string folder : {"/b/1/", "/b/2/"}) {
    std::string& proof = sample.files.content[folder + "close.tlog-proof"];
    const std::string before = base::to_hex(crypto::sha256(proof));
    proof += "\u2014 log.example/test AAAA\n\u2014 witness.example AAAA\n";
    std::string& report = sample.files.content[folder + "report.json"];
    report.replace(report.find(before), before.size(), base::to_hex(crypto::sha256(proof)));
  }
  files = made(sample);
  CHECK_FALSE(says(files.at("method/index.html"), "No witness has signed"));
  CHECK(says(files.at("method/index.html"), "At least one signature of others than the provider"));
  CHECK(says(files.at("verify/index.html"), "if the witnesses that your policy.txt asks for have signed it"));
}

TEST_CASE(
    "the check can be run against the server: checkpoint, trust policy and list of logs are linked, with the command") {
  const auto files = made(sample_site());
  const std::string& page = files.at("verify/index.html");
  for (const char* address :
       {"../log/checkpoint", "../policy.txt", "../.well-known/writ.json", "../package-signer.crt.pem"}) {
    CHECK(addresses(page).contains(address));
    CHECK(addresses(files.at("data/index.html")).contains(address));
  }
  for (const char* path : {"verify/index.html", "index.html"})
    CHECK(says(files.at(path),
               "writ verify $SITE/bundles/2024-01-01_2024-09-30 $SITE/bundles/2024-10-01_2024-12-31 --log $SITE/log "
               "--policy policy.txt --all"));
}

TEST_CASE("an officer finds how to open and check a package, and a receipt check that compares with what was sent") {
  const std::string page = made(sample_site()).at("authorities/index.html");
  for (const char* words : {"--sent request.json --requester-address", "--nonce HEX", "--document FILE",
                            "-CAfile package-signer.crt.pem", "gpg --output WR.tar --decrypt", "openssl cms -decrypt"})
    CHECK_MESSAGE(says(page, words), words);
  CHECK(addresses(page).contains("../package-signer.crt.pem"));
}

TEST_CASE(
    "a notice leads to a page that says whether it is real and one that says how to complain, with the address if "
    "known") {
  auto sample = sample_site();
  auto files = made(sample);
  CHECK(says(files.at("notice/index.html"), "no sign-in, no password, no code, no payment"));
  CHECK(addresses(files.at("notice/index.html")).contains("../complain/index.html#user"));
  CHECK(says(files.at("complain/index.html"), "the address that the provider names"));
  sample.options.contact = "transparency@messenger.example";
  files = made(sample);
  for (const char* path : {"notice/index.html", "complain/index.html", "authorities/index.html"})
    CHECK_MESSAGE(says(files.at(path), "transparency@messenger.example"), path);
}

TEST_CASE("what was decided is not called disclosed, and the sum over periods says why it is none") {
  const auto files = made(sample_site());
  for (const char* path : {"countries/usa/index.html", "reports/2024-10-01_2024-12-31/index.html"}) {
    CAPTURE(path);
    CHECK_FALSE(says(files.at(path), "Disclosed in"));
    CHECK(says(files.at(path), "Decided: give in full"));
    CHECK(says(files.at(path), "a decision to give is no delivery yet"));
  }
  CHECK(says(files.at("countries/usa/index.html"), "All periods is no sum of its row"));
}

TEST_CASE("only a demonstration says that it models another service") {
  auto sample = sample_site();
  sample.options.holdings_profile = holdings;
  const char* const pages[] = {"holdings/index.html", "policy/index.html", "policy/old-2018/index.html"};
  for (const char* path : pages)
    CHECK_MESSAGE(says(made(sample).at(path), "does not exist: it is a demonstration"), path);
  sample.options.synthetic = false;
  for (const auto& [path, page] : made(sample))
    if (is_page(path)) CHECK_MESSAGE(!says(page, "demonstration"), path);
}

TEST_CASE("a source that is switched off says so in the row of what it holds, and since when, and no other row does") {
  auto sample = sample_site();
  sample.options.holdings_profile = holdings;
  std::string& profile = sample.options.holdings_profile;
  const std::string absent = "held = false\n";
  for (const char* held : {"held = true\nfrom_system = \"a\"\n", "held = true\nfrom_system = \"b\"\n"})
    profile.replace(profile.find(absent), absent.size(), held);
  CHECK_FALSE(says(made(sample).at("holdings/index.html"), "Switched off"));
  profile.insert(profile.find("from_system = \"b\""), "off_since = 2024-11-05\n");
  const auto files = made(sample);
  const std::string& page = files.at("holdings/index.html");
  const std::size_t said = page.find("Switched off in this deployment since 5 November 2024");
  REQUIRE(said != std::string::npos);
  CHECK(page.find("Switched off", said + 1) == std::string::npos);
  CHECK(files.at("de/holdings/index.html").contains("abgeschaltet seit 5. November 2024"));
}

TEST_CASE("telegram.json keeps its shape, and is saved under a name that says what it is") {
  auto sample = sample_site();
  CHECK(made(sample).at("data/index.html").find("download=\"telegram-synthetic-test-log.json\"") != std::string::npos);
  sample.options.synthetic = false;
  CHECK(made(sample).at("data/index.html").find("download=\"telegram-test-log.json\"") != std::string::npos);
}

TEST_CASE("rules, changes and worked examples stand in words, not in codes") {
  auto sample = sample_site();
  std::ifstream in(WRIT_SOURCE_DIR "/policies/telegram-2024-09.toml");
  const std::string toml{std::istreambuf_iterator<char>(in), {}};
  sample.options.policies[0] = *policy::Policy::parse(toml, "telegram-2024-09.toml");
  const auto files = made(sample);
  std::string page = files.at("policy/telegram-2024-09/index.html");
  page.resize(page.find("The file as it stands in the log"));
  for (const char* code : {"terms_not_violated", "violates_terms", "valid_order", "no_judicial_authority", ": yes"})
    CHECK_MESSAGE(!says(page, code), code);
  CHECK(says(page, "the case is about criminal activity that violates the terms of service"));
  CHECK(says(page, "It would be otherwise if the order comes from a judicial authority"));
  CHECK_FALSE(says(files.at("index.html"), "suspect confirmed"));
}
