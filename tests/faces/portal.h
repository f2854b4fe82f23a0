// An officer's browser that fills in a whole request.
#pragma once

#include <algorithm>

#include "office.h"

namespace writ::faces {

struct FilePart {
  std::string field;
  std::string name;
  std::string content;
};

/// As a browser sends a form with files (RFC 7578).
inline http::Response post_files(Browser& browser, const std::string& address, Fields fields,
                                 const std::vector<FilePart>& files) {
  const std::string boundary = "----test-boundary-7f3a";
  std::string body;
  fields.emplace_back("csrf", browser.csrf);
  for (const auto& [name, value] : fields)
    body += "--" + boundary + "\r\nContent-Disposition: form-data; name=\"" + name + "\"\r\n\r\n" + value + "\r\n";
  for (const FilePart& one : files)
    body += "--" + boundary + "\r\nContent-Disposition: form-data; name=\"" + one.field + "\"; filename=\"" + one.name +
            "\"\r\nContent-Type: application/octet-stream\r\n\r\n" + one.content + "\r\n";
  body += "--" + boundary + "--\r\n";
  browser.headers["content-type"] = "multipart/form-data; boundary=" + boundary;
  http::Response response = browser.send("POST", address, body);
  browser.headers.erase("content-type");
  return response;
}

inline std::string location(const http::Response& response) {
  const auto found = response.headers.find("Location");
  return found == response.headers.end() ? std::string() : found->second;
}

inline const std::string pdf = "%PDF-1.4\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n";

class Officer : public Browser {
 public:
  explicit Officer(Office& office, const std::string& email = demo::small_officer_email) : Browser(office) {
    CHECK(sign_in(email, "portal").status == 303);
    get("/portal/new");
  }

  /// The address of a new draft.
  std::string begin(const std::string& road = "ordinary") {
    const auto made = post("/portal/new", {{"road", road}});
    CHECK(made.status == 303);
    return location(made);
  }
  std::string fill(const std::string& draft, const Fields& accounts) {
    CHECK(post_files(*this, draft + "/document", {}, {{"document", "order.pdf", pdf}}).status == 303);
    CHECK(post(draft + "/authority", {{"agency", "TEST Police of the United States"},
                                      {"department", ""},
                                      {"signatory", "Judge Example"},
                                      {"signatory_office", "judge"}})
              .status == 303);
    CHECK(post(draft + "/instrument", {{"instrument", "court_order"},
                                       {"legal_basis", "18 USC 2703(d)"},
                                       {"file_number", "F-2026-17"},
                                       {"signed-day", "1"},
                                       {"signed-month", "3"},
                                       {"signed-year", "2026"}})
              .status == 303);
    CHECK(post(draft + "/offence", {{"offence", "terrorism"}}).status == 303);
    CHECK(post(draft + "/accounts", accounts).status == 303);
    CHECK(post(draft + "/data", {{"data_sought", "ip_address"}, {"data_sought", "phone_number"}}).status == 303);
    CHECK(post(draft + "/secrecy", {{"secrecy", "none"}}).status == 303);
    CHECK(post(draft + "/delivery", {{"key_ok", "yes"}, {"colleagues", ""}}).status == 303);
    return draft;
  }
  http::Response send_draft(const std::string& draft) { return post(draft + "/send", {{"declaration", "yes"}}); }
  /// The reference of a request about these accounts.
  std::string request(const Fields& accounts) {
    const auto sent = send_draft(fill(begin(), accounts));
    CHECK(sent.status == 303);
    const std::string at = location(sent);
    REQUIRE(at.starts_with("/portal/requests/WR-"));
    return at.substr(17, at.find("/sent") - 17);
  }
};

inline people::Person person(Office& office, const std::string& email) {
  auto found = office.deployment->people.find_by_email(email);
  REQUIRE(found);
  return *found;
}

inline std::string an_account(Office& office) {
  const auto sample = demo::read_accounts(office.root / "state" / "messenger.db");
  REQUIRE(sample);
  const auto with_phone =
      std::ranges::find_if(*sample, [](const auto& one) { return !one.phone.empty() && !one.deactivated; });
  REQUIRE(with_phone != sample->end());
  return with_phone->user_id;
}

inline void verify(Office& office, const std::string& ref, const std::vector<std::string>& facts_no = {}) {
  casework::Verification verification;
  for (const char* fact :
       {"judicial_authority", "valid_order", "suspect_confirmed", "violates_terms", "legal_analysis_done"})
    verification.facts[fact] = legal::Fact::yes;
  for (const std::string& fact : facts_no) verification.facts[fact] = legal::Fact::no;
  REQUIRE(app::Desk(*office.deployment).verify(person(office, demo::intake_email), ref, verification));
}

inline void decide(Office& office, const std::string& ref) {
  app::Desk desk(*office.deployment);
  REQUIRE(desk.draft(person(office, demo::decider_email), ref, {}));
  const auto file = office.deployment->casework->find(ref);
  REQUIRE(desk.approve(person(office, demo::first_approver_email), ref));
  if (file->draft->outcome != "refused") REQUIRE(desk.approve(person(office, demo::second_approver_email), ref));
}

inline std::string delivered(Office& office, Officer& officer) {
  const std::string ref = officer.request({{"user_ids", an_account(office)}});
  verify(office, ref);
  decide(office, ref);
  const auto done = app::Desk(*office.deployment).carry_out(person(office, demo::gatherer_email), ref);
  REQUIRE(done);
  REQUIRE(done->delivered);
  return ref;
}

}  // namespace writ::faces
