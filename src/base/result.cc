#include "base/result.h"

namespace writ::base {

namespace {
constexpr std::size_t shown_value_bytes_max = 80;

std::string printable(const std::string& value) {
  std::string shown;
  for (const char c : value.substr(0, shown_value_bytes_max)) {
    const auto byte = static_cast<unsigned char>(c);
    if (byte >= 0x20 && byte != 0x7f) {
      shown += c;
    } else {
      char escaped[8];
      std::snprintf(escaped, sizeof escaped, "\\x%02x", byte);
      shown += escaped;
    }
  }
  if (value.size() > shown_value_bytes_max) shown += "...";
  return shown;
}
}  // namespace

std::string Error::message() const {
  std::string text = field;
  if (!value.empty()) text += (text.empty() ? "\"" : ": \"") + printable(value) + "\"";
  if (!text.empty()) text += ": ";
  return text + rule;
}

void check_failed(const char* what, const char* file, int line) {
  std::fprintf(stderr, "writ: a bug: %s is false at %s:%d\n", what, file, line);
  std::abort();
}

}  // namespace writ::base
