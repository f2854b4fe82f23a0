// rooms: app
// A list of authorities that is read holds only entries that the directory takes, each from a line of its own; whatever is
// wrong is told with its line.
#include <algorithm>
#include <cstdint>
#include <string_view>

#include "app/authority_file.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace writ;
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  const auto lines = static_cast<std::size_t>(std::ranges::count_if(text, [](char c) { return c == '\n' || c == '\r'; }));
  const auto rows = app::parse_authorities(text);
  if (!rows) {
    CHECK_INVARIANT(!rows.error().empty());
    for (const intake::LineError& one : rows.error()) CHECK_INVARIANT(one.line <= lines + 1 && !one.error.rule.empty());
    return 0;
  }
  std::size_t last = 1;  // the line of the columns
  for (const app::AuthorityRow& row : *rows) {
    CHECK_INVARIANT(row.line > last && row.line <= lines + 1);
    CHECK_INVARIANT(authority::check(row.entry).has_value());
    last = row.line;
  }
  return 0;
}
