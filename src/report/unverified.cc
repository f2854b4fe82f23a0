#include "report/unverified.h"

#include <nlohmann/json.hpp>

#include "report/components.h"

namespace writ::report {

using namespace page;
using Json = nlohmann::json;

namespace {

// What a provider states freely may be deep; a page that follows it further says nothing to a reader.
constexpr int depth_max = 6;

bool is_band(const Json& value) {
  return value.is_object() && value.contains("low") && value.contains("high") && value["low"].is_number_unsigned() &&
         value["high"].is_number_unsigned();
}

Html shown(const Json& value, int depth) {
  if (depth == depth_max) return value.dump(-1, ' ', false, Json::error_handler_t::replace);
  if (is_band(value)) {
    Html out = cell_band(value["low"].get<std::uint64_t>(), value["high"].get<std::uint64_t>());
    Json rest = value;
    rest.erase("low");
    rest.erase("high");
    return rest.empty() ? out : out + shown(rest, depth + 1);
  }
  if (value.is_string()) return value.get<std::string>();
  if (value.is_number_unsigned()) return cell_number(value.get<std::uint64_t>());
  if (value.is_null()) return cell_not_reported();
  if (value.is_array()) {
    Html items;
    for (const Json& item : value) items += li(shown(item, depth + 1));
    return ul(items);
  }
  if (value.is_object()) {
    Html items;
    for (const auto& [name, item] : value.items()) items += dt(name) + dd(shown(item, depth + 1));
    return dl(cls("w-list"), items);
  }
  return value.dump(-1, ' ', false, Json::error_handler_t::replace);
}

}  // namespace

Html unverified_section(const Here&, const std::string& json) {
  const Json value = Json::parse(json, nullptr, false);
  Html out = h2("Not verified");
  if (value.is_discarded() || !value.is_object() || value.empty())
    return out + p("This report states no figure outside the log: no band and nothing from before it began.");
  out += p("The provider states what follows outside the counted log. No check covers it, and it is in no total.");
  return out + div(cls("w-unverified"), shown(value, 0));
}

}  // namespace writ::report
