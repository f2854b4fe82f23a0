#include "report/output.h"

#include <algorithm>

namespace writ::report {

std::string Here::to(std::string_view target) const {
  if (from_root_) return "/" + std::string(target);
  // The shared folders at the start of both need no climbing.
  std::size_t shared = 0;
  for (std::size_t i = 0; i < std::min(path_.size(), target.size()) && path_[i] == target[i]; ++i)
    if (path_[i] == '/') shared = i + 1;
  std::string address;
  for (std::size_t i = shared; i < path_.size(); ++i)
    if (path_[i] == '/') address += "../";
  return address + std::string(target.substr(shared));
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
