// The staff of a case, each in a browser, and what they press on the way from verification to delivery.
#pragma once

#include "office.h"

namespace writ::faces {

inline Fields with_version(const http::Response& page, Fields fields) {
  fields.emplace_back("version", Browser::value_of(page.body, "version"));
  return fields;
}

inline std::string state_of(Office& office, const std::string& ref) {
  return std::string(casework::name_of(office.deployment->casework->find(ref)->state));
}

/// Every fact of the policy answered alike.
inline Fields answered(const http::Response& page, const std::string& answer) {
  Fields fields;
  std::size_t at = 0;
  while ((at = page.body.find("name=\"fact-", at)) != page.body.npos) {
    at += 6;
    const std::string name = page.body.substr(at, page.body.find('"', at) - at);
    if (fields.empty() || fields.back().first != name) fields.emplace_back(name, answer);
  }
  return fields;
}

inline constexpr const char* directory_number = "+12025550199";

/// The authority that this case comes from, with a number of our own finding.
inline void enter_directory(Office& office, const std::string& ref) {
  const auto request = office.deployment->casework->find(ref)->request;
  const authority::Directory directory(office.deployment->db, office.clock, office.random);
  if (!directory.of_requester(request.country, request.agency, "")->empty()) return;
  REQUIRE(authority::Directory(office.deployment->db, office.clock, office.random)
              .add({.name = request.agency,
                    .country = request.country,
                    .number = directory_number,
                    .source = "The ministry's public list",
                    .checked = base::day_of(office.clock.now())},
                   "system"));
}

struct Staff {
  explicit Staff(Office& office) : intake(office), decider(office), first(office), second(office), gatherer(office) {
    CHECK(intake.sign_in(demo::intake_email).status == 303);
    CHECK(decider.sign_in(demo::decider_email).status == 303);
    CHECK(first.sign_in(demo::first_approver_email).status == 303);
    CHECK(second.sign_in(demo::second_approver_email).status == 303);
    CHECK(gatherer.sign_in(demo::gatherer_email).status == 303);
  }
  Browser intake, decider, first, second, gatherer;

  void verify(const std::string& at) {
    const auto page = intake.get(at + "/verify");
    CHECK(page.status == 200);
    CHECK(intake.post(at + "/verify", with_version(page, answered(page, "yes"))).status == 303);
  }
  void draft(const std::string& at) {
    const auto page = decider.get(at);
    CHECK(decider.post(at + "/decide", with_version(page, {{"kind", "policy"}})).status == 303);
  }
  http::Response deviate(const std::string& at, const std::string& because) {
    return decider.post(at + "/decide", with_version(decider.get(at), {{"kind", "deviate"},
                                                                      {"give-0", "phone_number"},
                                                                      {"ground", "staff_override"},
                                                                      {"because", because}}));
  }
  http::Response approve(Office& office, Browser& browser, const std::string& email, const std::string& at) {
    auto page = browser.get(at + "/approve");
    if (says(page, "Record my reading")) {
      CHECK(browser.post(at + "/read", with_version(page, answered(page, "yes"))).status == 303);
      page = browser.get(at + "/approve");
    }
    return browser.post(at + "/approve", with_version(page, {{"code", office.code(email)}}));
  }
  /// What an emergency needs before anything is given: a call on our number, a second channel, the least data.
  void confirm_emergency(Office& office, const std::string& at) {
    enter_directory(office, at.substr(at.rfind('/') + 1));
    REQUIRE(intake
                .post(at + "/call", {{"number", directory_number},
                                     {"reached", "yes"},
                                     {"answered-by", "the duty desk"},
                                     {"said", "They confirm."}})
                .status == 303);
    for (const std::string item : {"second_channel", "least"})
      REQUIRE(intake.post(at + "/check", {{"item", item}, {"result-" + item, "yes"}, {"evidence-" + item, "Seen."}})
                  .status == 303);
  }
  void approve_both(Office& office, const std::string& at) {
    REQUIRE(approve(office, first, demo::first_approver_email, at).status == 303);
    REQUIRE(approve(office, second, demo::second_approver_email, at).status == 303);
  }
  void hand_over(const std::string& at) {
    for (const char* step : {"/gather", "/seal", "/deliver"}) {
      const auto page = gatherer.get(at + "/gather");
      REQUIRE(gatherer.post(at + step, with_version(page, {})).status == 303);
    }
  }
};

}  // namespace writ::faces
