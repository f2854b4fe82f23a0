// What a test reads of a page: its addresses and its text.
#pragma once

#include <algorithm>
#include <set>
#include <string>
#include <string_view>

#include "base/files.h"
#include "report/pages.h"

namespace writ::report_test {

inline bool is_page(const std::string& path) { return path.ends_with(".html"); }

/// By the folder it lies in; what lies in none is English.
inline page::Language language_of_path(const std::string& path) {
  for (const page::Language one : page::languages)
    if (one != page::Language::en && path.starts_with(page::path_prefix(one))) return one;
  return page::Language::en;
}

inline std::set<std::string> addresses(const std::string& page) {
  std::set<std::string> out;
  for (const std::string name : {" href=\"", " src=\""})
    for (std::size_t at = page.find(name); at != std::string::npos; at = page.find(name, at + 1)) {
      const std::size_t start = at + name.size();
      out.insert(page.substr(start, page.find('"', start) - start));
    }
  return out;
}

/// `address` as seen from `path`, as a path of the site.
inline std::string resolved(const std::string& path, const std::string& address) {
  if (address.starts_with("/")) return address.substr(1);
  return (base::Path(path).parent_path() / address).lexically_normal().string();
}

/// What the server has at the site's root besides the site; the site may link these and nothing else of the kind.
inline bool is_beside(const std::string& target) {
  return std::ranges::find(report::served_beside, target) != std::end(report::served_beside);
}

/// The text of a page: tags gone, white space and references left.
inline std::string text_of(const std::string& page) {
  std::string text;
  bool inside = false;
  for (const char c : page) {
    if (c == '<' || c == '>')
      inside = c == '<';
    else if (!inside)
      text += c;
  }
  return text;
}

inline bool says(const std::string& page, std::string_view words) {
  return text_of(page).find(words) != std::string::npos;
}

}  // namespace writ::report_test
