// rooms: observatory store legal base
// A table of CSV that is read without a fault is read again from our own writing of it; pieces make no difference.
#include <cstdint>
#include <string>
#include <vector>

#include "observatory/csv_reader.h"
#include "observatory/export.h"

namespace {

using namespace writ;

/// One byte at a time.
class Crumbs final : public observatory::ByteSource {
 public:
  explicit Crumbs(std::string_view text) : text_(text) {}
  base::Result<std::string_view> next() override {
    const std::string_view crumb = text_.substr(0, 1);
    text_.remove_prefix(crumb.size());
    return crumb;
  }

 private:
  std::string_view text_;
};

struct Rows {
  std::vector<std::vector<std::string>> sound;
  std::uint64_t faults = 0;
  std::uint64_t last_line = 0;
  bool operator==(const Rows&) const = default;
};

Rows read(observatory::ByteSource& bytes) {
  observatory::CsvReader reader(bytes);
  observatory::CsvRow row;
  Rows out;
  for (;;) {
    const auto more = reader.next(row);
    CHECK_INVARIANT(more);
    if (!*more) return out;
    CHECK_INVARIANT(row.line > out.last_line);  // every row begins on a line of its own
    out.last_line = row.line;
    if (row.fault) {
      ++out.faults;
      CHECK_INVARIANT(!row.fault->rule.empty() && row.fault->line >= row.line);
    } else {
      out.sound.push_back(row.fields);
    }
  }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  observatory::TextSource whole(text);
  Crumbs crumbs(text);
  const Rows rows = read(whole);
  CHECK_INVARIANT(rows == read(crumbs));
  std::string written;
  for (const auto& fields : rows.sound) {
    std::string line;
    for (const std::string& field : fields)
      line += (line.empty() ? "" : ",") + (field.empty() ? "\"\"" : observatory::csv_field(field));
    written += line + "\n";
  }
  observatory::TextSource again(written);
  const Rows reread = read(again);
  CHECK_INVARIANT(reread.faults == 0 && reread.sound == rows.sound);
  return 0;
}
