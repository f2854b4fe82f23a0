#include "http/openapi_schemas.h"

#include <span>

#include "http/openapi.h"
#include "legal/vocabulary.h"

namespace writ::http {

namespace {

using Json = nlohmann::ordered_json;

constexpr std::size_t selectors_max = 1000;  // as intake's own limit; a test sends one more

Json text(const char* description) { return {{"type", "string"}, {"description", description}}; }
Json text(const char* description, std::size_t length_max) {
  Json schema = text(description);
  schema["minLength"] = 1;
  schema["maxLength"] = length_max;
  return schema;
}
Json time(const char* description) {
  Json schema = text(description);
  schema["pattern"] = "^[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}Z$";
  return schema;
}
Json hash(const char* description) {
  Json schema = text(description);
  schema["pattern"] = "^[0-9a-f]{64}$";
  return schema;
}
Json reference(const char* name) { return {{"$ref", std::string("#/components/schemas/") + name}}; }

/// The vocabulary of src/legal, so that a new word is in the document on the same day.
Json one_of(std::span<const legal::Word> words, const char* description) {
  Json schema = text(description);
  Json codes = Json::array();
  for (const legal::Word& word : words) codes.push_back(word.code);
  schema["enum"] = std::move(codes);
  return schema;
}

/// Nothing but `properties`; those of `required` always.
Json object(Json required, Json properties) {
  return {{"type", "object"},
          {"required", std::move(required)},
          {"additionalProperties", false},
          {"properties", std::move(properties)}};
}
Json list_of(Json items) { return {{"type", "array"}, {"items", std::move(items)}}; }

Json selector_schema() {
  Json kind = text("What the value is.");
  kind["enum"] = {"user_id", "user_name", "phone_number", "email", "ip_address"};
  return object(
      {"kind", "value"},
      {{"kind", std::move(kind)},
       {"value", text("Phone numbers in E.164, or national beside `country`. An address needs `from` and `to`.", 400)},
       {"country", text("Alpha-2 code: how a national phone number is read.", 2)},
       {"from", time("Start of the window, included.")},
       {"to", time("End of the window, excluded; at most 24 hours later for an address.")},
       {"port",
        {{"type", "integer"},
         {"minimum", 1},
         {"maximum", 65535},
         {"description", "Source port, beside an address."}}}});
}

/// Which members stand beside `kind` depends on it.
Json secrecy_schema() {
  const Json court = text("Who ordered it.", 200);
  Json until = text("Last day, included; left out if no end was named.");
  until["pattern"] = "^[0-9]{4}-[0-9]{2}-[0-9]{2}$";
  const auto kind = [](const char* name) { return Json{{"const", name}}; };
  return {{"description", "What is asked about telling the user."},
          {"oneOf",
           {object({"kind"}, {{"kind", kind("none")}}), object({"kind"}, {{"kind", kind("asked")}, {"until", until}}),
            object({"kind", "court"}, {{"kind", kind("ordered")}, {"court", court}, {"until", until}})}}};
}

Json request_schema() {
  Json data = list_of(one_of(legal::categories(), "A data category. Content is none."));
  data["uniqueItems"] = true;
  Json selectors = list_of(reference("Selector"));
  selectors["minItems"] = 1;
  selectors["maxItems"] = selectors_max;
  Json mode = text("What exists on receipt, or what comes.");
  mode["enum"] = {"stored", "realtime"};
  mode["default"] = "stored";
  Json facts = {{"type", "object"},
                {"maxProperties", 64},
                {"propertyNames", {{"pattern", "^[a-z0-9][a-z0-9._-]{0,63}$"}}},
                {"additionalProperties", {{"type", "boolean"}}},
                {"description", "What the order states of the policy's conditions; leave out what is not known."}};
  Json schema = object(
      {"schema", "country", "instrument", "selectors", "agency", "officer"},
      {{"schema", {{"const", "writ-request/v1"}}},
       {"country", text("Alpha-2 code of the state whose authority signed the instrument; EU, XK, GR, GB.", 2)},
       {"instrument", one_of(legal::instruments(), "The legal instrument.")},
       {"offence", one_of(legal::offences(), "Offence group; `not_stated` if left out.")},
       {"data_sought", std::move(data)},
       {"emergency", {{"type", "boolean"}, {"default", false}}},
       {"mode", std::move(mode)},
       {"selectors", std::move(selectors)},
       {"agency", text("Name of the authority.", 200)},
       {"officer", text("E-mail address of the officer to whom the answer is sealed.", 320)},
       {"file_number", text("The authority's own reference.", 120)},
       {"nonce", hash("32 random bytes of the requester's choice: they tell its receipt from any other, and a second "
                      "submission with the same nonce is refused with 409.")},
       {"document_sha256", hash("SHA-256 of the document served; left out, of exactly the bytes sent.")},
       {"facts", std::move(facts)},
       {"secrecy", reference("Secrecy")}});
  schema["examples"] = Json::array({Json::parse(example_request())});
  return schema;
}

Json problem_schema() {
  // Open: RFC 9457 section 3.2 lets members be added.
  const Json integer = {{"type", "integer"}};
  return {
      {"type", "object"},
      {"required", {"type", "title", "status", "detail"}},
      {"properties",
       {{"type", text("about:blank, or urn:writ:problem:<code>.")},
        {"title", text("The kind of problem.")},
        {"status", integer},
        {"detail", text("What to do about this one.")},
        {"instance", text("The address that was asked.")},
        {"field", text("Path of the member at fault.")},
        {"value", text("What was given, at most 80 bytes of it.")},
        {"rule", text("The rule that it breaks.")},
        {"reference", text("The case that has this nonce (409).")},
        {"location", text("Address of that case (409).")},
        {"line", integer},
        {"errors", list_of(object({"line", "field", "value", "rule"},
                                  {{"line", integer}, {"field", text("")}, {"value", text("")}, {"rule", text("")}}))},
        {"errors_total", integer}}}};
}

}  // namespace

Json openapi_schemas() {
  const Json submitted = object({"ref", "body_root", "promise", "promise_opening", "case", "receipt"},
                                {{"ref", text("WR-2026-00001")},
                                 {"body_root", hash("Name of the entry in the counted log.")},
                                 {"promise", text("Signed note: keep it, byte for byte, as `promise`.")},
                                 {"promise_opening", text("Keep it, byte for byte, as `promise.opening.json`.")},
                                 {"case", text("Address of the case.")},
                                 {"receipt", text("Address of its receipt.")}});
  const Json file = object({"folder", "name", "content"},
                           {{"folder", text("Empty for the request itself, else decision-1, disclosure-1, ...")},
                            {"name", text("promise, promise.opening.json, receipt.tlog-proof, receipt.opening.json")},
                            {"content", text("The file, byte for byte.")}});
  const Json report = object({"period", "first", "last", "report", "bundle"},
                             {{"period", text("2024-01-01_2024-09-30")},
                              {"first", text("First day.")},
                              {"last", text("Last day, included.")},
                              {"report", text("Address of report.json.")},
                              {"bundle", text("Address of the public bundle that proves it.")}});
  return {
      {"Request", request_schema()},
      {"Selector", selector_schema()},
      {"Secrecy", secrecy_schema()},
      {"Submitted", submitted},
      {"SubmittedBatch", object({"accepted"}, {{"accepted", list_of(reference("Submitted"))}})},
      {"Case",
       {{"type", "object"}, {"required", {"ref", "state"}}, {"properties", {{"ref", text("")}, {"state", text("")}}}}},
      {"Receipt", object({"ref", "files"}, {{"ref", text("")}, {"files", list_of(file)}})},
      {"Reports", object({"reports"}, {{"reports", list_of(report)}})},
      {"Report", {{"type", "object"}, {"description", "report.json of counted-log.md section 5 (writ-report/v1)."}}},
      {"Problem", problem_schema()}};
}

}  // namespace writ::http
