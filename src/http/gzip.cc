#include "http/gzip.h"

#include <zlib.h>

#include <algorithm>
#include <array>
#include <stdexcept>

#include "http/text.h"

namespace writ::http {

namespace {

constexpr int level = 6;              // zlib's own middle between size and time
constexpr int gzip_window = 15 + 16;  // the largest window, with the header of RFC 1952
constexpr int memory_level = 8;       // zlib's own

/// ";q=0", ";q=0.000"
bool refuses(std::string_view parameters) {
  const auto at = parameters.find("q=");
  if (at == parameters.npos) return false;
  const std::string_view weight = trim(parameters.substr(at + 2));
  return weight.find_first_not_of("0.") == weight.npos;
}

}  // namespace

bool takes_gzip(std::string_view accept_encoding) {
  while (!accept_encoding.empty()) {
    const std::size_t end = std::min(accept_encoding.find(','), accept_encoding.size());
    const std::string_view one = trim(accept_encoding.substr(0, end));
    accept_encoding.remove_prefix(std::min(end + 1, accept_encoding.size()));
    const std::size_t cut = std::min(one.find(';'), one.size());
    if (lower(trim(one.substr(0, cut))) == "gzip") return !refuses(one.substr(cut));
  }
  return false;
}

bool is_compressible(std::string_view content_type) {
  static constexpr std::array<std::string_view, 8> kinds = {
      "application/json", "application/x-ndjson", "application/xml", "application/atom+xml", "application/feed+json",
      "application/wasm", "image/svg+xml",        "text/"};
  return std::ranges::any_of(kinds, [&](std::string_view kind) { return content_type.starts_with(kind); });
}

std::string gzip(std::string_view content) {
  z_stream stream{};
  if (deflateInit2(&stream, level, Z_DEFLATED, gzip_window, memory_level, Z_DEFAULT_STRATEGY) != Z_OK)
    throw std::bad_alloc();
  std::string out(deflateBound(&stream, content.size()), '\0');
  stream.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(content.data()));  // zlib does not write there
  stream.avail_in = static_cast<uInt>(content.size());
  stream.next_out = reinterpret_cast<Bytef*>(out.data());
  stream.avail_out = static_cast<uInt>(out.size());
  const int done = deflate(&stream, Z_FINISH);
  out.resize(stream.total_out);
  deflateEnd(&stream);
  if (done != Z_STREAM_END) throw std::runtime_error("deflate did not end within its own bound");
  return out;
}

}  // namespace writ::http
