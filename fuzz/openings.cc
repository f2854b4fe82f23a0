// rooms: log/format legal base
// A line that is accepted has one spelling: it is printed as itself. So are values that pass the grammar.
#include <cstdint>

#include "log/format/opening.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace writ;
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  const auto line = log::parse_line(text);
  if (!line) return 0;
  CHECK_INVARIANT(std::visit([](const auto& of) { return log::format_line(of); }, *line) == text);
  if (const auto* open = std::get_if<log::OpenLine>(&*line)) {
    const auto values = log::decode_values(open->values);
    if (values) CHECK_INVARIANT(log::spell_values(*values) == open->values);
  }
  return 0;
}
