#include "intake/normal.h"

#include <arpa/inet.h>
#include <unicode/idna.h>
#include <unicode/normalizer2.h>
#include <unicode/uchar.h>
#include <unicode/unistr.h>

#include <algorithm>
#include <array>
#include <cstdint>
#include <cstdio>
#include <memory>

namespace writ::intake {

namespace {

constexpr std::size_t mail_local_bytes_max = 64;    // RFC 5321 4.5.3.1.1
constexpr std::size_t mail_domain_bytes_max = 253;  // RFC 1035 2.3.4, without the root's dot

/// RFC 5952 section 4: lower case, no leading zeros, the longest run of two or more zero groups (the first of equals)
/// as `::`.
std::string format_v6(const std::array<std::uint8_t, 16>& bytes) {
  std::array<unsigned, 8> groups{};
  for (std::size_t i = 0; i < 8; ++i) groups[i] = static_cast<unsigned>(bytes[2 * i] << 8 | bytes[2 * i + 1]);
  std::size_t run_start = 8;
  std::size_t run_length = 1;
  for (std::size_t i = 0; i < 8; ++i) {
    std::size_t length = 0;
    while (i + length < 8 && groups[i + length] == 0) ++length;
    if (length > run_length) {
      run_start = i;
      run_length = length;
    }
    i += length;
  }
  std::string text;
  for (std::size_t i = 0; i < 8; ++i) {
    if (i == run_start) {
      text += "::";
      i += run_length - 1;
      continue;
    }
    if (!text.empty() && !text.ends_with("::")) text += ':';
    char group[8];
    std::snprintf(group, sizeof group, "%x", groups[i]);
    text += group;
  }
  return text;
}

base::Result<icu::UnicodeString> normal_form_c(std::string_view value, const std::string& path) {
  UErrorCode status = U_ZERO_ERROR;
  const icu::Normalizer2* nfc = icu::Normalizer2::getNFCInstance(status);
  CHECK_INVARIANT(U_SUCCESS(status));
  const auto text = icu::UnicodeString::fromUTF8(icu::StringPiece(value.data(), static_cast<int32_t>(value.size())));
  const icu::UnicodeString normal = nfc->normalize(text, status);
  if (U_FAILURE(status)) return base::invalid(path, std::string(value), "has no Unicode normalisation form C");
  return normal;
}

std::string utf8(const icu::UnicodeString& text) {
  std::string out;
  text.toUTF8String(out);
  return out;
}

}  // namespace

base::Result<std::string> normal_address(std::string_view value, const std::string& path) {
  constexpr const char* rule = "is an IPv4 or IPv6 address without zone, port or prefix length";
  const std::string text(value);
  if (text.find('\0') != std::string::npos) return base::invalid(path, text, rule);
  std::array<std::uint8_t, 4> v4{};
  std::array<std::uint8_t, 16> v6{};
  constexpr std::array<std::uint8_t, 12> mapped = {0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xff, 0xff};  // RFC 4291 2.5.5.2
  if (inet_pton(AF_INET6, text.c_str(), v6.data()) == 1) {
    if (!std::equal(mapped.begin(), mapped.end(), v6.begin())) return format_v6(v6);
    std::copy(v6.begin() + 12, v6.end(), v4.begin());
  } else if (inet_pton(AF_INET, text.c_str(), v4.data()) != 1) {
    return base::invalid(path, text, rule);
  }
  char out[INET_ADDRSTRLEN];
  std::snprintf(out, sizeof out, "%u.%u.%u.%u", v4[0], v4[1], v4[2], v4[3]);
  return out;
}

base::Result<std::string> normal_name(std::string_view value, const std::string& path) {
  TRY(icu::UnicodeString text, normal_form_c(value, path));
  const auto space = [](UChar32 c) { return u_isUWhiteSpace(c) != 0; };
  int32_t first = 0;
  int32_t end = text.length();
  while (first < end && space(text.char32At(first))) first = text.moveIndex32(first, 1);
  while (end > first && space(text.char32At(text.moveIndex32(end, -1)))) end = text.moveIndex32(end, -1);
  if (first == end) return base::invalid(path, std::string(value), "holds more than white space");
  return utf8(text.tempSubStringBetween(first, end));
}

base::Result<std::string> normal_mail(std::string_view value, const std::string& path) {
  const std::string given(value);
  TRY(const std::string trimmed, normal_name(value, path));
  const auto at = trimmed.rfind('@');
  if (at == std::string::npos || at == 0) return base::invalid(path, given, "is an e-mail address: local@domain");
  const std::string local = trimmed.substr(0, at);
  const bool odd = std::ranges::any_of(local, [](char c) {
    return static_cast<unsigned char>(c) <= 0x20 || c == '@' || c == '<' || c == '>' || c == ',';
  });
  if (odd || local.size() > mail_local_bytes_max) {
    return base::invalid(path, given, "has a local part of at most 64 bytes without space, @, comma or angle brackets");
  }
  UErrorCode status = U_ZERO_ERROR;
  const std::unique_ptr<icu::IDNA> idna(
      icu::IDNA::createUTS46Instance(UIDNA_USE_STD3_RULES | UIDNA_NONTRANSITIONAL_TO_ASCII, status));
  CHECK_INVARIANT(U_SUCCESS(status));
  icu::IDNAInfo info;
  std::string domain;
  icu::StringByteSink<std::string> sink(&domain);
  const std::string_view given_domain = std::string_view(trimmed).substr(at + 1);
  idna->nameToASCII_UTF8(icu::StringPiece(given_domain.data(), static_cast<int32_t>(given_domain.size())), sink, info,
                         status);
  if (U_FAILURE(status) || info.hasErrors() || domain.empty() || domain.size() > mail_domain_bytes_max) {
    return base::invalid(path, given, "has a domain name after the @ (RFC 1035, UTS 46)");
  }
  return local + "@" + domain;
}

}  // namespace writ::intake
