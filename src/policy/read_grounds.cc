// [grounds]: an operator's own grounds of refusal, each in every language in which an officer may read it.
#include <algorithm>

#include "legal/vocabulary.h"
#include "policy/read_fields.h"

namespace writ::policy {

namespace {

constexpr std::size_t grounds_max = 64;
constexpr std::size_t words_bytes_max = 300;
constexpr std::string_view languages[] = {"en", "fr", "de", "zh-Hans", "ar"};

base::Result<std::map<std::string, std::string>> read_ground(Reader reader) {
  std::map<std::string, std::string> words;
  for (const std::string_view language : languages) {
    TRY(std::string text, reader.text(language));
    const auto breaks = [](char c) { return static_cast<unsigned char>(c) < 0x20; };
    if (text.empty() || text.size() > words_bytes_max || std::any_of(text.begin(), text.end(), breaks))
      return reader.fault(*reader.optional(language), language, text, "is one line of 1 to 300 bytes");
    words.emplace(language, std::move(text));
  }
  TRY_VOID(reader.no_others());
  return words;
}

}  // namespace

base::Result<OwnGrounds> read_grounds(std::string_view file, const Node& node) {
  const Reader reader(file, node, "grounds");
  if (node.kind != Node::Kind::table) return reader.fault(node, "", shown(node), "must be a table");
  if (node.members.size() > grounds_max)
    return reader.fault(node, "", std::to_string(node.members.size()), "are at most " + std::to_string(grounds_max));
  OwnGrounds grounds;
  for (const Node& member : node.members) {
    if (!legal::is_code(member.key))
      return reader.fault(member, member.key, "", "is a code: a to z, 0 to 9 and _, a letter first");
    if (legal::find_word(legal::grounds(), member.key) != nullptr)
      return reader.fault(member, member.key, "", "is a ground of the vocabulary already, with its words");
    if (member.kind != Node::Kind::table)
      return reader.fault(member, member.key, shown(member), "must be a table of en, fr, de, zh-Hans and ar");
    TRY(grounds[member.key], read_ground(Reader(file, member, reader.path_of(member.key))));
  }
  return grounds;
}

}  // namespace writ::policy
