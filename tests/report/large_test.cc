// 12: 200 countries in 40 quarters: weights, orders, headers of cells, sums.
#include <doctest/doctest.h>

#include <algorithm>
#include <map>
#include <numeric>

#include "../support/large_site.h"
#include "page_text.h"
#include "report/pages.h"

using namespace writ;
using report_test::is_page;

namespace {

using Row = std::vector<std::string>;
struct Table {
  std::vector<Row> head, body;  // text of each cell
  bool every_row_named = true;  // its first cell is a header of the row, and no other cell is
  bool every_column_named = true;
};

std::vector<std::string> elements(const std::string& html, const std::string& name) {
  std::vector<std::string> out;
  const std::string end = "</" + name + ">";
  for (std::size_t at = html.find("<" + name); at != std::string::npos; at = html.find("<" + name, at + 1)) {
    const char after = html[at + name.size() + 1];
    if (after == '>' || after == ' ') out.push_back(html.substr(at, html.find(end, at) - at));
  }
  return out;
}

/// The first table of a page.
Table table_of(const std::string& page) {
  const std::string html = elements(page, "table").at(0);
  Table table;
  for (const std::string& row : elements(elements(html, "thead").at(0), "tr"))
    for (const std::string& cell : elements(row, "th")) {
      table.head.push_back({report_test::text_of(cell)});
      table.every_column_named &= cell.contains("scope=\"col\"") && table.head.back()[0] != "";
    }
  for (const std::string& row : elements(elements(html, "tbody").at(0), "tr")) {
    const auto names = elements(row, "th");
    table.every_row_named &= names.size() == 1 && names[0].contains("scope=\"row\"");
    table.body.push_back({names.empty() ? "" : report_test::text_of(names[0])});
    for (const std::string& cell : elements(row, "td")) table.body.back().push_back(report_test::text_of(cell));
  }
  return table;
}

std::uint64_t number(std::string text) {
  std::erase(text, ',');
  return std::stoull(text);
}

struct Pages {
  report::SiteFiles lists;
  std::string matrix;
};

/// Made once: each test reads the same pages.
const Pages& english() {
  static const Pages pages = [] {
    Pages out;
    for (auto& [path, page] : report::country_list_pages(report_test::large_site()))
      if (path.ends_with("matrix/index.html"))
        out.matrix = page;
      else
        out.lists.emplace_back(path, page);
    return out;
  }();
  return pages;
}

constexpr std::size_t first_number = 1, last_number = 7;  // received .. pending

}  // namespace

TEST_CASE("12: with 200 countries in 40 quarters each order of the list and the matrix keep their weight") {
  CHECK(english().lists.size() == 12);
  for (const auto& [path, page] : english().lists) {
    const std::size_t bytes = report_test::zipped(page);
    CHECK_MESSAGE(bytes > 1000, path);
    CHECK_MESSAGE(bytes <= report_test::list_budget, path);
  }
  CHECK(report_test::zipped(english().matrix) > 1000);
  CHECK(report_test::zipped(english().matrix) <= report_test::matrix_budget);
}

TEST_CASE("12: every cell of the lists and the matrix has the header of its row and of its column") {
  for (const auto& [path, page] : english().lists) {
    const Table table = table_of(page);
    CHECK_MESSAGE(table.every_row_named, path);
    CHECK_MESSAGE(table.every_column_named, path);
    for (const Row& row : table.body) CHECK_MESSAGE(row.size() == table.head.size(), path);
  }
  const Table matrix = table_of(english().matrix);
  CHECK(matrix.every_row_named);
  CHECK(matrix.every_column_named);
  CHECK(matrix.head.size() == 1 + report_test::large_quarters);
  for (const Row& row : matrix.body) CHECK(row.size() == matrix.head.size());
}

TEST_CASE("12: every column sums to the totals row, which stands first in every order") {
  for (const auto& [path, page] : english().lists) {
    const Table table = table_of(page);
    REQUIRE(table.body.size() == 1 + report_test::large_countries);
    for (std::size_t column = first_number; column <= last_number; ++column) {
      std::uint64_t sum = 0;
      for (std::size_t i = 1; i < table.body.size(); ++i) sum += number(table.body[i][column]);
      CHECK_MESSAGE(sum == number(table.body[0][column]), path, " ", table.head[column][0]);
    }
  }
  const Table matrix = table_of(english().matrix);
  for (std::size_t column = 1; column < matrix.head.size(); ++column) {
    std::uint64_t sum = 0;
    for (std::size_t i = 1; i < matrix.body.size(); ++i) sum += number(matrix.body[i][column]);
    CHECK_MESSAGE(sum == number(matrix.body[0][column]), matrix.head[column][0]);
  }
}

TEST_CASE("12: a sort path lists the figures of totals.csv, ordered by the column that it names") {
  const report::SiteData site = report_test::large_site();
  std::map<std::string, std::map<std::string, std::uint64_t>> filed;  // country -> measure -> sum over the quarters
  for (const auto& [path, bytes] : report::data_files(site)) {
    if (path != "data/totals.csv") continue;
    for (std::size_t at = bytes.find('\n') + 1; at < bytes.size(); at = bytes.find('\n', at) + 1) {
      Row field = {""};
      for (const char c : bytes.substr(at, bytes.find('\n', at) - at)) c == ',' ? field.emplace_back() : field.back() += c;
      if (field[6].empty()) filed[field[0]][field[5]] += number(field[7]);
    }
  }
  REQUIRE(filed.size() == 1 + report_test::large_countries);
  const std::map<std::string, std::pair<std::size_t, std::string>> columns = {
      {"received", {1, "requests"}}, {"fulfilled", {2, "fulfilled"}}, {"users", {3, "users_affected"}}};
  for (const auto& [name, column] : columns)
    for (const bool ascending : {false, true}) {
      const std::string path = "countries/by-" + name + (ascending ? "-asc" : "") + "/index.html";
      const auto page = std::ranges::find(english().lists, path, [](const auto& one) { return one.first; });
      REQUIRE_MESSAGE(page != english().lists.end(), path);
      std::vector<std::uint64_t> shown, expected;
      for (const Row& row : table_of(page->second).body) shown.push_back(number(row[column.first]));
      CHECK_MESSAGE(shown.front() == filed.at("all").at(column.second), path);
      shown.erase(shown.begin());
      for (const auto& [country, measures] : filed)
        if (country != "all") expected.push_back(measures.at(column.second));
      ascending ? std::ranges::sort(expected) : std::ranges::sort(expected, std::greater{});
      CHECK_MESSAGE(shown == expected, path);
    }
}
