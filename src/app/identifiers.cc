#include "app/identifiers.h"

#include <algorithm>

namespace writ::app {

namespace {

base::Hash hash_of(Deployment& deployment, std::string_view what) {
  return deployment.lookups->audit().hash(base::view("identifier/" + std::string(what)));
}

std::string document_of(const legal::Request& request) { return "document/" + base::to_hex(request.document); }

}  // namespace

base::Result<> note_identifiers(Deployment& deployment, const std::string& ref, const legal::Request& request) {
  return deployment.db.transaction([&]() -> base::Result<> {
    const auto note = [&](const std::string& what) {
      return deployment.db.run("INSERT INTO desk_identifier(hash, ref) VALUES(?, ?) ON CONFLICT DO NOTHING",
                               {hash_of(deployment, what), ref});
    };
    TRY_VOID(note(document_of(request)));
    for (const legal::Selector& selector : request.selectors) TRY_VOID(note(selector.value));
    return {};
  });
}

base::Result<> fill_identifiers(Deployment& deployment) {
  std::vector<std::string> refs;
  TRY_VOID(deployment.db.query(
      "SELECT ref FROM case_state WHERE erased = 0 AND ref NOT IN (SELECT ref FROM desk_identifier)", {},
      [&](const store::Row& row) -> base::Result<> {
        refs.push_back(row.text(0));
        return {};
      }));
  return deployment.db.transaction([&]() -> base::Result<> {
    for (const std::string& ref : refs) {
      TRY(const casework::CaseFile file, deployment.casework->find(ref));
      TRY_VOID(note_identifiers(deployment, ref, file.request));
    }
    return {};
  });
}

base::Result<std::vector<std::string>> cases_with(Deployment& deployment, std::string_view value,
                                                  std::size_t rows_max) {
  std::vector<std::string> refs;
  TRY_VOID(deployment.db.query("SELECT ref FROM desk_identifier WHERE hash = ? ORDER BY ref DESC LIMIT ?",
                               {hash_of(deployment, value), rows_max}, [&](const store::Row& row) -> base::Result<> {
                                 refs.push_back(row.text(0));
                                 return {};
                               }));
  return refs;
}

base::Result<std::vector<std::string>> cases_like(Deployment& deployment, const std::string& ref,
                                                  const legal::Request& request, std::size_t rows_max) {
  std::vector<std::string> all;
  std::vector<std::string> values = {document_of(request)};
  for (const legal::Selector& selector : request.selectors) values.push_back(selector.value);
  for (const std::string& value : values) {
    TRY(const auto refs, cases_with(deployment, value, rows_max + 1));
    all.insert(all.end(), refs.begin(), refs.end());
  }
  std::ranges::sort(all, std::greater<>());
  all.erase(std::unique(all.begin(), all.end()), all.end());
  std::erase(all, ref);
  if (all.size() > rows_max) all.resize(rows_max);
  return all;
}

base::Result<> forget_identifiers(Deployment& deployment, const std::string& ref) {
  return deployment.db.run("DELETE FROM desk_identifier WHERE ref = ?", {ref});
}

}  // namespace writ::app
