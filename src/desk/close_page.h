// The close of one period: what is open, what the stranger's verifier says, what changes, and who lets it out.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "desk/held_page.h"
#include "desk/words.h"
#include "page/form.h"

namespace writ::desk {

struct CloseView {
  const page::Locale& t;
  base::Period period;
  base::Time now;
  std::string csrf;
  bool may_act = false;  // a publisher
  bool closed = false;   // the period has ended and its last tick is done
  bool made = false;     // the report waits
  bool published = false;

  std::int64_t pending = 0;
  std::vector<std::string> unclassified;  // references
  std::vector<std::string> open_answers;  // references: a question is with the authority, or its answer was not read
  bool read = false;                      // the report is there and could be read: what follows is of it
  std::uint64_t held = 0;                 // rows that the report does not show
  std::vector<HeldPage::Row> holds;       // asked and held
  std::uint64_t restated = 0;
  std::vector<std::string> bands;  // sentences
  std::string band_state;  // of the structure, in words

  struct Check {
    base::Time at;
    bool verified = false;
    std::string text;
  };
  std::optional<Check> check;
  std::vector<std::string> differences;  // sentences, against the report before
  bool preview = false;                  // its pages are made

  int publishers = 0;  // 0: it goes out at its time
  struct Released {
    std::string who;
    base::Time at;
    base::Time publish_at;
  };
  std::vector<Released> released;
  bool mine = false;     // this person released it
  std::string hindered;  // why nobody may release it now
  std::string typed_at;
  std::vector<page::FieldError> faults;
  page::Html answer;  // of the form just sent
};
page::Html close_page(const CloseView& view);

/// "Requests received: 14, in the period before 0."
std::string difference_words(const page::Locale& t, const std::string& label, std::uint64_t before, std::uint64_t now);

}  // namespace writ::desk
