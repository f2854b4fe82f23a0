#include "policy/read_fields.h"

#include <algorithm>

#include "legal/countries.h"
#include "legal/vocabulary.h"

namespace writ::policy {

namespace {

/// Codes of the vocabulary that a field of this name is about; empty if there is none.
std::vector<std::string> vocabulary_of(std::string_view name) {
  std::vector<std::string> codes;
  const auto add = [&](std::span<const legal::Word> words) {
    for (const legal::Word& word : words) codes.emplace_back(word.code);
  };
  if (name == "instrument") add(legal::instruments());
  if (name == "offence") add(legal::offences());
  if (name == "country") {
    for (const legal::Country& country : legal::countries()) codes.emplace_back(country.alpha2);
  }
  if (name == "selector") {
    using enum legal::SelectorKind;
    for (const auto kind : {user_id, user_name, phone_number, email, ip_address})
      codes.emplace_back(legal::name_of(kind));
  }
  return codes;
}

Field fact_field(const std::string& name) {
  Field field{.name = name, .is_fact = true, .values = {"false", "true"}, .value_of = {}};
  field.value_of = {{"0", 0}, {"1", 1}, {"false", 0}, {"true", 1}};  // "0" and "1" as in counted-log.md section 2
  if (name == "emergency") field.words = {"the request is no emergency", "the request is declared an emergency"};
  if (name == "realtime") field.words = {"stored data are asked for", "data are asked for as they arise"};
  return field;
}

base::Result<Field> vocabulary_field(const Reader& reader, const std::string& name, const Node& node) {
  const std::vector<std::string> codes = vocabulary_of(name);
  if (codes.empty() || node.text != "@" + name) {
    return reader.fault(
        node, name, node.text,
        "must be \"bool\" for a fact, or \"@instrument\", \"@offence\", \"@country\", \"@selector\" for the "
        "field of that name, or a table of groups");
  }
  Field field{.name = name, .values = codes, .value_of = {}};
  for (std::size_t i = 0; i < codes.size(); ++i) field.value_of[codes[i]] = static_cast<std::uint16_t>(i);
  return field;
}

/// { eu = ["DE", "FR"], us = "US", elsewhere = "*" }: "*" is every code that no other group names.
base::Result<Field> grouped_field(Reader groups, const std::string& name) {
  const std::vector<std::string> codes = vocabulary_of(name);
  const Node& node = groups.node();
  if (codes.empty()) {
    return groups.fault(node, "", name, "only instrument, offence, country and selector can be grouped");
  }
  Field field{.name = name, .is_grouped = true, .values = {}, .value_of = {}};
  std::optional<std::uint16_t>& rest = field.rest;
  if (node.members.size() > values_max) return groups.fault(node, "", name, "has at most 256 groups");
  for (const Node& list : node.members) {
    const std::string& group = list.key;
    if (!legal::is_code(group))
      return groups.fault(list, "", group, "the name of a group must be a code: [a-z0-9][a-z0-9._-]{0,63}");
    const auto index = static_cast<std::uint16_t>(field.values.size());
    field.values.push_back(group);
    TRY(const std::vector<std::string> named, groups.texts(group));
    if (named.empty()) return groups.fault(list, group, "", "must name at least one code");
    if (named == std::vector<std::string>{"*"}) {
      if (rest) return groups.fault(list, group, "*", "only one group can be the rest");
      rest = index;
      continue;
    }
    for (const std::string& code : named) {
      if (std::find(codes.begin(), codes.end(), code) == codes.end()) {
        return groups.fault(list, group, code, "is not a code of the vocabulary @" + name);
      }
      if (!field.value_of.emplace(code, index).second) return groups.fault(list, group, code, "is in two groups");
    }
  }
  const auto missing =
      std::find_if(codes.begin(), codes.end(), [&](const auto& code) { return !field.value_of.contains(code); });
  if (missing != codes.end() && !rest) {
    return groups.fault(node, "", *missing, "is in no group; add it, or a group that is \"*\"");
  }
  if (missing == codes.end() && rest)
    return groups.fault(node, field.values[*rest], "*", "nothing is left for this group");
  for (const std::string& code : codes) {
    if (rest) field.value_of.emplace(code, *rest);
  }
  return field;
}

base::Result<Field> read_field(const Reader& reader, const std::string& name, const Node& node) {
  if (!legal::is_code(name))
    return reader.fault(node, "", name, "the name of a field must be a code: [a-z0-9][a-z0-9._-]{0,63}");
  if (node.kind == Node::Kind::table) return grouped_field(Reader(reader.file(), node, reader.path_of(name)), name);
  if (node.kind != Node::Kind::text)
    return reader.fault(node, name, shown(node), "must be a text or a table of groups");
  if (node.text != "bool") return vocabulary_field(reader, name, node);
  if (!vocabulary_of(name).empty())
    return reader.fault(node, name, "bool", "this field has a vocabulary: \"@" + name + "\"");
  return fact_field(name);
}

}  // namespace

base::Result<std::vector<Field>> read_fields(std::string_view file, const Node& fields) {
  const Reader reader(file, fields, "fields");
  if (fields.members.size() > fields_max) {
    return reader.fault(fields, "", std::to_string(fields.members.size()) + " fields", "are at most 16");
  }
  std::vector<Field> all;
  std::uint64_t combinations = 1;
  for (const Node& node : fields.members) {
    const std::string& name = node.key;
    TRY(Field field, read_field(reader, name, node));
    if (combinations > loadable_max / field.values.size()) {
      return reader.fault(node, name, std::to_string(field.values.size()) + " values",
                          "the fields have more than 2^60 combinations; coarsen this one into groups");
    }
    combinations *= field.values.size();
    all.push_back(std::move(field));
  }
  return all;
}

}  // namespace writ::policy
