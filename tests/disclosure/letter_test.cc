#include "disclosure/letter.h"

#include <doctest/doctest.h>

#include "example.h"

namespace writ::disclosure {

TEST_CASE("the letter names the certificate's file, and a receipt check that compares with what the officer sent") {
  const pdf::Document letter =
      cover_letter(example_facts(), *minimise({example_answer("alice")}, {grant_of("alice", example_grant)}));
  std::string words;
  std::string commands;
  for (const pdf::Block& block : letter.body) {
    if (const auto* text = std::get_if<pdf::Paragraph>(&block)) words += text->text + "\n";
    if (const auto* text = std::get_if<pdf::Commands>(&block)) commands += text->text + "\n";
  }
  CHECK(words.find("package-signer.crt.pem at the root of our public site") != std::string::npos);
  CHECK(commands.find("-CAfile package-signer.crt.pem") != std::string::npos);
  CHECK(commands.find("--sent request.json --requester-address YOUR_ADDRESS") != std::string::npos);
  for (const char* option : {"--document FILE", "--nonce HEX", "--requester-key FILE"})
    CHECK_MESSAGE(words.find(option) != std::string::npos, option);
}

TEST_CASE(
    "the letter says what each time means, how exact it is and what ports are, and holds no time that was given") {
  provider::Answer answer = example_answer("ann");
  auto& addresses = answer.accounts[0].categories["ip_address"];
  addresses.data = {
      {"203.0.113.33", example_time, "signed in at (signed out at 2024-09-30T10:11:12Z)", std::uint16_t{5555}, ""}};
  addresses.note = "Each time is to 120 seconds. 2 rows were left out, not a user's address: loopback 2.";
  const auto content = minimise({answer}, {grant_of("ann", {"ip_address"})});
  REQUIRE(content);
  std::string text;
  for (const pdf::Block& block : cover_letter(example_facts(), *content).body) {
    if (const auto* paragraph = std::get_if<pdf::Paragraph>(&block)) text += paragraph->text + "\n";
    if (const auto* table = std::get_if<pdf::Table>(&block)) {
      for (const auto& row : table->rows) {
        for (const std::string& cell : row) text += cell + "\n";
      }
    }
  }
  CHECK(text.find("All times are UTC.") != std::string::npos);
  CHECK(text.find("signed in at\n") != std::string::npos);
  CHECK(text.find("to 120 seconds. 2 rows were left out") != std::string::npos);
  CHECK(text.find("source port of the user's side") != std::string::npos);
  CHECK(text.find("10:11:12") == std::string::npos);
  CHECK(text.find("203.0.113.33") == std::string::npos);
}

}  // namespace writ::disclosure
