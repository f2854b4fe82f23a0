// What a stream of requests would have met under several policies and holdings: a pure tally. Memory depends on the
// tables, not on the length of the stream.
#pragma once

#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <unordered_map>
#include <vector>

#include "base/result.h"
#include "policy/policy.h"
#include "policy/profile.h"
#include "policy/replay_case.h"

namespace writ::policy {

/// What a request meets under one policy and one profile. A profile says what exists at all, not what an account has:
/// unless the case was gathered, this is the most that could be given.
struct ReplayOutcome {
  enum class Kind : std::uint8_t { answered, refused, no_data, undecided, set_aside };
  Kind kind = Kind::undecided;
  std::string policy_id;     // of the sequence in force; else empty
  std::string rule_id;       // empty if undecided or set aside
  std::string ground;        // code, if refused; why it was set aside
  bool by_staff = false;     // refused by people although the policy would give
  legal::CodeSet disclosed;  // asked, granted and held
  std::vector<std::string> missing;
  /// The same for the requester, by whatever rule.
  bool same_as(const ReplayOutcome& other) const;
};
/// "answered (ip_address and phone_number; rule give)", "refused (order_not_valid; rule not-valid of
/// telegram-2024-09)".
std::string words_of(const ReplayOutcome& outcome);

/// Tally of one policy, or of the sequence in force, with one profile.
struct ReplayColumn {
  std::string policy_id;  // "in-force": on each day of receipt the policy that was in force
  std::string profile_id;
  std::uint64_t answered = 0;
  std::uint64_t no_data = 0;
  std::uint64_t undecided = 0;
  std::map<std::string, std::uint64_t> refused;             // by ground
  std::map<std::string, std::uint64_t> disclosed;           // by category: requests in which it is given
  std::map<std::string, std::uint64_t> set_aside;           // withdrawn, duplicate, ...: no policy decides
  std::map<std::string, std::uint64_t> answered_by_policy;  // which policy gave; one entry unless in force
  std::uint64_t identifiers = 0;  // selectors of answered requests to which something is given; not users
  /// Users of answered requests whose data was gathered; least < most where less data is given than was found.
  std::uint64_t users_least = 0;
  std::uint64_t users_most = 0;
  std::uint64_t not_gathered = 0;  // answered requests of whose users nothing is known

  std::uint64_t refused_in_all() const;
};

/// Requests that met the same outcomes, which are not alike in all columns.
struct ReplayDifference {
  std::vector<std::string> outcomes;  // by column, in words, with the rule that made it
  std::vector<ReplayOutcome> met;     // the same as values, for pages in other languages
  std::uint64_t count = 0;
  std::vector<std::uint64_t> lines;  // the first Replay::lines_shown_max of them, ascending
};

/// Every policy with every profile; then the sequence in force, if there is one, with every profile.
struct ReplayPlan {
  std::vector<Policy> policies;
  std::vector<Policy> in_force;  // the latest that is effective on the day of receipt decides
  std::vector<Profile> profiles;
  std::optional<std::string> country;  // only requests from here
};

class Replay {
 public:
  /// invalid: nothing to compare, two policies of the sequence effective on one day, too many facts, unknown country.
  static base::Result<Replay> make(ReplayPlan plan);

  const FactNames& facts() const;
  /// invalid if a sequence is in force and the case has no day of receipt, or one before the first policy.
  base::Result<> add(const ReplayCase& item, std::uint64_t line);
  /// The same plan, nothing counted: for another thread.
  Replay empty() const;
  /// Adds what another of the same plan counted.
  void merge(const Replay& other);

  std::uint64_t requests() const { return requests_; }
  std::vector<ReplayColumn> columns() const;
  /// By their number, most first.
  std::vector<ReplayDifference> differences() const;

  /// Keeps memory bounded however long the stream is.
  static constexpr std::size_t lines_shown_max = 200;

 private:
  struct Setup;
  /// All that outcomes depend on: the answer of each table, what was asked, what became of the case.
  using Key = std::vector<std::uint32_t>;
  struct KeyHash {
    std::size_t operator()(const Key& key) const;
  };
  struct Cell {
    std::uint64_t count = 0;
    std::uint64_t users = 0;
    std::array<std::uint64_t, selector_kinds> selectors{};  // by kind
    std::vector<std::uint64_t> lines;
  };
  explicit Replay(std::shared_ptr<const Setup> setup) : setup_(std::move(setup)) {}
  base::Result<std::size_t> in_force_on(const std::optional<base::Day>& day) const;
  void append_answers(const ReplayCase& item);

  std::shared_ptr<const Setup> setup_;
  std::unordered_map<Key, Cell, KeyHash> cells_;
  Key key_;  // of the case being added: no allocation for each
  std::uint64_t requests_ = 0;
};

}  // namespace writ::policy
