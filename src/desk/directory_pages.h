// The directory of authorities at the desk: whom to call back, and where each number was found.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "authority/directory.h"
#include "desk/words.h"
#include "page/form.h"

namespace writ::desk {

/// A form that was not taken, or none. Names: name, country, number, mailbox_domain, source, checked-day, -month,
/// -year.
struct DirectoryForm {
  const page::Locale& t;  // of the whole page
  std::map<std::string, std::string> typed;
  std::vector<page::FieldError> faults;
  std::string csrf;
  bool open = false;
  bool may_write = false;
};

struct DirectoryList {
  std::vector<authority::Entry> entries;
  std::string previous_url;
  std::string next_url;
};
page::Html directory_page(const DirectoryList& list, const DirectoryForm& form);

struct DirectoryEntryView {
  authority::Entry entry;
  std::string entered_by;
  std::vector<std::string> officers;                       // of this authority's name or mailbox domain, in words
  std::map<std::string, std::int64_t> outcomes;            // of its cases, by state in words; empty for administrators
  std::vector<std::pair<std::string, std::string>> cases;  // reference and state
};
page::Html directory_entry_page(const DirectoryEntryView& view, const DirectoryForm& form);

}  // namespace writ::desk
