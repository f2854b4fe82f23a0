// The pages of a case in the reader's language: nothing of the English texts is left in them.
#include <nlohmann/json.hpp>

#include "app/documents.h"
#include "page/locale.h"
#include "staff.h"

using namespace writ;
using namespace writ::faces;

namespace {

constexpr std::size_t telling_bytes = 20;  // a shorter piece may be a name or a word of another language

/// What stands outside the arguments and tags of a text, as a page has it: "An answer is due by {time}." gives one.
std::vector<std::string> pieces_of(const std::string& text) {
  std::vector<std::string> pieces(1);
  int depth = 0;
  for (const char c : text) {
    if (c == '{' || c == '<') ++depth;
    if (depth == 0) pieces.back() += c;
    if (c == '{' || c == '<') pieces.emplace_back();
    if (c == '}' || c == '>') --depth;
  }
  std::erase_if(pieces, [](const std::string& one) { return one.size() <= telling_bytes; });
  for (std::string& one : pieces) one = page::escape(one);
  return pieces;
}

std::vector<std::string> english_sentences() {
  const auto json = nlohmann::json::parse(file_text(std::string(WRIT_SOURCE_DIR) + "/locales/case/en.json"));
  std::vector<std::string> sentences;
  for (const auto& [key, text] : json.items())
    for (std::string& piece : pieces_of(text.get<std::string>())) sentences.push_back(std::move(piece));
  return sentences;
}

/// The address as this browser's person sees it, in each language but English.
void check_languages(Browser& browser, const std::string& address) {
  static const std::vector<std::string> sentences = english_sentences();
  REQUIRE(sentences.size() > 100);
  CAPTURE(address);
  for (const page::Language language : page::languages) {
    if (language == page::Language::en) continue;
    const std::string tag(page::tag_of(language));
    CAPTURE(tag);
    browser.headers["accept-language"] = tag;
    const auto page = browser.get(address);
    CHECK(page.status == 200);
    CHECK(says(page, "<html lang=\"" + tag + "\""));
    CHECK(says(page, "dir=\"rtl\"") == page::is_right_to_left(language));
    for (const std::string& sentence : sentences) {
      if (says(page, sentence)) FAIL_CHECK(sentence);
    }
  }
  browser.headers.erase("accept-language");
}

void check_case(Browser& browser, const std::string& at, const std::vector<const char*>& tails) {
  for (const char* tail : tails) check_languages(browser, at + tail);
}

}  // namespace

TEST_CASE("every page of a case is in the reader's language, from the first reading to the delivered package") {
  Office& office = Office::get();
  const std::string ref = office.submit();
  const std::string at = "/desk/cases/" + ref;
  const auto added = app::Documents(*office.deployment).add("officer", ref, "order.txt", "Order of the TEST AGENCY.");
  REQUIRE(added);
  Staff staff(office);
  enter_directory(office, ref);
  check_case(staff.intake, at, {"", "/verify", "/notice", "/history", "/authority", "/policies"});
  check_languages(staff.intake, at + "/documents/" + added->id + "/text");
  staff.verify(at);
  staff.intake.get(at);  // takes the word of what was done, which was said in English
  check_case(staff.decider, at, {"", "/notice"});
  REQUIRE(staff.decider.post(at + "/comment", {{"text", "Ring them."}}).status == 303);
  REQUIRE(staff.deviate(at, "Only this helps.").status == 303);
  check_case(staff.first, at, {"", "/approve"});
  const auto reading = staff.first.get(at + "/approve");
  REQUIRE(staff.first.post(at + "/read", with_version(reading, answered(reading, "unknown"))).status == 303);
  staff.first.get(at);
  check_case(staff.first, at, {"/approve"});
  REQUIRE(staff.approve(office, staff.first, demo::first_approver_email, at).status == 303);
  check_case(staff.first, at, {"/approve"});
  REQUIRE(staff.approve(office, staff.second, demo::second_approver_email, at).status == 303);
  check_case(staff.gatherer, at, {"", "/gather"});
  for (const char* step : {"/gather", "/seal", "/deliver"}) {
    const auto page = staff.gatherer.get(at + "/gather");
    REQUIRE(staff.gatherer.post(at + step, with_version(page, {})).status == 303);
    staff.gatherer.get(at);
    check_case(staff.gatherer, at, {"/gather"});
  }
  check_case(staff.intake, at, {"", "/history", "/notice"});
}

TEST_CASE("an emergency, what forbids telling and their calendars are in the reader's language") {
  Office& office = Office::get();
  const std::string ref = office.submit(true);
  const std::string at = "/desk/cases/" + ref;
  Staff staff(office);
  check_case(staff.intake, at, {"", "/verify"});
  staff.confirm_emergency(office, at);
  staff.intake.get(at);
  check_case(staff.intake, at, {"/verify", "/authority", "/history"});
  REQUIRE(staff.intake
              .post(at + "/gag", with_version(staff.intake.get(at + "/notice"), {{"kind", "statute"},
                                                                                 {"court", "TEST Act 5"},
                                                                                 {"zone", "UTC"},
                                                                                 {"review-day", "1"},
                                                                                 {"review-month", "9"},
                                                                                 {"review-year", "2026"},
                                                                                 {"shown_by", "Page 1"}}))
              .status == 303);
  staff.intake.get(at);
  check_case(staff.intake, at, {"", "/notice"});
  check_languages(staff.decider, "/desk/notices");
  check_languages(staff.decider, "/desk/emergencies");
}

TEST_CASE("what a form is refused for, what it says when it is done, and who else was at the case: in the language") {
  Office& office = Office::get();
  const std::string at = "/desk/cases/" + office.submit();
  Staff staff(office);
  const auto old_page = staff.intake.get(at + "/verify");
  staff.intake.headers["accept-language"] = "de";
  const auto refused = staff.intake.post(at + "/verify", with_version(old_page, {}));
  CHECK(refused.status == 422);
  CHECK(says(refused, "Antworten Sie ja, nein oder nicht zu sagen"));
  CHECK(says(refused, "Es gibt ein Problem"));
  CHECK(says(staff.intake.follow(staff.intake.post(
                 at + "/verify", with_version(old_page, answered(old_page, "yes")))),
             "Die Tatsachen sind gespeichert."));
  staff.decider.headers["accept-language"] = "fr";
  const auto seen = staff.decider.get(at);
  REQUIRE(staff.decider.post(at + "/decide", with_version(seen, {{"kind", "policy"}})).status == 303);
  const auto clash = staff.intake.post(at + "/verify", with_version(old_page, answered(old_page, "no")));
  CHECK(clash.status == 409);
  CHECK(says(clash, "Dieser Vorgang hat sich verändert, während Sie daran arbeiteten"));
  CHECK(says(clash, "Entscheidung entworfen"));
}
