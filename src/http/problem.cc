#include "http/problem.h"

#include <nlohmann/json.hpp>

#include "http/target.h"
#include "http/wire.h"

namespace writ::http {

namespace {

using Json = nlohmann::ordered_json;

constexpr std::size_t value_bytes_max = 80;  // as base::Error::message(): enough to recognise what was given

std::string_view slug_of(base::Errc code) {
  switch (code) {
    case base::Errc::invalid:
      return "invalid";
    case base::Errc::not_found:
      return "not-found";
    case base::Errc::conflict:
      return "conflict";
    case base::Errc::denied:
      return "denied";
    case base::Errc::unavailable:
      return "unavailable";
    case base::Errc::corrupt:
      return "internal";
  }
  return "internal";
}

std::string_view title_of(base::Errc code) {
  switch (code) {
    case base::Errc::invalid:
      return "The input breaks a rule";
    case base::Errc::not_found:
      return "There is no such thing";
    case base::Errc::conflict:
      return "It exists already, or has changed";
    case base::Errc::denied:
      return "Not allowed";
    case base::Errc::unavailable:
      return "Not available now";
    case base::Errc::corrupt:
      return "Internal error";
  }
  return "Internal error";
}

Response respond(unsigned status, Json body, std::string_view instance) {
  if (!instance.empty()) body["instance"] = encode_path(instance);
  Response response;
  response.status = status;
  response.content_type = "application/problem+json";
  response.body = body.dump(-1, ' ', false, Json::error_handler_t::replace) + "\n";
  response.headers = {{"Cache-Control", "no-store"}, {"X-Content-Type-Options", "nosniff"}};
  if (status == 503) response.headers["Retry-After"] = "1";
  return response;
}

template <class Fault>
void add_fault(Json& to, const Fault& fault) {
  to["field"] = fault.field;
  to["value"] = cut_utf8(fault.value, value_bytes_max);
  to["rule"] = fault.rule;
}

}  // namespace

unsigned status_of(base::Errc code) {
  switch (code) {
    case base::Errc::invalid:
      return 422;
    case base::Errc::not_found:
      return 404;
    case base::Errc::conflict:
      return 409;
    case base::Errc::denied:
      return 403;
    case base::Errc::unavailable:
      return 503;
    case base::Errc::corrupt:
      return 500;
  }
  return 500;
}

std::string_view cut_utf8(std::string_view text, std::size_t bytes_max) {
  if (text.size() <= bytes_max) return text;
  while (bytes_max > 0 && (static_cast<unsigned char>(text[bytes_max]) & 0xC0) == 0x80) --bytes_max;
  return text.substr(0, bytes_max);
}

Response problem(unsigned status, std::string_view detail, std::string_view instance,
                 const std::optional<BrokenRule>& broken) {
  Json body = {{"type", "about:blank"}, {"title", reason_phrase(status)}, {"status", status}, {"detail", detail}};
  if (broken) add_fault(body, *broken);
  return respond(status, std::move(body), instance);
}

Response problem(const base::Error& error, std::string_view instance, const std::map<std::string, std::string>& members,
                 std::optional<std::size_t> line) {
  const unsigned status = status_of(error.code);
  Json body = {{"type", "urn:writ:problem:" + std::string(slug_of(error.code))},
               {"title", title_of(error.code)},
               {"status", status}};
  if (status >= 500) {
    body["detail"] = status == 503 ? "Something that the answer needs could not be read. Try again later."
                                   : "The server failed. The operator's log has the reason.";
    return respond(status, std::move(body), instance);
  }
  body["detail"] = error.field.empty() ? error.rule : error.field + ": " + error.rule;
  add_fault(body, error);
  for (const auto& [name, value] : members) body[name] = value;
  if (line) body["line"] = *line;
  return respond(status, std::move(body), instance);
}

Response problem(const std::vector<intake::LineError>& errors, std::string_view instance) {
  Json list = Json::array();
  for (const intake::LineError& fault : errors) {
    if (list.size() == batch_errors_max) break;
    Json item = {{"line", fault.line}};
    add_fault(item, fault.error);
    list.push_back(std::move(item));
  }
  Json body = {{"type", "urn:writ:problem:batch"},
               {"title", "Lines of the batch break a rule"},
               {"status", 422},
               {"detail", "Nothing of the batch was kept. Correct the lines named and send the whole batch again."},
               {"errors", std::move(list)},
               {"errors_total", errors.size()}};
  return respond(422, std::move(body), instance);
}

}  // namespace writ::http
