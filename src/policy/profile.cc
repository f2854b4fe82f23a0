#include "policy/profile.h"

#include "legal/vocabulary.h"
#include "policy/toml_tree.h"

namespace writ::policy {

namespace {

constexpr std::int64_t retention_days_max = 36'525;  // 100 years: longer is a slip of the pen

base::Result<ProfileCategory> read_category(Reader reader) {
  ProfileCategory category;
  TRY(const Node* held, reader.required("held", Node::Kind::boolean));
  category.held = held->boolean;
  TRY(category.reason, reader.text("reason"));
  TRY(category.source, reader.text("source"));
  TRY(category.from_system, reader.optional_text("from_system"));
  if (const Node* days = reader.optional("retention_days")) {
    if (days->kind != Node::Kind::integer || days->integer < 1 || days->integer > retention_days_max) {
      return reader.fault(*days, "retention_days", shown(*days), "must be a whole number of days from 1 to 36525");
    }
    if (!category.held) return reader.fault(*days, "retention_days", shown(*days), "what is not held has no retention");
    category.retention_days = static_cast<int>(days->integer);
  }
  if (const Node* off = reader.optional("off_since")) {
    if (off->kind != Node::Kind::day) return reader.fault(*off, "off_since", shown(*off), "must be a date");
    if (!category.held) return reader.fault(*off, "off_since", shown(*off), "what is not held has no source");
    category.off_since = off->day;
  }
  if (category.held && category.from_system.empty()) {
    return reader.fault(reader.node(), "from_system", "", "is required for what is held");
  }
  TRY_VOID(reader.no_others());
  return category;
}

}  // namespace

legal::CodeSet Profile::held() const {
  legal::CodeSet codes;
  for (const auto& [code, category] : categories) {
    if (category.held) codes.push_back(code);
  }
  return codes;
}

base::Result<Profile> parse_profile(std::string_view toml, std::string_view name) {
  TRY(const Node root, parse_toml(toml, name));
  Reader reader(name, root, "");
  TRY(const std::string schema, reader.text("schema"));
  if (schema != "writ-profile/v1")
    return reader.fault(*root.find("schema"), "schema", schema, "must be writ-profile/v1");
  Profile profile;
  TRY(profile.id, reader.code("id"));
  TRY(profile.title, reader.text("title"));
  TRY(profile.source, reader.text("source"));
  TRY(profile.note, reader.optional_text("note"));
  TRY(const Node* holdings, reader.required("holdings", Node::Kind::table));
  for (const Node& node : holdings->members) {
    const std::string& code = node.key;
    if (legal::find_word(legal::categories(), code) == nullptr) {
      return reader.fault(node, "holdings", code, "is not a data category of the vocabulary");
    }
    if (node.kind != Node::Kind::table) return reader.fault(node, "holdings." + code, shown(node), "must be a table");
    TRY(profile.categories[code], read_category(Reader(name, node, "holdings." + code)));
  }
  for (const legal::Word& word : legal::categories()) {
    const std::string code(word.code);
    if (!profile.categories.contains(code)) {
      return reader.fault(*holdings, "holdings." + code, "", "is required: say of every category whether it is held");
    }
  }
  TRY_VOID(reader.no_others());
  return profile;
}

}  // namespace writ::policy
