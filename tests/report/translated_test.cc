// The pages about other platforms and about policies in every language: nothing in them is left in English that is not
// marked as such, and the translations of texts that come with Writ are of texts that do come with it.
#include <doctest/doctest.h>

#include <filesystem>

#include "others_support.h"
#include "page/messages.h"
#include "report/rule_words.h"

using namespace writ;
using namespace writ::report_test;
using page::Language;

namespace {

Sample sample_with_all() {
  Sample sample = sample_with_others();
  sample.options.holdings_profile = shipped_file("profiles/telegram.toml");
  sample.options.policies.clear();
  for (const char* name : {"telegram-2018", "telegram-2024-09"})
    sample.options.policies.push_back(
        *policy::Policy::parse(shipped_file("policies/" + std::string(name) + ".toml"), name));
  for (const char* name : {"signal", "session", "onion-service"}) {
    const std::string file = std::string(name) + ".toml";
    sample.options.models.push_back(*policy::Policy::parse(shipped_file("policies/" + file), file));
    sample.options.holdings.push_back(*policy::parse_profile(shipped_file("profiles/" + file), file));
  }
  return sample;
}

std::string sources(const std::string& folder, const std::string& extension) {
  std::string text;
  for (const auto& file : std::filesystem::directory_iterator(WRIT_SOURCE_DIR + folder))
    if (file.path().extension() == extension)
      text += shipped_file(file.path().lexically_relative(WRIT_SOURCE_DIR).string());
  return text;
}

/// A long text may be made of two in the source.
bool holds_part(const std::string& source, std::string_view part) {
  if (source.find(part) != source.npos) return true;
  const std::size_t half = part.find(' ', part.size() / 2);
  return half != part.npos && source.find(part.substr(0, half)) != source.npos;
}

const std::map<std::string, std::string>& site() {
  static const auto all = made(sample_with_all());
  return all;
}

bool about_these(const std::string& path) {
  for (const char* part : {"others/", "policy/", "holdings/", "authorities/", "verify/", "receipt/"})
    if (path.find(part) != path.npos) return true;
  return path.ends_with("/index.html") && path.find('/') == path.rfind('/');  // "ar/index.html"
}

}  // namespace

TEST_CASE("a page about other platforms or a policy has no sentence in English but what is marked as a quotation") {
  std::size_t pages = 0;
  for (const auto& [path, content] : site()) {
    const Language language = language_of_path(path);
    if (!is_page(path) || language == Language::en || !about_these(path)) continue;
    const std::string text = unmarked_text(content);
    // Of French and German, words that neither has.
    const std::string run =
        language == Language::fr || language == Language::de ? english_word(text) : english_run(text);
    CHECK_MESSAGE(run.empty(), path, ": ", run);
    ++pages;
  }
  CHECK(pages > 400);
}

TEST_CASE("the test above would see a sentence that nobody translated") {
  CHECK_FALSE(english_run(unmarked_text("<p>\u4E2D nothing was corrected here at all</p>")).empty());
  CHECK(english_run(unmarked_text("<p><span lang=\"en\">nothing was corrected here at all</span></p>")).empty());
  CHECK(english_run(unmarked_text("<p>Clopper, Pearson: Writ Te-k telegram</p>")).empty());
}

TEST_CASE(
    "every text that is translated because Writ comes with it stands in a policy or a profile that it comes with") {
  std::string shipped;
  for (const char* folder : {"/policies", "/profiles"})
    for (const auto& file : std::filesystem::directory_iterator(std::string(WRIT_SOURCE_DIR) + folder))
      shipped += shipped_file(file.path().lexically_relative(WRIT_SOURCE_DIR).string());
  std::size_t texts = 0;
  for (std::size_t key = 0; key < page::message_keys().size(); ++key) {
    const std::string_view name = page::message_keys()[key];
    if (!name.starts_with("shipped.")) continue;
    ++texts;
    if (name.starts_with("shipped.any_other_")) continue;  // said of the group that is all the rest
    std::string text = page::message_pattern(0, key);
    for (std::size_t at = text.find("\u2019"); at != text.npos; at = text.find("\u2019")) text.replace(at, 3, "'");
    CHECK_MESSAGE(shipped.find('"' + text + '"') != shipped.npos, name);
    CHECK_MESSAGE(report::text_of_policy(text, page::Locale::of(Language::ar)) != text, name);
  }
  CHECK(texts > 50);
}

TEST_CASE("what the verifier says and the pages have words for is what the verifier says") {
  const std::string verifier = sources("/src/verify", ".cc");
  std::size_t texts = 0;
  for (const auto& [name, text] : page::Locale::of(Language::en).patterns("verdict.")) {
    // What stands between its arguments, as the source has it.
    std::string_view rest = text;
    while (!rest.empty()) {
      const std::string_view part = rest.substr(0, rest.find('{'));
      if (part.size() > 4) CHECK_MESSAGE(holds_part(verifier, part), name << ": " << part);
      const std::size_t end = rest.find('}');
      rest = end == rest.npos ? std::string_view() : rest.substr(end + 1);
    }
    ++texts;
  }
  CHECK(texts > 50);
}

TEST_CASE("every text that a script of the checks names is there, and the scripts have none of their own") {
  const std::string scripts = sources("/web/verify", ".mjs");
  std::size_t names = 0;
  for (std::size_t at = scripts.find("t('"); at != scripts.npos; at = scripts.find("t('", at + 1)) {
    const char before = at == 0 ? ' ' : scripts[at - 1];
    if ((before >= 'a' && before <= 'z') || before == '_') continue;  // another function's name ends in t
    const std::string name = scripts.substr(at + 3, scripts.find('\'', at + 3) - at - 3);
    CHECK_MESSAGE(page::Key::find("checker." + name), name);
    ++names;
  }
  CHECK(names > 80);
}

TEST_CASE("the same figures stand in every language, in its marks") {
  const std::string& english = site().at("others/surge/index.html");
  CHECK(says(english, "The rates stand 188.5 to 1"));
  CHECK(says(site().at("de/others/surge/index.html"), "Die Raten stehen 188,5 zu 1"));
  CHECK(says(site().at("fr/others/surge/index.html"), "886 demandes / 2\u202F145 utilisateurs en 92 jours"));
  CHECK(says(site().at("zh-Hans/others/index.html"), "7 + 292 = 299，发布为293。"));
  CHECK(says(site().at("ar/others/telegram/index.html"), "الأرقام: 598"));
  CHECK(says(site().at("de/policy/telegram-2024-09/index.html"), "Gegeben werden darf: IP-Adresse und Telefonnummer."));
  CHECK_FALSE(site().contains("de/others/surge.csv"));
  CHECK(site().contains("de/others/surge.svg"));
}
