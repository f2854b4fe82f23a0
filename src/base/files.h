// The file system as an interface: tests put faults behind it. Paths are absolute or relative to the process.
#pragma once

#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

#include "base/bytes.h"
#include "base/result.h"

namespace writ::base {

using Path = std::filesystem::path;

class Files {
 public:
  virtual ~Files() = default;

  /// not_found if there is no such file, unavailable if it cannot be read or is larger than `bytes_max`.
  virtual Result<std::string> read(const Path& path, std::size_t bytes_max = std::size_t{1} << 30) const = 0;

  /// When it returns, the file is on stable storage under its name and no reader ever saw a part of it: written to a
  /// temporary name beside it, fsync, rename, fsync of the folder. Parent folders are made. After an error from fsync the
  /// caller must stop: what the disk holds is unknown.
  virtual Result<> write_durable(const Path& path, std::string_view content) = 0;

  /// Several files of one tick: each written and fsynced under a temporary name, then all renamed, then each folder
  /// fsynced once.
  virtual Result<> write_durable_all(const std::vector<std::pair<Path, std::string>>& files) = 0;

  /// Appends and fsyncs.
  virtual Result<> append_durable(const Path& path, std::string_view content) = 0;

  /// Not fsynced: for exports that can be made again. Parent folders are made.
  virtual Result<> write(const Path& path, std::string_view content) = 0;

  virtual bool exists(const Path& path) const = 0;
  /// Names of the entries of a folder, ascending; empty if there is none.
  virtual std::vector<std::string> list(const Path& folder) const = 0;
};

class DiskFiles final : public Files {
 public:
  Result<std::string> read(const Path& path, std::size_t bytes_max) const override;
  Result<> write_durable(const Path& path, std::string_view content) override;
  Result<> write_durable_all(const std::vector<std::pair<Path, std::string>>& files) override;
  Result<> append_durable(const Path& path, std::string_view content) override;
  Result<> write(const Path& path, std::string_view content) override;
  bool exists(const Path& path) const override;
  std::vector<std::string> list(const Path& folder) const override;
};

}  // namespace writ::base
