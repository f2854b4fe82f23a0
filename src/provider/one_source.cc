#include "provider/one_source.h"

#include <algorithm>
#include <utility>

#include "provider/answer.h"

namespace writ::provider {

using legal::SelectorKind;

struct OneSource::Asked {
  const Question& question;
  std::optional<legal::Window> window;
  Reading& reading;
};

base::Result<Answer> OneSource::ask(const Question& question) {
  const auto start = std::chrono::steady_clock::now();
  std::int64_t rows = 0;
  auto answer = read(question, rows);
  put_on_file(question, answer, rows, start);
  return answer;
}

void OneSource::put_on_file(const Question& question, const base::Result<Answer>& answer, std::int64_t rows,
                            std::chrono::steady_clock::time_point start) const {
  const Audit& audit = rules_->audit;
  if (!audit.record || !audit.hash) return;
  const std::string kind_and_value =
      std::string(legal::name_of(question.selector.kind)) + "\n" + question.selector.value;
  audit.record(
      {.source = facts().name,
       .selector_kind = question.selector.kind,
       .selector_hash = audit.hash(base::view(kind_and_value)),
       .categories = question.categories,
       .as_of = question.as_of,
       .rows_read = rows,
       .accounts = answer ? answer->accounts.size() : 0,
       .duration = std::chrono::duration_cast<std::chrono::microseconds>(std::chrono::steady_clock::now() - start),
       .refused = answer ? "" : answer.error().rule});
}

base::Result<std::optional<legal::Window>> OneSource::check(const Question& question) const {
  if (!takes(question.selector.kind)) {
    return base::invalid("selector.kind", std::string(legal::name_of(question.selector.kind)),
                         "is no way to find an account in " + facts().name);
  }
  TRY(const auto window, window_of(question));
  TRY_VOID(check_selector(question.selector, window, facts().ports, rules_->selectors));
  TRY_VOID(source_->check(question.selector));
  return window;
}

base::Result<Answer> OneSource::read(const Question& question, std::int64_t& rows_read) {
  TRY(const auto window, check(question));
  TRY(const auto reading, source_->open(question.as_of));
  auto answer = answer_from({question, window, *reading});
  rows_read = reading->rows_read();
  return answer;
}

base::Result<Answer> OneSource::answer_from(const Asked& asked) {
  Answer answer{.selector = asked.question.selector};
  TRY(const auto found, find(asked, answer.account_note));
  for (const AccountRow& account : found) {
    AccountAnswer about{.account = account.id, .categories = {}};
    for (const std::string& category : asked.question.categories) {
      TRY(about.categories[category], of_category(category, account, asked));
    }
    answer.accounts.push_back(std::move(about));
  }
  return answer;
}

base::Result<std::vector<AccountRow>> OneSource::find(const Asked& asked, std::string& note) {
  const legal::Selector& selector = asked.question.selector;
  if (selector.kind == SelectorKind::ip_address) return find_by_address(asked, note);
  auto found = asked.reading.find(selector, {});
  if (!found) return found;
  const std::string outside = leave_out_others_times(*found, asked.window, selector.kind);
  if (found->empty()) note = not_found_note(selector.kind, facts());
  add_sentence(note, outside);
  const bool name = selector.kind == SelectorKind::user_id || selector.kind == SelectorKind::user_name;
  if (name && found->size() > 1) {
    return base::invalid("selector.value", selector.value,
                         "fits " + std::to_string(found->size()) + " accounts: give the full user id");
  }
  if (found->size() > rules_->candidates_max) {
    return base::invalid(
        "selector.value", selector.value,
        "fits more than " + std::to_string(rules_->candidates_max) + " accounts: it singles nobody out");
  }
  add_sentence(note, changed_hands_note(*found, asked.window, selector.kind));
  return found;
}

base::Result<std::vector<AccountRow>> OneSource::find_by_address(const Asked& asked, std::string& note) {
  const legal::Selector& selector = asked.question.selector;
  const HoldingsRule* rule = rules_->holdings.find("ip_address");
  if (rule == nullptr || !rule->held) {
    note = "Addresses are not held by design, so no account can be found by one.";
    return std::vector<AccountRow>();
  }
  const Reach reach = reach_of(asked.window, asked.question.as_of, retention_days(*rule));
  if (reach.empty()) {
    note = without_rows(reach, false).note;
    return std::vector<AccountRow>();
  }
  legal::Selector canonical = selector;
  canonical.value = parse_stored_address(selector.value)->canonical;
  TRY(auto found, asked.reading.find(canonical, reach.kept));
  const std::string portless = selector.port && facts().ports ? without_port_note(found, canonical.value) : std::string();
  if (found.size() > rules_->candidates_max) {
    return base::invalid(
        "selector.value", selector.value,
        "fits more than " + std::to_string(rules_->candidates_max) + " accounts in the window: give a shorter window");
  }
  note = found.empty() ? not_found_note(selector.kind, facts()) : facts().address_window_note;
  add_sentence(note, portless);
  if (reach.cut())
    add_sentence(note,
                 "The window begins before " + base::format_time(reach.kept.from) + ", and nothing older is kept.");
  if (selector.port && !facts().ports)
    add_sentence(note, "Source ports are hardly ever stored: a row without one counts as a match.");
  return found;
}

/// Of an address that many share, a row without a port names nobody; of another it counts, and that is said.
std::string OneSource::without_port_note(std::vector<AccountRow>& found, const std::string& address) const {
  const auto portless = std::ranges::count_if(found, &AccountRow::without_port);
  if (portless == 0) return {};
  const std::string count = std::to_string(portless) + (portless == 1 ? " account" : " accounts");
  if (!rules_->selectors.shared_addresses.contains(address))
    return "Of " + count + " the rows keep no port: they count as a match.";
  std::erase_if(found, [](const AccountRow& account) { return account.without_port; });
  return count + " without a port in its rows left out: the address is shared by many customers of a carrier.";
}

std::optional<int> OneSource::retention_days(const HoldingsRule& rule) const {
  const auto own = facts().retention_days.find(rule.category);
  if (own == facts().retention_days.end()) return rule.retention_days;
  return rule.retention_days ? std::min(*rule.retention_days, own->second) : own->second;
}

base::Result<CategoryAnswer> OneSource::of_category(const std::string& category, const AccountRow& account,
                                                    const Asked& asked) {
  const HoldingsRule* rule = rules_->holdings.find(category);
  if (rule == nullptr || !rule->held) return not_held(rule == nullptr ? "" : rule->why);
  const auto known = facts().categories.find(category);
  if (known == facts().categories.end()) {
    if (category == "registration_date" && (account.created || account.created_kept))
      return registration_answer(account);
    if (category == "user_name" && (!account.name.empty() || account.name_kept))
      return user_name_answer(account);
    return not_held("This connector knows no place where " + facts().name + " keeps it.");
  }
  if (category == "registration_date") return registration_answer(account);
  if (category == "user_name") return user_name_answer(account);
  if (known->second.timed) return of_time(category, account, asked, known->second);
  TRY(const auto rows, asked.reading.rows(category, account, {}));
  return property_answer(category, rows, known->second, account);
}

base::Result<CategoryAnswer> OneSource::of_time(const std::string& category, const AccountRow& account,
                                                const Asked& asked, const CategoryFacts& category_facts) {
  const Reach reach = reach_of(asked.window, asked.question.as_of, retention_days(*rules_->holdings.find(category)));
  if (!reach.empty()) {
    TRY(const auto rows, asked.reading.rows(category, account, reach.kept));
    if (!rows.empty()) return timed_answer(category, rows, category_facts, rules_->selectors.own_addresses);
  }
  bool older = false;
  if (reach.cut()) {
    TRY(older, asked.reading.any(category, account, {reach.asked_from, reach.kept.from}));
  }
  return without_rows(reach, older);
}

}  // namespace writ::provider
