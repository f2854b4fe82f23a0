// Triage of many cases: the page that asks once more, and the page that says what came of it (design: faces.md 4.3).
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "page/form.h"
#include "page/locale.h"

namespace writ::desk {

/// assign, flag, ask, duplicate, refuse: what may be done to many cases at once, and nothing else.
bool is_bulk_act(std::string_view act);
std::string bulk_act_words(const page::Locale& t, std::string_view act);

struct BulkConfirm {
  std::string id;  // of the frozen list
  std::string act;
  std::vector<std::string> doing;                            // references, the first that fit on a page
  std::vector<std::pair<std::string, std::string>> skipped;  // reference and why
  std::size_t count = 0;                                     // that would be done
  std::size_t more = 0;                                      // that are not on the page
  std::string argument;                                      // as typed
  std::string person;                                        // who asks: the first choice for an owner
  std::vector<std::pair<std::string, std::string>> people;   // id and name
  std::string csrf;
  std::vector<page::FieldError> faults;
};
page::Html bulk_confirm(const page::Locale& t, const BulkConfirm& page);

struct BulkResult {
  using Whys = std::vector<std::pair<std::string, std::string>>;  // reference and why
  std::string id;
  std::string act;
  std::size_t done = 0;
  std::size_t left = 0;
  Whys skipped;
  bool can_be_undone = false;
  struct Undone {
    std::size_t done = 0;
    Whys kept;
  };
  std::optional<Undone> undone;
  std::string csrf;
};
page::Html bulk_result(const page::Locale& t, const BulkResult& result);

}  // namespace writ::desk
