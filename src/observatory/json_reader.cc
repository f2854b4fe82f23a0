#include "observatory/json_reader.h"

#include <algorithm>
#include <iterator>
#include <nlohmann/json.hpp>
#include <unordered_set>

#include "observatory/table.h"

namespace writ::observatory {

namespace {

using Kind = JsonNode::Kind;

/// Feeds the parser character by character and knows the line of the last one.
struct Feed {
  ByteSource& bytes;
  std::string_view piece;
  std::uint64_t line = 1;
  std::size_t read = 0;
  char last = 0;
  bool too_long = false;
  std::optional<base::Error> failed;

  bool fill() {
    if (!piece.empty()) return true;
    if (too_long || failed) return false;
    auto next = bytes.next();
    if (!next) failed = next.error();
    piece = next ? *next : std::string_view();
    read += piece.size();
    too_long = read > json_bytes_max;
    if (too_long) piece = {};
    return !piece.empty();
  }

  /// A line break counts when the next character comes, so that a number ended by one is still on its own line.
  void advance() {
    const char c = piece.front();
    if (last == '\n' || (last == '\r' && c != '\n')) ++line;
    last = c;
    piece.remove_prefix(1);
  }
};

class FeedIterator {
 public:
  using iterator_category = std::input_iterator_tag;
  using value_type = char;
  using difference_type = std::ptrdiff_t;
  using pointer = const char*;
  using reference = char;

  explicit FeedIterator(Feed* feed = nullptr) : feed_(feed) {}
  char operator*() const { return feed_->piece.front(); }
  FeedIterator& operator++() {
    feed_->advance();
    return *this;
  }
  FeedIterator operator++(int) {
    FeedIterator before = *this;
    ++*this;
    return before;
  }
  /// Only ever compared with the end.
  bool operator==(const FeedIterator& other) const {
    const FeedIterator& real = feed_ != nullptr ? *this : other;
    return real.feed_ == nullptr || !real.feed_->fill();
  }
  bool operator!=(const FeedIterator& other) const { return !(*this == other); }

 private:
  Feed* feed_;
};

class Builder {
 public:
  Builder(Feed& feed, JsonDocument& document) : feed_(feed), document_(document) {}

  bool null() { return put(Kind::null); }
  bool boolean(bool value) { return put(Kind::boolean, value ? "true" : "false"); }
  bool number_integer(std::int64_t value) { return put(Kind::integer, std::to_string(value), value); }
  bool number_unsigned(std::uint64_t value) {
    constexpr auto max = static_cast<std::uint64_t>(std::numeric_limits<std::int64_t>::max());
    return value <= max ? put(Kind::integer, std::to_string(value), static_cast<std::int64_t>(value))
                        : put(Kind::real, std::to_string(value));
  }
  bool number_float(double, const std::string& text) { return put(Kind::real, text); }
  bool string(std::string& value) { return put(Kind::string, std::move(value)); }
  bool binary(nlohmann::json::binary_t&) { return false; }
  bool start_object(std::size_t) { return open(Kind::object); }
  bool start_array(std::size_t) { return open(Kind::array); }
  bool end_object() { return close(); }
  bool end_array() { return close(); }
  bool key(std::string& name) {
    open_.back()->names.push_back(std::move(name));
    return true;
  }
  bool parse_error(std::size_t, const std::string& token, const nlohmann::json::exception& error) {
    const std::string_view words = error.what();
    const auto colon = words.rfind(": ");
    fault(token, "is not JSON (RFC 8259): " + std::string(colon == words.npos ? words : words.substr(colon + 2)));
    return false;
  }

 private:
  void fault(std::string_view value, std::string rule) {
    if (document_.fault) return;
    if (feed_.too_long) rule = "a JSON file is at most " + std::to_string(json_bytes_max) + " bytes";
    document_.fault = JsonDocument::Fault{feed_.line, shortened(value), shortened(rule)};
  }
  JsonNode& add(JsonNode node) {
    if (open_.empty()) return document_.root = std::move(node);
    return open_.back()->items.emplace_back(std::move(node));
  }
  bool put(Kind kind, std::string text = {}, std::int64_t integer = 0) {
    add({.kind = kind, .line = feed_.line, .integer = integer, .text = std::move(text)});
    return true;
  }
  bool open(Kind kind) {
    if (open_.size() >= json_depth_max) {
      fault("", "at most " + std::to_string(json_depth_max) + " levels nest");
      return false;
    }
    // The pointer stays good: nothing is added to the parent while a child is open.
    open_.push_back(&add({.kind = kind, .complete = false, .line = feed_.line}));
    return true;
  }
  bool close() {
    open_.back()->complete = true;
    open_.pop_back();
    return true;
  }

  Feed& feed_;
  JsonDocument& document_;
  std::vector<JsonNode*> open_;
};

}  // namespace

const JsonNode* JsonNode::find(std::string_view name) const {
  const auto found = std::ranges::find(names, name);
  if (found == names.end()) return nullptr;
  const auto index = static_cast<std::size_t>(found - names.begin());
  return index < items.size() ? &items[index] : nullptr;  // a broken document can end after a name
}

const std::string* JsonNode::repeated_name() const {
  std::unordered_set<std::string_view> seen;
  for (const std::string& name : names) {
    if (!seen.insert(name).second) return &name;
  }
  return nullptr;
}

base::Result<JsonDocument> read_json(ByteSource& bytes) {
  JsonDocument document;
  Feed feed{.bytes = bytes};
  Builder builder(feed, document);
  nlohmann::json::sax_parse(FeedIterator(&feed), FeedIterator(), &builder);
  if (feed.failed) return std::unexpected(*feed.failed);
  return document;
}

}  // namespace writ::observatory
