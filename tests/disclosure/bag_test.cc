#include <doctest/doctest.h>
#include <zip.h>

#include "base/bytes.h"
#include "crypto/cms.h"
#include "crypto/native_host.h"
#include "crypto/openpgp.h"
#include "disclosure/letter.h"
#include "pdf/language.h"
#include "disclosure/tables.h"
#include "disclosure/tar.h"
#include "disclosure/zip.h"
#include "example.h"

namespace writ::disclosure {

namespace {

Content example_content() {
  return *minimise({example_answer("alice"), example_answer("bob")},
                   {grant_of("alice", example_grant), grant_of("bob", example_grant)});
}

/// Read back with the library; "(none)" if there is no such file in it.
std::string in_zip(const std::string& archive, const std::string& name) {
  zip_error_t error;
  zip_source_t* source = zip_source_buffer_create(archive.data(), archive.size(), 0, &error);
  zip_t* opened = zip_open_from_source(source, ZIP_RDONLY | ZIP_CHECKCONS, &error);
  REQUIRE(opened != nullptr);
  zip_stat_t status;
  std::string content = "(none)";
  if (zip_stat(opened, name.c_str(), 0, &status) == 0) {
    content.assign(status.size, '\0');
    zip_file_t* file = zip_fopen(opened, name.c_str(), 0);
    CHECK(zip_fread(file, content.data(), content.size()) == static_cast<zip_int64_t>(content.size()));
    zip_fclose(file);
  }
  zip_discard(opened);
  return content;
}

}  // namespace

TEST_CASE("a bag has every file of RFC 8493, a manifest that names each payload file, and a signature") {
  const auto bag = *make_bag(example_facts(), example_content(), example_signer());
  for (const char* name : {"bagit.txt", "bag-info.txt", "manifest-sha256.txt", "tagmanifest-sha256.txt",
                           "tagmanifest-sha256.txt.p7s", "data/disclosure.json", "data/disclosure.csv",
                           "data/cover-letter.pdf", "data/receipt/promise", "data/receipt/promise.opening.json",
                           "data/receipts.zip"}) {
    CAPTURE(name);
    CHECK(find_file(bag, name) != nullptr);
  }
  const std::string& manifest = find_file(bag, "manifest-sha256.txt")->content;
  for (const File& file : bag) {
    if (!file.name.starts_with("data/")) continue;
    CHECK(manifest.find(base::to_hex(crypto::sha256(file.content)) + "  " + file.name + "\n") != std::string::npos);
  }
}

TEST_CASE("a package holds the receipts of its request as files, and those of every step in one archive") {
  CaseFacts facts = example_facts();
  facts.receipts.push_back({"receipt.tlog-proof", "c2sp.org/tlog-proof@v1\n"});
  const auto bag = *make_bag(facts, example_content(), example_signer());
  CHECK(find_file(bag, "data/receipt/promise")->content == "writ-promise/v1\n");
  CHECK(find_file(bag, "data/receipt/receipt.tlog-proof") != nullptr);
  CHECK(find_file(bag, "data/receipt/decision-1/promise") == nullptr);
  const File* archive = find_file(bag, "data/receipts.zip");
  REQUIRE(archive != nullptr);
  for (const File& file : facts.receipts) {
    CAPTURE(file.name);
    CHECK(in_zip(archive->content, file.name) == file.content);
  }
}

TEST_CASE("an archive is the same bytes whatever the zone of the machine, and dates no file before 1980") {
  const std::vector<File> files = {{"a/promise", "one\n"}, {"empty", ""}};
  const std::string here = *zip_of(files, example_time);
  ::setenv("TZ", "Asia/Tokyo", 1);
  ::tzset();
  const std::string there = *zip_of(files, example_time);
  ::unsetenv("TZ");
  ::tzset();
  CHECK(here == there);
  CHECK(in_zip(here, "empty") == "");
  CHECK(zip_of(files, base::Time{}));
  const auto nameless = zip_of({{"", "x"}}, example_time);
  REQUIRE_FALSE(nameless);
  CHECK(nameless.error().field == "file.name");
  CHECK_FALSE(zip_of({{"a", "1"}, {"a", "2"}}, example_time));
}

TEST_CASE("no package is made without the receipt of its request") {
  for (const char* missing : {"promise", "promise.opening.json"}) {
    CaseFacts facts = example_facts();
    std::erase_if(facts.receipts, [&](const File& file) { return file.name == missing; });
    const auto bag = make_bag(facts, example_content(), example_signer());
    REQUIRE_FALSE(bag);
    CHECK(bag.error().field == "receipts");
    CHECK(bag.error().value == missing);
  }
}

TEST_CASE("the same case sealed twice has the same bytes in every file but the signature, which is random by design") {
  const std::string signer = example_signer();
  const auto first = *make_bag(example_facts(), example_content(), signer);
  const auto second = *make_bag(example_facts(), example_content(), signer);
  REQUIRE(first.size() == second.size());
  for (std::size_t i = 0; i < first.size(); ++i) {
    CAPTURE(first[i].name);
    CHECK(first[i].name == second[i].name);
    CHECK((first[i].content == second[i].content) == !first[i].name.ends_with(".p7s"));
  }
}

TEST_CASE("a package is named by its case and kind of key alone, and opens to the bag") {
  const CaseFacts facts = example_facts();
  const auto bag = *make_bag(facts, example_content(), example_signer());
  const std::string archive = [&] {
    std::vector<File> files = bag;
    for (File& file : files) file.name = "WR-2024-00017/" + file.name;
    return *tar_of(files, facts.sealed_at);
  }();
  const auto pgp =
      *crypto::pgp_generate({"TEST", example_time - std::chrono::days(9), example_time + std::chrono::days(9)});
  const Package sealed_pgp = *seal_package(facts, bag, {KeyKind::openpgp, pgp.public_key});
  CHECK(sealed_pgp.name == "WR-2024-00017.tar.pgp");
  CHECK(*crypto::pgp_decrypt(sealed_pgp.content, pgp.secret_key) == archive);
  const std::string key = example_signer();
  const Package sealed_cms = *seal_package(facts, bag, {KeyKind::cms, key});
  CHECK(sealed_cms.name == "WR-2024-00017.tar.p7m");
  CHECK(*crypto::cms_decrypt(sealed_cms.content, key) == archive);
}

TEST_CASE("a package is not sealed to a key that is expired when it is sealed") {
  CaseFacts facts = example_facts();
  const auto bag = *make_bag(facts, example_content(), example_signer());
  facts.sealed_at = example_time + std::chrono::days(2);
  const auto cms = seal_package(facts, bag, {KeyKind::cms, example_signer()});
  REQUIRE_FALSE(cms);
  CHECK(cms.error().code == base::Errc::invalid);
  CHECK(cms.error().value == "CN=TEST provider");
  CHECK(cms.error().rule == "is expired at 2024-10-04T09:30:00Z");
}

TEST_CASE("a bag is refused without a value, without a receipt, or under a name that is no reference") {
  const auto field_of = [](auto change) {
    CaseFacts facts = example_facts();
    Content content = example_content();
    change(facts, content);
    return make_bag(facts, content, example_signer()).error().field;
  };
  CHECK(field_of([](CaseFacts&, Content& content) { content = {}; }) == "content");
  CHECK(field_of([](CaseFacts& facts, Content&) { facts.receipts.clear(); }) == "receipts");
  CHECK(field_of([](CaseFacts& facts, Content&) { facts.case_ref = "../WR"; }) == "case_ref");
  CHECK(field_of([](CaseFacts& facts, Content&) { facts.case_ref = std::string(41, 'W'); }) == "case_ref");
}

TEST_CASE("a line break in a name begins no second label of bag-info.txt") {
  CaseFacts facts = example_facts();
  facts.provider_name = "Example\nExternal-Identifier: forged";
  const auto bag = *make_bag(facts, example_content(), example_signer());
  CHECK(find_file(bag, "bag-info.txt")->content.find("\nExternal-Identifier: forged") == std::string::npos);
}

TEST_CASE("what a spreadsheet would run is neutralised, and a phone number keeps its plus") {
  CHECK(csv_field("+4930901820") == "+4930901820");
  CHECK(csv_field("=HYPERLINK(1)") == "'=HYPERLINK(1)");
  CHECK(csv_field("@alice:example.org") == "'@alice:example.org");
  CHECK(csv_field("-1") == "'-1");
  CHECK(csv_field("+1+cmd|' /C calc'!A0") == "'+1+cmd|' /C calc'!A0");
  CHECK(csv_field("+49 30 901820") == "'+49 30 901820");
  CHECK(csv_field("+1234567890123456") == "'+1234567890123456");  // E.164 has 15 digits at most
  CHECK(csv_field("+") == "'+");
  CHECK(csv_field("\t=1") == "'\t=1");
  CHECK(csv_field("a,\"b\"\r\n") == "\"a,\"\"b\"\"\r\n\"");
  CHECK(csv_field("=1,2") == "\"'=1,2\"");
}

TEST_CASE(
    "the JSON and CSV files give each value with its time, what the time means, and the spelling that is stored") {
  const std::string json = disclosure_json(example_facts(), example_content());
  for (const char* part : {"\"value\": \"+4930901820\"", "\"at\": \"2024-10-01T03:30:00Z\"",
                           "\"at_meaning\": \"when the number was added\"", "\"as_stored\": \"+49 30 901820\"",
                           "\"holding\": \"not_held_by_design\"", "\"synthetic\": true", "\"port\": 5555"}) {
    CAPTURE(part);
    CHECK(json.find(part) != std::string::npos);
  }
  const std::string csv = disclosure_csv(example_facts(), example_content());
  CHECK(csv.find("WR-2024-00017,user_name,alice,'@alice:example.org,phone_number,held,+4930901820,2024-10-01T03:30:00Z,"
                 "when the number was "
                 "added,,'+49 30 901820,,synthetic\r\n") != std::string::npos);
  CHECK(csv.find("last_seen,not_held_by_design,,,,,,No presence is recorded.,synthetic\r\n") != std::string::npos);
}

TEST_CASE("bytes that are not UTF-8 in a stored spelling break neither the files nor the letter") {
  provider::Answer answer = example_answer("alice");
  answer.accounts[0].account = "@\xff\xfe:example.org";
  answer.accounts[0].categories["phone_number"].data[0].as_stored = "\xc3(";
  const Content content = *minimise({answer}, {grant_of("alice", example_grant)});
  CHECK(disclosure_json(example_facts(), content).find("\xef\xbf\xbd") != std::string::npos);
  CHECK(cover_letter_pdf(example_facts(), content));
}

TEST_CASE("a letter about very many accounts stays short and says that the files list all") {
  provider::Answer answer = example_answer("alice");
  for (int i = 0; i < 500; ++i) answer.accounts.push_back(example_account("user" + std::to_string(i)));
  const pdf::Document letter = cover_letter(example_facts(), *minimise({answer}, {grant_of("alice", example_grant)}));
  std::size_t rows = 0;
  bool says_so = false;
  for (const pdf::Block& block : letter.body) {
    if (const auto* table = std::get_if<pdf::Table>(&block)) rows += table->rows.size();
    if (const auto* text = std::get_if<pdf::Paragraph>(&block))
      says_so |= text->text.find("first 400 rows") != std::string::npos;
  }
  CHECK(rows < letter_rows_max + 20);
  CHECK(says_so);
  CHECK(pdf::pdf_of(letter)->size() < 400'000);
}

TEST_CASE("a PDF that is not built as cairo builds it is not given a language in the wrong place") {
  CHECK(pdf::with_language("not a pdf", "en").error().code == base::Errc::unavailable);
  CHECK(pdf::with_language("xref\n\nstartxref\n0\n%%EOF\n", "en").error().code == base::Errc::unavailable);
  CHECK(pdf::with_language("\nstartxref\n99999\n%%EOF\n", "en").error().code == base::Errc::unavailable);
}

TEST_CASE("a file whose name does not fit a tar header is refused") {
  CHECK(tar_of({{std::string(101, 'n'), ""}}, example_time).error().field == "file.name");
  CHECK(tar_of({{std::string(100, 'n'), "x"}}, example_time)->size() == 10240);
}

}  // namespace writ::disclosure
