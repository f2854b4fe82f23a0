// rooms: provider
// A mapping file, its statements and the times that a store gives: whatever the bytes, an error or a value that holds
// what it promises.
#include <algorithm>
#include <cstdint>
#include <cstdlib>
#include <string>

#include "provider/mapping.h"

using namespace writ;
using namespace writ::provider;

namespace {

void check(bool holds) {
  if (!holds) std::abort();
}

/// As many places as names, and no name left in the statement.
void check_bound(sql::Engine engine, std::string_view statement) {
  const auto bound = sql::bind_names(engine, statement);
  if (!bound) return;
  check(bound->statement.find_first_not_of(" \t\r\n") != std::string::npos);
  for (const std::string& name : bound->order) check(!name.empty() && name.size() < statement.size());
  if (engine == sql::Engine::postgresql) return;
  const auto places = static_cast<std::size_t>(std::count(bound->statement.begin(), bound->statement.end(), '?'));
  check(places >= bound->order.size());  // a literal may hold more
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  for (const sql::Engine engine : {sql::Engine::sqlite, sql::Engine::postgresql, sql::Engine::mariadb})
    check_bound(engine, text);
  if (const auto time = sql::parse_timestamp(text)) check(base::format_time(*time).size() >= 20);
  if (const auto mapping = parse_mapping(text, "mapping.toml")) {
    check(!mapping->accounts.empty() && !mapping->allowed.columns.empty());
    for (const auto& [category, query] : mapping->categories) {
      check(sql::bind_names(mapping->engine, query.statement).has_value());
      check(!mapping->facts.categories.at(category).timed || !query.extent.empty());
    }
  }
  return 0;
}
