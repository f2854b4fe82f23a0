#include "provider/names.h"

#include <unicode/normalizer2.h>
#include <unicode/unistr.h>

#include <utility>

namespace writ::provider {

std::string_view name_of(Folding folding) {
  switch (folding) {
    case Folding::exact:
      return "exact";
    case Folding::ascii:
      return "ascii";
    case Folding::nfc:
      return "nfc";
    case Folding::unicode:
      return "unicode";
  }
  std::unreachable();
}

std::optional<Folding> folding(std::string_view name) {
  for (const Folding known : {Folding::exact, Folding::ascii, Folding::nfc, Folding::unicode})
    if (name_of(known) == name) return known;
  return std::nullopt;
}

std::optional<std::string> fold_name(Folding folding, std::string_view name) {
  std::string folded(name);
  if (folding == Folding::ascii) {
    for (char& c : folded)
      if (c >= 'A' && c <= 'Z') c = static_cast<char>(c + 32);
  }
  if (folding == Folding::nfc || folding == Folding::unicode) {
    UErrorCode status = U_ZERO_ERROR;
    const icu::Normalizer2* normalizer = folding == Folding::nfc ? icu::Normalizer2::getNFCInstance(status)
                                                                 : icu::Normalizer2::getNFKCCasefoldInstance(status);
    const auto text = icu::UnicodeString::fromUTF8(icu::StringPiece(name.data(), static_cast<int32_t>(name.size())));
    if (U_FAILURE(status) || text.indexOf(static_cast<UChar>(0xfffd)) >= 0) return std::nullopt;
    const icu::UnicodeString normal = normalizer->normalize(text, status);
    if (U_FAILURE(status)) return std::nullopt;
    folded.clear();
    normal.toUTF8String(folded);
  }
  if (folded.empty()) return std::nullopt;
  return folded;
}

}  // namespace writ::provider
