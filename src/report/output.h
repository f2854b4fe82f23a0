// The files of the site as they are made, and the addresses between them: always relative, always to a file, so that
// the folder works from any server, below any path and straight from a disk.
#pragma once

#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "page/html.h"
#include "page/locale.h"

namespace writ::report {

/// The place of one page: paths are those of the site's files ("countries/usa/index.html"). A page of another language
/// lies below its folder ("fr/countries/usa/index.html") and leads to pages of that language; files lie at the root.
class Here {
 public:
  /// `from_root`: addresses begin with "/", for the one page that a server shows under any address (404.html).
  explicit Here(std::string path, bool from_root = false) : plain_(std::move(path)), from_root_(from_root) {}
  Here(std::string path, page::Language language, bool from_root = false)
      : plain_(std::move(path)), language_(language), from_root_(from_root) {}
  /// Where the file lies.
  std::string path() const { return std::string(page::path_prefix(language_)) + plain_; }
  /// The same without the folder of the language: names the page in all languages.
  const std::string& plain_path() const { return plain_; }
  page::Language language() const { return language_; }
  /// Address of `target` (a file of the site, may end in #fragment) from this page, in this page's language if `target`
  /// is there in several.
  std::string to(std::string_view target) const { return to(target, language_); }
  std::string to(std::string_view target, page::Language language) const;
  /// A link with text.
  page::Html link(std::string_view target, std::string_view text) const {
    return page::a(page::href(to(target)), text);
  }
  page::Href href_to(std::string_view target) const { return page::Href{to(target)}; }

 private:
  std::string plain_;
  page::Language language_ = page::Language::en;
  bool from_root_;
};

/// Pages, drawings, PDFs and feeds are made in every language; data files and the icon lie at the root.
bool is_in_every_language(std::string_view target);

using SiteFiles = std::vector<std::pair<std::string, std::string>>;

/// One field of a CSV row by RFC 4180; a value that a spreadsheet would run as a formula gets an apostrophe before it.
std::string csv_field(std::string_view value);
/// Fields joined by commas, LF at the end.
std::string csv_row(const std::vector<std::string>& fields);

}  // namespace writ::report
