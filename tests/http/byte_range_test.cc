#include <doctest/doctest.h>

#include "http/byte_range.h"

using namespace writ::http;

namespace {
void check_part(std::string_view field, std::uint64_t size, std::uint64_t offset, std::uint64_t length) {
  CAPTURE(field);
  const auto answer = parse_range(field, size);
  CHECK(answer.kind == RangeKind::part);
  CHECK(answer.range.offset == offset);
  CHECK(answer.range.length == length);
}
}  // namespace

TEST_CASE("the ranges of RFC 9110 section 14.1.2 on a representation of 10000 bytes") {
  check_part("bytes=0-499", 10000, 0, 500);
  check_part("bytes=500-999", 10000, 500, 500);
  check_part("bytes=-500", 10000, 9500, 500);
  check_part("bytes=9500-", 10000, 9500, 500);
  check_part("bytes=0-0", 10000, 0, 1);
  check_part("bytes=-1", 10000, 9999, 1);
  check_part("bytes=0-99999", 10000, 0, 10000);
  check_part("bytes=-99999", 10000, 0, 10000);
}

TEST_CASE("a range behind the end is not satisfiable") {
  for (const char* field : {"bytes=10000-", "bytes=10000-20000", "bytes=-0"}) {
    CAPTURE(field);
    CHECK(parse_range(field, 10000).kind == RangeKind::unsatisfiable);
  }
  CHECK(parse_range("bytes=0-", 0).kind == RangeKind::unsatisfiable);
  CHECK(parse_range("bytes=-5", 0).kind == RangeKind::unsatisfiable);
}

TEST_CASE("several ranges, other units and bad syntax mean the whole file") {
  for (const char* field : {"", "bytes=0-1,3-4", "lines=1-2", "bytes=", "bytes=-", "bytes=a-b", "bytes=5-4",
                            "bytes=+1-2", "bytes=1--2", "bytes=99999999999999999999-", "0-5"}) {
    CAPTURE(field);
    CHECK(parse_range(field, 10000).kind == RangeKind::whole);
  }
}

TEST_CASE("If-None-Match takes a list, weak tags and the star") {
  CHECK(etag_listed("\"a\"", "\"a\""));
  CHECK(etag_listed("\"x\", W/\"a\" , \"y\"", "\"a\""));
  CHECK(etag_listed("*", "\"a\""));
  CHECK_FALSE(etag_listed("\"b\"", "\"a\""));
  CHECK_FALSE(etag_listed("a", "\"a\""));
}
