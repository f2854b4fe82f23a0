// Bytes of a file in bounded pieces, always UTF-8: UTF-16 with a byte order mark is decoded on the way.
#pragma once

#include <cstdio>
#include <memory>
#include <string>
#include <string_view>

#include "base/files.h"
#include "base/result.h"

namespace writ::observatory {

class ByteSource {
 public:
  virtual ~ByteSource() = default;
  /// The next piece, at most 64 KiB and valid until the next call; empty at the end.
  virtual base::Result<std::string_view> next() = 0;
};

class TextSource final : public ByteSource {
 public:
  explicit TextSource(std::string_view text) : rest_(text) {}
  base::Result<std::string_view> next() override;

 private:
  std::string_view rest_;
};

class FileSource final : public ByteSource {
 public:
  /// not_found or unavailable.
  static base::Result<std::unique_ptr<ByteSource>> open(const base::Path& path);
  base::Result<std::string_view> next() override;

 private:
  struct Closer {
    void operator()(std::FILE* file) const { std::fclose(file); }
  };
  FileSource(base::Path path, std::FILE* file) : path_(std::move(path)), file_(file) {}

  base::Path path_;
  std::unique_ptr<std::FILE, Closer> file_;
  std::string buffer_;
};

enum class Encoding : std::uint8_t { utf8, utf8_with_mark, utf16_little_endian, utf16_big_endian };

/// Takes the byte order mark off and decodes UTF-16; half a pair of surrogates becomes U+FFFD, which no figure and no
/// country contains, so that its row is refused.
class DecodedSource final : public ByteSource {
 public:
  explicit DecodedSource(ByteSource& bytes) : bytes_(bytes) {}
  base::Result<std::string_view> next() override;
  /// Known after the first next().
  Encoding encoding() const { return encoding_; }

 private:
  base::Result<std::string_view> first();
  std::string_view decode(std::string_view piece, bool end);
  void put_unit(char16_t unit);
  void put(char32_t character);

  ByteSource& bytes_;
  Encoding encoding_ = Encoding::utf8;
  bool begun_ = false;
  bool ended_ = false;
  std::string out_;
  std::string odd_byte_;
  char16_t high_surrogate_ = 0;
};

/// RFC 3629: no overlong forms, no surrogates.
bool is_utf8(std::string_view text);

}  // namespace writ::observatory
