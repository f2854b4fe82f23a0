#include <doctest/doctest.h>

#include "disclosure/letter.h"
#include "example.h"

namespace writ::disclosure {

TEST_CASE("only granted categories of granted selectors are left") {
  const Content content = *minimise({example_answer("alice"), example_answer("mallory")},
                                    {grant_of("alice", example_grant), grant_of("mallory", {})});
  REQUIRE(content.answers.size() == 1);
  CHECK(content.answers[0].accounts[0].account == "@alice:example.org");
  CHECK(content.answers[0].accounts[0].categories.size() == 3);
  CHECK_FALSE(content.answers[0].accounts[0].categories.contains("email"));
  CHECK(content.disclosed == legal::CodeSet{"ip_address", "phone_number"});
  CHECK(content.accounts == std::vector<std::string>{"@alice:example.org"});
}

TEST_CASE("nothing outside the grant stands anywhere in the bag, the letter's text included") {
  const Content content = *minimise({example_answer("alice"), example_answer("mallory")},
                                    {grant_of("alice", example_grant), grant_of("mallory", {})});
  const auto bag = *make_bag(example_facts(), content, example_signer());
  for (const File& file : bag) {
    for (const char* word : {"secret@", "SECRET", "mallory", "email"}) {
      CAPTURE(file.name);
      CAPTURE(word);
      CHECK(file.content.find(word) == std::string::npos);
      CHECK(file.name.find(word) == std::string::npos);
    }
  }
  // The PDF's streams are compressed: its words are looked at before they are drawn. peers/package reads the PDF
  // itself.
  for (const pdf::Block& block : cover_letter(example_facts(), content).body) {
    const auto* table = std::get_if<pdf::Table>(&block);
    if (table == nullptr) continue;
    for (const auto& row : table->rows) {
      for (const auto& cell : row) {
        CHECK(cell.find("mallory") == std::string::npos);
        CHECK(cell.find("203.0.113") == std::string::npos);
        CHECK(cell.find("E-mail") == std::string::npos);
      }
    }
  }
}

TEST_CASE("a source that did not answer is an error by name, never an empty list") {
  provider::Answer answer = example_answer("alice");
  answer.accounts[0].categories["ip_address"] = {provider::Holding::source_unavailable, {}, "row cap"};
  const auto category = minimise({answer}, {grant_of("alice", example_grant)});
  REQUIRE_FALSE(category);
  CHECK(category.error().code == base::Errc::unavailable);
  CHECK(category.error().field == "answers[0].accounts[0].ip_address");
  CHECK(minimise({answer}, {grant_of("alice", {"phone_number"})}));  // it was not needed

  provider::Answer silent = example_answer("alice");
  silent.accounts.clear();
  silent.source_available = false;
  const auto whole = minimise({silent}, {grant_of("alice", example_grant)});
  REQUIRE_FALSE(whole);
  CHECK(whole.error().code == base::Errc::unavailable);
  CHECK(whole.error().field == "answers[0]");
}

TEST_CASE("a category that was granted but not asked of the source stops the package") {
  const auto content = minimise({example_answer("alice")}, {grant_of("alice", {"device"})});
  REQUIRE_FALSE(content);
  CHECK(content.error().code == base::Errc::unavailable);
  CHECK(content.error().field == "answers[0].accounts[0].device");
}

TEST_CASE("an answer that contradicts itself, or belongs to another selector, is refused") {
  provider::Answer hollow = example_answer("alice");
  hollow.accounts[0].categories["ip_address"].data.clear();
  CHECK(minimise({hollow}, {grant_of("alice", example_grant)}).error().code == base::Errc::corrupt);
  const auto swapped = minimise({example_answer("alice")}, {grant_of("bob", example_grant)});
  CHECK(swapped.error().field == "answers[0].selector");
  CHECK(minimise({}, {grant_of("bob", example_grant)}).error().field == "answers");
}

TEST_CASE("an account that two selectors lead to counts once") {
  const Content content = *minimise({example_answer("alice"), example_answer("alice")},
                                    {grant_of("alice", example_grant), grant_of("alice", example_grant)});
  CHECK(content.answers.size() == 2);
  CHECK(content.accounts.size() == 1);
}

TEST_CASE("an account of which nothing is held is in the package with its holdings, and not among those affected") {
  provider::Answer answer = example_answer("alice");
  answer.accounts.push_back({"@empty:example.org", {{"last_seen", {provider::Holding::expired, {}, "kept 28 days"}}}});
  for (provider::AccountAnswer& account : answer.accounts)
    account.categories["phone_number"] = {provider::Holding::none_in_period, {}, ""};
  answer.accounts[0].categories["last_seen"] = {
      provider::Holding::held, {{"2024-09-30T00:00:00Z", {}, "", {}, ""}}, ""};
  const Content content = *minimise({answer}, {grant_of("alice", {"last_seen", "phone_number"})});
  CHECK(content.answers[0].accounts.size() == 2);
  CHECK(content.accounts == std::vector<std::string>{"@alice:example.org"});
  CHECK(content.disclosed == legal::CodeSet{"last_seen"});
}

}  // namespace writ::disclosure
