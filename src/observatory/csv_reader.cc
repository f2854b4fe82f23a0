#include "observatory/csv_reader.h"

#include <algorithm>

#include "observatory/table.h"

namespace writ::observatory {

namespace {
constexpr int end_of_bytes = -1;
constexpr const char* not_closed = "a quotation mark is not closed";
}  // namespace

int CsvReader::peek() {
  if (again_at_ < again_.size()) return static_cast<unsigned char>(again_[again_at_]);
  if (piece_.empty() && !ended_) {
    auto piece = bytes_.next();
    if (!piece) failed_ = piece.error();
    piece_ = piece ? *piece : std::string_view();
    ended_ = piece_.empty();
  }
  return piece_.empty() ? end_of_bytes : static_cast<unsigned char>(piece_.front());
}

int CsvReader::take() {
  const auto advance = [this] {
    if (again_at_ < again_.size()) {
      ++again_at_;
    } else {
      piece_.remove_prefix(1);
    }
  };
  int c = peek();
  if (c == end_of_bytes) return c;
  const bool again = again_at_ < again_.size();
  advance();
  if (c == '\r' || c == '\n') {
    const bool pair = c == '\r' && peek() == '\n';
    if (pair) advance();
    if (!again) ++(pair ? line_ends_.crlf : c == '\r' ? line_ends_.cr : line_ends_.lf);
    ++line_;
    c = '\n';
  }
  if (keeping_) kept_ += static_cast<char>(c);
  return c;
}

base::Result<bool> CsvReader::next(CsvRow& row) {
  do {
    row.fields.clear();
    row.fault.reset();
    row.line = line_;
    at_ = At::field_start;
    field_.clear();
    row_bytes_ = 0;
    kept_.clear();
    keeping_ = false;
    if (peek() == end_of_bytes) break;
    while (step(row)) {
    }
    if (failed_) break;
  } while (row.fields.size() == 1 && row.fields[0].empty() && !row.fault);
  if (failed_) return std::unexpected(*failed_);
  return !row.fields.empty() || row.fault;
}

bool CsvReader::step(CsvRow& row) {
  const std::uint64_t line = line_;
  const int taken = take();
  if (taken == end_of_bytes) return end_of_file(row);
  const char c = static_cast<char>(taken);
  if (at_ == At::skipping) {
    if (c == '\n') return false;
    skip_in_piece();
    return true;
  }
  if (c == '\0') return fail(row, "a NUL byte is not text");
  if (at_ == At::quoted) return step_quoted(row, c);
  if (c == '\n' || c == ',') {
    finish_field(row);
    return c == ',';
  }
  if (at_ == At::after_quote) {
    if (c != '"') return fail(row, keeping_ ? not_closed : "text follows a closing quotation mark");
    at_ = At::quoted;
    return put(row, c);
  }
  if (c == '"' && at_ == At::field_start) {
    at_ = At::quoted;
    quote_line_ = line;
    return true;
  }
  at_ = At::plain;
  if (c == '"') return fail(row, "a quotation mark stands inside a field that does not begin with one");
  return put(row, c);
}

void CsvReader::skip_in_piece() {
  if (again_at_ < again_.size()) return;
  piece_.remove_prefix(std::min(piece_.find_first_of("\r\n"), piece_.size()));
}

bool CsvReader::step_quoted(CsvRow& row, char c) {
  if (c == '"') {
    at_ = At::after_quote;
    return true;
  }
  if (c == '\n') keeping_ = true;  // from the character after it on
  if (kept_.size() > csv_broken_field_bytes_max) return fail(row, not_closed);
  return put(row, c);
}

bool CsvReader::end_of_file(CsvRow& row) {
  if (at_ == At::skipping) return false;
  if (at_ == At::quoted) {
    fail(row, not_closed);
  } else {
    finish_field(row);
  }
  return false;
}

bool CsvReader::put(CsvRow& row, char c) {
  if (++row_bytes_ > csv_row_bytes_max) {
    return fail(row, "a row is at most " + std::to_string(csv_row_bytes_max) + " bytes");
  }
  field_ += c;
  return true;
}

void CsvReader::finish_field(CsvRow& row) {
  if (at_ != At::skipping && !is_utf8(field_)) {
    // The line break or comma is taken already: the rest of this row is still split, only its fault is kept.
    if (!row.fault) row.fault = CsvRow::Fault{row.line, row.fields.size(), "", "is not UTF-8 (RFC 3629)"};
  }
  if (row.fields.size() >= csv_fields_max) {
    if (!row.fault)
      row.fault = CsvRow::Fault{row.line, row.fields.size(), "",
                                "a row has at most " + std::to_string(csv_fields_max) + " fields"};
  } else {
    row.fields.push_back(std::move(field_));
  }
  field_.clear();
  at_ = At::field_start;
  ++row_bytes_;
}

bool CsvReader::fail(CsvRow& row, std::string rule) {
  // Of a field that goes over several lines only the first is named: the others are read again.
  const std::string shown = field_.substr(0, field_.find('\n'));
  if (!row.fault) {
    row.fault = CsvRow::Fault{keeping_ ? quote_line_ : row.line, row.fields.size(), shortened(shown), std::move(rule)};
  }
  field_.clear();
  at_ = At::skipping;
  if (!keeping_) return true;
  keeping_ = false;
  line_ = row.line + 1;
  again_ = kept_ + again_.substr(again_at_);
  again_at_ = 0;
  return false;
}

}  // namespace writ::observatory
