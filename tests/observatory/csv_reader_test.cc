#include "observatory/csv_reader.h"

#include <doctest/doctest.h>

namespace {

using namespace writ::observatory;

struct Read {
  std::vector<CsvRow> rows;
  LineEnds ends;
};

Read read(std::string_view text) {
  TextSource bytes(text);
  DecodedSource decoded(bytes);
  CsvReader reader(decoded);
  Read out;
  CsvRow row;
  for (;;) {
    const auto more = reader.next(row);
    REQUIRE(more);
    if (!*more) break;
    out.rows.push_back(row);
  }
  out.ends = reader.line_ends();
  return out;
}

/// A gigabyte that nobody stores.
class LongLine final : public ByteSource {
 public:
  writ::base::Result<std::string_view> next() override {
    if (given_++ < pieces) return std::string_view(piece_);
    if (given_ == pieces + 2) return std::string_view("\nshort,2\n");
    return given_ == pieces + 1 ? std::string_view("end") : std::string_view();
  }
  static constexpr std::size_t pieces = 16384;

 private:
  std::string piece_ = std::string(65536, 'x');
  std::size_t given_ = 0;
};

}  // namespace

TEST_CASE("Fields are read as RFC 4180 says, with quotes, doubled quotes and line breaks in quotes") {
  const Read got = read("a,b\r\n\"1,200\",\"say \"\"no\"\"\"\r\n\"two\r\nlines\",x\r\n");
  REQUIRE(got.rows.size() == 3);
  CHECK(got.rows[1].fields == std::vector<std::string>{"1,200", "say \"no\""});
  CHECK(got.rows[2].fields == std::vector<std::string>{"two\nlines", "x"});
  CHECK(got.rows[2].line == 3);
}

TEST_CASE("Lines may end with LF, CRLF or CR alone, and it is known which") {
  for (const std::string_view end : {"\n", "\r\n", "\r"}) {
    const Read got = read("a,b" + std::string(end) + "1,2" + std::string(end) + std::string(end) + "3,4");
    REQUIRE(got.rows.size() == 3);
    CHECK(got.rows[2].line == 4);
    CHECK(got.ends.lf + got.ends.crlf + got.ends.cr == 3);
    CHECK((got.ends.cr > 0) == (end == "\r"));
    CHECK((got.ends.crlf > 0) == (end == "\r\n"));
  }
}

TEST_CASE("A quotation mark that is never closed costs its own line only") {
  const Read got = read("a,b\n\"open,2\nx,3\ny,\"4\"\n\"still\n");
  REQUIRE(got.rows.size() == 5);
  REQUIRE(got.rows[1].fault);
  CHECK(got.rows[1].fault->line == 2);
  CHECK(got.rows[1].fault->rule == "a quotation mark is not closed");
  CHECK(got.rows[1].fault->value == "open,2");
  CHECK(got.rows[2].fields == std::vector<std::string>{"x", "3"});
  CHECK(got.rows[2].line == 3);
  CHECK(got.rows[3].fields == std::vector<std::string>{"y", "4"});
  CHECK(got.rows[4].fault);
  CHECK(got.rows[4].line == 5);
}

TEST_CASE("Broken quotes, NUL bytes and bytes that are no UTF-8 are named with line, field and rule") {
  using namespace std::string_view_literals;
  const Read got = read("a,b\nx\"y,1\n\"x\"y,1\nx,1\0002\n\xC3\x28,1\nfine,1\n"sv);
  REQUIRE(got.rows.size() == 6);
  for (std::size_t i = 1; i <= 4; ++i) {
    REQUIRE(got.rows[i].fault);
    CHECK(got.rows[i].fault->line == i + 1);
  }
  CHECK(got.rows[3].fault->field == 1);
  CHECK(got.rows[3].fault->rule == "a NUL byte is not text");
  CHECK(got.rows[4].fault->rule == "is not UTF-8 (RFC 3629)");
  CHECK(!got.rows[5].fault);
}

TEST_CASE("UTF-16 of either order is decoded, and half a pair of surrogates shows") {
  using namespace std::string_view_literals;
  CHECK(read("\xFF\xFE"
             "a\0,\0\xE9\0\n\0"sv)
            .rows.at(0)
            .fields == std::vector<std::string>{"a", "é"});
  CHECK(read("\xFE\xFF\0a\0,\xD8\x3D\xDE\x00\0\n"sv).rows.at(0).fields == std::vector<std::string>{"a", "\U0001F600"});
  CHECK(read("\xFE\xFF\0a\0,\xD8\x3D\0b\0\n"sv).rows.at(0).fields == std::vector<std::string>{"a",
                                                                                              "\uFFFD"
                                                                                              "b"});
}

TEST_CASE("A line of a gigabyte is refused in bounded memory and the next line is read") {
  LongLine bytes;
  CsvReader reader(bytes);
  CsvRow row;
  REQUIRE(reader.next(row).value());
  REQUIRE(row.fault);
  CHECK(row.fault->rule.starts_with("a row is at most"));
  CHECK(row.fault->value.size() < 100);
  REQUIRE(reader.next(row).value());
  CHECK(row.fields == std::vector<std::string>{"short", "2"});
  CHECK(row.line == 2);
}
