// Answers: pages in the face's layout, redirects, and the pages for what is not there or not taken.
#pragma once

#include "faces/call.h"
#include "page/form.h"

namespace writ::faces {

/// The language of the person's pages: their choice, else what the browser asks for.
const page::Locale& words(Call& call);

struct PageParts {
  std::string title;  // of the tab and of the page; a case by its reference, never a user's identifier
  page::Html main;    // begins with its h1
  unsigned status = 200;
  std::vector<page::Link> breadcrumbs = {};
  std::vector<std::string> scripts = {};  // "/desk/assets/desk.mjs"; nothing may need them
};
http::Response page_of(Call& call, PageParts parts);

/// 303: after a POST, or to another page. `path` is ours and begins with "/".
http::Response see_other(std::string_view path);
/// 303 with a sentence that the next page shows on top ("Saved.").
http::Response see_other(Call& call, std::string_view path, std::string_view word);
/// 404, the same for what is not there and for what this person may not see.
http::Response not_found(Call& call);
/// A page with the status that fits the error and what to do next. not_found and denied look as not_found() does.
http::Response error_page(Call& call, const base::Error& error);

/// The hidden field that every form of a page has.
page::Html form_key_field(const Call& call);

/// What was wrong with the fields of a form; `field` is the input that the summary links to.
using Faults = std::vector<page::FieldError>;
/// A sentence from an error of a door: field, value and rule as one.
std::string sentence(const base::Error& error);

/// Content-Security-Policy and the rest, on every answer of a face.
void add_security_headers(http::Response& response);

}  // namespace writ::faces
