#include "page/locale.h"

#include <doctest/doctest.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <set>

#include "base/time.h"
#include "page/message.h"
#include "page/messages.h"

using namespace writ::page;
namespace base = writ::base;

namespace {

std::string all_source() {
  std::string source;
  for (const auto& file : std::filesystem::recursive_directory_iterator(WRIT_SOURCE_DIR "/src"))
    if (file.path().extension() == ".cc" || file.path().extension() == ".h") {
      std::ifstream in(file.path());
      source.append(std::istreambuf_iterator<char>(in), {});
    }
  return source;
}

}  // namespace

TEST_CASE("figures have the marks of each language and Latin digits in all of them") {
  CHECK(Locale::of(Language::en).number(2253) == "2,253");
  CHECK(Locale::of(Language::fr).number(2253) == "2\u202F253");
  CHECK(Locale::of(Language::de).number(2253) == "2.253");
  CHECK(Locale::of(Language::zh_hans).number(2253) == "2,253");
  CHECK(Locale::of(Language::ar).number(2253) == "2,253");
  CHECK(Locale::of(Language::de).decimal(288.9) == "288,9");
  CHECK(Locale::of(Language::fr).number(14) == "14");
}

TEST_CASE("a day is written as the language writes it") {
  const base::Day day = *base::parse_day("2024-09-24");
  CHECK(Locale::of(Language::en).day(day) == "24 September 2024");
  CHECK(Locale::of(Language::fr).day(day) == "24 septembre 2024");
  CHECK(Locale::of(Language::de).day(day) == "24. September 2024");
  CHECK(Locale::of(Language::zh_hans).day(day) == "2024年9月24日");
  CHECK(Locale::of(Language::ar).day(day) == "24 سبتمبر 2024");
  CHECK(Locale::of(Language::en).time(*base::parse_time("2026-12-03T14:00:00Z")) == "3 December 2026, 14:00 UTC");
}

TEST_CASE("an identifier inside Arabic text is kept from left to right") {
  const Locale& arabic = Locale::of(Language::ar);
  CHECK(arabic.text("chart.policy", {{"id", "telegram-2024-09"}}) == "السياسة \u2066telegram-2024-09\u2069");
  CHECK(arabic.text("period.year", {{"year", "2024"}}) == "2024");
  CHECK(Locale::of(Language::fr).text("chart.policy", {{"id", "x-1"}}) == "règles x-1");
}

TEST_CASE("plural forms are those of the language") {
  const Locale& arabic = Locale::of(Language::ar);
  CHECK(arabic.text("length.days", {{"n", 1}}) == "يوم واحد");
  CHECK(arabic.text("length.days", {{"n", 2}}) == "يومان");
  CHECK(arabic.text("length.days", {{"n", 7}}) == "7 أيام");
  CHECK(arabic.text("length.days", {{"n", 92}}) == "92 يومًا");
  CHECK(Locale::of(Language::en).text("length.months", {{"n", 9}}) == "nine months");
  CHECK(Locale::of(Language::en).text("length.months", {{"n", 13}}) == "13 months");
}

TEST_CASE("countries have the names of the language and stand in its order") {
  CHECK(Locale::of(Language::en).country("US") == "United States");
  CHECK(Locale::of(Language::de).country("DE") == "Deutschland");
  CHECK(Locale::of(Language::fr).country("HK") == "Hong Kong");  // from locales/countries.json
  CHECK(Locale::of(Language::ar).country("EG") == "مصر");
  CHECK(Locale::of(Language::en).country("??") == "??");
  const Locale& german = Locale::of(Language::de);
  CHECK(german.sort_key("Österreich") < german.sort_key("Polen"));  // by bytes it would stand last
  const Locale& french = Locale::of(Language::fr);
  CHECK(french.sort_key("Émirats arabes unis") < french.sort_key("Espagne"));
}

TEST_CASE("an argument of a text can never become markup, and a tag becomes a link only to an address that is safe") {
  const Locale& english = Locale::of(Language::en);
  CHECK(english.html("list.and", {{"before", "<b>"}, {"next", Html("x")}}).str() == "&lt;b&gt; and x");
  const auto message = parse_message("Read <a>the <b>method</b></a> first.");
  REQUIRE(message);
  CHECK(message->size() == 3);
  CHECK((*message)[1].children.size() == 2);
}

TEST_CASE("a text that would mislead is refused where it is built: open tags, apostrophes, foreign arguments") {
  CHECK_FALSE(parse_message("Read <a>this"));
  CHECK_FALSE(parse_message("Read this</a>"));
  CHECK_FALSE(parse_message("it's"));
  CHECK_FALSE(parse_message("{n, number}"));
  CHECK_FALSE(parse_message("{n, plural, one {#}}"));
  CHECK_FALSE(parse_message("{n, plural, offset:1 other {#}}"));
  CHECK_FALSE(parse_message("{"));
}

TEST_CASE("the language asked for is the one that weighs most among those there are") {
  CHECK(preferred("") == Language::en);
  CHECK(preferred("pt, fr-CA;q=0.8, de;q=0.9") == Language::de);
  CHECK(preferred("zh-TW") == Language::zh_hans);
  CHECK(preferred("ar;q=0, ru") == Language::en);
  CHECK(preferred(";;q=,,,") == Language::en);
  CHECK(language_of("zh-Hans") == Language::zh_hans);
  CHECK_FALSE(language_of("xx"));
}

TEST_CASE("every text that the source names is there") {
  std::set<std::string> parts;  // "home" of "home.lead": what a name begins with
  for (const std::string_view key : message_keys()) parts.insert(std::string(key.substr(0, key.find('.'))));
  std::size_t names = 0;
  for (const char* call : {"t(\"", "text(\"", "Key(\"", "locale()(\"", "in(\""}) {
    const std::string source = all_source();
    for (std::size_t at = source.find(call); at != std::string::npos; at = source.find(call, at + 1)) {
      const std::size_t start = at + std::string_view(call).size();
      const std::string name = source.substr(start, source.find('"', start) - start);
      const bool shaped = name.find('.') != std::string::npos &&
                          name.find_first_not_of("abcdefghijklmnopqrstuvwxyz_0123456789.") == std::string::npos &&
                          !name.ends_with('.') && !name.ends_with(".json");
      if (!shaped || !parts.contains(name.substr(0, name.find('.')))) continue;
      CHECK_MESSAGE(Key::find(name), name);
      ++names;
    }
  }
  CHECK(names > 300);
}

TEST_CASE("every text is used by some page: one that none uses would be translated for nothing") {
  const std::string source = all_source();
  for (const std::string_view key : message_keys()) {
    const std::string text(key);
    // Made at run time: by code, by EU class, by file of a bundle, by category of a band, by kind of a letter, by
    // measure and process of a platform, by a text of a policy (tests/report/translated_test.cc); and those of the
    // faces, which build many of theirs so.
    const auto made_up = {"door.role.", "measure.", "process.", "checker.", "verdict.", "others.from.", "others.what.", "rules.field.", "shipped."};
    if (std::ranges::any_of(made_up, [&](const char* family) { return text.starts_with(family); })) continue;
    if (text.starts_with("band.") || text.starts_with("mail.") || text.starts_with("word.") ||
        text.starts_with("holdings.eu.") || text.starts_with("data.bundle.") || text.starts_with("portal.") ||
        text.starts_with("desk."))
      continue;
    CHECK_MESSAGE(source.find('"' + text + '"') != std::string::npos, text);
  }
}
