#include "app/documents.h"

#include "office.h"

using namespace writ;
using namespace writ::faces;

TEST_CASE("a document is kept sealed, opens as it was sent, and is gone with its key") {
  Office& office = Office::get();
  app::Documents documents(*office.deployment);
  const std::string pdf = "%PDF-1.7\nthe order of the court";
  const auto added = documents.add("person", "draft/1", "C:\\orders\\a\x01.pdf", pdf);
  REQUIRE(added);
  CHECK(added->name == "a.pdf");
  CHECK(added->type == "application/pdf");
  CHECK(added->sha256 == crypto::sha256(pdf));
  const base::Path file = office.root / "state" / "documents" / added->id;
  CHECK(file_text(file).find("the order") == std::string::npos);
  CHECK(documents.content(*added) == pdf);
  CHECK(documents.add("person", "draft/1", "again.pdf", pdf)->id == added->id);
  CHECK(documents.list("draft/1")->size() == 1);
  // Another subject does not open it.
  CHECK(documents.find("draft/2", added->id).error().code == base::Errc::not_found);
  REQUIRE(documents.move("draft/1", "WR-2026-99999"));
  CHECK(documents.find("WR-2026-99999", added->id));
  REQUIRE(documents.forget("WR-2026-99999"));
  CHECK_FALSE(std::filesystem::exists(file));
  CHECK_FALSE(documents.content(*added));
}

TEST_CASE("a document that was changed on the disk is not given out") {
  Office& office = Office::get();
  app::Documents documents(*office.deployment);
  const auto added = documents.add("person", "draft/3", "a.txt", "plain text");
  REQUIRE(added);
  std::ofstream(office.root / "state" / "documents" / added->id, std::ios::app) << "x";
  CHECK(documents.content(*added).error().code == base::Errc::corrupt);
}

TEST_CASE("what is no document is refused in words, whatever its name says") {
  const std::pair<std::string, const char*> bad[] = {{"", "empty"},
                                                     {"<!DOCTYPE html><script>alert(1)</script>", "web page"},
                                                     {"  <HTML>", "web page"},
                                                     {"<?xml version=\"1.0\"?><svg/>", "web page"},
                                                     {"MZ\x90\x01", "none of them"},
                                                     {"PK\x03\x04", "none of them"},
                                                     {std::string(app::document_bytes_max + 1, 'a'), "25 MiB"}};
  for (const auto& [content, words] : bad) {
    CAPTURE(words);
    const auto type = app::document_type(content);
    REQUIRE_FALSE(type);
    CHECK(type.error().field == "document");
    CHECK(type.error().rule.find(words) != std::string::npos);
  }
  CHECK(app::document_type("\x89PNG\r\n\x1a\n...") == "image/png");
  CHECK(app::document_type("\xff\xd8\xff\xe0") == "image/jpeg");
  CHECK(app::document_type("Dear provider,\r\nwe order") == "text/plain");
}

TEST_CASE("a request has at most twenty documents") {
  Office& office = Office::get();
  app::Documents documents(*office.deployment);
  for (std::size_t i = 0; i < app::documents_max; ++i)
    REQUIRE(documents.add("person", "draft/4", "n.txt", "text " + std::to_string(i)));
  CHECK(documents.add("person", "draft/4", "n.txt", "one more").error().code == base::Errc::conflict);
}
