// Small published files in memory, and the real ones where they are at hand.
#pragma once

#include <doctest/doctest.h>

#include <cstdlib>
#include <optional>
#include <string>
#include <string_view>

#include "observatory/import.h"

namespace writ::observatory {

inline Import import_text(std::string_view text, std::string_view name) {
  TextSource bytes(text);
  auto import = import_bytes(bytes, name);
  REQUIRE(import);
  return *std::move(import);
}

/// The folder of real files; nullopt (with a message) where it is absent.
inline std::optional<base::Path> published_folder() {
  const char* data = std::getenv("WRIT_DATA");
  const base::Path folder =
      base::Path(data != nullptr ? base::Path(data) : base::Path(WRIT_SOURCE_DIR) / "../shared/data") / "published";
  std::error_code error;
  if (std::filesystem::is_directory(folder, error)) return folder;
  MESSAGE("skipped: no published files at $WRIT_DATA/published");
  return std::nullopt;
}

inline const Observation* find(const Import& import, std::string_view country, std::string_view period,
                               std::string_view measure) {
  for (const Observation& o : import.observations) {
    if (o.country == country && base::format_period(o.period) == period && o.measure == measure) return &o;
  }
  return nullptr;
}

/// Has a finding at this line whose rule holds these words.
inline bool says(const Import& import, Severity severity, std::uint64_t line, std::string_view words) {
  for (const Finding& f : import.findings) {
    if (f.severity == severity && f.line == line && f.rule.find(words) != f.rule.npos) return true;
  }
  return false;
}

}  // namespace writ::observatory
