// The only file of the room that knows the TOML library is toml_settings.cc. Inside of the room.
#pragma once

#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "provider/open.h"

namespace writ::provider {

using Settings = std::map<std::string, Keys::Setting>;

/// A file's settings by dotted names, and its [[source]] tables apart.
struct TomlFile {
  Settings common;
  std::vector<Settings> sources;
};

/// `name` stands in errors. invalid: no TOML (with the line), or a value that is neither text, integer, true or false,
/// nor a list of texts.
base::Result<TomlFile> parse_toml(std::string_view text, const std::string& name);

}  // namespace writ::provider
