// Ways to break the builder's honest log: each is a test and a folder of docs/vectors.
#pragma once

#include <string>
#include <vector>

#include "log_builder.h"

namespace writ::test {

struct Case {
  std::string folder;  // of docs/vectors; "" = not published as a vector
  std::string sentence;
  verify::Exit exit = verify::Exit::fails;
  int rule = 0;       // that a failure must name; 0 = none
  std::string index;  // name of the entry that a failure must name; "" = none
  Hooks hooks;
  std::vector<int> periods = {1, 2};
  std::function<void(verify::Options& options, const World& world)> options;
};

std::vector<Case>& cases();

struct AddCase {
  AddCase(Case made, void (*fill)(Case&)) {
    fill(made);
    cases().push_back(std::move(made));
  }
};
/// Builds the case, verifies, and checks exit, rule and index.
void check_case(const std::string& sentence);

}  // namespace writ::test

#define WRIT_CASE_(line, sentence, folder, rule, index)                                           \
  static void WRIT_JOIN(fill_case_, line)([[maybe_unused]] ::writ::test::Case & c);               \
  static const ::writ::test::AddCase WRIT_JOIN(add_case_, line)(                                  \
      {folder, sentence, ::writ::verify::Exit::fails, rule, index}, WRIT_JOIN(fill_case_, line)); \
  TEST_CASE(sentence) { ::writ::test::check_case(sentence); }                                     \
  static void WRIT_JOIN(fill_case_, line)([[maybe_unused]] ::writ::test::Case & c)

/// BROKEN("sentence", "folder", rule, "entry") { changes c }
#define BROKEN(sentence, folder, rule, index) WRIT_CASE_(__LINE__, sentence, folder, rule, index)
