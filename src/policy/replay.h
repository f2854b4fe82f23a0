// What a stream of requests would have met under several policies and holdings: a pure tally, one request at a time.
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <vector>

#include "legal/request.h"
#include "policy/policy.h"
#include "policy/profile.h"

namespace writ::policy {

/// What a request meets under one policy and one profile. A profile says what exists at all, not what an account has:
/// this is the most that could be given.
struct ReplayOutcome {
  enum class Kind : std::uint8_t { answered, refused, no_data, undecided };
  Kind kind = Kind::undecided;
  std::string rule_id;       // empty if undecided
  std::string ground;        // code, if refused
  legal::CodeSet disclosed;  // asked, granted and held
  std::vector<std::string> missing;
  bool operator==(const ReplayOutcome&) const = default;
};
/// "answered (ip_address, phone_number; rule give)", "refused (order_not_valid; rule not-valid)".
std::string words_of(const ReplayOutcome& outcome);

ReplayOutcome replay_one(const legal::Request& request, const Policy& policy, const Profile& profile);

/// Tally of one policy with one profile.
struct ReplayColumn {
  std::string policy_id;
  std::string profile_id;
  std::uint64_t answered = 0;
  std::uint64_t no_data = 0;
  std::uint64_t undecided = 0;
  std::map<std::string, std::uint64_t> refused;    // by ground
  std::map<std::string, std::uint64_t> disclosed;  // by category: requests in which it is given
};

/// Requests that met the same outcomes, which are not alike in all columns.
struct ReplayDifference {
  std::vector<std::string> outcomes;  // by column, in words, with the rule that made it
  std::uint64_t count = 0;
  std::vector<std::uint64_t> lines;  // the first lines_shown_max of them
};

class Replay {
 public:
  /// Every policy with every profile.
  Replay(std::vector<Policy> policies, std::vector<Profile> profiles);

  /// The facts are those that the request declares; those not declared are unknown.
  void add(const legal::Request& request, std::uint64_t line);

  std::uint64_t requests() const { return requests_; }
  const std::vector<ReplayColumn>& columns() const { return columns_; }
  /// By their number, most first.
  std::vector<ReplayDifference> differences() const;

  /// Keeps memory bounded however long the stream is.
  static constexpr std::size_t lines_shown_max = 1000;

 private:
  std::vector<Policy> policies_;
  std::vector<Profile> profiles_;
  std::vector<ReplayColumn> columns_;
  std::map<std::vector<std::string>, ReplayDifference> differences_;
  std::uint64_t requests_ = 0;
};

}  // namespace writ::policy
