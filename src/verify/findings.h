// What a verification finds, as it finds it.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <utility>

#include "verify/verify.h"

namespace writ::verify {

class Findings {
 public:
  /// A provider could fill memory with failures: beyond this many they are only counted.
  static constexpr std::size_t failures_kept_max = 10'000;
  static constexpr std::size_t words_kept_max = 1'000;

  void fail(int rule, std::optional<std::uint64_t> index, std::string text) {
    ++failed_;
    broken_.at(at(rule)) = true;
    if (failures.size() < failures_kept_max) failures.push_back({index, rule, std::move(text)});
  }
  /// `rule` 0: nothing was checked at all.
  void cannot(int rule, std::string text) {
    could_not_ = true;
    skip(rule);
    if (not_checked.size() < words_kept_max) not_checked.push_back(std::move(text));
  }
  void note(std::string text) {
    if (notes.size() < words_kept_max) notes.push_back(std::move(text));
  }
  /// For an error of a Source or parser: 2 if it could not be read, 1 if it could and is wrong.
  void report(int rule, std::optional<std::uint64_t> index, const std::string& what, const base::Error& error) {
    const bool unread = error.code == base::Errc::not_found || error.code == base::Errc::unavailable;
    if (unread) {
      cannot(rule, what + " could not be read: " + error.message());
    } else {
      fail(rule, index, what + ": " + error.message());
    }
  }
  /// The rule was not tried, or not on everything. Says nothing; 0 = all rules.
  void skip(int rule) {
    if (rule == 0) return untried_.fill(true);
    untried_.at(at(rule)) = true;
  }
  Answer answer(int rule) const {
    if (broken_.at(at(rule))) return Answer::no;
    return untried_.at(at(rule)) ? Answer::not_checked : Answer::yes;
  }
  Exit exit() const { return failed_ > 0 ? Exit::fails : could_not_ ? Exit::not_checked : Exit::verified; }
  std::uint64_t failed() const { return failed_; }

  std::vector<Failure> failures;
  std::vector<std::string> not_checked;
  std::vector<std::string> notes;

 private:
  static std::size_t at(int rule) { return static_cast<std::size_t>(rule); }

  std::array<bool, rules_max + 1> broken_{};
  std::array<bool, rules_max + 1> untried_{};
  std::uint64_t failed_ = 0;
  bool could_not_ = false;
};

}  // namespace writ::verify
