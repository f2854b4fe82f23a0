// A replay as a table for people and as JSON (docs/formats/replay.md).
#include <fmt/format.h>

#include <cstdio>
#include <nlohmann/json.hpp>

#include "cli/replay_source.h"

namespace writ::cli {

namespace {

using nlohmann::ordered_json;

constexpr std::size_t lines_printed_max = 8;  // of one difference; --json has more

std::string counts(const std::map<std::string, std::uint64_t>& tally) {
  std::string text;
  for (const auto& [code, count] : tally) text += fmt::format("{}{} {}", text.empty() ? "" : ", ", code, count);
  return text.empty() ? "none" : text;
}

std::uint64_t sum(const std::map<std::string, std::uint64_t>& tally) {
  std::uint64_t total = 0;
  for (const auto& [code, count] : tally) total += count;
  return total;
}

std::string users_text(const policy::ReplayColumn& column) {
  std::string text = column.users_least == column.users_most
                         ? fmt::format("users: {}", column.users_most)
                         : fmt::format("users: {} to {}", column.users_least, column.users_most);
  if (column.not_gathered > 0) {
    text += fmt::format("; and of {} answered requests not known: their data was never gathered", column.not_gathered);
  }
  return text;
}

std::string column_text(const policy::ReplayColumn& column, bool from_store) {
  std::string text =
      fmt::format("{:<20} {:<16} {:>9} {:>9} {:>9} {:>9} {:>9}\n", column.policy_id, column.profile_id, column.answered,
                  sum(column.refused), column.no_data, column.undecided, sum(column.set_aside));
  text += fmt::format("  refused by ground: {}\n  disclosed: {}\n", counts(column.refused), counts(column.disclosed));
  if (column.policy_id == "in-force") text += fmt::format("  answered by: {}\n", counts(column.answered_by_policy));
  if (!column.set_aside.empty()) text += fmt::format("  set aside: {}\n", counts(column.set_aside));
  text += from_store ? "  " + users_text(column) + "\n"
                     : fmt::format("  identifiers named in what is answered (not users): {}\n", column.identifiers);
  return text;
}

std::string where(const ReplayShown& shown, std::uint64_t number) {
  return shown.refs.empty() ? std::to_string(number) : shown.refs[number - 1];
}

std::string difference_text(const ReplayShown& shown, const std::vector<policy::ReplayColumn>& columns,
                            const policy::ReplayDifference& difference) {
  std::string lines;
  for (std::size_t i = 0; i < difference.lines.size() && i < lines_printed_max; ++i) {
    lines += (i == 0 ? "" : ", ") + where(shown, difference.lines[i]);
  }
  if (difference.count > lines_printed_max) lines += ", ...";
  std::string text = fmt::format("{} ({} {})\n", difference.count, shown.from_store ? "case" : "line", lines);
  for (std::size_t i = 0; i < difference.outcomes.size(); ++i) {
    text += fmt::format("  {} with {}: {}\n", columns[i].policy_id, columns[i].profile_id, difference.outcomes[i]);
  }
  return text;
}

ordered_json column_json(const policy::ReplayColumn& column, bool from_store) {
  ordered_json out = {{"policy", column.policy_id},    {"profile", column.profile_id},
                      {"answered", column.answered},   {"answered_by_policy", column.answered_by_policy},
                      {"refused", column.refused},     {"no_data", column.no_data},
                      {"undecided", column.undecided}, {"set_aside", column.set_aside},
                      {"disclosed", column.disclosed}, {"identifiers", column.identifiers}};
  if (from_store) {
    out["users_least"] = column.users_least;
    out["users_most"] = column.users_most;
    out["users_not_known_of"] = column.not_gathered;
  }
  return out;
}

}  // namespace

void print_replay_table(const ReplayShown& shown) {
  const auto columns = shown.replay.columns();
  std::string text = fmt::format("{} requests", shown.replay.requests());
  if (shown.faults.count > 0)
    text += fmt::format("; {} lines could not be read and are not counted", shown.faults.count);
  text += fmt::format("\n\n{:<20} {:<16} {:>9} {:>9} {:>9} {:>9} {:>9}\n", "policy", "profile", "answered", "refused",
                      "no data", "undecided", "set aside");
  for (const policy::ReplayColumn& column : columns) text += column_text(column, shown.from_store);
  const auto differences = shown.replay.differences();
  text += differences.empty() ? "\nNo request is treated differently.\n" : "\nRequests that are treated differently:\n";
  for (const policy::ReplayDifference& difference : differences) text += difference_text(shown, columns, difference);
  std::fputs(text.c_str(), stdout);
}

void print_replay_json(const ReplayShown& shown) {
  ordered_json out = {{"schema", "writ-replay/v1"},
                      {"requests", shown.replay.requests()},
                      {"not_read", shown.faults.count},
                      {"columns", ordered_json::array()},
                      {"differences", ordered_json::array()}};
  for (const policy::ReplayColumn& column : shown.replay.columns()) {
    out["columns"].push_back(column_json(column, shown.from_store));
  }
  for (const policy::ReplayDifference& difference : shown.replay.differences()) {
    ordered_json one = {{"count", difference.count}, {"outcomes", difference.outcomes}};
    if (shown.from_store) {
      for (const std::uint64_t number : difference.lines) one["cases"].push_back(where(shown, number));
    } else {
      one["lines"] = difference.lines;
    }
    out["differences"].push_back(std::move(one));
  }
  std::puts(out.dump(2).c_str());
}

}  // namespace writ::cli
