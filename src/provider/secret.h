// A password of a source: read from a file or the environment, never from the command line, never shown.
#pragma once

#include <string>
#include <string_view>

#include "base/files.h"
#include "base/result.h"

namespace writ::provider {

/// Overwritten when it goes. There is no way to print it.
class Secret {
 public:
  Secret() = default;
  explicit Secret(std::string text) : text_(std::move(text)) {}
  Secret(Secret&& other) noexcept;
  Secret& operator=(Secret&& other) noexcept;
  ~Secret();

  bool empty() const { return text_.empty(); }
  /// For the call that connects, and nothing else.
  const std::string& reveal() const { return text_; }

 private:
  std::string text_;
};

/// Longer than any password that the servers take.
constexpr std::size_t secret_bytes_max = 1024;

/// The first line. Read again for every connection, so that a changed password needs no restart. Errors never hold the
/// content: not_found, denied (readable by group or others), invalid (empty, too long, NUL).
base::Result<Secret> secret_of_file(const base::Path& file);
/// `variable` is the name of an environment variable.
base::Result<Secret> secret_of_environment(const std::string& variable);

}  // namespace writ::provider
