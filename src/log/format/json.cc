#include "log/format/json.h"

#include <algorithm>
#include <nlohmann/json.hpp>

#include "log/format/utf8.h"

namespace writ::log {

namespace {
constexpr std::size_t depth_max = 32;  // a report needs five; the tree is freed recursively
constexpr std::uint64_t integer_end = 1'000'000'000'000'000;

/// Receives nlohmann's events and grows the tree; every rule that is broken stops the parser.
class Builder final : public nlohmann::json_sax<nlohmann::json> {
 public:
  explicit Builder(std::string_view free_member) : free_member_(free_member) {}

  bool null() override { return put({}); }
  bool boolean(bool value) override { return put({.type = Json::Type::boolean, .text = value ? "true" : "false"}); }
  bool number_integer(number_integer_t value) override { return put_odd_number(std::to_string(value), "is negative"); }
  bool number_unsigned(number_unsigned_t value) override {
    if (value >= integer_end) return put_odd_number(std::to_string(value), "has more than 15 digits");
    return put({.type = Json::Type::integer, .text = std::to_string(value), .integer = value});
  }
  bool number_float(number_float_t, const string_t& spelling) override {
    return put_odd_number(spelling, "is not an integer");
  }
  bool string(string_t& value) override { return put({.type = Json::Type::string, .text = value}); }
  bool binary(binary_t&) override { return refuse("is binary"); }
  bool start_object(std::size_t) override { return open({.type = Json::Type::object}); }
  bool start_array(std::size_t) override { return open({.type = Json::Type::array}); }
  bool key(string_t& name) override {
    key_ = name;
    if (open_.size() == 1) in_free_member_ = name == free_member_;
    return true;
  }
  bool end_object() override {
    std::vector<std::string_view> names;
    for (const auto& member : open_.back()->members) names.push_back(member.name);
    std::sort(names.begin(), names.end());
    const auto twice = std::adjacent_find(names.begin(), names.end());
    if (twice != names.end()) {
      key_ = *twice;
      return refuse("stands twice in one object");
    }
    open_.pop_back();
    return true;
  }
  bool end_array() override {
    open_.pop_back();
    return true;
  }
  bool parse_error(std::size_t position, const std::string&, const nlohmann::detail::exception&) override {
    key_.clear();
    return refuse("is not JSON at byte " + std::to_string(position));
  }

  Json root;
  base::Error error;

 private:
  bool refuse(std::string rule) {
    error = {base::Errc::invalid, key_, "", std::move(rule)};
    return false;
  }
  bool put_odd_number(std::string spelling, const char* rule) {
    if (!in_free_member_) return refuse(rule);
    return put({.type = Json::Type::number, .text = std::move(spelling)});
  }
  bool put(Json value) {
    place(std::move(value));
    return true;
  }
  bool open(Json value) {
    if (open_.size() == depth_max) return refuse("is nested deeper than 32 levels");
    open_.push_back(place(std::move(value)));
    return true;
  }
  /// Parents stay where they are while a child is open, so these pointers hold.
  Json* place(Json value) {
    if (open_.empty()) {
      root = std::move(value);
      return &root;
    }
    Json& parent = *open_.back();
    if (parent.type == Json::Type::array) return &parent.items.emplace_back(std::move(value));
    return &parent.members.emplace_back(JsonMember{key_, std::move(value)}).value;
  }

  std::string free_member_;
  std::string key_;
  bool in_free_member_ = false;
  std::vector<Json*> open_;
};

std::string quoted(const std::string& text) { return nlohmann::json(text).dump(); }
}  // namespace

const Json* Json::find(std::string_view name) const {
  const auto found =
      std::find_if(members.begin(), members.end(), [&](const auto& member) { return member.name == name; });
  return found == members.end() ? nullptr : &found->value;
}

base::Result<Json> parse_json(std::string_view text, std::string_view free_member) {
  if (text.starts_with("\xef\xbb\xbf")) return base::invalid("JSON", "", "begins with a byte order mark");
  if (!is_utf8(text)) return base::invalid("JSON", "", "is not UTF-8");
  Builder builder(free_member);
  if (!nlohmann::json::sax_parse(text.begin(), text.end(), &builder)) return std::unexpected(builder.error);
  return std::move(builder.root);
}

std::string format_json(const Json& json) {
  std::string out;
  if (json.type == Json::Type::object) {
    for (const auto& [name, value] : json.members)
      out += (out.empty() ? "{" : ",") + quoted(name) + ":" + format_json(value);
    return out.empty() ? "{}" : out + "}";
  }
  if (json.type == Json::Type::array) {
    for (const Json& item : json.items) out += (out.empty() ? "[" : ",") + format_json(item);
    return out.empty() ? "[]" : out + "]";
  }
  if (json.type == Json::Type::string) return quoted(json.text);
  return json.type == Json::Type::null ? "null" : json.text;
}

}  // namespace writ::log
