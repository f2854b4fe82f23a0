// A short text as a tagged PDF (ISO 32000-1 section 14.8): A4, title and language set, the same bytes
// for the same values. What it says comes from the caller; this knows no case.
#pragma once

#include <string>
#include <variant>
#include <vector>

#include "base/result.h"
#include "base/time.h"
#include "page/shapes.h"

namespace writ::pdf {

struct Heading {
  int level = 1;  // 1 to 3
  std::string text;
};
struct Paragraph {
  std::string text;
};
/// Command lines, in a fixed-width font on a tinted ground.
struct Commands {
  std::string text;
};
struct Column {
  std::string title;
  double share = 1;  // of the width, relative to the other columns
};
/// A table with a header row, repeated on every page it reaches; the first column holds row headers. With empty titles
/// there is no header row.
struct Table {
  std::vector<Column> columns;
  std::vector<std::vector<std::string>> rows;
};
/// A picture as wide as the text at most, never enlarged. What it says stands in a paragraph or table beside it: cairo 1.16
/// has no alternative text.
struct Picture {
  page::Shapes shapes;
};
using Block = std::variant<Heading, Paragraph, Commands, Table, Picture>;

struct Document {
  std::string title;  // of the file
  std::string author;
  std::string language;  // BCP 47
  base::Time created;
  std::string letterhead;  // beside the sign on the first page
  std::string running;     // right of it, and at the head of the other pages
  std::string warning;     // on every page if not empty
  std::string foot;        // below the page number: what file this was made from
  std::string page_words = "Page {page} of {pages}";
  bool right_to_left = false;  // columns of tables and running lines
  std::vector<Block> body;
};

/// Texts are UTF-8; bad sequences are shown as U+FFFD, control characters as spaces. A cell or paragraph of more than
/// 24 lines ends in an ellipsis. unavailable if cairo fails.
base::Result<std::string> pdf_of(const Document& document);

}  // namespace writ::pdf
