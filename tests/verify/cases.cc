#include "cases.h"

#include <doctest/doctest.h>

#include <algorithm>

namespace writ::test {

std::vector<Case>& cases() {
  static std::vector<Case> all;
  return all;
}

void check_case(const std::string& sentence) {
  const auto found =
      std::find_if(cases().begin(), cases().end(), [&](const Case& of) { return of.sentence == sentence; });
  REQUIRE(found != cases().end());
  const World world(found->hooks);
  const verify::Verdict verdict = world.verify(found->periods, [&](verify::Options& options) {
    if (found->options) found->options(options, world);
  });
  INFO(verdict.text());
  CHECK(verdict.exit == found->exit);
  if (found->rule == 0) return;
  const auto names_it = [&](const verify::Failure& failure) {
    if (failure.rule != found->rule) return false;
    return found->index.empty() || failure.index == world.log.index_of(found->index);
  };
  CHECK(std::any_of(verdict.failures.begin(), verdict.failures.end(), names_it));
}

}  // namespace writ::test
