#include "page/stacked.h"

#include <algorithm>
#include <charconv>
#include <string>
#include <vector>

namespace writ::page {

namespace {

/// The builder writes every `<` that is text as a reference, so what looks like a tag is one.
class Scanner {
 public:
  explicit Scanner(std::string_view markup) : rest_(markup) {}

  /// Copies what comes before the next `<`, and gives the tag; empty at the end.
  std::string_view next(std::string& out) {
    const auto open = std::min(rest_.find('<'), rest_.size());
    out += rest_.substr(0, open);
    rest_.remove_prefix(open);
    const std::string_view tag = rest_.substr(0, rest_.find('>') + 1);
    rest_.remove_prefix(tag.size());
    return tag;
  }

 private:
  std::string_view rest_;
};

bool opens(std::string_view tag, std::string_view name) {
  return tag.substr(1).starts_with(name) && (tag[name.size() + 1] == '>' || tag[name.size() + 1] == ' ');
}

/// How many columns a cell takes.
std::size_t span_of(std::string_view tag) {
  constexpr std::string_view name = "colspan=\"";
  std::size_t span = 1;
  const auto at = tag.find(name);
  if (at != tag.npos) std::from_chars(tag.data() + at + name.size(), tag.data() + tag.size(), span);
  return std::max<std::size_t>(span, 1);
}

struct Table {
  std::vector<std::string> columns;
  std::size_t column = 0;  // of the next cell
  bool in_head = false;

  std::string label(std::string_view tag) {
    const std::size_t here = column;
    column += span_of(tag);
    const bool wants = opens(tag, "td") && tag.find(" data-label=") == tag.npos;
    if (!wants || here >= columns.size() || columns[here].empty() || span_of(tag) > 1) return {};
    return " data-label=\"" + columns[here] + "\"";  // escaped where it stood as text, quotation marks too
  }
};

/// The words of a head's cell that are seen, without the elements that are in them.
std::string words(Scanner& scanner, std::string& out) {
  std::string text;
  bool hidden = false;  // in a span that is only read out
  for (;;) {
    const std::size_t from = out.size();
    const std::string_view tag = scanner.next(out);
    if (!hidden) text += out.substr(from);
    out += tag;
    if (tag.empty() || opens(tag, "/th") || opens(tag, "/td")) return text;
    if (tag.find("govuk-visually-hidden") != tag.npos) hidden = true;
    if (opens(tag, "/span")) hidden = false;
  }
}

}  // namespace

Html with_labels(const Html& page) {
  Scanner scanner(page.str());
  std::string out;
  out.reserve(page.str().size() + page.str().size() / 16);
  Table table;
  for (;;) {
    const std::string_view tag = scanner.next(out);
    if (tag.empty()) return markup(std::move(out));
    if (opens(tag, "table")) table = {};
    if (opens(tag, "thead")) table.in_head = true;
    if (opens(tag, "/thead")) table.in_head = false;
    if (opens(tag, "tr")) table.column = 0;
    if (table.in_head && (opens(tag, "th") || opens(tag, "td"))) {
      out += tag;
      table.columns.resize(table.columns.size() + span_of(tag));
      std::string& last = table.columns.back();
      last = words(scanner, out);
      continue;
    }
    const bool cell = opens(tag, "td") || opens(tag, "th");
    const std::string label = cell ? table.label(tag) : std::string();
    out += tag.substr(0, tag.size() - 1);
    out += label;
    out += '>';
  }
}

}  // namespace writ::page
