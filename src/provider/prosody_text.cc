#include <charconv>
#include <nlohmann/json.hpp>

#include "provider/prosody_store.h"

namespace writ::provider::prosody {

namespace {

bool is_plain(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9'); }

/// Reads what util.serialization writes, and no more of Lua.
class Lua {
 public:
  explicit Lua(std::string_view text) : text_(text) {}

  std::optional<Events> events() {
    if (!word("return") || !word("{")) return std::nullopt;
    Events found;
    while (!word("}")) {
      const auto kind = key();
      if (!kind || !word("{")) return std::nullopt;
      Event event;
      if (!fields(event)) return std::nullopt;
      separator();
      if (event.at != base::Time{}) found[*kind] = std::move(event);
    }
    separator();
    blanks();
    return text_.empty() ? std::optional(std::move(found)) : std::nullopt;
  }

 private:
  void blanks() {
    while (!text_.empty() && (text_[0] == ' ' || text_[0] == '\t' || text_[0] == '\n' || text_[0] == '\r'))
      text_.remove_prefix(1);
  }
  bool word(std::string_view wanted) {
    blanks();
    if (!text_.starts_with(wanted)) return false;
    text_.remove_prefix(wanted.size());
    return true;
  }
  void separator() {
    if (!word(";")) static_cast<void>(word(","));
  }
  std::optional<std::string> key() {
    if (!word("[")) return std::nullopt;
    const auto name = quoted();
    return name && word("]") && word("=") ? name : std::nullopt;
  }
  /// An address or a name: text with an escape is none of them.
  std::optional<std::string> quoted() {
    if (!word("\"")) return std::nullopt;
    const auto end = text_.find('"');
    if (end == std::string_view::npos || text_.substr(0, end).find('\\') != std::string_view::npos) return std::nullopt;
    std::string found(text_.substr(0, end));
    text_.remove_prefix(end + 1);
    return found;
  }
  bool fields(Event& event) {
    while (!word("}")) {
      const auto name = key();
      if (!name) return false;
      blanks();
      if (text_.starts_with('"')) {
        auto text = quoted();
        if (!text) return false;
        if (*name == "ip") event.ip = std::move(*text);
      } else {
        std::int64_t number = 0;
        const auto [end, error] = std::from_chars(text_.data(), text_.data() + text_.size(), number);
        if (error != std::errc()) return false;
        text_.remove_prefix(static_cast<std::size_t>(end - text_.data()));
        if (*name == "timestamp") event.at = base::from_unix(number);
      }
      separator();
    }
    return true;
  }

  std::string_view text_;
};

}  // namespace

std::string file_name(std::string_view text) {
  constexpr std::string_view digits = "0123456789abcdef";
  std::string name;
  for (const char c : text) {
    const auto byte = static_cast<unsigned char>(c);
    if (is_plain(c)) {
      name += c;
    } else {
      name += '%';
      name += digits[byte >> 4];
      name += digits[byte & 0xf];
    }
  }
  return name;
}

std::optional<std::string> from_file_name(std::string_view name) {
  std::string text;
  for (std::size_t i = 0; i < name.size(); ++i) {
    if (name[i] != '%') {
      text += name[i];
      continue;
    }
    unsigned byte = 0;
    const char* begin = name.data() + i + 1;
    if (i + 2 >= name.size() || std::from_chars(begin, begin + 2, byte, 16).ptr != begin + 2) return std::nullopt;
    text += static_cast<char>(byte);
    i += 2;
  }
  return text;
}

std::optional<Events> parse_lua(std::string_view text) { return Lua(text).events(); }

std::optional<Event> parse_json(const std::string& text) {
  const auto value = nlohmann::json::parse(text, nullptr, false);
  if (!value.is_object() || !value.contains("timestamp") || !value["timestamp"].is_number()) return std::nullopt;
  Event event{.at = base::from_unix(value["timestamp"].get<std::int64_t>()), .ip = {}};
  if (value.contains("ip") && value["ip"].is_string()) event.ip = value["ip"].get<std::string>();
  return event;
}

}  // namespace writ::provider::prosody
