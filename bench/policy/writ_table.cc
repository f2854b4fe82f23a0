// bench_policy_table FOLDER: the table in Writ, on questions that are looked up beforehand, as the other two have
// theirs parsed or built. Writes the rule of each request to answers.writ and prints nanoseconds for all of them, one
// thread: prepared, from the words of the question, and with the whole explanation.
#include <chrono>
#include <cstdio>
#include <filesystem>
#include <fstream>
#include <nlohmann/json.hpp>
#include <vector>

#include "base/files.h"
#include "policy/policy.h"

namespace {

using namespace writ;
using Clock = std::chrono::steady_clock;

/// A run over 100,000 prepared questions takes about a millisecond: too short to time once.
constexpr int passes = 200;

policy::Question question_from(const nlohmann::json& line) {
  policy::Question question;
  for (const auto& [name, value] : line.items()) {
    if (value.is_boolean()) {
      question.facts[name] = value.get<bool>() ? legal::Fact::yes : legal::Fact::no;
    } else {
      question.codes[name] = value;
    }
  }
  return question;
}

std::vector<policy::Question> read_questions(const std::filesystem::path& path) {
  std::vector<policy::Question> questions;
  std::ifstream file(path);
  for (std::string line; std::getline(file, line);) questions.push_back(question_from(nlohmann::json::parse(line)));
  return questions;
}

template <class Work>
double nanoseconds(const Work& work) {
  const auto start = Clock::now();
  work();
  return std::chrono::duration<double, std::nano>(Clock::now() - start).count();
}

int run(const std::filesystem::path& folder) {
  const base::DiskFiles files;
  const auto text = static_cast<const base::Files&>(files).read(folder / "table.toml");
  const auto parsed = text ? policy::Policy::parse(*text, "table.toml") : std::unexpected(text.error());
  if (!parsed) return std::fprintf(stderr, "%s\n", parsed.error().message().c_str()), 2;
  const policy::Policy& table = *parsed;
  const auto findings = table.lint();
  if (!findings || !findings->empty()) return std::fprintf(stderr, "the table is not decided everywhere once\n"), 2;
  const auto questions = read_questions(folder / "requests.jsonl");
  std::vector<policy::Policy::Prepared> prepared;
  for (const policy::Question& question : questions) prepared.push_back(table.prepare(question));

  std::vector<std::size_t> rules(questions.size());
  const double by_index = nanoseconds([&] {
    for (int pass = 0; pass < passes; ++pass) {
      for (std::size_t i = 0; i < prepared.size(); ++i) rules[i] = table.rule_of(prepared[i]).value_or(SIZE_MAX);
    }
  });
  std::size_t same = 0;
  const double from_words = nanoseconds([&] {
    for (std::size_t i = 0; i < questions.size(); ++i)
      same += table.rule_of(table.prepare(questions[i])) == rules[i] ? 1U : 0U;
  });
  const double explained = nanoseconds([&] {
    for (std::size_t i = 0; i < questions.size(); ++i) {
      const policy::Verdict verdict = table.decide(questions[i]);
      same += verdict.rule_id == table.rule_id(rules[i]) && !policy::explain(verdict).empty() ? 1U : 0U;
    }
  });
  if (same != 2 * questions.size()) return std::fprintf(stderr, "Writ disagrees with itself\n"), 1;
  std::ofstream answers(folder / "answers.writ");
  for (const std::size_t rule : rules) answers << table.rule_id(rule) << '\n';
  std::printf("%.0f %.0f %.0f\n", by_index / passes, from_words, explained);
  return 0;
}

}  // namespace

int main(int count, char** arguments) {
  if (count != 2) return std::fputs("usage: bench_policy_table FOLDER\n", stderr), 2;
  return run(arguments[1]);
}
