// The parts that the pages share: the page around them, headline figures, tables, the four kinds of "no number",
// hashes, files. Each is one function from values to markup.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "legal/vocabulary.h"
#include "page/html.h"
#include "report/output.h"
#include "report/site_data.h"
#include "report/words.h"

namespace writ::report {

struct PageParts {
  std::string title;
  std::string description;
  std::vector<std::pair<std::string, std::string>> above;  // breadcrumbs: text, path of the site
  page::Html main;                                         // begins with the h1
  std::string script = "";                                 // a module of the web assets, for this page alone
  bool embedded = false;                                   // stands in a page of others: no navigation, no script
};

/// The whole page as a file of the site.
std::pair<std::string, std::string> page_file(const SiteData& site, const Here& here, PageParts parts);

// The four kinds of "no number" (and numbers): never a blank, never a dash.
page::Html cell_number(std::uint64_t value, const page::Locale& in = english());
page::Html cell_not_reported(const page::Locale& in = english());
page::Html cell_not_shown(const page::Locale& in = english());
page::Html cell_band(std::uint64_t low, std::uint64_t high, const page::Locale& in = english());
/// Median of whole days, or words that say there is none.
page::Html cell_days(const std::optional<std::uint64_t>& doubled, const page::Locale& in = english());

struct Column {
  std::string label;
  bool number = false;
  std::string sort_path;  // page of the site that orders by this column; empty = not sortable
  std::string aria_sort;  // "ascending", "descending" or empty
};

/// A table with a caption; the first cell of a row is its header. Below 600 px rows of a `stacked` table become
/// labelled blocks.
struct Grid {
  std::string id;
  std::string caption;
  std::vector<Column> columns;
  std::vector<std::vector<page::Html>> rows;
  std::vector<std::string> row_ids = {};  // of as many rows as there are; anchors lead to them
  bool totals_first = false;              // the first row is the sum
  bool stacked = true;
  bool even = false;  // columns of the same width as in the tables around it
};
page::Html grid(const Here& here, const Grid& grid);

/// Headline figure: label, number, span of time, change.
struct Figure {
  std::string label;
  std::string definition;  // fragment of the method page
  std::uint64_t value = 0;
  std::string span;
  std::string change;
};
page::Html figures(const Here& here, std::span<const Figure> figures);

/// One dimension of one span: label, count, a bar, and a share where there are 20 cases or more. `what` names the
/// column.
struct Breakdown {
  std::string id;
  std::string caption;
  std::string what;
  std::span<const legal::Word> words;
  std::string empty;  // said if there is nothing
  /// What a share is a share of; 0 = of the sum. Given where one case counts under several codes.
  std::uint64_t out_of = 0;
};
page::Html breakdown(const Here& here, const Breakdown& shape, const Codes& counts);

/// On a demonstration only: that its rules and holdings are a model of what a real service publishes about itself.
page::Html synthetic_model_note(const SiteData& site);
/// The provider's mail address, or words for where one finds it.
page::Html contact(const SiteData& site);
/// A command to copy.
page::Html command(std::string_view text, const page::Locale& in = english());
/// Text of a policy, a profile or a law as it was written, marked as English.
page::Html as_written(std::string_view text);
/// Hex digits that wrap in groups of eight and copy whole.
page::Html hash(std::string_view hex);
/// "Files: CSV, JSON, SVG" with links.
page::Html file_links(const Here& here, const std::vector<std::pair<std::string, std::string>>& files);
/// Why fulfilled may exceed received in one period; stands wherever both do.
page::Html fulfilled_note(const Here& here);
/// Why requests decided and requests fulfilled of one period differ; stands wherever both do.
std::string decided_note(const page::Locale& in = english());
/// "12,345 bytes"
std::string bytes_in_words(std::uint64_t bytes, const page::Locale& in = english());
/// The country's name with its link; `--` and unknown codes without.
page::Html country_link(const Here& here, const std::string& alpha2);

}  // namespace writ::report
