// One text of locales/*.json: ICU MessageFormat (simple arguments, plural, select) with tags for links and emphasis,
// "Read <a>the method</a> first." Parsed once; what is rendered from it needs no ICU.
#pragma once

#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/result.h"

namespace writ::page {

struct MessageNode {
  enum class Kind : unsigned char {
    text,      // `name` is the text
    argument,  // {name}
    tag,       // <name>children</name>
    plural,    // {name, plural, =0{..} one{..} other{..}}
    select,    // {name, select, a{..} other{..}}
    count,     // # inside a plural: the number, as people write it
  };
  Kind kind = Kind::text;
  std::string name;
  std::vector<MessageNode> children;                                    // of a tag
  std::vector<std::pair<std::string, std::vector<MessageNode>>> cases;  // of plural and select
};
using Message = std::vector<MessageNode>;

/// invalid, with what is wrong and where: not of ICU's grammar, an argument of another type, a tag that is not closed,
/// or an ASCII apostrophe (it quotes in ICU; texts use the typographic one).
base::Result<Message> parse_message(std::string_view pattern);

}  // namespace writ::page
