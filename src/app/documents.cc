#include "app/documents.h"

#include <algorithm>
#include <filesystem>

namespace writ::app {

namespace {

constexpr std::size_t name_bytes_max = 200;   // longer ones are cut: the bytes count, not the name
constexpr std::size_t pdf_header_within = 1024;  // readers take "%PDF-" anywhere here (ISO 32000-1 annex H.3.4.1)
constexpr std::string_view columns = "id, subject, name, type, bytes, sha256, added_by, added_at";

std::string key_name(const std::string& id) { return "document/" + id; }

/// The last part of a path, without control characters, cut between two characters.
std::string plain_name(std::string_view name) {
  name = name.substr(name.find_last_of("/\\") + 1);
  std::string out;
  for (const char c : name) {
    const auto byte = static_cast<unsigned char>(c);
    if (byte >= 0x20 && byte != 0x7f) out += c;
  }
  if (out.size() > name_bytes_max) {
    std::size_t end = name_bytes_max;
    while (end > 0 && (static_cast<unsigned char>(out[end]) & 0xc0) == 0x80) --end;
    out.resize(end);
  }
  return out.empty() ? "document" : out;
}

bool is_text(std::string_view content) {
  return std::ranges::none_of(content, [](char c) {
    const auto byte = static_cast<unsigned char>(c);
    return byte == 0x7f || (byte < 0x20 && c != '\n' && c != '\r' && c != '\t' && c != '\f');
  });
}

/// Markup in a file without it: a browser might take it for a page.
bool looks_like_markup(std::string_view content) {
  std::string head(content.substr(0, 1024));
  for (char& c : head) c = c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c;
  for (const char* sign : {"<html", "<!doctype", "<script", "<svg", "<body", "<?xml"}) {
    if (head.find(sign) != std::string::npos) return true;
  }
  return false;
}

Document document_from(const store::Row& row) {
  return {.id = row.text(0),
          .subject = row.text(1),
          .name = row.text(2),
          .type = row.text(3),
          .bytes = static_cast<std::uint64_t>(row.integer(4)),
          .sha256 = row.hash(5),
          .added_by = row.text(6),
          .added_at = base::from_unix(row.integer(7))};
}

}  // namespace

std::vector<store::Migration> document_migrations() {
  return {{"app-documents-001",
           "CREATE TABLE document("
           "  id TEXT PRIMARY KEY,"
           "  subject TEXT NOT NULL,"
           "  name TEXT NOT NULL,"
           "  type TEXT NOT NULL,"
           "  bytes INTEGER NOT NULL,"
           "  sha256 BLOB NOT NULL,"
           "  added_by TEXT NOT NULL,"
           "  added_at INTEGER NOT NULL"
           ") STRICT;"
           "CREATE INDEX document_subject ON document(subject, added_at, id);"}};
}

base::Result<std::string> document_type(std::string_view content) {
  if (content.empty()) return base::invalid("document", "", "is empty: choose the file again");
  if (content.size() > document_bytes_max)
    return base::invalid("document", std::to_string(content.size()) + " bytes", "is at most 26,214,400 bytes (25 MiB): send it in parts");
  if (looks_like_markup(content) && !content.starts_with("%PDF-"))
    return base::invalid("document", "", "is a web page, whatever its name says: print it to a PDF and send that");
  if (content.substr(0, pdf_header_within).find("%PDF-") != std::string_view::npos) return std::string("application/pdf");
  if (content.starts_with("\x89PNG\r\n\x1a\n")) return std::string("image/png");
  if (content.starts_with("\xff\xd8\xff")) return std::string("image/jpeg");
  if (is_text(content)) return std::string("text/plain");
  return base::invalid("document", "", "is a PDF, a PNG or JPEG picture, or plain text; this is none of them, whatever its name says");
}

base::Result<Document> Documents::add(const std::string& actor, const std::string& subject, std::string_view name, std::string_view content) {
  TRY(const std::string type, document_type(content));
  TRY(const auto present, list(subject));
  const base::Hash hash = crypto::sha256(content);
  for (const Document& one : present) {
    if (one.sha256 == hash) return one;
  }
  if (present.size() >= documents_max)
    return base::fail(base::Errc::conflict, "document", std::to_string(present.size()), "a request has at most 20 documents: remove one first");
  Document document{.id = base::to_hex(deployment_.random.hash()).substr(0, 32),
                    .subject = subject,
                    .name = plain_name(name),
                    .type = type,
                    .bytes = content.size(),
                    .sha256 = hash,
                    .added_by = actor,
                    .added_at = deployment_.clock.now()};
  TRY(const base::Hash key, deployment_.keys->create(key_name(document.id)));
  TRY_VOID(deployment_.files.write_durable(path_of(document.id), crypto::seal(key, content, key_name(document.id), deployment_.random)));
  TRY_VOID(deployment_.db.run("INSERT INTO document(id, subject, name, type, bytes, sha256, added_by, added_at) VALUES(?, ?, ?, ?, ?, ?, ?, ?)",
                              {document.id, document.subject, document.name, document.type, document.bytes, document.sha256, document.added_by,
                               base::unix_seconds(document.added_at)}));
  return document;
}

base::Result<std::vector<Document>> Documents::list(const std::string& subject) const {
  std::vector<Document> documents;
  TRY_VOID(deployment_.db.query("SELECT " + std::string(columns) + " FROM document WHERE subject = ? ORDER BY added_at, id", {subject},
                                [&](const store::Row& row) -> base::Result<> {
                                  documents.push_back(document_from(row));
                                  return {};
                                }));
  return documents;
}

base::Result<Document> Documents::find(const std::string& subject, const std::string& id) const {
  TRY(const auto documents, list(subject));
  const auto found = std::ranges::find(documents, id, &Document::id);
  if (found == documents.end()) return base::fail(base::Errc::not_found, "document", id, "there is no such document here");
  return *found;
}

base::Result<std::string> Documents::content(const Document& document) const {
  TRY(const base::Hash key, deployment_.keys->find(key_name(document.id)));
  TRY(const std::string sealed, static_cast<const base::Files&>(deployment_.files).read(path_of(document.id)));
  TRY(std::string content, crypto::unseal(key, sealed, key_name(document.id)));
  if (crypto::sha256(content) != document.sha256) return base::fail(base::Errc::corrupt, "document", document.id, "is not what was added");
  return content;
}

base::Result<> Documents::destroy(const Document& document) {
  const auto destroyed = deployment_.keys->destroy(key_name(document.id));
  if (!destroyed && destroyed.error().code != base::Errc::not_found) return destroyed;
  TRY_VOID(deployment_.db.run("DELETE FROM document WHERE id = ?", {document.id}));
  std::error_code ignored;  // without its key the file is noise
  std::filesystem::remove(path_of(document.id), ignored);
  return {};
}

base::Result<> Documents::remove(const std::string& subject, const std::string& id) {
  TRY(const Document document, find(subject, id));
  return destroy(document);
}

base::Result<> Documents::move(const std::string& from, const std::string& to) {
  return deployment_.db.run("UPDATE document SET subject = ? WHERE subject = ?", {to, from});
}

base::Result<> Documents::forget(const std::string& subject) {
  TRY(const auto documents, list(subject));
  for (const Document& document : documents) TRY_VOID(destroy(document));
  return {};
}

}  // namespace writ::app
