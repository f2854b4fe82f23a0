#include "http/gzip.h"

#include <doctest/doctest.h>
#include <zlib.h>

using namespace writ::http;

namespace {

std::string unpacked(const std::string& small, std::size_t size) {
  std::string out(size, '\0');
  z_stream stream{};
  REQUIRE(inflateInit2(&stream, 15 + 16) == Z_OK);
  stream.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(small.data()));
  stream.avail_in = static_cast<uInt>(small.size());
  stream.next_out = reinterpret_cast<Bytef*>(out.data());
  stream.avail_out = static_cast<uInt>(out.size());
  CHECK(inflate(&stream, Z_FINISH) == Z_STREAM_END);
  inflateEnd(&stream);
  return out;
}

}  // namespace

TEST_CASE("a reader takes gzip if it says so and does not weigh it with nothing") {
  for (const char* yes : {"gzip", "gzip, deflate, br", "br;q=1.0, GZIP;q=0.5", " gzip ;q=0.001"})
    CHECK_MESSAGE(takes_gzip(yes), yes);
  for (const char* no : {"", "br", "gzip;q=0", "gzip; q=0.000", "x-gzip-not", "deflate, gzip;q=0, br"})
    CHECK_MESSAGE(!takes_gzip(no), no);
}

TEST_CASE("what is compressed comes out as it went in, and is the same each time") {
  std::string text;
  for (int i = 0; i < 5000; ++i) text += "row " + std::to_string(i) + "\n";
  const std::string small = gzip(text);
  CHECK(small.size() < text.size() / 3);
  CHECK(unpacked(small, text.size()) == text);
  CHECK(gzip(text) == small);
  CHECK(unpacked(gzip(""), 0) == "");
}

TEST_CASE("fonts and pictures are not compressed again") {
  CHECK(is_compressible("text/html; charset=utf-8"));
  CHECK(is_compressible("image/svg+xml"));
  CHECK(is_compressible("application/atom+xml"));
  CHECK(is_compressible("application/feed+json"));
  CHECK_FALSE(is_compressible("font/woff2"));
  CHECK_FALSE(is_compressible("image/png"));
}
