// Progress of a long step, on standard error: a bar on a terminal, one line every tenth part elsewhere.
#pragma once

#include <cstdint>
#include <string>

namespace writ::base {

class Progress {
 public:
  virtual ~Progress() = default;
  /// `done` of `total` units; total 0 = not known.
  virtual void step(std::uint64_t done, std::uint64_t total) = 0;
};

class SilentProgress final : public Progress {
 public:
  void step(std::uint64_t, std::uint64_t) override {}
};

class BarProgress final : public Progress {
 public:
  explicit BarProgress(std::string what);
  ~BarProgress() override;
  void step(std::uint64_t done, std::uint64_t total) override;

 private:
  std::string what_;
  bool terminal_;
  int shown_ = -1;
};

}  // namespace writ::base
