#include "notice/smtp.h"

#include <doctest/doctest.h>

namespace writ::notice {

TEST_CASE("a mail server is named by scheme, host and port and nothing more") {
  for (const char* good : {"smtp://127.0.0.1:25", "smtps://mail.example.org", "smtp://[::1]:2525"}) CHECK(check_smtp_url("mail_server", good));
  for (const char* bad : {"", "mail.example.org", "http://mail.example.org", "smtp://", "smtp://:25", "smtp://user:secret@mail.example.org",
                          "smtp://mail.example.org/ehlo", "smtp://a b"}) {
    const auto checked = check_smtp_url("mail_server", bad);
    REQUIRE_FALSE(checked);
    CHECK(checked.error().field == "mail_server");
  }
}

TEST_CASE("a mail server that nobody runs is unavailable, and the error names no user") {
  SmtpTransport transport({.url = "smtp://127.0.0.1:1", .user = "", .password = ""});
  const auto sent = transport.send({"WR-1-user-1", "notices@messenger.example", "alice@mail.example", *base::parse_time("2024-10-02T09:30:00Z"), "A notice", "a\n"});
  REQUIRE_FALSE(sent);
  CHECK(sent.error().code == base::Errc::unavailable);
  CHECK((sent.error().field + sent.error().value + sent.error().rule).find("alice") == std::string::npos);
}

}  // namespace writ::notice
