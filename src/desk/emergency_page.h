// The weekly look at all emergencies, by somebody who took no part in them (design: faces.md section 5, 7).
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "casework/case_file.h"
#include "desk/words.h"
#include "page/form.h"

namespace writ::desk {

/// One emergency, as the review reads it. No name, number or address of a user.
struct EmergencyRow {
  std::string ref;
  std::string authority;  // with its country
  std::string state;      // in words
  base::Time received_at;
  std::vector<std::string> done;  // call, second channel, least data, approvals, in sentences
  std::optional<casework::CheckMade> review;
  bool may_review = false;  // this person took no part
};

struct EmergencyList {
  std::vector<EmergencyRow> rows;
  std::string csrf;
  std::map<std::string, std::string> typed;
  std::vector<page::FieldError> faults;
};
page::Html emergency_review(const page::Locale& t, const EmergencyList& list, const Names& names);

}  // namespace writ::desk
