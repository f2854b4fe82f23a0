// Checks locales/*.json and locales/*/*.json and writes them as C++: compile FOLDER OUT-SOURCE. Runs in the
// build. Refused, with file and key: a key that a language lacks or has more than English, a pattern that does not
// parse, arguments or tags that differ from those of English, a plural without a form that the language needs. `null`
// instead of a text says that English stands in.
#include <unicode/locid.h>
#include <unicode/plurrule.h>

#include <cstdio>
#include <filesystem>
#include <fstream>
#include <map>
#include <memory>
#include <nlohmann/json.hpp>
#include <optional>
#include <set>
#include <sstream>

#include "page/message.h"

namespace {

using writ::page::Message;
using writ::page::MessageNode;
namespace fs = std::filesystem;

constexpr const char* languages[] = {"en", "fr", "de", "zh-Hans", "ar"};
using Texts = std::map<std::string, std::optional<std::string>>;
bool failed = false;

void complain(const std::string& where, const std::string& what) {
  std::fprintf(stderr, "locales: %s: %s\n", where.c_str(), what.c_str());
  failed = true;
}

void read(const fs::path& file, Texts& texts) {
  std::ifstream in(file);
  if (!in) return complain(file.string(), "cannot be read");
  std::set<std::string> seen;
  const auto twice = [&](int depth, nlohmann::json::parse_event_t event, nlohmann::json& value) {
    if (depth == 1 && event == nlohmann::json::parse_event_t::key && !seen.insert(value.get<std::string>()).second)
      complain(file.string(), "key " + value.get<std::string>() + " stands twice");
    return true;
  };
  const auto json = nlohmann::json::parse(in, twice, false);
  if (!json.is_object()) return complain(file.string(), "is no JSON object");
  for (const auto& [key, value] : json.items()) {
    if (!value.is_string() && !value.is_null()) complain(file.string() + " " + key, "is neither text nor null");
    const bool fresh =
        texts.emplace(key, value.is_string() ? std::optional(value.get<std::string>()) : std::nullopt).second;
    if (!fresh && seen.contains(key)) complain(file.string() + " " + key, "stands in another file too");
  }
}

Texts texts_of(const fs::path& folder, const std::string& language) {
  Texts texts;
  read(folder / (language + ".json"), texts);
  for (const auto& part : fs::directory_iterator(folder))
    if (part.is_directory() && !fs::is_empty(part)) read(part.path() / (language + ".json"), texts);
  return texts;
}

/// "{name}", "{name,plural}", "<a>", and each case of a select: what a translation must have in common with English.
void shape_of(const Message& message, std::set<std::string>& out) {
  for (const MessageNode& node : message) {
    using Kind = MessageNode::Kind;
    if (node.kind == Kind::argument) out.insert("{" + node.name + "}");
    if (node.kind == Kind::tag) out.insert("<" + node.name + ">");
    // A language may say a number by its plural forms alone, or as {n}: both use the same argument.
    if (node.kind == Kind::plural) out.insert("{" + node.name + "}");
    if (node.kind == Kind::select)
      for (const auto& one : node.cases) out.insert("{" + node.name + ",select," + one.first + "}");
    shape_of(node.children, out);
    for (const auto& one : node.cases) shape_of(one.second, out);
  }
}

void check_plurals(const Message& message, const std::string& where, const icu::PluralRules& rules) {
  for (const MessageNode& node : message) {
    check_plurals(node.children, where, rules);
    for (const auto& one : node.cases) check_plurals(one.second, where, rules);
    if (node.kind != MessageNode::Kind::plural) continue;
    std::set<std::string> given;
    for (const auto& one : node.cases) given.insert(one.first);
    for (int n = 0; n <= 200; ++n) {  // every form that whole numbers have in these languages
      std::string keyword;
      rules.select(n).toUTF8String(keyword);
      if (given.contains("=" + std::to_string(n)) || given.contains(keyword)) continue;
      return complain(where, "has no plural form \"" + keyword + "\" of {" + node.name + "}, which " +
                                 std::to_string(n) + " needs");
    }
  }
}

std::string listed(const std::set<std::string>& words) {
  std::string out;
  for (const std::string& word : words) out += (out.empty() ? "" : " ") + word;
  return out;
}

void check_language(const std::string& language, const Texts& texts, const Texts& english) {
  UErrorCode status = U_ZERO_ERROR;
  const std::unique_ptr<icu::PluralRules> rules(
      icu::PluralRules::forLocale(icu::Locale::forLanguageTag(language, status), status));
  for (const auto& [key, text] : english)
    if (!texts.contains(key)) complain(language + " " + key, "is missing");
  for (const auto& [key, text] : texts) {
    const std::string where = language + " " + key;
    if (!english.contains(key)) complain(where, "is not a key of English");
    if (!text) {
      if (language == languages[0]) complain(where, "English is what stands in for others");
      continue;
    }
    const auto parsed = writ::page::parse_message(*text);
    if (!parsed) {
      complain(where, parsed.error().message());
      continue;
    }
    check_plurals(*parsed, where, *rules);
    const auto original = english.find(key);
    if (original == english.end() || !original->second) continue;
    const auto of_english = writ::page::parse_message(*original->second);
    std::set<std::string> here, there;
    shape_of(*parsed, here);
    if (of_english) shape_of(*of_english, there);
    if (of_english && here != there) complain(where, "has " + listed(here) + " where English has " + listed(there));
  }
}

std::string literal(const std::string& text) {
  std::string out = "\"";
  for (const char c : text) {
    if (c == '"' || c == '\\') out += '\\';
    if (c == '\n')
      out += "\\n";
    else
      out += c;
  }
  return out + "\"";
}

/// Only if it differs, so that nothing is compiled again for nothing.
void write(const char* file, const std::string& content) {
  std::stringstream old;
  old << std::ifstream(file).rdbuf();
  if (old.str() != content) std::ofstream(file) << content;
}

std::string overrides_of(const fs::path& folder) {
  std::string out;
  std::ifstream in(folder / "countries.json");
  const auto json = nlohmann::json::parse(in, nullptr, false);
  if (!json.is_object()) complain("countries.json", "is no JSON object");
  for (const auto& [language, names] : json.items())
    for (const auto& [alpha2, name] : names.items())
      out += "    {" + literal(language) + ", " + literal(alpha2) + ", " + literal(name.get<std::string>()) + "},\n";
  return out;
}

}  // namespace

int main(int count, char** words) {
  if (count != 3) return 2;
  const fs::path folder = words[1];
  std::map<std::string, Texts> all;
  for (const char* language : languages) all[language] = texts_of(folder, language);
  for (const char* language : languages) check_language(language, all[language], all["en"]);
  std::string source =
      "// Made from locales/ by src/page/locales/compile.cc.\n#include \"page/messages.h\"\n\nnamespace writ::page "
      "{\n\nnamespace {\n\n";
  source += "constexpr std::string_view keys[] = {\n";
  for (const auto& [key, text] : all["en"]) source += "    " + literal(key) + ",\n";
  source += "};\n\n";
  source += "constexpr const char* patterns[][" + std::to_string(all["en"].size()) + "] = {\n";
  for (const char* language : languages) {
    source += "    {\n";
    for (const auto& [key, text] : all[language])
      source += "        " + (text ? literal(*text) : std::string("nullptr")) + ",\n";
    source += "    },\n";
  }
  source += "};\n\nconstexpr CountryOverride overrides[] = {\n" + overrides_of(folder) + "};\n\n}  // namespace\n\n";
  source += "const char* message_pattern(std::size_t language, std::size_t key) { return patterns[language][key]; }\n";
  source += "std::span<const std::string_view> message_keys() { return keys; }\n";
  source +=
      "std::span<const CountryOverride> country_overrides() { return overrides; }\n\n}  // namespace writ::page\n";
  if (failed) return 1;
  write(words[2], source);
  return 0;
}
