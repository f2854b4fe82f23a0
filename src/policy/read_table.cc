#include <algorithm>

#include "legal/vocabulary.h"
#include "policy/read_fields.h"
#include "policy/table.h"
#include "policy/toml_tree.h"

namespace writ::policy {

namespace {

constexpr std::size_t examples_max = 256;  // shown on one page

base::Result<std::size_t> value_index(const Reader& when, const Field& field, const Node& node) {
  if (field.is_fact) {
    if (node.kind != Node::Kind::boolean)
      return when.fault(node, field.name, shown(node), "is a fact: must be true or false");
    return node.boolean ? 1 : 0;
  }
  if (node.kind != Node::Kind::text)
    return when.fault(node, field.name, shown(node), "must be a text, an array, or { not = [...] }");
  const auto found = std::find(field.values.begin(), field.values.end(), node.text);
  if (found == field.values.end()) {
    const std::string rule =
        field.is_grouped ? "is not a group of this field" : "is not a code of the vocabulary @" + field.name;
    return when.fault(node, field.name, node.text, rule);
  }
  return static_cast<std::size_t>(found - field.values.begin());
}

/// value | [any of] ; an array may not be empty and may not repeat.
base::Result<Values> value_set(const Reader& when, const Field& field, const Node& node) {
  Values set;
  if (node.kind != Node::Kind::array) {
    TRY(const std::size_t index, value_index(when, field, node));
    return set.set(index);
  }
  if (node.items.empty()) return when.fault(node, field.name, "[]", "must name at least one value");
  for (const Node& item : node.items) {
    TRY(const std::size_t index, value_index(when, field, item));
    if (set.test(index)) return when.fault(item, field.name, shown(item), "stands twice");
    set.set(index);
  }
  return set;
}

base::Result<Values> condition(const Reader& when, const Field& field, const Node& node) {
  if (node.kind != Node::Kind::table) return value_set(when, field, node);
  if (node.members.size() != 1 || node.members[0].key != "not") {
    const std::string key = node.members.empty() ? "{}" : node.members[0].key;
    return when.fault(node, field.name, key, "a condition is a value, [any of], or { not = value or [any of] }");
  }
  const Node& excluded = node.members[0];
  if (excluded.kind == Node::Kind::table) return when.fault(excluded, field.name, "not", "cannot be nested");
  TRY(const Values set, value_set(when, field, excluded));
  return field.all() & ~set;
}

base::Result<> read_outcome(Reader& reader, Rule& rule, const OwnGrounds& own) {
  TRY(std::vector<std::string> disclose, reader.texts("disclose"));
  for (const std::string& category : disclose) {
    if (legal::find_word(legal::categories(), category) == nullptr) {
      return reader.fault(*reader.optional("disclose"), "disclose", category,
                          "is not a data category of the vocabulary");
    }
  }
  rule.disclose = legal::make_set(std::move(disclose));
  TRY(rule.ground, reader.text("ground"));
  const Node& ground = *reader.optional("ground");
  if (legal::find_word(legal::grounds(), rule.ground) == nullptr && !own.contains(rule.ground)) {
    return reader.fault(ground, "ground", rule.ground, "is neither a ground of the vocabulary nor one of [grounds]");
  }
  if ((rule.ground == "conditions_met") != !rule.disclose.empty()) {
    return reader.fault(ground, "ground", rule.ground,
                        "a rule that discloses has the ground conditions_met, and a rule that refuses has another one");
  }
  return {};
}

base::Result<Rule> read_rule(Reader reader, const std::vector<Field>& fields, const OwnGrounds& own) {
  Rule rule{.id = {}, .note = {}, .disclose = {}, .ground = {}, .accepts = {}, .line = reader.node().line};
  TRY(rule.id, reader.code("id"));
  reader = Reader(reader.file(), reader.node(), "rule \"" + rule.id + "\"");
  reader.optional("id");
  TRY(rule.note, reader.optional_text("note"));
  TRY_VOID(read_outcome(reader, rule, own));
  for (const Field& field : fields) rule.accepts.push_back(field.all());
  if (const Node* node = reader.optional("when")) {
    if (node->kind != Node::Kind::table)
      return reader.fault(*node, "when", shown(*node), "must be a table of conditions");
    const Reader when(reader.file(), *node, reader.path_of("when"));
    for (const Node& asked : node->members) {
      const std::string& name = asked.key;
      const auto field = std::find_if(fields.begin(), fields.end(), [&](const Field& one) { return one.name == name; });
      if (field == fields.end()) return when.fault(asked, name, shown(asked), "is not one of the [fields]");
      TRY(rule.accepts[static_cast<std::size_t>(field - fields.begin())], condition(when, *field, asked));
    }
  }
  TRY_VOID(reader.no_others());
  return rule;
}

base::Result<Example> read_example(Reader reader, const Policy::Table& table) {
  Example example;
  TRY(example.title, reader.text("title"));
  TRY(example.rule_id, reader.code("rule"));
  const auto is_rule = [&](const Rule& rule) { return rule.id == example.rule_id; };
  if (std::none_of(table.rules.begin(), table.rules.end(), is_rule)) {
    return reader.fault(*reader.optional("rule"), "rule", example.rule_id, "is not the id of a rule");
  }
  TRY(const Node* request, reader.required("request", Node::Kind::table));
  for (const Node& node : request->members) {
    const std::string& name = node.key;
    const Field* field = table.find_field(name);
    if (field == nullptr) return reader.fault(node, "request." + name, shown(node), "is not one of the [fields]");
    if (field->is_fact && node.kind == Node::Kind::boolean) {
      example.question.facts[name] = node.boolean ? legal::Fact::yes : legal::Fact::no;
    } else if (!field->is_fact && node.kind == Node::Kind::text && field->value_of.contains(node.text)) {
      example.question.codes[name] = node.text;
    } else {
      return reader.fault(
          node, "request." + name, shown(node),
          field->is_fact ? "is a fact: must be true or false" : "is not a code of the vocabulary @" + name);
    }
  }
  TRY_VOID(reader.no_others());
  return example;
}

/// The tables of [[name]]; none if absent.
base::Result<std::vector<const Node*>> tables_of(Reader& reader, std::string_view name, std::size_t count_max) {
  std::vector<const Node*> tables;
  const Node* list = reader.optional(name);
  if (list == nullptr) return tables;
  if (list->kind != Node::Kind::array)
    return reader.fault(*list, name, shown(*list), "must be written as [[" + std::string(name) + "]]");
  if (list->items.size() > count_max) {
    return reader.fault(*list, name, std::to_string(list->items.size()), "are at most " + std::to_string(count_max));
  }
  for (const Node& item : list->items) {
    if (item.kind != Node::Kind::table)
      return reader.fault(item, name, shown(item), "must be written as [[" + std::string(name) + "]]");
    tables.push_back(&item);
  }
  return tables;
}

base::Result<> read_head(Reader& reader, Policy::Table& table) {
  TRY(const std::string schema, reader.text("schema"));
  if (schema != "writ-policy/v1")
    return reader.fault(*reader.optional("schema"), "schema", schema, "must be writ-policy/v1");
  TRY(table.id, reader.code("id"));
  TRY(table.title, reader.text("title"));
  TRY(const Node* effective, reader.required("effective", Node::Kind::day));
  table.effective = effective->day;
  TRY(table.source, reader.text("source"));
  return {};
}

}  // namespace

base::Result<Policy::Table> read_table(std::string_view toml, std::string_view file) {
  TRY(const Node root, parse_toml(toml, file));
  Policy::Table table;
  table.file = file;
  table.text = toml;
  Reader reader(file, root, "");
  TRY_VOID(read_head(reader, table));
  TRY(const Node* fields, reader.required("fields", Node::Kind::table));
  TRY(table.fields, read_fields(file, *fields));
  if (const Node* words = reader.optional("words")) TRY_VOID(read_words(file, *words, table.fields));
  if (const Node* grounds = reader.optional("grounds")) {
    TRY(table.grounds, read_grounds(file, *grounds));
  }
  TRY(const auto rules, tables_of(reader, "rule", rules_max));
  if (rules.empty()) return reader.fault(root, "rule", "", "a policy has at least one [[rule]]");
  for (const Node* node : rules) {
    TRY(Rule rule,
        read_rule(Reader(file, *node, "rule " + std::to_string(table.rules.size() + 1)), table.fields, table.grounds));
    const auto same =
        std::find_if(table.rules.begin(), table.rules.end(), [&](const Rule& one) { return one.id == rule.id; });
    if (same != table.rules.end()) {
      return reader.fault(*node, "rule", rule.id, "this id is taken by the rule of line " + std::to_string(same->line));
    }
    table.rules.push_back(std::move(rule));
  }
  for (const auto& [code, words] : table.grounds) {
    const auto uses = [&](const Rule& rule) { return rule.ground == code; };
    if (std::none_of(table.rules.begin(), table.rules.end(), uses))
      return reader.fault(*reader.optional("grounds"), "grounds." + code, "", "is the ground of no rule");
  }
  TRY(const auto examples, tables_of(reader, "example", examples_max));
  for (const Node* node : examples) {
    TRY(Example example,
        read_example(Reader(file, *node, "example " + std::to_string(table.examples.size() + 1)), table));
    table.examples.push_back(std::move(example));
  }
  TRY_VOID(reader.no_others());
  return table;
}

}  // namespace writ::policy
