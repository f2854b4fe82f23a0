#include "provider/toml_settings.h"

#include <optional>
#include <utility>

#include "base/toml_parser.h"

namespace writ::provider {

namespace {

std::optional<std::vector<std::string>> texts_of(const toml::array& array) {
  std::vector<std::string> list;
  for (const toml::node& node : array) {
    const auto text = node.value_exact<std::string>();
    if (!text) return std::nullopt;
    list.push_back(*text);
  }
  return list;
}

/// A table's settings with dotted names. invalid names what is neither text, integer, flag nor list of texts.
base::Result<> flatten(const toml::table& table, const std::string& where, const std::string& prefix,
                       Settings& settings) {
  for (const auto& [name, node] : table) {
    const std::string key = prefix + std::string(name.str());
    if (const toml::table* inner = node.as_table()) {
      TRY_VOID(flatten(*inner, where, key + ".", settings));
    } else if (const auto text = node.value_exact<std::string>()) {
      settings[key] = *text;
    } else if (const auto number = node.value_exact<std::int64_t>()) {
      settings[key] = *number;
    } else if (const auto flag = node.value_exact<bool>()) {
      settings[key] = *flag;
    } else {
      const toml::array* array = node.as_array();
      auto list = array == nullptr ? std::nullopt : texts_of(*array);
      if (!list)
        return base::invalid(where + "." + key, "", "must be a text, an integer, true or false, or a list of texts");
      settings[key] = std::move(*list);
    }
  }
  return {};
}

}  // namespace

base::Result<TomlFile> parse_toml(std::string_view text, const std::string& name) {
  const toml::parse_result parsed = toml::parse(text, name);
  if (!parsed) {
    return base::invalid(name + ":" + std::to_string(parsed.error().source().begin.line), "",
                         std::string(parsed.error().description()));
  }
  TomlFile file;
  for (const auto& [key, node] : parsed.table()) {
    const toml::array* array = node.as_array();
    if (key.str() == "source" && array != nullptr) {
      for (std::size_t i = 0; i < array->size(); ++i) {
        const std::string where = name + ": source[" + std::to_string(i) + "]";
        const toml::table* table = (*array)[i].as_table();
        if (table == nullptr) return base::invalid(where, "", "must be a table");
        TRY_VOID(flatten(*table, where, "", file.sources.emplace_back()));
      }
    } else {
      toml::table one;
      one.insert(key, node);
      TRY_VOID(flatten(one, name, "", file.common));
    }
  }
  return file;
}

}  // namespace writ::provider
