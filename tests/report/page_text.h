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

/// The text of a page but what stands in an element that is marked English, in code, a command or an identifier.
inline std::string unmarked_text(const std::string& page) {
  static const std::set<std::string, std::less<>> without_end = {"br",    "col",  "hr",   "img",
                                                                 "input", "link", "meta", "wbr"};
  static const std::set<std::string, std::less<>> no_prose = {"code", "pre", "bdi", "head", "script", "style"};
  std::vector<bool> quiet = {false};  // of each open element: whether its text is none of the page's language
  std::string text;
  for (std::size_t at = page.find('<'), end = 0; at != page.npos; at = page.find('<', end)) {
    if (!quiet.back()) text.append(page, end, at - end);
    end = page.find('>', at) + 1;
    const std::string tag = page.substr(at + 1, end - at - 2);
    const std::string name = tag.substr(0, tag.find_first_of(" /\n", 1));
    if (name.starts_with("/")) quiet.pop_back();
    if (name.starts_with("/") || name.starts_with("!") || name.starts_with("?") || tag.ends_with("/") ||
        without_end.contains(name))
      continue;
    quiet.push_back(quiet.back() || no_prose.contains(name) || tag.find(" lang=\"en\"") != tag.npos);
    text += ' ';
  }
  return text;
}

/// Four English words or more in a row that are no names: a sentence that nobody translated. Empty if there is none.
inline std::string english_run(const std::string& text) {
  std::size_t words = 0, from = 0;
  for (std::size_t at = 0; at < text.size();) {
    std::size_t end = at;
    while (end < text.size() && text[end] >= 'a' && text[end] <= 'z') ++end;
    words = end - at >= 2 ? words + 1 : 0;
    if (words == 1) from = at;
    if (words == 4) return text.substr(from, 60);
    if (end < text.size() && text[end] != ' ') words = 0;
    at = end + 1;
  }
  return "";
}

/// The first word that is English and neither French nor German, with what follows; empty if there is none.
inline std::string english_word(const std::string& text) {
  for (const char* word : {" the ", " which ", " of the ", " is ", " with "})
    if (const std::size_t at = text.find(word); at != text.npos) return text.substr(at, 60);
  return "";
}

inline bool says(const std::string& page, std::string_view words) {
  return text_of(page).find(words) != std::string::npos;
}

}  // namespace writ::report_test
