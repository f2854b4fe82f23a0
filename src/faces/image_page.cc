#include "faces/image_page.h"

#include <fmt/format.h>

#include <algorithm>
#include <cstdint>
#include <optional>
#include <vector>

namespace writ::faces {

namespace {

constexpr double longest_side = 842.0;  // points: the height of A4
constexpr std::size_t png_header_bytes = 33;

struct Image {
  std::uint32_t width = 0;
  std::uint32_t height = 0;
  std::string dictionary;          // colour space, depth and filter
  std::string data;                // as compressed by its maker
  std::string function_text = {};  // object 6: what a PDF makes of an alpha channel, or the palette
};

std::uint32_t number_at(std::string_view bytes, std::size_t at, std::size_t size) {
  std::uint32_t value = 0;
  for (std::size_t i = 0; i < size; ++i) value = value << 8 | static_cast<unsigned char>(bytes[at + i]);
  return value;
}

std::string stream(const std::string& dictionary, std::string_view content) {
  return fmt::format("<< {} /Length {} >>\nstream\n{}\nendstream", dictionary, content.size(), content);
}

/// Over white: colour times alpha, plus one minus alpha.
std::string over_white(bool grey) {
  const char* body = grey ? "{dup 3 -1 roll mul 1 add exch sub}"
                          : "{4 1 roll 3 index mul 1 add 3 index sub 3 1 roll 3 index mul 1 add 3 index sub 3 1 roll "
                            "3 index mul 1 add 3 index sub 3 1 roll 4 -1 roll pop}";
  const char* ranges = grey ? "/FunctionType 4 /Domain [0 1 0 1] /Range [0 1]"
                            : "/FunctionType 4 /Domain [0 1 0 1 0 1 0 1] /Range [0 1 0 1 0 1]";
  return stream(ranges, body);
}

struct Chunks {
  std::string palette;
  std::string data;
};

Chunks chunks_of(std::string_view png) {
  Chunks chunks;
  for (std::size_t at = 8; at + 12 <= png.size();) {
    const std::size_t size = number_at(png, at, 4);
    const std::string_view kind = png.substr(at + 4, 4);
    if (size > png.size() - at - 12) break;  // cut off: what is there is shown
    if (kind == "PLTE") chunks.palette = png.substr(at + 8, size);
    if (kind == "IDAT") chunks.data += png.substr(at + 8, size);
    if (kind == "IEND") break;
    at += size + 12;
  }
  return chunks;
}

std::optional<Image> png_image(std::string_view png) {
  if (png.size() < png_header_bytes || png.substr(12, 4) != "IHDR") return std::nullopt;
  const unsigned depth = number_at(png, 24, 1), colour = number_at(png, 25, 1);
  if (number_at(png, 28, 1) != 0) return std::nullopt;  // interlaced: no PDF filter reads that
  Chunks chunks = chunks_of(png);
  Image image{.width = number_at(png, 16, 4), .height = number_at(png, 20, 4), .dictionary = {}, .data = {}};
  unsigned channels = 1;
  std::string space;
  if (colour == 0) space = "/DeviceGray";
  if (colour == 2) space = "/DeviceRGB", channels = 3;
  if (colour == 3 && !chunks.palette.empty()) {
    space = fmt::format("[/Indexed /DeviceRGB {} 6 0 R]", chunks.palette.size() / 3 - 1);
    image.function_text = stream("", chunks.palette);
  }
  if (colour == 4) space = "[/DeviceN [/G /A] /DeviceGray 6 0 R]", channels = 2;
  if (colour == 6) space = "[/DeviceN [/R /G /B /A] /DeviceRGB 6 0 R]", channels = 4;
  if (space.empty() || chunks.data.empty()) return std::nullopt;
  if (colour == 4 || colour == 6) image.function_text = over_white(colour == 4);
  image.dictionary = fmt::format(
      "/ColorSpace {} /BitsPerComponent {} /Filter /FlateDecode /DecodeParms << /Predictor 15 /Colors {} "
      "/BitsPerComponent {} /Columns {} >>",
      space, depth, channels, depth, image.width);
  image.data = std::move(chunks.data);
  return image;
}

std::optional<Image> jpeg_image(std::string_view jpeg) {
  for (std::size_t at = 2; at + 10 <= jpeg.size();) {
    if (jpeg[at] != '\xff') return std::nullopt;
    const auto marker = static_cast<unsigned char>(jpeg[at + 1]);
    if (marker == 0xff) {  // fill bytes
      ++at;
      continue;
    }
    // Start of frame, but for the tables and arithmetic extensions that share its range.
    if (marker >= 0xc0 && marker <= 0xcf && marker != 0xc4 && marker != 0xc8 && marker != 0xcc) {
      const unsigned channels = number_at(jpeg, at + 9, 1);
      const char* space = channels == 1   ? "/DeviceGray"
                          : channels == 3 ? "/DeviceRGB"
                          : channels == 4 ? "/DeviceCMYK"
                                          : nullptr;
      if (space == nullptr) return std::nullopt;
      return Image{.width = number_at(jpeg, at + 7, 2),
                   .height = number_at(jpeg, at + 5, 2),
                   .dictionary = fmt::format("/ColorSpace {} /BitsPerComponent 8 /Filter /DCTDecode{}", space,
                                             channels == 4 ? " /Decode [1 0 1 0 1 0 1 0]" : ""),
                   .data = std::string(jpeg)};
    }
    if (marker == 0xd8 || marker == 0x01 || (marker >= 0xd0 && marker <= 0xd7)) {
      at += 2;
      continue;
    }
    if (marker == 0xd9 || marker == 0xda) return std::nullopt;  // pixels before a frame
    at += 2 + number_at(jpeg, at + 2, 2);
  }
  return std::nullopt;
}

std::string page_of_image(const Image& image) {
  const double scale = longest_side / std::max(image.width, image.height);
  const std::string box = fmt::format("{:.2f} {:.2f}", image.width * scale, image.height * scale);
  const std::string draw = fmt::format("q {:.2f} 0 0 {:.2f} 0 0 cm /I Do Q", image.width * scale, image.height * scale);
  std::vector<std::string> objects = {
      "<< /Type /Catalog /Pages 2 0 R >>", "<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
      fmt::format(
          "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 {}] /Contents 4 0 R /Resources << /XObject << /I 5 0 R >> >> >>",
          box),
      stream("", draw),
      stream(fmt::format("/Type /XObject /Subtype /Image /Width {} /Height {} {}", image.width, image.height,
                         image.dictionary),
             image.data)};
  if (!image.function_text.empty()) objects.push_back(image.function_text);
  std::string out = "%PDF-1.7\n", table = fmt::format("xref\n0 {}\n0000000000 65535 f \n", objects.size() + 1);
  for (std::size_t i = 0; i < objects.size(); ++i) {
    table += fmt::format("{:010} 00000 n \n", out.size());
    out += fmt::format("{} 0 obj\n", i + 1) + objects[i] + "\nendobj\n";
  }
  const std::size_t start = out.size();
  return out + table +
         fmt::format("trailer\n<< /Size {} /Root 1 0 R >>\nstartxref\n{}\n%%EOF\n", objects.size() + 1, start);
}

}  // namespace

base::Result<std::string> image_as_page(std::string_view image) {
  const auto found = image.starts_with("\x89PNG") ? png_image(image) : jpeg_image(image);
  if (!found || found->width == 0 || found->height == 0)
    return base::fail(base::Errc::unavailable, "document", "", "is a picture of a kind that cannot be shown here");
  return page_of_image(*found);
}

}  // namespace writ::faces
