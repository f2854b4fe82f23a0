// One JSON object read member by member: every error names the path, and a member that nobody asked for is one.
#pragma once

#include <optional>
#include <set>
#include <string>
#include <string_view>

#include "intake/strict_json.h"

namespace writ::intake {

class Members {
 public:
  /// invalid unless `value` is an object. `path` is empty for the document itself.
  static base::Result<Members> of(const nlohmann::json& value, std::string path);

  /// The member, or nullptr. A null is not an absent member.
  const nlohmann::json* find(std::string_view name);
  /// Text of 1..`bytes_max` bytes without control characters; nullopt if the member is absent.
  base::Result<std::optional<std::string>> text(std::string_view name, std::size_t bytes_max);
  /// The same, and absent is an error.
  base::Result<std::string> required_text(std::string_view name, std::size_t bytes_max);
  base::Result<bool> boolean(std::string_view name, bool otherwise);
  base::Result<std::optional<std::uint64_t>> number(std::string_view name, std::uint64_t lowest, std::uint64_t highest);
  /// The elements of an array member of at most `count_max` elements; absent = nullptr.
  base::Result<const nlohmann::json*> array(std::string_view name, std::size_t count_max);
  /// To be called last: invalid names a member that was never asked for.
  base::Result<> no_others() const;

  std::string path_of(std::string_view name) const;

 private:
  Members(const nlohmann::json& value, std::string path) : value_(&value), path_(std::move(path)) {}
  const nlohmann::json* value_;
  std::string path_;
  std::set<std::string, std::less<>> asked_;
};

/// Text of a JSON value of another type, for error messages.
std::string shown(const nlohmann::json& value);

/// Rules for one text: not empty, at most `bytes_max` bytes, no control characters.
base::Result<std::string> checked_text(const nlohmann::json& value, const std::string& path, std::size_t bytes_max);

}  // namespace writ::intake
