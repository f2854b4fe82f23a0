// Pages of a document as pictures, and its text. Slow and outside every lock: two at a time, so that the desk stays
// quick.
#pragma once

#include <cstdint>
#include <map>
#include <mutex>
#include <optional>
#include <semaphore>
#include <string>
#include <string_view>

#include "base/result.h"

namespace writ::faces {

/// Why a document has no pages to be shown.
enum class Trouble : std::uint8_t {
  none,
  plain_text,  // it is to be read as text
  no_pages,
  picture,  // of a kind that cannot be shown
  program,  // `rule`: what the program that read it met
};

struct PageCount {
  std::optional<int> pages;
  Trouble trouble = Trouble::none;
  std::string rule = {};
};

class Pictures {
 public:
  /// Counted once for each document id.
  std::optional<PageCount> known(const std::string& id) const;
  PageCount count(const std::string& id, std::string_view type, std::string_view content);
  /// PNG of page `page` (from 1), at most 1,400 px on its longer side.
  base::Result<std::string> picture(std::string_view content, int page);
  /// Of all pages, UTF-8, at most 2 MB.
  base::Result<std::string> text(std::string_view type, std::string_view content);

 private:
  mutable std::mutex lock_;
  std::map<std::string, PageCount> counts_;
  std::counting_semaphore<2> places_{2};
};

}  // namespace writ::faces
