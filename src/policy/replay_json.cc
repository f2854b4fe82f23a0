#include "policy/replay_json.h"

namespace writ::policy {

std::unexpected<base::Error> json_fault(std::string_view path, const JsonElement& value, std::string rule) {
  std::string_view text;
  const bool is_text = value.get(text) == simdjson::SUCCESS;
  return base::invalid(std::string(path), is_text ? std::string(text) : simdjson::minify(value), std::move(rule));
}

base::Result<> json_repeated(std::string_view path) {
  return base::invalid(std::string(path), "", "a member stands once in an object");
}

base::Result<> json_unknown(std::string_view path, const JsonElement& value) {
  return json_fault(path, value, "no such member is known");
}

base::Result<simdjson::dom::object> json_object(std::string_view path, const JsonElement& value) {
  simdjson::dom::object object;
  if (value.get(object) != simdjson::SUCCESS) return json_fault(path, value, "is a JSON object");
  return object;
}

base::Result<std::string_view> json_text(std::string_view path, const JsonElement& value, std::size_t bytes_max) {
  std::string_view text;
  if (value.get(text) != simdjson::SUCCESS) return json_fault(path, value, "is text in quotation marks");
  if (text.empty()) return json_fault(path, value, "is not empty; leave the member out instead");
  if (text.size() > bytes_max) {
    return json_fault(path, value, "is at most " + std::to_string(bytes_max) + " bytes of UTF-8");
  }
  return text;
}

base::Result<bool> json_bool(std::string_view path, const JsonElement& value) {
  bool truth = false;
  if (value.get(truth) != simdjson::SUCCESS) return json_fault(path, value, "is true or false");
  return truth;
}

}  // namespace writ::policy
