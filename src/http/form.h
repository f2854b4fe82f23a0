// Forms as browsers send them: application/x-www-form-urlencoded and multipart/form-data (RFC 7578), within limits.
#pragma once

#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/result.h"
#include "http/server.h"

namespace writ::http {

/// A file of a form. Name and type are what the sender says; nothing may rest on them.
struct Upload {
  std::string field;
  std::string file_name;
  std::string content_type;
  std::string content;
};

class Form {
 public:
  /// The first value of that name, as typed; empty if there is none.
  const std::string& text(std::string_view name) const;
  /// The same without white space at both ends.
  std::string trimmed(std::string_view name) const;
  bool has(std::string_view name) const;
  /// All values of that name (check boxes), in order.
  std::vector<std::string> all(std::string_view name) const;
  /// A file that was chosen; nullptr if the field is absent or was left empty.
  const Upload* upload(std::string_view field) const;

  std::vector<std::pair<std::string, std::string>> fields;
  std::vector<Upload> uploads;
};

struct FormLimits {
  std::size_t fields_max = 5'000;             // 400 identifiers with a decision of 5 fields each, and some
  std::size_t name_bytes_max = 200;           // of a field
  std::size_t value_bytes_max = 1024 * 1024;  // a list of identifiers as CSV
  std::size_t uploads_max = 20;
};

/// invalid names the field and the rule: another type of body, escapes or parts that are not well formed, text that is
/// not UTF-8, a limit. A request without a body is an empty form.
base::Result<Form> parse_form(const Request& request, const FormLimits& limits = {});

/// What is between two names of a query: `a=1&b=x%20y`, each percent-encoded.
std::string encode_query(const std::vector<std::pair<std::string, std::string>>& pairs);

}  // namespace writ::http
