#include "intake/selectors.h"

#include <set>

#include "intake/members.h"
#include "intake/normal.h"

namespace writ::intake {

namespace {

using legal::Selector;
using legal::SelectorKind;

base::Result<base::Time> read_time(Members& members, std::string_view name) {
  TRY(const std::string text, members.required_text(name, 20));
  const auto time = base::parse_time(text);
  if (!time)
    return base::invalid(members.path_of(name), text,
                         "is a time in UTC: YYYY-MM-DDThh:mm:ssZ; `from` and `to` stand together");
  return *time;
}

base::Result<std::optional<legal::Window>> read_window(Members& members, SelectorKind kind,
                                                       const SelectorContext& context) {
  const bool any = members.find("from") != nullptr || members.find("to") != nullptr;
  if (!any && kind == SelectorKind::ip_address) {
    return base::invalid(members.path_of("from"), "",
                         "is required: an address names somebody only within a window of time");
  }
  if (!any) return std::nullopt;
  TRY(const base::Time from, read_time(members, "from"));
  TRY(const base::Time to, read_time(members, "to"));
  if (from >= to) return base::invalid(members.path_of("to"), base::format_time(to), "is later than `from`");
  if (kind == SelectorKind::ip_address && to - from > address_window_max) {
    return base::invalid(members.path_of("to"), base::format_time(to),
                         "is at most 24 hours after `from` for an address");
  }
  if (!context.realtime && from > context.received_at) {
    return base::invalid(members.path_of("from"), base::format_time(from),
                         "is not after the request's receipt: mode `stored` asks for what exists");
  }
  return legal::Window{from, to};
}

base::Result<std::string> read_value(Members& members, SelectorKind kind) {
  TRY(const std::string value, members.required_text("value", selector_bytes_max));
  TRY(const auto country, members.text("country", 2));
  const std::string path = members.path_of("value");
  if (country && kind != SelectorKind::phone_number) {
    return base::invalid(members.path_of("country"), *country, "stands only beside a phone number");
  }
  switch (kind) {
    case SelectorKind::phone_number:
      return normal_phone(value, country.value_or(""), path);
    case SelectorKind::email:
      return normal_mail(value, path);
    case SelectorKind::ip_address:
      return normal_address(value, path);
    case SelectorKind::user_id:
    case SelectorKind::user_name:
      return normal_name(value, path);
  }
  return base::invalid(path, value, "has a known kind");
}

base::Result<Selector> read_selector(const nlohmann::json& value, std::string path, const SelectorContext& context) {
  TRY(Members members, Members::of(value, std::move(path)));
  TRY(const std::string kind_name, members.required_text("kind", 32));
  const auto kind = legal::selector_kind(kind_name);
  if (!kind) {
    return base::invalid(members.path_of("kind"), kind_name,
                         "is one of user_id, user_name, phone_number, email, ip_address");
  }
  Selector selector;
  selector.kind = *kind;
  TRY(selector.value, read_value(members, *kind));
  TRY(selector.window, read_window(members, *kind, context));
  TRY(const auto port, members.number("port", 1, 65'535));
  if (port && *kind != SelectorKind::ip_address) {
    return base::invalid(members.path_of("port"), std::to_string(*port), "stands only beside an IP address");
  }
  if (port) selector.port = static_cast<std::uint16_t>(*port);
  TRY_VOID(members.no_others());
  return selector;
}

}  // namespace

base::Result<std::vector<Selector>> read_selectors(const nlohmann::json& array, const SelectorContext& context) {
  std::vector<Selector> selectors;
  std::set<std::tuple<SelectorKind, std::string, base::Time, base::Time, int>> seen;
  for (std::size_t i = 0; i < array.size(); ++i) {
    const std::string path = "selectors[" + std::to_string(i) + "]";
    TRY(Selector selector, read_selector(array[i], path, context));
    const legal::Window window = selector.window.value_or(legal::Window{});
    // Asked twice in two spellings it would count twice.
    if (!seen.insert({selector.kind, selector.value, window.from, window.to, selector.port.value_or(0)}).second) {
      return base::invalid(path + ".value", selector.value,
                           "stands once: an earlier selector is the same after normalisation");
    }
    selectors.push_back(std::move(selector));
  }
  return selectors;
}

}  // namespace writ::intake
