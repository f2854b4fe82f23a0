// Documents that came with a request: the order, annexes. Each is a file of its own below state/documents/, sealed under a
// key of its own in the key ring, so that destroying the key erases it. Nothing in here trusts what a sender says of a file.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "app/deployment.h"

namespace writ::app {

std::vector<store::Migration> document_migrations();

inline constexpr std::size_t document_bytes_max = 25u << 20;  // a scanned order of some hundred pages; the server takes 32 MiB
inline constexpr std::size_t documents_max = 20;              // of one case or draft

struct Document {
  std::string id;       // 32 hex digits, random: says nothing
  std::string subject;  // a case's reference, or "draft/<id>" while an officer fills in a request
  std::string name;     // as the sender calls it, without folders and control characters; for people's eyes only
  std::string type;     // what its bytes are: application/pdf, image/png, image/jpeg or text/plain
  std::uint64_t bytes = 0;
  base::Hash sha256{};
  std::string added_by;  // person id
  base::Time added_at;
};

/// What the bytes are, whatever their name says. invalid of the field `document` for anything else, and for what is empty
/// or too large, with what to do.
base::Result<std::string> document_type(std::string_view content);

class Documents {
 public:
  explicit Documents(Deployment& deployment) : deployment_(deployment) {}

  /// On stable storage when it returns. conflict if the subject has documents_max already. The same bytes again for the
  /// same subject are the document that is there: a page loaded twice keeps one.
  base::Result<Document> add(const std::string& actor, const std::string& subject, std::string_view name, std::string_view content);
  /// Oldest first.
  base::Result<std::vector<Document>> list(const std::string& subject) const;
  /// not_found unless this subject has it: a reference of one case opens no other's.
  base::Result<Document> find(const std::string& subject, const std::string& id) const;
  /// corrupt if what is stored is not what was added.
  base::Result<std::string> content(const Document& document) const;
  base::Result<> remove(const std::string& subject, const std::string& id);
  /// A draft that was sent becomes a case. Takes part in the caller's transaction.
  base::Result<> move(const std::string& from, const std::string& to);
  /// Destroys the keys, then the files: what is left behind by a crash in between cannot be read.
  base::Result<> forget(const std::string& subject);

 private:
  base::Path path_of(const std::string& id) const { return deployment_.layout.state() / "documents" / id; }
  base::Result<> destroy(const Document& document);

  Deployment& deployment_;
};

}  // namespace writ::app
