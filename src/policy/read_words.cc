#include <algorithm>

#include "policy/read_fields.h"

namespace writ::policy {

namespace {

constexpr std::size_t words_bytes_max = 120;  // a part of a sentence

base::Result<std::string> read_phrase(Reader& reader, std::string_view name) {
  TRY(std::string text, reader.text(name));
  // They stand inside sentences that are made of these marks, and that pages take apart at them.
  const auto breaks = [](char c) {
    return static_cast<unsigned char>(c) < 0x20 || std::string_view(":;()").contains(c);
  };
  if (text.size() > words_bytes_max || text.ends_with('.') || std::any_of(text.begin(), text.end(), breaks)) {
    return reader.fault(*reader.optional(name), name, text,
                        "is a part of a sentence: at most 120 bytes, without colon, semicolon, brackets, line break or "
                        "full stop at its end");
  }
  return text;
}

base::Result<> read_fact(Reader reader, Field& field) {
  TRY(std::string no, read_phrase(reader, "no"));
  TRY(std::string yes, read_phrase(reader, "yes"));
  field.words = {std::move(no), std::move(yes)};
  return reader.no_others();
}

base::Result<> read_groups(Reader reader, Field& field) {
  field.words.resize(field.values.size());
  for (const Node& node : reader.node().members) {
    const auto group = std::find(field.values.begin(), field.values.end(), node.key);
    if (group == field.values.end()) return reader.fault(node, node.key, shown(node), "is not a group of this field");
    TRY(field.words[static_cast<std::size_t>(group - field.values.begin())], read_phrase(reader, node.key));
  }
  return {};
}

}  // namespace

base::Result<> read_words(std::string_view file, const Node& words, std::vector<Field>& fields) {
  const Reader reader(file, words, "words");
  if (words.kind != Node::Kind::table) return reader.fault(words, "", shown(words), "must be a table");
  for (const Node& node : words.members) {
    const auto field =
        std::find_if(fields.begin(), fields.end(), [&](const Field& one) { return one.name == node.key; });
    if (field == fields.end()) return reader.fault(node, node.key, shown(node), "is not one of the [fields]");
    if (node.kind != Node::Kind::table || (!field->is_fact && !field->is_grouped)) {
      return reader.fault(node, node.key, shown(node),
                          "must be a table of a fact's yes and no, or of a grouped field's groups");
    }
    const Reader inner(file, node, reader.path_of(node.key));
    TRY_VOID(field->is_fact ? read_fact(inner, *field) : read_groups(inner, *field));
  }
  return {};
}

}  // namespace writ::policy
