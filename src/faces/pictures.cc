#include "faces/pictures.h"

#include <charconv>

#include "faces/image_page.h"
#include "faces/sandbox.h"

namespace writ::faces {

namespace {

constexpr const char* pdfinfo = "/usr/bin/pdfinfo";
constexpr const char* pdftoppm = "/usr/bin/pdftoppm";
constexpr const char* pdftotext = "/usr/bin/pdftotext";
constexpr const char* longest_side = "1400";  // px: a page of A4 in 120 dots an inch
constexpr std::size_t counts_max = 10'000;    // remembered; then all are counted again
constexpr std::size_t text_bytes_max = 2'000'000;

class Place {
 public:
  explicit Place(std::counting_semaphore<2>& places) : places_(places) { places_.acquire(); }
  ~Place() { places_.release(); }
  Place(const Place&) = delete;
  Place& operator=(const Place&) = delete;

 private:
  std::counting_semaphore<2>& places_;
};

/// "Pages:           12" among pdfinfo's lines.
std::optional<int> pages_in(std::string_view info) {
  const auto at = info.find("\nPages:");
  if (at == std::string_view::npos) return std::nullopt;
  const auto digit = info.find_first_of("0123456789", at);
  int pages = 0;
  if (digit == std::string_view::npos ||
      std::from_chars(info.data() + digit, info.data() + info.size(), pages).ec != std::errc())
    return std::nullopt;
  return pages > 0 ? std::optional(pages) : std::nullopt;
}

}  // namespace

std::optional<PageCount> Pictures::known(const std::string& id) const {
  const std::scoped_lock hold(lock_);
  const auto found = counts_.find(id);
  return found == counts_.end() ? std::nullopt : std::optional(found->second);
}

PageCount Pictures::count(const std::string& id, std::string_view type, std::string_view content) {
  PageCount count;
  if (type == "application/pdf") {
    const Place place(places_);
    const auto info =
        run_sandboxed(pdfinfo, {"-"}, content, {.cpu = std::chrono::seconds(5), .wall = std::chrono::seconds(8)});
    count.pages = info ? pages_in("\n" + *info) : std::nullopt;
    if (!count.pages) count.trouble = info ? Trouble::no_pages : Trouble::program;
    if (!info) count.rule = info.error().rule;
  } else if (type.starts_with("image/")) {
    const auto page = image_as_page(content);
    count.pages = page ? std::optional(1) : std::nullopt;
    if (!page) count.trouble = Trouble::picture;
  } else {
    count.trouble = Trouble::plain_text;
  }
  const std::scoped_lock hold(lock_);
  if (counts_.size() >= counts_max) counts_.clear();
  counts_[id] = count;
  return count;
}

base::Result<std::string> Pictures::picture(std::string_view content, int page) {
  std::string wrapped;
  if (content.starts_with("\x89PNG") || content.starts_with("\xff\xd8\xff")) {
    TRY(wrapped, image_as_page(content));
    content = wrapped;
  }
  const Place place(places_);
  const std::string number = std::to_string(page);
  TRY(std::string png,
      run_sandboxed(pdftoppm, {"-png", "-scale-to", longest_side, "-f", number, "-l", number, "-"}, content));
  if (!png.starts_with("\x89PNG")) return base::fail(base::Errc::not_found, "page", number, "there is no such page");
  return png;
}

base::Result<std::string> Pictures::text(std::string_view type, std::string_view content) {
  if (type == "text/plain") return std::string(content.substr(0, text_bytes_max));
  if (type != "application/pdf")
    return base::fail(base::Errc::unavailable, "document", "", "has no text that can be taken out");
  const Place place(places_);
  return run_sandboxed(pdftotext, {"-enc", "UTF-8", "-l", "300", "-", "-"}, content, {.output_bytes = text_bytes_max});
}

}  // namespace writ::faces
