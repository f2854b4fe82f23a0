#include "disclosure/tar.h"

#include <algorithm>
#include <array>
#include <cstring>

namespace writ::disclosure {

namespace {

constexpr std::size_t block_bytes = 512;
constexpr std::size_t record_bytes = 20 * block_bytes;              // what GNU tar pads to; others accept it
constexpr std::size_t name_bytes_max = 100;                         // the prefix field is not used: our names are short
constexpr std::size_t file_bytes_max = (std::size_t{1} << 33) - 1;  // 11 octal digits

struct Field {
  std::size_t at;
  std::size_t size;
};
constexpr Field name_field{0, 100}, mode_field{100, 8}, uid_field{108, 8}, gid_field{116, 8}, size_field{124, 12};
constexpr Field time_field{136, 12}, checksum_field{148, 8}, type_field{156, 1}, magic_field{257, 8};

using Header = std::array<char, block_bytes>;

void put(Header& header, Field field, std::string_view text) {
  std::memcpy(header.data() + field.at, text.data(), std::min(text.size(), field.size));
}

/// Zero-padded octal digits that leave the last byte NUL.
void put_octal(Header& header, Field field, std::uint64_t value) {
  for (std::size_t i = field.size - 1; i-- > 0; value /= 8) header[field.at + i] = static_cast<char>('0' + value % 8);
}

Header header_of(const File& file, base::Time modified) {
  Header header{};
  put(header, name_field, file.name);
  put_octal(header, mode_field, 0644);
  put_octal(header, uid_field, 0);
  put_octal(header, gid_field, 0);
  put_octal(header, size_field, file.content.size());
  put_octal(header, time_field, static_cast<std::uint64_t>(std::max<std::int64_t>(0, base::unix_seconds(modified))));
  put(header, type_field, "0");
  put(header, magic_field, std::string_view("ustar\00000", 8));
  put(header, checksum_field, "        ");  // counted as spaces
  std::uint64_t sum = 0;
  for (const char c : header) sum += static_cast<unsigned char>(c);
  put_octal(header, {checksum_field.at, 7}, sum);
  return header;
}

void pad_to(std::string& archive, std::size_t multiple) {
  archive.resize((archive.size() + multiple - 1) / multiple * multiple, '\0');
}

}  // namespace

base::Result<std::string> tar_of(const std::vector<File>& files, base::Time modified) {
  std::string archive;
  for (const File& file : files) {
    if (file.name.empty() || file.name.size() > name_bytes_max) {
      return base::invalid("file.name", file.name, "must have 1 to 100 bytes");
    }
    if (file.content.size() > file_bytes_max) return base::invalid("file.content", file.name, "must be under 8 GiB");
    const Header header = header_of(file, modified);
    archive.append(header.data(), header.size()).append(file.content);
    pad_to(archive, block_bytes);
  }
  archive.append(2 * block_bytes, '\0');
  pad_to(archive, record_bytes);
  return archive;
}

}  // namespace writ::disclosure
