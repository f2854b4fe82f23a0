#include "intake/strict_json.h"

#include <optional>
#include <vector>

namespace writ::intake {

namespace {

using nlohmann::json;

/// Builds the document and stops at the first breach. The library's own builder keeps the last of two members with one
/// name without a word, so that two readers could see two requests.
class Builder {
 public:
  bool null() { return put(nullptr); }
  bool boolean(bool value) { return put(value); }
  bool number_integer(std::int64_t value) { return put(value); }
  bool number_unsigned(std::uint64_t value) { return put(value); }
  bool number_float(double, const std::string& text) {
    return stop(path(), text, "no number with fraction or exponent stands in a request");
  }
  bool string(std::string& value) { return put(std::move(value)); }
  bool binary(json::binary_t&) { return stop(path(), "", "no binary values"); }
  bool start_object(std::size_t) { return open(json::object()); }
  bool start_array(std::size_t) { return open(json::array()); }
  bool end_object() { return close(); }
  bool end_array() { return close(); }

  bool key(std::string& name) {
    Level& level = levels_.back();
    level.key = name;
    if (level.value->contains(name)) return stop(path(), "", "a member stands once in an object");
    return true;
  }

  bool parse_error(std::size_t position, const std::string& token, const json::exception& error) {
    // Out-of-range numbers and text that is no UTF-8 arrive here as well; the library's words come after its own
    // prefix.
    const std::string_view words = error.what();
    const auto colon = words.rfind(": ");
    stop("byte " + std::to_string(position), token,
         "is not JSON (RFC 8259): " + std::string(colon == words.npos ? words : words.substr(colon + 2)));
    return false;
  }

  json take() { return std::move(root_); }
  const std::optional<base::Error>& error() const { return error_; }

 private:
  struct Level {
    json* value;
    std::string key;  // of an object: the member being read
  };

  std::string path() const {
    std::string text;
    for (std::size_t i = 0; i < levels_.size(); ++i) {
      const json& value = *levels_[i].value;
      if (value.is_array()) {
        const std::size_t open_child = i + 1 < levels_.size() ? 1 : 0;
        text += "[" + std::to_string(value.size() - open_child) + "]";
      } else {
        text += (text.empty() ? "" : ".") + levels_[i].key;
      }
    }
    return text;
  }

  bool stop(std::string field, std::string value, std::string rule) {
    if (!error_) error_ = base::Error{base::Errc::invalid, std::move(field), std::move(value), std::move(rule)};
    return false;
  }

  json* place(json value) {
    if (levels_.empty()) {
      root_ = std::move(value);
      return &root_;
    }
    Level& level = levels_.back();
    if (level.value->is_array()) return &level.value->emplace_back(std::move(value));
    json& member = (*level.value)[level.key];
    member = std::move(value);
    return &member;
  }

  bool counted() {
    return ++values_ <= json_values_max ||
           stop(path(), "", "at most " + std::to_string(json_values_max) + " values stand in a request");
  }

  bool put(json value) {
    if (!counted()) return false;
    place(std::move(value));
    return true;
  }

  // Pointers into arrays stay good: while a child is open nothing is added to its parent.
  bool open(json value) {
    if (!counted()) return false;
    if (levels_.size() >= json_depth_max)
      return stop(path(), "", "at most " + std::to_string(json_depth_max) + " levels nest");
    levels_.push_back({place(std::move(value)), {}});
    return true;
  }

  bool close() {
    levels_.pop_back();
    return true;
  }

  json root_;
  std::vector<Level> levels_;
  std::size_t values_ = 0;
  std::optional<base::Error> error_;
};

}  // namespace

base::Result<json> parse_strict(std::string_view text) {
  if (text.size() > request_bytes_max) {
    return base::invalid("body", std::to_string(text.size()) + " bytes",
                         "a request is at most " + std::to_string(request_bytes_max) + " bytes");
  }
  if (text.starts_with("\xEF\xBB\xBF"))
    return base::invalid("byte 1", "", "a byte order mark is not JSON (RFC 8259 section 8.1)");
  Builder builder;
  const bool whole = json::sax_parse(text.begin(), text.end(), &builder);
  if (builder.error()) return std::unexpected(*builder.error());
  CHECK_INVARIANT(whole);
  return builder.take();
}

}  // namespace writ::intake
