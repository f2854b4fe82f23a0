#include "provider/ejabberd_log.h"

#include <algorithm>
#include <tuple>

#include "provider/address.h"
#include "provider/sql_times.h"

namespace writ::provider::ejabberd {

namespace {

constexpr std::string_view any_address = "*";
/// Connections that are remembered at a time, some 100 MB: under an attack most never sign in. Forgetting one loses its
/// port, and takes its failed logins for anybody's, which leaves out more and gives nothing wrong.
constexpr std::size_t connections_max = 1'000'000;

/// Cuts `text` at the first `mark`; what stood before it. nullopt: there is none, and `text` is as it was.
std::optional<std::string_view> cut(std::string_view& text, std::string_view mark) {
  const auto at = text.find(mark);
  if (at == std::string_view::npos) return std::nullopt;
  const auto before = text.substr(0, at);
  text.remove_prefix(at + mark.size());
  return before;
}

bool is_pid(std::string_view text) {
  return text.size() > 4 && text.front() == '<' && text.back() == '>' &&
         std::all_of(text.begin() + 1, text.end() - 1, [](char c) { return (c >= '0' && c <= '9') || c == '.'; });
}

/// "(tcp|<0.452.0>) " at the front, written by that very process.
bool cut_own_pid(std::string_view& text, std::string_view pid) {
  if (!text.starts_with('(')) return false;
  const auto close = text.find(") ");
  const auto bar = text.find('|');
  if (close == std::string_view::npos || bar == std::string_view::npos || bar > close) return false;
  if (text.substr(bar + 1, close - bar - 1) != pid) return false;
  text.remove_prefix(close + 2);
  return true;
}

std::string canonical_of(std::string_view stored) {
  const auto address = parse_stored_address(stored);
  return address ? address->canonical : std::string();
}

}  // namespace

std::optional<Record> parse_record(std::string_view line) {
  std::string_view rest = line;
  const auto time = cut(rest, " [");
  if (!time || time->size() < 20 || time->size() > 40 || !sql::has_zone(*time)) return std::nullopt;
  const auto at = sql::parse_timestamp(*time);
  const auto level = cut(rest, "] ");
  if (!at || !level || level->size() > 9) return std::nullopt;
  const auto pid = cut(rest, "@");
  if (!pid || !is_pid(*pid)) return std::nullopt;
  const auto where = cut(rest, ":");
  if (!where) return std::nullopt;
  const auto function = cut(rest, ":");
  const auto number = cut(rest, " ");
  if (!function || !number) return std::nullopt;
  return Record{
      .at = *at,
      .pid = *pid,
      .where = line.substr(static_cast<std::size_t>(where->data() - line.data()), where->size() + 1 + function->size()),
      .text = rest};
}

void SignIns::line(std::string_view line, std::uint64_t place) {
  const auto record = parse_record(line);
  ends_as_failed(line, place);
  if (!record || record->at > as_of_) return;
  if (record->where.starts_with("ejabberd_listener:accept/")) return accepted(*record, place);
  if (record->where.starts_with("ejabberd_app:start/") &&
      record->text.find(" is started in the node ") != std::string_view::npos)
    return restarted(record->at);
  if (!record->where.starts_with("ejabberd_c2s:")) return;
  Record own = *record;
  if (!cut_own_pid(own.text, own.pid)) return;
  constexpr std::string_view opened = "Opened c2s session for ", closing = "Closing c2s session for ";
  if (own.text.starts_with("Accepted c2s ")) return authenticated(own, place);
  if (own.text.starts_with("Failed c2s ")) return failed(own, place);
  if (own.text.starts_with(opened)) return named(own, own.text.substr(opened.size()), place, false);
  if (own.text.starts_with(closing)) return named(own, own.text.substr(closing.size()), place, true);
}

/// "(<0.452.0>) Accepted [proxied ]connection 203.0.113.10:40001 -> 192.0.2.1:5222"
void SignIns::accepted(const Record& record, std::uint64_t place) {
  std::string_view rest = record.text;
  if (!rest.starts_with('(')) return;
  rest.remove_prefix(1);
  const auto pid = cut(rest, ") ");
  if (!pid || !is_pid(*pid) || !rest.starts_with("Accepted ")) return;
  if (!cut(rest, "connection ")) return;
  const auto from = cut(rest, " -> ");
  if (!from) return;
  const auto address = parse_stored_address(*from);
  const std::string canonical = address ? address->canonical : std::string(*from);
  if (addresses_of_.size() > connections_max) {
    addresses_of_.clear();
    std::erase_if(connections_, [](const auto& one) { return !one.second.sign_in; });
  }
  auto& seen = addresses_of_[std::string(*pid)];
  if (std::find(seen.begin(), seen.end(), canonical) == seen.end()) seen.push_back(canonical);
  connections_[std::string(*pid)] = {
      .address = canonical, .port = address ? address->port : std::nullopt, .place = place, .sign_in = {}};
}

/// "Accepted c2s PLAIN authentication for alice@writ.test by sql backend from 203.0.113.10": an account has no blank.
void SignIns::authenticated(const Record& record, std::uint64_t place) {
  std::string_view rest = record.text;
  if (!cut(rest, " authentication for ")) return;
  const auto account = cut(rest, " by ");
  if (!account || account->find(' ') != std::string_view::npos || !cut(rest, " from ")) return;
  Connection& connection = connections_[std::string(record.pid)];
  const std::string canonical = canonical_of(rest);
  connection.sign_in.reset();
  if (!wanted_(*account, canonical)) return;
  SignIn sign_in{
      .account = std::string(*account), .address = std::string(rest), .port = {}, .at = record.at, .ended = {}};
  // The port is of the record of the connection, if that is of the same address.
  if (connection.address == canonical && !canonical.empty()) sign_in.port = connection.port;
  connection.sign_in = kept_.size();
  kept_.push_back({std::move(sign_in), {place}});
}

void SignIns::named(const Record& record, std::string_view rest, std::uint64_t place, bool closing) {
  const auto found = connections_.find(record.pid);
  if (found == connections_.end() || !found->second.sign_in) return;
  Kept& kept = kept_[*found->second.sign_in];
  if (!rest.starts_with(kept.sign_in.account) || rest.substr(kept.sign_in.account.size(), 1) != "/") return;
  kept.places.push_back(place);
  if (!closing) return;
  kept.sign_in.ended = record.at;
  connections_.erase(found);
}

void SignIns::failed(const Record& record, std::uint64_t place) {
  const auto seen = addresses_of_.find(record.pid);
  if (seen == addresses_of_.end()) {
    failed_from_[std::string(any_address)].push_back(place);
    return;
  }
  for (const std::string& address : seen->second) failed_from_[address].push_back(place);
}

/// "... from 203.0.113.66: Invalid username or password": the end of what a failed login wrote.
void SignIns::ends_as_failed(std::string_view line, std::uint64_t place) {
  const auto from = line.rfind(" from ");
  if (from == std::string_view::npos || line.rfind('@', from) == std::string_view::npos) return;
  const std::string_view tail = line.substr(from + 6);
  const auto colon = tail.find(": ");
  if (colon == std::string_view::npos) return;
  const std::string canonical = canonical_of(tail.substr(0, colon));
  for (const std::string_view address : {std::string_view(canonical), any_address}) {
    const auto begun = failed_from_.find(address);
    if (begun == failed_from_.end()) continue;
    std::erase_if(begun->second, [&](std::uint64_t from_place) { return from_place + stanza_bytes_max < place; });
    if (!begun->second.empty()) stretches_.push_back({begun->second.front(), place});
  }
}

void SignIns::restarted(base::Time at) {
  for (auto& [pid, connection] : connections_) {
    if (connection.sign_in) kept_[*connection.sign_in].sign_in.ended = at;
  }
  connections_.clear();
}

bool SignIns::in_stretch(std::uint64_t place) const {
  return std::any_of(stretches_.begin(), stretches_.end(),
                     [&](const Stretch& stretch) { return stretch.from <= place && place <= stretch.to; });
}

std::vector<SignIn> SignIns::finish() {
  std::vector<SignIn> found;
  for (Kept& kept : kept_) {
    kept.sign_in.forgeable =
        std::all_of(kept.places.begin(), kept.places.end(), [&](std::uint64_t place) { return in_stretch(place); });
    found.push_back(std::move(kept.sign_in));
  }
  std::sort(found.begin(), found.end(), [](const SignIn& a, const SignIn& b) {
    return std::tie(a.at, a.account, a.port) < std::tie(b.at, b.account, b.port);
  });
  return found;
}

}  // namespace writ::provider::ejabberd
