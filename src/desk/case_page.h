// What every page of one case shares: the identity bar, its tabs, and the parts that several pages show.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "casework/case_file.h"
#include "desk/facts.h"
#include "desk/words.h"
#include "page/form.h"
#include "page/locale.h"
#include "page/parts.h"
#include "policy/policy.h"

namespace writ::desk {

struct DocumentView {
  std::string id;
  std::string name;
  std::string type;
  std::uint64_t bytes = 0;
  std::string sha256;        // hex
  std::optional<int> pages;  // nullopt: not counted, or it cannot be shown
  std::string trouble;       // why it cannot be shown as pictures
};

struct OpenElsewhere {
  std::string who;
  base::Time at;
};

/// One case as its pages see it. `typed` and `faults` are of a form that was not taken.
struct CasePage {
  const page::Locale& t;  // of whoever reads it
  const casework::CaseFile& file;
  const policy::Policy& policy;  // of the day of receipt
  base::Time now;
  Names names;
  std::string csrf;
  std::string me;  // person id
  legal::CodeSet roles;
  std::vector<DocumentView> documents;
  std::optional<OpenElsewhere> open_elsewhere;
  std::string previous_url;  // in the queue that this case stands in
  std::string next_url;
  std::vector<std::pair<std::string, std::string>> people;  // who works on cases: id and name
  std::map<std::string, std::string> typed;
  std::vector<page::FieldError> faults;
  bool numbers_hidden = false;  // of an emergency before its recorded call: documents are shown as text only

  bool has_role(std::string_view role) const { return legal::contains(roles, role); }
  std::string url(std::string_view tail = "") const { return "/desk/cases/" + file.ref + std::string(tail); }
  std::string value(const std::string& name) const {
    const auto found = typed.find(name);
    return found == typed.end() ? std::string() : found->second;
  }
};

/// "Account 3" of position 2, and with its kind: "Account 3 (phone number)".
std::string account_words(const page::Locale& t, std::size_t i);
std::string account_words(const page::Locale& t, std::size_t i, legal::SelectorKind kind);

/// Identity bar, tabs and h1. `current`: the tail of the tab's address.
page::Html case_head(const CasePage& page, std::string_view current, std::string_view title);
/// With the word for it in the reader's language.
page::Html warning(const page::Locale& t, const page::Html& text);
/// Newer and older pages of a list, in the reader's language.
page::Paging paging(const page::Locale& t, std::string previous_url, std::string next_url, std::string shown = "");
/// csrf and the version that the page was made from: a form on a case that moved meanwhile is not taken.
page::Html version_field(const CasePage& page);
/// A form of this case, with the version.
page::Html case_form(const CasePage& page, std::string_view tail, const page::Html& inside);

/// The request as declared, without what the messenger holds.
page::Html request_summary(const CasePage& page);
page::Html document_pane(const CasePage& page);
/// What is given to accounts that follow each other and are treated alike: "Accounts 1 to 400: give IP address".
struct AccountsWords {
  std::string accounts;
  std::string words;
  bool gives = false;
};
std::vector<AccountsWords> granted_words(const page::Locale& t, const casework::Decision& decision);
page::Html decision_summary(const casework::Decision& decision, const CasePage& page);

}  // namespace writ::desk
