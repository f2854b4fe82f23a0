// What the portal's pages are made from. Plain values: no page asks a store, a clock or a key.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "base/time.h"
#include "legal/request.h"
#include "page/form.h"
#include "page/locale.h"

namespace writ::portal {

/// As typed, by the name of the field.
using Fields = std::map<std::string, std::string>;
inline const std::string& field_of(const Fields& fields, const std::string& name) {
  static const std::string none;
  const auto found = fields.find(name);
  return found == fields.end() ? none : found->second;
}

/// What every page with a form has.
struct Context {
  const page::Locale& t;
  std::string csrf;
  std::vector<page::FieldError> errors = {};

  std::string error(std::string_view field) const { return page::error_of(errors, field); }
};

struct KeyLine {
  bool present = false;
  std::string kind;         // openpgp or cms
  std::string fingerprint;  // in groups, as people compare it
  std::optional<base::Time> expires;
  std::string problem;  // why nothing can be sealed to it now; empty: it is good
};

struct OfficerView {
  std::string name;
  std::string email;
  std::string agency;
  std::string country;
  KeyLine key;
};

struct DocumentLine {
  std::string id;
  std::string name;
  std::string type;
  std::uint64_t bytes = 0;
  std::string sha256;  // hex
};

/// A data category as the holdings profile has it.
struct CategoryLine {
  std::string code;
  bool held = false;
  std::optional<int> retention_days;
  std::string reason;
};

/// What the typed lists of accounts came to.
struct AccountsView {
  std::vector<legal::Selector> selectors;
  std::vector<page::FieldError> errors;
};

struct DraftView {
  std::string id;
  std::string road;  // ordinary, preserve, emergency
  base::Time now;
  base::Time expires;
  Fields fields;
  OfficerView officer;
  std::vector<DocumentLine> documents;
  AccountsView accounts;
  std::vector<CategoryLine> categories;

  const std::string& field(const std::string& name) const { return field_of(fields, name); }
  std::string url(const std::string& step = "") const {
    return "/portal/drafts/" + id + (step.empty() ? "" : "/" + step);
  }
};

/// A word of a vocabulary in the reader's language: "word.<kind>.<code>".
std::string word_of(const page::Locale& t, const std::string& kind, const std::string& code);
/// A text of the portal whose last part is a code; the code itself if there is no such text.
std::string coded(const page::Locale& t, const std::string& prefix, const std::string& code);
/// A hash in groups of eight, copied whole.
page::Html grouped_hash(std::string_view hex);
/// "3 Dec 2026, 14:00 UTC" in a time element.
page::Html time_of(const page::Locale& t, base::Time time);
/// In kB and MB would be rounded; bytes are exact.
std::string bytes_of(const page::Locale& t, std::uint64_t bytes);

}  // namespace writ::portal
