#include <doctest/doctest.h>

#include <algorithm>
#include <sstream>

#include "notice/notice.h"

namespace writ::notice {

namespace {

UserNotice example() {
  return {.provider_name = "Example Messenger",
          .reference = "WR-2024-00017",
          .country = "US",
          .agency = "",
          .policy_id = "telegram-2024-09",
          .given = {"ip_address", "phone_number"},
          .not_given = {"email"},
          .given_on = *base::parse_day("2024-10-02"),
          .delay = {},
          .check_url = "https://report.example/notice/",
          .receipt_url = "https://report.example/receipt/",
          .complaint_url = "https://report.example/complain/",
          .synthetic = false};
}

base::Result<Message> in_english(const UserNotice& notice) {
  return user_notice(notice, page::Locale::of(page::Language::en));
}

bool says(const Message& message, std::string_view words) {
  std::string body = message.body;
  std::replace(body.begin(), body.end(), '\n', ' ');
  return body.find(words) != std::string::npos;
}

}  // namespace

TEST_CASE(
    "a notice says what was given, to which country, under which policy, how to complain, and to ask for the receipt") {
  const Message message = *in_english(example());
  CHECK(says(message, "What was given: IP address and Phone number. When: 2024-10-02 (UTC)."));
  CHECK(says(message, "To whom: an authority. Its country: United States."));
  CHECK(says(message, "our published policy telegram-2024-09"));
  CHECK(says(message, "Asked for and not given: E-mail address."));
  CHECK(says(message, "Ask for your receipt: answer this mail and name our reference."));
  CHECK(message.body.find("\nhttps://report.example/receipt/\n") != std::string::npos);
  CHECK_FALSE(says(message, "was told the same"));  // an authority that may never be told of the user
  CHECK(says(message, "no sign-in, no password, no payment"));
  CHECK(says(message, "https://report.example/complain/"));
  CHECK_FALSE(says(message, "could not tell you before"));
  CHECK_FALSE(says(message, "SYNTHETIC"));
}

TEST_CASE("the subject is the same for everyone and holds no identifier") {
  UserNotice other = example();
  other.reference = "WR-2024-00018";
  other.country = "DE";
  other.agency = "Polizei";
  CHECK(in_english(example())->subject == in_english(other)->subject);
  CHECK(in_english(example())->subject.find("WR-") == std::string::npos);
}

TEST_CASE("a late notice says what kind of order forbade it and until when; an agency is named only if it may be") {
  UserNotice notice = example();
  notice.delay = UserNotice::Delay{Gag::Kind::prosecutor_order, *base::parse_day("2025-05-02")};
  notice.agency = "Example Police";
  notice.synthetic = true;
  const Message message = *in_english(notice);
  CHECK(says(message, "because the order of a prosecutor forbade it until 2025-05-02."));
  CHECK(says(message, "To whom: Example Police."));
  CHECK(message.body.starts_with("SYNTHETIC DATA"));
}

TEST_CASE("no line of a notice is longer than a mail reader shows") {
  std::istringstream lines(in_english(example())->body);
  std::size_t count = 0;
  for (std::string line; std::getline(lines, line); ++count) CHECK(line.size() <= 76);
  CHECK(count > 15);
}

TEST_CASE("in every language a notice has the same facts, in lines that a mail reader shows, and no word of English") {
  UserNotice notice = example();
  notice.delay = UserNotice::Delay{Gag::Kind::statute, *base::parse_day("2025-05-02")};
  for (const page::Language language : page::languages) {
    const page::Locale& t = page::Locale::of(language);
    CAPTURE(t.tag());
    const Message message = *user_notice(notice, t);
    for (const char* fact : {"Example Messenger", "2024-10-02", "2025-05-02", "telegram-2024-09", "WR-2024-00017",
                             "https://report.example/notice/", "https://report.example/complain/"})
      CHECK(says(message, fact));
    CHECK(says(message, t.country("US")));
    CHECK(says(message, t.text("word.category.phone_number")));
    CHECK(says(message, t.text("word.category.email")));
    if (language == page::Language::en) continue;
    CHECK(message.subject != in_english(notice)->subject);
    CHECK_FALSE(says(message, " the "));
    std::istringstream lines(message.body);
    // Characters of three bytes take two columns at most: no line of 76 columns has more bytes than this.
    for (std::string line; std::getline(lines, line);) CHECK(line.size() <= 2 * 76);
  }
}

TEST_CASE("a notice without a disclosure, of no country or with an unsafe address is refused by name") {
  const auto field_of = [](auto change) {
    UserNotice notice = example();
    change(notice);
    const auto message = in_english(notice);
    return message ? std::string() : message.error().field;
  };
  CHECK(field_of([](UserNotice& n) { n.given.clear(); }) == "given");
  CHECK(field_of([](UserNotice& n) { n.country = "UK"; }) == "country");
  CHECK(field_of([](UserNotice& n) { n.check_url = "http://report.example/"; }) == "check_url");
  CHECK(field_of([](UserNotice& n) { n.receipt_url = "/receipt/"; }) == "receipt_url");
  CHECK(field_of([](UserNotice& n) { n.complaint_url = "https://a b"; }) == "complaint_url");
}

}  // namespace writ::notice
