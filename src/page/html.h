// Markup as a type: whatever is text gets escaped, attributes are always quoted, addresses are checked. A page is built
// from functions named after the elements: `p(cls("lead"), "Fulfilled: ", strong(number(886)))`.
#pragma once

#include <concepts>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace writ::page {

/// The five characters of markup as references; ill-formed UTF-8 and control characters (but tab and line ends) as
/// U+FFFD, so that bytes of a stranger cannot end an attribute, an element or the document's encoding.
std::string escape(std::string_view text);

/// Well-formed markup. Made from text (escaped), by the element functions, or by markup() from a constant of the
/// source.
class Html {
 public:
  Html() = default;
  Html(std::string_view text) : markup_(escape(text)) {}    // NOLINT: text is meant to become Html unasked
  Html(const std::string& text) : markup_(escape(text)) {}  // NOLINT
  Html(const char* text) : markup_(escape(text)) {}         // NOLINT

  Html& operator+=(const Html& more) {
    markup_ += more.markup_;
    return *this;
  }
  friend Html operator+(Html a, const Html& b) { return std::move(a += b); }

  bool empty() const { return markup_.empty(); }
  const std::string& str() const { return markup_; }

 private:
  friend Html markup(std::string trusted);
  std::string markup_;
};

/// Markup taken as it is. For constants of the source and for SVG of page/chart.h; never for outside text.
Html markup(std::string trusted);

/// `name="value"`; an absent one writes nothing.
struct Attribute {
  std::string name;
  std::string value;
  bool absent = false;
};

/// True for a relative address, a path, a fragment, a query, and the schemes https, http and mailto. Everything else
/// (javascript:, data:, vbscript:, `//host`, control characters, backslashes) is refused.
bool is_safe_url(std::string_view url);
/// What stands in place of a refused address: leads nowhere, and a search of the pages finds it.
inline constexpr std::string_view refused_url = "about:invalid#refused";

Attribute attr(std::string_view name, std::string_view value);
template <std::integral Number>
  requires(!std::same_as<Number, bool>)
Attribute attr(std::string_view name, Number value) {
  return attr(name, std::string_view(std::to_string(value)));
}
/// `hidden`, `open`, `required` ...: written if `on`.
Attribute flag(std::string_view name, bool on = true);
/// The attribute if the condition holds, else nothing.
Attribute when(bool condition, Attribute attribute);
inline Attribute cls(std::string_view value) { return attr("class", value); }
inline Attribute id(std::string_view value) { return attr("id", value); }
inline Attribute href(std::string_view url) { return attr("href", url); }
inline Attribute src(std::string_view url) { return attr("src", url); }

namespace internal {
class Parts {
 public:
  void add(const Attribute& attribute);
  void add(const Html& child) { children_ += child.str(); }
  void add(const std::vector<Html>& children) {
    for (const Html& child : children) add(child);
  }
  Html close(std::string_view tag) const;

 private:
  std::string attributes_;
  std::string children_;
};
}  // namespace internal

/// Any element: attributes and children in any order. A bug, not an input error, if the name is not one, an attribute
/// comes twice, is an event handler or `style` (the content security policy forbids both), or a void element has
/// children.
template <class... Part>
Html element(std::string_view tag, const Part&... part) {
  internal::Parts parts;
  (parts.add(part), ...);
  return parts.close(tag);
}

/// Maps a range to Html, one after the other.
template <class Range, class Function>
Html each(const Range& range, Function function) {
  Html all;
  for (const auto& item : range) all += function(item);
  return all;
}

#define WRIT_ELEMENT_AS(function, tag) \
  template <class... Part>             \
  Html function(const Part&... part) { \
    return element(tag, part...);      \
  }
#define WRIT_ELEMENT(name) WRIT_ELEMENT_AS(name, #name)
WRIT_ELEMENT(a)
WRIT_ELEMENT(abbr)
WRIT_ELEMENT(article)
WRIT_ELEMENT(aside)
WRIT_ELEMENT(blockquote)
WRIT_ELEMENT(br)
WRIT_ELEMENT(button)
WRIT_ELEMENT(caption)
WRIT_ELEMENT(code)
WRIT_ELEMENT(dd)
WRIT_ELEMENT(details)
WRIT_ELEMENT(div)
WRIT_ELEMENT(dl)
WRIT_ELEMENT(dt)
WRIT_ELEMENT(em)
WRIT_ELEMENT(fieldset)
WRIT_ELEMENT(figcaption)
WRIT_ELEMENT(figure)
WRIT_ELEMENT(footer)
WRIT_ELEMENT(form)
WRIT_ELEMENT(h1)
WRIT_ELEMENT(h2)
WRIT_ELEMENT(h3)
WRIT_ELEMENT(h4)
WRIT_ELEMENT(header)
WRIT_ELEMENT(hr)
WRIT_ELEMENT(img)
WRIT_ELEMENT(input)
WRIT_ELEMENT(label)
WRIT_ELEMENT(legend)
WRIT_ELEMENT(li)
WRIT_ELEMENT(nav)
WRIT_ELEMENT(ol)
WRIT_ELEMENT(option)
WRIT_ELEMENT(p)
WRIT_ELEMENT(pre)
WRIT_ELEMENT(section)
WRIT_ELEMENT(select)
WRIT_ELEMENT(small)
WRIT_ELEMENT(span)
WRIT_ELEMENT(strong)
WRIT_ELEMENT(summary)
WRIT_ELEMENT(table)
WRIT_ELEMENT(tbody)
WRIT_ELEMENT(td)
WRIT_ELEMENT(textarea)
WRIT_ELEMENT(tfoot)
WRIT_ELEMENT(th)
WRIT_ELEMENT(thead)
WRIT_ELEMENT(tr)
WRIT_ELEMENT(ul)
WRIT_ELEMENT_AS(time_element, "time")
WRIT_ELEMENT_AS(main_element, "main")
#undef WRIT_ELEMENT
#undef WRIT_ELEMENT_AS

}  // namespace writ::page
