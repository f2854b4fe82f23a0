// Tables and files of a replay: what several policies would have given of one stream, with what each service holds.
#include <algorithm>
#include <nlohmann/json.hpp>

#include "legal/vocabulary.h"
#include "report/components.h"
#include "report/page_compare.h"
#include "report/rule_words.h"

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
Html data_words(const std::map<std::string, std::uint64_t>& disclosed, const Locale& t) {
  std::vector<std::string> parts;
  for (const auto& [category, count] : disclosed)
    parts.push_back(label_of(legal::categories(), category, t) + " " + t.number(count));
  return parts.empty() ? t("compare.nothing") : Html(joined(parts, t));
}

Html users_words(const policy::ReplayColumn& column, const Locale& t) {
  if (column.answered == 0) return "0";
  Html out = column.users_least == column.users_most
                 ? Html(t.number(column.users_most))
                 : t("others.from_to", {{"low", t.number(column.users_least)}, {"high", t.number(column.users_most)}});
  if (column.not_gathered > 0)
    out += span(cls("w-small"), " ", t("compare.not_looked_for", {{"n", column.not_gathered}}));
  return out;
}

template <class Item>
Html title_of(const std::vector<const Item*>& items, const std::string& id, const Locale& t) {
  for (const Item* item : items) {
    if constexpr (requires { item->title(); }) {
      if (item->id() == id) return of_policy(item->title(), t);
    } else {
      if (item->id == id) return of_policy(item->title, t);
    }
  }
  return id == "in-force" ? t("compare.in_force") : Html(id);
}

template <class Item>
std::string title_text(const std::vector<const Item*>& items, const std::string& id, const Locale& t) {
  for (const Item* item : items) {
    if constexpr (requires { item->title(); }) {
      if (item->id() == id) return text_of_policy(item->title(), t);
    } else {
      if (item->id == id) return text_of_policy(item->title, t);
    }
  }
  return id == "in-force" ? t.text("compare.in_force") : id;
}

/// What a policy would have to know: its facts in words, its fields by name.
Html missing_words(const std::vector<std::string>& fields, const policy::Policy* policy, const Locale& t) {
  std::vector<Html> words;
  for (const std::string& field : fields) {
    Html one = field_in_words(field, t);
    if (policy != nullptr)
      for (const policy::Policy::FactWords& fact : policy->facts())
        if (fact.name == field) one = of_policy(fact.holds, t);
    words.push_back(std::move(one));
  }
  return listed(words, t);
}

const policy::Policy* policy_of(const ReplayNames& names, const std::string& id) {
  const auto found = std::ranges::find(names.policies, id, [](const policy::Policy* one) { return one->id(); });
  return found == names.policies.end() ? nullptr : *found;
}

/// What a request meets. English has the replay's own words.
Html outcome_words(const policy::ReplayDifference& difference, std::size_t column, const policy::Policy* policy,
                   const Locale& t) {
  using Kind = policy::ReplayOutcome::Kind;
  if (t.language() == Language::en) {
    std::string words = difference.outcomes[column];
    std::ranges::replace(words, '_', ' ');
    return words;
  }
  const policy::ReplayOutcome& one = difference.met[column];
  switch (one.kind) {
    case Kind::answered:
      return t("compare.outcome.answered", {{"data", categories_in_words(one.disclosed, t)}, {"rule", one.rule_id}});
    case Kind::refused:
      return t(one.by_staff ? Key("compare.outcome.refused_by_staff") : Key("compare.outcome.refused"),
               {{"ground", label_of(legal::grounds(), one.ground, t)}, {"rule", one.rule_id}});
    case Kind::no_data:
      return t("compare.outcome.no_data", {{"rule", one.rule_id}});
    case Kind::set_aside:
      return one.ground == "pending" ? t("word.pending") : Html(label_of(legal::outcomes(), one.ground, t));
    case Kind::undecided:
      break;
  }
  if (one.missing.empty()) return t("compare.undecided");
  return t("compare.outcome.undecided", {{"missing", missing_words(one.missing, policy, t)}});
}

std::string entries_words(const policy::ReplayDifference& difference, const std::string& name, const Locale& t) {
  std::vector<std::string> numbers;
  for (std::size_t i = 0; i < std::min(difference.lines.size(), entries_max); ++i)
    numbers.push_back(t.number(difference.lines[i]));
  std::string all;
  for (const std::string& one : numbers)
    all = all.empty() ? one : t.text("list.more", {{"before", all}, {"next", one}});
  if (difference.count > entries_max) all = t.text("list.more", {{"before", all}, {"next", "\u2026"}});
  return t.text(name == "line" ? Key("compare.lines") : Key("compare.entries"), {{"numbers", all}});
}

}  // namespace

Html replay_table(const Here& here, const policy::Replay& replay, const ReplayNames& names) {
  const Locale& t = Locale::of(here.language());
  Grid made{.id = names.id,
            .caption = t.text(names.users ? Key("compare.opened") : Key("compare.stream")),
            .columns = {{t.text("nav.policy")},
                        {t.text("compare.what_is_held")},
                        {t.text("compare.answered"), true},
                        {t.text("column.refused"), true},
                        {t.text("column.no_data"), true},
                        {t.text("compare.undecided"), true},
                        {t.text("compare.set_aside"), true},
                        {t.text(names.users ? Key("column.users") : Key("compare.accounts")), true},
                        {t.text("compare.given_in")}}};
  for (const policy::ReplayColumn& column : replay.columns())
    made.rows.push_back({title_of(names.policies, column.policy_id, t), title_of(names.profiles, column.profile_id, t),
                         t.number(column.answered), t.number(column.refused_in_all()), t.number(column.no_data),
                         t.number(column.undecided), t.number(sum(column.set_aside)),
                         names.users ? users_words(column, t) : Html(t.number(column.identifiers)),
                         data_words(column.disclosed, t)});
  return grid(here, made);
}

Html replay_differences(const Here& here, const policy::Replay& replay, const ReplayNames& names) {
  const Locale& t = Locale::of(here.language());
  const auto differences = replay.differences();
  if (differences.empty()) return p(t("compare.none_differs"));
  Grid made{.id = names.id + "-differences",
            .caption = t.text("compare.differs_caption"),
            .columns = {{t.text("compare.requests"), true}}};
  const std::vector<policy::ReplayColumn> columns = replay.columns();
  for (const policy::ReplayColumn& column : columns)
    made.columns.push_back(
        {t.text("compare.with_holdings", {{"policy", title_text(names.policies, column.policy_id, t)},
                                          {"profile", title_text(names.profiles, column.profile_id, t)}})});
  made.columns.push_back({t.text("compare.where")});
  for (std::size_t i = 0; i < std::min(differences.size(), differences_max); ++i) {
    std::vector<Html> row = {t.number(differences[i].count)};
    for (std::size_t c = 0; c < differences[i].outcomes.size(); ++c)
      row.push_back(outcome_words(differences[i], c, policy_of(names, columns[c].policy_id), t));
    row.push_back(span(cls("w-small"), entries_words(differences[i], names.line, t)));
    made.rows.push_back(std::move(row));
  }
  Html out = grid(here, made);
  if (differences.size() > differences_max)
    out += p(t("compare.more_kinds", {{"n", differences.size() - differences_max}}));
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
