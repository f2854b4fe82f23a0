#include <doctest/doctest.h>

#include "log/format/checkpoint.h"
#include "log/format/policy.h"
#include "log_builder.h"

using namespace writ;
using namespace writ::test;

namespace {
const crypto::NativeHost host;
const TestKey log_key = make_test_key("log.example/test", log::SignatureType::ed25519, 1);
const std::string log_line = "log " + log::format_vkey(log_key.key) + "\n";

TestKey witness(int number) {
  return make_test_key("w" + std::to_string(number), log::SignatureType::cosignature_v1,
                       20 + static_cast<std::uint64_t>(number));
}

std::string witness_lines(int count) {
  std::string text;
  for (int i = 1; i <= count; ++i)
    text += "witness w" + std::to_string(i) + " " + log::format_vkey(witness(i).key) + "\n";
  return text;
}

log::TrustPolicy policy_of(const std::string& text) {
  auto policy = log::parse_policy(host, text);
  INFO((policy ? std::string() : policy.error().message()));
  REQUIRE(policy);
  return *policy;
}

/// A checkpoint cosigned by witnesses at given hours of 2024-01-01.
std::string note(const std::vector<std::pair<int, int>>& cosigned) {
  const std::string text = log::format_checkpoint({"log.example/test", 0, log::empty_root(host)});
  std::string lines = log::signature_line(log_key.key, text, log_key.sign);
  for (const auto& [number, hour] : cosigned) {
    const TestKey key = witness(number);
    lines += log::cosignature_line(key.key, text, at("2024-01-01T00:00:00Z") + std::chrono::hours(hour), key.sign);
  }
  return log::signed_note(text, lines);
}

bool splits(const std::string& groups) { return policy_of(log_line + witness_lines(6) + groups).split_view_possible(); }
}  // namespace

TEST_CASE("the quorum's time is when the last witness that it needed saw the checkpoint") {
  const log::TrustPolicy policy = policy_of(log_line + witness_lines(3) + "group g 2 w1 w2 w3\nquorum g\n");
  const auto checked = log::check_checkpoint(host, policy, note({{1, 9}, {2, 3}, {3, 5}}));
  REQUIRE(checked);
  CHECK(checked->witnesses == 3);
  CHECK(checked->quorum_time == at("2024-01-01T05:00:00Z"));
  CHECK_FALSE(log::check_checkpoint(host, policy, note({{1, 9}})));
  CHECK(log::check_log_signature(host, policy, note({{1, 9}}))->quorum_met == false);
}

TEST_CASE("one witness that cosigns twice is one witness, at its earlier time") {
  const log::TrustPolicy policy = policy_of(log_line + witness_lines(3) + "group g 2 w1 w2 w3\nquorum g\n");
  const auto checked = log::check_log_signature(host, policy, note({{1, 9}, {1, 2}}));
  REQUIRE(checked);
  CHECK(checked->witnesses == 1);
  CHECK_FALSE(checked->quorum_met);
}

TEST_CASE("groups of groups need each of their thresholds") {
  const log::TrustPolicy policy = policy_of(
      log_line + witness_lines(6) + "group x 2 w1 w2 w3\ngroup y any w4 w5 w6\ngroup both all x y\nquorum both\n");
  CHECK(log::check_checkpoint(host, policy, note({{1, 1}, {3, 2}, {5, 7}}))->quorum_time == at("2024-01-01T07:00:00Z"));
  CHECK_FALSE(log::check_checkpoint(host, policy, note({{1, 1}, {2, 1}, {3, 1}})));
  CHECK_FALSE(log::check_checkpoint(host, policy, note({{1, 1}, {4, 1}, {5, 1}})));
}

TEST_CASE("a dated witness counts from its first to before its last time") {
  const std::string label = log::key_label(witness(1).key);
  const auto dated = [&](const std::string& from, const std::string& until) {
    return policy_of(log_line + witness_lines(1) + "quorum w1\n#writ-key " + label + " " + from + " " + until + "\n");
  };
  CHECK(log::check_checkpoint(host, dated("2024-01-01T02:00:00Z", "2024-01-01T03:00:00Z"), note({{1, 2}})));
  CHECK_FALSE(log::check_checkpoint(host, dated("2024-01-01T02:00:00Z", "2024-01-01T03:00:00Z"), note({{1, 3}})));
  CHECK_FALSE(log::check_checkpoint(host, dated("2024-01-01T02:00:00Z", "-"), note({{1, 1}})));
  CHECK(log::check_checkpoint(host, dated("-", "-"), note({{1, 1}})));
}

TEST_CASE("a log signature is needed, and one of another origin does not do") {
  const log::TrustPolicy other =
      policy_of("log " + log::format_vkey(make_test_key("other.example", log::SignatureType::ed25519, 9).key) +
                "\nquorum none\n");
  CHECK_FALSE(log::check_log_signature(host, other, note({})));
  CHECK(log::check_checkpoint(host, policy_of(log_line + "quorum none\n"), note({}))->quorum_time == std::nullopt);
}

TEST_CASE("a split view is possible where two disjoint halves could each be the quorum") {
  CHECK(splits("quorum none\n"));
  CHECK_FALSE(splits("quorum w1\n"));
  CHECK_FALSE(splits("group g 2 w1 w2 w3\nquorum g\n"));
  CHECK(splits("group g 2 w1 w2 w3 w4\nquorum g\n"));
  CHECK(splits("group g any w1 w2\nquorum g\n"));
  CHECK_FALSE(splits("group g all w1 w2\nquorum g\n"));
  // A group that splits counts as if it could stand on both sides.
  CHECK(splits("group x any w1 w2\ngroup y any w3 w4\ngroup both all x y\nquorum both\n"));
  CHECK_FALSE(splits("group x any w1 w2\ngroup both all x w3\nquorum both\n"));
}

TEST_CASE("policies that leave a question open are unusable") {
  const std::string w = witness_lines(2);
  const std::string label = log::key_label(witness(1).key);
  for (const std::string& text :
       {std::string(),
        std::string("quorum none\n"),
        log_line,
        log_line + "quorum none\nquorum none\n",
        log_line + "quorum w1\n" + w,
        log_line + w + "quorum w3\n",
        log_line + w + w + "quorum none\n",
        log_line + log_line + "quorum none\n",
        log_line + w + "group g 3 w1 w2\nquorum g\n",
        log_line + w + "group g 0 w1 w2\nquorum g\n",
        log_line + w + "group g any\nquorum g\n",
        log_line + w + "group g any w1 none\nquorum g\n",
        log_line + w + "group none any w1\nquorum none\n",
        log_line + w + "group g any w1 w1\nquorum g\n",
        log_line + w + "group g any w1\ngroup h any w1 w2\nquorum h\n",
        log_line + "witness x " + log::format_vkey(log_key.key) + "\nquorum none\n",
        "log " + log::format_vkey(witness(1).key) + "\nquorum none\n",
        log_line + "quorum none\nmonitor me\n",
        log_line + "quorum none\n\x01\n",
        log_line + w + "quorum none\n#writ-key " + label + " - now\n",
        log_line + w + "quorum none\n#writ-key " + label + " -\n",
        log_line + w + "quorum none\n#writ-key w9+00000000 - -\n",
        log_line + w + "quorum none\n#writ-key " + label + " - -\n#writ-key " + label + " - -\n",
        log_line + "quorum none\n#writ-promise none\n"}) {
    INFO(text);
    CHECK_FALSE(log::parse_policy(host, text));
  }
}

TEST_CASE("comments, blank lines, tabs and addresses are read over") {
  const std::string text = "# a comment\n\n \t" + log_line.substr(0, log_line.size() - 1) +
                           "\thttps://log.example/ \n  #another\nquorum\tnone\n";
  CHECK(policy_of(text).logs.size() == 1);
  CHECK(policy_of(LogBuilder("log.example/test", {}).policy()).promise("log.example/test") != nullptr);
}
