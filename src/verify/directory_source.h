// A log or bundle as a folder, read with plain stdio.
#pragma once

#include <cstdio>
#include <string>

#include "verify/verify.h"

namespace writ::verify {

class DirectorySource final : public Source {
 public:
  explicit DirectorySource(std::string folder) : folder_(std::move(folder)) {}
  base::Result<std::string> read(std::string_view name) override;
  base::Result<> lines(std::string_view name,
                       const std::function<bool(std::string_view line, bool terminated)>& line) override;

 private:
  std::string folder_;
};

/// Source::lines() over an open file, from where it stands.
base::Result<> read_lines(std::FILE& file, std::string_view name,
                          const std::function<bool(std::string_view line, bool terminated)>& line);

}  // namespace writ::verify
