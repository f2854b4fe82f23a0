// make_packages DIR [COUNT]: what check.py lets gpg, openssl and poppler look at. With COUNT it seals that many
// packages instead and prints how long one takes.
#include <chrono>
#include <cstdio>
#include <cstdlib>

#include "crypto/certificate.h"
#include "demo/officers.h"
#include "disclosure/disclosure.h"

namespace writ {

namespace {

const base::Time sealed_at = *base::parse_time("2024-10-02T09:30:00Z");

provider::Answer answer_for(const std::string& name) {
  provider::Answer answer;
  answer.selector = {
      legal::SelectorKind::user_name, name, legal::Window{sealed_at - std::chrono::days(90), sealed_at}, {}};
  answer.account_note = "The name is matched exactly. A name that was changed before the request is not found by it.";
  provider::AccountAnswer account{"@" + name + ":example.org", {}};
  account.categories["phone_number"] = {
      provider::Holding::held,
      {{"+4930901820", sealed_at - std::chrono::days(200), "when the number was added", {}, "+49 30 901820"}},
      ""};
  account.categories["ip_address"] = {provider::Holding::held,
                                      {{"2001:db8::b",
                                        sealed_at - std::chrono::hours(30),
                                        "when the address was last seen with this session",
                                        {},
                                        "2001:DB8:0:0::B"},
                                       {"203.0.113.33", sealed_at - std::chrono::hours(5),
                                        "when the address was last seen with this session", 5555, "203.0.113.33:5555"}},
                                      ""};
  account.categories["email"] = {provider::Holding::held, {{"not-granted@mail.example", {}, "", {}, ""}}, ""};
  account.categories["last_seen"] = {provider::Holding::not_held_by_design, {}, "This service records no presence."};
  answer.accounts.push_back(std::move(account));
  return answer;
}

disclosure::CaseFacts facts_for(const demo::TestOfficer& officer, const std::string& ref) {
  disclosure::CaseFacts facts;
  facts.provider_name = "Example Messenger";
  facts.case_ref = ref;
  facts.file_number = "4 Js 1234/24 (=SUM(1))";
  facts.agency = officer.agency;
  facts.officer = officer.email;
  facts.country = officer.country;
  facts.instrument = "court_order";
  facts.received_at = sealed_at - std::chrono::hours(49);
  facts.sealed_at = sealed_at;
  facts.policy_id = "telegram-2024-09";
  facts.policy_rule = "give";
  facts.ground = "conditions_met";
  facts.synthetic = true;
  facts.receipts = {
      {"promise", "writ-promise/v1\nlog.example/test\n" + std::string(64, 'a') + "\n2024-09-30T08:30:00Z\n"},
      {"promise.opening.json", "{\"origin\":\"log.example/test\"}\n"}};
  return facts;
}

disclosure::Content content_for(const std::vector<provider::Answer>& answers) {
  std::vector<disclosure::Grant> grants;
  for (const auto& answer : answers) grants.push_back({answer.selector, {"ip_address", "last_seen", "phone_number"}});
  return *disclosure::minimise(answers, grants);
}

base::Result<disclosure::Package> package_for(const demo::TestOfficer& officer, const std::string& ref,
                                              const std::string& signer, const disclosure::Content& content) {
  const disclosure::CaseFacts facts = facts_for(officer, ref);
  TRY(const auto bag, disclosure::make_bag(facts, content, signer));
  return disclosure::seal_package(facts, bag, {officer.kind, officer.public_key});
}

base::Result<std::string> make_signer(base::Random& random) {
  TRY(const auto key, crypto::make_certificate({.common_name = "TEST signer of Example Messenger",
                                                .not_before = sealed_at - std::chrono::days(300),
                                                .not_after = sealed_at + std::chrono::days(9000)},
                                               random));
  return key.pem();
}

base::Result<> make_folder(const base::Path& folder) {
  base::OsRandom random;
  base::DiskFiles files;
  TRY(const std::vector<demo::TestOfficer> officers, demo::make_officers(random, {"US", "DE"}));
  TRY_VOID(demo::write_officer_keys(files, folder / "keys", officers));
  TRY(const std::string signer, make_signer(random));
  TRY_VOID(files.write(folder / "provider.pem", signer.substr(signer.find("-----BEGIN CERTIFICATE"))));
  std::vector<provider::Answer> answers = {answer_for("alice"), answer_for("bob")};
  answers.push_back(answers[0]);
  answers[2].selector.value = "=cmd";
  answers[2].selector.window.reset();
  answers[2].accounts.clear();
  const disclosure::Content content = content_for(answers);
  for (const demo::TestOfficer& officer : officers) {
    TRY(const auto package, package_for(officer, "WR-2024-" + officer.id, signer, content));
    TRY_VOID(files.write(folder / officer.id / package.name, package.content));
  }
  return {};
}

base::Result<> measure(int count) {
  base::OsRandom random;
  TRY(const std::vector<demo::TestOfficer> officers, demo::make_officers(random, {"US"}));
  TRY(const std::string signer, make_signer(random));
  const disclosure::Content content = content_for({answer_for("alice"), answer_for("bob")});
  std::size_t bytes = 0;
  const auto start = std::chrono::steady_clock::now();
  for (int i = 0; i < count; ++i) {
    TRY(const auto package, package_for(officers[static_cast<std::size_t>(i % 2)], "WR-2024-00001", signer, content));
    bytes += package.content.size();
  }
  const std::chrono::duration<double> took = std::chrono::steady_clock::now() - start;
  std::printf("%d packages in %.2f s, %.2f ms and %zu bytes each\n", count, took.count(), took.count() * 1000 / count,
              bytes / static_cast<std::size_t>(count));
  return {};
}

}  // namespace

}  // namespace writ

int main(int count, char** arguments) {
  if (count < 2) return 2;
  const auto done = count == 3 ? writ::measure(std::atoi(arguments[2])) : writ::make_folder(arguments[1]);
  if (done) return 0;
  std::fprintf(stderr, "%s\n", done.error().message().c_str());
  return 1;
}
