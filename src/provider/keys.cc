#include <algorithm>
#include <utility>

#include "provider/open.h"

namespace writ::provider {

namespace {

std::string spelled(const Keys::Setting& setting) {
  if (const auto* text = std::get_if<std::string>(&setting)) return *text;
  if (const auto* number = std::get_if<std::int64_t>(&setting)) return std::to_string(*number);
  if (const auto* flag = std::get_if<bool>(&setting)) return *flag ? "true" : "false";
  return "a list";
}

}  // namespace

Keys::Keys(std::string where, base::Path folder, std::map<std::string, Setting> settings)
    : where_(std::move(where)), folder_(std::move(folder)), settings_(std::move(settings)) {}

const Keys::Setting* Keys::take(const std::string& key) {
  const auto found = settings_.find(key);
  if (found == settings_.end()) return nullptr;
  taken_.push_back(key);
  return &found->second;
}

base::Error Keys::wrong(const std::string& key, std::string rule) const {
  const auto found = settings_.find(key);
  // A secret that somebody wrote into the file by mistake is not repeated in a log.
  const bool hidden = key.find("secret") != std::string::npos || key.find("password") != std::string::npos;
  return {base::Errc::invalid, where_ + "." + key, found == settings_.end() || hidden ? "" : spelled(found->second),
          std::move(rule)};
}

base::Result<std::string> Keys::text(const std::string& key) {
  const Setting* setting = take(key);
  const auto* text = setting == nullptr ? nullptr : std::get_if<std::string>(setting);
  if (text == nullptr || text->empty()) return std::unexpected(wrong(key, "must be a text that is not empty"));
  return *text;
}

base::Result<std::string> Keys::text_or(const std::string& key, std::string otherwise) {
  return has(key) ? text(key) : base::Result<std::string>(std::move(otherwise));
}

base::Result<base::Path> Keys::path(const std::string& key) {
  TRY(const std::string written, text(key));
  const base::Path path(written);
  return path.is_absolute() ? path : folder_ / path;
}

base::Result<base::Path> Keys::path_or_none(const std::string& key) {
  return has(key) ? path(key) : base::Result<base::Path>(base::Path());
}

base::Result<std::int64_t> Keys::integer_or(const std::string& key, std::int64_t otherwise, std::int64_t least,
                                            std::int64_t most) {
  const Setting* setting = take(key);
  if (setting == nullptr) return otherwise;
  const auto* number = std::get_if<std::int64_t>(setting);
  if (number == nullptr || *number < least || *number > most) {
    return std::unexpected(
        wrong(key, "must be an integer from " + std::to_string(least) + " to " + std::to_string(most)));
  }
  return *number;
}

base::Result<bool> Keys::flag_or(const std::string& key, bool otherwise) {
  const Setting* setting = take(key);
  if (setting == nullptr) return otherwise;
  const auto* flag = std::get_if<bool>(setting);
  if (flag == nullptr) return std::unexpected(wrong(key, "must be true or false"));
  return *flag;
}

base::Result<std::vector<std::string>> Keys::texts(const std::string& key) {
  const Setting* setting = take(key);
  if (setting == nullptr) return std::vector<std::string>();
  const auto* list = std::get_if<std::vector<std::string>>(setting);
  if (list == nullptr) return std::unexpected(wrong(key, "must be a list of texts"));
  return *list;
}

base::Result<> Keys::none_left() const {
  for (const auto& [key, setting] : settings_) {
    if (std::find(taken_.begin(), taken_.end(), key) == taken_.end())
      return std::unexpected(wrong(key, "is no key of this kind of source"));
  }
  return {};
}

}  // namespace writ::provider
