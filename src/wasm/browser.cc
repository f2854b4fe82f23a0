#include "wasm/browser.h"

#include <algorithm>
#include <memory>

#include "verify/sha256.h"

#define WRIT_FROM_PAGE(name) __attribute__((import_module("page"), import_name(#name)))

namespace {
extern "C" {
// Sizes and offsets cross as double, which holds every whole number below 2^53 and needs no BigInt in the page.
/// The size of a file; -1: it is not there, -2: it could not be fetched.
WRIT_FROM_PAGE(file_size) double page_file_size(std::uint32_t source, const char* name, std::size_t name_size);
/// Copies `size` bytes from `offset`; returns how many.
WRIT_FROM_PAGE(file_read)
std::size_t page_file_read(std::uint32_t source, const char* name, std::size_t name_size, double offset, char* out,
                           std::size_t size);
WRIT_FROM_PAGE(ed25519_verify)
bool page_ed25519_verify(const std::uint8_t* key, const std::uint8_t* message, std::size_t message_size,
                         const std::uint8_t* signature);
WRIT_FROM_PAGE(is_nfc) bool page_is_nfc(const char* text, std::size_t size);
WRIT_FROM_PAGE(progress) void page_progress(double done, double total);
}
}  // namespace

namespace writ::wasm {

namespace {
// The limits of verify/directory_source.cc, for the same reasons.
constexpr std::uint64_t file_bytes_max = std::uint64_t{64} << 20;
constexpr std::size_t line_bytes_max = std::size_t{1} << 20;
constexpr std::size_t piece_bytes = std::size_t{1} << 18;

class Stream final : public base::HashStream {
 public:
  void add(base::ByteView piece) override { hash_.add(piece); }
  base::Hash finish() override { return hash_.finish(); }

 private:
  verify::Sha256 hash_;
};
}  // namespace

void BrowserHost::sha256(base::ByteView message, base::Hash& out) const { out = verify::sha256(message); }

bool BrowserHost::ed25519_verify(const base::Hash& public_key, base::ByteView message, base::ByteView signature) const {
  constexpr std::size_t signature_bytes = 64;
  if (signature.size() != signature_bytes) return false;
  return page_ed25519_verify(public_key.data(), message.data(), message.size(), signature.data());
}

bool BrowserHost::is_nfc(std::string_view utf8) const {
  if (std::all_of(utf8.begin(), utf8.end(), [](char c) { return static_cast<unsigned char>(c) < 0x80; })) return true;
  return page_is_nfc(utf8.data(), utf8.size());
}

std::unique_ptr<base::HashStream> BrowserHost::hash_stream() const { return std::make_unique<Stream>(); }

base::Result<std::uint64_t> PageSource::size_of(std::string_view name) const {
  const double size = page_file_size(number_, name.data(), name.size());
  if (size >= 0) return static_cast<std::uint64_t>(size);
  // In the words of the native verifier, so that both verdicts are the same.
  if (size > -2) return base::fail(base::Errc::not_found, std::string(name), "", "No such file or directory");
  return base::fail(base::Errc::unavailable, std::string(name), "", "could not be fetched");
}

base::Result<std::string> PageSource::read(std::string_view name) {
  TRY(const std::uint64_t size, size_of(name));
  if (size > file_bytes_max) return base::fail(base::Errc::unavailable, std::string(name), "", "is larger than 64 MiB");
  std::string text(static_cast<std::size_t>(size), '\0');
  if (page_file_read(number_, name.data(), name.size(), 0, text.data(), text.size()) != text.size())
    return base::fail(base::Errc::unavailable, std::string(name), "", "could not be read to its end");
  return text;
}

base::Result<> PageSource::lines(std::string_view name, const std::function<bool(std::string_view, bool)>& line) {
  TRY(const std::uint64_t size, size_of(name));
  std::string rest;  // of the line that the last piece cut
  const auto piece = std::make_unique<char[]>(piece_bytes);
  for (std::uint64_t at = 0; at < size;) {
    const std::size_t got =
        page_file_read(number_, name.data(), name.size(), static_cast<double>(at), piece.get(), piece_bytes);
    if (got == 0) return base::fail(base::Errc::unavailable, std::string(name), "", "could not be read to its end");
    at += got;
    std::string_view text(piece.get(), got);
    for (std::size_t end; (end = text.find('\n')) != std::string_view::npos; text.remove_prefix(end + 1)) {
      rest += text.substr(0, end);
      if (!line(rest, true)) return {};
      rest.clear();
    }
    rest += text;
    if (rest.size() > line_bytes_max) return base::invalid(std::string(name), "", "has a line longer than 1 MiB");
  }
  if (!rest.empty()) line(rest, false);
  return {};
}

void PageProgress::step(std::uint64_t done, std::uint64_t total) {
  page_progress(static_cast<double>(done), static_cast<double>(total));
}

}  // namespace writ::wasm
