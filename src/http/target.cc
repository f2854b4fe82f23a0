#include "http/target.h"

#include <algorithm>
#include <cstdint>

namespace writ::http {

namespace {

int hex_value(char c) {
  if (c >= '0' && c <= '9') return c - '0';
  if (c >= 'a' && c <= 'f') return c - 'a' + 10;
  if (c >= 'A' && c <= 'F') return c - 'A' + 10;
  return -1;
}

}  // namespace

std::optional<std::string> percent_decode(std::string_view text, bool plus_is_space) {
  std::string out;
  out.reserve(text.size());
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] == '+' && plus_is_space) {
      out.push_back(' ');
    } else if (text[i] != '%') {
      out.push_back(text[i]);
    } else {
      if (i + 2 >= text.size()) return std::nullopt;
      const int high = hex_value(text[i + 1]);
      const int low = hex_value(text[i + 2]);
      if (high < 0 || low < 0) return std::nullopt;
      out.push_back(static_cast<char>(high * 16 + low));
      i += 2;
    }
  }
  return out;
}

namespace {

bool has_control(std::string_view text) {
  return std::any_of(text.begin(), text.end(), [](char c) {
    const auto byte = static_cast<unsigned char>(c);
    return byte < 0x20 || byte == 0x7F;
  });
}

base::Result<std::string> parse_path(std::string_view raw) {
  const auto bad = [&](const char* rule) { return base::invalid("path", std::string(raw), rule); };
  if (raw.empty() || raw.front() != '/') return bad("a path begins with /");
  std::string_view rest = raw.substr(1);
  std::string path;
  for (;;) {
    const auto slash = rest.find('/');
    const auto segment = percent_decode(rest.substr(0, slash), false);
    if (!segment) return bad("a percent sign is followed by two hex digits");
    if (segment->find_first_of("/\\") != std::string::npos) return bad("no slash or backslash inside a segment");
    if (has_control(*segment)) return bad("no control bytes");
    if (*segment == "." || *segment == "..") return bad("no . or .. segments");
    if (segment->empty() && slash != std::string_view::npos) return bad("no empty segments");
    path += '/';
    path += *segment;
    if (slash == std::string_view::npos) break;
    rest.remove_prefix(slash + 1);
  }
  if (!is_utf8(path)) return bad("a path is UTF-8");
  return path;
}

base::Result<std::map<std::string, std::string>> parse_query(std::string_view raw) {
  std::map<std::string, std::string> query;
  while (!raw.empty()) {
    const auto end = raw.find('&');
    const std::string_view pair = raw.substr(0, end);
    raw.remove_prefix(end == std::string_view::npos ? raw.size() : end + 1);
    if (pair.empty()) continue;
    const auto equals = pair.find('=');
    const auto name = percent_decode(pair.substr(0, equals), true);
    const auto value = percent_decode(equals == std::string_view::npos ? "" : pair.substr(equals + 1), true);
    const auto bad = [&](const char* rule) { return base::invalid("query", std::string(pair), rule); };
    if (!name || !value) return bad("a percent sign is followed by two hex digits");
    if (has_control(*name) || has_control(*value)) return bad("no control bytes");
    if (!is_utf8(*name) || !is_utf8(*value)) return bad("a query is UTF-8");
    if (!query.emplace(*name, *value).second) return bad("a name is given once");
  }
  return query;
}

}  // namespace

base::Result<Target> parse_target(std::string_view target) {
  const bool printable = std::all_of(target.begin(), target.end(), [](char c) { return c > 0x20 && c < 0x7F; });
  if (!printable) return base::invalid("target", std::string(target), "a target is printable ASCII");
  if (target == "*") return Target{"*", {}};
  for (const std::string_view scheme : {"http://", "https://"}) {
    if (!target.starts_with(scheme)) continue;
    target.remove_prefix(scheme.size());
    const auto authority_end = target.find_first_of("/?");
    target = authority_end == std::string_view::npos ? "/" : target.substr(authority_end);
    break;
  }
  if (target.find('#') != std::string_view::npos) {
    return base::invalid("target", std::string(target), "a target has no fragment");
  }
  const auto question = target.find('?');
  TRY(auto path, parse_path(target.substr(0, question)));
  TRY(auto query, parse_query(question == std::string_view::npos ? "" : target.substr(question + 1)));
  return Target{std::move(path), std::move(query)};
}

std::string encode_path(std::string_view path) {
  static constexpr char digits[] = "0123456789ABCDEF";
  static constexpr std::string_view plain = "-._~/";
  std::string out;
  for (const char c : path) {
    const bool alphanumeric = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
    if (alphanumeric || plain.find(c) != std::string_view::npos) {
      out.push_back(c);
    } else {
      const auto byte = static_cast<unsigned char>(c);
      out += {'%', digits[byte >> 4], digits[byte & 15]};
    }
  }
  return out;
}

bool is_utf8(std::string_view text) {
  for (std::size_t i = 0; i < text.size();) {
    const auto byte = [&](std::size_t at) { return static_cast<std::uint8_t>(text[at]); };
    const std::uint8_t first = byte(i);
    std::size_t length = 0;
    std::uint8_t low = 0x80, high = 0xBF;  // of the second byte
    if (first < 0x80)
      length = 1;
    else if (first >= 0xC2 && first <= 0xDF)
      length = 2;
    else if (first >= 0xE0 && first <= 0xEF)
      length = 3;
    else if (first >= 0xF0 && first <= 0xF4)
      length = 4;
    else
      return false;
    if (first == 0xE0) low = 0xA0;
    if (first == 0xED) high = 0x9F;
    if (first == 0xF0) low = 0x90;
    if (first == 0xF4) high = 0x8F;
    if (i + length > text.size()) return false;
    for (std::size_t k = 1; k < length; ++k) {
      if (byte(i + k) < low || byte(i + k) > high) return false;
      low = 0x80, high = 0xBF;
    }
    i += length;
  }
  return true;
}

}  // namespace writ::http
