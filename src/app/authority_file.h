// A file of known authorities for the directory: a whole ministry's list at once, or nothing of it.
#pragma once

#include <string_view>
#include <vector>

#include "app/deployment.h"
#include "authority/directory.h"
#include "intake/intake.h"

namespace writ::app {

inline constexpr std::size_t authorities_bytes_max = std::size_t{16} << 20;  // some 100,000 authorities

struct AuthorityRow {
  std::size_t line = 1;
  authority::Entry entry;
};

/// CSV as docs/formats/authorities.md has it; numbers become E.164. Every line that breaks a rule is named, in order.
std::expected<std::vector<AuthorityRow>, std::vector<intake::LineError>> parse_authorities(std::string_view csv);

struct ImportedAuthorities {
  std::size_t added = 0;
  std::size_t changed = 0;
  std::size_t unchanged = 0;
};

/// All or none. An entry in use that says something else than its line is a conflict, or, with `update`, changed.
/// denied unless the person keeps the directory (intake, administrator).
std::expected<ImportedAuthorities, std::vector<intake::LineError>> import_authorities(
    Deployment& deployment, const people::Person& person, const std::vector<AuthorityRow>& rows, bool update);

}  // namespace writ::app
