#include "page/html.h"

#include <algorithm>
#include <array>
#include <cstdint>

#include "base/result.h"

namespace writ::page {

namespace {

constexpr std::string_view replacement = "\xEF\xBF\xBD";  // U+FFFD

bool is_letter(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); }
bool is_digit(char c) { return c >= '0' && c <= '9'; }

/// Length of the well-formed UTF-8 sequence at `at` (Unicode 15, table 3-7), 0 if there is none.
std::size_t sequence_length(std::string_view text, std::size_t at) {
  const auto byte = [&](std::size_t i) { return at + i < text.size() ? static_cast<std::uint8_t>(text[at + i]) : 0U; };
  const auto within = [](unsigned value, unsigned low, unsigned high) { return value >= low && value <= high; };
  const unsigned lead = byte(0);
  if (lead < 0x80) return 1;
  if (within(lead, 0xC2, 0xDF)) return within(byte(1), 0x80, 0xBF) ? 2 : 0;
  if (within(lead, 0xE0, 0xEF)) {
    const unsigned low = lead == 0xE0 ? 0xA0 : 0x80;
    const unsigned high = lead == 0xED ? 0x9F : 0xBF;  // no surrogates
    return within(byte(1), low, high) && within(byte(2), 0x80, 0xBF) ? 3 : 0;
  }
  if (within(lead, 0xF0, 0xF4)) {
    const unsigned low = lead == 0xF0 ? 0x90 : 0x80;
    const unsigned high = lead == 0xF4 ? 0x8F : 0xBF;
    return within(byte(1), low, high) && within(byte(2), 0x80, 0xBF) && within(byte(3), 0x80, 0xBF) ? 4 : 0;
  }
  return 0;
}

void append_escaped(std::string& out, char c) {
  switch (c) {
    case '&':
      out += "&amp;";
      return;
    case '<':
      out += "&lt;";
      return;
    case '>':
      out += "&gt;";
      return;
    case '"':
      out += "&quot;";
      return;
    case '\'':
      out += "&#39;";
      return;
    case '\t':
    case '\n':
    case '\r':
      out += c;
      return;
    default:
      break;
  }
  if (static_cast<unsigned char>(c) < 0x20 || c == 0x7F) {
    out += replacement;
  } else {
    out += c;
  }
}

bool is_element_name(std::string_view name) {
  return !name.empty() && is_letter(name[0]) &&
         std::all_of(name.begin(), name.end(), [](char c) { return is_letter(c) || is_digit(c) || c == '-'; });
}

bool is_attribute_name(std::string_view name) {
  const bool spelled = !name.empty() && is_letter(name[0]) && std::all_of(name.begin(), name.end(), [](char c) {
    return is_letter(c) || is_digit(c) || c == '-' || c == ':';
  });
  return spelled && !name.starts_with("on") && name != "style" && name != "srcset" && name != "srcdoc";
}

bool is_url_attribute(std::string_view name) {
  constexpr std::array names = {"href", "src", "action", "formaction", "poster", "cite", "data", "xlink:href"};
  return std::find(names.begin(), names.end(), name) != names.end();
}

bool is_void(std::string_view tag) {
  constexpr std::array tags = {"area", "base",  "br",   "col",  "embed",  "hr",
                               "img",  "input", "link", "meta", "source", "wbr"};
  return std::find(tags.begin(), tags.end(), tag) != tags.end();
}

}  // namespace

std::string escape(std::string_view text) {
  std::string out;
  out.reserve(text.size() + text.size() / 8);
  for (std::size_t i = 0; i < text.size();) {
    const std::size_t length = sequence_length(text, i);
    if (length == 1) {
      append_escaped(out, text[i]);
    } else if (length == 0) {
      out += replacement;
    } else if (length == 2 && text[i] == '\xC2' && static_cast<unsigned char>(text[i + 1]) < 0xA0) {
      out += replacement;  // C1 controls
    } else {
      out += text.substr(i, length);
    }
    i += length == 0 ? 1 : length;
  }
  return out;
}

Html markup(std::string trusted) {
  Html html;
  html.markup_ = std::move(trusted);
  return html;
}

bool is_safe_url(std::string_view url) {
  const bool clean = std::none_of(url.begin(), url.end(), [](char c) {
    return static_cast<unsigned char>(c) <= 0x20 || c == 0x7F || c == '\\';  // browsers drop or fold these
  });
  if (!clean || url.starts_with("//")) return false;
  const std::size_t end = url.find_first_of(":/?#");
  if (end == std::string_view::npos || url[end] != ':') return true;
  std::string scheme(url.substr(0, end));
  std::transform(scheme.begin(), scheme.end(), scheme.begin(),
                 [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c; });
  return scheme == "https" || scheme == "http" || scheme == "mailto";
}

Attribute attr(std::string_view name, std::string_view value) { return {std::string(name), std::string(value)}; }

Attribute flag(std::string_view name, bool on) { return when(on, attr(name, "")); }

Attribute when(bool condition, Attribute attribute) {
  attribute.absent = attribute.absent || !condition;
  return attribute;
}

namespace internal {

void Parts::add(const Attribute& attribute) {
  CHECK_INVARIANT(is_attribute_name(attribute.name));
  if (attribute.absent) return;
  const std::string name = " " + attribute.name;
  CHECK_INVARIANT(!attributes_.contains(name + "=\""));  // a second one would be ignored by browsers
  const std::string_view value = attribute.value;
  attributes_ += name + "=\"";
  attributes_ += is_url_attribute(attribute.name) && !is_safe_url(value) ? std::string(refused_url) : escape(value);
  attributes_ += '"';
}

Html Parts::close(std::string_view tag) const {
  CHECK_INVARIANT(is_element_name(tag));
  // Text of these two is not parsed as markup, so escaping could not protect it.
  CHECK_INVARIANT((tag != "script" && tag != "style") || children_.empty());
  std::string out = "<" + std::string(tag) + attributes_ + ">";
  if (is_void(tag)) {
    CHECK_INVARIANT(children_.empty());
    return markup(std::move(out));
  }
  out += children_;
  out += "</" + std::string(tag) + ">";
  return markup(std::move(out));
}

}  // namespace internal

}  // namespace writ::page
