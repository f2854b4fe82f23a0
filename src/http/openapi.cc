#include "http/openapi.h"

#include <nlohmann/json.hpp>

#include "http/openapi_schemas.h"

namespace writ::http {

namespace {

using Json = nlohmann::ordered_json;

Json media(const char* type, const char* schema) {
  return {{type, {{"schema", {{"$ref", std::string("#/components/schemas/") + schema}}}}}};
}

Json success(const char* description, Json content) {
  return {{"description", description}, {"content", std::move(content)}};
}

/// References to components.responses, by status.
void add_problems(Json& responses, std::initializer_list<const char*> statuses) {
  for (const char* status : statuses) {
    responses[status] = {{"$ref", std::string("#/components/responses/Problem") + status}};
  }
  responses["default"] = {{"$ref", "#/components/responses/Problem"}};
}

Json path_parameter(const char* name, const char* description, const char* pattern) {
  return {{"name", name},
          {"in", "path"},
          {"required", true},
          {"description", description},
          {"schema", {{"type", "string"}, {"pattern", pattern}}}};
}

Json operation(const char* id, const char* summary, Json responses, std::initializer_list<const char*> problems) {
  add_problems(responses, problems);
  return {{"operationId", id}, {"summary", summary}, {"responses", std::move(responses)}};
}

Json post_requests() {
  Json location = {
      {"Location", {{"description", "Address of the case; for one request only."}, {"schema", {{"type", "string"}}}}}};
  Json created = success(
      "Kept on stable storage, with a signed promise that it will be counted.",
      {{"application/json",
        {{"schema",
          {{"oneOf",
            {{{"$ref", "#/components/schemas/Submitted"}}, {{"$ref", "#/components/schemas/SubmittedBatch"}}}}}}}}});
  created["headers"] = std::move(location);
  Json out = operation("submitRequests", "Send one request, or a batch of which all or none is kept",
                       {{"201", std::move(created)}}, {"401", "403", "409", "413", "415", "422", "503"});
  Json content = media("application/json", "Request");
  content["application/x-ndjson"] = {
      {"schema",
       {{"type", "string"}, {"description", "One Request a line, at most 10,000. Every bad line is named."}}}};
  out["requestBody"] = {{"required", true}, {"content", std::move(content)}};
  return out;
}

Json get_case() {
  return operation("readCase", "One case as it stands",
                   {{"200", success("The case.", media("application/json", "Case"))}}, {"401", "404", "503"});
}

Json get_receipt() {
  Json content = media("application/json", "Receipt");
  content["text/plain"] = {{"schema", {{"type", "string"}}}};
  Json out = operation("readReceipt", "The files that prove that the case is counted",
                       {{"200", success("All files, or the one named by `file` as it is.", std::move(content))}},
                       {"401", "404", "503"});
  out["parameters"] = Json::array({{{"name", "file"},
                                    {"in", "query"},
                                    {"description", "receipt.tlog-proof, decision-1/receipt.tlog-proof, ..."},
                                    {"schema", {{"type", "string"}, {"pattern", "^([a-z]+-[0-9]+/)?[a-z.-]+$"}}}}});
  return out;
}

Json paths() {
  const Json ref = path_parameter("ref", "Reference of the case.", "^[A-Z0-9-]{1,64}$");
  const Json period =
      path_parameter("period", "First and last day.", "^[0-9]{4}-[0-9]{2}-[0-9]{2}_[0-9]{4}-[0-9]{2}-[0-9]{2}$");
  const auto on_ref = [&](Json get) { return Json{{"parameters", Json::array({ref})}, {"get", std::move(get)}}; };
  const Json report = success("The report.", media("application/json", "Report"));
  const Json any = {{"application/json", {{"schema", {{"type", "object"}}}}}};
  Json document = operation("readDescription", "This document", {{"200", success("OpenAPI 3.1.", any)}}, {});
  Json health = operation("readHealth", "Whether the server answers", {{"200", success("It does.", any)}}, {});
  // Public: an empty list takes the requirement of the whole document away.
  document["security"] = Json::array();
  health["security"] = Json::array();
  return {{"/api/v1/requests", {{"post", post_requests()}}},
          {"/api/v1/cases/{ref}", on_ref(get_case())},
          {"/api/v1/cases/{ref}/receipt", on_ref(get_receipt())},
          {"/api/v1/reports",
           {{"get", operation("listReports", "The reports published so far, oldest first",
                              {{"200", success("The list.", media("application/json", "Reports"))}}, {"401", "503"})}}},
          {"/api/v1/reports/{period}",
           {{"parameters", Json::array({period})},
            {"get", operation("readReport", "report.json of one period, byte for byte", {{"200", report}},
                              {"401", "404", "422", "503"})}}},
          {"/openapi.json", {{"get", std::move(document)}}},
          {"/healthz", {{"get", std::move(health)}}}};
}

Json problem_responses() {
  Json responses;
  const auto add = [&](const std::string& name, const char* description) -> Json& {
    return responses[name] = success(description, media("application/problem+json", "Problem"));
  };
  add("Problem", "Any other problem of HTTP: 400, 405, 408, 431, 500.");
  add("Problem401",
      "No token, or one that is not in force.")["headers"] = {{"WWW-Authenticate", {{"schema", {{"type", "string"}}}}}};
  add("Problem403", "This person may not do that.");
  add("Problem404", "No such thing, or not yours: alike.");
  add("Problem409", "This nonce was used before: `reference` names the case.");
  add("Problem413", "The body is too large.");
  add("Problem415", "Neither application/json nor application/x-ndjson.");
  add("Problem422", "The input breaks a rule: `field`, `value`, `rule`, or `errors` with a `line` each.");
  add("Problem503", "Not now; see Retry-After.")["headers"] = {{"Retry-After", {{"schema", {{"type", "integer"}}}}}};
  return responses;
}

std::string make_document() {
  const Json bearer = {{"type", "http"}, {"scheme", "bearer"}, {"description", "A token of `writ token issue`."}};
  const Json document = {
      {"openapi", "3.1.0"},
      {"info",
       {{"title", "Writ"},
        {"version", "1"},
        {"summary", "Legal requests for user data: send them, follow them, prove that they are counted."},
        {"license", {{"name", "Apache-2.0"}, {"identifier", "Apache-2.0"}}}}},
      {"security", Json::array({{{"bearer", Json::array()}}})},
      {"paths", paths()},
      {"components",
       {{"securitySchemes", {{"bearer", bearer}}},
        {"schemas", openapi_schemas()},
        {"responses", problem_responses()}}}};
  return document.dump(1) + "\n";
}

}  // namespace

const std::string& openapi_document() {
  static const std::string document = make_document();
  return document;
}

const std::string& example_request() {
  static const std::string example =
      R"({"schema":"writ-request/v1","country":"US","instrument":"court_order","offence":"terrorism",)"
      R"("data_sought":["ip_address","phone_number"],"emergency":false,"mode":"stored",)"
      R"("selectors":[{"kind":"user_name","value":"example.user"},)"
      R"({"kind":"ip_address","value":"192.0.2.7","from":"2024-03-01T10:00:00Z","to":"2024-03-01T11:00:00Z","port":40123}],)"
      R"("agency":"Example Police","officer":"officer@example.org","file_number":"2024/17",)"
      R"("nonce":"5a0fd0f1a2c3d4e5f60718293a4b5c6d7e8f90a1b2c3d4e5f60718293a4b5c6d",)"
      R"("facts":{"suspect_confirmed":true},"secrecy":{"kind":"ordered","court":"Example Court","until":"2024-12-31"}})";
  return example;
}

}  // namespace writ::http
