// Of one period: the requests whose row the law forbids to show. Which, why, and who agreed.
#pragma once

#include <string>
#include <vector>

#include "casework/case_file.h"
#include "desk/words.h"
#include "page/form.h"

namespace writ::desk {

struct HeldPage {
  struct Row {
    std::string ref;
    std::string law;
    std::string words;
    std::string asked_by;   // name
    std::string agreed_by;  // name; empty: nobody yet
    bool may_agree = false;  // this person did not ask
  };
  const page::Locale& t;
  base::Period period;
  std::vector<Row> rows;
  bool made = false;     // the report is there: what it shows stays
  bool may_act = false;  // a publisher
  std::string csrf;
  std::string reference, law, words;  // as typed
  std::vector<page::FieldError> faults;
};
page::Html held_page(const HeldPage& page);

/// "2 rows are held; 1 waits for a second person."
page::Html held_words(const page::Locale& t, const std::vector<HeldPage::Row>& rows);

}  // namespace writ::desk
