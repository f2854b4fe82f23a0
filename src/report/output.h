// The files of the site as they are made, and the addresses between them: always relative, always to a file, so that
// the folder works from any server, below any path and straight from a disk.
#pragma once

#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "page/html.h"

namespace writ::report {

/// The place of one page: paths are those of the site's files ("countries/usa/index.html").
class Here {
 public:
  /// `from_root`: addresses begin with "/", for the one page that a server shows under any address (404.html).
  explicit Here(std::string path, bool from_root = false) : path_(std::move(path)), from_root_(from_root) {}
  const std::string& path() const { return path_; }
  /// Address of `target` (a file of the site, may end in #fragment) from this page.
  std::string to(std::string_view target) const;
  /// A link with text.
  page::Html link(std::string_view target, std::string_view text) const {
    return page::a(page::href(to(target)), text);
  }

 private:
  std::string path_;
  bool from_root_;
};

using SiteFiles = std::vector<std::pair<std::string, std::string>>;

/// One field of a CSV row by RFC 4180; a value that a spreadsheet would run as a formula gets an apostrophe before it.
std::string csv_field(std::string_view value);
/// Fields joined by commas, LF at the end.
std::string csv_row(const std::vector<std::string>& fields);

}  // namespace writ::report
