// Verdicts for programs: the form of docs/formats/verdict.md. Written by hand, since every value is ASCII by shown().
#include <string>

#include "verify/shown.h"
#include "verify/verify.h"

namespace writ::verify {

namespace {

std::string quoted(std::string_view text) {
  std::string out = "\"";
  for (const char c : shown(text)) {
    if (c == '"' || c == '\\') out += '\\';
    out += c;
  }
  return out + "\"";
}

std::string member(std::string_view name, const std::string& value) { return quoted(name) + ":" + value; }
std::string boolean(bool value) { return value ? "true" : "false"; }

template <class Items, class Function>
std::string list(const Items& items, Function one) {
  std::string out;
  for (const auto& item : items) out += (out.empty() ? "" : ",") + one(item);
  return "[" + out + "]";
}

std::string texts(const std::vector<std::string>& items) {
  return list(items, [](const std::string& item) { return quoted(item); });
}

std::string_view name_of(Answer answer) {
  switch (answer) {
    case Answer::yes:
      return "yes";
    case Answer::no:
      return "no";
    case Answer::not_checked:
      return "not checked";
  }
  return "";
}

std::string_view name_of(Exit exit) {
  switch (exit) {
    case Exit::verified:
      return "verified";
    case Exit::fails:
      return "fails";
    case Exit::not_checked:
      return "not checked";
  }
  return "";
}

std::string json_of(const Failure& failure) {
  return "{" + member("index", failure.index ? std::to_string(*failure.index) : "null") + "," +
         member("rule", std::to_string(failure.rule)) + "," + member("text", quoted(failure.text)) + "}";
}

std::string json_of(const PeriodTotals& period) {
  std::string totals;
  for (const auto& [name, values] : period.totals) {
    std::string by;
    for (const Total& total : values) by += (by.empty() ? "" : ",") + member(total.country, std::to_string(total.value));
    totals += (totals.empty() ? "" : ",") + member(name, "{" + by + "}");
  }
  return "{" + member("period", quoted(base::format_period(period.period))) + "," + member("totals", "{" + totals + "}") +
         "}";
}

}  // namespace

std::string Verdict::json() const {
  std::string rule_answers;
  for (std::size_t rule = 1; rule < rules.size(); ++rule)
    rule_answers += (rule == 1 ? "" : ",") + member(std::to_string(rule), quoted(name_of(rules[rule])));
  const std::string members[] = {
      member("schema", quoted("writ-verdict/v1")),
      member("answer", quoted(name_of(exit))),
      member("origin", quoted(origin)),
      member("test_log", boolean(test_log)),
      member("size", std::to_string(size)),
      member("quorum_time", quorum_time ? quoted(base::format_time(*quorum_time)) : "null"),
      member("held", std::to_string(held)),
      member("unexplained", std::to_string(unexplained)),
      member("witnesses", std::to_string(witnesses)),
      member("witnesses_of", std::to_string(witnesses_of)),
      member("split_view_possible", boolean(split_view_possible)),
      member("older_checkpoint", boolean(older_checkpoint)),
      member("rules", "{" + rule_answers + "}"),
      member("failures", list(failures, [](const Failure& one) { return json_of(one); })),
      member("not_checked", texts(not_checked)),
      member("notes", texts(notes)),
      member("not_proven", texts(not_proven)),
      member("periods", list(periods, [](const PeriodTotals& one) { return json_of(one); })),
  };
  std::string out;
  for (const std::string& one : members) out += (out.empty() ? "" : ",") + one;
  return "{" + out + "}";
}

std::string ReceiptVerdict::json() const {
  const auto one = [](const Statement& statement) {
    return "{" + member("name", quoted(statement.name)) + "," + member("answer", quoted(name_of(statement.answer))) + "," +
           member("why", quoted(statement.why)) + "}";
  };
  return "{" + member("schema", quoted("writ-receipt-verdict/v1")) + "," + member("answer", quoted(name_of(exit))) + "," +
         member("statements", list(statements, one)) + "}";
}

}  // namespace writ::verify
