// Tables and files of a replay: what several policies would have given of one stream, with what each service holds.
#include <algorithm>
#include <nlohmann/json.hpp>

#include "legal/vocabulary.h"
#include "page/number.h"
#include "report/components.h"
#include "report/page_compare.h"

namespace writ::report {

using namespace page;
using Json = nlohmann::ordered_json;

namespace {

constexpr std::size_t differences_max = 40;  // shown; the JSON has all
constexpr std::size_t entries_max = 5;       // named of one difference

std::uint64_t sum(const std::map<std::string, std::uint64_t>& tally) {
  std::uint64_t total = 0;
  for (const auto& [code, count] : tally) total += count;
  return total;
}

/// "Phone number 886, IP address 872".
Html data_words(const std::map<std::string, std::uint64_t>& disclosed) {
  std::vector<std::string> parts;
  for (const auto& [category, count] : disclosed)
    parts.push_back(label_of(legal::categories(), category) + " " + number(count));
  return parts.empty() ? Html("nothing") : Html(joined(parts));
}

Html users_words(const policy::ReplayColumn& column) {
  Html out = column.users_least == column.users_most
                 ? Html(number(column.users_most))
                 : Html(number(column.users_least) + " to " + number(column.users_most));
  if (column.answered == 0) return "0";
  if (column.not_gathered > 0)
    out +=
        span(cls("w-small"), " and those of " + number(column.not_gathered) + " requests whose data nobody looked for");
  return out;
}

template <class Item>
std::string title_of(const std::vector<const Item*>& items, const std::string& id) {
  for (const Item* item : items) {
    if constexpr (requires { item->title(); }) {
      if (item->id() == id) return item->title();
    } else {
      if (item->id == id) return item->title;
    }
  }
  return id == "in-force" ? "In force on the day of receipt" : id;
}

std::string entries_words(const policy::ReplayDifference& difference, const std::string& name) {
  std::string text = name;
  for (std::size_t i = 0; i < std::min(difference.lines.size(), entries_max); ++i)
    text += (i == 0 ? " " : ", ") + number(difference.lines[i]);
  return difference.count > entries_max ? text + ", ..." : text;
}

std::string spoken(std::string outcome) {
  std::ranges::replace(outcome, '_', ' ');
  return outcome;
}

}  // namespace

Html replay_table(const Here& here, const policy::Replay& replay, const ReplayNames& names) {
  Grid made{.id = names.id,
            .caption = names.caption,
            .columns = {{"Policy"},
                        {"What the service holds"},
                        {"Answered", true},
                        {"Refused", true},
                        {"No data", true},
                        {"Undecided", true},
                        {"Not decided by any policy", true},
                        {names.users ? "Users" : "Accounts named", true},
                        {"Requests in which it is given"}}};
  for (const policy::ReplayColumn& column : replay.columns())
    made.rows.push_back({title_of(names.policies, column.policy_id), title_of(names.profiles, column.profile_id),
                         number(column.answered), number(column.refused_in_all()), number(column.no_data),
                         number(column.undecided), number(sum(column.set_aside)),
                         names.users ? users_words(column) : Html(number(column.identifiers)),
                         data_words(column.disclosed)});
  return grid(here, made);
}

Html replay_differences(const Here& here, const policy::Replay& replay, const ReplayNames& names) {
  const auto differences = replay.differences();
  if (differences.empty()) return p("No request meets another outcome.");
  Grid made{.id = names.id + "-differences",
            .caption = "Requests whose outcome differs, with the rule that made it",
            .columns = {{"Requests", true}}};
  for (const policy::ReplayColumn& column : replay.columns())
    made.columns.push_back(
        {title_of(names.policies, column.policy_id) + ", holdings: " + title_of(names.profiles, column.profile_id)});
  made.columns.push_back({"Where"});
  for (std::size_t i = 0; i < std::min(differences.size(), differences_max); ++i) {
    std::vector<Html> row = {number(differences[i].count)};
    for (const std::string& outcome : differences[i].outcomes) row.push_back(spoken(outcome));
    row.push_back(span(cls("w-small"), entries_words(differences[i], names.line)));
    made.rows.push_back(std::move(row));
  }
  Html out = grid(here, made);
  if (differences.size() > differences_max)
    out += p(number(differences.size() - differences_max), " more kinds of difference stand in the JSON file.");
  return out;
}

std::string replay_csv(const policy::Replay& replay) {
  std::vector<std::string> head = {"policy",      "profile",     "requests",   "answered",
                                   "refused",     "no_data",     "undecided",  "set_aside",
                                   "identifiers", "users_least", "users_most", "users_not_known_of"};
  for (const legal::Word& category : legal::categories()) head.push_back("gives_" + std::string(category.code));
  std::string csv = csv_row(head);
  for (const policy::ReplayColumn& one : replay.columns()) {
    std::vector<std::string> row = {one.policy_id, one.profile_id};
    for (const std::uint64_t value :
         {replay.requests(), one.answered, one.refused_in_all(), one.no_data, one.undecided, sum(one.set_aside),
          one.identifiers, one.users_least, one.users_most, one.not_gathered})
      row.push_back(std::to_string(value));
    for (const legal::Word& category : legal::categories()) {
      const auto given = one.disclosed.find(std::string(category.code));
      row.push_back(std::to_string(given == one.disclosed.end() ? 0 : given->second));
    }
    csv += csv_row(row);
  }
  return csv;
}

std::string replay_json(const policy::Replay& replay, const policy::Replay& compared, const ReplayNames& names) {
  Json columns = Json::array(), differences = Json::array(), compared_columns = Json::array();
  for (const policy::ReplayColumn& one : replay.columns())
    columns.push_back({{"policy", one.policy_id},
                       {"profile", one.profile_id},
                       {"answered", one.answered},
                       {"refused", one.refused},
                       {"no_data", one.no_data},
                       {"undecided", one.undecided},
                       {"set_aside", one.set_aside},
                       {"disclosed", one.disclosed},
                       {"identifiers", one.identifiers},
                       {"users_least", one.users_least},
                       {"users_most", one.users_most},
                       {"users_not_known_of", one.not_gathered}});
  for (const policy::ReplayColumn& one : compared.columns())
    compared_columns.push_back({{"policy", one.policy_id}, {"profile", one.profile_id}});
  for (const policy::ReplayDifference& one : compared.differences())
    differences.push_back(
        {{"count", one.count}, {"outcomes", one.outcomes}, {names.line == "line" ? "lines" : "entries", one.lines}});
  const Json json = {{"stream", names.stream},
                     {"requests", replay.requests()},
                     {"columns", std::move(columns)},
                     {"compared", std::move(compared_columns)},
                     {"differences", std::move(differences)}};
  return json.dump(1, ' ', false, Json::error_handler_t::replace) + "\n";
}

}  // namespace writ::report
