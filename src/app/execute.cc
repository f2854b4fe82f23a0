#include "app/execute.h"

#include <fmt/format.h>

#include <nlohmann/json.hpp>

#include "app/notify.h"
#include "disclosure/disclosure.h"

namespace writ::app {

namespace {

using casework::CaseFile;

/// One question for each selector that was granted something; what was granted nothing is not asked at all.
base::Result<std::vector<provider::Answer>> gather(Deployment& deployment, const CaseFile& file, const casework::Decision& decision) {
  std::vector<provider::Answer> answers;
  for (std::size_t i = 0; i < file.request.selectors.size(); ++i) {
    const legal::Selector& selector = file.request.selectors[i];
    if (decision.granted[i].empty()) {
      answers.push_back({.selector = selector, .account_note = "nothing was granted for this identifier"});
      continue;
    }
    // An address selector's window says who is meant; any other's limits the rows. No row is later than the receipt.
    legal::Window window{.from = base::Time{}, .to = file.received_at};
    if (selector.window && selector.kind != legal::SelectorKind::ip_address) {
      window = {selector.window->from, std::min(selector.window->to, file.received_at)};
    }
    TRY(provider::Answer answer, deployment.connector->ask({.selector = selector,
                                                            .categories = decision.granted[i],
                                                            .as_of = deployment.clock.now(),
                                                            .window = window}));
    answers.push_back(std::move(answer));
  }
  return answers;
}

/// What was held for each identifier and category, without values: kept with the case.
std::string holdings_of(const std::vector<provider::Answer>& answers) {
  nlohmann::json list = nlohmann::json::array();
  for (std::size_t i = 0; i < answers.size(); ++i) {
    nlohmann::json accounts = nlohmann::json::array();
    for (const provider::AccountAnswer& account : answers[i].accounts) {
      nlohmann::json categories = nlohmann::json::object();
      for (const auto& [category, answer] : account.categories) categories[category] = provider::code_of(answer.holding);
      accounts.push_back(categories);
    }
    list.push_back({{"identifier", i + 1}, {"accounts", accounts}});
  }
  return list.dump();
}

base::Result<disclosure::OfficerKey> key_of(Deployment& deployment, const std::string& email) {
  TRY(const people::Person officer, deployment.people.find_by_email(email));
  if (officer.public_key.empty()) {
    return base::invalid("officer.public_key", email, "the officer has no delivery key: nothing can be sealed to nobody");
  }
  const bool certificate = officer.public_key.find("-----BEGIN CERTIFICATE-----") != std::string::npos;
  return disclosure::OfficerKey{certificate ? disclosure::KeyKind::cms : disclosure::KeyKind::openpgp, officer.public_key};
}

base::Result<disclosure::Package> seal(Deployment& deployment, const CaseFile& file, const casework::Decision& decision,
                                       const disclosure::Content& content) {
  TRY(const auto receipts, log::receipts_of(deployment.db, *deployment.keys, deployment.files, deployment.log_settings(), file.ref));
  const disclosure::CaseFacts facts{.provider_name = deployment.settings.provider_name,
                                    .case_ref = file.ref,
                                    .file_number = file.request.file_number,
                                    .agency = file.request.agency,
                                    .officer = file.request.officer,
                                    .country = file.request.country,
                                    .instrument = file.request.instrument,
                                    .received_at = file.received_at,
                                    .sealed_at = deployment.clock.now(),
                                    .policy_id = decision.policy_id,
                                    .policy_rule = decision.policy_rule,
                                    .ground = decision.ground,
                                    .synthetic = deployment.settings.synthetic,
                                    .promise = receipts.front().promise,
                                    .promise_opening = receipts.front().promise_opening};
  TRY(const auto bag, disclosure::make_bag(facts, content, deployment.package_pem));
  TRY(const auto key, key_of(deployment, file.request.officer));
  return disclosure::seal_package(facts, bag, key);
}

}  // namespace

base::Result<Execution> execute(Deployment& deployment, const std::string& actor, const std::string& ref) {
  TRY(const CaseFile file, deployment.casework->find(ref));
  if (file.state != casework::State::approved) {
    return base::fail(base::Errc::conflict, ref, std::string(casework::name_of(file.state)), "only an approved case is carried out");
  }
  const casework::Decision& decision = file.decisions.back();
  deployment.lookups->asking(actor, ref);
  const auto answers = gather(deployment, file, decision);
  TRY_VOID(deployment.lookups->put_on_file());  // also of a question that failed
  if (!answers) return std::unexpected(answers.error());
  std::vector<disclosure::Grant> grants;
  for (std::size_t i = 0; i < file.request.selectors.size(); ++i) grants.push_back({file.request.selectors[i], decision.granted[i]});
  TRY(const disclosure::Content content, disclosure::minimise(*answers, grants));
  const std::string holdings = holdings_of(*answers);
  if (content.accounts.empty()) {
    TRY_VOID(deployment.casework->draft_no_data(actor, ref, holdings));
    return Execution{};
  }
  TRY(const disclosure::Package package, seal(deployment, file, decision, content));
  TRY_VOID(deployment.files.write_durable(deployment.layout.packages() / ref / package.name, package.content));
  TRY_VOID(deployment.db.transaction([&]() -> base::Result<> {
    TRY_VOID(deployment.casework->deliver(actor, ref, {.disclosed = content.disclosed,
                                                      .accounts = content.accounts,
                                                      .package = crypto::sha256(package.content),
                                                      .package_name = package.name,
                                                      .holdings = holdings}));
    return notify_at_delivery(deployment, actor, file, content.disclosed, content.accounts);
  }));
  return Execution{.delivered = true, .package_name = package.name, .accounts = content.accounts.size()};
}

}  // namespace writ::app
