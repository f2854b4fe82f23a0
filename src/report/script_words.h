// What the scripts of /verify/ and /receipt/ say, as attributes of the element that they fill: no text of theirs is in
// them, so that a page of another language says it all in this language.
#pragma once

#include <string>

#include "page/locale.h"

namespace writ::report {

/// {"stop": "Stop", "bytes": "Downloads about {size}."}: the texts of web/verify.
std::string checker_words(const page::Locale& in);
/// [["the log is a real one", "..."]]: what the verifier says (src/verify, in English) beside the page's words for it;
/// {0}, {1} stand for what differs from case to case.
std::string verdict_words(const page::Locale& in);

}  // namespace writ::report
