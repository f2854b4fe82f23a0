// Requests that an officer is still filling in. They hold identifiers, so each is sealed under a key of its own:
// erasing a draft means destroying that key. Its documents are app/documents.h's, of the subject "draft/<id>".
#pragma once

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "app/deployment.h"

namespace writ::app {

std::vector<store::Migration> draft_migrations();

inline constexpr std::chrono::days draft_age_max{30};  // after the last change; said on every page of a draft
inline constexpr std::size_t drafts_max = 50;          // open ones of one officer: more are forgotten ones
inline constexpr std::size_t draft_bytes_max = 4u
                                               << 20;  // of all fields: four lists of identifiers at the form's limit

/// As typed, by the name of the field; also what was wrong.
using DraftFields = std::map<std::string, std::string>;

struct Draft {
  std::string id;     // 32 hex digits, random: says nothing
  std::string owner;  // person id
  std::string road;   // ordinary, preserve or emergency
  base::Time created;
  base::Time changed;
  std::string ref;  // of the case it became; then the fields are gone
  DraftFields fields;

  base::Time expires() const { return changed + draft_age_max; }
};

/// Every call is for one owner: another's draft is not_found, like one that never was.
class Drafts {
 public:
  explicit Drafts(Deployment& deployment) : deployment_(deployment) {}

  static std::string subject_of(const std::string& id) { return "draft/" + id; }

  /// conflict of the field `drafts` at drafts_max.
  base::Result<Draft> create(const std::string& owner, const std::string& road, const DraftFields& fields = {});
  base::Result<Draft> find(const std::string& owner, const std::string& id) const;
  /// Those not sent yet, changed last first; without fields.
  base::Result<std::vector<Draft>> list(const std::string& owner) const;
  /// Replaces these fields and keeps all others, so that two tabs at two steps do not undo each other. conflict if it
  /// was sent.
  base::Result<> put(const std::string& owner, const std::string& id, const DraftFields& fields);
  /// It became a case: the fields go, the reference stays for a page that is loaded again. Takes part in the caller's
  /// transaction; after its commit the caller calls forget_key().
  base::Result<> sent(const std::string& owner, const std::string& id, const std::string& ref);
  void forget_key(const std::string& id);
  /// With its documents. Safe to repeat.
  base::Result<> remove(const std::string& owner, const std::string& id);
  /// Those past draft_age_max, sent ones too. Gives how many.
  base::Result<std::size_t> erase_expired();

 private:
  base::Result<> erase(const std::string& id);

  Deployment& deployment_;
};

}  // namespace writ::app
