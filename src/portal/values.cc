#include "portal/values.h"

#include "page/parts.h"

namespace writ::portal {

using namespace page;

std::string coded(const Locale& t, const std::string& prefix, const std::string& code) {
  const auto key = Key::find(prefix + code);
  return key ? t.text(*key) : code;
}

std::string word_of(const Locale& t, const std::string& kind, const std::string& code) {
  return coded(t, "word." + kind + ".", code);
}

Html grouped_hash(std::string_view hex) {
  Html out;
  for (std::size_t at = 0; at < hex.size(); at += 8) out += span(cls("w-hash__group"), hex.substr(at, 8));
  return code(cls("w-hash"), attr("dir", "ltr"), out);
}

Html time_of(const Locale& t, base::Time time) {
  return time_element(attr("datetime", base::format_time(time)), t.time(time));
}

std::string bytes_of(const Locale& t, std::uint64_t bytes) { return t.text("portal.bytes", {{"n", bytes}}); }

}  // namespace writ::portal
