// RFC 4180, read in bounded memory: a broken row is named with its line and the rows after it are still read.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "observatory/byte_source.h"

namespace writ::observatory {

/// The widest row known has 52 fields and about 1 kB; a row above this is no table of counts.
inline constexpr std::size_t csv_row_bytes_max = std::size_t{1} << 20;
inline constexpr std::size_t csv_fields_max = 1024;
/// A quoted field may hold line breaks, but within this: else one lost quotation mark would swallow the file.
inline constexpr std::size_t csv_broken_field_bytes_max = std::size_t{1} << 16;

struct CsvRow {
  std::uint64_t line = 0;  // where the row begins, from 1
  std::vector<std::string> fields;
  struct Fault {
    std::uint64_t line = 0;
    std::size_t field = 0;  // from 0
    std::string value;      // what the field holds up to the fault
    std::string rule;
  };
  std::optional<Fault> fault;  // the row is not to be used
};

/// What ends lines: seen so far. CR alone was the Macintosh's way and still comes out of spreadsheets.
struct LineEnds {
  std::uint64_t lf = 0;
  std::uint64_t crlf = 0;
  std::uint64_t cr = 0;
};

class CsvReader {
 public:
  /// `bytes` are UTF-8 without a mark (DecodedSource).
  explicit CsvReader(ByteSource& bytes) : bytes_(bytes) {}
  /// Fills the next row; false at the end. Empty lines are passed over. unavailable if the source fails.
  base::Result<bool> next(CsvRow& row);
  const LineEnds& line_ends() const { return line_ends_; }

 private:
  enum class At : std::uint8_t { field_start, plain, quoted, after_quote, skipping };

  int peek();              // next character, -1 at the end; a failing source ends it too
  int take();              // the same, consumed; a line break of any kind is '\n'
  bool step(CsvRow& row);  // false when the row is complete
  bool end_of_file(CsvRow& row);
  bool step_quoted(CsvRow& row, char c);
  void skip_in_piece();  // to the end of the line or of the piece: a line of a gigabyte takes no longer than to read it
  bool put(CsvRow& row, char c);
  void finish_field(CsvRow& row);
  /// Skips the rest of the line (true), or, if a quoted field had gone over its end, goes back to that end (false).
  bool fail(CsvRow& row, std::string rule);

  ByteSource& bytes_;
  std::string_view piece_;
  std::string again_;  // what is read a second time, before piece_
  std::size_t again_at_ = 0;
  std::optional<base::Error> failed_;
  bool ended_ = false;

  LineEnds line_ends_;
  std::uint64_t line_ = 1;  // of the character that comes next
  At at_ = At::field_start;
  std::string field_;
  std::size_t row_bytes_ = 0;
  std::uint64_t quote_line_ = 0;
  std::string kept_;  // everything after the row's first line, while a quoted field goes over it
  bool keeping_ = false;
};

}  // namespace writ::observatory
