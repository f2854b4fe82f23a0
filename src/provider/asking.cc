#include "provider/asking.h"

#include <algorithm>
#include <set>
#include <tuple>
#include <utility>

#include "provider/answer.h"
#include "provider/one_source.h"

namespace writ::provider {

namespace {

/// The more it says, the greater: of one category in several sources the greatest is given.
int rank_of(Holding holding) {
  switch (holding) {
    case Holding::held:
      return 3;
    case Holding::expired:
      return 2;
    case Holding::none_in_period:
      return 1;
    case Holding::not_held_by_design:
    case Holding::source_unavailable:  // never merged: it ends the question
      return 0;
  }
  std::unreachable();
}

bool earlier(const Datum& a, const Datum& b) {
  return std::tie(a.at, a.value, a.time_meaning) < std::tie(b.at, b.value, b.time_meaning);
}

void merge(CategoryAnswer& into, CategoryAnswer&& other, const std::string& other_name) {
  if (rank_of(other.holding) > rank_of(into.holding)) {
    into = std::move(other);
    return;
  }
  if (rank_of(other.holding) < rank_of(into.holding) || other.note == into.note) other.note.clear();
  if (other.holding == Holding::held && into.holding == Holding::held) {
    for (Datum& datum : other.data) {
      const bool known = std::any_of(into.data.begin(), into.data.end(), [&](const Datum& had) {
        return had.value == datum.value && had.at == datum.at && had.port == datum.port &&
               had.time_meaning == datum.time_meaning;
      });
      if (!known) into.data.push_back(std::move(datum));
    }
    std::sort(into.data.begin(), into.data.end(), earlier);
  }
  if (!other.note.empty()) add_sentence(into.note, other_name + ": " + other.note);
}

class MergedConnector final : public Connector {
 public:
  MergedConnector(std::vector<OneSource> sources, std::size_t candidates_max)
      : sources_(std::move(sources)), candidates_max_(candidates_max) {}

  base::Result<Answer> ask(const Question& question) override {
    if (sources_.size() == 1) return sources_.front().ask(question);
    Answer answer{.selector = question.selector};
    std::vector<std::set<std::string>> known(sources_.size());  // accounts that each source has spoken of
    TRY_VOID(ask_each(question, answer, known));
    if (answer.accounts.size() > candidates_max_) {
      return base::invalid("selector.value", question.selector.value,
                           "fits more than " + std::to_string(candidates_max_) + " accounts in all sources together");
    }
    TRY_VOID(ask_the_others(question, answer, known));
    std::sort(answer.accounts.begin(), answer.accounts.end(),
              [](const auto& a, const auto& b) { return a.account < b.account; });
    return answer;
  }

  base::Result<> check(const Question& question) const override {
    base::Result<> refused = base::invalid("selector.kind", std::string(legal::name_of(question.selector.kind)),
                                           "is no way to find an account in any source");
    for (const OneSource& source : sources_) {
      if (!source.takes(question.selector.kind)) continue;
      const auto fit = source.check(question);
      if (fit) return {};
      refused = std::unexpected(fit.error());
    }
    return refused;
  }

 private:
  base::Result<> ask_each(const Question& question, Answer& answer, std::vector<std::set<std::string>>& known) {
    bool asked = false;
    for (std::size_t i = 0; i < sources_.size(); ++i) {
      if (!sources_[i].takes(question.selector.kind)) continue;
      if (!sources_[i].singles_out(question.selector) && another_singles_out(i, question.selector)) {
        add_sentence(answer.account_note, sources_[i].facts().name +
                                              ": not asked, the address is shared by many and no source port is kept there.");
        continue;
      }
      asked = true;
      TRY(Answer one, sources_[i].ask(question));
      for (const AccountAnswer& account : one.accounts) known[i].insert(account.account);
      if (!one.account_note.empty())
        add_sentence(answer.account_note, sources_[i].facts().name + ": " + one.account_note);
      add(answer, std::move(one), sources_[i].facts().name);
    }
    if (asked) return {};
    return base::invalid("selector.kind", std::string(legal::name_of(question.selector.kind)),
                         "is no way to find an account in any source");
  }

  bool another_singles_out(std::size_t but, const legal::Selector& selector) const {
    for (std::size_t i = 0; i < sources_.size(); ++i)
      if (i != but && sources_[i].takes(selector.kind) && sources_[i].singles_out(selector)) return true;
    return false;
  }

  /// Found by one source only: the others are asked about the account by its id, within the same time.
  base::Result<> ask_the_others(const Question& question, Answer& answer,
                                const std::vector<std::set<std::string>>& known) {
    std::vector<std::string> found;
    for (const AccountAnswer& account : answer.accounts) found.push_back(account.account);
    for (const std::string& account : found) {
      for (std::size_t i = 0; i < sources_.size(); ++i) {
        if (known[i].contains(account) || !sources_[i].takes(legal::SelectorKind::user_id)) continue;
        Question by_id = question;
        by_id.selector = {
            .kind = legal::SelectorKind::user_id, .value = account, .window = question.selector.window, .port = {}};
        TRY(Answer one, sources_[i].ask(by_id));
        std::erase_if(one.accounts, [&](const AccountAnswer& other) { return other.account != account; });
        add(answer, std::move(one), sources_[i].facts().name);
      }
    }
    return {};
  }

  static void add(Answer& answer, Answer&& one, const std::string& name) {
    for (AccountAnswer& account : one.accounts) {
      const auto had = std::find_if(answer.accounts.begin(), answer.accounts.end(),
                                    [&](const AccountAnswer& other) { return other.account == account.account; });
      if (had == answer.accounts.end()) {
        answer.accounts.push_back(std::move(account));
        continue;
      }
      for (auto& [category, said] : account.categories) merge(had->categories[category], std::move(said), name);
    }
  }

  std::vector<OneSource> sources_;
  std::size_t candidates_max_;
};

base::Result<SelectorRules> parse_rules(const std::vector<std::string>& own, const std::vector<std::string>& shared) {
  SelectorRules rules;
  for (std::size_t i = 0; i < own.size(); ++i) {
    const auto address = parse_stored_address(own[i]);
    if (!address)
      return base::invalid("own_addresses[" + std::to_string(i) + "]", own[i], "is not an IP address");
    rules.own_addresses.insert(address->canonical);
  }
  TRY(rules.shared_addresses, AddressRanges::parse("shared_addresses", shared));
  return rules;
}

base::Result<> check_names(const std::vector<std::unique_ptr<Source>>& sources) {
  if (sources.empty()) return base::invalid("source", "", "must name at least one source");
  std::set<std::string> names;
  for (const auto& source : sources)
    if (!names.insert(source->facts().name).second)
      return base::invalid("source.name", source->facts().name, "stands twice: every source has a name of its own");
  return {};
}

base::Result<std::shared_ptr<const AskingRules>> parse(AskingOptions options) {
  TRY_VOID(check(options.holdings));
  AskingRules rules{.holdings = std::move(options.holdings),
                    .candidates_max = options.candidates_max,
                    .audit = std::move(options.audit)};
  TRY(rules.selectors, parse_rules(options.own_addresses, options.shared_addresses));
  rules.selectors.address_window_max = options.address_window_max;
  return std::make_shared<const AskingRules>(std::move(rules));
}

}  // namespace

base::Result<> check_asking(const std::vector<std::unique_ptr<Source>>& sources,
                            const std::vector<std::string>& own_addresses,
                            const std::vector<std::string>& shared_addresses) {
  TRY_VOID(check_names(sources));
  TRY_VOID(parse_rules(own_addresses, shared_addresses));
  return {};
}

base::Result<std::unique_ptr<Connector>> make_connector(std::vector<std::unique_ptr<Source>> sources,
                                                        AskingOptions options) {
  TRY_VOID(check_names(sources));
  TRY(const auto rules, parse(std::move(options)));
  std::vector<OneSource> asked;
  for (auto& source : sources) asked.emplace_back(std::move(source), rules);
  return std::make_unique<MergedConnector>(std::move(asked), rules->candidates_max);
}

}  // namespace writ::provider
