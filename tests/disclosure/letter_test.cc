#include "disclosure/letter.h"

#include <doctest/doctest.h>

#include "example.h"

namespace writ::disclosure {

TEST_CASE("the letter names the certificate's file, and a receipt check that compares with what the officer sent") {
  const Document letter =
      cover_letter(example_facts(), *minimise({example_answer("alice")}, {grant_of("alice", example_grant)}));
  std::string words;
  std::string commands;
  for (const Block& block : letter.body) {
    if (const auto* text = std::get_if<Paragraph>(&block)) words += text->text + "\n";
    if (const auto* text = std::get_if<Commands>(&block)) commands += text->text + "\n";
  }
  CHECK(words.find("package-signer.crt.pem at the root of our public site") != std::string::npos);
  CHECK(commands.find("-CAfile package-signer.crt.pem") != std::string::npos);
  CHECK(commands.find("--sent request.json --requester-address YOUR_ADDRESS") != std::string::npos);
  for (const char* option : {"--document FILE", "--nonce HEX", "--requester-key FILE"})
    CHECK_MESSAGE(words.find(option) != std::string::npos, option);
}

}  // namespace writ::disclosure
