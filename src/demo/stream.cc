#include "demo/stream.h"

#include <algorithm>
#include <array>
#include <nlohmann/json.hpp>
#include <set>
#include <tuple>

#include "demo/calibration.h"

namespace writ::demo {

namespace {

using Json = nlohmann::ordered_json;
using std::chrono::hours;
using std::chrono::minutes;

// The old policy decides what is received up to the 23rd, the new one from the 24th (its effective day).
constexpr base::Time policy_change = base::Day(std::chrono::year(2024) / 9 / 24);
constexpr base::Time first_cut = base::Day(std::chrono::year(2024) / 10 / 1);
constexpr base::Time second_cut = base::Day(std::chrono::year(2025) / 1 / 1);
constexpr base::Time log_start = base::Day(std::chrono::year(2024) / 1 / 1);
constexpr int refused_before = 150;
constexpr int refused_after = 120;
constexpr int no_data_cases = 18;
constexpr int withdrawn_cases = 14;
constexpr int pending_cases = 12;
constexpr int deviations = 6;

struct Weighted {
  std::string_view code;
  unsigned weight;
};
constexpr Weighted offences[] = {{"fraud", 38}, {"drugs", 15}, {"cybercrime", 12}, {"child_abuse", 10}, {"terrorism", 6},
                                 {"violence", 7}, {"trafficking", 4}, {"weapons", 3}, {"not_stated", 3}, {"other", 2}};
constexpr Weighted instruments_us[] = {{"search_warrant", 45}, {"court_order", 35}, {"subpoena", 20}};
constexpr Weighted instruments_other[] = {{"court_order", 60}, {"search_warrant", 20}, {"mlat", 15}, {"other", 5}};
constexpr std::array<std::string_view, 5> tests_since_2024 = {"judicial_authority", "valid_order", "suspect_confirmed", "violates_terms",
                                                              "legal_analysis_done"};

/// Draws one stream; the order of the calls is the order of the draws, so a seed gives one stream.
class Generator {
 public:
  explicit Generator(const StreamOptions& options) : options_(options), random_(options.seed) {}

  std::vector<StreamCase> run() {
    for (const Calibration& row : calibration()) {
      fulfilled(row.country, row.requests_before, row.users_before, false);
      fulfilled(row.country, row.requests_after, row.users_after, true);
    }
    for (int i = 0; i < refused_before; ++i) refused(false);
    for (int i = 0; i < refused_after; ++i) refused(true);
    for (int i = 0; i < no_data_cases; ++i) no_data();
    for (int i = 0; i < withdrawn_cases; ++i) withdrawn();
    for (int i = 0; i < pending_cases; ++i) pending();
    for (int i = 0; i < deviations; ++i) deviation();
    // The request's text breaks ties: it holds a nonce, so no two are equal.
    std::sort(cases_.begin(), cases_.end(), [](const StreamCase& a, const StreamCase& b) {
      return std::tie(a.arrives, a.request) < std::tie(b.arrives, b.request);
    });
    return std::move(cases_);
  }

 private:
  struct Asked {
    std::string country;
    std::string instrument;
    std::string offence;
    std::vector<std::string> data;
    std::size_t accounts = 1;
    bool unknown_only = false;   // names nobody has
  };

  template <std::size_t n>
  std::string pick(const Weighted (&table)[n]) {
    unsigned sum = 0;
    for (const Weighted& row : table) sum += row.weight;
    auto left = random_.below(sum);
    for (const Weighted& row : table) {
      if (left < row.weight) return std::string(row.code);
      left -= row.weight;
    }
    return std::string(table[0].code);
  }

  std::string instrument(std::string_view country) { return country == "US" ? pick(instruments_us) : pick(instruments_other); }
  bool one_in(std::uint64_t n) { return random_.below(n) == 0; }
  base::Time between(base::Time from, base::Time to) {
    return from + std::chrono::seconds(random_.below(static_cast<std::uint64_t>((to - from).count())));
  }
  std::string_view any_country() { return calibration()[random_.below(calibration().size())].country; }

  /// `users` shared out over `requests`, each at least one.
  std::vector<std::size_t> shares(int requests, int users) {
    std::vector<std::size_t> share(static_cast<std::size_t>(requests), 1);
    for (int left = users - requests; left > 0; --left) {
      // Every second one goes to the larger of two draws: orders with many accounts exist beside many with one.
      const std::size_t a = random_.below(share.size());
      const std::size_t b = random_.below(share.size());
      ++share[share[a] > share[b] ? a : b];
    }
    return share;
  }

  std::vector<std::string> data_sought() {
    std::vector<std::string> data;
    const auto kind = random_.below(10);
    if (kind != 0) data.emplace_back("ip_address");
    if (kind != 1) data.emplace_back("phone_number");
    if (one_in(12)) data.emplace_back("email");
    return data;
  }

  Json selector_of(const SampleAccount& account) {
    if (one_in(2)) return {{"kind", "phone_number"}, {"value", account.phone}};
    if (one_in(2)) return {{"kind", "user_id"}, {"value", account.user_id}};
    return {{"kind", "user_name"}, {"value", account.user_name}};
  }

  Json selectors(const Asked& asked, base::Time received) {
    Json list = Json::array();
    std::set<std::size_t> taken;
    while (!asked.unknown_only && taken.size() < asked.accounts) {
      const std::size_t index = random_.below(options_.accounts.size());
      const SampleAccount& account = options_.accounts[index];
      // Gathered two weeks later at the latest: something is still there then.
      if (!has_data(account, {.received = received, .gathered = received + hours(24 * 14)}) || !taken.insert(index).second) continue;
      list.push_back(selector_of(account));
    }
    // Some orders also name an account that does not exist.
    if (asked.unknown_only || one_in(20)) list.push_back({{"kind", "user_name"}, {"value", "nobody-" + std::to_string(++unknown_)}});
    return list;
  }

  StreamCase& add(const Asked& asked, base::Time arrives) {
    std::vector<const Sender*> senders;
    for (const Sender& sender : options_.senders) {
      if (sender.country == asked.country) senders.push_back(&sender);
    }
    const Sender& sender = *senders.at(random_.below(senders.size()));
    Json request = {{"schema", "writ-request/v1"},
                    {"country", asked.country},
                    {"instrument", asked.instrument},
                    {"offence", asked.offence},
                    {"data_sought", asked.data},
                    {"emergency", false},
                    {"mode", "stored"},
                    {"selectors", selectors(asked, arrives)},
                    {"agency", sender.agency},
                    {"officer", sender.email},
                    {"file_number", asked.country + "-2024-" + std::to_string(10'000 + cases_.size())},
                    {"nonce", base::to_hex(random_.hash())}};
    if (one_in(4)) {
      const base::Day until = base::day_of(arrives) + std::chrono::days(20 + random_.below(70));
      request["secrecy"] = {{"kind", "ordered"}, {"court", "Court named in the order"}, {"until", base::format_day(until)}};
    }
    cases_.push_back({.arrives = arrives, .sender = sender.email, .request = request.dump(), .staff = {}});
    return cases_.back();
  }

  /// Verification, draft, approvals and delivery spread over the time between arrival and delivery.
  static void plan(StreamCase& item, base::Time deliver) {
    const auto span = deliver - item.arrives;
    item.staff.verify = item.arrives + span / 8;
    item.staff.draft = item.arrives + span / 3;
    item.staff.first_approval = item.arrives + span / 2;
    item.staff.second_approval = item.arrives + span * 3 / 4;
    item.staff.deliver = deliver;
  }

  static void all_tests_met(StreamCase& item) {
    for (const std::string_view test : tests_since_2024) item.staff.facts[std::string(test)] = legal::Fact::yes;
  }

  void fulfilled(std::string_view country, int requests, int users, bool after) {
    for (const std::size_t accounts : shares(requests, users)) {
      const base::Time deliver = after ? between(first_cut + hours(6), second_cut - hours(3)) : between(log_start + hours(24 * 5), policy_change);
      const base::Time earliest = after ? policy_change : log_start + hours(30);
      const base::Time arrives = std::max(earliest + minutes(random_.below(600)), deliver - hours(30 + random_.below(140)));
      // Until September 2024 only terror suspects on a court order.
      const Asked asked{.country = std::string(country),
                        .instrument = after ? instrument(country) : "court_order",
                        .offence = after ? pick(offences) : "terrorism",
                        .data = data_sought(),
                        .accounts = accounts};
      StreamCase& item = add(asked, arrives);
      all_tests_met(item);
      if (asked.offence == "not_stated" && one_in(2)) item.staff.recoded_offence = "fraud";
      plan(item, deliver);
    }
  }

  void refused(bool after) {
    const std::string_view country = any_country();
    const base::Time arrives = after ? between(policy_change, second_cut - hours(24 * 8)) : between(log_start + hours(48), policy_change);
    Asked asked{.country = std::string(country), .instrument = instrument(country), .offence = pick(offences), .data = data_sought()};
    asked.accounts = 1 + random_.below(3);
    if (!after && asked.offence == "terrorism") asked.instrument = "subpoena";
    StreamCase& item = add(asked, arrives);
    all_tests_met(item);
    if (after) {
      // Tests are looked at in order: what comes after the one that fails was not evaluated.
      const std::size_t failing = random_.below(tests_since_2024.size());
      item.staff.facts[std::string(tests_since_2024[failing])] = legal::Fact::no;
      for (std::size_t i = failing + 1; i < tests_since_2024.size(); ++i) item.staff.facts.erase(std::string(tests_since_2024[i]));
    }
    plan(item, arrives + hours(40 + random_.below(100)));
  }

  Asked ordinary() {
    const std::string_view country = any_country();
    return {.country = std::string(country), .instrument = instrument(country), .offence = "fraud", .data = data_sought()};
  }

  void no_data() {
    Asked asked = ordinary();
    asked.unknown_only = true;
    const base::Time arrives = between(policy_change, second_cut - hours(24 * 8));
    StreamCase& item = add(asked, arrives);
    all_tests_met(item);
    plan(item, arrives + hours(40 + random_.below(100)));
  }

  void withdrawn() {
    const base::Time arrives = between(policy_change, second_cut - hours(24 * 8));
    StreamCase& item = add(ordinary(), arrives);
    all_tests_met(item);
    item.staff.verify = arrives + hours(3);
    item.staff.withdrawn = arrives + hours(20 + random_.below(40));
  }

  /// Received before a cut and decided after it; half of them never within the demo.
  void pending() {
    const base::Time arrives = between(second_cut - hours(24 * 3), second_cut - hours(1));
    StreamCase& item = add(ordinary(), arrives);
    all_tests_met(item);
    item.staff.verify = arrives + hours(30);
    if (one_in(2)) plan(item, arrives + hours(24 * 8 + random_.below(100)));
  }

  void deviation() {
    Asked asked = ordinary();
    asked.offence = "political";
    const base::Time arrives = between(policy_change, second_cut - hours(24 * 9));
    StreamCase& item = add(asked, arrives);
    all_tests_met(item);
    item.staff.refused_on_ground = "human_rights";
    plan(item, arrives + hours(60 + random_.below(60)));
  }

  const StreamOptions& options_;
  base::SeededRandom random_;
  std::vector<StreamCase> cases_;
  int unknown_ = 0;
};

}  // namespace

std::vector<StreamCase> make_stream(const StreamOptions& options) { return Generator(options).run(); }

}  // namespace writ::demo
