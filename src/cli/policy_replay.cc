// `writ policy replay --requests REQUESTS --policy FILE... --profile FILE...`
#include "policy/replay.h"

#include <fmt/format.h>

#include <cstdio>
#include <filesystem>
#include <fstream>
#include <nlohmann/json.hpp>

#include "base/clock.h"
#include "base/progress.h"
#include "cli/commands.h"
#include "cli/policy_files.h"
#include "intake/intake.h"

namespace writ::cli {

namespace {

constexpr std::size_t lines_printed_max = 8;       // of one difference; --json has more
constexpr std::uint64_t line_bytes_max = 1 << 20;  // intake takes less
constexpr std::uint64_t lines_between_steps = 256;

base::Result<policy::Replay> load(const PolicyReplayArguments& arguments) {
  std::vector<policy::Policy> policies;
  for (const std::string& path : arguments.policies) {
    TRY(policy::Policy policy, load_policy(path));
    policies.push_back(std::move(policy));
  }
  std::vector<policy::Profile> profiles;
  for (const std::string& path : arguments.profiles) {
    TRY(policy::Profile profile, load_profile(path));
    profiles.push_back(std::move(profile));
  }
  return policy::Replay(std::move(policies), std::move(profiles));
}

/// One line at a time, so that memory does not grow with the file. The first bad line ends it.
base::Result<> read_requests(const std::string& path, policy::Replay& replay) {
  std::error_code error;
  const std::uint64_t total = std::filesystem::file_size(path, error);
  std::ifstream file(path, std::ios::binary);
  if (error || !file) return base::fail(base::Errc::not_found, "requests", path, "cannot be read");
  base::BarProgress progress("replaying");
  const base::Time now = base::SystemClock().now();
  std::string line;
  std::uint64_t bytes = 0;
  for (std::uint64_t number = 1; std::getline(file, line); ++number) {
    bytes += line.size() + 1;
    const std::string where = path + ":" + std::to_string(number) + ": ";
    if (line.size() > line_bytes_max)
      return base::invalid(where, std::to_string(line.size()) + " bytes", "a line is at most 1 MiB");
    if (line.empty()) continue;
    auto request = intake::parse_request(line, now);
    if (!request) {
      base::Error bad = request.error();
      bad.field = where + bad.field;
      return std::unexpected(std::move(bad));
    }
    replay.add(*request, number);
    if (number % lines_between_steps == 0) progress.step(bytes, total);
  }
  if (file.bad()) return base::fail(base::Errc::unavailable, "requests", path, "could not be read to its end");
  progress.step(total, total);
  return {};
}

std::string counts(const std::map<std::string, std::uint64_t>& tally) {
  std::string text;
  for (const auto& [code, count] : tally) text += fmt::format("{}{} {}", text.empty() ? "" : ", ", code, count);
  return text.empty() ? "none" : text;
}

void print_table(const policy::Replay& replay) {
  std::string text = fmt::format("{} requests\n\n{:<20} {:<16} {:>9} {:>9} {:>9} {:>9}\n", replay.requests(), "policy",
                                 "profile", "answered", "refused", "no data", "undecided");
  for (const policy::ReplayColumn& column : replay.columns()) {
    std::uint64_t refused = 0;
    for (const auto& [ground, count] : column.refused) refused += count;
    text += fmt::format("{:<20} {:<16} {:>9} {:>9} {:>9} {:>9}\n", column.policy_id, column.profile_id, column.answered,
                        refused, column.no_data, column.undecided);
    text += fmt::format("  refused by ground: {}\n  disclosed: {}\n", counts(column.refused), counts(column.disclosed));
  }
  const auto differences = replay.differences();
  text += differences.empty() ? "\nNo request is treated differently.\n" : "\nRequests that are treated differently:\n";
  for (const policy::ReplayDifference& difference : differences) {
    std::string lines;
    for (std::size_t i = 0; i < difference.lines.size() && i < lines_printed_max; ++i) {
      lines += (i == 0 ? "" : ", ") + std::to_string(difference.lines[i]);
    }
    if (difference.count > lines_printed_max) lines += ", ...";
    text += fmt::format("{} (line {})\n", difference.count, lines);
    for (std::size_t i = 0; i < difference.outcomes.size(); ++i) {
      const policy::ReplayColumn& column = replay.columns()[i];
      text += fmt::format("  {} with {}: {}\n", column.policy_id, column.profile_id, difference.outcomes[i]);
    }
  }
  std::fputs(text.c_str(), stdout);
}

void print_json(const policy::Replay& replay) {
  nlohmann::ordered_json out;
  out["schema"] = "writ-replay/v1";
  out["requests"] = replay.requests();
  out["columns"] = nlohmann::ordered_json::array();
  for (const policy::ReplayColumn& column : replay.columns()) {
    out["columns"].push_back({{"policy", column.policy_id},
                              {"profile", column.profile_id},
                              {"answered", column.answered},
                              {"refused", column.refused},
                              {"no_data", column.no_data},
                              {"undecided", column.undecided},
                              {"disclosed", column.disclosed}});
  }
  out["differences"] = nlohmann::ordered_json::array();
  for (const policy::ReplayDifference& difference : replay.differences()) {
    out["differences"].push_back(
        {{"count", difference.count}, {"outcomes", difference.outcomes}, {"lines", difference.lines}});
  }
  std::puts(out.dump(2).c_str());
}

}  // namespace

int run_policy_replay(const PolicyReplayArguments& arguments) {
  auto replay = load(arguments);
  const base::Result<> read = replay ? read_requests(arguments.requests, *replay) : std::unexpected(replay.error());
  if (!read) {
    std::fprintf(stderr, "writ: %s\n", read.error().message().c_str());
    return 2;
  }
  if (arguments.json) {
    print_json(*replay);
  } else {
    print_table(*replay);
  }
  return 0;
}

}  // namespace writ::cli
