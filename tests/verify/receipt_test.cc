// Section 4: the receipt's check, one example that holds and one that does not for each statement.
#include <doctest/doctest.h>

#include <algorithm>

#include "log_builder.h"

using namespace writ;
using namespace writ::test;

namespace {
const base::Time promised = at("2024-06-29T12:00:00Z");

base::Hash filled_hash(char with) { return log::value_hash(std::string(32, with)); }

struct Question {
  std::string name = "request A";
  Hooks hooks;
  base::Time time = at("2025-02-03T12:00:00Z");  // of the promise: the proofs are under the last checkpoint
  std::function<void(Files&)> files;
  std::function<void(verify::ReceiptOptions&, const World&)> options;
};

verify::ReceiptVerdict ask(const Question& question) {
  const World world(question.hooks);
  Files files = world.log.receipt(question.name, question.time);
  if (question.files) question.files(files);
  MemorySource source(files);
  verify::ReceiptOptions options{.receipt = &source, .policy = world.log.policy()};
  if (question.name.starts_with("request")) {
    options.requester = filled_hash('k');
    options.nonce = filled_hash('n');
    options.document = filled_hash('d');
    options.expected_public = {"US", "subpoena", "not_stated", "ip_address,phone_number", "0", "stored", "1"};
  }
  if (question.options) question.options(options, world);
  return verify::check_receipt(crypto::NativeHost(), options);
}

bool denies(const verify::ReceiptVerdict& verdict, const std::string& statement) {
  return std::ranges::any_of(verdict.statements, [&](const verify::Statement& one) {
    return one.name.starts_with(statement) && one.answer == verify::Answer::no;
  });
}

void must_deny(const Question& question, const std::string& statement) {
  const verify::ReceiptVerdict verdict = ask(question);
  INFO(verdict.text());
  CHECK(verdict.exit == verify::Exit::fails);
  CHECK(denies(verdict, statement));
}
}  // namespace

TEST_CASE("an honest receipt of a request holds in every statement") {
  const verify::ReceiptVerdict verdict = ask({});
  INFO(verdict.text());
  CHECK(verdict.exit == verify::Exit::verified);
}

TEST_CASE("two requesters cannot be given one entry: another's key is seen") {
  must_deny({.options = [](verify::ReceiptOptions& options, const World&) { options.requester = filled_hash('x'); }},
            "it names your key");
}
TEST_CASE("another's nonce is seen") {
  must_deny({.options = [](verify::ReceiptOptions& options, const World&) { options.nonce = filled_hash('x'); }},
            "it holds your nonce");
}
TEST_CASE("another document is seen") {
  must_deny({.options = [](verify::ReceiptOptions& options, const World&) { options.document = filled_hash('x'); }},
            "it holds what you sent");
}
TEST_CASE("an attribute coded otherwise than sent is seen") {
  must_deny(
      {.options = [](verify::ReceiptOptions& options, const World&) { options.expected_public[1] = "court_order"; }},
      "positions 9 to 15");
}
TEST_CASE("an entry that is no request is no receipt for one") {
  must_deny({.name = "notice A"}, "the entry is a request");
}
TEST_CASE("a salt of another length is refused") {
  must_deny({.files =
                 [](Files& files) {
                   files["receipt.opening.json"].erase(files["receipt.opening.json"].find("\"salts\":[\"") + 10, 2);
                 }},
            "the opening is well formed");
}
TEST_CASE("an opening of another entry does not fit the proof") {
  must_deny({.files =
                 [](Files& files) {
                   std::string& text = files["receipt.opening.json"];
                   text.replace(text.find("WR-2024-00001"), 13, "WR-2024-00002");
                 }},
            "the entry is in the log");
}
TEST_CASE("a proof of another index is seen") {
  must_deny({.files =
                 [](Files& files) {
                   std::string& text = files["receipt.opening.json"];
                   text.replace(text.find("\"index\":4"), 9, "\"index\":5");
                 }},
            "the entry is in the log");
}
TEST_CASE("a receipt of another log than the pinned one is seen") {
  must_deny({.options = [](verify::ReceiptOptions& options,
                           const World&) { options.policy = LogBuilder("other.example/test", {}).policy(); }},
            "the origin");
}
TEST_CASE("a quorum that did not see the entry is seen") {
  must_deny({.files =
                 [](Files& files) {
                   std::string& text = files["receipt.tlog-proof"];
                   for (int i = 0; i < 2; ++i) text.erase(text.rfind('\n', text.size() - 2) + 1);
                 }},
            "the quorum of witnesses");
}
TEST_CASE("an entry logged later than promised is seen") {
  must_deny({.time = promised}, "it was logged within the promised time");
}
TEST_CASE("a promise of another entry is seen") {
  must_deny({.files = [](Files& files) { files["promise"] = World({}).log.promise("request B", promised); }},
            "the promise is signed");
}
TEST_CASE("a promise whose signature does not verify is seen") {
  must_deny(
      {.files =
           [](Files& files) { files["promise"].replace(files["promise"].find("2025-02-03T12"), 13, "2025-02-03T13"); }},
      "the promise is signed");
}

TEST_CASE("a promise's opening that opens another entry than the receipt's is seen") {
  const auto other_salt = [](Files& files) {
    std::string& opening = files["promise.opening.json"];
    char& digit = opening[opening.find("\"salts\":[\"") + 10];
    digit = digit == '0' ? '1' : '0';
  };
  must_deny({.files = other_salt}, "the opening that came with the promise");
  must_deny({.files = [](Files& files) { files["promise.opening.json"].clear(); }}, "the opening that came with the promise");
}

TEST_CASE("before the tick there is a promise and no proof: not checked, and not wrong") {
  const verify::ReceiptVerdict verdict = ask({.files = [](Files& files) {
    files.erase("receipt.tlog-proof");
    files.erase("receipt.opening.json");
  }});
  INFO(verdict.text());
  CHECK(verdict.exit == verify::Exit::not_checked);
}

TEST_CASE("a later event names its own request, the package and the new accounts") {
  const auto own = [](verify::ReceiptOptions& options, const World& world) {
    options.request_root = world.log.find("request A").sealed.body_root;
    options.package = filled_hash('p');
    options.new_accounts = 2;
  };
  const verify::ReceiptVerdict verdict = ask({.name = "disclosure A1", .options = own});
  INFO(verdict.text());
  CHECK(verdict.exit == verify::Exit::verified);
  must_deny({.name = "disclosure A1",
             .options =
                 [&](verify::ReceiptOptions& options, const World& world) {
                   own(options, world);
                   options.request_root = filled_hash('x');
                 }},
            "it names your own request");
  must_deny({.name = "disclosure A1",
             .options =
                 [&](verify::ReceiptOptions& options, const World& world) {
                   own(options, world);
                   options.package = filled_hash('x');
                 }},
            "it holds the package");
  must_deny({.name = "disclosure A1",
             .options =
                 [&](verify::ReceiptOptions& options, const World& world) {
                   own(options, world);
                   options.new_accounts = 5;
                 }},
            "it counts the new accounts");
}
