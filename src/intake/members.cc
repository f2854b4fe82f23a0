#include "intake/members.h"

#include <algorithm>

namespace writ::intake {

using nlohmann::json;

std::string shown(const json& value) { return value.dump(-1, ' ', false, json::error_handler_t::replace); }

base::Result<std::string> checked_text(const json& value, const std::string& path, std::size_t bytes_max) {
  if (!value.is_string()) return base::invalid(path, shown(value), "is text in quotation marks");
  const std::string& text = value.get_ref<const std::string&>();
  if (text.empty()) return base::invalid(path, "", "is not empty; leave the member out instead");
  if (text.size() > bytes_max)
    return base::invalid(path, text, "is at most " + std::to_string(bytes_max) + " bytes of UTF-8");
  const auto control = [](char c) { return static_cast<unsigned char>(c) < 0x20 || c == 0x7f; };
  if (std::ranges::any_of(text, control)) return base::invalid(path, text, "holds no control characters");
  return text;
}

base::Result<Members> Members::of(const json& value, std::string path) {
  if (!value.is_object()) return base::invalid(path.empty() ? "body" : std::move(path), shown(value), "is a JSON object");
  return Members(value, std::move(path));
}

std::string Members::path_of(std::string_view name) const {
  return path_.empty() ? std::string(name) : path_ + "." + std::string(name);
}

const json* Members::find(std::string_view name) {
  asked_.emplace(name);
  const auto found = value_->find(name);
  return found == value_->end() ? nullptr : &*found;
}

base::Result<std::optional<std::string>> Members::text(std::string_view name, std::size_t bytes_max) {
  const json* member = find(name);
  if (member == nullptr) return std::nullopt;
  return checked_text(*member, path_of(name), bytes_max);
}

base::Result<std::string> Members::required_text(std::string_view name, std::size_t bytes_max) {
  TRY(auto value, text(name, bytes_max));
  if (!value) return base::invalid(path_of(name), "", "is required");
  return std::move(*value);
}

base::Result<bool> Members::boolean(std::string_view name, bool otherwise) {
  const json* member = find(name);
  if (member == nullptr) return otherwise;
  if (!member->is_boolean()) return base::invalid(path_of(name), shown(*member), "is true or false");
  return member->get<bool>();
}

base::Result<std::optional<std::uint64_t>> Members::number(std::string_view name, std::uint64_t lowest,
                                                           std::uint64_t highest) {
  const json* member = find(name);
  if (member == nullptr) return std::nullopt;
  if (!member->is_number_unsigned() || member->get<std::uint64_t>() < lowest ||
      member->get<std::uint64_t>() > highest) {
    return base::invalid(path_of(name), shown(*member),
                         "is a whole number from " + std::to_string(lowest) + " to " + std::to_string(highest));
  }
  return member->get<std::uint64_t>();
}

base::Result<const json*> Members::array(std::string_view name, std::size_t count_max) {
  const json* member = find(name);
  if (member == nullptr) return nullptr;
  if (!member->is_array()) return base::invalid(path_of(name), shown(*member), "is a JSON array");
  if (member->size() > count_max) {
    return base::invalid(path_of(name), std::to_string(member->size()) + " elements",
                         "has at most " + std::to_string(count_max) + " elements");
  }
  return member;
}

base::Result<> Members::no_others() const {
  for (const auto& [name, member] : value_->items()) {
    if (!asked_.contains(name)) return base::invalid(path_of(name), shown(member), "no such member is known");
  }
  return {};
}

}  // namespace writ::intake
