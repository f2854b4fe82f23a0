#include "http/api.h"

#include <algorithm>
#include <cstdio>
#include <map>
#include <nlohmann/json.hpp>
#include <utility>

#include "http/openapi.h"
#include "http/problem.h"
#include "http/target.h"
#include "http/text.h"
#include "intake/intake.h"

namespace writ::http {

namespace {

using Json = nlohmann::ordered_json;

constexpr std::size_t token_bytes_max = 256;  // ours have 69
constexpr std::string_view requests_path = "/api/v1/requests";
constexpr std::string_view cases_path = "/api/v1/cases/";

/// The media type of a body, lower case, without parameters; nullopt if a charset other than UTF-8 is named.
std::optional<std::string> media_type(const std::string& field) {
  const auto semicolon = field.find(';');
  std::string_view rest = semicolon == std::string::npos ? "" : std::string_view(field).substr(semicolon + 1);
  while (!rest.empty()) {
    const auto end = rest.find(';');
    const std::string parameter = lower(trim(rest.substr(0, end)));
    rest.remove_prefix(end == std::string_view::npos ? rest.size() : end + 1);
    if (parameter.starts_with("charset=") && parameter != "charset=utf-8" && parameter != "charset=\"utf-8\"") {
      return std::nullopt;
    }
  }
  return lower(trim(std::string_view(field).substr(0, semicolon)));
}

const std::string& header(const Request& request, const char* name) {
  static const std::string none;
  const auto found = request.headers.find(name);
  return found == request.headers.end() ? none : found->second;
}

Response json_response(unsigned status, std::string body) {
  Response response;
  response.status = status;
  response.content_type = "application/json";
  response.body = std::move(body);
  return response;
}

/// What goes wrong inside is for the operator: the rule, never the value that was given.
Response failure(const base::Error& error, const Request& request) {
  if (status_of(error.code) >= 500) {
    std::fprintf(stderr, "api: %s: %s\n", error.field.c_str(), error.rule.c_str());
  }
  return problem(error, request.path);
}

/// One answer for what does not exist and for what this person may not see.
Response hidden(const base::Error& error, const Request& request) {
  if (error.code == base::Errc::not_found || error.code == base::Errc::denied) {
    return problem(404, "There is no such case, or it is not yours.", request.path);
  }
  return failure(error, request);
}

Response unauthorized(const Request& request, bool token_given) {
  // The value stays out: it may be a token, or another service's password.
  Response response =
      problem(401, "This address needs a token: Authorization: Bearer <token>.", request.path,
              BrokenRule{"authorization", "", "is Bearer and a token that is known, not expired and not revoked"});
  response.headers["WWW-Authenticate"] =
      token_given ? "Bearer realm=\"writ\", error=\"invalid_token\"" : "Bearer realm=\"writ\"";
  return response;
}

Response refused(const Refusal& refusal, const Request& request, bool batch) {
  std::map<std::string, std::string> members;
  if (!refusal.earlier_ref.empty()) {
    members["reference"] = refusal.earlier_ref;
    members["location"] = std::string(cases_path) + encode_path(refusal.earlier_ref);
  }
  if (status_of(refusal.error.code) >= 500) return failure(refusal.error, request);
  if (batch && refusal.error.code == base::Errc::invalid) {
    return problem(std::vector<intake::LineError>{{refusal.index + 1, refusal.error}}, request.path);
  }
  const auto line = batch ? std::optional(refusal.index + 1) : std::nullopt;
  return problem(refusal.error, request.path, members, line);
}

BrokenRule broken_type(const Request& request) {
  const std::string& encoding = header(request, "content-encoding");
  if (!encoding.empty()) return {"content-encoding", encoding, "is absent: bodies are not compressed"};
  return {"content-type", header(request, "content-type"),
          "is application/json or application/x-ndjson, and its charset, if any, utf-8"};
}

/// Every line whose nonce another line has too: a nonce names one request.
std::vector<intake::LineError> repeated_nonces(const std::vector<legal::Request>& requests) {
  std::map<base::Hash, std::vector<std::size_t>> lines;
  for (std::size_t i = 0; i < requests.size(); ++i) {
    if (requests[i].nonce) lines[*requests[i].nonce].push_back(i + 1);
  }
  std::vector<intake::LineError> errors;
  for (const auto& [nonce, where] : lines) {
    for (const std::size_t line : where) {
      if (where.size() == 1) break;
      const std::size_t other = line == where.front() ? where[1] : where.front();
      errors.push_back({line,
                        {base::Errc::invalid, "nonce", base::to_hex(nonce),
                         "stands on one line of a batch; line " + std::to_string(other) + " has it too"}});
    }
  }
  std::ranges::sort(errors, {}, &intake::LineError::line);
  return errors;
}

Json submitted_json(const Submitted& one) {
  const std::string location = std::string(cases_path) + encode_path(one.ref);
  return {{"ref", one.ref},         {"body_root", one.body_root},
          {"promise", one.promise}, {"promise_opening", one.promise_opening},
          {"case", location},       {"receipt", location + "/receipt"}};
}

Json report_json(const PublishedReport& report) {
  const std::string name = base::period_name(report.period);
  return {{"period", name},
          {"first", base::format_day(report.period.first)},
          {"last", base::format_day(report.period.last)},
          {"report", "/api/v1/reports/" + name},
          {"bundle", report.bundle}};
}

/// first_last, as base::period_name() writes it.
std::optional<base::Period> parse_period_name(std::string_view name) {
  std::string text(name);
  const auto underscore = text.find('_');
  if (underscore == std::string::npos || text.find('/') != std::string::npos) return std::nullopt;
  text[underscore] = '/';
  return base::parse_period(text);
}

std::string path_of(const ReceiptFile& file) { return file.folder.empty() ? file.name : file.folder + "/" + file.name; }

Response raw_file(const ReceiptFile& file) {
  Response response;
  response.content_type = file.name.ends_with(".json") ? "application/json" : "text/plain; charset=utf-8";
  response.headers["Content-Disposition"] = "attachment; filename=\"" + file.name + "\"";
  response.body = file.content;
  return response;
}

}  // namespace

Api::Api(ApiBackend& backend, const base::Clock& clock) : backend_(backend), clock_(clock) {
  add("POST", std::string(requests_path), &Api::post_requests);
  add("GET", std::string(cases_path) + "{ref}", &Api::get_case);
  add("GET", std::string(cases_path) + "{ref}/receipt", &Api::get_receipt);
  add("GET", "/api/v1/reports", &Api::get_reports);
  add("GET", "/api/v1/reports/{period}", &Api::get_report);
  add("GET", "/openapi.json", &Api::get_openapi);
  add("GET", "/healthz", &Api::get_health);
}

void Api::add(std::string method, std::string pattern, Action action) {
  table_.add(std::move(method), std::move(pattern));
  actions_.push_back(action);
}

bool Api::serves(std::string_view path) {
  return path == "/api" || path.starts_with("/api/") || path == "/openapi.json" || path == "/healthz";
}

Response Api::handle(const Request& request) const {
  people::Person person;
  Response response;
  if (request.path.starts_with("/api")) {
    // Before the route: without a token nobody learns which addresses exist.
    auto known = authenticate(request);
    if (!known) return std::move(known).error();
    person = std::move(*known);
  }
  const auto match = table_.find(request.method, request.path);
  response = match ? (this->*actions_[match->index])({request, match->params, person}) : match.error();
  response.headers.emplace("Cache-Control", "no-store");
  response.headers["X-Content-Type-Options"] = "nosniff";
  response.headers["Content-Security-Policy"] = "default-src 'none'; frame-ancestors 'none'";
  response.headers["Referrer-Policy"] = "no-referrer";
  return response;
}

std::expected<people::Person, Response> Api::authenticate(const Request& request) const {
  const std::string& field = header(request, "authorization");
  const auto space = field.find(' ');
  if (space == std::string::npos || lower(field.substr(0, space)) != "bearer") {
    return std::unexpected(unauthorized(request, false));
  }
  const auto token = trim(std::string_view(field).substr(space));
  if (token.empty() || token.size() > token_bytes_max) return std::unexpected(unauthorized(request, true));
  auto person = backend_.authenticate(token);
  if (person) return std::move(*person);
  const bool unknown = person.error().code != base::Errc::unavailable && person.error().code != base::Errc::corrupt;
  return std::unexpected(unknown ? unauthorized(request, true) : failure(person.error(), request));
}

Response Api::post_requests(const Call& call) const {
  const Request& request = call.request;
  const auto type = media_type(header(request, "content-type"));
  if (type == "application/x-ndjson" && header(request, "content-encoding").empty()) return post_batch(call);
  if (type != "application/json" || !header(request, "content-encoding").empty()) {
    Response response =
        problem(415, "Send application/json (one request) or application/x-ndjson (many), UTF-8, not compressed.",
                request.path, broken_type(request));
    response.headers["Accept"] = "application/json, application/x-ndjson";
    return response;
  }
  auto parsed = intake::parse_request(request.body, clock_.now());
  if (!parsed) return failure(parsed.error(), request);
  std::vector<legal::Request> one;
  one.push_back(std::move(*parsed));
  const auto done = backend_.submit(call.person, std::move(one));
  if (!done) return refused(done.error(), request, false);
  CHECK_INVARIANT(done->size() == 1);
  Response response = json_response(201, submitted_json(done->front()).dump() + "\n");
  response.headers["Location"] = std::string(cases_path) + encode_path(done->front().ref);
  return response;
}

Response Api::post_batch(const Call& call) const {
  auto parsed = intake::parse_requests(call.request.body, clock_.now());
  if (!parsed) return problem(parsed.error(), call.request.path);
  if (const auto repeated = repeated_nonces(*parsed); !repeated.empty()) return problem(repeated, call.request.path);
  const std::size_t count = parsed->size();
  const auto done = backend_.submit(call.person, std::move(*parsed));
  if (!done) return refused(done.error(), call.request, true);
  CHECK_INVARIANT(done->size() == count);
  Json accepted = Json::array();
  for (const Submitted& one : *done) accepted.push_back(submitted_json(one));
  return json_response(201, Json{{"accepted", std::move(accepted)}}.dump() + "\n");
}

Response Api::get_case(const Call& call) const {
  auto view = backend_.case_view(call.person, call.params.at("ref"));
  return view ? json_response(200, std::move(*view)) : hidden(view.error(), call.request);
}

Response Api::get_receipt(const Call& call) const {
  const auto files = backend_.receipt(call.person, call.params.at("ref"));
  if (!files) return hidden(files.error(), call.request);
  if (const auto wanted = call.request.query.find("file"); wanted != call.request.query.end()) {
    const auto file = std::ranges::find(*files, wanted->second, path_of);
    if (file != files->end()) return raw_file(*file);
    return problem({base::Errc::not_found, "file", wanted->second,
                    "a file of this receipt; receipt.tlog-proof is there once the log's next tick is published"},
                   call.request.path);
  }
  Json list = Json::array();
  for (const ReceiptFile& file : *files) {
    if (!is_utf8(file.content))
      return failure({base::Errc::corrupt, path_of(file), "", "a receipt is UTF-8"}, call.request);
    list.push_back({{"folder", file.folder}, {"name", file.name}, {"content", file.content}});
  }
  return json_response(200, Json{{"ref", call.params.at("ref")}, {"files", std::move(list)}}.dump() + "\n");
}

Response Api::get_reports(const Call& call) const {
  const auto reports = backend_.reports();
  if (!reports) return failure(reports.error(), call.request);
  Json list = Json::array();
  for (const PublishedReport& report : *reports) list.push_back(report_json(report));
  return json_response(200, Json{{"reports", std::move(list)}}.dump() + "\n");
}

Response Api::get_report(const Call& call) const {
  const std::string& name = call.params.at("period");
  const auto period = parse_period_name(name);
  if (!period) {
    return problem({base::Errc::invalid, "period", name, "first day, _, last day: 2024-01-01_2024-09-30"},
                   call.request.path);
  }
  auto report = backend_.report(*period);
  return report ? json_response(200, std::move(*report)) : failure(report.error(), call.request);
}

Response Api::get_openapi(const Call&) const {
  Response response = json_response(200, openapi_document());
  response.headers = {{"Access-Control-Allow-Origin", "*"}, {"Cache-Control", "no-cache"}};
  return response;
}

Response Api::get_health(const Call&) const { return json_response(200, "{\"status\":\"ok\"}\n"); }

}  // namespace writ::http
