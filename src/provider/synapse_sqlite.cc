#include "provider/synapse_sqlite.h"

#include <algorithm>
#include <set>
#include <utility>

#include "provider/address.h"
#include "provider/phone.h"
#include "provider/synapse_answer.h"
#include "provider/synapse_rows.h"

namespace writ::provider {

namespace {

using legal::SelectorKind;

/// Matrix specification, appendix "User Identifiers": 255 bytes at most.
constexpr std::size_t user_id_bytes_max = 255;
/// RFC 5321 4.5.3.1: 254 characters fit into a path.
constexpr std::size_t email_bytes_max = 254;

base::Result<std::optional<legal::Window>> intersect(const Question& question) {
  std::optional<legal::Window> window = question.window;
  if (question.selector.window) {
    const legal::Window& other = *question.selector.window;
    window = window ? legal::Window{std::max(window->from, other.from), std::min(window->to, other.to)} : other;
  }
  if (!window) return window;
  const std::string value = base::format_time(window->from) + "/" + base::format_time(window->to);
  if (window->from >= window->to) return base::invalid("selector.window", value, "must begin before it ends");
  if (window->from > question.as_of) {
    return base::invalid("selector.window", value,
                         "begins after the time of the record, " + base::format_time(question.as_of));
  }
  return window;
}

base::Result<> check_name(const legal::Selector& selector) {
  const std::string& value = selector.value;
  if (value.empty() || value.size() > user_id_bytes_max) {
    return base::invalid("selector.value", value, "must have 1 to " + std::to_string(user_id_bytes_max) + " bytes");
  }
  const bool full = value.starts_with('@');
  const auto colon = value.find(':');
  if (selector.kind == SelectorKind::user_id && !full)
    return base::invalid("selector.value", value, "a user id is written @name:server");
  if (full && (colon == std::string::npos || colon < 2 || colon + 1 == value.size())) {
    return base::invalid("selector.value", value, "a full user id is written @name:server");
  }
  if (!full && colon != std::string::npos)
    return base::invalid("selector.value", value, "a name with its server begins with @");
  return {};
}

base::Result<> check_email(const std::string& value) {
  const auto at = value.rfind('@');
  if (at == std::string::npos || at == 0 || at + 1 == value.size() || value.size() > email_bytes_max) {
    return base::invalid(
        "selector.value", value,
        "an e-mail address is written name@domain, at most " + std::to_string(email_bytes_max) + " bytes");
  }
  return {};
}

base::Result<StoredAddress> check_address(const legal::Selector& selector, const std::optional<legal::Window>& window,
                                          std::chrono::seconds window_max) {
  const auto address = parse_stored_address(selector.value);
  if (!address) return base::invalid("selector.value", selector.value, "is not an IP address");
  if (address->kind != AddressClass::user) {
    return base::invalid("selector.value", selector.value,
                         "a " + std::string(name_of(address->kind)) + " address names no user");
  }
  if (!window)
    return base::invalid("selector.window", "", "an IP address is asked with a time window: addresses change hands");
  if (window->to - window->from > window_max) {
    return base::invalid("selector.window", base::format_time(window->from) + "/" + base::format_time(window->to),
                         "an IP address is asked for " + std::to_string(window_max.count() / 3600) + " hours at most");
  }
  return *address;
}

class SynapseConnector final : public Connector {
 public:
  SynapseConnector(SynapseOptions options, std::set<std::string> own_addresses)
      : options_(std::move(options)), own_addresses_(std::move(own_addresses)) {}

  base::Result<Answer> ask(const Question& question) override {
    const auto start = std::chrono::steady_clock::now();
    std::int64_t rows = 0;
    auto answer = read(question, rows);
    if (options_.audit.record && options_.audit.hash) {
      const std::string kind_and_value =
          std::string(legal::name_of(question.selector.kind)) + "\n" + question.selector.value;
      options_.audit.record(
          {.source = options_.name,
           .selector_kind = question.selector.kind,
           .selector_hash = options_.audit.hash(base::view(kind_and_value)),
           .categories = question.categories,
           .as_of = question.as_of,
           .rows_read = rows,
           .accounts = answer ? answer->accounts.size() : 0,
           .duration = std::chrono::duration_cast<std::chrono::microseconds>(std::chrono::steady_clock::now() - start),
           .refused = answer ? "" : answer.error().rule});
    }
    return answer;
  }

 private:
  using Accounts = std::vector<synapse::AccountRow>;

  base::Result<Answer> read(const Question& question, std::int64_t& rows_read) const {
    TRY(const auto window, intersect(question));
    TRY_VOID(check_selector(question.selector, window));
    TRY(GuardedDb db, GuardedDb::open(options_.name, options_.database, synapse_allow_list(), options_.limits));
    synapse::Rows rows(db, question.as_of);
    auto answer = answer_from(question, window, rows);
    rows_read = db.rows();
    return answer;
  }

  base::Result<> check_selector(const legal::Selector& selector, const std::optional<legal::Window>& window) const {
    switch (selector.kind) {
      case SelectorKind::user_id:
      case SelectorKind::user_name:
        return check_name(selector);
      case SelectorKind::email:
        return check_email(selector.value);
      case SelectorKind::phone_number:
        if (is_e164(selector.value)) return {};
        return base::invalid(
            "selector.value", selector.value,
            "a phone number is asked in E.164: + and country code; without its country it names several");
      case SelectorKind::ip_address:
        TRY_VOID(check_address(selector, window, options_.address_window_max));
        return {};
    }
    std::unreachable();
  }

  base::Result<Answer> answer_from(const Question& question, const std::optional<legal::Window>& window,
                                   synapse::Rows& rows) const {
    TRY_VOID(rows.check_units());
    Answer answer{.selector = question.selector};
    TRY(const Accounts found, find(question, window, rows, answer.account_note));
    for (const synapse::AccountRow& account : found) {
      AccountAnswer about{.account = account.user_id, .categories = {}};
      for (const std::string& category : question.categories) {
        TRY(about.categories[category], of_category(category, account, question, window, rows));
      }
      answer.accounts.push_back(std::move(about));
    }
    return answer;
  }

  base::Result<Accounts> find(const Question& question, const std::optional<legal::Window>& window, synapse::Rows& rows,
                              std::string& note) const {
    const legal::Selector& selector = question.selector;
    auto found = base::Result<Accounts>();
    switch (selector.kind) {
      case SelectorKind::user_id:
        found = rows.by_user_id(selector.value);
        break;
      case SelectorKind::user_name:
        found = selector.value.starts_with('@') ? rows.by_user_id(selector.value) : rows.by_localpart(selector.value);
        break;
      case SelectorKind::phone_number:
        found = rows.by_phone(selector.value);
        break;
      case SelectorKind::email:
        found = rows.by_email(selector.value);
        break;
      case SelectorKind::ip_address:
        return find_by_address(question, *window, rows, note);
    }
    if (!found) return found;
    if (found->empty()) note = synapse::not_found_note(selector.kind);
    const bool name = selector.kind == SelectorKind::user_id || selector.kind == SelectorKind::user_name;
    if (name && found->size() > 1) {
      return base::invalid("selector.value", selector.value,
                           "fits " + std::to_string(found->size()) + " accounts: give the full user id");
    }
    return found;
  }

  base::Result<Accounts> find_by_address(const Question& question, const legal::Window& window, synapse::Rows& rows,
                                         std::string& note) const {
    const legal::Selector& selector = question.selector;
    const HoldingsRule* rule = options_.holdings.find("ip_address");
    if (rule == nullptr || !rule->held) {
      note = "Addresses are not held by design, so no account can be found by one.";
      return Accounts();
    }
    const StoredAddress address = *parse_stored_address(selector.value);
    if (own_addresses_.contains(address.canonical)) {
      return base::invalid("selector.value", selector.value, "is the operator's own address and names no user");
    }
    const synapse::Reach reach = synapse::reach_of(window, question.as_of, *rule);
    if (reach.empty()) {
      note = synapse::without_rows(reach, false).note;
      return Accounts();
    }
    TRY(Accounts found, rows.by_address(address.canonical, selector.port, reach.kept));
    if (found.size() > options_.candidates_max) {
      return base::invalid("selector.value", selector.value,
                           "fits more than " + std::to_string(options_.candidates_max) +
                               " accounts in the window: give a shorter window");
    }
    note = found.empty() ? synapse::not_found_note(selector.kind) : std::string(synapse::address_window_note());
    if (selector.port) note += " Source ports are hardly ever stored: a row without one counts as a match.";
    return found;
  }

  base::Result<CategoryAnswer> of_category(const std::string& category, const synapse::AccountRow& account,
                                           const Question& question, const std::optional<legal::Window>& window,
                                           synapse::Rows& rows) const {
    const HoldingsRule* rule = options_.holdings.find(category);
    if (rule == nullptr || !rule->held) return synapse::not_held(rule == nullptr ? "" : rule->why);
    if (category == "registration_date") return synapse::registration_answer(account);
    if (category == "user_name") return synapse::user_name_answer(account);
    if (category == "phone_number" || category == "email") {
      const bool phone = category == "phone_number";
      TRY(const auto ids, rows.third_party_ids(account.user_id, phone ? "msisdn" : "email"));
      return phone ? synapse::phone_answer(ids, account) : synapse::email_answer(ids, account);
    }
    const synapse::Reach reach = synapse::reach_of(window, question.as_of, *rule);
    if (!reach.empty()) {
      TRY(auto answer, of_rows(category, account.user_id, reach.kept, rows));
      if (answer) return std::move(*answer);
    }
    bool older = false;
    if (reach.cut()) {
      TRY(const auto last, rows.last_seen(account.user_id, {reach.asked_from, reach.kept.from}));
      older = last.has_value();
    }
    return synapse::without_rows(reach, older);
  }

  /// nullopt: there is no row in the span.
  base::Result<std::optional<CategoryAnswer>> of_rows(const std::string& category, const std::string& user_id,
                                                      const synapse::Span& span, synapse::Rows& rows) const {
    std::optional<CategoryAnswer> answer;
    if (category == "ip_address") {
      TRY(const auto found, rows.addresses(user_id, span));
      if (!found.empty()) answer = synapse::address_answer(found, own_addresses_);
    } else if (category == "device") {
      TRY(const auto found, rows.user_agents(user_id, span));
      if (!found.empty()) answer = synapse::device_answer(found);
    } else if (category == "last_seen") {
      TRY(const auto last, rows.last_seen(user_id, span));
      if (last) answer = synapse::last_seen_answer(*last);
    } else {
      answer = synapse::not_held("This connector knows no place where Synapse keeps it.");
    }
    return answer;
  }

  SynapseOptions options_;
  std::set<std::string> own_addresses_;
};

}  // namespace

base::Result<std::unique_ptr<Connector>> make_synapse_connector(SynapseOptions options) {
  TRY_VOID(check(options.holdings));
  std::set<std::string> own;
  for (std::size_t i = 0; i < options.own_addresses.size(); ++i) {
    const auto address = parse_stored_address(options.own_addresses[i]);
    if (!address)
      return base::invalid("own_addresses[" + std::to_string(i) + "]", options.own_addresses[i],
                           "is not an IP address");
    own.insert(address->canonical);
  }
  return std::make_unique<SynapseConnector>(std::move(options), std::move(own));
}

}  // namespace writ::provider
