#include "page/message.h"

#include <unicode/messagepattern.h>

namespace writ::page {

namespace {

using Kind = MessageNode::Kind;

bool is_tag_letter(char c) { return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9'); }

/// Walks the parts that ICU found. Open tags of one (sub-)message are a stack of lists.
class Walk {
 public:
  explicit Walk(const icu::MessagePattern& pattern) : pattern_(pattern) {}

  /// The message whose MSG_START is part `start`.
  base::Result<Message> message(int start) {
    std::vector<MessageNode> open(1);  // [0] stands for the message itself
    const int limit = pattern_.getLimitPartIndex(start);
    int at = pattern_.getPart(start).getLimit();
    for (int i = start + 1; i <= limit; ++i) {
      const auto& part = pattern_.getPart(i);
      TRY_VOID(literal(open, text(at, part.getIndex())));
      at = part.getLimit();
      if (part.getType() == UMSGPAT_PART_TYPE_REPLACE_NUMBER) open.back().children.push_back({.kind = Kind::count});
      if (part.getType() != UMSGPAT_PART_TYPE_ARG_START) continue;
      TRY(MessageNode node, argument(i));
      open.back().children.push_back(std::move(node));
      i = pattern_.getLimitPartIndex(i);
      at = pattern_.getPart(i).getLimit();
    }
    if (open.size() > 1) return base::invalid("tag", open.back().name, "is not closed");
    return std::move(open[0].children);
  }

 private:
  std::string text(int from, int to) const {
    std::string out;
    pattern_.getPatternString().tempSubStringBetween(from, to).toUTF8String(out);
    return out;
  }

  base::Result<MessageNode> argument(int start) {
    const auto type = pattern_.getPart(start).getArgType();
    const auto& name = pattern_.getPart(start + 1);
    MessageNode node{.kind = Kind::argument, .name = text(name.getIndex(), name.getLimit())};
    if (type == UMSGPAT_ARG_TYPE_NONE) return node;
    if (type != UMSGPAT_ARG_TYPE_PLURAL && type != UMSGPAT_ARG_TYPE_SELECT)
      return base::invalid("argument", node.name, "only plain arguments, plural and select are used here");
    node.kind = type == UMSGPAT_ARG_TYPE_PLURAL ? Kind::plural : Kind::select;
    for (int i = start + 2; i < pattern_.getLimitPartIndex(start);) {
      const auto& selector = pattern_.getPart(i++);
      if (selector.getType() != UMSGPAT_PART_TYPE_ARG_SELECTOR)
        return base::invalid("argument", node.name, "has an offset");
      if (pattern_.getPart(i).getType() != UMSGPAT_PART_TYPE_MSG_START) ++i;  // the number of an explicit case
      TRY(Message inside, message(i));
      node.cases.emplace_back(text(selector.getIndex(), selector.getLimit()), std::move(inside));
      i = pattern_.getLimitPartIndex(i) + 1;
    }
    return node;
  }

  /// Text between two parts, with its tags.
  static base::Result<> literal(std::vector<MessageNode>& open, std::string_view words) {
    if (words.contains('\'')) return base::invalid("text", std::string(words), "has an ASCII apostrophe: write \u2019");
    while (!words.empty()) {
      const std::size_t mark = words.find('<');
      if (mark > 0) open.back().children.push_back({.kind = Kind::text, .name = std::string(words.substr(0, mark))});
      if (mark == std::string_view::npos) return {};
      words.remove_prefix(mark + 1);
      const bool closes = words.starts_with('/');
      if (closes) words.remove_prefix(1);
      std::size_t length = 0;
      while (length < words.size() && is_tag_letter(words[length])) ++length;
      if (length == 0 || length == words.size() || words[length] != '>')
        return base::invalid("tag", std::string(words.substr(0, length)), "is not <name> or </name>");
      const std::string name(words.substr(0, length));
      words.remove_prefix(length + 1);
      if (!closes) {
        open.push_back({.kind = Kind::tag, .name = name});
        continue;
      }
      if (open.size() < 2 || open.back().name != name) return base::invalid("tag", name, "closes what is not open");
      MessageNode done = std::move(open.back());
      open.pop_back();
      open.back().children.push_back(std::move(done));
    }
    return {};
  }

  const icu::MessagePattern& pattern_;
};

}  // namespace

base::Result<Message> parse_message(std::string_view pattern) {
  UErrorCode status = U_ZERO_ERROR;
  UParseError where{};
  const icu::MessagePattern parsed(
      icu::UnicodeString::fromUTF8(icu::StringPiece(pattern.data(), static_cast<int>(pattern.size()))), &where, status);
  if (U_FAILURE(status))
    return base::invalid(
        "pattern", std::string(pattern),
        std::string("is no ICU MessageFormat: ") + u_errorName(status) + " at letter " + std::to_string(where.offset));
  return Walk(parsed).message(0);
}

}  // namespace writ::page
