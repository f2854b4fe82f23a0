// The verdict in words, for a reader who is no engineer: answer, totals, failures, notes, what was not proven.
#include <map>
#include <string>

#include "verify/shown.h"
#include "verify/verify.h"

namespace writ::verify {

namespace {
std::string headline(const Verdict& verdict) {
  std::string line = verdict.exit == Exit::verified ? "VERIFIED"
                     : verdict.exit == Exit::fails  ? "NOT VERIFIED"
                                                    : "COULD NOT BE CHECKED";
  return verdict.test_log ? line + " (TEST LOG)" : line;
}

std::string grouped(std::uint64_t value) {
  std::string digits = std::to_string(value);
  for (std::size_t at = digits.size(); at > 3;) {
    at -= 3;
    digits.insert(at, ",");
  }
  return digits;
}

using NamedTotals = std::vector<std::pair<std::string, std::vector<Total>>>;

void print_totals(std::string& out, const std::string& title, const NamedTotals& totals) {
  out += "\n" + title + "\n";
  for (const auto& [name, values] : totals) {
    for (const Total& total : values) {
      if (total.country != "all") continue;
      out += "  " + name + ": " + grouped(total.value);
    }
    std::string countries;
    for (const Total& total : values) {
      if (total.country != "all")
        countries += (countries.empty() ? "" : ", ") + total.country + " " + grouped(total.value);
    }
    out += (countries.empty() ? "" : "  (" + countries + ")") + "\n";
  }
}

/// Sums of all totals but `pending`, which does not add over periods.
NamedTotals sums(const std::vector<PeriodTotals>& periods) {
  NamedTotals result;
  for (const auto& [name, unused] : periods.front().totals) {
    if (name == "pending") continue;
    std::map<std::string, std::uint64_t> sum;  // ascending by country, as in each period
    for (const PeriodTotals& period : periods) {
      for (const auto& [other, values] : period.totals) {
        if (other != name) continue;
        for (const Total& value : values) sum[value.country] += value.value;
      }
    }
    std::vector<Total> totals;
    for (const auto& [country, value] : sum) totals.push_back({country, value});
    result.emplace_back(name, std::move(totals));
  }
  return result;
}

void print_list(std::string& out, const std::string& title, const std::vector<std::string>& items) {
  if (items.empty()) return;
  out += "\n" + title + "\n";
  for (const std::string& item : items) out += "  - " + shown(item) + "\n";
}

std::string failure_line(const Failure& failure) {
  std::string line = "  - ";
  if (failure.rule > 0) line += "rule " + std::to_string(failure.rule);
  if (failure.index) line += ", index " + std::to_string(*failure.index);
  if (failure.rule > 0 || failure.index) line += ": ";
  return line + shown(failure.text) + "\n";
}

std::string answer_text(const Statement& statement) {
  switch (statement.answer) {
    case Answer::yes:
      return statement.why.empty() ? "yes" : "yes (" + statement.why + ")";
    case Answer::no:
      return "no: " + statement.why;
    case Answer::not_checked:
      return "not checked: " + statement.why;
  }
  return "";
}
}  // namespace

std::string Verdict::text() const {
  std::string out = headline(*this) + "\n";
  if (!origin.empty()) {
    out += "log " + shown(origin) + ", size " + std::to_string(size) + ", " +
           (quorum_time ? "cosigned by its quorum at " + base::format_time(*quorum_time) : "quorum time not known") +
           "\n";
    out += std::to_string(held) + " held, witnesses " + std::to_string(witnesses) + " of " +
           std::to_string(witnesses_of) + (split_view_possible ? ", split view possible" : "") + "\n";
  }
  for (const PeriodTotals& period : periods)
    print_totals(out, "Period " + base::format_period(period.period), period.totals);
  if (periods.size() > 1) {
    print_totals(out,
                 "Sum of " + std::to_string(periods.size()) + " periods, " +
                     base::format_day(periods.front().period.first) + "/" +
                     base::format_day(periods.back().period.last),
                 sums(periods));
  }
  if (!failures.empty()) {
    out += "\nWhat is wrong (rules of counted-log.md section 5)\n";
    for (const Failure& failure : failures) out += failure_line(failure);
  }
  print_list(out, "What could not be checked", not_checked);
  print_list(out, "Notes", notes);
  print_list(out, "Not proven by this check", not_proven);
  return out;
}

std::string ReceiptVerdict::text() const {
  std::string out = exit == Exit::verified ? "VERIFIED" : exit == Exit::fails ? "NOT VERIFIED" : "COULD NOT BE CHECKED";
  out += "\n";
  for (const Statement& one : statements) out += "  " + one.name + ": " + shown(answer_text(one)) + "\n";
  return out;
}

}  // namespace writ::verify
