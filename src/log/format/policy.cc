#include "log/format/policy.h"

#include <algorithm>

#include "log/format/decimal.h"

namespace writ::log {

namespace {
using Words = std::vector<std::string_view>;

Words split(std::string_view line) {
  Words words;
  for (;;) {
    const std::size_t begin = line.find_first_not_of(" \t");
    if (begin == std::string_view::npos) return words;
    line.remove_prefix(begin);
    const std::size_t end = std::min(line.find_first_of(" \t"), line.size());
    words.push_back(line.substr(0, end));
    line.remove_prefix(end);
  }
}

const VerifierKey* find_key(const std::vector<VerifierKey>& keys, std::string_view name) {
  const auto found = std::find_if(keys.begin(), keys.end(), [&](const VerifierKey& key) { return key.name == name; });
  return found == keys.end() ? nullptr : &*found;
}

/// Reads the policy line by line; the first error stops it.
class Reader {
 public:
  explicit Reader(const base::Host& host) : host_(host) {}

  base::Result<TrustPolicy> read(std::string_view text) {
    for (std::size_t begin = 0; begin < text.size();) {
      const std::size_t end = std::min(text.find('\n', begin), text.size());
      line_ = text.substr(begin, end - begin);
      ++number_;
      TRY_VOID(read_line());
      begin = end + 1;
    }
    line_ = {};
    if (policy_.logs.empty()) return refuse("has no log line");
    if (!has_quorum_) return refuse("has no quorum line");
    for (const auto& [label, dates] : dates_) TRY_VOID(apply_dates(label, dates));
    return policy_;
  }

 private:
  std::unexpected<base::Error> refuse(std::string rule) const {
    return base::invalid("trust policy line " + std::to_string(number_), std::string(line_), std::move(rule));
  }

  base::Result<> read_line() {
    const auto allowed = [](char c) { return c == '\t' || (static_cast<unsigned char>(c) >= 0x20 && c != 0x7f); };
    if (!std::all_of(line_.begin(), line_.end(), allowed)) return refuse("has a control character");
    const Words words = split(line_);
    if (words.empty()) return {};
    if (words[0] == "#writ-key") return read_dates(words);
    if (words[0] == "#writ-promise") return read_promise(words);
    if (words[0].starts_with('#')) return {};
    if (words[0] == "log") return read_log(words);
    if (words[0] == "witness") return read_witness(words);
    if (words[0] == "group") return read_group(words);
    if (words[0] == "quorum") return read_quorum(words);
    return refuse("is none of log, witness, group, quorum");
  }

  base::Result<> read_log(const Words& words) {
    if (words.size() != 2 && words.size() != 3) return refuse("is not: log <vkey> [<url>]");
    TRY(VerifierKey key, parse_vkey(host_, words[1]));
    if (key.type != SignatureType::ed25519) return refuse("has a log key that is not of type 0x01");
    for (const VerifierKey& other : policy_.logs) {
      if (other.public_key == key.public_key) return refuse("repeats the key of another log");
    }
    policy_.logs.push_back(std::move(key));
    return {};
  }

  base::Result<> read_witness(const Words& words) {
    if (words.size() != 3 && words.size() != 4) return refuse("is not: witness <name> <vkey> [<url>]");
    TRY_VOID(check_new_name(words[1]));
    TRY(VerifierKey key, parse_vkey(host_, words[2]));
    if (key.type != SignatureType::cosignature_v1) return refuse("has a witness key that is not of type 0x04");
    for (const QuorumNode& other : policy_.nodes) {
      if (other.key && other.key->public_key == key.public_key) return refuse("repeats the key of another witness");
    }
    policy_.nodes.push_back({.name = std::string(words[1]), .key = std::move(key)});
    is_member_.push_back(false);
    return {};
  }

  base::Result<> read_group(const Words& words) {
    if (words.size() < 4) return refuse("is not: group <name> all|any|<k> <member>...");
    TRY_VOID(check_new_name(words[1]));
    QuorumNode group{.name = std::string(words[1])};
    for (std::size_t i = 3; i < words.size(); ++i) {
      const auto member = find(words[i]);
      if (!member) return refuse("names a member that no line above defines");
      if (is_member_[*member]) return refuse("names a member that is in a group already");
      is_member_[*member] = true;
      group.members.push_back(*member);
    }
    const auto k = words[2] == "all"   ? group.members.size()
                   : words[2] == "any" ? 1
                                       : parse_decimal(words[2]).value_or(0);
    if (k < 1 || k > group.members.size())
      return refuse("has a threshold that is not between 1 and the number of members");
    group.threshold = static_cast<std::size_t>(k);
    policy_.nodes.push_back(std::move(group));
    is_member_.push_back(false);
    return {};
  }

  base::Result<> read_quorum(const Words& words) {
    if (words.size() != 2) return refuse("is not: quorum <name>");
    if (has_quorum_) return refuse("is a second quorum line");
    has_quorum_ = true;
    if (words[1] == "none") return {};
    policy_.quorum = find(words[1]);
    if (!policy_.quorum) return refuse("names no witness or group of a line above");
    return {};
  }

  base::Result<> read_promise(const Words& words) {
    if (words.size() != 2) return refuse("is not: #writ-promise <vkey>");
    TRY(VerifierKey key, parse_vkey(host_, words[1]));
    if (key.type != SignatureType::ed25519) return refuse("has a promise key that is not of type 0x01");
    if (!key.name.ends_with("/promise")) return refuse("has a promise key whose name is not <origin>/promise");
    if (find_key(policy_.promises, key.name) != nullptr) return refuse("names a second promise key of one log");
    policy_.promises.push_back(std::move(key));
    return {};
  }

  base::Result<> read_dates(const Words& words) {
    if (words.size() != 4) return refuse("is not: #writ-key <name>+<key id> <from> <until>");
    KeyDates dates{base::parse_time(words[2]), base::parse_time(words[3])};
    if ((!dates.from && words[2] != "-") || (!dates.until && words[3] != "-"))
      return refuse("has a date that is neither a TIME nor -");
    dates_.emplace_back(words[1], dates);
    return {};
  }

  base::Result<> apply_dates(const std::string& label, const KeyDates& dates) {
    line_ = label;
    const auto same = [&](const auto& other) { return other.first == label; };
    if (std::count_if(dates_.begin(), dates_.end(), same) > 1) return refuse("is dated twice");
    for (QuorumNode& node : policy_.nodes) {
      if (!node.key || key_label(*node.key) != label) continue;
      node.dates = dates;
      return {};
    }
    return refuse("is dated and no witness");
  }

  base::Result<> check_new_name(std::string_view name) const {
    if (name == "none") return refuse("defines the name none");
    if (find(name)) return refuse("defines a name that is defined already");
    return {};
  }

  std::optional<std::size_t> find(std::string_view name) const {
    for (std::size_t i = 0; i < policy_.nodes.size(); ++i) {
      if (policy_.nodes[i].name == name) return i;
    }
    return std::nullopt;
  }

  const base::Host& host_;
  TrustPolicy policy_;
  std::vector<std::pair<std::string, KeyDates>> dates_;
  std::vector<bool> is_member_;
  bool has_quorum_ = false;
  std::string_view line_;
  int number_ = 0;
};

using Times = std::vector<std::optional<base::Time>>;

/// Fills in the groups: a group has witnessed at the time of its k-th member. Members stand before their group.
void fill_groups(const TrustPolicy& policy, Times& times) {
  for (std::size_t i = 0; i < policy.nodes.size(); ++i) {
    const QuorumNode& node = policy.nodes[i];
    if (node.key) continue;
    std::vector<base::Time> of_members;
    for (const std::size_t member : node.members) {
      if (times[member]) of_members.push_back(*times[member]);
    }
    if (of_members.size() < node.threshold) continue;
    std::sort(of_members.begin(), of_members.end());
    times[i] = of_members[node.threshold - 1];
  }
}

bool counts(const KeyDates& dates, base::Time time) {
  return (!dates.from || *dates.from <= time) && (!dates.until || time < *dates.until);
}

/// The earliest time at which each witness cosigned this note.
base::Result<Times> witness_times(const base::Host& host, const TrustPolicy& policy, const Note& note) {
  Times times(policy.nodes.size());
  for (std::size_t i = 0; i < policy.nodes.size(); ++i) {
    const QuorumNode& node = policy.nodes[i];
    if (!node.key) continue;
    for (const SignatureLine& line : note.lines) {
      if (!is_by(line, *node.key)) continue;
      const auto valid = check_signature(host, *node.key, note.text, line);
      if (!valid)
        return base::invalid("cosignature", key_label(*node.key), "is of a witness of the policy and does not verify");
      if (!counts(node.dates, *valid->time)) continue;
      times[i] = times[i] ? std::min(*times[i], *valid->time) : *valid->time;
    }
  }
  return times;
}

base::Result<> check_log_lines(const base::Host& host, const TrustPolicy& policy, const Note& note,
                               std::string_view origin) {
  bool signed_by_origin = false;
  for (const VerifierKey& key : policy.logs) {
    for (const SignatureLine& line : note.lines) {
      if (!is_by(line, key)) continue;
      if (!check_signature(host, key, note.text, line)) {
        return base::invalid("signature", key_label(key), "is of a log of the policy and does not verify");
      }
      signed_by_origin = signed_by_origin || key.name == origin;
    }
  }
  if (!signed_by_origin)
    return base::invalid("checkpoint", std::string(origin), "is signed by no log of the policy with this origin");
  return {};
}
}  // namespace

const VerifierKey* TrustPolicy::log(std::string_view origin) const { return find_key(logs, origin); }

const VerifierKey* TrustPolicy::promise(std::string_view origin) const {
  return find_key(promises, std::string(origin) + "/promise");
}

int TrustPolicy::witnesses() const {
  return static_cast<int>(
      std::count_if(nodes.begin(), nodes.end(), [](const QuorumNode& node) { return node.key.has_value(); }));
}

bool TrustPolicy::split_view_possible() const {
  if (!quorum) return true;
  std::vector<bool> splits(nodes.size(), false);
  for (std::size_t i = 0; i < nodes.size(); ++i) {
    if (nodes[i].key) continue;
    const auto s = static_cast<std::size_t>(std::count_if(nodes[i].members.begin(), nodes[i].members.end(),
                                                          [&](std::size_t member) { return splits[member]; }));
    splits[i] = 2 * nodes[i].threshold <= nodes[i].members.size() + s;
  }
  return splits[*quorum];
}

base::Result<TrustPolicy> parse_policy(const base::Host& host, std::string_view text) {
  return Reader(host).read(text);
}

base::Result<CheckedCheckpoint> check_log_signature(const base::Host& host, const TrustPolicy& policy,
                                                    std::string_view text) {
  TRY(const Note note, parse_note(text));
  TRY(Checkpoint checkpoint, parse_checkpoint(note.text));
  TRY_VOID(check_log_lines(host, policy, note, checkpoint.origin));
  TRY(Times times, witness_times(host, policy, note));
  CheckedCheckpoint checked{.checkpoint = std::move(checkpoint)};
  checked.witnesses =
      static_cast<int>(std::count_if(times.begin(), times.end(), [](const auto& time) { return time.has_value(); }));
  fill_groups(policy, times);
  if (policy.quorum) checked.quorum_time = times[*policy.quorum];
  checked.quorum_met = !policy.quorum || checked.quorum_time.has_value();
  return checked;
}

base::Result<CheckedCheckpoint> check_checkpoint(const base::Host& host, const TrustPolicy& policy,
                                                 std::string_view text) {
  TRY(CheckedCheckpoint checked, check_log_signature(host, policy, text));
  if (!checked.quorum_met) {
    return base::invalid("checkpoint", checked.checkpoint.origin,
                         "does not meet the policy's quorum: " + std::to_string(checked.witnesses) + " of " +
                             std::to_string(policy.witnesses()) + " witnesses cosigned it");
  }
  return checked;
}

}  // namespace writ::log
