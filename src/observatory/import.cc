#include "observatory/import.h"

#include <algorithm>

#include "observatory/csv_family.h"
#include "observatory/json_family.h"

namespace writ::observatory {

namespace {

char lowered(char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; }

std::string lowered(std::string text) {
  std::ranges::transform(text, text.begin(), [](char c) { return lowered(c); });
  return text;
}

void refuse_file(Import& import, std::uint64_t line, std::string_view column, std::string_view value,
                 std::string_view rule) {
  import.refused = true;
  import.findings.push_back(
      {Severity::refused, import.file, line, 0, std::string(column), shortened(value), std::string(rule)});
}

void note_encoding(Import& import, Encoding encoding) {
  const auto note = [&](std::string_view rule) {
    import.findings.push_back({Severity::note, import.file, 1, 0, "", "", std::string(rule)});
  };
  if (encoding == Encoding::utf8_with_mark) note("the file begins with a byte order mark (UTF-8)");
  if (encoding == Encoding::utf16_little_endian) note("the file is UTF-16 (little endian) and was decoded");
  if (encoding == Encoding::utf16_big_endian) note("the file is UTF-16 (big endian) and was decoded");
}

void note_line_ends(RecordSink& sink, const LineEnds& ends) {
  const int kinds = (ends.lf > 0) + (ends.crlf > 0) + (ends.cr > 0);
  if (kinds > 1) {
    sink.note(0, "", "",
              "lines end in different ways (LF " + std::to_string(ends.lf) + ", CRLF " + std::to_string(ends.crlf) +
                  ", CR " + std::to_string(ends.cr) + ")");
  } else if (ends.cr > 0) {
    sink.note(0, "", "", "lines end with CR alone");
  }
}

FamilyOfHeader family_of(const Header& header, std::string_view file) {
  if (const auto name = header.repeated(); !name.empty()) {
    return base::invalid("header", std::string(name), "a column stands once");
  }
  if (auto family = google_csv(header, file); !family || *family) return family;
  if (auto family = meta_csv(header, file); !family || *family) return family;
  if (auto family = tidy_csv(header); !family || *family) return family;
  if (auto family = findings_csv(header); !family || *family) return family;
  std::string names;
  for (const std::string& name : header.names()) names += (names.empty() ? "" : ",") + name;
  return base::invalid("header", names, "is not the header of a known family (Google, Meta, our own tables)");
}

void read_row(CsvFamily& family, RecordSink& sink, const Header& header, const CsvRow& row, std::uint64_t record) {
  sink.begin(row.fault ? row.fault->line : row.line, record);
  const auto column = [&](std::size_t field) {
    return field < header.names().size() ? header.names()[field] : "column " + std::to_string(field + 1);
  };
  if (row.fault) {
    sink.refuse(column(row.fault->field), row.fault->value, row.fault->rule);
  } else if (row.fields.size() != header.names().size()) {
    sink.refuse("",
                std::to_string(row.fields.size()) + " fields, " + std::to_string(header.names().size()) + " columns",
                "a row has as many fields as the header");
  } else {
    family.row(row, sink);
  }
  sink.end();
}

base::Result<Import> import_csv(DecodedSource& bytes, std::string_view name) {
  Import import{.file = std::string(name)};
  CsvReader reader(bytes);
  CsvRow row;
  TRY(const bool any, reader.next(row));
  note_encoding(import, bytes.encoding());
  if (!any || row.fault) {
    refuse_file(import, any ? row.fault->line : 0, "header", any ? row.fault->value : "",
                any ? row.fault->rule : "the file is empty");
    return import;
  }
  const Header header(row.fields);
  auto found = family_of(header, name);
  if (!found) {
    refuse_file(import, row.line, found.error().field, found.error().value, found.error().rule);
    return import;
  }
  CsvFamily& family = **found;
  import.family = family.family();
  RecordSink sink(import, family.platform());
  for (std::uint64_t record = 1;; ++record) {
    TRY(const bool more, reader.next(row));
    if (!more) break;
    read_row(family, sink, header, row, record);
  }
  note_line_ends(sink, reader.line_ends());
  family.finish(sink);
  return import;
}

base::Result<Import> import_json(DecodedSource& bytes, std::string_view name) {
  Import import{.file = std::string(name)};
  TRY(const JsonDocument document, read_json(bytes));
  note_encoding(import, bytes.encoding());
  const bool recognised = read_json_family(document.root, import);
  if (document.fault) {
    import.findings.push_back({Severity::refused, import.file, document.fault->line, 0, "", document.fault->value,
                               document.fault->rule + "; nothing after it was read"});
    ++import.refused_by_rule["the document breaks off; nothing after it was read"];
    import.refused = !recognised;
  } else if (!recognised) {
    refuse_file(import, 1, "", "", "is not a document of a known family (Telegram, GitHub, Apple)");
  }
  return import;
}

/// The first piece is looked at and then given out again.
class Peeked final : public ByteSource {
 public:
  Peeked(std::string first, ByteSource& rest) : first_(std::move(first)), rest_(rest) {}
  base::Result<std::string_view> next() override {
    if (!std::exchange(given_, true)) return std::string_view(first_);
    return rest_.next();
  }

 private:
  std::string first_;
  ByteSource& rest_;
  bool given_ = false;
};

}  // namespace

Header::Header(const std::vector<std::string>& names) {
  for (const std::string& name : names) {
    names_.emplace_back(trimmed(name));
    lowered_.push_back(lowered(names_.back()));
  }
}

std::optional<std::size_t> Header::find(std::string_view name) const {
  const auto found = std::ranges::find(lowered_, lowered(std::string(name)));
  if (found == lowered_.end()) return std::nullopt;
  return static_cast<std::size_t>(found - lowered_.begin());
}

std::string_view Header::repeated() const {
  for (std::size_t i = 0; i < lowered_.size(); ++i) {
    if (!lowered_[i].empty() && *find(lowered_[i]) != i) return names_[i];
  }
  return {};
}

base::Result<std::vector<std::size_t>> columns(const Header& header, const std::vector<std::string_view>& names) {
  std::vector<std::size_t> found;
  for (const std::string_view name : names) {
    const auto column = header.find(name);
    if (!column) return base::invalid("header", std::string(name), "this column is missing");
    found.push_back(*column);
  }
  return found;
}

base::Result<Import> import_bytes(ByteSource& bytes, std::string_view name) {
  TRY(const std::string_view piece, bytes.next());
  std::string first(piece);
  TextSource sample(first);
  DecodedSource decoded_sample(sample);
  TRY(const std::string_view text, decoded_sample.next());
  const auto begin = text.find_first_not_of(" \t\r\n");
  const bool json = begin != text.npos && (text[begin] == '{' || text[begin] == '[');
  Peeked all(std::move(first), bytes);
  DecodedSource decoded(all);
  return json ? import_json(decoded, name) : import_csv(decoded, name);
}

base::Result<Import> import_file(const base::Path& path) {
  TRY(const std::unique_ptr<ByteSource> bytes, FileSource::open(path));
  return import_bytes(*bytes, path.filename().string());
}

base::Result<std::vector<base::Path>> files_to_import(const std::vector<std::string>& paths) {
  std::vector<base::Path> files;
  for (const std::string& text : paths) {
    const base::Path path(text);
    std::error_code error;
    if (!std::filesystem::is_directory(path, error)) {
      if (!std::filesystem::exists(path, error))
        return base::fail(base::Errc::not_found, "file", text, "there is no such file or folder");
      files.push_back(path);
      continue;
    }
    std::vector<base::Path> inside;
    for (auto at = std::filesystem::recursive_directory_iterator(path, error);
         !error && at != std::filesystem::recursive_directory_iterator(); at.increment(error)) {
      const std::string extension = at->path().extension().string();
      if (at->is_regular_file(error) && (extension == ".csv" || extension == ".json")) inside.push_back(at->path());
    }
    if (error) return base::fail(base::Errc::unavailable, "folder", text, "could not be read: " + error.message());
    std::ranges::sort(inside);
    files.insert(files.end(), inside.begin(), inside.end());
  }
  return files;
}

}  // namespace writ::observatory
