#include "page/locale.h"

#include <unicode/alphaindex.h>
#include <unicode/coll.h>
#include <unicode/dcfmtsym.h>
#include <unicode/dtfmtsym.h>
#include <unicode/locid.h>
#include <unicode/plurrule.h>
#include <unicode/region.h>

#include <algorithm>
#include <cmath>
#include <map>
#include <memory>

#include "base/result.h"
#include "legal/countries.h"
#include "page/message.h"
#include "page/messages.h"

namespace writ::page {

namespace {

struct About {
  std::string_view tag;
  std::string_view name;
  std::string_view prefix;
  const char* icu;  // with Latin digits, and the day before the month in English
};
constexpr std::array about = {About{"en", "English", "", "en_GB"}, About{"fr", "fran\u00e7ais", "fr/", "fr"},
                              About{"de", "Deutsch", "de/", "de"},
                              About{"zh-Hans", "\u4e2d\u6587", "zh-Hans/", "zh_Hans"},
                              About{"ar", "\u0627\u0644\u0639\u0631\u0628\u064a\u0629", "ar/", "ar@numbers=latn"}};
const About& of_language(Language language) { return about[static_cast<std::size_t>(language)]; }

/// Place of a name among all, past the end if it is none.
std::size_t position_of(std::string_view name) {
  const auto keys = message_keys();
  const auto found = std::ranges::lower_bound(keys, name);
  return found == keys.end() || *found != name ? keys.size() : static_cast<std::size_t>(found - keys.begin());
}

std::string utf8(const icu::UnicodeString& text) {
  std::string out;
  text.toUTF8String(out);
  return out;
}
icu::UnicodeString utf16(std::string_view text) {
  return icu::UnicodeString::fromUTF8(icu::StringPiece(text.data(), static_cast<int>(text.size())));
}

}  // namespace

struct LocaleData {
  std::vector<Message> messages;  // by key; empty where the text is English
  std::vector<bool> own;
  std::string separator;
  std::string decimal_point;
  std::array<std::string, 12> months;
  std::array<std::string, 12> months_short;
  std::unique_ptr<icu::PluralRules> plurals;
  std::unique_ptr<icu::Collator> collator;
  std::map<std::string, std::string, std::less<>> countries;
};

namespace {

void load_names(LocaleData& data, Language language, const icu::Locale& icu_locale) {
  for (const legal::Country& country : legal::countries()) {
    std::string name(country.name);
    if (language != Language::en) {
      icu::UnicodeString words;
      icu::Locale("und", std::string(country.alpha2).c_str()).getDisplayCountry(icu_locale, words);
      if (!words.isEmpty()) name = utf8(words);
    }
    data.countries.emplace(country.alpha2, std::move(name));
  }
  for (const CountryOverride& one : country_overrides())
    if (one.language == of_language(language).tag)
      data.countries.insert_or_assign(std::string(one.alpha2), std::string(one.name));
}

const LocaleData* load(Language language) {
  auto data = std::make_unique<LocaleData>();
  const icu::Locale icu_locale = icu::Locale::createCanonical(of_language(language).icu);
  UErrorCode status = U_ZERO_ERROR;
  const icu::DecimalFormatSymbols symbols(icu_locale, status);
  data->separator = utf8(symbols.getConstSymbol(icu::DecimalFormatSymbols::kGroupingSeparatorSymbol));
  data->decimal_point = utf8(symbols.getConstSymbol(icu::DecimalFormatSymbols::kDecimalSeparatorSymbol));
  const icu::DateFormatSymbols dates(icu_locale, status);
  int count = 0;
  const auto* shorts = dates.getMonths(count, icu::DateFormatSymbols::STANDALONE, icu::DateFormatSymbols::ABBREVIATED);
  const auto* wide = dates.getMonths(count, icu::DateFormatSymbols::FORMAT, icu::DateFormatSymbols::WIDE);
  // Chinese writes months as figures; its abbreviated form is that.
  const auto* months = language == Language::zh_hans ? shorts : wide;
  for (std::size_t i = 0; i < 12; ++i) {
    data->months[i] = utf8(months[i]);
    data->months_short[i] = utf8(shorts[i]).substr(0, language == Language::en ? 3 : std::string::npos);  // Sept is Sep
  }
  data->plurals.reset(icu::PluralRules::forLocale(icu_locale, status));
  data->collator.reset(icu::Collator::createInstance(icu_locale, status));
  CHECK_INVARIANT(U_SUCCESS(status));  // ICU's data of these five are part of the library
  for (std::size_t i = 0; i < message_keys().size(); ++i) {
    const char* pattern = message_pattern(static_cast<std::size_t>(language), i);
    data->own.push_back(pattern != nullptr);
    if (pattern == nullptr) pattern = message_pattern(0, i);
    auto parsed = parse_message(pattern);
    CHECK_INVARIANT(parsed.has_value());  // the build has parsed each
    data->messages.push_back(std::move(*parsed));
  }
  load_names(*data, language, icu_locale);
  return data.release();  // for the life of the process
}

std::string grouped(std::uint64_t value, const std::string& separator) {
  const std::string digits = std::to_string(value);
  std::string out;
  for (std::size_t i = 0; i < digits.size(); ++i) {
    if (i > 0 && (digits.size() - i) % 3 == 0) out += separator;
    out += digits[i];
  }
  return out;
}

/// A date, an address or an identifier inside Arabic text, kept from left to right by isolates (UAX #9): without them
/// 2024-09-24 would be read as 24-09-2024.
std::string isolated(const std::string& words) {
  bool latin = false;
  for (const char c : words) {
    const auto byte = static_cast<unsigned char>(c);
    if (byte >= 0xD8 && byte <= 0xDB) return words;  // has Arabic letters: runs as the sentence does
    latin = latin || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || c == '-' || c == '/';
  }
  return latin ? "\u2066" + words + "\u2069" : words;
}

/// Puts a text together as markup or as plain text.
class Rendering {
 public:
  Rendering(const Locale& locale, const LocaleData& data, Args args) : locale_(locale), data_(data), args_(args) {}

  Html html(const Message& message, std::uint64_t count = 0) const {
    Html out;
    for (const MessageNode& node : message) {
      switch (node.kind) {
        case MessageNode::Kind::text:
          out += node.name;
          break;
        case MessageNode::Kind::count:
          out += locale_.number(count);
          break;
        case MessageNode::Kind::argument:
          if (const auto* markup = std::get_if<Html>(&value(node.name)))
            out += *markup;
          else
            out += words(node.name);
          break;
        case MessageNode::Kind::tag:
          out += tagged(node.name, html(node.children, count));
          break;
        case MessageNode::Kind::plural:
        case MessageNode::Kind::select:
          out += html(chosen(node), node.kind == MessageNode::Kind::plural ? figure(node.name) : count);
          break;
      }
    }
    return out;
  }

  std::string text(const Message& message, std::uint64_t count = 0) const {
    std::string out;
    for (const MessageNode& node : message) {
      switch (node.kind) {
        case MessageNode::Kind::text:
          out += node.name;
          break;
        case MessageNode::Kind::count:
          out += locale_.number(count);
          break;
        case MessageNode::Kind::argument:
          out += words(node.name);
          break;
        case MessageNode::Kind::tag:
          out += text(node.children, count);
          break;
        case MessageNode::Kind::plural:
        case MessageNode::Kind::select:
          out += text(chosen(node), node.kind == MessageNode::Kind::plural ? figure(node.name) : count);
          break;
      }
    }
    return out;
  }

 private:
  const Value& value(const std::string& name) const {
    const auto found = std::find_if(args_.begin(), args_.end(), [&](const Arg& arg) { return arg.name == name; });
    CHECK_INVARIANT(found != args_.end());  // the page must give every argument of the English text
    return found->value;
  }
  std::uint64_t figure(const std::string& name) const {
    const auto* number = std::get_if<std::uint64_t>(&value(name));
    CHECK_INVARIANT(number != nullptr);
    return *number;
  }
  std::string words(const std::string& name) const {
    const Value& given = value(name);
    if (const auto* number = std::get_if<std::uint64_t>(&given)) return locale_.number(*number);
    const auto* words = std::get_if<std::string>(&given);
    CHECK_INVARIANT(words != nullptr);
    return locale_.right_to_left() ? isolated(*words) : *words;
  }
  Html tagged(const std::string& name, const Html& inside) const {
    const auto found = std::find_if(args_.begin(), args_.end(), [&](const Arg& arg) { return arg.name == name; });
    if (found != args_.end()) {
      const auto* target = std::get_if<Href>(&found->value);
      CHECK_INVARIANT(target != nullptr);
      return a(href(target->url), inside);
    }
    if (name == "b") return strong(inside);
    if (name == "em") return em(inside);
    CHECK_INVARIANT(name == "code");
    return code(attr("dir", "ltr"), inside);
  }
  const Message& chosen(const MessageNode& node) const {
    std::string keyword;
    if (node.kind == MessageNode::Kind::select) {
      keyword = std::get<std::string>(value(node.name));
    } else {
      const std::uint64_t number = figure(node.name);
      for (const auto& [selector, inside] : node.cases)
        if (selector == "=" + std::to_string(number)) return inside;
      keyword = utf8(data_.plurals->select(static_cast<double>(number)));
    }
    const Message* other = nullptr;
    for (const auto& [selector, inside] : node.cases) {
      if (selector == keyword) return inside;
      if (selector == "other") other = &inside;
    }
    return *other;  // ICU's grammar asks for it
  }

  const Locale& locale_;
  const LocaleData& data_;
  Args args_;
};

}  // namespace

std::optional<Key> Key::find(std::string_view name) {
  const std::size_t at = position_of(name);
  return at < message_keys().size() ? std::optional(Key(message_keys()[at])) : std::nullopt;
}

std::string_view tag_of(Language language) { return of_language(language).tag; }
std::string_view own_name(Language language) { return of_language(language).name; }
std::string_view path_prefix(Language language) { return of_language(language).prefix; }
bool is_right_to_left(Language language) { return language == Language::ar; }

std::optional<Language> language_of(std::string_view tag) {
  for (const Language one : languages)
    if (tag_of(one) == tag) return one;
  return std::nullopt;
}

Locale::Locale(Language language) : language_(language), data_(load(language)) {}

const Locale& Locale::of(Language language) {
  switch (language) {
    case Language::en: {
      static const Locale english(Language::en);
      return english;
    }
    case Language::fr: {
      static const Locale french(Language::fr);
      return french;
    }
    case Language::de: {
      static const Locale german(Language::de);
      return german;
    }
    case Language::zh_hans: {
      static const Locale chinese(Language::zh_hans);
      return chinese;
    }
    case Language::ar: {
      static const Locale arabic(Language::ar);
      return arabic;
    }
  }
  return of(Language::en);
}

Html Locale::html(Key key, Args args) const {
  const std::size_t at = position_of(key.name());
  CHECK_INVARIANT(at < message_keys().size());  // no such text in locales/en.json
  if (data_->own[at]) return Rendering(*this, *data_, args).html(data_->messages[at]);
  return span(attr("lang", "en"), attr("dir", "ltr"),
              Rendering(of(Language::en), *of(Language::en).data_, args).html(data_->messages[at]));
}

std::string Locale::text(Key key, Args args) const {
  const std::size_t at = position_of(key.name());
  CHECK_INVARIANT(at < message_keys().size());  // no such text in locales/en.json
  if (data_->own[at]) return Rendering(*this, *data_, args).text(data_->messages[at]);
  return Rendering(of(Language::en), *of(Language::en).data_, args).text(data_->messages[at]);
}

std::vector<std::pair<std::string_view, std::string_view>> Locale::patterns(std::string_view family) const {
  std::vector<std::pair<std::string_view, std::string_view>> out;
  const auto keys = message_keys();
  for (std::size_t at = 0; at < keys.size(); ++at) {
    if (!keys[at].starts_with(family)) continue;
    const char* own = message_pattern(static_cast<std::size_t>(language_), at);
    out.emplace_back(keys[at].substr(family.size()), own != nullptr ? own : message_pattern(0, at));
  }
  return out;
}

std::string Locale::number(std::uint64_t value) const { return grouped(value, data_->separator); }

std::string Locale::decimal(double value) const {
  const auto tenths = static_cast<std::uint64_t>(std::llround(std::fabs(value) * 10));
  return (value < 0 && tenths != 0 ? "-" : "") + number(tenths / 10) + data_->decimal_point +
         std::to_string(tenths % 10);
}

std::string Locale::month(unsigned month) const { return data_->months[month - 1]; }

std::string Locale::month_short(unsigned month) const { return data_->months_short[month - 1]; }

std::string Locale::day(base::Day day) const {
  const std::chrono::year_month_day date{day};
  return text("date.day", {{"day", std::to_string(unsigned{date.day()})},
                           {"month", month(unsigned{date.month()})},
                           {"year", std::to_string(int{date.year()})}});
}

std::string Locale::time(base::Time time) const {
  return text("date.time", {{"day", day(base::day_of(time))}, {"time", base::format_time(time).substr(11, 5)}});
}

std::string Locale::list(const std::vector<std::string>& parts, bool alternative) const {
  if (parts.empty()) return "";
  std::string out = parts[0];
  for (std::size_t i = 1; i < parts.size(); ++i) {
    const Args args = {{"before", out}, {"next", parts[i]}};
    out = i + 1 < parts.size() ? text("list.more", args) : alternative ? text("list.or", args) : text("list.and", args);
  }
  return out;
}

std::string Locale::country(std::string_view alpha2) const {
  const auto found = data_->countries.find(alpha2);
  return found == data_->countries.end() ? std::string(alpha2) : found->second;
}

std::string Locale::region(std::string_view alpha2) const {
  UErrorCode status = U_ZERO_ERROR;
  const icu::Region* country = icu::Region::getInstance(std::string(alpha2).c_str(), status);
  const icu::Region* around = U_SUCCESS(status) && country ? country->getContainingRegion(URGN_CONTINENT) : nullptr;
  if (around == nullptr) return {};
  icu::UnicodeString words;
  icu::Locale("und", around->getRegionCode()).getDisplayCountry(icu::Locale(of_language(language_).icu), words);
  std::string out;
  return words.toUTF8String(out);
}

std::vector<std::string> Locale::index_letters(const std::vector<std::string>& names) const {
  UErrorCode status = U_ZERO_ERROR;
  icu::AlphabeticIndex index(icu::Locale(of_language(language_).icu), status);
  const std::unique_ptr<icu::AlphabeticIndex::ImmutableIndex> fixed(index.buildImmutableIndex(status));
  std::vector<std::string> letters;
  for (const std::string& name : names) {
    std::string letter;
    if (U_SUCCESS(status))
      fixed->getBucket(fixed->getBucketIndex(utf16(name), status))->getLabel().toUTF8String(letter);
    letters.push_back(std::move(letter));
  }
  return letters;
}

std::string Locale::sort_key(std::string_view name) const {
  const icu::UnicodeString words = utf16(name);
  std::vector<std::uint8_t> key(static_cast<std::size_t>(data_->collator->getSortKey(words, nullptr, 0)));
  data_->collator->getSortKey(words, key.data(), static_cast<int>(key.size()));
  return {key.begin(), key.end()};
}

}  // namespace writ::page
