#include <doctest/doctest.h>

#include "http/target.h"

using namespace writ::http;

TEST_CASE("a target is decoded once and split into path and query") {
  const auto target = parse_target("/caf%C3%A9/a+b%2520?file=decision-1%2Fproof&x=a+b&empty=&bare");
  REQUIRE(target);
  CHECK(target->path == "/caf\xC3\xA9/a+b%20");
  CHECK(target->query.at("file") == "decision-1/proof");
  CHECK(target->query.at("x") == "a b");
  CHECK(target->query.at("empty") == "");
  CHECK(target->query.at("bare") == "");
}

TEST_CASE("the absolute form loses its authority") {
  CHECK(parse_target("http://127.0.0.1:80/a?b=c")->path == "/a");
  CHECK(parse_target("http://127.0.0.1")->path == "/");
  CHECK(parse_target("*")->path == "*");
}

TEST_CASE("a path that a proxy or a file system could read otherwise is refused") {
  using namespace std::string_view_literals;
  for (const std::string_view bad : {""sv,
                                     "a"sv,
                                     "//a"sv,
                                     "/a//b"sv,
                                     "/./a"sv,
                                     "/a/.."sv,
                                     "/../etc/passwd"sv,
                                     "/%2e%2e/etc"sv,
                                     "/a/%2E"sv,
                                     "/a%2fb"sv,
                                     "/a%5Cb"sv,
                                     "/a\\b"sv,
                                     "/a%00"sv,
                                     "/a%0d%0aX:1"sv,
                                     "/%"sv,
                                     "/%4"sv,
                                     "/%zz"sv,
                                     "/%ff"sv,
                                     "/%c0%ae%c0%ae/"sv,
                                     "/%ed%a0%80"sv,
                                     "/a#b"sv,
                                     "/a\x80"sv,
                                     "/a b"sv,
                                     "/a\0b"sv,
                                     "http:/a"sv}) {
    CAPTURE(bad);
    CHECK_FALSE(parse_target(bad));
  }
}

TEST_CASE("a query name given twice is refused, since readers differ in which one they take") {
  const auto bad = parse_target("/a?file=x&file=y");
  REQUIRE_FALSE(bad);
  CHECK(bad.error().value == "file=y");
  CHECK_FALSE(parse_target("/a?b=%"));
  CHECK_FALSE(parse_target("/a?b=%00"));
  CHECK_FALSE(parse_target("/a?b=%ff"));
}

TEST_CASE("an encoded path is decoded to itself") {
  const std::string path = "/a b/\xC3\xA9?#%";
  CHECK(encode_path(path) == "/a%20b/%C3%A9%3F%23%25");
  CHECK(parse_target(encode_path(path))->path == path);
}

TEST_CASE("UTF-8 is well formed as RFC 3629 has it") {
  for (const char* good :
       {"", "a", "\xC2\x80", "\xE0\xA0\x80", "\xED\x9F\xBF", "\xEF\xBF\xBF", "\xF0\x90\x80\x80", "\xF4\x8F\xBF\xBF"}) {
    CHECK(is_utf8(good));
  }
  for (const char* bad : {"\x80", "\xC1\x81", "\xE0\x9F\x80", "\xED\xA0\x80", "\xF0\x8F\x80\x80", "\xF4\x90\x80\x80",
                          "\xF5\x80\x80\x80", "\xC2", "\xE2\x82", "\xC2g"}) {
    CHECK_FALSE(is_utf8(bad));
  }
}
