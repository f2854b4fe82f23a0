// A case as tests of this room give it: two accounts, a category that was not granted, one that is not held.
#pragma once

#include "crypto/certificate.h"
#include "disclosure/disclosure.h"

namespace writ::disclosure {

inline const base::Time example_time = *base::parse_time("2024-10-02T09:30:00Z");

inline provider::AccountAnswer example_account(const std::string& name) {
  using provider::Holding;
  const base::Time seen = example_time - std::chrono::hours(30);
  provider::AccountAnswer account{"@" + name + ":example.org", {}};
  account.categories["phone_number"] = {
      Holding::held, {{"+4930901820", seen, "when the number was added", {}, "+49 30 901820"}}, ""};
  account.categories["ip_address"] = {
      Holding::held,
      {{"203.0.113.33", seen, "when the address was last seen", std::uint16_t{5555}, "203.0.113.33:5555"}},
      ""};
  account.categories["email"] = {
      Holding::held, {{"secret@mail.example", seen, "SECRETMEANING", {}, "SECRETSTORED"}}, "SECRETNOTE"};
  account.categories["last_seen"] = {Holding::not_held_by_design, {}, "No presence is recorded."};
  return account;
}

inline provider::Answer example_answer(const std::string& name) {
  return {.selector = {legal::SelectorKind::user_name, name, {}, {}},
          .accounts = {example_account(name)},
          .account_note = "The name is matched exactly."};
}

inline const legal::CodeSet example_grant = {"ip_address", "last_seen", "phone_number"};

inline Grant grant_of(const std::string& name, legal::CodeSet categories) {
  return {{legal::SelectorKind::user_name, name, {}, {}}, std::move(categories)};
}

inline CaseFacts example_facts() {
  CaseFacts facts;
  facts.provider_name = "Example Messenger";
  facts.case_ref = "WR-2024-00017";
  facts.file_number = "4 Js 1234/24";
  facts.agency = "Example Police";
  facts.officer = "officer@police.example";
  facts.country = "DE";
  facts.instrument = "court_order";
  facts.received_at = example_time - std::chrono::hours(49);
  facts.sealed_at = example_time;
  facts.policy_id = "telegram-2024-09";
  facts.policy_rule = "give";
  facts.ground = "conditions_met";
  facts.synthetic = true;
  facts.receipts = {{"promise", "writ-promise/v1\n"},
                    {"promise.opening.json", "{}\n"},
                    {"decision-1/promise", "writ-promise/v1\n"}};
  return facts;
}

inline std::string example_signer() {
  base::SeededRandom random(1);
  return crypto::make_certificate({.common_name = "TEST provider",
                                   .not_before = example_time - std::chrono::days(1),
                                   .not_after = example_time + std::chrono::days(1)},
                                  random)
      ->pem();
}

inline const File* find_file(const std::vector<File>& files, std::string_view name) {
  for (const File& file : files) {
    if (file.name == name) return &file;
  }
  return nullptr;
}

}  // namespace writ::disclosure
