// Keeps what was granted and drops the rest before anything is written.
#include <algorithm>

#include "disclosure/disclosure.h"

namespace writ::disclosure {

namespace {

using provider::Holding;

std::string path_of(std::size_t index) { return "answers[" + std::to_string(index) + "]"; }

base::Result<> check_agreement(const std::string& field, const provider::CategoryAnswer& answer, bool incomplete) {
  if (answer.holding == Holding::source_unavailable) {
    if (incomplete) return {};
    return base::fail(base::Errc::unavailable, field, "source_unavailable",
                      "the source did not answer; a package is never sealed over it, and it is never an empty list");
  }
  if ((answer.holding == Holding::held) == answer.data.empty()) {
    return base::fail(base::Errc::corrupt, field, std::string(provider::code_of(answer.holding)),
                      "has values if and only if it is held");
  }
  return {};
}

base::Result<provider::AccountAnswer> only_granted(const provider::AccountAnswer& account,
                                                   const legal::CodeSet& granted, const std::string& path,
                                                   bool incomplete) {
  provider::AccountAnswer kept{account.account, {}};
  for (const std::string& category : granted) {
    const std::string field = path + "." + category;
    const auto found = account.categories.find(category);
    if (found == account.categories.end()) {
      return base::fail(base::Errc::unavailable, field, "", "was granted but the source was not asked for it");
    }
    TRY_VOID(check_agreement(field, found->second, incomplete));
    kept.categories.insert(*found);
  }
  return kept;
}

void note_values(const provider::AccountAnswer& account, Content& content) {
  for (const auto& [category, answer] : account.categories) {
    if (answer.data.empty()) continue;
    content.disclosed.push_back(category);
    content.accounts.push_back(account.account);
  }
}

}  // namespace

base::Result<Content> minimise(const std::vector<provider::Answer>& answers, const std::vector<Grant>& grants,
                               bool incomplete) {
  if (answers.size() != grants.size()) {
    return base::invalid("answers", std::to_string(answers.size()),
                         "must be one for each of the " + std::to_string(grants.size()) + " selectors of the request");
  }
  Content content;
  for (std::size_t i = 0; i < answers.size(); ++i) {
    const provider::Answer& answer = answers[i];
    if (answer.selector != grants[i].selector) {
      return base::invalid(path_of(i) + ".selector", answer.selector.value, "must be the selector of the grant");
    }
    if (grants[i].categories.empty()) continue;
    if (!answer.source_available && incomplete) {
      content.answers.push_back({answer.selector, {}, answer.account_note, false});
      continue;
    }
    if (!answer.source_available) {
      return base::fail(base::Errc::unavailable, path_of(i), "source_unavailable",
                        "the source did not answer; a package is never sealed over it, and it is never an empty list");
    }
    provider::Answer kept{answer.selector, {}, answer.account_note, true};
    for (std::size_t j = 0; j < answer.accounts.size(); ++j) {
      const std::string path = path_of(i) + ".accounts[" + std::to_string(j) + "]";
      TRY(provider::AccountAnswer account, only_granted(answer.accounts[j], grants[i].categories, path, incomplete));
      note_values(account, content);
      kept.accounts.push_back(std::move(account));
    }
    content.answers.push_back(std::move(kept));
  }
  content.disclosed = legal::make_set(std::move(content.disclosed));
  std::sort(content.accounts.begin(), content.accounts.end());
  content.accounts.erase(std::unique(content.accounts.begin(), content.accounts.end()), content.accounts.end());
  return content;
}

}  // namespace writ::disclosure
