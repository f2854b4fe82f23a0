// The API of authorities and staff: requests in, cases, receipts and reports out (docs/api.md). What it does is behind
// ApiBackend; this file knows only HTTP and JSON.
#pragma once

#include <expected>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/clock.h"
#include "base/result.h"
#include "http/router.h"
#include "http/server.h"
#include "legal/request.h"
#include "people/people.h"

namespace writ::http {

/// What a requester holds at once (counted-log.md section 4).
struct Submitted {
  std::string ref;              // WR-2026-00001
  std::string body_root;        // 64 lower-case hex digits
  std::string promise;          // signed note
  std::string promise_opening;  // the line of promise.opening.json
};

/// Why nothing of a submission was kept.
struct Refusal {
  base::Error error;
  std::size_t index = 0;    // of the request in the submission, from 0
  std::string earlier_ref;  // with Errc::conflict: the case that this person sent with the same nonce
};

struct ReceiptFile {
  std::string folder;   // "" for the request itself, "decision-1", "disclosure-1", ...
  std::string name;     // "promise", "receipt.tlog-proof", ...
  std::string content;  // UTF-8
};

struct PublishedReport {
  base::Period period;
  std::string bundle;  // path under which the server serves the bundle: "/bundles/2024-01-01_2024-09-30/"
};

/// Called from several threads at once: an implementation locks what it shares. not_found and denied of the calls that
/// take a reference are one answer outside, so nobody learns which cases exist.
class ApiBackend {
 public:
  virtual ~ApiBackend() = default;
  /// denied: unknown, expired or revoked.
  virtual base::Result<people::Person> authenticate(std::string_view token) = 0;
  /// All or none. Fills `requester`. denied: this person may not send requests. conflict: this person used a nonce
  /// before; other persons' nonces do not count, else they could be probed. No nonce stands twice in `requests`.
  virtual std::expected<std::vector<Submitted>, Refusal> submit(const people::Person& person,
                                                                std::vector<legal::Request> requests) = 0;
  /// One JSON object. Officers and services see the cases that they sent, staff all.
  virtual base::Result<std::string> case_view(const people::Person& person, const std::string& ref) = 0;
  /// What is there so far, folders and names ascending.
  virtual base::Result<std::vector<ReceiptFile>> receipt(const people::Person& person, const std::string& ref) = 0;
  /// Oldest first.
  virtual base::Result<std::vector<PublishedReport>> reports() = 0;
  /// The bytes of report.json. not_found if that period has none.
  virtual base::Result<std::string> report(const base::Period& period) = 0;
};

class Api {
 public:
  /// Both must outlive it. `clock` gives the time of receipt.
  Api(ApiBackend& backend, const base::Clock& clock);

  /// "/api" and all below it, "/openapi.json", "/healthz".
  static bool serves(std::string_view path);
  /// Only paths that it serves.
  Response handle(const Request& request) const;
  const std::vector<Route>& routes() const { return table_.routes(); }

 private:
  struct Call {
    const Request& request;
    const Params& params;
    const people::Person& person;
  };
  using Action = Response (Api::*)(const Call&) const;

  void add(std::string method, std::string pattern, Action action);
  std::expected<people::Person, Response> authenticate(const Request& request) const;

  Response post_requests(const Call& call) const;
  Response post_batch(const Call& call) const;
  Response get_case(const Call& call) const;
  Response get_receipt(const Call& call) const;
  Response get_reports(const Call& call) const;
  Response get_report(const Call& call) const;
  Response get_openapi(const Call& call) const;
  Response get_health(const Call& call) const;

  ApiBackend& backend_;
  const base::Clock& clock_;
  RouteTable table_;
  std::vector<Action> actions_;
};

}  // namespace writ::http
