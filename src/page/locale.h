// The five languages of the pages: texts by key, numbers, dates, names of countries, order of names. A text that
// another language lacks, or whose arguments differ from those of English, fails the build
// (src/page/locales/compile.cc).
#pragma once

#include <array>
#include <cstdint>
#include <initializer_list>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

#include "base/time.h"
#include "page/html.h"

namespace writ::page {

enum class Language : unsigned char { en, fr, de, zh_hans, ar };
inline constexpr std::array languages = {Language::en, Language::fr, Language::de, Language::zh_hans, Language::ar};

std::string_view tag_of(Language language);       // BCP 47: "zh-Hans"
std::string_view own_name(Language language);     // "Deutsch"
std::string_view path_prefix(Language language);  // folder of its pages: "" for English, else "de/"
bool is_right_to_left(Language language);
/// By BCP 47 tag, as a cookie or a folder name spells it.
std::optional<Language> language_of(std::string_view tag);
/// The best of the five for an Accept-Language header; English if it names none.
Language preferred(std::string_view accept_language);

/// Names a text of locales/*.json. A name that is none is a bug; tests/page/locale_test.cc reads the names in the
/// source, so that a new text need not compile every page anew.
class Key {
 public:
  constexpr Key(const char* name) : name_(name) {}  // NOLINT: a literal is meant to become a key
  /// A name that is made at run time ("word.instrument." + code), which may be none.
  static std::optional<Key> find(std::string_view name);
  constexpr std::string_view name() const { return name_; }

 private:
  explicit constexpr Key(std::string_view name) : name_(name) {}
  std::string_view name_;  // of static life: a literal, or one of the table
};

/// Where <a>...</a> of a text leads.
struct Href {
  std::string url;
};

/// The value of an argument: a whole number (also chooses the plural), text (also chooses a select), markup, or the
/// address of a tag.
using Value = std::variant<std::uint64_t, std::string, Html, Href>;
struct Arg {
  template <class Text>
    requires std::convertible_to<Text, std::string_view>
  Arg(std::string_view argument, const Text& text) : name(argument), value(std::string(std::string_view(text))) {}
  template <std::integral Number>
  Arg(std::string_view argument, Number number) : name(argument), value(static_cast<std::uint64_t>(number)) {}
  Arg(std::string_view argument, Html html) : name(argument), value(std::move(html)) {}
  Arg(std::string_view argument, Href href) : name(argument), value(std::move(href)) {}
  std::string_view name;
  Value value;
};
using Args = std::initializer_list<Arg>;

struct LocaleData;

/// One language. Immutable, made on first use, and safe to use from several threads.
class Locale {
 public:
  static const Locale& of(Language language);

  Language language() const { return language_; }
  std::string_view tag() const { return tag_of(language_); }
  bool right_to_left() const { return is_right_to_left(language_); }

  /// The text with its arguments put in. A tag whose name is an argument becomes a link; `b`, `em` and `code` are
  /// elements. A text that this language has not is given in English, marked lang="en". A missing argument is a bug.
  Html html(Key key, Args args = {}) const;
  /// The same for attributes, titles and files: tags leave their content, an Html argument is a bug.
  std::string text(Key key, Args args = {}) const;
  Html operator()(Key key, Args args = {}) const { return html(key, args); }
  /// The texts whose names begin with `family`, for a script of the page: what follows it, and the text with {name}
  /// where an argument goes. Such texts have no plurals and no tags.
  std::vector<std::pair<std::string_view, std::string_view>> patterns(std::string_view family) const;

  std::string number(std::uint64_t value) const;  // 2,253; 2 253 with U+202F; 2.253; digits are Latin in every language
  std::string decimal(double value) const;        // one digit after the point
  std::string day(base::Day day) const;           // 24 September 2024
  std::string time(base::Time time) const;        // 24 September 2024, 14:00 UTC
  std::string month(unsigned month) const;        // 1..12, as it stands in a date
  std::string month_short(unsigned month) const;  // 1..12, for axes
  std::string list(const std::vector<std::string>& parts, bool alternative = false) const;  // "a, b and c", "a, b or c"

  /// From ICU but for English, which has the names of legal::countries(), and what locales/countries.json overrides;
  /// the code itself if it is none.
  std::string country(std::string_view alpha2) const;
  /// Part of the world of a country, UN M.49 ("Europe"); empty if it lies in none.
  std::string region(std::string_view alpha2) const;
  /// Of each name the heading under which an index of this language has it: A, \u00d6 with O, Chinese by its sound.
  std::vector<std::string> index_letters(const std::vector<std::string>& names) const;
  /// Bytes that compare as the language orders names.
  std::string sort_key(std::string_view name) const;

 private:
  explicit Locale(Language language);
  Language language_;
  const LocaleData* data_;
};

}  // namespace writ::page
