#include "pdf/language.h"

#include <charconv>

namespace writ::pdf {

base::Result<std::string> with_language(std::string pdf, std::string_view language) {
  const auto unexpected = [] {
    return base::fail(base::Errc::unavailable, "cover-letter.pdf", "/Type /Catalog",
                      "must be the last object before the cross-reference table");
  };
  constexpr std::string_view start_word = "\nstartxref\n";
  const std::size_t start = pdf.rfind(start_word);
  if (start == std::string::npos) return unexpected();
  const char* const digits = pdf.data() + start + start_word.size();
  std::size_t table = 0;
  const auto [digits_end, error] = std::from_chars(digits, pdf.data() + pdf.size(), table);
  if (error != std::errc() || table >= start || pdf.compare(table, 4, "xref") != 0) return unexpected();

  const std::size_t object = pdf.rfind(" obj", table);
  const std::size_t catalogue = object == std::string::npos ? object : pdf.find("/Type /Catalog", object);
  if (catalogue == std::string::npos || catalogue > table) return unexpected();
  const std::string entries =
      "/Lang (" + std::string(language) + ")\n   /ViewerPreferences << /DisplayDocTitle true >>\n   ";
  const auto digits_at = static_cast<std::size_t>(digits - pdf.data());
  const auto digits_size = static_cast<std::size_t>(digits_end - digits);
  pdf.replace(digits_at, digits_size, std::to_string(table + entries.size()));
  pdf.insert(catalogue, entries);
  return pdf;
}

}  // namespace writ::pdf
