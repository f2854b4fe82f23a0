// An ApiBackend that keeps its cases in memory, with the rules of who may see what. Tokens are words.
#pragma once

#include <map>
#include <mutex>

#include "base/bytes.h"
#include "http/api.h"

namespace writ::http {

class FakeBackend final : public ApiBackend {
 public:
  /// Every call fails with this while it is set.
  std::optional<base::Error> broken;
  std::size_t authentications = 0;

  FakeBackend() {
    add_person("staff-token", people::PersonKind::staff);
    add_person("alice-token", people::PersonKind::officer);
    add_person("bob-token", people::PersonKind::officer);
    add_person("service-token", people::PersonKind::service);
    add_person("barred-token", people::PersonKind::officer);
  }

  std::size_t case_count() {
    const std::lock_guard lock(mutex_);
    return owners_.size();
  }

  base::Result<people::Person> authenticate(std::string_view token) override {
    const std::lock_guard lock(mutex_);
    ++authentications;
    if (broken) return std::unexpected(*broken);
    const auto found = persons_.find(std::string(token));
    if (found == persons_.end()) return base::fail(base::Errc::denied, "token", "", "unknown, expired or revoked");
    return found->second;
  }

  std::expected<std::vector<Submitted>, Refusal> submit(const people::Person& person,
                                                        std::vector<legal::Request> requests) override {
    const std::lock_guard lock(mutex_);
    if (person.id == "barred-token") {
      return std::unexpected(Refusal{{base::Errc::denied, "person", "", "has the role requester"}, 0, ""});
    }
    for (std::size_t i = 0; i < requests.size(); ++i) {
      if (!requests[i].nonce) continue;
      const auto earlier = nonces_.find({person.id, *requests[i].nonce});
      if (earlier == nonces_.end()) continue;
      base::Error error{base::Errc::conflict, "nonce", earlier->second, "names one request"};
      return std::unexpected(Refusal{std::move(error), i, earlier->second});
    }
    std::vector<Submitted> done;
    for (const legal::Request& request : requests) {
      const std::string ref = "WR-2026-" + std::to_string(10000 + owners_.size());
      owners_[ref] = person.id;
      if (request.nonce) nonces_[{person.id, *request.nonce}] = ref;
      done.push_back({ref, std::string(64, 'a'), "promise of " + ref + "\n", "{\"origin\":\"x/test\"}"});
    }
    return done;
  }

  base::Result<std::string> case_view(const people::Person& person, const std::string& ref) override {
    TRY_VOID(may_see(person, ref));
    return "{\"ref\":\"" + ref + "\",\"state\":\"received\"}";
  }

  base::Result<std::vector<ReceiptFile>> receipt(const people::Person& person, const std::string& ref) override {
    TRY_VOID(may_see(person, ref));
    return std::vector<ReceiptFile>{{"", "promise", "note of " + ref + "\n"},
                                    {"", "promise.opening.json", "{}"},
                                    {"decision-1", "receipt.tlog-proof", "c2sp.org/tlog-proof@v1\n"}};
  }

  base::Result<std::vector<PublishedReport>> reports() override {
    return std::vector<PublishedReport>{{period(), "/bundles/2024-01-01_2024-09-30/"}};
  }

  base::Result<std::string> report(const base::Period& wanted) override {
    if (wanted != period())
      return base::fail(base::Errc::not_found, "period", base::period_name(wanted), "has a report");
    return std::string("{\"schema\":\"writ-report/v1\"}\n");
  }

 private:
  static base::Period period() { return *base::parse_period("2024-01-01/2024-09-30"); }

  void add_person(const std::string& token, people::PersonKind kind) {
    people::Person person;
    person.id = token;
    person.kind = kind;
    persons_[token] = person;
  }

  /// not_found and denied, as a careless implementation would tell them apart.
  base::Result<> may_see(const people::Person& person, const std::string& ref) {
    const std::lock_guard lock(mutex_);
    const auto owner = owners_.find(ref);
    if (owner == owners_.end()) return base::fail(base::Errc::not_found, "ref", ref, "is a case");
    if (person.kind == people::PersonKind::staff || owner->second == person.id) return {};
    return base::fail(base::Errc::denied, "ref", ref, "is a case of this person");
  }

  std::mutex mutex_;
  std::map<std::string, people::Person> persons_;
  std::map<std::string, std::string> owners_;
  std::map<std::pair<std::string, base::Hash>, std::string> nonces_;
};

}  // namespace writ::http
