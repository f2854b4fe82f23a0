// Errors as application/problem+json (RFC 9457). Extension members: `field`, `value`, `rule` of one fault, or `errors`,
// a list of {line, field, value, rule} of a batch.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "http/server.h"
#include "intake/intake.h"

namespace writ::http {

unsigned status_of(base::Errc code);

/// Which rule of HTTP was broken.
struct BrokenRule {
  std::string field;  // name of a header field in lower case, "method", "head", "body"
  std::string value;
  std::string rule;
};

/// A problem that its status says in full (`type` about:blank). `instance` is the decoded path of the request, or
/// empty.
Response problem(unsigned status, std::string_view detail, std::string_view instance,
                 const std::optional<BrokenRule>& broken = {});

/// `type` is urn:writ:problem:<code>. `members` are further strings to add, `line` that of a batch. What is our own
/// fault (5xx) shows neither field nor value nor rule: they may name files, and the requester can do nothing about
/// them.
Response problem(const base::Error& error, std::string_view instance,
                 const std::map<std::string, std::string>& members = {}, std::optional<std::size_t> line = {});

/// 422 for a batch of which nothing was kept. At most `batch_errors_max` faults are listed; `errors_total` counts all.
Response problem(const std::vector<intake::LineError>& errors, std::string_view instance);

/// A body where every line is bad would be answered by many times its size.
inline constexpr std::size_t batch_errors_max = 100;

/// At most `bytes_max` bytes, cut between two characters of UTF-8.
std::string_view cut_utf8(std::string_view text, std::size_t bytes_max);

}  // namespace writ::http
