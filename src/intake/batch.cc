// JSON Lines: many requests, all or none.
#include "intake/intake.h"

namespace writ::intake {

namespace {
/// A day's mail of a large provider; more comes in several batches.
constexpr std::size_t batch_lines_max = 10'000;
}  // namespace

std::expected<std::vector<legal::Request>, std::vector<LineError>> parse_requests(std::string_view json_lines,
                                                                                  base::Time received_at) {
  std::vector<legal::Request> requests;
  std::vector<LineError> errors;
  std::size_t number = 0;
  while (!json_lines.empty()) {
    ++number;
    if (number > batch_lines_max) {
      errors.push_back(
          {number, {base::Errc::invalid, "body", "more than " + std::to_string(batch_lines_max) + " lines",
                         "a batch has at most " + std::to_string(batch_lines_max) + " lines"}});
      break;
    }
    const auto end = json_lines.find('\n');
    const std::string_view line = json_lines.substr(0, end);
    json_lines.remove_prefix(end == std::string_view::npos ? json_lines.size() : end + 1);
    auto request = parse_request(line, received_at);
    if (request && errors.empty()) requests.push_back(std::move(*request));
    if (!request) errors.push_back({number, std::move(request).error()});
  }
  if (number == 0) errors.push_back({1, {base::Errc::invalid, "body", "0 bytes", "a batch has at least one line"}});
  if (!errors.empty()) return std::unexpected(std::move(errors));
  return requests;
}

}  // namespace writ::intake
