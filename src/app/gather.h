// From an approved decision to a delivered package, in steps that people see: ask the messenger, look at what is held,
// seal, hand over. What was found lies sealed under the case's key until it is handed over, and is then deleted.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "app/deployment.h"
#include "disclosure/disclosure.h"

namespace writ::app {

std::vector<store::Migration> gather_migrations();

/// What the messenger will be asked, one for each identifier: shown to approvers word by word.
struct PlannedQuestion {
  legal::Selector selector;
  legal::CodeSet categories;            // empty: this identifier is not asked at all
  std::optional<legal::Window> window;  // rows of this time only; nothing later than the receipt
};
std::vector<PlannedQuestion> planned_questions(const casework::CaseFile& file, const casework::Decision& decision);

struct Gathered {
  std::string by;  // person id
  base::Time at;
  std::string failure;  // a source did not answer: why, in words; then `answers` are those of the others
  std::vector<provider::Answer> answers;
  bool found_anything = false;
};

/// Asks, and keeps the answer; one asked before is replaced. conflict unless the case is approved. A source that does
/// not answer is kept as a failure and returned as the error: nothing may be sealed until it answered.
base::Result<Gathered> gather(Deployment& deployment, const std::string& actor, const std::string& ref);
base::Result<std::optional<Gathered>> gathered(Deployment& deployment, const std::string& ref);

struct SealedPackage {
  std::string name;
  base::Hash sha256{};
  std::uint64_t bytes = 0;
  base::Time at;
  std::string by;
  std::string key;  // SHA-256 of the officer's key, hex
  std::vector<std::pair<std::string, std::uint64_t>> files;  // name and bytes, before sealing
};
/// conflict unless something was gathered for the decision in force and found.
base::Result<SealedPackage> seal_gathered(Deployment& deployment, const std::string& actor, const std::string& ref);
base::Result<std::optional<SealedPackage>> sealed_package(Deployment& deployment, const std::string& ref);
/// What was gathered stays; the sealed file is not handed over. Nothing if none is sealed.
base::Result<> forget_sealed(Deployment& deployment, const std::string& ref);

/// Puts the sealed package where its addressee finds it, logs the disclosure, plans the notices; those are not planned
/// again for data that is only sealed again. conflict unless one is sealed for the decision in force, to the key that
/// the officer has now. Gives the number of accounts in the package.
base::Result<std::uint64_t> hand_over(Deployment& deployment, const std::string& actor, const std::string& ref);
/// Nothing at all is held: drafts `no_data`.
base::Result<> report_nothing_held(Deployment& deployment, const std::string& actor, const std::string& ref);

}  // namespace writ::app
