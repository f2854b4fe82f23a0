#include "disclosure/zip.h"

#include <zip.h>

#include <memory>

namespace writ::disclosure {

namespace {

constexpr zip_uint32_t regular_0644 = 0100644U << 16;

struct Discard {
  void operator()(zip_t* archive) const { zip_discard(archive); }
};
struct Free {
  void operator()(zip_source_t* source) const { zip_source_free(source); }
};
using Archive = std::unique_ptr<zip_t, Discard>;
using Source = std::unique_ptr<zip_source_t, Free>;

base::Error failure(const std::string& what, const char* why) {
  return {base::Errc::invalid, "zip", what, why == nullptr ? "could not be written" : why};
}

/// What zip_file_set_mtime() would take from the machine's own zone. Two seconds are the format's step; it begins 1980.
struct DosTime {
  zip_uint16_t time = 0;
  zip_uint16_t date = 0;
};
DosTime dos_time(base::Time at) {
  const std::chrono::year_month_day day(base::day_of(at));
  const int year = int{day.year()};
  if (year < 1980) return {0, (1 << 5) | 1};
  const std::chrono::hh_mm_ss clock(at - base::day_of(at));
  const auto field = [](auto value) { return static_cast<unsigned>(value); };
  return {static_cast<zip_uint16_t>(field(clock.hours().count()) << 11 | field(clock.minutes().count()) << 5 |
                                    field(clock.seconds().count()) / 2),
          static_cast<zip_uint16_t>(field(year - 1980) << 9 | unsigned{day.month()} << 5 | unsigned{day.day()})};
}

/// `files` must outlive the archive: their bytes are read when it is closed.
base::Result<> add(zip_t* archive, const File& file, DosTime at) {
  Source source(zip_source_buffer(archive, file.content.data(), file.content.size(), 0));
  if (!source) return std::unexpected(failure(file.name, zip_strerror(archive)));
  const zip_int64_t index = zip_file_add(archive, file.name.c_str(), source.get(), ZIP_FL_ENC_UTF_8);
  if (index < 0) return std::unexpected(failure(file.name, zip_strerror(archive)));
  source.release();  // the archive's now
  const auto number = static_cast<zip_uint64_t>(index);
  if (zip_set_file_compression(archive, number, ZIP_CM_STORE, 0) != 0 ||
      zip_file_set_dostime(archive, number, at.time, at.date, 0) != 0 ||
      zip_file_set_external_attributes(archive, number, 0, ZIP_OPSYS_UNIX, regular_0644) != 0)
    return std::unexpected(failure(file.name, zip_strerror(archive)));
  return {};
}

base::Result<std::string> bytes_of(zip_source_t* source) {
  zip_stat_t status;
  if (zip_source_stat(source, &status) != 0 || zip_source_open(source) != 0)
    return std::unexpected(failure("", zip_error_strerror(zip_source_error(source))));
  std::string bytes(status.size, '\0');
  const zip_int64_t read = zip_source_read(source, bytes.data(), bytes.size());
  zip_source_close(source);
  if (read < 0 || static_cast<std::size_t>(read) != bytes.size())
    return std::unexpected(failure("", zip_error_strerror(zip_source_error(source))));
  return bytes;
}

}  // namespace

base::Result<std::string> zip_of(const std::vector<File>& files, base::Time modified) {
  zip_error_t error;
  zip_error_init(&error);
  const Source target(zip_source_buffer_create(nullptr, 0, 0, &error));
  if (!target) return std::unexpected(failure("", zip_error_strerror(&error)));
  zip_source_keep(target.get());  // closing the archive gives up its own
  Archive archive(zip_open_from_source(target.get(), ZIP_TRUNCATE, &error));
  if (!archive) {
    zip_source_free(target.get());
    return std::unexpected(failure("", zip_error_strerror(&error)));
  }
  const DosTime at = dos_time(modified);
  for (const File& file : files) {
    if (file.name.empty()) return base::invalid("file.name", "", "must not be empty");
    TRY_VOID(add(archive.get(), file, at));
  }
  if (zip_close(archive.get()) != 0) return std::unexpected(failure("", zip_strerror(archive.get())));
  archive.release();
  return bytes_of(target.get());
}

}  // namespace writ::disclosure
