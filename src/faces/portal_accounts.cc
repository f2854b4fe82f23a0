#include "faces/portal_accounts.h"

#include <algorithm>
#include <set>

#include "intake/selectors.h"

namespace writ::faces {

using namespace page;
using nlohmann::json;

namespace {

constexpr std::size_t faults_max = 50;  // of one list: who pasted the wrong file needs no thousand
constexpr std::size_t shown_bytes_max = 60;

std::string trimmed(std::string_view text) {
  const auto from = text.find_first_not_of(" \t\r");
  if (from == std::string_view::npos) return {};
  return std::string(text.substr(from, text.find_last_not_of(" \t\r") - from + 1));
}

/// Of "a, b, c"; a value in double quotes may hold commas.
std::vector<std::string> columns_of(std::string_view line) {
  std::vector<std::string> out;
  std::string one;
  bool quoted = false;
  for (const char c : line) {
    if (c == '"')
      quoted = !quoted;
    else if ((c == ',' || c == ';' || c == '\t') && !quoted)
      out.push_back(trimmed(std::exchange(one, {})));
    else
      one += c;
  }
  out.push_back(trimmed(one));
  return out;
}

std::string cut(const std::string& value) {
  std::size_t end = std::min(value.size(), shown_bytes_max);
  while (end > 0 && end < value.size() && (static_cast<unsigned char>(value[end]) & 0xc0) == 0x80) --end;
  return value.substr(0, end);
}

/// One list being read: where faults go and what was seen.
class Reader {
 public:
  Reader(const Locale& t, const portal::Fields& fields, base::Time now) : t_(t), fields_(fields), now_(now) {}

  void plain(const std::string& field, const std::string& kind) {
    lines(field, [&](const std::string& text, std::size_t line) {
      json selector = {{"kind", kind}, {"value", text}};
      if (kind == "phone_number" && !text.starts_with('+') && !typed("phone_country").empty())
        selector["country"] = typed("phone_country");
      take(field, line, text, selector);
    });
  }

  void addresses() {
    lines("addresses", [&](const std::string& text, std::size_t line) {
      const auto columns = columns_of(text);
      if (columns.size() < 3 || columns.size() > 4)
        return fault("addresses", t_.text("portal.fault.window", {{"line", line}, {"value", cut(text)}}));
      json selector = {{"kind", "ip_address"}, {"value", columns[0]}};
      if (!window("addresses", line, columns[1], columns[2], typed("zone"), selector)) return;
      if (columns.size() == 4 && !port("addresses", line, columns[3], selector)) return;
      take("addresses", line, columns[0], selector);
    });
  }

  void csv() {
    lines("csv", [&](const std::string& text, std::size_t line) {
      auto columns = columns_of(text);
      if (line == 1 && columns[0] == "kind") return;  // a head
      if (columns.size() < 2 || columns.size() > 7)
        return fault("csv", t_.text("portal.fault.csv_columns", {{"line", line}, {"n", columns.size()}}));
      columns.resize(7);
      if (!legal::selector_kind(columns[0]))
        return fault("csv", t_.text("portal.fault.csv_kind", {{"line", line}, {"value", cut(columns[0])}}));
      json selector = {{"kind", columns[0]}, {"value", columns[1]}};
      if (!columns[2].empty()) selector["country"] = columns[2];
      const bool times = !columns[3].empty() || !columns[4].empty();
      if (times && !window("csv", line, columns[3], columns[4], columns[5].empty() ? "UTC" : columns[5], selector))
        return;
      if (!columns[6].empty() && !port("csv", line, columns[6], selector)) return;
      take("csv", line, columns[1], selector);
    });
  }

  TypedAccounts finish() {
    if (out_.view.selectors.size() > intake::selectors_max)
      out_.view.errors.push_back({"phones", t_.text("portal.fault.too_many", {{"n", out_.view.selectors.size()}})});
    return std::move(out_);
  }

 private:
  const std::string& typed(const std::string& name) const { return portal::field_of(fields_, name); }

  template <class Take>
  void lines(const std::string& field, Take take_line) {
    const std::string& text = typed(field);
    std::size_t line = 0;
    faults_here_ = 0;
    for (std::size_t at = 0; at <= text.size() && faults_here_ < faults_max;) {
      const std::size_t end = std::min(text.find('\n', at), text.size());
      ++line;
      if (const std::string one = trimmed(std::string_view(text).substr(at, end - at)); !one.empty())
        take_line(one, line);
      at = end + 1;
    }
  }

  void fault(const std::string& field, std::string message) {
    ++faults_here_;
    out_.view.errors.push_back({field, std::move(message)});
  }

  bool window(const std::string& field, std::size_t line, const std::string& from, const std::string& to,
              const std::string& zone, json& selector) {
    if (!time_at("2026-01-01 00:00", zone.empty() ? "UTC" : zone)) {
      fault(field, t_.text("portal.fault.zone", {{"line", line}, {"value", cut(zone)}}));
      return false;
    }
    for (const auto& [name, text] : {std::pair("from", from), std::pair("to", to)}) {
      const auto time = time_at(text, zone.empty() ? "UTC" : zone);
      if (!time) {
        fault(field, t_.text("portal.fault.time", {{"line", line}, {"value", cut(text)}}));
        return false;
      }
      selector[name] = base::format_time(*time);
    }
    return true;
  }

  bool port(const std::string& field, std::size_t line, std::string text, json& selector) {
    if (text.starts_with("port")) text = trimmed(std::string_view(text).substr(4));
    const auto number = legal::parse_int(text);
    if (!number) {
      fault(field, t_.text("portal.fault.line", {{"line", line}, {"value", cut(text)}, {"rule", "is no port"}}));
      return false;
    }
    selector["port"] = *number;
    return true;
  }

  /// Read as the API would; the rule that it breaks stands beside the line.
  void take(const std::string& field, std::size_t line, const std::string& shown, const json& selector) {
    const auto read = intake::read_selectors(json::array({selector}), {now_, false});
    if (!read)
      return fault(field,
                   t_.text("portal.fault.line", {{"line", line}, {"value", cut(shown)}, {"rule", read.error().rule}}));
    const legal::Selector& one = read->front();
    const legal::Window when = one.window.value_or(legal::Window{});
    if (!seen_.insert({one.kind, one.value, when.from, when.to, one.port.value_or(0)}).second)
      return fault(field, t_.text("portal.fault.same_twice", {{"line", line}, {"value", cut(shown)}}));
    out_.selectors.push_back(selector);
    out_.view.selectors.push_back(one);
  }

  const Locale& t_;
  const portal::Fields& fields_;
  base::Time now_;
  TypedAccounts out_;
  std::size_t faults_here_ = 0;
  std::set<std::tuple<legal::SelectorKind, std::string, base::Time, base::Time, int>> seen_;
};

std::optional<std::chrono::minutes> offset_of(const std::string& zone) {
  if (zone == "UTC" || zone == "Z") return std::chrono::minutes(0);
  std::string text = zone.starts_with("UTC") ? zone.substr(3) : zone;
  if (text.size() != 6 || (text[0] != '+' && text[0] != '-') || text[3] != ':') return std::nullopt;
  for (const std::size_t at : {1UL, 2UL, 4UL, 5UL}) {
    if (text[at] < '0' || text[at] > '9') return std::nullopt;
  }
  const int hours = (text[1] - '0') * 10 + (text[2] - '0');
  const int minutes = (text[4] - '0') * 10 + (text[5] - '0');
  if (hours > 14 || minutes > 59) return std::nullopt;
  return std::chrono::minutes((hours * 60 + minutes) * (text[0] == '-' ? -1 : 1));
}

}  // namespace

std::optional<base::Time> time_at(const std::string& text, const std::string& zone) {
  const auto offset = offset_of(zone);
  std::string written = text;
  if (written.size() == 16) written += ":00";
  if (!offset || written.size() != 19 || (written[10] != ' ' && written[10] != 'T')) return std::nullopt;
  written[10] = 'T';
  const auto local = base::parse_time(written + "Z");
  if (!local) return std::nullopt;
  return *local - *offset;
}

TypedAccounts read_accounts(const Locale& t, const portal::Fields& fields, base::Time now) {
  Reader reader(t, fields, now);
  reader.plain("phones", "phone_number");
  reader.plain("user_names", "user_name");
  reader.plain("user_ids", "user_id");
  reader.plain("emails", "email");
  reader.addresses();
  reader.csv();
  return reader.finish();
}

}  // namespace writ::faces
