// What may be told of national security process: the structure, chosen once, and the bands that reports print.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "desk/words.h"
#include "legal/bands.h"
#include "page/form.h"

namespace writ::desk {

struct BandsPage {
  struct Row {
    std::string category;  // code
    base::Period span;
    std::uint64_t low = 0;
    std::string stated_by;   // name
    std::string agreed_by;   // name; empty: nobody yet
    bool may_agree = false;  // this person did not state it
    std::optional<base::Period> printed;
  };
  const page::Locale& t;
  const legal::BandStructure* structure = nullptr;  // chosen, locked or not
  std::string chosen_by, locked_by;                 // names; `locked_by` empty: it waits for a second person
  bool may_lock = false;
  std::vector<Row> rows;
  std::vector<base::Period> spans;  // that have ended, latest first
  bool may_act = false;             // a publisher
  std::string csrf;
  std::string typed_structure, typed_category, typed_span, typed_low;
  std::vector<page::FieldError> faults;
};
page::Html bands_page(const BandsPage& page);

/// "0 to 249"
std::string band_words(const page::Locale& t, std::uint64_t low, std::uint64_t width);
/// The public pages call it the same.
std::string band_name(const page::Locale& t, const legal::BandCategory& category);

}  // namespace writ::desk
