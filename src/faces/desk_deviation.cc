#include "faces/desk_deviation.h"

#include <algorithm>
#include <charconv>
#include <set>

#include "desk/deviation.h"
#include "faces/typed_time.h"

namespace writ::faces {

namespace {

struct Names {
  std::string give, from, to, ground;
};

/// An end that was left empty is the end that was asked, or none.
std::optional<legal::Window> window_in(Call& call, const Names& names, const legal::Selector& selector,
                                       Faults& faults) {
  const page::Locale& t = words(call);
  const std::string from = call.form.trimmed(names.from), to = call.form.trimmed(names.to);
  if (from.empty() && to.empty()) return std::nullopt;
  const auto begin = typed_time(from), end = typed_time(to);
  if (!from.empty() && !begin) faults.push_back({names.from, typed_time_rule(t)});
  if (!to.empty() && !end) faults.push_back({names.to, typed_time_rule(t)});
  legal::Window window = selector.window.value_or(legal::Window{base::Time{}, base::Time::max()});
  if (begin) window.from = *begin;
  if (end) window.to = *end;
  if (window.to == base::Time::max()) {
    faults.push_back({names.to, t.text("case.fault.window_end")});
    return std::nullopt;
  }
  const bool inside = !selector.window || (window.from >= selector.window->from && window.to <= selector.window->to);
  if (begin || end) {
    if (window.from >= window.to) faults.push_back({names.from, t.text("case.fault.window_order")});
    if (!inside) faults.push_back({names.from, t.text("case.fault.window_inside")});
  }
  return window;
}

void set_account(Call& call, const Names& names, std::size_t i, const legal::Request& request, casework::Override& out,
                 Faults& faults) {
  const legal::Selector& selector = request.selectors[i];
  out.granted[i] = legal::make_set(call.form.all(names.give));
  if (selector.kind != legal::SelectorKind::ip_address) out.windows[i] = window_in(call, names, selector, faults);
  out.grounds[i] = call.form.text(names.ground);
}

void set_groups(Call& call, const legal::Request& request, casework::Override& out, Faults& faults) {
  const page::Locale& t = words(call);
  std::set<std::size_t> taken;
  for (std::size_t k = 1; k <= desk::groups_max; ++k) {
    const std::string field = desk::group_name("accounts", k);
    const std::string text = call.form.trimmed(field);
    const Names names{desk::group_name("give", k), desk::group_name("from", k), desk::group_name("to", k),
                      desk::group_name("ground", k)};
    if (text.empty()) {
      if (!call.form.all(names.give).empty()) faults.push_back({field, t.text("case.fault.group_accounts")});
      continue;
    }
    const auto accounts = account_numbers(t, text, request.selectors.size());
    if (!accounts) {
      faults.push_back({field, accounts.error()});
      continue;
    }
    for (const std::size_t i : *accounts) {
      if (!taken.insert(i).second) {
        faults.push_back({field, t.text("case.fault.account_twice", {{"n", std::to_string(i + 1)}})});
        break;
      }
      const std::size_t before = faults.size();
      set_account(call, names, i, request, out, faults);
      if (faults.size() > before) break;  // the same for every account of the group
    }
  }
}

}  // namespace

std::expected<std::vector<std::size_t>, std::string> account_numbers(const page::Locale& t, std::string_view text,
                                                                     std::size_t count) {
  std::set<std::size_t> numbers;
  if (text == "all") text = "1-";
  while (!text.empty()) {
    const std::size_t comma = std::min(text.find(','), text.size());
    std::string_view part = text.substr(0, comma);
    text.remove_prefix(std::min(comma + 1, text.size()));
    while (part.starts_with(' ')) part.remove_prefix(1);
    while (part.ends_with(' ')) part.remove_suffix(1);
    std::size_t first = 0, last = 0;
    const auto [middle, wrong] = std::from_chars(part.data(), part.data() + part.size(), first);
    std::string_view rest = part.substr(static_cast<std::size_t>(middle - part.data()));
    last = first;
    if (wrong == std::errc() && rest == "-") {
      last = count;
      rest = {};
    } else if (wrong == std::errc() && rest.starts_with('-')) {
      const auto [end, also_wrong] = std::from_chars(rest.data() + 1, rest.data() + rest.size(), last);
      rest = also_wrong == std::errc() ? rest.substr(static_cast<std::size_t>(end - rest.data())) : rest;
    }
    if (wrong != std::errc() || !rest.empty()) return std::unexpected(t.text("case.fault.account_numbers"));
    if (first < 1 || first > last || last > count)
      return std::unexpected(t.text("case.fault.account_range", {{"n", std::to_string(count)}}));
    for (std::size_t i = first; i <= last; ++i) numbers.insert(i - 1);
  }
  return std::vector<std::size_t>(numbers.begin(), numbers.end());
}

casework::Override deviation_in(Call& call, const legal::Request& request, Faults& faults) {
  const std::size_t count = request.selectors.size();
  casework::Override out{.granted = std::vector<legal::CodeSet>(count),
                         .ground = call.form.text("ground"),
                         .written_ground = call.form.trimmed("because"),
                         .windows = std::vector<std::optional<legal::Window>>(count),
                         .grounds = std::vector<std::string>(count)};
  if (count > desk::single_rows_max) {
    set_groups(call, request, out, faults);
  } else {
    for (std::size_t i = 0; i < count; ++i)
      set_account(
          call,
          {desk::row_name("give", i), desk::row_name("from", i), desk::row_name("to", i), desk::row_name("ground", i)},
          i, request, out, faults);
  }
  if (std::ranges::none_of(out.windows, [](const auto& one) { return one.has_value(); })) out.windows.clear();
  if (std::ranges::all_of(out.grounds, [](const std::string& one) { return one.empty(); })) out.grounds.clear();
  return out;
}

}  // namespace writ::faces
