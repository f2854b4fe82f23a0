#include "report/output.h"

#include <algorithm>

namespace writ::report {

bool is_in_every_language(std::string_view target) {
  const std::string_view file = target.substr(0, target.find('#'));
  if (file == "favicon.svg") return false;
  return file.ends_with(".html") || file.ends_with(".svg") || file.ends_with(".pdf") || file == "feed.atom" ||
         file == "feed.json";
}

std::string Here::to(std::string_view target, page::Language language) const {
  const std::string full =
      std::string(is_in_every_language(target) ? page::path_prefix(language) : "") + std::string(target);
  if (from_root_) return "/" + full;
  const std::string own = path();
  // The shared folders at the start of both need no climbing.
  std::size_t shared = 0;
  for (std::size_t i = 0; i < std::min(own.size(), full.size()) && own[i] == full[i]; ++i)
    if (own[i] == '/') shared = i + 1;
  std::string address;
  for (std::size_t i = shared; i < own.size(); ++i)
    if (own[i] == '/') address += "../";
  return address + full.substr(shared);
}

std::string csv_field(std::string_view value) {
  std::string out(value);
  // `--` is a country code of ours; everything else that begins like a formula is disarmed.
  if (!out.empty() && std::string_view("=+-@\t\r").contains(out.front()) && out != "--") out.insert(0, 1, '\'');
  if (out.find_first_of(",\"\r\n") == std::string::npos) return out;
  std::string quoted = "\"";
  for (const char c : out) {
    if (c == '"') quoted += '"';
    quoted += c;
  }
  return quoted + "\"";
}

std::string csv_row(const std::vector<std::string>& fields) {
  std::string row;
  for (std::size_t i = 0; i < fields.size(); ++i) row += (i > 0 ? "," : "") + csv_field(fields[i]);
  return row + "\n";
}

}  // namespace writ::report
