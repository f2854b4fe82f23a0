#include "policy/toml_tree.h"

#include <algorithm>
#include <sstream>
#include <tuple>

#include "base/toml_parser.h"

namespace writ::policy {

namespace {

Node convert(const toml::node& from);

void convert_table(const toml::table& from, Node& to) {
  std::vector<std::tuple<unsigned, unsigned, std::string, const toml::node*>> members;
  for (const auto& [key, value] : from) {
    members.emplace_back(key.source().begin.line, key.source().begin.column, std::string(key.str()), &value);
  }
  std::sort(members.begin(), members.end());
  for (const auto& [line, column, name, value] : members) {
    Node member = convert(*value);
    member.line = line;
    member.key = name;
    to.members.push_back(std::move(member));
  }
}

std::optional<base::Day> day_of(const toml::date& date) {
  const std::chrono::year_month_day ymd{std::chrono::year(date.year), std::chrono::month(date.month),
                                        std::chrono::day(date.day)};
  if (!ymd.ok() || date.year == 0) return std::nullopt;
  return base::Day(ymd);
}

Node convert(const toml::node& from) {
  Node to;
  to.line = from.source().begin.line;
  if (const auto* table = from.as_table()) {
    to.kind = Node::Kind::table;
    convert_table(*table, to);
  } else if (const auto* array = from.as_array()) {
    to.kind = Node::Kind::array;
    for (const toml::node& item : *array) to.items.push_back(convert(item));
  } else if (const auto* text = from.as_string()) {
    to.kind = Node::Kind::text;
    to.text = text->get();
  } else if (const auto* integer = from.as_integer()) {
    to.kind = Node::Kind::integer;
    to.integer = integer->get();
    to.text = std::to_string(to.integer);
  } else if (const auto* boolean = from.as_boolean()) {
    to.kind = Node::Kind::boolean;
    to.boolean = boolean->get();
    to.text = to.boolean ? "true" : "false";
  } else if (const auto* date = from.as_date()) {
    if (const auto day = day_of(date->get())) {
      to.kind = Node::Kind::day;
      to.day = *day;
      to.text = base::format_day(*day);
    }
  }
  return to;
}

std::string where(std::string_view file, unsigned line) { return std::string(file) + ":" + std::to_string(line); }

}  // namespace

const Node* Node::find(std::string_view name) const {
  const auto found =
      std::find_if(members.begin(), members.end(), [&](const auto& member) { return member.key == name; });
  return found == members.end() ? nullptr : &*found;
}

std::string_view name_of(Node::Kind kind) {
  switch (kind) {
    case Node::Kind::table:
      return "a table";
    case Node::Kind::array:
      return "an array";
    case Node::Kind::text:
      return "a text in quotation marks";
    case Node::Kind::integer:
      return "a whole number";
    case Node::Kind::boolean:
      return "true or false";
    case Node::Kind::day:
      return "a day (YYYY-MM-DD without quotation marks)";
    case Node::Kind::other:
      break;
  }
  return "a value of another type";
}

std::string shown(const Node& node) {
  return node.text.empty() && node.kind != Node::Kind::text ? std::string(name_of(node.kind)) : node.text;
}

base::Result<Node> parse_toml(std::string_view text, std::string_view file) {
  if (text.size() > toml_bytes_max) {
    return base::invalid(std::string(file), std::to_string(text.size()) + " bytes",
                         "is at most " + std::to_string(toml_bytes_max) + " bytes long");
  }
  const toml::parse_result parsed = toml::parse(text);
  if (!parsed) {
    const auto& error = parsed.error();
    return base::invalid(where(file, error.source().begin.line), "", "not TOML: " + std::string(error.description()));
  }
  return convert(parsed.table());
}

const Node* Reader::optional(std::string_view name) {
  known_.emplace(name);
  return node_->find(name);
}

base::Result<const Node*> Reader::required(std::string_view name, Node::Kind kind) {
  const Node* member = optional(name);
  if (member == nullptr) return fault(*node_, name, "", "is required and must be " + std::string(name_of(kind)));
  if (member->kind != kind) return fault(*member, name, shown(*member), "must be " + std::string(name_of(kind)));
  return member;
}

base::Result<std::string> Reader::text(std::string_view name) {
  TRY(const Node* member, required(name, Node::Kind::text));
  if (member->text.empty()) return fault(*member, name, "", "must not be empty");
  return member->text;
}

base::Result<std::string> Reader::optional_text(std::string_view name) {
  if (optional(name) == nullptr) return std::string();
  return text(name);
}

base::Result<std::string> Reader::code(std::string_view name) {
  TRY(std::string value, text(name));
  if (!legal::is_code(value))
    return fault(*node_->find(name), name, value, "must be a code: [a-z0-9][a-z0-9._-]{0,63}");
  return value;
}

base::Result<std::vector<std::string>> Reader::texts(std::string_view name) {
  std::vector<std::string> values;
  const Node* member = optional(name);
  if (member == nullptr) return values;
  if (member->kind == Node::Kind::text) return std::vector<std::string>{member->text};
  if (member->kind != Node::Kind::array) return fault(*member, name, shown(*member), "must be an array of texts");
  for (const Node& item : member->items) {
    if (item.kind != Node::Kind::text) return fault(item, name, shown(item), "must be an array of texts");
    if (std::find(values.begin(), values.end(), item.text) != values.end())
      return fault(item, name, item.text, "stands twice");
    values.push_back(item.text);
  }
  return values;
}

base::Result<> Reader::no_others() const {
  for (const Node& member : node_->members) {
    if (!known_.contains(member.key)) return fault(member, member.key, shown(member), "no such key is known here");
  }
  return {};
}

std::string Reader::path_of(std::string_view name) const {
  if (path_.empty()) return std::string(name);
  return name.empty() ? path_ : path_ + "." + std::string(name);
}

std::unexpected<base::Error> Reader::fault(const Node& at, std::string_view name, std::string value,
                                           std::string rule) const {
  return base::invalid(where(file_, at.line) + ": " + path_of(name), std::move(value), std::move(rule));
}

}  // namespace writ::policy
