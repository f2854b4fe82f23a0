#include "observatory/byte_source.h"

namespace writ::observatory {

namespace {
constexpr std::size_t piece_bytes = std::size_t{1} << 16;
constexpr char32_t replacement = 0xFFFD;

bool is_high(char16_t unit) { return unit >= 0xD800 && unit <= 0xDBFF; }
bool is_low(char16_t unit) { return unit >= 0xDC00 && unit <= 0xDFFF; }
}  // namespace

base::Result<std::string_view> TextSource::next() {
  const std::string_view piece = rest_.substr(0, piece_bytes);
  rest_.remove_prefix(piece.size());
  return piece;
}

base::Result<std::unique_ptr<ByteSource>> FileSource::open(const base::Path& path) {
  std::error_code error;
  if (std::filesystem::is_directory(path, error)) {
    return base::fail(base::Errc::unavailable, "file", path.string(), "is a folder");
  }
  std::FILE* file = std::fopen(path.c_str(), "rb");
  if (file == nullptr) return base::fail(base::Errc::not_found, "file", path.string(), "cannot be opened");
  return std::unique_ptr<ByteSource>(new FileSource(path, file));
}

base::Result<std::string_view> FileSource::next() {
  buffer_.resize(piece_bytes);
  const std::size_t read = std::fread(buffer_.data(), 1, buffer_.size(), file_.get());
  if (std::ferror(file_.get()) != 0) {
    return base::fail(base::Errc::unavailable, "file", path_.string(), "could not be read to its end");
  }
  return std::string_view(buffer_).substr(0, read);
}

base::Result<std::string_view> DecodedSource::next() {
  if (!begun_) return first();
  if (encoding_ == Encoding::utf8 || encoding_ == Encoding::utf8_with_mark) return bytes_.next();
  while (!ended_) {
    TRY(const std::string_view piece, bytes_.next());
    ended_ = piece.empty();
    const std::string_view decoded = decode(piece, ended_);
    if (!decoded.empty()) return decoded;
  }
  return std::string_view();
}

base::Result<std::string_view> DecodedSource::first() {
  begun_ = true;
  TRY(std::string_view piece, bytes_.next());
  if (piece.starts_with("\xEF\xBB\xBF")) {
    encoding_ = Encoding::utf8_with_mark;
    piece.remove_prefix(3);
    return piece.empty() ? bytes_.next() : base::Result<std::string_view>(piece);
  }
  if (piece.starts_with("\xFF\xFE")) encoding_ = Encoding::utf16_little_endian;
  if (piece.starts_with("\xFE\xFF")) encoding_ = Encoding::utf16_big_endian;
  if (encoding_ == Encoding::utf8) return piece;
  const std::string_view decoded = decode(piece.substr(2), false);
  return decoded.empty() ? next() : base::Result<std::string_view>(decoded);
}

std::string_view DecodedSource::decode(std::string_view piece, bool end) {
  out_.clear();
  odd_byte_ += piece;  // at most one byte of the piece before
  const std::string bytes = std::exchange(odd_byte_, {});
  std::size_t i = 0;
  for (; i + 1 < bytes.size(); i += 2) {
    const auto a = static_cast<unsigned char>(bytes[i]);
    const auto b = static_cast<unsigned char>(bytes[i + 1]);
    put_unit(static_cast<char16_t>(encoding_ == Encoding::utf16_big_endian ? (a << 8U) | b : (b << 8U) | a));
  }
  odd_byte_ = bytes.substr(i);
  if (end && (high_surrogate_ != 0 || !odd_byte_.empty())) put(replacement);
  return out_;
}

void DecodedSource::put_unit(char16_t unit) {
  if (high_surrogate_ != 0) {
    const char16_t high = std::exchange(high_surrogate_, u'\0');
    if (is_low(unit)) return put(0x10000U + ((static_cast<char32_t>(high) - 0xD800U) << 10U) + (unit - 0xDC00U));
    put(replacement);
  }
  if (is_high(unit)) {
    high_surrogate_ = unit;
  } else {
    put(is_low(unit) ? replacement : unit);
  }
}

void DecodedSource::put(char32_t c) {
  const auto tail = [this, c](unsigned shift) { out_ += static_cast<char>(0x80U | ((c >> shift) & 0x3FU)); };
  if (c < 0x80) {
    out_ += static_cast<char>(c);
  } else if (c < 0x800) {
    out_ += static_cast<char>(0xC0U | (c >> 6U));
    tail(0);
  } else if (c < 0x10000) {
    out_ += static_cast<char>(0xE0U | (c >> 12U));
    tail(6);
    tail(0);
  } else {
    out_ += static_cast<char>(0xF0U | (c >> 18U));
    tail(12);
    tail(6);
    tail(0);
  }
}

bool is_utf8(std::string_view text) {
  for (std::size_t i = 0; i < text.size();) {
    const auto lead = static_cast<unsigned char>(text[i]);
    const std::size_t size = lead < 0x80                   ? 1
                             : lead >= 0xC2 && lead < 0xE0 ? 2
                             : lead >= 0xE0 && lead < 0xF0 ? 3
                             : lead >= 0xF0 && lead < 0xF5 ? 4
                                                           : 0;
    if (size == 0 || i + size > text.size()) return false;
    char32_t c = size == 1 ? lead : lead & (0xFFU >> (size + 1));
    for (std::size_t k = 1; k < size; ++k) {
      const auto next = static_cast<unsigned char>(text[i + k]);
      if ((next & 0xC0U) != 0x80U) return false;
      c = (c << 6U) | (next & 0x3FU);
    }
    if ((size == 3 && (c < 0x800 || (c >= 0xD800 && c <= 0xDFFF))) || (size == 4 && (c < 0x10000 || c > 0x10FFFF)))
      return false;
    i += size;
  }
  return true;
}

}  // namespace writ::observatory
