// rooms: provider
// What other servers write: ejabberd's log, Prosody's Lua tables, ClickHouse's answers. Nothing that is read may be
// made up: an account of a sign-in stands in the log, and a file name reads back as itself.
#include <cstdlib>
#include <string>

#include "provider/clickhouse_http.h"
#include "provider/ejabberd_log.h"
#include "provider/prosody_store.h"

using namespace writ;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  provider::ejabberd::SignIns log([](std::string_view, std::string_view) { return true; },
                                  base::from_unix(4'000'000'000));
  for (std::size_t begin = 0; begin < text.size();) {
    const auto end = std::min(text.find('\n', begin), text.size());
    log.line(text.substr(begin, end - begin), begin);
    begin = end + 1;
  }
  for (const auto& sign_in : log.finish()) {
    if (text.find(sign_in.account) == std::string_view::npos || text.find(sign_in.address) == std::string_view::npos)
      std::abort();
  }
  if (const auto events = provider::prosody::parse_lua(text)) {
    for (const auto& [kind, event] : *events) {
      if (text.find(kind) == std::string_view::npos) std::abort();
    }
  }
  static_cast<void>(provider::prosody::parse_json(std::string(text)));
  if (provider::prosody::from_file_name(provider::prosody::file_name(text)) != text) std::abort();
  for (const std::size_t columns : {std::size_t{1}, std::size_t{3}}) {
    const auto rows = provider::clickhouse::parse_body(text, columns);
    if (rows && !rows->empty() && rows->front().size() != columns) std::abort();
  }
  return 0;
}
