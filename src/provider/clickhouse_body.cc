// An answer in ClickHouse's format JSONCompact, believed only when it is whole.
#include <nlohmann/json.hpp>

#include "provider/clickhouse_http.h"

namespace writ::provider::clickhouse {

namespace {

base::Result<std::string> cell(const nlohmann::json& value) {
  if (value.is_string()) return value.get<std::string>();
  if (value.is_number_integer()) return value.dump();
  return base::fail(base::Errc::unavailable, "body", "", "the answer holds a value that was not asked");
}

}  // namespace

base::Result<std::vector<Cells>> parse_body(std::string_view body, std::size_t columns) {
  using nlohmann::json;
  const auto cut = [] { return base::fail(base::Errc::unavailable, "body", "", "the answer is cut off or no answer"); };
  const json answer = json::parse(body, nullptr, false);
  if (!answer.is_object()) return cut();
  const auto data = answer.find("data"), count = answer.find("rows");
  if (data == answer.end() || !data->is_array() || count == answer.end() || !count->is_number_unsigned()) return cut();
  // The server writes the number of rows after the last of them.
  if (count->get<std::size_t>() != data->size()) return cut();
  std::vector<Cells> rows;
  for (const json& row : *data) {
    if (!row.is_array() || row.size() != columns) return cut();
    Cells cells;
    for (const json& value : row) {
      TRY(std::string text, cell(value));
      cells.push_back(std::move(text));
    }
    rows.push_back(std::move(cells));
  }
  return rows;
}

}  // namespace writ::provider::clickhouse
